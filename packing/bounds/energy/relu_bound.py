"""Lower bounds for the ReLU energy by linear programming, certified in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
import sympy

from packing.bounds.bound import Theorem
from packing.bounds.energy.energy_bound import EnergyBound
from packing.errors import InputError, positive_integer
from packing.potentials import Potential, ReluPower
from packing.problem import Problem
from packing.rigor import Rigor, float_below
from packing.space import Space

THEOREM = Theorem("linear program", "yudin1992")

_GRID = 1501
_ROUNDING = 10**9


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
    """The best bound by polynomials of this degree that the linear program finds, certified exactly.

    The program runs in floats on a grid. Its solution is rounded to rationals, lowered until h <= max(t, 0)^2 holds
    exactly, which is checked by Sturm sequences on [-1, 0] and [0, 1], and the weights are clipped at 0. At most the
    trivial bound 0 is lost. d >= 2, degree >= 1.

    >>> bound = relu_bound(10, 3)
    >>> 5 < bound.value < 5.957, bound.rigor.value
    (True, 'certified')
    """
    n, d, degree = positive_integer("n", n), positive_integer("d", d), positive_integer("degree", degree)
    if d < 2:
        raise InputError("the linear program needs d at least 2, not 1: in one dimension the least energy is exact")
    polynomials = [Space.sphere(d).zonal.polynomial(k) for k in range(degree + 1)]
    weights = _solve(n, d, degree)
    for attempt in range(30):
        if _below(_combined(weights, polynomials)):
            exact = n * n * weights[0] - n * sum(weights, Fraction(0))
            if exact <= 0:
                break
            return ReluBound(n, d, sympy.Rational(exact.numerator, exact.denominator), tuple(weights))
        weights[0] -= Fraction(1, 10**9) * 2**attempt
    return ReluBound(n, d, sympy.Integer(0), (Fraction(0),))


def relu_programme(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """The bound on sums of max(t, 0)^p: max(t, 0)^p >= max(t, 0)^2 for p <= 2, and the power mean for larger p."""
    if not isinstance(potential, ReluPower) or problem.d == 1 or problem.n <= 2 * problem.d:
        return
    n, p, bound = problem.n, potential.exponent, relu_bound(problem.n, problem.d)
    if bound.exact > 0:
        pairs = sympy.Integer(n * (n - 1))
        exact = bound.exact if p <= 2 else pairs * (bound.exact / pairs) ** (p / 2)
        yield EnergyBound(problem, potential, exact, THEOREM, rigor=bound.rigor)


def holds(bound: ReluBound) -> bool:
    """Check a bound from its coefficients alone, in exact arithmetic."""
    polynomials = [Space.sphere(bound.d).zonal.polynomial(k) for k in range(len(bound.coefficients))]
    weights = list(bound.coefficients)
    value = bound.n**2 * weights[0] - bound.n * sum(weights, Fraction(0))
    correct = sympy.Rational(value.numerator, value.denominator) >= bound.exact
    return bool(correct) and all(weight >= 0 for weight in weights[1:]) and _below(_combined(weights, polynomials))


def _solve(n: int, d: int, degree: int) -> list[Fraction]:
    """The weights of the program max n h_0 - h(1), h <= f on a grid, h_k >= 0, as rationals."""
    from scipy.optimize import linprog

    grid = np.cos(np.pi * np.arange(_GRID) / (_GRID - 1))
    table = Space.sphere(d).zonal.values(degree, grid)
    objective = np.ones(degree + 1)
    objective[0] = 1.0 - n
    limits = [(None, None)] + [(0, None)] * degree
    solved = linprog(objective, A_ub=table.T, b_ub=np.maximum(grid, 0) ** 2, bounds=limits, method="highs")
    rational = [Fraction(round(float(value) * _ROUNDING), _ROUNDING) for value in solved.x]
    return [rational[0], *(max(value, Fraction(0)) for value in rational[1:])]


def _combined(weights: list[Fraction], polynomials: list[tuple[Fraction, ...]]) -> list[Fraction]:
    """The coefficients of sum w_k P_k by powers of t."""
    total = [Fraction(0)] * max(len(polynomial) for polynomial in polynomials)
    for weight, polynomial in zip(weights, polynomials, strict=True):
        for power, coefficient in enumerate(polynomial):
            total[power] += weight * coefficient
    return total


def _below(h: list[Fraction]) -> bool:
    """Whether h <= 0 on [-1, 0] and h <= t^2 on [0, 1], decided exactly: no root, and the right sign at one point."""
    t = sympy.Symbol("t")
    exact = [sympy.Rational(value.numerator, value.denominator) for value in h]
    polynomial = sympy.Poly(list(reversed(exact)), t, domain="QQ")
    left, right = -polynomial, sympy.Poly(t**2, t, domain="QQ") - polynomial
    return all(
        side.eval(low) > 0 and side.count_roots(low, high) == 0 for side, low, high in ((left, -1, 0), (right, 0, 1))
    )
