"""The two-point bound for max(t, 0)^2 at a degree of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import sympy

from packing import kernel
from packing.bounds.energy.programme import EnergyProgramme
from packing.bounds.energy.twopoint import assemble, certify
from packing.errors import InputError, positive_integer
from packing.kernel import EnergyStatement
from packing.potentials import ReluPower
from packing.problem import vectors
from packing.rigor import Rigor, float_below


@dataclass(frozen=True)
class ReluBound:
    """No n unit vectors of R^d have sum_{i != j} max(<x_i, x_j>, 0)^2 below `exact` (also as `value`, rounded down).

    `coefficients` h_0, .. of the zonal polynomials are the certificate: h_k >= 0 for k >= 1 and
    h = sum h_k P_k <= max(t, 0)^2 on [-1, 1], so the sum is at least n^2 h_0 - n h(1).
    """

    n: int
    d: int
    exact: sympy.Rational
    coefficients: tuple[Fraction, ...]
    rigor: Rigor = Rigor.CERTIFIED

    @property
    def value(self) -> float:
        """The bound as a float, rounded down."""
        return float_below(self.exact)


@lru_cache(256)
def relu_bound(n: int, d: int, degree: int = 9) -> ReluBound:
    """The best bound by polynomials of this degree that the linear program finds, certified; at least 0.

    `bounds.least_energy` chooses the degree itself. d >= 2, degree >= 1.

    >>> bound = relu_bound(10, 3)
    >>> 5 < bound.value < 5.957, bound.rigor.value
    (True, 'certified')
    """
    n, d, degree = positive_integer("n", n), positive_integer("d", d), positive_integer("degree", degree)
    if d < 2:
        raise InputError("the linear program needs d at least 2, not 1: in one dimension the least energy is exact")
    problem, potential = vectors(n, d), ReluPower(2)
    guess = EnergyProgramme(problem, potential, degree).solve() if n > 1 else None
    certificate = None if guess is None or guess.value <= 0 else certify(problem, potential, guess)
    least = Fraction(0) if certificate is None else Fraction(certificate["at_least"])
    if certificate is None or least <= 0:
        return ReluBound(n, d, sympy.Integer(0), (Fraction(0),))
    coefficients = tuple(Fraction(h) for h in certificate["coefficients"])
    return ReluBound(n, d, sympy.Rational(least.numerator, least.denominator), coefficients)


def holds(bound: ReluBound) -> bool:
    """Check a bound from its coefficients alone, in exact arithmetic."""
    certificate = assemble(vectors(bound.n, bound.d), ReluPower(2), list(bound.coefficients))
    statement = None if certificate is None else kernel.check(certificate)
    if not isinstance(statement, EnergyStatement) or statement.at_least is None:
        return False
    return statement.at_least >= Fraction(bound.exact.p, bound.exact.q)
