"""The three-point lower bound on an energy, certified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from packing.bounds.energy.threepoint_programme import EnergyRelaxation
from packing.bounds.energy.threepoint_rounding import certificate, fine_grid
from packing.bounds.threepoint.triples import Triples
from packing.certificates import Certificate
from packing.kernel import EnergyStatement
from packing.numeric import Floats
from packing.sdp.primal_dual import Iterate, PrimalDual

GAP = 2e-5
"""The relative gap at which the interior point stops: where matrices survive rounding."""

START_POINTS = 80
ROUNDS = 6

SHIFTS = (44, 52, 60, 72, 90)
"""Powers of two tried for the rounding grid, coarsest first."""


def solved(triples: Triples, n: int, potential: Callable[[Floats], Floats]) -> tuple[EnergyRelaxation, Iterate]:
    """The programme with a minorant that fails nowhere by much, and its solution: points are added where it fails."""
    grid = fine_grid()
    points = {float(x) for x in np.cos(np.linspace(0, np.pi, START_POINTS + 1)[1:-1])} | {-1.0}
    for round in range(ROUNDS):
        relaxation = EnergyRelaxation(triples, n, potential, tuple(sorted(points)))
        point = solve(relaxation)
        excess = relaxation.excess(point, grid)
        if excess.max() * n * (n - 1) < 3e-5 * (1 + abs(point.primal * n)) or round == ROUNDS - 1:
            break
        bounded = np.concatenate([[-np.inf], excess, [-np.inf]])
        peaks = (excess > bounded[:-2]) & (excess >= bounded[2:]) & (excess > 0)
        points |= {float(x) for x in grid[peaks]}
    return relaxation, point


def solve(relaxation: EnergyRelaxation) -> Iterate:
    """An interior solution close to the best, with residuals that cost little."""
    n = relaxation.n

    def accept(point: Iterate) -> bool:
        value = -n * point.primal
        gap = n * (point.primal - point.dual)
        return 0 <= gap < GAP * (1 + abs(value)) and relaxation.residual_cost(point) < GAP * (1 + abs(value))

    return PrimalDual(refine=True, gap=1e-12).run(relaxation.program, accept=accept)
