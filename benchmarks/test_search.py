"""CPU seconds to target of the search and of the plain ladder, side by side on the same core.

Run with: pytest benchmarks/test_search.py --benchmark-enable
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from problems import FIRST_TARGETS, LADDER_CELLS, Target
from rivals import ladder

from packing.search import Progress, minimize_coherence

BUDGET = 10.0


class _Reached(Exception):
    """Ends a search at its target."""


def seconds_to_target(target: Target, seed: int) -> tuple[float, float]:
    """CPU seconds until the coherence is within 1e-8 of the target (or all were spent), and the coherence then."""
    began = time.process_time()
    best = [1.0]

    def watch(progress: Progress) -> None:
        best[0] = progress.value
        if progress.value <= target.coherence + 1e-8 or time.process_time() - began > BUDGET:
            raise _Reached

    try:
        found = minimize_coherence(target.problem, seconds=100 * BUDGET, seed=seed, progress=watch)
        best[0] = found.packing.coherence
    except _Reached:
        pass
    return time.process_time() - began, best[0]


@pytest.mark.parametrize("target", FIRST_TARGETS, ids=str)
def test_first_targets(benchmark: Any, target: Target) -> None:
    benchmark.pedantic(seconds_to_target, args=(target, 0), rounds=1, warmup_rounds=1)
    spent, coherence = seconds_to_target(target, 1)
    benchmark.extra_info.update(target=target.coherence, coherence=coherence, cpu_seconds=spent)
    assert coherence <= target.coherence + 1e-8


@pytest.mark.parametrize("target", LADDER_CELLS, ids=str)
def test_against_the_plain_ladder(benchmark: Any, target: Target) -> None:
    """The search ends lower than the ladder, or at the same value in no more CPU seconds."""
    benchmark.pedantic(seconds_to_target, args=(target, 0), rounds=1, warmup_rounds=1)
    ours = seconds_to_target(target, 1)
    rival = ladder.search(target.problem, BUDGET, seed=1, target=target.coherence)
    benchmark.extra_info.update(
        target=target.coherence, coherence=ours[1], cpu_seconds=ours[0],
        ladder_coherence=rival.packing.coherence, ladder_cpu_seconds=rival.cpu_seconds,
    )  # fmt: skip
    assert ours[1] <= rival.packing.coherence + 1e-8
