"""Two dictionaries: the best match of each row in the other, how well they match, one-to-one matching."""

from __future__ import annotations

import math
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from packing.configuration import Packing
from packing.errors import InputError
from packing.overlaps.matrix import Floats, Indices, Matrix
from packing.overlaps.panels import Panels
from packing.overlaps.processor import blas_architecture, thread_count
from packing.overlaps.refinement import cosines_of, refined_pairs, refined_partners
from packing.overlaps.settings import Settings
from packing.overlaps.statistics import Cost, Dropped, Pair
from packing.overlaps.stream import Progress, host_crew, operand, run
from packing.overlaps.tally import empty_tally
from packing.overlaps.triangle import Preparation, moments, prepare
from packing.overlaps.yardsticks import RandomRows

CANDIDATES = 8
"""Partners of each row, on either side, among which the one-to-one matching chooses."""

MOST_ASSIGNED = 6000
"""A dense assignment is solved for groups of candidates up to this size; larger ones are matched greedily first."""


@dataclass(frozen=True, eq=False)
class Side:
    """One dictionary: its shape, the rows dropped, and for each row left its best |cos| and partner in the other."""

    name: str
    n: int
    dropped: Dropped
    rows: Indices
    best: Floats
    partner: Indices

    @property
    def mean_best(self) -> float:
        """The mean over rows of the largest |cos|: MMCS."""
        return float(self.best.mean())


@dataclass(frozen=True, eq=False)
class Matching:
    """Pairs (left, right), each row at most once, of large sum of |cos|: largest among candidates if `is_exact`."""

    left: Indices
    right: Indices
    cosines: Floats
    is_exact: bool

    @property
    def mean(self) -> float:
        """The mean |cos| of the matched pairs."""
        return float(np.abs(self.cosines).mean()) if self.cosines.size else math.nan


@dataclass(frozen=True, eq=False)
class Comparison:
    """Statistics of cos(w_i, v_j) over all rows of two matrices with the same number of columns."""

    d: int
    left: Side
    right: Side
    settings: Settings
    absolute: Mapping[int, float]
    signed: Mapping[int, float]
    histogram: npt.NDArray[np.int64]
    pairs_above: Mapping[float, int]
    top: tuple[Pair, ...]
    matching: Matching
    cost: Cost

    @property
    def coherence(self) -> float:
        """The largest |cos|."""
        return abs(self.top[0].cosine)

    @property
    def random(self) -> RandomRows:
        """Random rows of the larger dictionary."""
        return RandomRows(max(self.left.rows.size, self.right.rows.size), self.d)

    @property
    def random_mean_best(self) -> float:
        """The median best |cos| of a random row among the rows of the right dictionary."""
        law = self.random.law
        return law.maximum_quantile(self.right.rows.size) if law else 1.0

    def answer(self) -> dict[str, Any]:
        """The numbers that are not one a row, in the form of the command's JSON."""
        return {
            "matrix": self.left.name,
            "against": self.right.name,
            "rows": (self.left.n, self.right.n),
            "columns": self.d,
            "dropped": (self.left.dropped.count, self.right.dropped.count),
            "coherence": self.coherence,
            "moments": dict(self.absolute),
            "signed_moments": dict(self.signed),
            "random": {"row_maximum": self.random_mean_best, "moments": self.random.moments},
            "mean_best": (self.left.mean_best, self.right.mean_best),
            "matching": {
                "pairs": int(self.matching.left.size),
                "mean": self.matching.mean,
                "exact": self.matching.is_exact,
            },
            "above": [{"eps": eps, "pairs": pairs} for eps, pairs in self.pairs_above.items()],
            "top": [{"rows": (pair.left, pair.right), "cosine": pair.cosine} for pair in self.top],
            "histogram": {"edges": [-1.0, 1.0], "counts": self.histogram},
            "seconds": self.cost.seconds,
            "cpu_seconds": self.cost.cpu_seconds,
        }


def compare(
    left: Matrix | Packing | npt.ArrayLike,
    right: Matrix | Packing | npt.ArrayLike,
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Comparison:
    """Exact statistics between the rows of two matrices, best match each way, and a one-to-one matching.

    The matching maximises the sum of |cos| among the `CANDIDATES` best partners of each row, on either side: groups of
    rows that are linked by candidates are solved one by one by the Hungarian method (exact within the candidates), a
    group of more than `MOST_ASSIGNED` rows greedily. Reference: Kuhn (1955).

    >>> import numpy as np
    >>> both = compare(np.eye(3), np.array([[0.0, 2, 0], [1, 0, 0], [0, 1, -1]]))
    >>> both.left.partner.tolist(), both.matching.right.tolist()
    ([1, 0, 2], [1, 0, 2])
    """
    began, cpu = time.perf_counter(), time.process_time()
    chosen = settings or Settings()
    one, two = prepare(left, chosen), prepare(right, chosen)
    if one.matrix.d != two.matrix.d:
        raise InputError(
            f"the matrices have {one.matrix.d} and {two.matrix.d} columns: compare rows of one space, or transpose one"
        )
    n, m, d = one.matrix.n, two.matrix.n, one.matrix.d
    kept = min(CANDIDATES, n, m)
    wanted = Settings(chosen.eps, chosen.bins, chosen.top, kept, chosen.precision, chosen.block)
    settings = wanted.resolved(max(n, m), d)
    dtype = settings.precision.dtype
    print_ = zlib.crc32(two.norms.tobytes(), zlib.crc32(one.norms.tobytes()))
    tally = empty_tally(settings, f"{n}+{m}x{d} {print_:08x}", n, m)
    operands = [operand(Panels(side.matrix, side.norms, dtype), side.norms, dtype) for side in (one, two)]
    crew = host_crew(operands[0], operands[1], tally, min(thread_count(workers), tally.done.size))
    run(crew, list(range(tally.done.size)), progress=progress)
    if int(tally.histogram.sum()) != n * m:
        raise ArithmeticError(f"the histogram holds {int(tally.histogram.sum())} pairs, not {n * m}")
    best = refined_pairs(one.matrix, one.norms, tally.closest, two.matrix, two.norms)
    absolute, signed = moments(tally, best, n * m, operands[0].panels.gain * operands[1].panels.gain)
    left_best, left_partners = refined_partners(one.matrix, one.norms, tally.rows, two.matrix, two.norms)
    right_best, right_partners = refined_partners(two.matrix, two.norms, tally.columns, one.matrix, one.norms)
    return Comparison(
        d,
        Side(one.source.name, one.source.n, one.dropped, one.rows, left_best, two.rows[left_partners[:, 0]]),
        Side(two.source.name, two.source.n, two.dropped, two.rows, right_best, one.rows[right_partners[:, 0]]),
        settings,
        absolute,
        signed,
        tally.histogram,
        dict(zip(settings.eps, map(int, tally.exceeding), strict=True)),
        tuple(
            Pair(int(one.rows[i]), int(two.rows[j]), float(c))
            for i, j, c in zip(*(column[: settings.top] for column in best[:3]), strict=True)
        ),
        _matching(one, two, left_partners, right_partners),
        Cost(
            time.perf_counter() - began,
            time.process_time() - cpu,
            thread_count(workers),
            architecture=blas_architecture(),
        ),
    )


def _matching(one: Preparation, two: Preparation, left_partners: Indices, right_partners: Indices) -> Matching:
    n, m = one.matrix.n, two.matrix.n
    i = np.concatenate((np.repeat(np.arange(n), left_partners.shape[1]), right_partners.ravel()))
    j = np.concatenate((left_partners.ravel(), np.repeat(np.arange(m), right_partners.shape[1])))
    edges = np.unique(i * np.int64(m) + j)
    i, j = edges // m, edges % m
    cosines = cosines_of(one.matrix, one.norms, i, two.matrix, two.norms, j)
    graph = csr_array((np.ones(i.size), (i, n + j)), shape=(n + m, n + m))
    _, labels = connected_components(graph, directed=False)
    order = np.argsort(labels[i], kind="stable")
    edge_groups = np.split(order, np.flatnonzero(np.diff(labels[i][order])) + 1)
    chosen: list[int] = []
    is_exact = True
    for group in edge_groups:
        rows, columns = np.unique(i[group]), np.unique(j[group])
        if max(rows.size, columns.size) > MOST_ASSIGNED:
            is_exact = False
            chosen += _greedy(i, j, cosines, group)
            continue
        weights = np.zeros((rows.size, columns.size))
        which = np.full(weights.shape, -1, dtype=np.int64)
        places = np.searchsorted(rows, i[group]), np.searchsorted(columns, j[group])
        weights[places], which[places] = np.abs(cosines[group]), group
        picked = which[linear_sum_assignment(weights, maximize=True)]
        chosen += picked[picked >= 0].tolist()
    keep = np.array(sorted(chosen), dtype=np.int64)
    return Matching(one.rows[i[keep]], two.rows[j[keep]], cosines[keep], is_exact)


def _greedy(i: Indices, j: Indices, cosines: Floats, group: npt.NDArray[np.intp]) -> list[int]:
    """Take candidates from the largest |cos| down, each row once: at least half of the best possible sum."""
    used_left: set[int] = set()
    used_right: set[int] = set()
    chosen = []
    for edge in group[np.argsort(-np.abs(cosines[group]), kind="stable")].tolist():
        if int(i[edge]) not in used_left and int(j[edge]) not in used_right:
            used_left.add(int(i[edge]))
            used_right.add(int(j[edge]))
            chosen.append(edge)
    return chosen
