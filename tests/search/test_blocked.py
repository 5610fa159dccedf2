"""The tiles against plain NumPy and against the loops over pairs, in both precisions, across the edges of tiles."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from packing.search import blocked
from packing.search.blocked import Rows, log_norm_by_tiles, sums_by_tiles, unit
from packing.search.pairs import log_norm, number_of, sharp_estimate
from packing.space import Field, Space

PRECISIONS = [(np.float64, 1e-12), (np.float32, 2e-5)]


def drawn(n: int, d: int, space: Space, seed: int) -> tuple[Rows, np.ndarray]:
    """The same vectors as rows and as real columns, of lengths far from 1."""
    rng = np.random.default_rng(seed)
    rows = 3.0 * rng.standard_normal((n, d))
    if space.field is not Field.COMPLEX:
        return rows, np.ascontiguousarray(rows.T)
    imaginary = rng.standard_normal((n, d))
    return rows + 1j * imaginary, np.ascontiguousarray(np.concatenate((rows, imaginary), axis=1).T)


@pytest.mark.parametrize("space", [Space.of_letter(letter, 4) for letter in "SRC"], ids=str)
@pytest.mark.parametrize(("real", "tolerance"), PRECISIONS)
@pytest.mark.parametrize("tile", [(7, 11), (11, 7), (64, 64)])
@pytest.mark.parametrize("squarings", [1, 3, 8])
def test_tiles_add_up_to_the_loop_over_pairs(
    space: Space, real: type, tolerance: float, tile: tuple[int, int], squarings: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocked, "TILE", tile)
    rows, columns = drawn(31, 4, space, squarings)
    rows = rows.astype(np.result_type(real, np.complex64) if space.field is Field.COMPLEX else real)
    gradient, expected, work = np.empty_like(rows), np.empty(columns.shape), np.zeros((4, 31, 31))
    value = log_norm_by_tiles(rows, not space.has_lines, squarings, gradient)
    assert value == pytest.approx(log_norm(columns, number_of(space), squarings, expected, work), abs=tolerance)
    parts = np.concatenate((gradient.real, gradient.imag), axis=1) if space.field is Field.COMPLEX else gradient
    assert np.allclose(parts.T, expected, atol=100 * tolerance * np.abs(expected).max())
    sums = sums_by_tiles(unit(rows)[0], not space.has_lines, squarings)
    assert sums.estimate(squarings) == pytest.approx(
        sharp_estimate(columns, number_of(space), squarings, work), abs=tolerance
    )


@pytest.mark.parametrize("space", [Space.of_letter(letter, 5) for letter in "SRC"], ids=str)
def test_the_gradient_is_that_of_the_definition(space: Space) -> None:
    rows, _ = drawn(40, 5, space, 3)
    along, _ = drawn(40, 5, space, 4)
    gradient, ignored, h = np.empty_like(rows), np.empty_like(rows), 1e-6
    log_norm_by_tiles(rows, not space.has_lines, 4, gradient)
    up = log_norm_by_tiles(rows + h * along, not space.has_lines, 4, ignored)
    down = log_norm_by_tiles(rows - h * along, not space.has_lines, 4, ignored)
    assert np.vdot(gradient, along).real == pytest.approx((up - down) / (2 * h), rel=1e-6)


@pytest.mark.parametrize("real", [np.float32, np.float64])
def test_the_largest_overlap_may_lie_in_the_last_tile(real: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocked, "TILE", (4, 4))
    rows = np.eye(12, 9) + 1e-3
    rows[10] = rows[11] = np.arange(9.0)
    rows[11, 3] += 0.1
    x, _ = unit(rows.astype(real))
    sums = sums_by_tiles(x, False, 20)
    assert sums.top == pytest.approx(float(x[10] @ x[11]) ** 2, rel=1e-6)
    assert sums.total == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("real", [np.float32, np.float64])
def test_sharp_norms_of_tiny_overlaps_stay_finite(real: type) -> None:
    rows = np.array([[1.0, 0.0], [1.0, 1e-3], [1e-9, 1.0]], dtype=real)
    gradient = np.empty_like(rows)
    assert np.isfinite(log_norm_by_tiles(rows, False, 20, gradient))
    assert np.isfinite(gradient).all()


def test_orthogonal_lines_are_a_bottom() -> None:
    gradient = np.ones((3, 3))
    assert log_norm_by_tiles(np.eye(3), False, 4, gradient) < -200
    assert not gradient.any()


def test_memory_does_not_grow_with_the_pairs() -> None:
    n, d = 9000, 4
    y = np.random.default_rng(0).standard_normal((n, d)).astype(np.float32)
    gradient = np.empty_like(y)
    log_norm_by_tiles(y[:300], False, 3, gradient[:300])
    tracemalloc.start()
    log_norm_by_tiles(y, False, 3, gradient)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * y.nbytes + 8 * blocked.TILE[0] * blocked.TILE[1] < n * n
