"""Check a certificate of energy with equality: h is found by interpolation at the overlaps of a sharp code.

Theorem (Cohn and Kumar). Let overlaps t_1, ..., t_r and numbers m_1, ..., m_r be such that sum m_i P_k(t_i) is n - 1
for k = 0 and -1 for each other k of a set K; let h = sum over K of h_k P_k agree with f at each t_i, to first order
where the order there is 2, with h_k >= 0 for k >= 1 and h <= f. Then the sum of f over ordered pairs of n unit vectors
is at least n^2 h_0 - n h(1) = n sum m_i h(t_i) = n sum m_i f(t_i).

The numbers f(t_i) are transcendental as a rule, so h is known by intervals. That h <= f near t_i follows from exact
contact and the sign of a derivative, elsewhere from enclosures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from packing.kernel import entries
from packing.kernel.cost import fraction
from packing.kernel.energy import sentence
from packing.kernel.gram_entries import read_element, read_field
from packing.kernel.interpolation import Contact, interpolate, stays_below
from packing.kernel.intervals import Interval
from packing.kernel.number_field import Element, RealField, UndecidedError, element_words, root_words
from packing.kernel.polynomial import zonal_polynomials
from packing.kernel.potential import Piece, read_potential
from packing.kernel.statement import EnergyStatement, RefusedError

MOST_DEGREE = 60
MOST_OVERLAPS = 30
MOST_BITS = 400
"""Bits of a number, above and below the line together."""

NO_POLYNOMIAL = "do not give one polynomial, with coefficients h_k shown to be >= 0"
"""The reason for refusing a system without such a solution."""

HALVINGS = 220
"""The interval of theta is halved so often before overlaps are enclosed."""


@dataclass(frozen=True)
class SharpEntries:
    """Overlaps t_i, their numbers m_i and orders of contact, the set K, for n objects of a space and a potential."""

    space: str
    d: int
    n: int
    potential: tuple[Piece, ...]
    field: RealField
    overlaps: list[Element]
    numbers: list[Element]
    orders: list[int]
    degrees: list[int]

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> SharpEntries:
        """The entries of `certificate`, each within its range, or `RefusedError`."""
        space = entries.choice(entries.entry(certificate, "space"), "space", ("S", "R", "C", "H"))
        field = read_field(certificate)
        overlaps = _elements(certificate, "overlaps", field, 1)
        count = len(overlaps)
        orders = entries.sequence(entries.entry(certificate, "orders"), "orders", count, count)
        found = cls(
            space,
            entries.integer(entries.entry(certificate, "d"), "d", 2, 10**6),
            entries.integer(entries.entry(certificate, "n"), "n", 2, 10**12),
            read_potential(certificate, space),
            field,
            overlaps,
            _elements(certificate, "numbers", field, count),
            [entries.integer(order, f"orders[{i}]", 1, 2) for i, order in enumerate(orders)],
            _degrees(certificate),
        )
        if sum(found.orders) != len(found.degrees):
            raise RefusedError("degrees", f"must be {sum(found.orders)}, as many as the orders sum up to")
        return found


def _elements(certificate: Mapping[str, object], name: str, field: RealField, least: int) -> list[Element]:
    items = entries.sequence(entries.entry(certificate, name), name, least, MOST_OVERLAPS)
    found = [read_element(item, f"{name}[{i}]", field) for i, item in enumerate(items)]
    for i, element in enumerate(found):
        if any(entries.size(c) > MOST_BITS for c in element):
            raise RefusedError(f"{name}[{i}]", f"has more than {MOST_BITS} bits")
        if name == "numbers" and i >= least:
            raise RefusedError(f"{name}[{i}]", "belongs to no overlap")
    if len(found) < least:
        raise RefusedError(name, f"must be {least}, one to each overlap")
    return found


def _degrees(certificate: Mapping[str, object]) -> list[int]:
    items = entries.sequence(entries.entry(certificate, "degrees"), "degrees", 1, MOST_DEGREE + 1)
    found = [entries.integer(item, f"degrees[{i}]", 0, MOST_DEGREE) for i, item in enumerate(items)]
    if found[0] != 0 or any(a >= b for a, b in pairwise(found)):
        raise RefusedError("degrees", "must begin with 0 and increase")
    return found


read = SharpEntries.read


def work(found: SharpEntries) -> float:
    """Seconds that `prove` is estimated to take."""
    top, size = found.degrees[-1] * (1 if found.space == "S" else 2), len(found.degrees)
    field = len(found.overlaps) * found.degrees[-1] ** 2 * found.field.degree**2 * fraction(MOST_BITS * 4)
    steps = sum(len(piece.program) for piece in found.potential)
    return 10 * top**2 * fraction(500) + field + size**3 * 1e-5 + 300 * (top**2 * 1e-5 + steps * 5e-4)


def prove(found: SharpEntries) -> EnergyStatement:
    """The statement that the entries prove, or `RefusedError`."""
    polynomials = zonal_polynomials(found.space, found.d, found.degrees[-1])
    try:
        contacts = _contacts(found)
        _check_quadrature(found, polynomials)
    except UndecidedError as undecided:
        raise RefusedError("theta", f"leaves a sign open: {undecided}") from None
    h = interpolate(found.space, polynomials, found.degrees, found.potential, contacts)
    if h is None:
        raise RefusedError("degrees", NO_POLYNOMIAL)
    for i, piece in enumerate(found.potential):
        if not stays_below(h, piece, contacts):
            raise RefusedError("overlaps", not_below(i, piece))
    return statement(found)


def _contacts(found: SharpEntries) -> list[Contact]:
    """The overlaps in order, each enclosed; they lie in [low, 1)."""
    field, low = found.field, Fraction(-1 if found.space == "S" else 0)
    contacts = []
    for i, element in enumerate(found.overlaps):
        above = field.sign(_minus(element, field.constant(low)))
        if above < 0 or field.sign(_minus(element, field.constant(1))) >= 0:
            raise RefusedError(f"overlaps[{i}]", f"must lie in [{low}, 1)")
        rational = element[0] if not any(element[1:]) else None
        ends = (element[0], element[0]) if rational is not None else field.enclosure(element, HALVINGS)
        around = Interval(Interval.of(ends[0]).low, Interval.of(ends[1]).high)
        contacts.append(Contact(around, found.orders[i], rational))
    for i, (a, b) in enumerate(pairwise(contacts)):
        if a.around.high is None or b.around.low is None or a.around.high >= b.around.low:
            raise RefusedError(f"overlaps[{i + 1}]", "must be larger than the one before")
    return contacts


def _check_quadrature(found: SharpEntries, polynomials: list[list[Fraction]]) -> None:
    """sum m_i P_k(t_i) = n [k = 0] - 1 for each k of K."""
    field = found.field
    points = [t if found.space == "S" else field.multiply(t, t) for t in found.overlaps]
    for k in found.degrees:
        total = field.constant(1 - found.n * (k == 0))
        for point, number in zip(points, found.numbers, strict=True):
            value = field.constant(0)
            for c in reversed(polynomials[k]):
                value = _plus(field.multiply(value, point), field.constant(c))
            total = _plus(total, field.multiply(number, value))
        if any(total):
            raise RefusedError("numbers", no_quadrature(found.n, k))


def not_below(i: int, piece: Piece) -> str:
    """The reason for refusing a polynomial that is no minorant."""
    return f"h is not shown to be at most f between {piece.low} and {piece.high} ({i})"


def no_quadrature(n: int, k: int) -> str:
    """The reason for refusing numbers of which one sum is wrong."""
    return f"sum m_i P_{k}(t_i) is not {n - 1 if k == 0 else -1}"


def statement(found: SharpEntries) -> EnergyStatement:
    """What is proved, once all is checked."""
    words = [(element_words(m), element_words(t)) for m, t in zip(found.numbers, found.overlaps, strict=True)]
    total = " + ".join(f"({m}) f({t})" for m, t in words)
    text = sentence(found.space, found.d, found.n, found.potential, f"{found.n} ({total})")
    if any("theta" in part for pair in words for part in pair):
        text += root_words(found.field)
    return EnergyStatement("sharp-energy", text, found.space, found.d, found.n, found.potential, None)


def _plus(a: Element, b: Element) -> Element:
    return tuple(x + y for x, y in zip(a, b, strict=True))


def _minus(a: Element, b: Element) -> Element:
    return tuple(x - y for x, y in zip(a, b, strict=True))
