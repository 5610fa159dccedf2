"""A second checker of Gram certificates, on python-flint, by other means than the kernel's.

Numbers of Q(theta) are polynomials of flint modulo that of theta, and elimination divides by its pivots instead of
avoiding fractions; a Hermitian matrix is eliminated as such and not as a real one of twice the size. Signs come from a
ball around theta, which is isolated among all complex roots, instead of halving its interval. It must reach the
kernel's verdict on each certificate; tests hold the two together.
"""

from __future__ import annotations

from typing import Any

import flint

from packing.bounds.rationals import to_flint
from packing.kernel.gram import GramStatement, statement
from packing.kernel.gram_entries import GramEntries
from packing.kernel.number_field import Element, RealField
from packing.kernel.statement import RefusedError

Complex = tuple[Any, Any]
"""A real and an imaginary part, both polynomials in theta."""

UNDECIDED = "a number is zero and does not look it, so the polynomial is reducible"


class Numbers:
    """Q(theta) in flint: arithmetic modulo the polynomial of theta, and signs at the root in the interval."""

    def __init__(self, field: RealField) -> None:
        self.polynomial = flint.fmpz_poly(list(field.polynomial))
        self.modulus = flint.fmpq_poly(self.polynomial)
        self.low, self.high = to_flint(field.low), to_flint(field.high)

    def read(self, element: Element) -> Any:
        """An element as a polynomial of flint."""
        return flint.fmpq_poly([to_flint(c) for c in element]) % self.modulus

    def inverse(self, a: Any) -> Any:
        """1/a; `RefusedError` where a is no unit modulo the polynomial."""
        common, inverse, _ = a.xgcd(self.modulus)
        if common.degree() > 0:
            raise RefusedError("theta.polynomial", "does not do: a number has no inverse")
        return (inverse / common[0]) % self.modulus

    def sign(self, a: Any) -> int:
        """The sign of a(theta); 0 for the zero polynomial alone."""
        if a == 0:
            return 0
        common = flint.fmpz_poly(self.polynomial).gcd(a.numer())
        if common.degree() > 0 and self._root(common, 128) is not None:
            raise RefusedError("theta.polynomial", f"does not do: {UNDECIDED}")
        bits = 128
        while True:
            ball = self.ball(a, bits)
            if ball > 0 or ball < 0:
                return 1 if ball > 0 else -1
            bits *= 2

    def ball(self, a: Any, bits: int) -> Any:
        """A ball around a(theta), of about so many bits."""
        theta = self._root(self.polynomial, bits)
        with flint.ctx.workprec(bits):
            return sum((flint.arb(c) * theta**i for i, c in enumerate(a.coeffs())), flint.arb(0))

    def _root(self, polynomial: Any, bits: int) -> Any:
        """A ball around the root of `polynomial` in the interval, whose ends are no roots; None where there is none."""
        while True:
            with flint.ctx.workprec(bits):
                found = [
                    root.real
                    for factor, _ in polynomial.factor_squarefree()[1]
                    for root, _ in factor.complex_roots()
                    if root.imag == 0 and not (root.real < self.low or root.real > self.high)
                ]
                if all(self.low < root < self.high for root in found):
                    return found[0] if found else None
            bits *= 2


def prove(entries: GramEntries) -> GramStatement:
    """The statement that the entries prove, or `RefusedError`."""
    numbers, n = Numbers(entries.field), len(entries.rows)
    gram = [[(numbers.read(real), numbers.read(imaginary)) for real, imaginary in row] for row in entries.rows]
    overlaps = [numbers.read(overlap) for overlap in entries.overlaps]
    places = {str(overlap): i for i, overlap in enumerate(overlaps)}
    used: set[int] = set()
    repeated: set[int] = set()
    for i in range(n):
        for j in range(i):
            real, imaginary = gram[i][j]
            value = real if entries.space == "S" else (real * real + imaginary * imaginary) % numbers.modulus
            if str(value) not in places:
                raise RefusedError(f"gram[{i}][{j}]", "is not one of the overlaps")
            used.add(places[str(value)])
            if value == 1:
                repeated.add(i)
    for i in range(len(overlaps)):
        if i not in used:
            raise RefusedError(f"overlaps[{i}]", "occurs nowhere in the Gram matrix")
    is_semidefinite, rank = _eliminated(gram, numbers, entries.d)
    for overlap in overlaps:
        numbers.sign(1 - overlap)
    if not is_semidefinite:
        raise RefusedError("gram", "must be a positive semidefinite matrix")
    if rank > entries.d:
        raise RefusedError("d", f"is {entries.d}, but the Gram matrix has a larger rank")
    return statement(entries, n - len(repeated))


def _eliminated(rows: list[list[Complex]], numbers: Numbers, d: int) -> tuple[bool, int]:
    """Whether the Hermitian matrix is semidefinite, as far as pivots were asked for, and its rank, at most d + 1."""
    rank, modulus = 0, numbers.modulus
    while rows and rank <= d:
        column, rows = [row[0] for row in rows], [row[1:] for row in rows[1:]]
        pivot, rest = column[0][0], column[1:]
        sign = numbers.sign(pivot)
        if sign < 0 or (sign == 0 and any(part != 0 for number in rest for part in number)):
            return False, rank
        if sign == 0:
            continue
        rank += 1
        if rank > d:
            break
        inverse = numbers.inverse(pivot)
        for i, (a, b) in enumerate(rest):
            if a == 0 and b == 0:
                continue
            a, b = a * inverse % modulus, b * inverse % modulus
            for j, (c, e) in enumerate(rest[: i + 1]):  # subtract (a + b i) times the conjugate of c + e i
                real, imaginary = rows[i][j]
                rows[i][j] = (real - a * c - b * e) % modulus, (imaginary - b * c + a * e) % modulus
    return True, rank
