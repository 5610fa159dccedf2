"""The ladder goes down and forgets nothing it should keep."""

from __future__ import annotations

import numpy as np
import pytest
from spaces import spaces_of_width

from packing.search.ladder import SHARP, SMOOTH, TILES_FROM, descend_rung
from packing.search.pairs import form_of, log_norm, room_for
from packing.search.tiles import sharp_estimate
from packing.space import Space


@pytest.mark.parametrize("space", spaces_of_width(8), ids=str)
def test_a_rung_goes_down(space: Space) -> None:
    y, form, room = np.random.default_rng(2).standard_normal((8, 11)), form_of(space), room_for(space, 11)
    before = log_norm(y, form, 4, np.empty_like(y), room)
    evaluations = descend_rung(y, form, 4, 40, 0.0, room)
    assert log_norm(y, form, 4, np.empty_like(y), room) < before - 0.01
    assert 40 < evaluations <= 80


@pytest.mark.parametrize("n", [30, TILES_FROM])
def test_the_estimate_belongs_to_the_columns_reached(n: int) -> None:
    space = Space.lines(4, "C")
    columns, estimate = SMOOTH.parted()[0].descend(np.random.default_rng(n).standard_normal((8, n)), space)
    assert estimate == pytest.approx(sharp_estimate(columns, form_of(space), 4), rel=1e-12)


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
