"""The kernels against plain NumPy and against differences; the ladder goes down and forgets nothing it should keep."""

from __future__ import annotations

import numpy as np
import pytest
from spaces import spaces_of_width

from packing.search.descent import SHARP, SMOOTH, descend_rung
from packing.search.pairs import log_norm, number_of, sharp_estimate
from packing.space import Field, Space


def plain_log_norm(y: np.ndarray, space: Space, p: float) -> float:
    """The definition, written without pairs, powers by squaring or real coordinates."""
    rows = y.T
    if space.field is Field.COMPLEX:
        rows = rows[:, : rows.shape[1] // 2] + 1j * rows[:, rows.shape[1] // 2 :]
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    gram = rows.conj() @ rows.T
    f = (1 + gram.real) / 2 if not space.has_lines else np.abs(gram) ** 2
    upper = f[np.triu_indices(len(f), 1)]
    return float(np.log(upper.max()) + np.log(np.sum((upper / upper.max()) ** p)) / p)


SIZES = ((2, 2, 1), (6, 7, 3), (4, 19, 8), (10, 33, 5))
CASES = [(space, n, k) for width, n, k in SIZES for space in spaces_of_width(width)[:3]]


@pytest.mark.parametrize(("space", "n", "squarings"), CASES)
def test_log_norm_agrees_with_its_definition_and_its_differences(space: Space, n: int, squarings: int) -> None:
    rows = space.width
    rng = np.random.default_rng((rows, n))
    y = 3.0 * rng.standard_normal((rows, n))
    gradient, work = np.empty((rows, n)), np.zeros((4, n, n))
    value = log_norm(y, number_of(space), squarings, gradient, work)
    assert value == pytest.approx(plain_log_norm(y, space, 2.0**squarings), abs=1e-12)
    along = rng.standard_normal((rows, n))
    h = 1e-5
    slope = (
        plain_log_norm(y + h * along, space, 2.0**squarings) - plain_log_norm(y - h * along, space, 2.0**squarings)
    ) / (2 * h)
    assert np.sum(gradient * along) == pytest.approx(slope, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("space", spaces_of_width(4)[:3], ids=str)
def test_the_gradient_is_orthogonal_to_every_vector(space: Space) -> None:
    y = np.random.default_rng(5).standard_normal((4, 9))
    gradient = np.empty((4, 9))
    log_norm(y, number_of(space), 4, gradient, np.zeros((4, 9, 9)))
    assert np.allclose(np.sum(gradient * y, axis=0), 0.0, atol=1e-14)


def test_powers_of_tiny_overlaps_stay_finite() -> None:
    y = np.array([[1.0, 1.0, 1e-9], [0.0, 1e-3, 1.0]])
    gradient = np.empty((2, 3))
    value = log_norm(y, 1, 20, gradient, np.zeros((4, 3, 3)))
    assert np.isfinite(value)
    assert np.isfinite(gradient).all()


def test_orthogonal_lines_are_a_bottom() -> None:
    gradient = np.ones((3, 3))
    assert log_norm(np.eye(3), 1, 4, gradient, np.zeros((4, 3, 3))) < -200
    assert not gradient.any()


@pytest.mark.parametrize("space", spaces_of_width(6)[:3], ids=str)
def test_a_rung_goes_down(space: Space) -> None:
    y = np.random.default_rng(2).standard_normal((6, 11))
    before = plain_log_norm(y, space, 16.0)
    descend_rung(y, number_of(space), 4, 40, 0.0, np.zeros((4, 11, 11)), None)
    assert plain_log_norm(y, space, 16.0) < before - 0.01


def test_the_estimate_is_exact_where_all_overlaps_agree() -> None:
    angles = np.pi * np.arange(3) / 3
    lines = np.stack((np.cos(angles), np.sin(angles)))
    assert sharp_estimate(lines, 1, 3, np.zeros((4, 3, 3))) == pytest.approx(0.25, abs=1e-15)


def test_descent_leaves_its_start_alone_and_repeats_to_the_bit() -> None:
    y = np.random.default_rng(8).standard_normal((6, 13))
    copy = y.copy()
    first, _ = SMOOTH.descend(y, Space.lines(3, "C"))
    second, _ = SMOOTH.descend(y, Space.lines(3, "C"))
    assert (y == copy).all()
    assert (first == second).all()


def test_coincident_lines_do_not_stop_a_descent() -> None:
    """Two lines twice and one four times: the gradient is so small that the squares of its changes are 0."""
    x, y, z, w = 0.6653733360315812, 0.2393272020312752, 0.6653733360315813, 0.23932720203127494
    columns = np.array([
        [-0.17066777741110428] * 4 + [0.4256595485885264] * 2 + [0.6487229002080995] * 2,
        [0.5602106304255662] * 4 + [-0.5232272313002262] * 2 + [0.4178010050043436] * 2,
        [x, y, -z, -w, 0.0, 0.0, 0.0, 0.0],
        [0.3141869058105098] * 4 + [0.6533612642537915] * 2 + [0.4027112867733773] * 2,
        [0.24150354364904675] * 4 + [-0.34375321306716355] * 2 + [0.49236626455138377] * 2,
        [0.2393272020312753, -x, -0.23932720203127505, z, 0.0, 0.0, 0.0, 0.0],
    ])  # fmt: skip
    reached, _ = SHARP.descend(columns, Space.lines(3, "C"))
    assert np.isfinite(reached).all()
