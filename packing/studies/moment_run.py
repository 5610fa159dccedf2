"""The study of moments: which moment the loss cares about, and how many orthogonal blocks there are then.

A run computes every cell of a design (sizes, exponents, methods, seeds) and keeps each as one line of JSON, so that a
run that was stopped goes on where it was. The run that comes with the package is read by `recorded_moments`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from packing.averages import mean_of
from packing.errors import InputError, positive_integer
from packing.exponents import exact_exponent
from packing.numeric import checked_seed
from packing.recording import Recipe, record
from packing.studies.moment_cells import METHODS, SEEDLESS, Blocks, MomentCell, cell_of, moment_cell
from packing.toymodels.autoencoder.config import MOST_EXPONENT

EXPONENTS = (1.0, 1.5, 1.8, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
"""The moments of the recorded run."""

SIZES = ((11, 5), (12, 4))
"""Its numbers of features and dimensions: one more than two a dimension, and three a dimension."""

SEEDS = 3

MOST_FEATURES, MOST_SEEDS = 100, 1000
"""The largest n and d, whose partitions take seconds, and the most seeds."""


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
    wanted = [checked_seed(first) + k for k in range(positive_integer("seeds", seeds, MOST_SEEDS))]
    return tuple(
        (
            positive_integer("n", n, MOST_FEATURES),
            positive_integer("d", d, MOST_FEATURES),
            float(exponent),
            method,
            seed,
        )
        for n, d in sizes
        for exponent in exponents
        for method in METHODS
        for seed in ([None] if method in SEEDLESS else wanted)
    )


def run_moments(
    cells: Sequence[tuple[int, int, float, str, int | None]],
    path: Path | str | None = None,
    *,
    seconds: float = math.inf,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
    executor: Executor | None = None,
) -> tuple[MomentCell, ...]:
    """Compute the cells of a `design`; those that the file `path` holds already are not computed again.

    No cell is begun after `seconds` of the clock; `jobs` processes, or tasks at once of an `executor`;
    `progress(done, all)` is called after each.

    >>> (cell,) = run_moments([(5, 2, 2.0, "partition", None)])
    >>> cell.blocks, cell.known
    (((5, 2),), 'proved among all packings')
    """
    return record(RECIPE, cells, path, seconds=seconds, jobs=jobs, progress=progress, executor=executor)


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
    return moment_counts(RECIPE.shipped("moments.jsonl"))


def _count(cells: Sequence[MomentCell]) -> MomentCount:
    mean = mean_of([cell.count for cell in cells])
    best = min(cells, key=lambda cell: cell.value)
    error = 0.0 if len(cells) == 1 else mean.error
    return MomentCount(
        best.n, best.d, best.exponent, best.method, mean.value, error, len(cells), best.blocks, best.value, best.known
    )  # fmt: skip


def _made(key: tuple[int, int, float, str, int | None]) -> MomentCell:
    return moment_cell(*key)


RECIPE = Recipe(_made, lambda cell: cell.key, MomentCell.as_dict, cell_of, "cell of a study of moments")
"""How cells are computed, and kept in a file."""
