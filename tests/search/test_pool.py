"""The ends of restarts: each once, the best first."""

from __future__ import annotations

import numpy as np

from packing.configuration import Packing
from packing.problem import lines
from packing.search.methods import Gaussian
from packing.search.optimality import UNKNOWN, Optimality
from packing.search.pool import MEMORY, Candidates


def packing_of(seed: int) -> Packing:
    return Packing(Gaussian().draw(lines(7, 3), np.random.default_rng(seed)))


def test_the_same_end_is_counted_and_not_kept_twice() -> None:
    candidates = Candidates()
    candidates.meet(packing_of(1), 0.7, 0, True)
    candidates.meet(packing_of(1), 0.7, 1, True)
    candidates.meet(packing_of(1), 0.7, 2, False)
    candidates.meet(packing_of(2), 0.7, 0, True)
    assert [candidate.met for candidate in candidates.kept] == [2, 1]
    assert candidates.hits(0.7) == 0  # nothing is finished
    candidates.kept[0].finished = True
    assert candidates.hits(0.7) == 2


def test_the_best_come_first_and_the_worst_are_forgotten() -> None:
    candidates = Candidates()
    levels = np.random.default_rng(3).permutation(MEMORY + 20) / 100.0
    for number, level in enumerate(levels):
        candidates.meet(packing_of(number), float(level), 0, True)
    assert len(candidates.kept) == MEMORY
    assert candidates.level == 0.0
    assert [candidate.level for candidate in candidates.kept] == sorted(levels)[:MEMORY]
    assert len(candidates.different(4)) == 4
    unfinished = candidates.unfinished(0.5)
    assert unfinished is candidates.kept[0]
    unfinished.finished = True
    assert candidates.unfinished(0.5) is candidates.kept[1]
    assert candidates.unfinished(0.01) is None


def test_sharper_norms_join_candidates_that_meet() -> None:
    candidates = Candidates()
    candidates.meet(packing_of(1), 0.70, 0, True)
    candidates.meet(packing_of(2), 0.71, 0, True)
    second = candidates.kept[1]
    candidates.sharpened(second, packing_of(1), 0.70)
    assert [candidate.met for candidate in candidates.kept] == [2]
    candidates.sharpened(candidates.kept[0], packing_of(3), 0.69)
    assert [(candidate.sharp, candidate.level) for candidate in candidates.kept] == [(True, 0.69)]


def test_a_finish_that_ends_at_a_known_optimum_joins_it() -> None:
    candidates, optimum = Candidates(), packing_of(9)
    first = candidates.meet(packing_of(1), 0.70, 0, True)
    assert candidates.ended(first, optimum, UNKNOWN) is first
    second = candidates.meet(packing_of(2), 0.71, 0, True)
    assert candidates.ended(second, optimum, Optimality(0.0, 0.0)) is first
    assert candidates.kept == [first]
    assert (first.met, first.level, first.optimality.worst) == (2, optimum.coherence, 0.0)
    third = candidates.meet(packing_of(2), 0.71, 0, True)
    assert third is first, "ends of the second kind lead here, as is known now"


def test_a_jolt_that_ends_elsewhere_is_a_candidate_of_its_own() -> None:
    candidates = Candidates()
    low, high = sorted((packing_of(8), packing_of(9)), key=lambda packing: packing.coherence)
    first = candidates.meet(packing_of(1), 0.70, 0, True)
    candidates.ended(first, high, UNKNOWN)
    other = candidates.ended(first, low, UNKNOWN)
    assert other is not first
    assert candidates.kept == [other, first]
    assert [candidate.finished for candidate in candidates.kept] == [True, True]
    assert candidates.hits(low.coherence) == 0
    first.jolts = 1
    assert candidates.least_jolted(1.0) is other
    other.jolts = 4
    assert candidates.least_jolted(1.0) is first, "a place in the order is worth two jolts"
