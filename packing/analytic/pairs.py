"""The most orthogonal pairs among n vectors of F^d: with parallel vectors (Turan) and among different lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from packing.analytic.extremal import SOURCES, distinct_upper, turan
from packing.analytic.rays import (
    Integers,
    all_distinct,
    complex_space_lines,
    complex_space_pairs,
    orthogonal_sum,
    pair_count,
    plane,
    space_lines,
    space_pairs,
    to_eisenstein,
)
from packing.configuration import Packing
from packing.displayed import Displayed
from packing.errors import InputError, positive_integer
from packing.problem import Field, parse_field
from packing.rigor import Rigor
from packing.space import Space


@dataclass(frozen=True)
class OrthogonalPairs(Displayed):
    """lower <= (most unordered orthogonal pairs) <= upper; `vectors` are integer rows with exactly `lower` of them,
    shape (n, d), or Eisenstein integers a + b w of shape (n, d, 2).

    `rigor` is proved: the lower bound is counted in integers and the upper bound is `theorem`.

    Fields: `field`: R, C or H; `distinct`: whether lines must differ.
    """

    n: int
    d: int
    field: Field
    distinct: bool
    lower: int
    upper: int
    theorem: str
    rigor: Rigor = Rigor.PROVED

    @cached_property
    def vectors(self) -> Integers:
        """The rows of the arrangement, counted in integers; built when first asked for."""
        rows = _lines(self.n, self.d, self.field) if self.distinct else _axes(self.n, self.d)
        if pair_count(rows) != self.lower or (self.distinct and not all_distinct(rows)):
            raise ArithmeticError(f"the arrangement for {self} fails its own check")
        return rows

    @property
    def reference(self) -> str:
        """The key of the source of `theorem` in `references.bib`, "" for a count that needs none.

        >>> orthogonal_pairs(16, 2).reference
        'turan1941'
        """
        return SOURCES.get(self.theorem, "")

    @property
    def exact(self) -> int | None:
        """The number where both bounds agree, else None."""
        return self.lower if self.lower == self.upper else None

    @cached_property
    def packing(self) -> Packing:
        """The arrangement with `lower` orthogonal pairs."""
        eisenstein = self.vectors.ndim == 3
        rows = self.vectors @ np.array([1, np.exp(2j * np.pi / 3)]) if eisenstein else self.vectors
        return Packing(rows, Space.lines(self.d, self.field))

    def __str__(self) -> str:
        number = str(self.lower) if self.exact is not None else f"{self.lower} to {self.upper}"
        return f"{number} orthogonal pairs ({self.theorem}, {self.rigor})"


def orthogonal_pairs(n: int, d: int, field: Field | str = Field.REAL, distinct: bool = False) -> OrthogonalPairs:
    """The most unordered pairs i < j with <x_i, x_j> = 0 among n unit vectors of F^d.

    Parallel vectors allowed: exactly Turan's number t(n, d), because pairwise orthogonal vectors are independent, so
    that no d + 1 vectors are pairwise orthogonal; attained by d orthogonal lines of multiplicity floor or ceil of n/d,
    and only by them where n >= d. For d | n it is n^2 (1 - 1/d)/2.

    Different lines (`distinct`): exact for n <= d, d = 2, d = 3 with n <= 13 (subsets of the 13 rays of `rays`), real
    d = 4 unless n = 10 mod 20; elsewhere a lower bound from orthogonal sums of planes, one R^3 block and single
    lines (the Lenz construction), and an upper bound from `extremal.distinct_upper`. Over C and H the lines of three
    dimensions have Eisenstein entries: 48 pairs for n = 21, at most 50.

    Raises: `InputError` for bad n, d or field, and for two or more different lines in one dimension.

    >>> print(orthogonal_pairs(16, 2))
    64 orthogonal pairs (Turan, proved)
    >>> orthogonal_pairs(13, 3, distinct=True).exact, orthogonal_pairs(9, 4, distinct=True).exact
    (24, 24)
    """
    n, d, scalars = positive_integer("n", n), positive_integer("d", d), parse_field(field)
    if not distinct:
        most = turan(n, d)
        return _verified(OrthogonalPairs(n, d, scalars, distinct, most, most, "Turan"))
    if d == 1 and n > 1:
        raise InputError(f"one dimension has a single line, so there are no {n} different ones: take d at least 2")
    if n > MOST_LINES:
        raise InputError(f"at most {MOST_LINES} different lines are arranged, not {n}: take fewer, or allow parallels")
    sizes, ranks = zip(*_split(n, d, scalars), strict=True)
    upper, theorem = distinct_upper(n, d, scalars)
    lower = _total(list(sizes), list(ranks), scalars)
    return _verified(OrthogonalPairs(n, d, scalars, distinct, lower, upper, theorem))


MOST_LINES = 3000
"""Arrangements of more different lines are not built."""

VERIFIED_UP_TO = 600
"""Arrangements of up to this many vectors are built and counted at once, larger ones when they are asked for."""


def _verified(pairs: OrthogonalPairs) -> OrthogonalPairs:
    """Count the pairs of the arrangement, and check that its lines differ where they must."""
    if pairs.lower > pairs.upper or (pairs.n <= VERIFIED_UP_TO and len(pairs.vectors) != pairs.n):
        raise ArithmeticError(f"the bounds for {pairs} contradict each other")
    return pairs


def _axes(n: int, d: int) -> Integers:
    """d orthogonal lines with floor or ceil of n/d vectors each."""
    return np.eye(d, dtype=np.int64)[np.arange(n) % d]


def _lines(n: int, d: int, field: Field) -> Integers:
    """n different lines of F^d: the best orthogonal sum of planes, blocks in three dimensions and single lines."""
    single, has_eisenstein = np.ones((1, 1), dtype=np.int64), field is not Field.REAL
    rows = np.zeros((0, 0, 2) if has_eisenstein else (0, 0), dtype=np.int64)
    for size, dimensions in _split(n, d, field):
        if dimensions == 3:
            rows = orthogonal_sum(rows, _space(size, field))
            continue
        block = single if dimensions == 1 else plane(size)
        rows = orthogonal_sum(rows, to_eisenstein(block) if has_eisenstein else block)
    missing = d - rows.shape[1]
    return np.pad(rows, ((0, 0), (0, missing), *([(0, 0)] if has_eisenstein else [])))


def _space(size: int, field: Field) -> Integers:
    return space_lines(size) if field is Field.REAL else complex_space_lines(size)


@cache
def _split(n: int, d: int, field: Field) -> tuple[tuple[int, int], ...]:
    """The blocks (n_i, d_i), d_i <= 3, with the most pairs: few single lines and R^3 blocks, the planes balanced."""
    best: tuple[int, tuple[tuple[int, int], ...]] = (-1, ())
    for spaces in range(min(d // 3, 2) + 1):
        for singles in range(d - 3 * spaces + 1):
            planes, odd = divmod(d - 3 * spaces - singles, 2)
            if not odd:
                best = max(best, _balance(n, [3] * spaces + [2] * planes + [1] * singles, field))
    return best[1]


def _balance(n: int, dimensions: list[int], field: Field) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Fill blocks one vector at a time where it gains most, then move vectors between blocks while that gains."""
    sizes = [0] * len(dimensions)
    for placed in range(n):
        open_blocks = [index for index, rank in enumerate(dimensions) if sizes[index] < _room(rank)]
        if not open_blocks:
            return -1, ()
        gains = {
            index: placed - sizes[index] + _marginal(sizes[index], dimensions[index], field) for index in open_blocks
        }
        sizes[max(gains, key=lambda index: gains[index])] += 1
    while (move := _improving_move(sizes, dimensions, field)) is not None:
        giver, taker, amount = move
        sizes[giver] -= amount
        sizes[taker] += amount
    blocks = tuple((size, rank) for size, rank in zip(sizes, dimensions, strict=True) if size)
    return _total(sizes, dimensions, field), blocks


def _improving_move(sizes: list[int], dimensions: list[int], field: Field) -> tuple[int, int, int] | None:
    before = _total(sizes, dimensions, field)
    tried: set[tuple[int, int, int, int]] = set()
    for giver, out in enumerate(sizes):
        for taker, into in enumerate(sizes):
            for amount in (1, 2, 3):
                key = (out, dimensions[giver], into, dimensions[taker] * 10 + amount)
                if giver == taker or out < amount or into + amount > _room(dimensions[taker]) or key in tried:
                    continue
                tried.add(key)
                moved = list(sizes)
                moved[giver] -= amount
                moved[taker] += amount
                if _total(moved, dimensions, field) > before:
                    return giver, taker, amount
    return None


def _room(rank: int) -> int:
    return 1 if rank == 1 else 10**9


def _marginal(size: int, rank: int, field: Field) -> int:
    return _inside(size + 1, rank, field) - _inside(size, rank, field)


@cache
def _inside(size: int, rank: int, field: Field) -> int:
    """Orthogonal pairs inside a block of `size` lines in F^rank."""
    if rank == 1 or size < 2:
        return 0
    return size // 2 if rank == 2 else space_pairs(size) if field is Field.REAL else complex_space_pairs(size)


def _total(sizes: list[int], dimensions: list[int], field: Field) -> int:
    n = sum(sizes)
    across = (n * n - sum(size * size for size in sizes)) // 2
    return across + sum(_inside(size, rank, field) for size, rank in zip(sizes, dimensions, strict=True))
