"""Read the numbers of a Gram certificate; each refusal names its entry, nothing is said of the matrix yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from packing.kernel.entries import choice, entry, integer, named, rational, sequence, size
from packing.kernel.number_field import Element, RealField
from packing.kernel.polynomial import count_roots, sign_at
from packing.kernel.statement import RefusedError

Complex = tuple[Element, Element]
"""A real and an imaginary part."""

MOST_POINTS = 1000
MOST_OVERLAPS = 100
MOST_DEGREE = 32
MOST_BITS = 2000
"""Bits of an end of the interval."""


@dataclass(frozen=True)
class GramEntries:
    """A Hermitian matrix with unit diagonal by its lower triangle, and the overlaps that it should have."""

    space: str
    d: int
    field: RealField
    rows: list[list[Complex]]
    overlaps: list[Element]

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> GramEntries:
        """The entries of `certificate`, of the right shape, or `RefusedError`."""
        space = choice(entry(certificate, "space"), "space", ("S", "R", "C"))
        d = integer(entry(certificate, "d"), "d", 1, MOST_POINTS)
        field = read_field(certificate)
        rows = _gram(entry(certificate, "gram"), field, is_complex=space == "C")
        listed = sequence(entry(certificate, "overlaps"), "overlaps", 1, MOST_OVERLAPS)
        overlaps = [read_element(value, f"overlaps[{i}]", field) for i, value in enumerate(listed)]
        for i, overlap in enumerate(overlaps):
            if overlap in overlaps[:i]:
                raise RefusedError(f"overlaps[{i}]", "is listed twice")
        for i, row in enumerate(rows):
            if row[i] != (field.constant(1), field.constant(0)):
                raise RefusedError(f"gram[{i}][{i}]", "must be 1, the square of the norm of a unit vector")
        return cls(space, d, field, rows, overlaps)

    @property
    def bits(self) -> int:
        """The most bits of a coefficient in the matrix."""
        return max(size(c) for row in self.rows for number in row for part in number for c in part)


def read_field(certificate: Mapping[str, object]) -> RealField:
    """Q(theta) from the entry `theta`, an object with `polynomial` and `interval`; Q where there is none."""
    if certificate.get("theta") is None:
        return RealField((-1, 1), Fraction(0), Fraction(2))
    theta = named(certificate["theta"], "theta")
    items = sequence(theta.get("polynomial"), "theta.polynomial", 2, MOST_DEGREE + 1)
    polynomial = [integer(c, f"theta.polynomial[{i}]", -(10**60), 10**60) for i, c in enumerate(items)]
    if polynomial[-1] == 0:
        raise RefusedError("theta.polynomial", "must not end with 0: the last coefficient is the leading one")
    ends = sequence(theta.get("interval"), "theta.interval", 2, 2)
    low, high = (rational(end, f"theta.interval[{i}]") for i, end in enumerate(ends))
    if max(size(low), size(high)) > MOST_BITS:
        raise RefusedError("theta.interval", f"has an end of more than {MOST_BITS} bits")
    if not low < high:
        raise RefusedError("theta.interval", "must have its lower end first")
    if sign_at(polynomial, low) * sign_at(polynomial, high) >= 0:
        raise RefusedError("theta.interval", "must be one on which the polynomial changes its sign")
    if count_roots(polynomial, low, high) > 1:
        raise RefusedError("theta.interval", "must hold one root of the polynomial, and holds more")
    return RealField(tuple(polynomial), low, high)


def _gram(value: object, field: RealField, is_complex: bool) -> list[list[Complex]]:
    rows = []
    for i, items in enumerate(sequence(value, "gram", 2, MOST_POINTS)):
        row: list[Complex] = []
        for j, item in enumerate(sequence(items, f"gram[{i}]", i + 1, i + 1)):
            name = f"gram[{i}][{j}]"
            parts = sequence(item, name, 2, 2) if is_complex else [item, "0"]
            row.append((read_element(parts[0], name, field), read_element(parts[1], name, field)))
        rows.append(row)
    return rows


def read_element(value: object, name: str, field: RealField) -> Element:
    """A rational number, or a list of the coefficients of 1, theta, theta^2, ..."""
    items = sequence(value, name, 1, field.degree) if type(value) is list else [value]
    coefficients = [rational(item, name) for item in items]
    return (*coefficients, *(Fraction(0) for _ in range(field.degree - len(items))))
