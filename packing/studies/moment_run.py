"""The study of moments: which moment the loss cares about, and how many orthogonal blocks there are then.

A run computes every cell of a design (sizes, exponents, methods, seeds) and keeps each as one line of JSON, so that a
run that was stopped goes on where it was. The run that comes with the package is read by `recorded_moments`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from packing.errors import InputError, positive_integer
from packing.exponents import exact_exponent
from packing.numeric import checked_seed
from packing.studies.moment_cells import METHODS, SEEDLESS, Blocks, MomentCell, cell_of, moment_cell
from packing.studies.resumed import resumed
from packing.toymodels.autoencoder.config import MOST_EXPONENT

EXPONENTS = (1.0, 1.5, 1.8, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
"""The moments of the recorded run."""

SIZES = ((11, 5), (12, 4))
"""Its numbers of features and dimensions: one more than two a dimension, and three a dimension."""

SEEDS = 3


@dataclass(frozen=True)
class MomentCount:
    """The number of blocks of one method at one size and exponent, over seeds.

    `mean` is over the seeds and `error` its standard error (0 where there is one seed alone); `blocks` are those with
    the least value.
    """

    n: int
    d: int
    exponent: float
    method: str
    mean: float
    error: float
    seeds: int
    blocks: Blocks
    value: float
    known: str


def design(
    sizes: Sequence[tuple[int, int]] = SIZES, exponents: Sequence[float] = EXPONENTS, seeds: int = SEEDS, first: int = 0
) -> tuple[tuple[int, int, float, str, int | None], ...]:
    """The cells of a run, in the order in which they are computed: `seeds` of them from `first` on.

    Raises `InputError` for an empty list, sizes below 1, and exponents outside [1, 64], where models cannot be trained.

    >>> len(design()), design()[0]
    (440, (11, 5, 1.0, 'partition', None))
    """
    if not sizes or not exponents:
        raise InputError("a study of moments needs at least one size and one exponent, not none: give them")
    for exponent in exponents:
        if not 1 <= float(exact_exponent(exponent)) <= MOST_EXPONENT:
            raise InputError(f"an error exponent must lie in [1, {MOST_EXPONENT}], not {exponent}: give 2 for squares")
    wanted = [checked_seed(first) + k for k in range(positive_integer("seeds", seeds))]
    return tuple(
        (positive_integer("n", n), positive_integer("d", d), float(exponent), method, seed)
        for n, d in sizes
        for exponent in exponents
        for method in METHODS
        for seed in ([None] if method in SEEDLESS else wanted)
    )


def run_moments(
    cells: Sequence[tuple[int, int, float, str, int | None]],
    path: Path | str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[MomentCell, ...]:
    """Compute the cells of a `design`; with `path` those that are in that file already are not computed again.

    >>> (cell,) = run_moments([(5, 2, 2.0, "partition", None)])
    >>> cell.blocks, cell.known
    (((5, 2),), 'proved among all packings')
    """
    return resumed(cells, moment_cell, cell_of, path, progress)


def moment_counts(cells: Sequence[MomentCell]) -> tuple[MomentCount, ...]:
    """The numbers of blocks over seeds, by size, method and exponent.

    >>> [count.mean for count in moment_counts(run_moments([(5, 2, 2.0, "partition", None)]))]
    [1.0]
    """
    groups: dict[tuple[int, int, int, float], list[MomentCell]] = {}
    methods = list(METHODS)
    for cell in cells:
        groups.setdefault((cell.n, cell.d, methods.index(cell.method), cell.exponent), []).append(cell)
    return tuple(_count(groups[key]) for key in sorted(groups))


@lru_cache(maxsize=1)
def recorded_moments() -> tuple[MomentCount, ...]:
    """The run that comes with the package, made by `packing train moments --out FILE`.

    >>> sorted({(count.n, count.d) for count in recorded_moments()})
    [(11, 5), (12, 4)]
    """
    text = (files("packing") / "data" / "moments.jsonl").read_text(encoding="utf-8")
    return moment_counts([cell_of(json.loads(line)) for line in text.splitlines()])


def _count(cells: Sequence[MomentCell]) -> MomentCount:
    counts = np.array([cell.count for cell in cells], dtype=float)
    error = float(counts.std(ddof=1) / np.sqrt(len(counts))) if len(counts) > 1 else 0.0
    best = min(cells, key=lambda cell: cell.value)
    return MomentCount(
        best.n, best.d, best.exponent, best.method, float(counts.mean()), error, len(cells), best.blocks, best.value,
        best.known,
    )  # fmt: skip
