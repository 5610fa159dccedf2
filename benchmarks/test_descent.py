"""Values and gradients of log ||f||_p beside the plain NumPy formula over the scalars, interleaved on one core.

Run with: pytest benchmarks/test_descent.py --benchmark-enable -s
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from packing import Problem, lines, vectors
from packing.numeric import Floats
from packing.search.columns import columns_of
from packing.search.ladder import SMOOTH
from packing.search.pairs import form_of, log_norm, room_for

CELLS = [
    lines(20, 4, "C"), lines(36, 7, "C"), lines(49, 7, "C"), lines(80, 16, "C"), lines(28, 7), lines(63, 7),
    vectors(24, 4), lines(15, 3, "H"),
]  # fmt: skip
SQUARINGS, ROUNDS = 6, 7


def plain(y: Any, problem: Problem) -> tuple[float, Any]:
    """L_p of rows over R or C and its gradient: the Gram matrix, its powers and one more product."""
    lengths = np.linalg.norm(y, axis=1, keepdims=True)
    x = y / lengths
    gram = x @ x.conj().T
    f = np.abs(gram) ** 2 if problem.has_lines else 0.5 + 0.5 * gram
    np.fill_diagonal(f, 0.0)
    top, p = f.max(), 2.0**SQUARINGS
    powers = (f / top) ** (p - 1)
    total = 0.5 * float(np.sum(powers * f)) / top
    weights = 2.0 * powers * gram if problem.has_lines else 0.5 * powers
    gradient = weights @ x / (total * top)
    gradient -= np.sum(gradient * x.conj(), axis=1, keepdims=True).real * x
    return float(np.log(top) + np.log(total) / p), gradient / lengths


def seconds(work: Callable[[], object], repeats: int) -> float:
    began = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - began) / repeats


@pytest.mark.parametrize("problem", CELLS, ids=str)
def test_a_value_with_its_gradient(benchmark: Any, problem: Problem) -> None:
    """The kernel agrees with the formula and takes less time; over H there is none to compare with."""
    space = problem.space
    rows = space.gaussian(problem.n, np.random.default_rng(0))
    columns: Floats = columns_of(rows, space)
    form, room, gradient = form_of(space), room_for(space, problem.n), np.empty_like(columns)

    def ours() -> float:
        return log_norm(columns, form, SQUARINGS, gradient, room)

    benchmark(ours)
    if space.letter == "H":
        return
    value, expected = plain(rows, problem)
    assert ours() == pytest.approx(value, abs=1e-13)
    assert np.allclose(gradient, columns_of(expected, space), rtol=1e-12, atol=1e-12 * np.abs(gradient).max())
    ratios = [seconds(lambda: plain(rows, problem), 300) / seconds(ours, 300) for _ in range(ROUNDS)]
    benchmark.extra_info.update(plain_by_ours=float(np.median(ratios)))
    print(f"{problem}: the plain formula takes {np.median(ratios):.1f} times as long")
    assert np.median(ratios) > 1.0


@pytest.mark.parametrize("problem", CELLS, ids=str)
def test_a_descent(benchmark: Any, problem: Problem) -> None:
    """One walk down the slow ladder from random vectors."""
    space = problem.space
    start = columns_of(space.gaussian(problem.n, np.random.default_rng(0)), space)
    columns, largest = benchmark.pedantic(SMOOTH.descend, args=(start, space), rounds=3, warmup_rounds=1)
    assert np.isfinite(columns).all()
    assert 0.0 < largest < 1.0
