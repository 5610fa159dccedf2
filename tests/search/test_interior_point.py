"""The interior point: its barrier, and optimality against an independent linear programme."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from packing.search.interior_point import InteriorPoint, barrier_value, central_slacks
from packing.search.ladder import SMOOTH
from packing.search.optimality import optimality
from packing.search.tangent import derivatives, every_pair, f_of_pairs, tangent_bases
from packing.space import Space


def unit_rows(n: int, k: int, seed: int) -> np.ndarray:
    x = np.random.default_rng(seed).standard_normal((n, k))
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def test_central_slacks_have_multipliers_of_sum_one_and_least_barrier() -> None:
    f = np.random.default_rng(1).random(30)
    for barrier in (1e-1, 1e-6, 1e-15):
        slacks = central_slacks(f, barrier)
        assert np.sum(barrier / slacks) == pytest.approx(1.0, abs=1e-9)
        assert slacks.min() > 0
    slacks = central_slacks(f, 1e-2)
    for nudge in (1e-3, -1e-3):
        assert barrier_value(f, slacks + nudge, 1e-2) >= barrier_value(f, slacks, 1e-2)


CASES = [
    (7, Space.sphere(3)),
    (13, Space.lines(3, "C")),
    (9, Space.lines(4)),
    (11, Space.lines(4, "C")),
    (12, Space.lines(2, "H")),
]


@pytest.mark.parametrize(("n", "space"), CASES)
def test_the_end_is_a_first_order_optimum_by_a_linear_programme(n: int, space: Space) -> None:
    """No direction lowers all touching overlaps: the linear programme in tangent coordinates has optimum 0."""
    columns, estimate = SMOOTH.descend(np.random.default_rng(4).standard_normal((space.width, n)), space)
    end = InteriorPoint().run(np.ascontiguousarray((columns / np.linalg.norm(columns, axis=0)).T), space)
    assert end.optimality.worst <= 1e-12
    assert abs(end.largest - estimate) < 0.01
    f = f_of_pairs(end.rows, space)
    touching = f > f.max() - 1e-9
    pairs, unknowns = every_pair(n), n * space.tangent_dimension
    gradients = derivatives(end.rows, tangent_bases(end.rows, space), pairs, space).gradients
    jacobian = np.zeros((len(pairs), n, space.tangent_dimension))
    for p, ends in enumerate(pairs):
        jacobian[p, ends] = gradients[p]
    jacobian = jacobian.reshape(len(pairs), unknowns)
    programme = linprog(
        np.append(np.zeros(unknowns), 1.0),
        A_ub=np.column_stack((jacobian[touching], -np.ones(touching.sum()))),
        b_ub=np.zeros(touching.sum()),
        bounds=[(-1, 1)] * unknowns + [(None, None)],
    )
    assert programme.fun == pytest.approx(0.0, abs=1e-6)


def test_optimality_sees_a_packing_that_can_be_improved() -> None:
    x = unit_rows(6, 3, 2)
    found = optimality(x, Space.lines(3), np.ones(15))
    assert found.worst > 1e-3


def test_the_finish_stops_when_told() -> None:
    x = unit_rows(9, 4, 6)
    assert InteriorPoint().run(x, Space.lines(4), lambda: True).iterations <= 1
