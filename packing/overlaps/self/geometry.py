"""The components of a matrix named: the largest ones at each eps, each looked at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy.stats import poisson

from packing.named_codes import LARGEST
from packing.numeric import Floats
from packing.overlaps.baselines import RandomRows
from packing.overlaps.matrix import Matrix
from packing.overlaps.self.components import Factors, rank_of, rounding_of
from packing.overlaps.self.shapes import (
    LEAST_PIECES,
    Found,
    Kind,
    Shape,
    agreement,
    aligned_sum,
    family_name,
    shape_of,
)
from packing.rounding import counted

SHAPED = 256
"""So many of the largest components are named at one eps."""

CHANCE = 0.01
"""A row is a hub where random rows of the shape have one of so many links with at most this chance."""

_LEAST_WORK, _MOST_WORK, _SHARE = 1e9, 2e10, 0.02


def described(
    found: tuple[Factors, ...],
    matrix: Matrix,
    norms: Floats,
    numbers: npt.NDArray[np.int64],
    dimensionality: Floats,
) -> tuple[Factors, ...]:
    """The same components, the largest 256 at each eps as `Shape`s; rows are called by their `numbers`.

    Components of more than 128 rows are near duplicates or unclassified; their ranks are computed as long as that takes
    a fiftieth of the work of all pairs, or about a second.
    """
    work = min(_MOST_WORK, max(_LEAST_WORK, _SHARE * matrix.n**2 * matrix.d))
    namer = _Namer(matrix, norms, work)
    return tuple(replace(factors, shapes=_shapes(factors, namer, numbers, dimensionality)) for factors in found)


def least_pieces(eps: float, n: int, d: int) -> int:
    """The pieces that a hub must join: more than a row of n random ones in R^d has partners, but for a chance of 0.01.

    Where random rows are joined to a giant component, at one partner a row and more, the smaller ones have fewer than
    one on the average.

    >>> least_pieces(0.5, 2000, 50), least_pieces(0.9, 100, 256)
    (6, 4)
    """
    law = RandomRows(n, d).law
    partners = 1.0 if law is None else min(1.0, n * float(law.survival(np.array([eps]))[0]))
    return max(LEAST_PIECES, int(poisson.isf(CHANCE / n, partners)) + 1)


def _shapes(
    factors: Factors, namer: _Namer, numbers: npt.NDArray[np.int64], dimensionality: Floats
) -> tuple[Shape, ...]:
    if not factors.sizes.size:
        return ()
    labels = factors.labels
    taken = np.flatnonzero(labels < min(SHAPED, factors.sizes.size))
    members = taken[np.argsort(labels[taken], kind="stable")]
    pieces = least_pieces(factors.eps, namer.matrix.n, namer.matrix.d)
    shapes = []
    start = 0
    for size in factors.first_sizes(min(SHAPED, factors.sizes.size)):
        rows = members[start : start + size]
        start += size
        name = namer.name(rows, factors.eps, pieces)
        hub = None if name.hub is None else int(numbers[rows[name.hub]])
        listed = tuple(map(int, numbers[rows[:LARGEST]]))
        share = float(dimensionality[rows].mean())
        shapes.append(Shape(name.name, name.kind, size, name.rank, listed, share, name.distance, hub))
    return tuple(shapes)


@dataclass(eq=False)
class _Namer:
    """Names components of one matrix, the same rows once; `work` is what is left for the ranks of large ones."""

    matrix: Matrix
    norms: Floats
    work: float
    known: dict[tuple[int, int], Found] = field(default_factory=dict)

    def name(self, rows: npt.NDArray[np.intp], eps: float, pieces: int) -> Found:
        key = (int(rows[0]), int(rows.size))  # components at two eps are disjoint or nested
        held = self.known.get(key)
        if held is None or held.kind in (Kind.HUB, Kind.BLOCK):  # links depend on eps
            held = self.small(rows, eps, pieces) if rows.size <= LARGEST else self.large(rows)
            self.known[key] = held
        return held

    def small(self, rows: npt.NDArray[np.intp], eps: float, pieces: int) -> Found:
        return shape_of(self.unit(rows), eps, rounding_of(self.matrix), pieces)

    def large(self, rows: npt.NDArray[np.intp]) -> Found:
        family = self.family(rows)
        if family is not None:
            return Found(family, Kind.FAMILY, 1)
        rank = self.rank(rows)
        place = "" if rank is None else f" in {counted(rank, 'dimension')}"
        return Found(f"unclassified component of {rows.size} rows{place}", Kind.UNCLASSIFIED, rank)

    def rank(self, rows: npt.NDArray[np.intp]) -> int | None:
        """The dimension of the span; some of the rows are asked first, since they often span all of R^d."""
        for part in (rows[: 2 * self.matrix.d], rows):
            least = min(part.size, self.matrix.d)
            cost = float(part.size) * self.matrix.d * least + float(least) ** 3
            if cost > self.work:
                return None
            self.work -= cost
            rank = rank_of(self.matrix, self.norms, part)
            if rank == self.matrix.d or part.size == rows.size:
                return rank
        return None

    def family(self, rows: npt.NDArray[np.intp]) -> str | None:
        """The name of near duplicates, None for others: two passes over the rows, the second until one disagrees."""
        first = self.matrix.rows(rows[:1])[0] / self.norms[rows[0]]
        parts = [rows[start : start + self.matrix.chunk] for start in range(0, rows.size, self.matrix.chunk)]
        if agreement(self.unit(parts[0]), first)[0] < 2 * 0.95 - 1 - 1e-9:
            return None
        total = np.zeros(self.matrix.d)
        for part in parts:
            total += aligned_sum(self.unit(part), first)
        least, opposite = 1.0, 0
        for part in parts:
            below, against = agreement(self.unit(part), total)
            least, opposite = min(least, below), opposite + against
            if family_name(rows.size, least, 0) is None:
                return None
        return family_name(rows.size, least, opposite)

    def unit(self, rows: npt.NDArray[np.intp]) -> Floats:
        unit: Floats = self.matrix.rows(rows) / self.norms[rows, None]
        return unit
