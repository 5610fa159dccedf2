"""Certificates of kind `energy`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from plain_checkers.numbers import exact, listed, must, whole
from plain_checkers.reals import Ends, exponential, logarithm, minus, plus, power, reciprocal, rounded, times
from plain_checkers.univariate import at, is_nonpositive, product, slope, trimmed, zonal

ZERO, ONE = (Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))


def energy(certificate: dict[str, Any]) -> str:
    space, d, n = certificate["space"], whole(certificate["d"], 2, 10**6), whole(certificate["n"], 2, 10**12)
    must(type(space) is str and space in {"S", "R", "C", "H"})
    pieces = read_pieces(certificate["potential"], Fraction(-1 if space == "S" else 0))
    h = [exact(value, 2000) for value in listed(certificate["coefficients"], 1, 61)]
    must(min([*h[1:], Fraction(0)]) >= 0)
    least = exact(certificate["at_least"])
    P = zonal(space, d, len(h) - 1)
    polynomial = [sum((w * p[i] for w, p in zip(h, P, strict=True) if i < len(p)), Fraction(0)) for i in range(len(h))]
    if space != "S":
        polynomial = [c for pair in polynomial for c in (pair, Fraction(0))][:-1]
    for low, high, program in pieces:
        must(is_below(trimmed(polynomial), low, high, program))
    must(n * n * h[0] - n * sum(h) >= least)
    what = "points on the unit sphere of R" if space == "S" else f"lines of {space}"
    overlap = "<x, y>" if space == "S" else "|<x, y>|"
    f = ", ".join(f"{words(program)} for {low} <= t <= {high}" for low, high, program in pieces)
    return f"{n} {what}^{d} have a sum of f({overlap}) over ordered pairs of at least {least}, f(t) = {f}"


def read_pieces(given: Any, end: Fraction) -> list[tuple[Fraction, Fraction, list[Any]]]:
    pieces = []
    for piece in listed(given, 1, 20):
        low, high = exact(piece["from"], 2000), exact(piece["to"], 2000)
        must(type(piece) is dict and low == end < high)
        pieces.append((low, high, [read_step(step) for step in listed(piece["f"], 1, 400)]))
        words(pieces[-1][2])
        end = high
    must(end == 1)
    return pieces


def read_step(step: Any) -> Any:
    if type(step) is str and step in {"t", "+", "*", "exp", "log"}:
        return step
    if type(step) is str and step.startswith("^"):
        q = exact(step[1:], 128)
        must(abs(q) <= 1000)
        return "^", q
    return exact(step, 2000)


def words(program: list[Any]) -> str:
    stack: list[str] = []
    for step in program:
        if isinstance(step, tuple):
            stack.append(f"{stack.pop()}^({step[1]})")
        elif step in ("+", "*"):
            right = stack.pop()
            stack.append(f"({stack.pop()} {step} {right})")
        else:
            stack.append(f"{step}({stack.pop()})" if step in ("exp", "log") else str(step))
    (text,) = stack
    return text


def as_polynomial(program: list[Any]) -> Any:
    """The coefficients of f where it is a polynomial of degree up to 60 with coefficients of up to 20000 bits."""
    stack: list[list[Fraction]] = []
    for step in program:
        if isinstance(step, Fraction):
            stack.append([step])
        elif step == "t":
            stack.append([Fraction(0), Fraction(1)])
        elif step == "+":
            p, q = stack.pop(), stack.pop()
            size = max(len(p), len(q))
            stack.append([sum(c[i] for c in (p, q) if i < len(c)) + Fraction(0) for i in range(size)])
        elif step == "*":
            stack.append(product(stack.pop(), stack.pop()))
        elif isinstance(step, tuple) and step[1].denominator == 1 and 0 <= step[1] <= 60:
            base, found = stack.pop(), [Fraction(1)]
            for _ in range(int(step[1])):
                found = found if too_large(found) else product(found, base)
            stack.append(found)
        else:
            return None
        if too_large(stack[-1]):
            return None
    return stack[0]


def too_large(p: list[Fraction]) -> bool:
    bits = [c.numerator.bit_length() + c.denominator.bit_length() for c in p]
    return len(p) > 61 or max(bits) > 20_000


def is_below(h: list[Fraction], low: Fraction, high: Fraction, program: list[Any]) -> bool:
    """Exactly where f is a polynomial; else cut into parts on which f - h, or a parabola below it, is not below 0."""
    f = as_polynomial(program)
    if f is not None:
        size = max(len(h), len(f))
        difference = [at(h[i : i + 1], Fraction(0)) - at(f[i : i + 1], Fraction(0)) for i in range(size)]
        return is_nonpositive(difference, low, high)
    for i in range(1, 64):
        t = low + (high - low) * Fraction(i, 64)
        centre = jet(program, rounded(t, t))
        if centre is not None and centre[0][1] is not None and centre[0][1] < at(h, t):
            return False
    waiting = [(low, high)]
    for _ in range(4000):
        if not waiting:
            return True
        a, b = waiting.pop()
        centre = jet(program, rounded((a + b) / 2, (a + b) / 2))
        if centre is not None and centre[0][1] is not None and centre[0][1] < at(h, (a + b) / 2):
            return False
        if not shown_below(h, a, b, program):
            if (b - a) * 2**100 < high - low:
                return False
            waiting += [((a + b) / 2, b), (a, (a + b) / 2)]
    return False


def shown_below(h: list[Fraction], a: Fraction, b: Fraction, program: list[Any]) -> bool:
    part, c, r = rounded(a, b), (a + b) / 2, (b - a) / 2
    derivatives = [h or [Fraction(0)]]
    while len(derivatives[-1]) > 1:
        derivatives.append(slope(derivatives[-1]))
    taylor, factorial = [], Fraction(1)
    for j, p in enumerate(derivatives):
        factorial *= max(j, 1)
        taylor.append(at(p, c) / factorial * r**j)
    over = jet(program, part)
    if over is None:
        return False
    if over[0][0] is not None and over[0][0] >= taylor[0] + sum(map(abs, taylor[1:])):
        return True
    centre = jet(program, rounded(c, c))
    if centre is None or None in (centre[0][0], *centre[1], over[2][0]):
        return False
    first, second = (*taylor, Fraction(0), Fraction(0))[1:3]
    g = centre[0][0] - taylor[0]
    w = max(abs(end * r - first) for end in centre[1])
    m = over[2][0] * r * r - 2 * second - sum(j * (j - 1) * abs(t) for j, t in enumerate(taylor) if j > 2)
    return bool(2 * m * g >= w * w if m > w else 2 * (g - w) + m >= 0)


def jet(program: list[Any], t: Ends) -> Any:
    """f, f', f'' on an interval; None where f is not defined on all of it."""
    stack: list[Any] = []
    for step in program:
        if isinstance(step, Fraction):
            stack.append((rounded(step, step), ZERO, ZERO))
        elif step == "t":
            stack.append((t, ONE, ZERO))
        elif step == "+":
            a, b = stack.pop(), stack.pop()
            stack.append(tuple(plus(x, y) for x, y in zip(a, b, strict=True)))
        elif step == "*":
            a, b = stack.pop(), stack.pop()
            cross = times(a[1], b[1])
            bend = plus(plus(times(a[2], b[0]), times(a[0], b[2])), plus(cross, cross))
            stack.append((of_values(a[0], b[0]), plus(times(a[1], b[0]), times(a[0], b[1])), bend))
        else:
            u = stack.pop()
            outer = outside(step, u[0])
            if outer is None:
                return None
            square = times(u[1], u[1])
            square = square if square[0] is None or square[0] >= 0 else (Fraction(0), square[1])
            second = plus(of_values(outer[2], square), times(outer[1], u[2]))
            stack.append((outer[0], of_values(outer[1], u[1]), second))
    return stack[0]


def of_values(x: Ends, y: Ends) -> Ends:
    """The product of two values: 0 times what has no bound may be any number."""
    return (None, None) if (x == ZERO and None in y) or (y == ZERO and None in x) else times(x, y)


def outside(step: Any, u: Ends) -> Any:
    if step == "exp":
        return (exponential(u),) * 3
    if step == "log":
        if u[0] is None or u[0] < 0:
            return None
        inverse = reciprocal(u)
        return logarithm(u), inverse, minus(times(inverse, inverse))
    q = step[1]
    powers = [power(u, q), ZERO if q == 0 else power(u, q - 1), ZERO if q in (0, 1) else power(u, q - 2)]
    if None in powers:
        return None
    return powers[0], times((q, q), powers[1]), times((q * (q - 1),) * 2, powers[2])
