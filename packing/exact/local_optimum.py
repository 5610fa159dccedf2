"""Proofs that no packing near an exact one has a smaller largest overlap.

Let x be a zero, p run over touching pairs, and let multipliers l_p > 0 of sum 1 and v_i fulfil, along the free
directions B, sum l_p grad f_p + sum v_i grad |x_i|^2 = 0. The largest overlap of any packing y is at least
L(y) = sum l_p f_p(y), and L(x) is at least the smallest f_p(x). Near x, where a symmetry moves y into x + B z:

- ties alone fix x: in every direction some f_p rises with a positive slope, for all slopes at most 0 would, by the
  multipliers, all be 0, and the Jacobian has full rank;
- else it is enough that the Hessian of L + sum v_i |x_i|^2 is positive definite on the directions in which all slopes
  are 0: away from them some f_p rises in proportion to the distance, along them L does to its square.

In both cases the largest overlap near x is at least the smallest f_p(x), pairs outside the system included. The
multipliers of surplus pairs are given doubles, those of the system follow from them in balls. The free directions
complete the motions that are symmetries: their singular values are above 1e-7 at the stored packing, and by Weyl's
inequality cannot vanish at one within 1e-9.
"""

from __future__ import annotations

import numpy as np
from flint import arb, arb_mat, ctx

from packing.exact.balls import Ball, balls, gradient_rows
from packing.exact.contacts import Choice
from packing.exact.system import WORKING, OptimalSystem, TiedSystem

WEIGHTS = (1.0, 1e2, 1e4)
"""Weights of the squares of the slopes that make the Hessian positive definite in all directions."""


def is_local_optimum(choice: Choice, enclosure: arb_mat) -> bool:
    """Whether the zero of the system in `enclosure` is proved to be a local optimum in the sense above."""
    system = choice.system
    if isinstance(system, TiedSystem):
        multipliers = _multipliers(choice, system, enclosure)
        return multipliers is not None and all(weight > 0 for weight in multipliers)
    if isinstance(system, OptimalSystem):
        return system.is_pushed(enclosure) and _rises(system, enclosure)
    return False


def _multipliers(choice: Choice, system: TiedSystem, enclosure: arb_mat) -> list[Ball] | None:
    """The multipliers of the pairs in the system, given those of the other pairs."""
    with ctx.workprec(WORKING):
        vectors, _ = system.position(enclosure)
        fixed = [arb(float(weight)) for weight in choice.fixed]
        wanted = [arb(0)] * system.chart.free + [sum(fixed, arb(-1))]
        if fixed:
            slopes = gradient_rows(vectors, [], choice.others, system.chart.space) * system.chart.directions
            pull = (arb_mat([fixed]) * slopes).entries()
            wanted = [-pulled for pulled in pull] + wanted[-1:]
        try:
            solved = system.jacobian(enclosure).transpose().solve(arb_mat([[entry] for entry in wanted]))
        except ZeroDivisionError:
            return None
        return [*solved.entries()[len(system.norms) :], *fixed]


def _rises(system: OptimalSystem, enclosure: arb_mat) -> bool:
    """Whether Hessian + c * sum of squared slopes is positive definite over the enclosure for some c > 0."""
    with ctx.workprec(WORKING):
        vectors, _ = system.position(enclosure)
        chart = system.chart
        pairs = system.pairs + system.others
        slopes = gradient_rows(vectors, system.norms, pairs, chart.space) * chart.directions
        curvature, squares = system.curvature(enclosure), slopes.transpose() * slopes
        return any(_is_positive(curvature + squares * arb(weight)) for weight in WEIGHTS)


def _is_positive(matrix: arb_mat) -> bool:
    """Whether a symmetric matrix of balls is positive definite: W M W^T has a dominant diagonal, W from doubles."""
    size = matrix.nrows()
    floats = np.array([float(entry.mid()) for entry in matrix.entries()]).reshape(size, size)
    try:
        factor = np.linalg.cholesky((floats + floats.T) / 2)
    except np.linalg.LinAlgError:
        return False
    inverse = balls(np.linalg.inv(factor))
    rows = (inverse * matrix * inverse.transpose()).tolist()
    for i, row in enumerate(rows):
        beside = sum((abs(entry) for j, entry in enumerate(row) if j != i), arb(0))
        if not row[i] > beside:
            return False
    return True
