"""A second checker of energy certificates with equality, on python-flint, by other means than the kernel's.

Numbers are polynomials modulo that of theta, the interpolation is solved in balls of 300 bits, and what lies between
contacts is shown by Taylor polynomials of order 8.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import flint

from packing.bounds.checkers.below import PRECISION, Gap
from packing.bounds.checkers.delsarte import PairLaw
from packing.bounds.checkers.energy import z_of_overlap
from packing.bounds.checkers.gram import Numbers
from packing.bounds.checkers.ranges import Range, around, bent, ranged
from packing.bounds.rationals import to_flint
from packing.kernel import sharp as kernel
from packing.kernel.potential import Piece
from packing.kernel.statement import EnergyStatement, RefusedError

CLOSEST = 60
"""A neighbourhood of a contact is halved at most so often."""


class Contact(NamedTuple):
    """An overlap where h touches f: a ball, the order, and the number itself where it is rational."""

    ball: Any
    order: int
    rational: Any

    def is_on(self, piece: Piece) -> bool:
        """Whether the overlap surely lies on the piece."""
        low, high = to_flint(piece.low), to_flint(piece.high)
        if self.rational is not None:
            return bool(low <= self.rational <= high)
        return bool(self.ball > flint.arb(low) and self.ball < flint.arb(high))


def prove(found: kernel.SharpEntries) -> EnergyStatement:
    """The statement that the entries prove, or `RefusedError`."""
    numbers, law = Numbers(found.field), PairLaw(found.space, found.d)
    z = z_of_overlap(found.space)
    with flint.ctx.workprec(PRECISION):
        contacts = _contacts(found, numbers)
        _check_quadrature(found, numbers, law, z)
        h = _interpolated(found, [law.zonal(k)(z) for k in found.degrees], contacts)
        for i, piece in enumerate(found.potential):
            if not _stays_below(Gap(h, piece), contacts):
                raise RefusedError("overlaps", kernel.not_below(i, piece))
    return kernel.statement(found)


def _contacts(found: kernel.SharpEntries, numbers: Numbers) -> list[Contact]:
    """The overlaps in order, each in a ball; they lie in [low, 1)."""
    low, contacts, elements = -1 if found.space == "S" else 0, [], []
    for i, overlap in enumerate(found.overlaps):
        element = numbers.read(overlap)
        if sign_of(numbers, element - low) < 0 or sign_of(numbers, element - 1) >= 0:
            raise RefusedError(f"overlaps[{i}]", f"must lie in [{low}, 1)")
        rational = element[0] if element.degree() < 1 else None
        ball = flint.arb(rational) if rational is not None else numbers.ball(element, PRECISION)
        contacts.append(Contact(ball, found.orders[i], rational))
        elements.append(element)
    for i, (a, b) in enumerate(pairwise(elements)):
        if sign_of(numbers, b - a) <= 0:
            raise RefusedError(f"overlaps[{i + 1}]", "must be larger than the one before")
    return contacts


def sign_of(numbers: Numbers, element: Any) -> int:
    """The sign of a number, or `RefusedError` that names theta."""
    try:
        return numbers.sign(element)
    except RefusedError as refused:
        raise RefusedError(
            "theta", f"leaves a sign open: {refused.rejection.reason.removeprefix('does not do: ')}"
        ) from None


def _check_quadrature(found: kernel.SharpEntries, numbers: Numbers, law: PairLaw, z: Any) -> None:
    """sum m_i P_k(t_i) = n [k = 0] - 1 for each k of K."""
    at = [z(numbers.read(t)) % numbers.modulus for t in found.overlaps]
    counts = [numbers.read(m) for m in found.numbers]
    for k in found.degrees:
        total = flint.fmpq_poly([1 - found.n * (k == 0)])
        for point, count in zip(at, counts, strict=True):
            value = flint.fmpq_poly()
            for c in reversed(law.zonal(k).coeffs()):
                value = (value * point + c) % numbers.modulus
            total += count * value % numbers.modulus
        if total != flint.fmpq_poly():
            raise RefusedError("numbers", kernel.no_quadrature(found.n, k))


def _interpolated(found: kernel.SharpEntries, basis: list[Any], contacts: list[Contact]) -> Any:
    """h = sum h_k P_k with the values of f at the contacts, and its slopes where the order is 2, in balls."""
    rows, right = [], []
    for contact in contacts:
        f = _agreed(found.potential, contact)
        for order in range(contact.order if f is not None else 0):
            row = basis if order == 0 else [p.derivative() for p in basis]
            rows.append([flint.arb_poly(p)(contact.ball) for p in row])
            right.append([f[order]])  # type: ignore[index]
    if len(rows) == len(basis):
        try:
            solved = flint.arb_mat(rows).solve(flint.arb_mat(right))
        except ZeroDivisionError:
            solved = None
        if solved is not None and all(solved[k, 0].lower() >= 0 for k in range(1, len(basis))):
            return sum((flint.arb_poly(p) * solved[k, 0] for k, p in enumerate(basis)), flint.arb_poly())
    raise RefusedError("degrees", kernel.NO_POLYNOMIAL)


def _agreed(potential: tuple[Piece, ...], contact: Contact) -> list[Any] | None:
    """Balls of f and f' at a contact; where two pieces meet there, both must give the same exact numbers."""
    found: list[list[Range]] = []
    for piece in (piece for piece in potential if contact.is_on(piece)):
        part = around(contact.ball)
        both = bent(piece.program, part) if contact.order == 2 else None
        value = ranged(piece.program, part) if both is None else both.value
        if value is None or (contact.order == 2 and both is None):
            return None
        found.append([value] if both is None else [value, both.first])
        if not all(end.is_finite() for one in found[-1] for end in (one.low, one.high)):
            return None
    if not found or any(one != found[0] for one in found):
        return None
    if len(found) > 1 and any(one.low < one.high for one in found[0]):
        return None
    return [one.low.union(one.high) if one.low < one.high else one.low for one in found[0]]


def _stays_below(gap: Gap, contacts: list[Contact]) -> bool:
    """Whether h <= f on the piece, given that h agrees with f at the contacts to their order."""
    begin, end = gap.ends.low, gap.ends.high
    near = [contact for contact in contacts if contact.is_on(gap.piece)]
    if any(not (c.ball < begin or c.ball > end) for c in contacts if c not in near):
        return False
    reached = begin
    for i, contact in enumerate(near):
        part = around(contact.ball)
        before = around(near[i - 1].ball).high if i else begin
        after = around(near[i + 1].ball).low if i + 1 < len(near) else end
        left = _reach(gap, contact, -1, (part.low - before) / 2) if part.low > begin else part.low
        right = _reach(gap, contact, 1, (after - part.high) / 2) if part.high < end else part.high
        if left is None or right is None or not gap.is_nonnegative(reached, left):
            return False
        reached = right
    return gap.is_nonnegative(reached, end)


def _reach(gap: Gap, contact: Contact, side: int, room: Any) -> Any | None:
    """The end of a neighbourhood of the contact, on one side, in which g >= 0 follows from it; None where none does."""
    part = around(contact.ball)
    at = gap.derivatives(part)
    for k in range(CLOSEST):
        step = (room / 2**k).mid()
        wide = Range((part.low - step).lower(), part.high) if side < 0 else Range(part.low, (part.high + step).upper())
        found = gap.derivatives(wide)
        if found is None:
            continue
        bends = found.second.low >= 0
        shown = bends if contact.order == 2 else _points(found.first, side)
        if shown or (contact.order == 1 and bends and at is not None and _points(at.first, side)):
            return wide.low if side < 0 else wide.high
    return None


def _points(slope: Range, side: int) -> bool:
    """Whether g does not fall away from the contact."""
    return bool(slope.low >= 0 if side > 0 else slope.high <= 0)
