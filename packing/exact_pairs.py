"""Pairs of exact vectors counted by their whole inner products, in blocks: overlaps, and who attains the largest."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from packing.doors import shown
from packing.exact_gram import EXACT_FLOATS, ExactGram
from packing.numeric import Floats, Indices
from packing.space import Space

MOST_NORMS = 16
"""Of more different lengths of rows the pairs are not counted by their inner products."""

MOST_VALUES = 2**17
"""The most different whole inner products that are counted."""

SMALL_BLOCK = 2**20
"""Blocks of fewer products are counted by numpy."""

_SINGLE = 2**24
_ROWS, _COLUMNS = 1024, 8192

Counts = dict[Fraction, int]


def is_countable(space: Space, exact: ExactGram) -> bool:
    """Whether doubles hold all inner products, which take few values: lengths of rows are few, numbers short."""
    norms = exact.norms
    if exact.largest >= EXACT_FLOATS or norms.dtype == object:
        return False
    largest = int(norms.max()) if space.has_points or exact.parts == 1 else int(norms.max()) ** 2
    return largest < MOST_VALUES // 2 and len(np.unique(norms)) <= MOST_NORMS


def count_pairs(space: Space, exact: ExactGram) -> tuple[Counts, Indices, Fraction]:
    """Signed squares of the overlaps with their numbers of pairs, the closest pairs of each vector, the largest one."""
    order = np.argsort(exact.norms, kind="stable")
    norms = exact.norms[order]
    rows = exact.select(order)
    degrees, best, counts = np.zeros(exact.n, dtype=np.int64), Fraction(-2), Counter[Fraction]()
    for i, j, scale in _blocks(norms):
        block, offset, size = _whole(space, rows, i, j, scale)
        numbers = _tally(block, size, i == j)
        held = np.flatnonzero(numbers)
        if not len(held):
            continue
        squares = {int(value): _signed(space, int(value) - offset, scale, exact.parts) for value in held}
        for value, square in squares.items():
            counts[square] += int(numbers[value])
        largest = max(squares.values())
        if largest > best:
            best, degrees[:] = largest, 0
        if largest == best:
            target = next(value for value, square in squares.items() if square == best)
            _mark(block, float(target), degrees[i], degrees[j], i == j)
    final = np.empty_like(degrees)
    final[order] = degrees
    return dict(counts), final, best


def _tally(block: Floats, size: int, above_diagonal: bool) -> Indices:
    """`packing.tally.tally`, by numpy where that is as fast as to load the compiler."""
    if block.size <= SMALL_BLOCK:
        chosen = block[np.triu_indices(len(block), 1)] if above_diagonal else block.ravel()
        return np.bincount(chosen.astype(np.int64), minlength=size)
    from packing.tally import tally

    return tally(block, size, above_diagonal=above_diagonal)


def _mark(block: Floats, target: float, rows: Indices, columns: Indices, above_diagonal: bool) -> None:
    """`packing.tally.mark`, by numpy of a small block."""
    if block.size <= SMALL_BLOCK:
        touching = np.triu(block == target, 1) if above_diagonal else block == target
        rows += touching.sum(axis=1)
        columns += touching.sum(axis=0)
        return
    from packing.tally import mark

    mark(block, target, rows, columns, above_diagonal=above_diagonal)


def _blocks(norms: Indices) -> Iterator[tuple[slice, slice, int]]:
    """Pairs of ranges of rows of one length each, and the product of the squared lengths; i == j on the diagonal."""
    values, starts = np.unique(norms, return_index=True)
    ends = [*starts[1:].tolist(), len(norms)]
    spans = list(zip(values.tolist(), starts.tolist(), ends, strict=True))
    for a, (norm, first, last) in enumerate(spans):
        for start in range(first, last, _ROWS):
            left = slice(start, min(start + _ROWS, last))
            yield left, left, norm * norm
            for other, low, high in spans[a:]:
                for column in range(left.stop if other == norm else low, high, _COLUMNS):
                    yield left, slice(column, min(column + _COLUMNS, high)), norm * other


def _whole(space: Space, rows: ExactGram, i: slice, j: slice, scale: int) -> tuple[Floats, int, int]:
    """A block of inner products of points, their moduli or squared moduli of lines, from 0 on; the shift; the size."""
    kind = np.float32 if rows.largest < _SINGLE and rows.parts == 1 else np.float64
    parts = rows.floats(i, j, kind)
    root = math.isqrt(scale)
    if space.has_points:
        parts[0] += root
        return parts[0], root, 2 * root + 1
    if rows.parts == 1:
        return np.abs(parts[0], out=parts[0]), 0, root + 1
    return parts[0] ** 2 + parts[1] ** 2, 0, scale + 1


def _signed(space: Space, value: int, scale: int, parts: int) -> Fraction:
    if parts == 2 and space.has_lines:
        return Fraction(value, scale)
    return Fraction(value * abs(value), scale)


__dir__ = shown(__name__)
