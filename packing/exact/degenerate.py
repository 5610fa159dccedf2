"""The optimum where its equations are singular: equiangular tight frames, SICs and other families of packings.

Where the first-order conditions G = 0 have derivatives with a null space, a plane of directions N e is held fixed by
`RestrictedSystem`, and what is left out of G at its zero u(e) is a function g(e) with g = 0 on the family. If the null
space is more than the family's tangents, g starts with terms of degree m > 1: a stored packing at distance e = 1e-16
leaves g = e^m, and Newton's method on g only divides e by a constant. But by Euler's identity g'(e) e = m g(e) for
terms of degree m, so m Newton steps in one land on the family up to higher terms: convergence is quadratic again.
Reference: Griewank, SIAM Review 27 (1985), on Newton's method at singular zeros.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from flint import arb, arb_mat, ctx

from packing.exact.balls import Ball, Pairs, balls, gradient_rows, overlap
from packing.exact.contacts import Choice
from packing.exact.system import OptimalSystem, RestrictedSystem
from packing.exact.zero import Zero, bits_of, find_zero
from packing.numeric import Floats

DEGREES = (2, 3, 1)
"""Degrees that the leading terms may have, common ones first."""

STEPS = 15

MOST_UNKNOWNS = 300
"""Larger systems are solved once and not moved: a step solves one in high precision."""

LEAP = 1e-3
"""Where the error falls to this part of it, no other degree is tried."""

SMALL = 1e-3
"""Singular values of g' below this, in units of the largest, belong to the family's tangents."""


@dataclass(frozen=True)
class Settled:
    """A system whose plane meets the optimum to `error`: the largest entry of G and of the surplus ties at `zero`."""

    system: RestrictedSystem
    zero: Zero
    error: Ball


def settle(choice: Choice, digits: int) -> Settled | None:
    """Move the plane of the choice's system until the first-order conditions and all ties hold to `digits` digits.

    Returns the best plane met, or None where the system is not one of a family or has no zero near by.
    """
    system = choice.system
    if not isinstance(system, RestrictedSystem) or not isinstance(system.whole, OptimalSystem):
        return None
    chosen = set(choice.pairs)
    surplus = [pair for pair in choice.touching if pair not in chosen]
    working = 2 * digits + 20
    null = _complement(system.span)
    best = _at(system, surplus, working)
    if best is None:
        return None
    with ctx.workprec(bits_of(working)):
        target = arb(10) ** -(digits + 2)
        for _ in range(STEPS):
            if best.error < target or system.unknowns > MOST_UNKNOWNS:
                break
            try:
                step = _newton_step(best, surplus, null)
            except ZeroDivisionError:  # the plane lies so that its own system is singular
                break
            found = best
            for degree in DEGREES:
                origin = (best.system.origin - step * degree).mid()
                trial = _at(replace(best.system, origin=origin), surplus, working, best.zero.inverse)
                if trial is not None and trial.error < found.error:
                    found = trial
                if found.error < best.error * LEAP:
                    break
            if not found.error < best.error / 2:
                break
            best = found
    return best


def _at(system: RestrictedSystem, surplus: Pairs, digits: int, inverse: Floats | None = None) -> Settled | None:
    zero = find_zero(system, digits, inverse)
    if zero is None:
        return None
    with ctx.workprec(bits_of(digits)):
        left = _left_out(system, zero.u, surplus)
        return Settled(
            system, zero, max((entry.abs_upper() for entry in left.entries()), key=lambda ball: ball.upper())
        )


def _left_out(system: RestrictedSystem, u: arb_mat, surplus: Pairs) -> arb_mat:
    """All of G, then the surplus overlaps minus t."""
    x, t = system.position(u)
    space = system.whole.chart.space
    ties = [[overlap(x[i], x[j], space) - t] for i, j in surplus]
    return arb_mat([[entry] for entry in system.whole_value(u).entries()] + ties)


def _newton_step(here: Settled, surplus: Pairs, null: Floats) -> arb_mat:
    """N times the least-squares solution of g'(e) s = g(e), in the directions of the larger singular values."""
    system, u = here.system, here.zero.u
    whole = system.whole
    assert isinstance(whole, OptimalSystem)
    place = system.origin + balls(system.span) * u
    derivatives = whole.jacobian(place).mid()
    if surplus:
        x, _ = whole.position(place)
        rows = (gradient_rows(x, [], surplus, whole.chart.space) * whole.chart.directions).mid().tolist()
        rest = [arb(-1)] + [arb(0)] * (whole.unknowns - whole.chart.free - 1)
        derivatives = arb_mat(derivatives.tolist() + [[*row, *rest] for row in rows])
    along, across = derivatives * balls(null), derivatives * balls(system.span)
    chosen = balls(np.hstack((system.rows, np.zeros((len(system.rows), len(surplus))))))
    answer = (chosen * across).mid().solve((chosen * along).mid()).mid()
    slopes, slope_unit = _scaled((along - across * answer).mid())
    values, value_unit = _scaled(_left_out(system, u, surplus).mid())
    solved = np.linalg.lstsq(slopes, values[:, 0], rcond=SMALL)[0]
    return balls((null @ solved)[:, None]) * (value_unit / slope_unit)


def _scaled(matrix: arb_mat) -> tuple[Floats, Ball]:
    """Doubles and a power of 2 whose product is the matrix."""
    largest = max((entry.abs_upper() for entry in matrix.entries()), key=lambda ball: ball.upper())
    if largest == 0:
        return np.zeros((matrix.nrows(), matrix.ncols())), arb(1)
    _, exponent = largest.man_exp()
    unit = arb(2) ** (int(exponent) + largest.bits())
    return np.array([float(entry / unit) for entry in matrix.entries()]).reshape(matrix.nrows(), -1), unit


def _complement(span: Floats) -> Floats:
    """Orthonormal columns orthogonal to those of `span`."""
    complete, _ = np.linalg.qr(span, mode="complete")
    return np.asarray(complete[:, span.shape[1] :])
