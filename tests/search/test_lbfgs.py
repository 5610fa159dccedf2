"""L-BFGS: minima of known functions, in both precisions, and how a descent ends."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import rosen, rosen_der

from packing.search.lbfgs import Array, begin, minimize, newton_like


def banana(point: Array, gradient: Array) -> float:
    gradient[:] = rosen_der(point.ravel()).reshape(point.shape)
    return float(rosen(point.ravel()))


@pytest.mark.parametrize(("real", "tolerance"), [(np.float64, 1e-7), (np.float32, 1e-3)])
@pytest.mark.parametrize("shape", [(8,), (2, 4)])
def test_the_minimum_of_the_banana_function(real: type, tolerance: float, shape: tuple[int, ...]) -> None:
    end = minimize(banana, np.zeros(shape, dtype=real), 400, 1e-18, first=0.1)
    assert end.point.shape == shape
    assert end.point.dtype == real
    assert np.allclose(end.point, 1.0, atol=tolerance)
    assert end.value == pytest.approx(0.0, abs=tolerance)


def test_quadratic_functions_take_few_steps() -> None:
    scales = np.geomspace(1.0, 1e4, 6)

    def bowl(point: Array, gradient: Array) -> float:
        gradient[:] = scales * (point - 3.0)
        return 0.5 * float(np.sum(scales * (point - 3.0) ** 2))

    end = minimize(bowl, np.zeros(6), 60, 1e-14)
    assert np.allclose(end.point, 3.0, atol=1e-6)
    assert end.evaluations < 60


def test_without_memory_the_way_is_straight_down_and_with_it_newtons() -> None:
    scales, gradient = np.array([1.0, 4.0, 9.0]), np.array([1.0, 2.0, 3.0])
    memory = begin(np.zeros(3))
    memory.gradient[:] = gradient
    assert newton_like(memory, 0) == pytest.approx(-14.0)
    assert (memory.direction == -gradient).all()
    memory.moves[:3] = np.eye(3)
    memory.changes[:3] = np.diag(scales)
    memory.curvature[:3] = scales
    newton_like(memory, 3)
    assert np.allclose(memory.direction, -gradient / scales, atol=1e-14)


def test_it_stops_when_told_with_the_best_so_far() -> None:
    asked = []

    def third() -> bool:
        asked.append(1)
        return len(asked) > 2

    end = minimize(banana, np.zeros(8), 100, 0.0, first=0.1, stop=third)
    assert end.evaluations == 3
    assert end.value < 7.0


def test_at_a_minimum_nothing_moves() -> None:
    end = minimize(banana, np.ones(5), 100, 0.0)
    assert end.evaluations == 1
    assert (end.point == 1.0).all()
