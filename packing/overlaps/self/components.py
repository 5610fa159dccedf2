"""Components of the graph of pairs with |cos| > eps: the tegum factors of a matrix, for every eps at once."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import dpstrf

from packing.numeric import Floats
from packing.overlaps.kernels.union_find import Forest, component_labels
from packing.overlaps.matrix import Matrix
from packing.overlaps.self.shapes import Shape
from packing.overlaps.values import ShortRepr

RANKED = 64
"""The ranks of at most this many factors are computed at one eps."""

_RANK_WORK = 5e10


@dataclass(frozen=True, eq=False, repr=False)
class Factors(ShortRepr):
    """The components at one eps: rows of different components have |cos| <= eps.

    `sizes` falls and leaves out the `singletons`, rows without a partner above eps. `ranks` are the dimensions that the
    largest components span, as far as they were computed, and `shapes` what the largest ones are. `pairs` counts the
    pairs with |cos| > eps, `orthogonal_pairs` the others.

    Fields: `d` columns; `forest` and `level`: the union-find forest of all eps, and which of them this is.
    """

    eps: float
    sizes: npt.NDArray[np.int64]
    singletons: int
    pairs: int
    orthogonal_pairs: int
    d: int
    forest: Forest
    level: int
    ranks: tuple[int, ...] = ()
    shapes: tuple[Shape, ...] = ()

    @property
    def named_rows(self) -> int:
        """How many rows lie in components that are codes, near duplicates or hubs."""
        return sum(shape.size for shape in self.shapes if shape.is_named)

    @property
    def count(self) -> int:
        """The number of components."""
        return int(self.sizes.size) + self.singletons

    def first_sizes(self, most: int) -> list[int]:
        """The sizes of the largest components, singletons at the end, at most `most` of them."""
        shown = self.sizes[:most].tolist()
        return shown + [1] * min(most - len(shown), self.singletons)

    @property
    def labels(self) -> npt.NDArray[np.int32]:
        """For each row the place of its component, the largest being 0; ties go by the first row."""
        tops = _tops(self.forest, self.level)
        _, first, inverse, sizes = np.unique(tops, return_index=True, return_inverse=True, return_counts=True)
        order = np.lexsort((first, -sizes))
        place = np.empty(order.size, dtype=np.int32)
        place[order] = np.arange(order.size, dtype=np.int32)
        labels: npt.NDArray[np.int32] = place[inverse]
        return labels

    @property
    def is_tegum(self) -> bool:
        """Whether the rows fall into nearly orthogonal blocks: two or more with at least two rows, at most half alone.

        Only for eps <= 1/sqrt(d), the r.m.s. overlap of random rows: above, any rows fall apart.
        """
        below_random = self.eps**2 * self.d <= 1
        return below_random and self.sizes.size > 1 and self.singletons <= int(self.sizes.sum())

    def __str__(self) -> str:
        shown = ", ".join(map(str, self.first_sizes(4))) + (", .." if self.count > 4 else "")
        return f"|cos| > {self.eps:g}: {self.count} component{'s' * (self.count != 1)} ({shown})"


def components(forest: Forest, eps: tuple[float, ...], exceeding: npt.NDArray[np.int64], d: int) -> tuple[Factors, ...]:
    """The components at each eps, from the forest of strongest links of rows in R^d."""
    n = int(forest.parent.size)
    found: list[Factors] = []
    for level, cosine in enumerate(eps):
        pairs = int(exceeding[level])
        orthogonal = math.comb(n, 2) - pairs
        count = n - int(forest.edges[level:].sum())
        if found and found[-1].count == count:  # finer or equal, and as many: the same components
            sizes, singletons = found[-1].sizes, found[-1].singletons
        else:
            held = np.bincount(_tops(forest, level), minlength=n)
            sizes, singletons = np.sort(held[held > 1])[::-1].astype(np.int64), int(np.count_nonzero(held == 1))
        found.append(Factors(cosine, sizes, singletons, pairs, orthogonal, d, forest, level))
    return tuple(found)


def _tops(forest: Forest, level: int) -> npt.NDArray[np.int32]:
    tops = np.empty(forest.parent.size, dtype=np.int32)
    component_labels(forest, level, tops)
    return tops


def ranked(found: tuple[Factors, ...], matrix: Matrix, norms: Floats) -> tuple[Factors, ...]:
    """The same components, with the ranks of the largest where the rows fall into blocks; equal components share them.

    The rank counts the steps of a pivoted Cholesky factorisation of the frame operator of a component above the
    rounding of the stored numbers: it is exact for rows in general position within a subspace.
    """
    known: dict[int, tuple[int, ...]] = {}
    for factors in found:
        if factors.is_tegum and factors.count not in known:
            known[factors.count] = _ranks(factors, matrix, norms)
    return tuple(replace(factors, ranks=known.get(factors.count, ())) for factors in found)


def _ranks(factors: Factors, matrix: Matrix, norms: Floats) -> tuple[int, ...]:
    """The ranks of the largest components, as many as take at most some seconds."""
    ranks: list[int] = []
    work = 0.0
    members = np.argsort(factors.labels, kind="stable")
    start = 0
    for size in factors.first_sizes(RANKED):
        least = min(size, matrix.d)
        work += float(size) * matrix.d * least + float(least) ** 3
        if work > _RANK_WORK:
            break
        ranks.append(rank_of(matrix, norms, members[start : start + size]))
        start += size
    return tuple(ranks)


def rounding_of(matrix: Matrix) -> float:
    """The relative error of a row as it is stored, with room: what is below it is no dimension."""
    return max(1e-7, 4 * matrix.unit_roundoff)


def rank_of(matrix: Matrix, norms: Floats, members: npt.NDArray[np.intp]) -> int:
    """The dimension that some rows span, above the rounding of the stored numbers."""
    if members.size == 1:
        return 1
    by_row = members.size <= matrix.d
    if by_row:
        rows = matrix.rows(members) / norms[members, None]
        gram = rows @ rows.T
    else:
        gram = np.zeros((matrix.d, matrix.d))
        for start in range(0, members.size, matrix.chunk):
            part = members[start : start + matrix.chunk]
            rows = matrix.rows(part) / norms[part, None]
            gram += rows.T @ rows
    _, _, rank, _ = dpstrf(gram, tol=float(np.trace(gram)) * rounding_of(matrix) ** 2)
    return int(rank)
