"""Hops are kept where they lead lower, and end when they do not; descents that hop end lower than those that do not."""

from __future__ import annotations

import numpy as np
import pytest

from packing import Problem, lines, vectors
from packing.numeric import Floats
from packing.search import minimize_coherence
from packing.search.methods import BEST_OF_FOUR, HoppedDescent
from packing.search.methods.hopping import Hopping
from packing.space import Space

SPACE = Space.lines(4)


def test_a_walk_ends_after_so_many_hops_without_gain_and_keeps_the_lowest() -> None:
    values = iter([0.9, 0.95, 0.8, 0.85, 0.85, 0.8 - 1e-8])
    made: list[Floats] = []

    def end(columns: Floats) -> tuple[Floats, float]:
        made.append(columns)
        return columns, next(values)

    rng = np.random.default_rng(0)
    start = rng.standard_normal((4, 6))
    last = Hopping(patience=3).walk(
        start, 1.0, lambda x: (x, 0.0), end, lambda: rng.standard_normal((4, 6)), SPACE, rng
    )
    assert len(made) == 6
    assert last is made[2]


def test_a_hop_is_given_up_where_it_lies_too_high_halfway() -> None:
    """The start lies at 0.5 there; what is within the limit goes on, and what gains is compared with from then on."""
    halves, values = iter([0.5, 0.7, 0.59, 0.45, 0.56, 0.54]), iter([0.9, 0.8, 0.85])
    ended: list[float] = []
    reached: list[float] = []

    def begin(columns: Floats) -> tuple[Floats, float]:
        reached.append(next(halves))
        return columns, reached[-1]

    def end(columns: Floats) -> tuple[Floats, float]:
        ended.append(reached[-1])
        return columns, next(values)

    rng = np.random.default_rng(0)
    start = rng.standard_normal((4, 6))
    Hopping(patience=2, hopeless=0.1).walk(start, 0.95, begin, end, lambda: rng.standard_normal((4, 6)), SPACE, rng)
    assert ended == [0.59, 0.45, 0.54]


def test_hops_exchange_one_or_two_columns_or_move_all() -> None:
    made: list[Floats] = []

    def begin(columns: Floats) -> tuple[Floats, float]:
        made.append(columns)
        return columns, 1.0

    rng = np.random.default_rng(1)
    start = rng.standard_normal((4, 9))
    start /= np.linalg.norm(start, axis=0)
    Hopping(patience=200).walk(start, 0.5, begin, lambda x: (x, 1.0), lambda: rng.standard_normal((4, 9)), SPACE, rng)
    hops = np.array(made[1:])
    changed = np.any(hops != start, axis=1).sum(axis=1)
    assert set(changed) == {1, 2, 9}
    assert 0.1 < np.mean(changed == 9) < 0.4
    moved = [np.linalg.norm(hop - start, axis=0).mean() for hop in hops[changed == 9]]
    assert 0.02 < min(moved) < max(moved) < 0.6


@pytest.mark.parametrize("problem", [lines(14, 6, "C"), lines(20, 5), vectors(27, 5)], ids=str)
def test_descents_that_hop_end_lower_than_those_that_do_not(problem: Problem) -> None:
    ends = [
        np.mean([method.run(problem, np.random.default_rng(seed)).coherence for seed in range(8)])
        for method in (HoppedDescent(), BEST_OF_FOUR)
    ]
    assert ends[0] < ends[1]
    again = HoppedDescent().run(problem, np.random.default_rng(0)).vectors
    assert (again == HoppedDescent().run(problem, np.random.default_rng(0)).vectors).all()


@pytest.mark.long
def test_thirteen_lines_in_six_complex_dimensions() -> None:
    """They have no symmetry, and most starts end 1e-5 above."""
    found = minimize_coherence(lines(13, 6, "C"), restarts=64, seed=0, method=HoppedDescent())
    assert found.packing.coherence < 0.311824563071871 + 1e-9
