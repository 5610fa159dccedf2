"""From one optimum to those beside it."""

import math

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from packing.configuration import Packing
from packing.deadline import Budget
from packing.problem import lines
from packing.records.shipped import shipped_entry
from packing.search.columns import columns_of, packing_of
from packing.search.finishing import Finishing
from packing.search.interior_point import PACE, InteriorPoint
from packing.search.methods.hopping import jolted
from packing.search.optimality import shown
from packing.search.restarts import End

FORTY_THREE = lines(43, 3, "C")


def best_of_forty_three() -> Packing:
    known = shipped_entry(FORTY_THREE)
    assert known is not None
    return known.packing


def finished_rows(columns: np.ndarray) -> np.ndarray:
    rows = np.ascontiguousarray((columns / np.linalg.norm(columns, axis=0)).T)
    with threadpool_limits(1):
        return InteriorPoint(warmth=1e-3, spread=0.01).run(rows, FORTY_THREE.space).rows


def optimum_beside(packing: Packing) -> Packing:
    """Another first-order optimum, at most 3e-5 above."""
    for seed in range(100):
        columns = columns_of(packing.vectors, FORTY_THREE.space)
        rows = finished_rows(jolted(columns, FORTY_THREE.space, np.random.default_rng(seed)))
        end = packing_of(np.ascontiguousarray(rows.T), FORTY_THREE.space)
        if 1e-7 < end.coherence - packing.coherence < 3e-5 and shown(rows, FORTY_THREE.space).worst < 1e-12:
            return end
    raise AssertionError("there are dozens")


@pytest.mark.long
def test_jolts_lead_from_one_optimum_to_the_best_beside_it() -> None:
    best, space = best_of_forty_three(), FORTY_THREE.space
    beside = optimum_beside(best)
    finishing = Finishing(FORTY_THREE, 0, Budget(math.inf))
    finishing.take(beside, End(columns_of(beside.vectors, space), beside.coherence, -1))
    with threadpool_limits(1):
        for _ in range(10):
            finishing.work(64)
    assert finishing.value <= best.coherence + 1e-12


def test_jolts_move_all_vectors_or_a_few() -> None:
    columns = columns_of(best_of_forty_three().vectors, FORTY_THREE.space)
    unit = columns / np.linalg.norm(columns, axis=0)
    moved = [
        np.linalg.norm(jolted(columns, FORTY_THREE.space, np.random.default_rng(seed)) - unit, axis=0)
        for seed in range(40)
    ]
    counts = {int((lengths > 0).sum()) for lengths in moved}
    assert 43 in counts
    assert counts - {43} and counts - {43} <= {1, 2, 3, 4, 5}
    assert max(lengths.max() for lengths in moved) < 2.0


def test_the_finish_is_given_up_where_it_falls_behind() -> None:
    """No packing has coherence 0.1: the largest f stays 0.2 or more above, and 20^4 is 1.6 times the `PACE`."""
    rows = np.random.default_rng(3).standard_normal((43, 6))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    space = FORTY_THREE.space
    with threadpool_limits(1):
        behind = InteriorPoint(level=space.f_of(0.1)).run(rows, space)
        ahead = InteriorPoint(level=space.f_of(0.9)).run(rows, space)
    assert behind.iterations <= (PACE / 0.2) ** 0.25 + 1 < ahead.iterations
    assert ahead.largest < behind.largest
