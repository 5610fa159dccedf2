"""Certificates of kind `sharp-energy`."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from plain_checkers.energy import ONE, ZERO, jet, read_pieces, words
from plain_checkers.gram import Field, in_words
from plain_checkers.numbers import listed, must, whole
from plain_checkers.reals import Ends, minus, plus, reciprocal, rounded, times
from plain_checkers.univariate import slope, trimmed, zonal

Polynomial = list[Ends]


def sharp_energy(certificate: dict[str, Any]) -> str:
    space, d, n = certificate["space"], whole(certificate["d"], 2, 10**6), whole(certificate["n"], 2, 10**12)
    must(type(space) is str and space in {"S", "R", "C", "H"})
    low = Fraction(-1 if space == "S" else 0)
    pieces = read_pieces(certificate["potential"], low)
    field = Field(certificate.get("theta"))
    t = [field.read(value) for value in listed(certificate["overlaps"], 1, 30)]
    m = [field.read(value) for value in listed(certificate["numbers"], len(t), len(t))]
    must(all(c.numerator.bit_length() + c.denominator.bit_length() <= 400 for element in (*t, *m) for c in element))
    orders = [whole(order, 1, 2) for order in listed(certificate["orders"], len(t), len(t))]
    K = [whole(k, 0, 60) for k in listed(certificate["degrees"], 1, 61)]
    must(K[0] == 0 and all(a < b for a, b in pairwise(K)) and len(K) == sum(orders))
    must(all(field.sign(field.minus(a, b)) < 0 for a, b in pairwise(t)))
    must(field.sign(field.minus(t[0], trimmed([low]))) >= 0 and field.sign(field.minus(t[-1], [Fraction(1)])) < 0)
    P = zonal(space, d, K[-1])
    for k in K:
        total = trimmed([Fraction(n * (k == 0) - 1)])
        for point, number in zip(t, m, strict=True):
            y, value = point if space == "S" else field.times(point, point), []
            for c in reversed(P[k]):
                value = field.minus(field.times(value, y), trimmed([-c]))
            total = field.minus(total, field.times(number, value))
        must(not total)
    contacts = [(enclosed(field, point), order, rational(point)) for point, order in zip(t, orders, strict=True)]
    h = interpolated([P[k] if space == "S" else even(P[k]) for k in K], pieces, contacts)
    for piece in pieces:
        must(stays_below(h, piece, contacts))
    texts = [(in_words(a, "theta") or "0", in_words(b, "theta") or "0") for a, b in zip(m, t, strict=True)]
    value = f"{n} ({' + '.join(f'({a}) f({b})' for a, b in texts)})"
    what, overlap = ("points on the unit sphere of R", "<x, y>") if space == "S" else (f"lines of {space}", "|<x, y>|")
    f = ", ".join(f"{words(program)} for {a} <= t <= {b}" for a, b, program in pieces)
    text = f"{n} {what}^{d} have a sum of f({overlap}) over ordered pairs of at least {value}, f(t) = {f}"
    if any("theta" in part for pair in texts for part in pair):
        text += f", theta the root of {in_words(field.p, 'x')} between {field.low} and {field.high}"
    return text


def even(p: list[Fraction]) -> list[Fraction]:
    return [c for pair in p for c in (pair, Fraction(0))][:-1]


def rational(element: list[Fraction]) -> Any:
    return None if len(element) > 1 else (element or [Fraction(0)])[0]


def enclosed(field: Field, element: list[Fraction]) -> Ends:
    if len(element) < 2:
        return rounded(rational(element), rational(element))
    low, high = field.low, field.high
    rising = sum(c * high**i for i, c in enumerate(field.p)) > 0
    for _ in range(220):
        middle = (low + high) / 2
        above = sum(c * middle**i for i, c in enumerate(field.p)) > 0
        low, high = (low, middle) if above == rising else (middle, high)
    theta, total = rounded(low, high), ZERO
    for c in reversed(element):
        total = plus(times(total, theta), rounded(c, c))
    return total


def interpolated(basis: list[list[Fraction]], pieces: Any, contacts: Any) -> Polynomial:
    columns = [[rounded(c, c) for c in p] for p in basis]
    slopes = [[rounded(c, c) for c in slope(p)] for p in basis]
    rows = []
    for t, order, exact in contacts:
        jets = [jet(program, t) for a, b, program in pieces if holds(a, b, t, exact)]
        values = [None if found is None else found[:order] for found in jets]
        must(bool(values) and None not in values and all(None not in ends for found in values for ends in found))
        must(len(values) == 1 or (values[0] == values[1] and all(a == b for a, b in values[0])))
        rows.append([*(horner(p, t) for p in columns), values[0][0]])
        if order == 2:
            rows.append([*(horner(p, t) for p in slopes), values[0][1]])
    weights = solved(rows)
    must(all(h[0] is not None and h[0] >= 0 for h in weights[1:]))
    total = [ZERO] * max(map(len, columns))
    for weight, column in zip(weights, columns, strict=True):
        for i, c in enumerate(column):
            total[i] = plus(total[i], times(weight, c))
    return total


def holds(a: Fraction, b: Fraction, t: Ends, exact: Any) -> bool:
    return a <= exact <= b if exact is not None else bool(a < t[0] and t[1] < b)


def horner(p: Polynomial, t: Ends) -> Ends:
    total = ZERO
    for c in reversed(p):
        total = plus(times(total, t), c)
    return total


def size(x: Ends) -> Fraction:
    return Fraction(0) if None in x or x[0] <= 0 <= x[1] else min(abs(x[0]), abs(x[1]))


def solved(rows: list[list[Ends]]) -> list[Ends]:
    count = len(rows)
    for j in range(count):
        pivot = max(range(j, count), key=lambda i: size(rows[i][j]))
        must(size(rows[pivot][j]) > 0)
        rows[j], rows[pivot] = rows[pivot], rows[j]
        x = rows[j][j]
        inverse = reciprocal(x) if x[0] > 0 else minus(reciprocal(minus(x)))
        rows[j] = [ONE if i == j else times(entry, inverse) for i, entry in enumerate(rows[j])]
        for i in range(count):
            if i != j:
                factor = rows[i][j]
                rows[i] = [plus(a, minus(times(factor, b))) for a, b in zip(rows[i], rows[j], strict=True)]
                rows[i][j] = ZERO
    return [row[count] for row in rows]


def stays_below(h: Polynomial, piece: Any, contacts: Any) -> bool:
    """Around contacts by the sign of a derivative, between them by halving."""
    begin, end, program = piece
    near = [contact for contact in contacts if holds(begin, end, contact[0], contact[2])]
    reached = begin
    for i, (t, order, exact) in enumerate(near):
        before = near[i - 1][0][1] if i else begin
        after = near[i + 1][0][0] if i + 1 < len(near) else end
        left, right = t[0], t[1]
        if exact is None or exact > begin:
            left = neighbourhood(h, program, t, order, -1, (t[0] - before) / 2)
        if exact is None or exact < end:
            right = neighbourhood(h, program, t, order, 1, (after - t[1]) / 2)
        if not is_open(h, program, reached, left):
            return False
        reached = right
    return is_open(h, program, reached, end)


def neighbourhood(h: Polynomial, program: Any, t: Ends, order: int, side: int, room: Fraction) -> Fraction:
    for k in range(60):
        part = (t[0], t[1] + room / 2**k) if side > 0 else (t[0] - room / 2**k, t[1])
        derivatives = of_gap(h, program, part)
        if derivatives is None:
            continue
        bends = derivatives[1][0] is not None and derivatives[1][0] >= 0
        if order == 2 and bends:
            return part[side > 0]
        around = of_gap(h, program, t)
        if order == 1 and (points(derivatives[0], side) or (bends and around is not None and points(around[0], side))):
            return part[side > 0]
    must(False)
    return room


def points(x: Ends, side: int) -> bool:
    return bool(x[0] is not None and x[0] >= 0) if side > 0 else bool(x[1] is not None and x[1] <= 0)


def of_gap(h: Polynomial, program: Any, part: Ends) -> Any:
    """(f - h)' and (f - h)'' on a part."""
    found = jet(program, part)
    if found is None:
        return None
    taylor, r = about(h, part)
    first, second = horner(scaled(taylor, 1), r), horner(scaled(scaled(taylor, 1), 1), r)
    return plus(found[1], minus(first)), plus(found[2], minus(second))


def scaled(p: Polynomial, by: int) -> Polynomial:
    """The derivative."""
    return [times(c, rounded(Fraction(i * by), Fraction(i * by))) for i, c in enumerate(p)][1:]


def about(h: Polynomial, part: Ends) -> tuple[Polynomial, Ends]:
    """The coefficients in t - c, c the middle of the part, and where t - c lies."""
    c, a = (part[0] + part[1]) / 2, list(h)
    for start in range(len(a) - 1):
        for i in reversed(range(start, len(a) - 1)):
            a[i] = plus(a[i], times((c, c), a[i + 1]))
    return a, (part[0] - c, part[1] - c)


def is_open(h: Polynomial, program: Any, low: Fraction, high: Fraction) -> bool:
    waiting = [(low, high)] if low < high else []
    for _ in range(4000):
        if not waiting:
            return True
        a, b = waiting.pop()
        if not shown_above(h, program, (a, b)):
            if b - a < Fraction(1, 2**100):
                return False
            waiting += [((a + b) / 2, b), (a, (a + b) / 2)]
    return False


def shown_above(h: Polynomial, program: Any, part: Ends) -> bool:
    found, c = jet(program, part), (part[0] + part[1]) / 2
    if found is None or found[0][0] is None:
        return False
    taylor, r = about(h, part)
    most = horner(taylor, r)[1]
    if most is not None and found[0][0] >= most:
        return True
    centre, slopes = jet(program, rounded(c, c)), of_gap(h, program, part)
    moved = times(slopes[0], r)[0]
    if centre is None or centre[0][0] is None or moved is None or taylor[0][1] is None:
        return False
    return bool(centre[0][0] - taylor[0][1] + moved >= 0)
