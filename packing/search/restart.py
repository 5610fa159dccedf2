"""One restart as a task that any executor can run: pure, decided by its arguments, small to send."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor

import numpy as np

from packing.problem import Problem
from packing.search.deadline import stopping_when
from packing.search.descent import estimated_largest
from packing.search.method import Branching, Method
from packing.search.pairs import columns_of
from packing.search.tries import Try

Task = tuple[Problem, Sequence[Method], Sequence[float], int, int]
"""The problem, the methods with their shares, the seed and the number of the restart."""


def one_restart(problem: Problem, methods: Sequence[Method], shares: Sequence[float], seed: int, number: int) -> Try:
    """Restart `number` of the search with this seed: choose a method, run it, estimate where it leads."""
    rng = np.random.default_rng((seed, number))
    chosen = int(rng.choice(len(methods), p=np.array(shares)))
    space, method = problem.space, methods[chosen]
    if isinstance(method, Branching):
        branch = method.branch(problem, rng)
        packing = method.follow(branch, problem, rng)
    else:
        branch, packing = None, method.run(problem, rng)
    columns = columns_of(packing.vectors, space)
    return Try(columns, space.overlap_of(estimated_largest(columns, space)), chosen, branch)


def one_restart_until(until: float, task: Task) -> Try:
    """The restart, broken off when `time.time()` is past `until`: an executor's worker has no other clock."""
    with stopping_when(lambda: time.time() > until):
        return one_restart(*task)


def in_order(executor: Executor | None, tasks: Sequence[Task], seconds: float = math.inf) -> Iterator[Try]:
    """The tries in the order of their tasks; those not wanted any more are cancelled, or broken off after `seconds`."""
    if executor is None:
        for task in tasks:
            yield one_restart(*task)
        return
    until = time.time() + seconds
    futures = [executor.submit(one_restart_until, until, task) for task in tasks]
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()
