"""Components within one block of overlaps: labels of its rows and columns, and the pairs that join components."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import compiled
from packing.overlaps.kernels.sums import TABLES
from packing.overlaps.kernels.top_k import STRETCH
from packing.overlaps.kernels.union_find import link, root


class Scratch(NamedTuple):
    """Working arrays of one worker: a line of cosines and its bits, histogram counters, labels of components."""

    line: npt.NDArray[Any]
    bits: npt.NDArray[Any]
    interference: npt.NDArray[Any]
    tables: npt.NDArray[np.uint32]
    cells: npt.NDArray[np.uint32]
    row_labels: npt.NDArray[np.int32]
    column_labels: npt.NDArray[np.int32]
    groups: npt.NDArray[np.int64]


def scratch_of(dtype: npt.DTypeLike, block: int, levels: int, bins: int) -> Scratch:
    """Working arrays for blocks of so many rows, so many values of eps and bins."""
    line = np.zeros(block, dtype=dtype)
    labels = (max(levels, 1), block)
    return Scratch(
        line,
        line.view(np.int64 if line.itemsize == 8 else np.int32),
        np.zeros(block, dtype=dtype),
        np.zeros((TABLES, bins), dtype=np.uint32),
        np.zeros(block, dtype=np.uint32),
        np.zeros(labels, dtype=np.int32),
        np.zeros(labels, dtype=np.int32),
        np.zeros(max(levels, 1), dtype=np.int64),
    )


@compiled()
def joins_components(
    bits: Any, start: Any, stop: Any, mask: Any, cut: Any, labels: Any, group: Any, label: Any
) -> bool:
    """Whether a pair above `cut` leads to another component."""
    found = bits.dtype.type(0)
    for j in range(start, stop):
        a = bits.dtype.type(bits[j] & mask)
        found = bits.dtype.type(found | ((a > cut) & (labels[group, j] != label)))
    return found != 0


@compiled()
def label_block(forest: Any, first_row: Any, height: Any, first_column: Any, width: Any, scratch: Any) -> int:
    """Write the components of the rows and columns of a block for each level that differs from the one below.

    Returns the number of such levels. Components of a higher level lie inside those of a lower one, so levels with as
    many components have the same ones, and a pair that joins two components of one of them joins two of the lowest:
    only that one is watched. Labels may grow old: rows that were apart may have been joined since, at some levels of a
    group and not at others. So the labels of both ends must be of one age; then a pair that joins components at any
    level has different ones.
    """
    parent, levels, edges = forest.parent, forest.level, forest.edges
    groups, row_labels, column_labels = scratch.groups, scratch.row_labels, scratch.column_labels
    components = parent.size - edges.sum()
    previous = 1
    count = 0
    for level in range(edges.size):
        if components != previous:
            groups[count] = level
            common = root(parent, levels, first_row, level)
            apart = False
            for r in range(height):
                label = root(parent, levels, first_row + r, level)
                row_labels[count, r] = label
                apart |= label != common
            for j in range(width):
                label = root(parent, levels, first_column + j, level)
                column_labels[count, j] = label
                apart |= label != common
            count += apart  # no pair of a block within one component joins two
        previous = components
        components += edges[level]
    return count


@compiled()
def link_line(
    bits: Any, start: Any, stop: Any, mask: Any, cuts: Any, r: Any, origin: Any, watched: Any, forest: Any, scratch: Any
) -> int:
    """Link the pairs of line r of a block; return how many of them joined nothing."""
    idle = 0
    labels = scratch.column_labels
    for group in range(np.uint64(watched)):
        level = scratch.groups[group]
        label = scratch.row_labels[group, r]
        cut = cuts[level]
        for begin in range(start, stop, np.uint64(STRETCH)):
            end = min(begin + np.uint64(STRETCH), stop)
            if not joins_components(bits, begin, end, mask, cut, labels, group, label):
                continue
            for j in range(begin, end):
                a = bits[j] & mask
                if a > cut and labels[group, j] != label:
                    highest = level
                    while highest + 1 < cuts.size and a > cuts[highest + 1]:
                        highest += 1
                    if not link(forest, origin[0] + np.int64(r), origin[1] + np.int64(j), highest):
                        idle += 1
    return idle
