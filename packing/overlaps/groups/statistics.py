"""The statistics of groups of rows as one value, and how they are measured."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.overlaps.block_rows import PairProgress
from packing.overlaps.groups.angles import GroupPair, pairs_of
from packing.overlaps.groups.labels import Groups, Name, as_groups, of_rows
from packing.overlaps.groups.sentences import group_sentences
from packing.overlaps.groups.spans import Spans, rank_tolerance, spans
from packing.overlaps.groups.sums import GroupSums, group_sums
from packing.overlaps.groups.yardsticks import RandomSpans
from packing.overlaps.matrix import Matrix
from packing.overlaps.preparation import prepare
from packing.overlaps.processor import blas_architecture, thread_count
from packing.overlaps.row_table import RowTable
from packing.overlaps.settings import Settings
from packing.overlaps.values import Cost, Dropped, ShortRepr
from packing.problem import Distance

BEYOND = 0.99
"""The quantile of the random law beyond which pairs are counted."""


@dataclass(frozen=True, eq=False, repr=False)
class GroupOverlaps(ShortRepr):
    """The overlaps of the spans of groups of rows, over all pairs of groups.

    f is the mean squared cosine of the principal angles of a pair (over the smaller rank), `mean` and `deviation` are
    those of f over pairs, `mean_largest` the mean of the largest squared cosine. `near` are the pairs of largest f,
    `sharp` those of the largest cosines, `far` those of smallest f, the most extreme first, with angles in float64.
    `ranks` says how many spans have each rank; `deficient` how many groups span less than their rows could.

    Fields: `name` of the matrix; `n` rows with a direction in `d` columns; `dropped`, `unlabelled`: rows left out;
    `empty`: groups left without rows; `tolerance`: the singular value below which a direction is noise; `beyond`: the
    share of pairs whose f is beyond a far quantile of random spans, None where there is no such law; `settings` and
    `cost`.
    """

    name: str
    n: int
    d: int
    dropped: Dropped
    unlabelled: int
    ranks: Mapping[int, int]
    empty: tuple[Name, ...]
    deficient: int
    tolerance: float
    pairs: int
    mean: float
    deviation: float
    mean_largest: float
    beyond: float | None
    near: tuple[GroupPair, ...]
    sharp: tuple[GroupPair, ...]
    far: tuple[GroupPair, ...]
    settings: Settings
    cost: Cost

    @property
    def count(self) -> int:
        """The number of groups with a direction."""
        return sum(self.ranks.values())

    @cached_property
    def random(self) -> RandomSpans:
        """Random spans of the same ranks."""
        return RandomSpans(self.d, self.ranks)

    def coherence(self, distance: Distance | str = Distance.CHORDAL) -> float:
        """The root of the largest f (chordal), or the largest cosine (spectral)."""
        if Distance(distance) is Distance.SPECTRAL:
            return self.sharp[0].largest_cosine
        return math.sqrt(self.near[0].mean_squared_cosine)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the statistics say, in words."""
        return group_sentences(self)

    def by_pair(self) -> RowTable:
        """A line for each pair listed: near ones, those of large cosines, far ones, each once."""
        listed: dict[tuple[Name, Name], GroupPair] = {}
        for pair in (*self.near, *self.sharp, *self.far):
            listed.setdefault((pair.left, pair.right), pair)
        pairs = list(listed.values())
        deepest = max(len(pair.angles) for pair in pairs)
        angles = np.full((len(pairs), deepest), np.nan)
        for place, pair in enumerate(pairs):
            angles[place, : len(pair.angles)] = pair.angles
        columns: dict[str, npt.NDArray[Any]] = {
            "left": np.array([pair.left for pair in pairs]),
            "right": np.array([pair.right for pair in pairs]),
            "left_rank": np.array([pair.ranks[0] for pair in pairs]),
            "right_rank": np.array([pair.ranks[1] for pair in pairs]),
            "mean_squared_cosine": np.array([pair.mean_squared_cosine for pair in pairs]),
            "largest_cosine": np.array([pair.largest_cosine for pair in pairs]),
        }
        columns |= {f"angle_{place + 1}": np.ascontiguousarray(angles[:, place]) for place in range(deepest)}
        return RowTable(columns)

    def answer(self) -> dict[str, Any]:
        """The statistics in the form of the command's JSON."""
        from packing.overlaps.groups.json_answer import json_answer

        return json_answer(self)

    def __str__(self) -> str:
        return (
            f"{self.count} groups in {self.d} dimensions, {self.pairs} pairs, chordal coherence {self.coherence():.6g}"
        )


def group_overlaps(
    matrix: Matrix | Packing | npt.ArrayLike,
    groups: Groups | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    center: bool = False,
    min_norm: float = 0.0,
    workers: int | None = None,
    progress: Callable[[PairProgress], None] | None = None,
) -> GroupOverlaps:
    """Principal angles between the spans of groups of rows of a real matrix, over all pairs of groups.

    Args: `groups` one label a row, whole numbers or words; rows with a negative number belong to none. Rows without a
    direction are dropped as `prepare` does, and so are groups that keep none. A span has the rank of its unit rows,
    singular values below what the storage blurs left out; ranks may differ, and then angles are as many as the smaller
    rank. Memory: an orthonormal basis of all groups in the precision of the products, and blocks of 512 rows.
    `settings`: eps, precision and `top` (None: those of the shape); `center` subtracts the mean row; rows shorter than
    `min_norm` are dropped; `workers`: threads; `progress` is called with a `PairProgress`.

    >>> planes = group_overlaps(np.eye(6)[[0, 1, 1, 2, 3, 4]], [1, 1, 2, 2, 3, 3])
    >>> print(planes)
    3 groups in 6 dimensions, 3 pairs, chordal coherence 0.707107
    >>> planes.near[0].left, planes.near[0].right, planes.coherence("spectral")
    (1, 2, 1.0)
    """
    began, cpu = time.perf_counter(), time.process_time()
    wanted = settings or Settings()
    prepared = prepare(matrix, wanted, center=center, min_norm=min_norm, least=1)
    source, labels = prepared.source, as_groups(groups)
    whole = int(source.array.shape[int(source.transposed)])
    labels = of_rows(labels, whole, source.index, source.n)
    found = spans(prepared, labels)
    values, counts = np.unique(found.ranks, return_counts=True)
    random = RandomSpans(source.d, dict(zip(values.tolist(), counts.tolist(), strict=True)))
    level = random.level(BEYOND)
    threads = thread_count(workers)
    sums = group_sums(found, top=wanted.top, level=level, workers=threads, progress=progress)
    answer = _concluded(found, sums, random, wanted.top)
    spent = Cost(time.perf_counter() - began, time.process_time() - cpu, threads, architecture=blas_architecture())
    unlabelled = int(np.sum(labels.places[prepared.rows] < 0))
    return replace(answer, unlabelled=unlabelled, cost=spent)


def _concluded(found: Spans, sums: GroupSums, random: RandomSpans, top: int) -> GroupOverlaps:
    prepared, pairs = found.prepared, sums.pairs
    mean = sums.mean / pairs
    sizes = np.array([rows.size for rows in found.rows])
    beyond = None if random.problem(Distance.CHORDAL) is None else sums.above / pairs
    near = sorted(pairs_of(found, sums.nearest), key=lambda pair: -pair.mean_squared_cosine)
    sharp = sorted(pairs_of(found, sums.sharpest), key=lambda pair: -pair.largest_cosine)
    far = sorted(pairs_of(found, sums.farthest), key=lambda pair: pair.mean_squared_cosine)
    return GroupOverlaps(
        prepared.source.name,
        prepared.source.n,
        prepared.source.d,
        prepared.dropped,
        0,
        random.ranks,
        found.empty,
        int(np.sum(found.ranks < np.minimum(sizes, prepared.source.d))),
        rank_tolerance(prepared, int(sizes.max())),
        pairs,
        mean,
        math.sqrt(max(sums.square / pairs - mean * mean, 0.0)),
        sums.largest / pairs,
        beyond,
        tuple(near[:top]),
        tuple(sharp[:top]),
        tuple(far[:top]),
        prepared.settings,
        Cost(0.0, 0.0, 1),
    )
