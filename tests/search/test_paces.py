"""Slow descents end lower, and quick ones elsewhere: each reaches optima that the other misses."""

from __future__ import annotations

import numpy as np
import pytest

from packing import Problem, lines
from packing.records.shipped import shipped_atlas
from packing.search.columns import columns_of, packing_of
from packing.search.ladder import SHARP, estimated_largest
from packing.search.methods import BEST_OF_FOUR, QUICKLY, Descent

RUNS = 100


def ends(method: Descent, problem: Problem) -> np.ndarray:
    """The coherences above the best known that `RUNS` runs lead to."""
    best = shipped_atlas().best(problem)
    assert best is not None
    rng, space, found = np.random.default_rng(0), problem.space, []
    for _ in range(RUNS):
        columns, _ = SHARP.descend(columns_of(method.run(problem, rng).vectors, space), space)
        found.append(space.overlap_of(estimated_largest(columns, space)) - best.packing.coherence)
        assert packing_of(columns, problem.space).coherence >= best.packing.coherence - 1e-9
    return np.array(found)


@pytest.mark.long
@pytest.mark.parametrize(
    ("problem", "better"), [(lines(22, 3, "C"), QUICKLY), (lines(33, 5, "C"), BEST_OF_FOUR)], ids=str
)
def test_each_pace_is_better_somewhere(problem: Problem, better: Descent) -> None:
    lowest = {method: ends(method, problem).min() for method in (QUICKLY, BEST_OF_FOUR)}
    worse = BEST_OF_FOUR if better == QUICKLY else QUICKLY
    assert lowest[better] < 1e-4 < lowest[worse]
