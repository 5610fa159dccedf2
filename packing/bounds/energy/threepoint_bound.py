"""The three-point lower bound on an energy, certified."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import floor

import numpy as np
import sympy

from packing.bounds import checkers
from packing.bounds.bound import Theorem
from packing.bounds.checkers.energy_threepoint import least
from packing.bounds.energy.energy_bound import EnergyBound
from packing.bounds.energy.program_text import program_text
from packing.bounds.energy.threepoint_programme import EnergyRelaxation
from packing.bounds.energy.threepoint_rounding import fine_grid, rounded
from packing.bounds.energy.twopoint import seen_as
from packing.bounds.threepoint.triples import Triples
from packing.certificates import Certificate
from packing.kernel import EnergyStatement, energy_threepoint
from packing.potentials import Potential
from packing.problem import Problem
from packing.rigor import Rigor
from packing.sdp.primal_dual import Iterate, PrimalDual

THEOREM = Theorem("three-point programme", "cohn2012")

HALVES = {"S": (4, 6, 7), "R": (3, 4, 5), "C": (3, 4)}
"""Half degrees tried in turn until one more changes the bound by less than `SETTLED` of it."""

SETTLED = 2e-3

GAP = 2e-5
"""The relative gap at which the interior point stops: early, where matrices survive rounding."""

START_POINTS = 80
ROUNDS = 6
"""Points at which the minorant is held against the potential at first, and how often more are added."""

SHIFTS = (44, 52, 60, 72, 90)
"""Powers of two tried for the rounding grid, coarsest first."""

MOST_OBJECTS = 1000


def three_point_energy(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """The three-point bound on the energy of n points of S^(d-1), n lines of R^d or C^d, d >= 3, certified.

    Seconds to a minute. Nothing is said of 2 or of more than 1000 objects, nor where no certificate is found.
    Reference: Cohn and Woo, J. Amer. Math. Soc. 25 (2012).
    """
    yield from _remembered(problem, potential)


@lru_cache(maxsize=256)
def _remembered(problem: Problem, potential: Potential) -> tuple[EnergyBound, ...]:
    seen, f = seen_as(problem, potential)
    if seen.d < 3 or seen.space.letter not in HALVES or not 3 <= seen.n <= MOST_OBJECTS or seen.m > 1:
        return ()
    best: tuple[Fraction, Certificate] | None = None
    for half in HALVES[seen.space.letter]:
        found = certified_energy(seen, f, half)
        if found is None:
            continue
        settled = best is not None and found[0] < best[0] + abs(best[0]) * Fraction(SETTLED)
        best = found if best is None or found[0] > best[0] else best
        if settled:
            break
    if best is None:
        return ()
    exact = sympy.Rational(best[0].numerator, best[0].denominator)
    return (EnergyBound(problem, potential, exact, THEOREM, None, Rigor.CERTIFIED, best[1]),)


def certified_energy(problem: Problem, potential: Potential, half: int) -> tuple[Fraction, Certificate] | None:
    """The bound of half degree `half` and its certificate, accepted by the fast checker; None where none is found."""
    relaxation, point = solved(problem, potential, half)
    named = {"potential": program_text(potential, problem.space)}
    for shift in SHIFTS:
        certificate = rounded(relaxation, point, shift, named)
        value = least(energy_threepoint.read({**certificate, "at_least": "0"}))
        claim = Fraction(floor(value * 10**9), 10**9)
        certificate["at_least"] = str(claim)
        statement = checkers.check(certificate)
        if isinstance(statement, EnergyStatement):
            return claim, {**certificate, "statement": statement.sentence}
    return None


def solved(problem: Problem, potential: Potential, half: int) -> tuple[EnergyRelaxation, Iterate]:
    """The programme with a minorant that fails nowhere by much, and its solution: points are added where it fails."""
    n, grid = problem.n, fine_grid()
    triples = Triples(problem.space, Fraction(1), half)
    points = {float(x) for x in np.cos(np.linspace(0, np.pi, START_POINTS + 1)[1:-1])} | {-1.0}
    for round in range(ROUNDS):
        relaxation = EnergyRelaxation(triples, n, potential, tuple(sorted(points)))
        point = solve(relaxation)
        excess = relaxation.excess(point, grid)
        if round == ROUNDS - 1 or excess.max() * n * (n - 1) < GAP * (1 + abs(point.primal * n)):
            break
        around = np.concatenate([[-np.inf], excess, [-np.inf]])
        points |= {float(x) for x in grid[(excess > around[:-2]) & (excess >= around[2:]) & (excess > 0)]}
    return relaxation, point


def solve(relaxation: EnergyRelaxation) -> Iterate:
    """An interior solution close to the best, with residuals that cost little."""

    def accept(point: Iterate) -> bool:
        allowed = GAP * (1 + abs(relaxation.n * point.primal))
        gap = relaxation.n * (point.primal - point.dual)
        return 0 <= gap < allowed and relaxation.residual_cost(point) < allowed

    return PrimalDual(refine=True, gap=1e-12).run(relaxation.program, accept=accept)
