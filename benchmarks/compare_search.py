"""The search beside its rivals, in CPU seconds of one core: tables in Markdown for `results/search.md`.

Run with: python benchmarks/compare_search.py cells 3 --seeds 2      (rivals to be compared: see --help)
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np
from problems import FIRST_TARGETS, LADDER_CELLS
from rivals import ladder, trust_region
from threadpoolctl import threadpool_limits

from packing import Problem, lines
from packing.search import Progress, minimize_coherence
from packing.search.methods.large import search_large
from packing.search.minimize import warm_up
from packing.search.pairs import form_of
from packing.search.tiles import log_norm
from packing.space import Space


class _Enough(Exception):
    """Ends a search from its progress report."""


def trajectory(problem: Problem, seconds: float, seed: int, target: float = -1.0) -> list[tuple[float, float]]:
    """(CPU seconds, best coherence then), after every round and at the end."""
    began, made = time.process_time(), [(0.0, 1.0)]

    def watch(progress: Progress) -> None:
        made.append((time.process_time() - began, progress.value))
        if progress.value <= target + 1e-8:
            raise _Enough

    try:
        found = minimize_coherence(problem, seconds=seconds, seed=seed, progress=watch, clock=time.process_time)
        made.append((time.process_time() - began, found.packing.coherence))
    except _Enough:
        pass
    return made


def when(made: list[tuple[float, float]], value: float) -> float:
    """The first time at which the coherence was within 1e-8 of `value`; infinite where it never was."""
    return min((seconds for seconds, coherence in made if coherence <= value + 1e-8), default=np.inf)


def cells(seconds: float, seeds: int) -> Iterator[str]:
    """The eight cells against the plain ladder: who gets lower, and who is first at the ladder's own last value."""
    yield "| cell | seed | ladder: gap | after | search: gap | at the ladder's value after | at the target after |"
    yield "|---|---|---|---|---|---|---|"
    for target in LADDER_CELLS:
        for seed in range(1, seeds + 1):
            rival = ladder.search(target.problem, seconds, seed, target.coherence)
            made = trajectory(target.problem, seconds, seed, target.coherence)
            gaps = [value - target.coherence for value in (rival.packing.coherence, made[-1][1])]
            yield (
                f"| {target.problem} | {seed} | {gaps[0]:+.1e} | {rival.cpu_seconds:.3f} s | {gaps[1]:+.1e} "
                f"| {when(made, rival.packing.coherence):.3f} s | {when(made, target.coherence):.3f} s |"
            )


def second_order(seconds: float, seeds: int) -> Iterator[str]:
    """CPU seconds to within 1e-8 of the best known value, beside trust regions."""
    yield f"frameopt: {trust_region.missing('frameopt') or 'installed, but its interface is not known here'}."
    reason = trust_region.missing()
    if reason:
        yield f"trust regions: {reason}."
        return
    yield "| cell | seed | search | trust region: gap | after | restarts |"
    yield "|---|---|---|---|---|---|"
    for target in FIRST_TARGETS[:2]:
        for seed in range(1, seeds + 1):
            made = trajectory(target.problem, seconds, seed, target.coherence)
            rival = trust_region.search(target.problem, seconds, seed, target.coherence)
            yield (
                f"| {target.problem} | {seed} | {when(made, target.coherence):.3f} s "
                f"| {rival.packing.coherence - target.coherence:+.1e} | {rival.cpu_seconds:.2f} s | {rival.restarts} |"
            )


def large(seconds: float, cells: tuple[Problem, ...] = (lines(1000, 64), lines(4096, 128))) -> Iterator[str]:
    """Many vectors: the search, and its descent from random vectors alone."""
    yield "| cell | CPU seconds | search | found by | descent from random vectors |"
    yield "|---|---|---|---|---|"
    for problem in cells:
        found = search_large(problem, seconds, 1, clock=time.process_time)
        plain = search_large(problem, seconds, 1, clock=time.process_time, constructions=False)
        ends = [result.packing.coherence for result in (found, plain)]
        yield f"| {problem} | {seconds:g} | {ends[0]:.6f} | {found.method} | {ends[1]:.6f} |"


def speed() -> Iterator[str]:
    """One value with its gradient, beside the machine's matrix products of 1500 x 1500; 3 n^2 d operations count."""
    yield "| n | d | precision | ms | GFlop/s | part of the matrix product's |"
    yield "|---|---|---|---|---|---|"
    for real in (np.float64, np.float32):
        a = np.random.default_rng(0).random((1500, 1500)).astype(real)
        peak = 2 * 1500**3 / _seconds(lambda a=a: a @ a)
        for n, d in ((200, 16), (1000, 64), (2000, 64), (4096, 128)):
            y = np.random.default_rng(0).standard_normal((d, n)).astype(real)
            form, gradient = form_of(Space.lines(d), y.dtype.char), np.empty_like(y)
            spent = _seconds(lambda y=y, form=form, g=gradient: log_norm(y, form, 8, g))
            rate = 3 * n * n * d / spent
            yield f"| {n} | {d} | {real.__name__} | {1e3 * spent:.2f} | {rate / 1e9:.1f} | {rate / peak:.0%} |"


def _seconds(work: object) -> float:
    """The least of five times."""
    times = []
    for _ in range(5):
        began = time.process_time()
        work()  # type: ignore[operator]
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", choices=("cells", "second-order", "large", "speed"))
    parser.add_argument("seconds", type=float, nargs="?", default=3.0, help="CPU seconds for each search")
    parser.add_argument("--seeds", type=int, default=2)
    asked = parser.parse_args()
    with threadpool_limits(1):
        warm_up()
        rows = {
            "cells": lambda: cells(asked.seconds, asked.seeds),
            "second-order": lambda: second_order(asked.seconds, asked.seeds),
            "large": lambda: large(asked.seconds),
            "speed": speed,
        }[asked.table]()
        for row in rows:
            print(row, flush=True)


if __name__ == "__main__":
    main()
