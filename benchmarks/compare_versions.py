"""Searches from scratch, without records and constructions: hits of the best known, and CPU seconds to them.

Two versions of the package are compared by running this file with each: `PYTHONPATH=TREE python
benchmarks/compare_versions.py random`. Only doors that version 0.1.0 has are used. Targets are the best packings that
the version at hand ships; give `--targets FILE` to write them, or to read them where the file is there, so that both
versions hunt the same.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from problems import LADDER_CELLS
from threadpoolctl import threadpool_limits

from packing import Problem, lines
from packing.search import Progress, minimize_coherence

HIT = 1e-8
"""A coherence this near the target, or below it, is a hit."""

EIGHT = tuple(target.problem for target in LADDER_CELLS)
HARD = tuple(
    lines(n, d, "C")
    for d, n in ((5, 33), (6, 23), (6, 14), (7, 17), (5, 48), (6, 49), (7, 31), (4, 47), (6, 42), (7, 20))
)
"""Ten cells on which the pace of descents was tuned (docs/search-records.md)."""

RANDOM_CELLS = 60
SEED_OF_CELLS = 17


def random_cells() -> tuple[Problem, ...]:
    """Complex cells with d = 2..7 and n = d + 2..49, always the same ones."""
    cells = [lines(n, d, "C") for d in range(2, 8) for n in range(d + 2, 50)]
    chosen = np.random.default_rng(SEED_OF_CELLS).choice(len(cells), RANDOM_CELLS, replace=False)
    return tuple(cells[number] for number in sorted(chosen))


TABLES = {"eight": (EIGHT, 3.0), "hard": (HARD, 12.0), "random": (random_cells(), 4.0)}
"""The cells of each table, and the CPU seconds for each search."""


class _Hit(Exception):
    """Ends a search from its progress report."""


def search(problem: Problem, target: float, seconds: float, seed: int) -> tuple[float, float]:
    """CPU seconds to the target, infinite where it is missed, and how far above it the search ended."""
    began, reached = time.process_time(), [1.0]

    def watch(progress: Progress) -> None:
        reached.append(progress.value)
        if progress.value <= target + HIT:
            raise _Hit

    try:
        found = minimize_coherence(
            problem, seconds=seconds, seed=seed, progress=watch, clock=time.process_time, constructions=False
        )
        reached.append(found.packing.coherence)
    except _Hit:
        pass
    spent, gap = time.process_time() - began, min(reached) - target
    return (spent if gap <= HIT else np.inf), gap


def targets(problems: Sequence[Problem], file: Path | None) -> dict[str, float]:
    """The best coherence shipped of every problem, from the file where it is there."""
    if file is not None and file.exists():
        return dict(json.loads(file.read_text()))
    found = {str(problem): _shipped(problem) for problem in problems}
    if file is not None:
        file.write_text(json.dumps(found, indent=1))
    return found


def _shipped(problem: Problem) -> float:
    try:
        from packing.records.shipped import shipped_entry
    except ImportError:  # version 0.1.0
        from packing.shipped import best_known as shipped_entry
    entry = shipped_entry(problem)
    assert entry is not None
    return float(entry.packing.coherence)


def rows(problems: Sequence[Problem], aims: dict[str, float], seconds: float, seeds: Sequence[int]) -> Iterator[str]:
    """A line for every search, and the sums at the end."""
    yield "| cell | seed | CPU s to the best known | gap at the end |"
    yield "|---|---|---|---|"
    times = []
    for problem in problems:
        for seed in seeds:
            spent, gap = search(problem, aims[str(problem)], seconds, seed)
            times.append(spent)
            yield f"| {problem} | {seed} | {f'{spent:.2f}' if np.isfinite(spent) else 'missed'} | {gap:+.1e} |"
    hits = [spent for spent in times if np.isfinite(spent)]
    total = sum(hits) + seconds * (len(times) - len(hits))
    yield f"\n{len(hits)} hits of {len(times)}; {total:.1f} CPU s, a miss counted as {seconds:g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", choices=[*TABLES, "all"])
    parser.add_argument("--seconds", type=float, default=None, help="CPU seconds for each search")
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds: 1, 2, ...")
    parser.add_argument("--targets", type=Path, default=None, help="a file of the coherences to reach")
    asked = parser.parse_args()
    aims = targets([problem for cells, _ in TABLES.values() for problem in cells], asked.targets)
    with threadpool_limits(1):
        minimize_coherence(lines(7, 3, "C"), restarts=40)  # compiles what is compiled
        for name in TABLES if asked.table == "all" else (asked.table,):
            cells, seconds = TABLES[name]
            print(f"\n### {name}\n", flush=True)
            for row in rows(cells, aims, asked.seconds or seconds, range(1, asked.seeds + 1)):
                print(row, flush=True)


if __name__ == "__main__":
    main()
