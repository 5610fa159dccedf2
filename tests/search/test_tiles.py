"""Tiles add up to all pairs, in both precisions and every space, in little memory."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from packing.search import pairs, tiles
from packing.search.pairs import form_of, room_for
from packing.search.tiles import largest_f, log_norm, sharp_estimate, sums_over_tiles, unit
from packing.space import Space

PRECISIONS = [(np.float64, 1e-12), (np.float32, 2e-5)]
SPACES = [
    *(Space.of_letter(letter, 4) for letter in "SRCH"),
    *(Space.subspaces(5, m, field) for m, field in ((2, "R"), (3, "C"), (2, "H"))),
]


@pytest.mark.parametrize("space", SPACES, ids=str)
@pytest.mark.parametrize(("real", "tolerance"), PRECISIONS)
@pytest.mark.parametrize("tile", [(7, 11), (11, 7), (64, 64)])
@pytest.mark.parametrize("squarings", [1, 3, 8])
def test_tiles_add_up_to_all_pairs(
    space: Space, real: type, tolerance: float, tile: tuple[int, int], squarings: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "TILE", tile)
    y = 3.0 * np.random.default_rng(squarings).standard_normal((space.width, 31 * space.m))
    form, room = form_of(space), room_for(space, 31)
    expected, gradient = np.empty_like(y), np.empty(y.shape, dtype=real)
    value = log_norm(y.astype(real), form_of(space, np.dtype(real).char), squarings, gradient)
    assert value == pytest.approx(pairs.log_norm(y, form, squarings, expected, room), abs=tolerance)
    assert np.allclose(gradient, expected, atol=100 * tolerance * np.abs(expected).max())
    estimate = sharp_estimate(y, form, squarings)
    assert estimate == pytest.approx(pairs.sharp_estimate(y, form, squarings, room), abs=1e-12)


def test_unit_columns_have_length_one() -> None:
    x, lengths = unit(np.array([[3.0, 0.0], [4.0, 2.0]]), form_of(Space.lines(2)))
    assert np.allclose(x, [[0.6, 0.0], [0.8, 1.0]])
    assert np.allclose(lengths[0, 0, 0], [5.0, 2.0])


@pytest.mark.parametrize("real", [np.float32, np.float64])
def test_the_largest_overlap_may_lie_in_the_last_tile(real: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "TILE", (4, 4))
    rows = np.eye(12, 9) + 1e-3
    rows[10] = rows[11] = np.arange(9.0)
    rows[11, 3] += 0.1
    form = form_of(Space.lines(9), np.dtype(real).char)
    x, _ = unit(np.ascontiguousarray(rows.T.astype(real)), form)
    sums = sums_over_tiles(x, form, 20)
    assert sums.top == pytest.approx(float(x[:, 10] @ x[:, 11]) ** 2, rel=1e-6)
    assert sums.total == pytest.approx(1.0, abs=1e-5)
    assert largest_f(x, form_of(Space.lines(9))) == pytest.approx(sums.top, rel=1e-6)


@pytest.mark.parametrize("real", [np.float32, np.float64])
def test_sharp_norms_of_tiny_overlaps_stay_finite(real: type) -> None:
    y = np.array([[1.0, 1.0, 1e-9], [0.0, 1e-3, 1.0]], dtype=real)
    gradient = np.empty_like(y)
    assert np.isfinite(log_norm(y, form_of(Space.lines(2), np.dtype(real).char), 20, gradient))
    assert np.isfinite(gradient).all()


def test_orthogonal_lines_are_a_bottom() -> None:
    gradient = np.ones((3, 3))
    assert log_norm(np.eye(3), form_of(Space.lines(3)), 4, gradient) < -200
    assert not gradient.any()


def test_memory_does_not_grow_with_the_pairs() -> None:
    n, d = 9000, 4
    y = np.random.default_rng(0).standard_normal((d, n)).astype(np.float32)
    gradient, form = np.empty_like(y), form_of(Space.lines(d), "f")
    log_norm(y[:, :300].copy(), form, 3, gradient[:, :300].copy())
    tracemalloc.start()
    log_norm(y, form, 3, gradient)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * y.nbytes + 16 * tiles.TILE[0] * tiles.TILE[1] < n * n
