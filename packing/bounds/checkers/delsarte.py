"""A second checker of Delsarte certificates, on python-flint, by other means than the kernel's.

The zonal polynomials come from their hypergeometric form in z = (1 - x)/2 instead of a recurrence, roots are excluded
by isolating all complex roots in balls instead of Sturm's chain, and strictness is decided by moments of the random
law instead of a change of basis. It must reach the kernel's verdict on each certificate; tests hold the two together.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

import flint

from packing.bounds.rationals import to_flint
from packing.kernel import delsarte as kernel
from packing.kernel.statement import RefusedError, SizeStatement


def prove(found: kernel.DelsarteEntries) -> SizeStatement:
    """The statement that the entries prove, or `RefusedError`."""
    space, d, overlap, coefficients = found.space, found.d, found.overlap, found.coefficients
    law = PairLaw(space, d)
    f = [to_flint(value) for value in coefficients]
    polynomials = [law.zonal(k) for k in range(len(f))]
    g = sum((weight * p for weight, p in zip(f, polynomials, strict=True)), flint.fmpq_poly())
    nearest = law.z(to_flint(overlap))  # overlaps in [low, t] are z in [nearest, 1]
    if not is_nonpositive(g, nearest, flint.fmpq(1)):
        raise RefusedError("coefficients", kernel.positive_somewhere(space, overlap))
    size = sum(coefficients, Fraction(0)) / coefficients[0]
    if floor(size) > found.at_most:
        raise RefusedError("at_most", f"claims {found.at_most}, but the coefficients prove {floor(size)}")
    strict = size.denominator == 1 and _is_strict(g, f, polynomials, nearest, law)
    return SizeStatement("delsarte", kernel.sentence(space, d, overlap, size, strict), space, d, overlap, size, strict)


class PairLaw:
    """z = (1 - x)/2 of a random pair is Beta(a + 1, b + 1) distributed."""

    def __init__(self, space: str, d: int) -> None:
        half = flint.fmpq(d - 3, 2)
        self.a = {"S": half, "R": half, "C": flint.fmpq(d - 2), "H": flint.fmpq(2 * d - 3)}[space]
        self.b = {"S": half, "R": flint.fmpq(-1, 2), "C": flint.fmpq(0), "H": flint.fmpq(1)}[space]
        self.on_sphere = space == "S"

    def z(self, overlap: Any) -> Any:
        """The variable z of an overlap."""
        return (1 - overlap) / 2 if self.on_sphere else 1 - overlap

    def zonal(self, k: int) -> Any:
        """2F1(-k, k + a + b + 1; a + 1; z), which is 1 at z = 0."""
        terms = [flint.fmpq(1)]
        for j in range(k):
            ratio = (j - k) * (k + self.a + self.b + 1 + j) / ((self.a + 1 + j) * (j + 1))
            terms.append(terms[-1] * ratio)
        return flint.fmpq_poly(terms)

    def mean(self, p: Any) -> Any:
        """E p(z) of a random pair."""
        total, moment = flint.fmpq(0), flint.fmpq(1)
        for j, coefficient in enumerate(p.coeffs()):
            total += coefficient * moment
            moment *= (self.a + 1 + j) / (self.a + self.b + 2 + j)
        return total


def _is_strict(g: Any, f: list[Any], polynomials: list[Any], nearest: Any, law: PairLaw) -> bool:
    """The kernel's criterion with g = (z - nearest) v, v = -c w and 1 - t = c nearest, c = 2 on the sphere, else 1."""
    quotient, remainder = divmod(g, flint.fmpq_poly([-nearest, 1]))
    if remainder != 0:
        return False
    if not f[0] < -nearest * law.mean(quotient):
        return False
    vanishing = (p for weight, p in zip(f, polynomials, strict=True) if weight == 0)
    return all(law.mean(quotient * p) <= 0 for p in vanishing)


def is_nonpositive(g: Any, low: Any, high: Any) -> bool:
    """Whether g <= 0 on [low, high]: no root of odd multiplicity inside, and one value."""
    if g == 0:
        return True
    p = g.numer()
    if low < high:
        odd = flint.fmpz_poly([1])
        for factor, multiplicity in p.factor_squarefree()[1]:
            if multiplicity % 2:
                odd *= factor
        for end in (low, high):
            linear = flint.fmpz_poly([-end.p, end.q])
            odd = odd // linear if flint.fmpq_poly(odd)(end) == 0 else odd
        if _has_root_inside(odd, low, high):
            return False
    steps = p.degree() + 1
    for step in range(steps + 1):
        value = g(low + (high - low) * flint.fmpq(step, steps))
        if value != 0:
            return bool(value < 0)
    return bool(low == high)


def _has_root_inside(p: Any, low: Any, high: Any) -> bool:
    """Whether the square-free p, not 0 at the ends, has a root in (low, high), by isolating all its complex roots.

    The isolation is rigorous: balls around real roots have imaginary part exactly 0, others do not meet the real axis.
    It is repeated at higher precision where a ball contains an end.
    """
    inside = False
    for bits in (128, 1000, 10_000):
        with flint.ctx.workprec(bits):
            real = [root.real for root, _ in p.complex_roots() if root.imag == 0]
            inside = any(not x < low and not x > high for x in real)
            if all((x < low or x > low) and (x < high or x > high) for x in real):
                break
    return inside
