"""Interpolation of a potential by a polynomial, in intervals, and the proof that it lies nowhere above the potential.

At a contact the polynomial has exactly the value of f, and at one of order 2 its slope; so close to it h <= f follows
from the sign of f'' - h'', at one of order 1 from that of f' - h', or from f' - h' at the contact and f'' - h'' around.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from packing.kernel.intervals import ONE, UNIT, ZERO, Interval
from packing.kernel.potential import Piece

MOST_PARTS = 4000
MOST_HALVINGS = 100
"""The halving of what lies between contacts: so many parts, and none halved more often."""

CLOSEST = 60
"""A neighbourhood of a contact is halved at most so often."""


@dataclass(frozen=True)
class Contact:
    """An overlap where h touches f: an interval around it, its order, and the number itself where it is rational."""

    around: Interval
    order: int
    rational: Fraction | None

    @property
    def low(self) -> int:
        """The lower end of the interval."""
        assert self.around.low is not None
        return self.around.low

    @property
    def high(self) -> int:
        """The upper end of the interval."""
        assert self.around.high is not None
        return self.around.high


Polynomial = list[Interval]
"""Coefficients in the overlap t, constant first."""


def interpolate(
    space: str,
    basis: list[list[Fraction]],
    degrees: list[int],
    potential: tuple[Piece, ...],
    contacts: list[Contact],
) -> Polynomial | None:
    """h = sum h_k P_k over the degrees with the values of f at the contacts, and its slopes where the order is 2.

    None where f is not known there, where the system is not shown to have one solution, or h_k >= 0 for k >= 1 is not.
    """
    columns = [[Interval.of(c) for c in _in_overlap(space, basis[k])] for k in degrees]
    rows: list[list[Interval]] = []
    for contact in contacts:
        jet = _agreed(potential, contact)
        if jet is None:
            return None
        rows.append([*(_value(p, contact.around) for p in columns), jet[0]])
        if contact.order == 2:
            rows.append([*(_value(_slope(p), contact.around) for p in columns), jet[1]])
    weights = _solved(rows)
    if weights is None or any(h.low is None or h.low < 0 for h in weights[1:]):
        return None
    size = max(map(len, columns))
    total = [ZERO] * size
    for weight, column in zip(weights, columns, strict=True):
        for i, c in enumerate(column):
            total[i] = total[i] + weight * c
    return total


def _in_overlap(space: str, polynomial: list[Fraction]) -> list[Fraction]:
    return polynomial if space == "S" else [c for pair in polynomial for c in (pair, Fraction(0))][:-1]


def _agreed(potential: tuple[Piece, ...], contact: Contact) -> tuple[Interval, Interval] | None:
    """f and f' at a contact; where two pieces meet there, both must give the same exact numbers."""
    found: list[tuple[Interval, Interval]] = []
    for piece in _pieces_at(potential, contact):
        jet = piece.jet(contact.around) if contact.order == 2 else None
        value = piece.enclosure(contact.around) if jet is None else jet.value
        if value is None or value.low is None or value.high is None or (contact.order == 2 and jet is None):
            return None
        found.append((value, ZERO if jet is None else jet.first))
    first = found[0] if found else None
    if len(found) > 1 and (found[0] != found[1] or any(part.width != 0 for part in found[0])):
        return None
    return first


def _pieces_at(potential: tuple[Piece, ...], contact: Contact) -> list[Piece]:
    """The pieces that hold the contact; none where that is open."""
    return [piece for piece in potential if _holds(piece, contact)]


def _holds(piece: Piece, contact: Contact) -> bool:
    """Whether the contact is surely on the piece."""
    if contact.rational is not None:
        return piece.low <= contact.rational <= piece.high
    low, high = Interval.of(piece.low).high, Interval.of(piece.high).low
    assert low is not None and high is not None
    return low < contact.low and contact.high < high


def _solved(rows: list[list[Interval]]) -> list[Interval] | None:
    """The solution of a linear system with intervals, by elimination; None where a pivot may be 0."""
    size = len(rows)
    rows = [list(row) for row in rows]
    for j in range(size):
        pivot = max(range(j, size), key=lambda i: _least_size(rows[i][j]))
        if _least_size(rows[pivot][j]) == 0:
            return None
        rows[j], rows[pivot] = rows[pivot], rows[j]
        inverse = _inverse(rows[j][j])
        rows[j] = [entry * inverse for entry in rows[j]]
        rows[j][j] = ONE
        for i in range(size):
            if i != j:
                factor = rows[i][j]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[j], strict=True)]
                rows[i][j] = ZERO
    return [row[size] for row in rows]


def _least_size(x: Interval) -> int:
    """The smallest absolute value in the interval."""
    if x.low is None or x.high is None or x.low <= 0 <= x.high:
        return 0
    return min(abs(x.low), abs(x.high))


def _inverse(x: Interval) -> Interval:
    """1/x of an interval without 0 and with both ends."""
    assert x.low is not None and x.high is not None
    square = UNIT * UNIT
    return Interval(square // x.high, -(-square // x.low))


def _value(p: Polynomial, t: Interval) -> Interval:
    total = ZERO
    for c in reversed(p):
        total = total * t + c
    return total


def _slope(p: Polynomial) -> Polynomial:
    return [c * Interval.of(Fraction(i)) for i, c in enumerate(p)][1:]


def stays_below(h: Polynomial, piece: Piece, contacts: list[Contact]) -> bool:
    """Whether h <= f on the piece, given that h agrees with f at the contacts to their order."""
    gap = _Gap(h, piece)
    begin, end = gap.low, gap.high
    near = [contact for contact in contacts if _holds(piece, contact)]
    if any(c.high >= begin and c.low <= end and c not in near for c in contacts):
        return False
    for i, contact in enumerate(near):
        before = near[i - 1].high if i else begin
        after = near[i + 1].low if i + 1 < len(near) else end
        left = gap.left_of(contact, (contact.low - before) // 2) if contact.low > begin else contact.low
        right = gap.right_of(contact, (after - contact.high) // 2) if contact.high < end else contact.high
        if left is None or right is None or not gap.is_open(gap.reached, left):
            return False
        gap.reached = right
    return gap.is_open(gap.reached, end)


class _Gap:
    """g = f - h on a piece; `reached` is the end up to which g >= 0 is known, from the left."""

    def __init__(self, h: Polynomial, piece: Piece) -> None:
        self.h, self.piece = h, piece
        low, high = Interval.of(piece.low).low, Interval.of(piece.high).high
        assert low is not None and high is not None
        self.low = self.reached = low
        self.high = high

    def right_of(self, contact: Contact, room: int) -> int | None:
        """How far to the right of the contact g >= 0 follows from it."""
        for k in range(CLOSEST):
            if self._is_fine(contact, Interval(contact.low, contact.high + (room >> k)), 1):
                return contact.high + (room >> k)
        return None

    def left_of(self, contact: Contact, room: int) -> int | None:
        """How far to the left of the contact g >= 0 follows from it."""
        for k in range(CLOSEST):
            if self._is_fine(contact, Interval(contact.low - (room >> k), contact.high), -1):
                return contact.low - (room >> k)
        return None

    def _is_fine(self, contact: Contact, part: Interval, side: int) -> bool:
        derivatives = self._derivatives(part)
        if derivatives is None:
            return False
        slope, bend = derivatives
        bends = bend.low is not None and bend.low >= 0
        if contact.order == 2:
            return bends
        if _is_at_least_zero(slope, side):
            return True
        at = self._derivatives(contact.around)
        return bends and at is not None and _is_at_least_zero(at[0], side)

    def _derivatives(self, part: Interval) -> tuple[Interval, Interval] | None:
        """g' and g'' on the part."""
        jet = self.piece.jet(part)
        if jet is None:
            return None
        taylor, radius = self._taylor(part)
        first = _around(taylor[1:], radius, [Fraction(j + 1) for j in range(len(taylor) - 1)])
        second = _around(taylor[2:], radius, [Fraction((j + 2) * (j + 1)) for j in range(len(taylor) - 2)])
        return jet.first - first, jet.second - second

    def _taylor(self, part: Interval) -> tuple[Polynomial, Interval]:
        """The coefficients of h in t - c for the middle c of the part, and an interval that holds t - c."""
        assert part.low is not None and part.high is not None
        middle = (part.low + part.high) // 2
        centre, a = Interval(middle, middle), list(self.h)
        for start in range(len(a) - 1):
            for i in reversed(range(start, len(a) - 1)):
                a[i] = a[i] + centre * a[i + 1]
        return a, Interval(part.low - middle, part.high - middle)

    def is_open(self, low: int, high: int) -> bool:
        """Whether g >= 0 on [low, high], which holds no contact, by halving."""
        if low >= high:
            return True
        waiting, seen = [(low, high, 0)], 0
        while waiting:
            a, b, depth = waiting.pop()
            seen += 1
            if seen > MOST_PARTS or depth > MOST_HALVINGS or b - a < 2:
                return False
            if not self._is_above(Interval(a, b)):
                middle = (a + b) // 2
                waiting += [(middle, b, depth + 1), (a, middle, depth + 1)]
        return True

    def _is_above(self, part: Interval) -> bool:
        values = self.piece.enclosure(part)
        if values is None or values.low is None:
            return False
        taylor, radius = self._taylor(part)
        h = _around(taylor, radius, [Fraction(1)] * len(taylor))
        if h.high is not None and values.low >= h.high:
            return True
        jet = self.piece.jet(part)
        assert part.low is not None and part.high is not None
        middle = (part.low + part.high) // 2
        at = self.piece.enclosure(Interval(middle, middle))
        if jet is None or at is None or at.low is None or not taylor:
            return False
        slope = jet.first - _around(taylor[1:], radius, [Fraction(j + 1) for j in range(len(taylor) - 1)])
        moved = slope * radius
        return moved.low is not None and taylor[0].high is not None and at.low - taylor[0].high + moved.low >= 0


def _around(coefficients: Polynomial, radius: Interval, factors: list[Fraction]) -> Interval:
    """sum factors[j] coefficients[j] r^j for r in `radius`."""
    total = ZERO
    for c, factor in zip(reversed(coefficients), reversed(factors), strict=True):
        total = total * radius + c * Interval.of(factor)
    return total


def _is_at_least_zero(x: Interval, side: int) -> bool:
    """Whether x >= 0, or for the side -1 whether x <= 0."""
    return (x.low is not None and x.low >= 0) if side > 0 else (x.high is not None and x.high <= 0)
