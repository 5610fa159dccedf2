"""Overlap statistics against the bare matrix product, block reductions in NumPy, the whole Gram matrix, and a recipe.

CPU seconds of one thread, rounds of all rivals interleaved, the least of each, and the medians of the ratios by round,
which a busy machine disturbs least. Run
`pytest benchmarks/test_overlaps.py --benchmark-enable -s`; OVERLAPS_SHAPES=16384x768,16384x4096 and OVERLAPS_ROUNDS=5
change what is measured. The product is OpenBLAS's with the kernel named in the output; `fastest_kernel` looks whether
another one would be faster here, since a slow product flatters every ratio.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from packing.overlaps import Precision, Settings, count, overlaps, prepare
from packing.overlaps.processor import blas_architecture

SHAPES = [
    tuple(map(int, shape.split("x"))) for shape in os.environ.get("OVERLAPS_SHAPES", "8192x768,16384x768").split(",")
]
ROUNDS = int(os.environ.get("OVERLAPS_ROUNDS", "3"))
BLOCK = 512
SETTINGS = Settings(precision=Precision.SINGLE, block=BLOCK)

PRODUCT = """
import sys, time, numpy as np
from threadpoolctl import threadpool_limits, threadpool_info
with threadpool_limits(1):
    rows = np.random.default_rng(0).standard_normal((2048, 768), dtype=np.float32)
    block, best = np.empty((512, 512), np.float32), 9.0
    for _ in range(4):
        began = time.process_time()
        for i in range(0, 2048, 512):
            for j in range(i, 2048, 512):
                np.matmul(rows[i:i+512], rows[j:j+512].T, out=block)
        best = min(best, time.process_time() - began)
names = [library.get("architecture") for library in threadpool_info() if library["user_api"] == "blas"]
print(names[0], 10 * 512 * 512 * 768 * 2 / best / 1e9)
"""


def bare(rows: np.ndarray, block: int = BLOCK) -> None:
    """The products of the upper triangle, and nothing else."""
    products = np.empty((block, block), np.float32)
    for i in range(0, len(rows), block):
        for j in range(i, len(rows), block):
            np.matmul(rows[i : i + block], rows[j : j + block].T, out=products)


def reductions(rows: np.ndarray, block: int = 1024) -> Any:
    """Six moments and row maxima by NumPy on blocks: no partners, histogram, pairs or components."""
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    products = np.empty((block, block), np.float32)
    sums, best = np.zeros(6), np.zeros(len(rows), np.float32)
    for i in range(0, len(rows), block):
        for j in range(i, len(rows), block):
            np.matmul(unit[i : i + block], unit[j : j + block].T, out=products)
            if i == j:
                products[np.tril_indices(block)] = 0
            size = np.abs(products)
            square = products * products
            sums += (
                products.sum(dtype=np.float64),
                size.sum(dtype=np.float64),
                square.sum(dtype=np.float64),
                (size * square).sum(dtype=np.float64),
                (square * square).sum(dtype=np.float64),
                (square * square * square).sum(dtype=np.float64),
            )
            best[i : i + block] = np.maximum(best[i : i + block], size.max(axis=1))
            best[j : j + block] = np.maximum(best[j : j + block], size.max(axis=0))
    return sums, best


def recipe(rows: np.ndarray, block: int = 8192) -> Any:
    """Mean and deviation of |cos| as commonly scripted: norms of every block anew, upper triangle, float64 copies."""
    total = square = pairs = 0.0
    for i in range(0, len(rows), block):
        left = rows[i : i + block] / np.linalg.norm(rows[i : i + block], axis=1, keepdims=True)
        for j in range(i, len(rows), block):
            right = rows[j : j + block] / np.linalg.norm(rows[j : j + block], axis=1, keepdims=True)
            products = left @ right.T
            size = np.abs(products[np.triu_indices(len(left), 1)] if i == j else products.ravel()).astype(np.float64)
            total, square, pairs = total + size.sum(), square + (size**2).sum(), pairs + size.size
    return total / pairs, np.sqrt(square / pairs - (total / pairs) ** 2)


def whole_matrix(rows: np.ndarray) -> Any:
    """The n x n way: four moments, maxima and a histogram of the whole Gram matrix."""
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    gram = np.abs(unit @ unit.T)
    np.fill_diagonal(gram, 0)
    moments = [float((gram**power).mean(dtype=np.float64)) for power in (1, 2, 3, 4)]
    return moments, gram.max(axis=1), gram.argmax(axis=1), np.histogram(gram, 100, (0, 1))


def pair_statistics(rows: np.ndarray) -> Any:
    """All statistics over pairs, and the survey of the rows."""
    return count(prepare(rows, SETTINGS), workers=1)


def everything(rows: np.ndarray) -> Any:
    """The same with candidates refined in float64, frame operator and spectrum."""
    return overlaps(rows, SETTINGS, workers=1)


def without_spectrum(rows: np.ndarray) -> Any:
    """Everything but frame operator and spectrum."""
    return overlaps(rows, SETTINGS, workers=1, spectrum=False)


def rounds_of(rivals: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """The CPU seconds of each rival in rounds in which all of them run."""
    spent: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        for name, rival in rivals.items():
            began = time.process_time()
            rival()
            spent[name].append(time.process_time() - began)
    return spent


def interleaved(rivals: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """The least CPU seconds of each rival over rounds in which all of them run."""
    return {name: min(seconds) for name, seconds in rounds_of(rivals, rounds).items()}


@functools.cache
def rows_of(n: int, d: int, kind: str) -> np.ndarray:
    """Random rows, or rows of 16 orthogonal blocks, turned and shuffled."""
    rng = np.random.default_rng(0)
    rows = rng.standard_normal((n, d), dtype=np.float32)
    if kind == "blocks":
        label = np.arange(n) % 16
        rows *= label[:, None] == (np.arange(d) % 16)[None, :]
        turn, _ = np.linalg.qr(rng.standard_normal((d, d)))
        rows = rows @ turn.astype(np.float32)
    return rows


@pytest.mark.parametrize("kind", ["random", "blocks"])
@pytest.mark.parametrize(("n", "d"), SHAPES)
def test_all_statistics_against_the_bare_product(benchmark: Any, n: int, d: int, kind: str) -> None:
    rows = rows_of(n, d, kind)
    pair_statistics(rows[:1024])  # compiled code is loaded before the clock starts
    rivals: dict[str, Callable[[], Any]] = {
        "bare": lambda: bare(rows),
        "pairs": lambda: pair_statistics(rows),
        "without spectrum": lambda: without_spectrum(rows),
        "everything": lambda: everything(rows),
    }
    spent = benchmark.pedantic(rounds_of, (rivals, ROUNDS), rounds=1)
    seconds = {name: min(times) for name, times in spent.items()}
    report = {name: round(value / seconds["bare"], 3) for name, value in seconds.items()}
    medians = {name: round(float(np.median(np.divide(times, spent["bare"]))), 3) for name, times in spent.items()}
    rate = n * n * d / seconds["bare"] / 1e9
    print(f"\n{kind} {n} x {d}, {blas_architecture()}: bare {seconds['bare']:.3f} s ({rate:.0f} GF/s), ratios {report}")
    print(f"medians of the ratios by round {medians}")
    print(f"load {os.getloadavg()[0]:.1f}; {1e9 * (seconds['pairs'] - seconds['bare']) / (n * n / 2):.2f} ns a pair")
    benchmark.extra_info.update(
        report, medians=medians, seconds=seconds, architecture=blas_architecture(), load=os.getloadavg()[0]
    )


def test_rivals(benchmark: Any) -> None:
    rows = rows_of(8192, 768, "random")
    pair_statistics(rows[:1024])
    rivals: dict[str, Callable[[], Any]] = {
        "pairs": lambda: pair_statistics(rows),
        "reductions": lambda: reductions(rows),
        "recipe": lambda: recipe(rows),
        "whole matrix": lambda: whole_matrix(rows),
    }
    seconds = benchmark.pedantic(interleaved, (rivals, ROUNDS), rounds=1)
    report = {name: round(value / seconds["pairs"], 2) for name, value in seconds.items()}
    print(f"\nrivals at 8192 x 768, CPU seconds over ours ({seconds['pairs']:.3f} s): {report}")
    benchmark.extra_info.update(report, seconds=seconds)


def test_fastest_kernel(benchmark: Any) -> None:
    def measured() -> dict[str, float]:
        rates = {}
        for core in ("", "SkylakeX", "Cooperlake", "Haswell", "Zen"):
            environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
            environment |= {"OPENBLAS_CORETYPE": core} if core else {}
            outcome = subprocess.run(
                [sys.executable, "-c", PRODUCT], env=environment, capture_output=True, text=True, check=False
            )
            if outcome.returncode == 0:
                name, rate = outcome.stdout.split()
                rates[f"{core or 'default'} ({name})"] = round(float(rate), 1)
        return rates

    rates = benchmark.pedantic(measured, rounds=1)
    print(f"\nGF/s by kernel of OpenBLAS: {rates}; in use: {blas_architecture()}")
    benchmark.extra_info.update(rates)
