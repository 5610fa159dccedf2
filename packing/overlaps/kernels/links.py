"""Components within one block of overlaps: labels of its rows and columns, and the pairs that join components."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import compiled
from packing.overlaps.kernels.top_k import STRETCH
from packing.overlaps.kernels.union_find import link, root


class Scratch(NamedTuple):
    """Working arrays of one worker."""

    tables: npt.NDArray[np.uint32]
    cells: npt.NDArray[np.uint32]
    row_labels: npt.NDArray[np.int32]
    column_labels: npt.NDArray[np.int32]
    groups: npt.NDArray[np.int64]


@compiled()
def joins_components(bits: Any, mask: Any, cut: Any, labels: Any, label: Any) -> bool:
    """Whether a pair above `cut` leads to another component."""
    found = bits[0] - bits[0]
    for j in range(bits.size):
        found |= ((bits[j] & mask) > cut) & (labels[j] != label)
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
    rows = forest.parent.size
    components = rows - forest.edges.sum()
    previous = 1
    count = 0
    for level in range(forest.edges.size):
        if components != previous:
            scratch.groups[count] = level
            common = root(forest, first_row, level)
            apart = False
            for r in range(height):
                label = root(forest, first_row + r, level)
                scratch.row_labels[count, r] = label
                apart |= label != common
            for j in range(width):
                label = root(forest, first_column + j, level)
                scratch.column_labels[count, j] = label
                apart |= label != common
            count += apart  # no pair of a block within one component joins two
        previous = components
        components += forest.edges[level]
    return count


@compiled()
def link_line(
    bits: Any, mask: Any, cuts: Any, r: Any, offset: Any, origin: Any, watched: Any, forest: Any, scratch: Any
) -> int:
    """Link the pairs of line r of a block, from column `offset` on; return how many of them joined nothing."""
    idle = 0
    for group in range(watched):
        level = scratch.groups[group]
        label = scratch.row_labels[group, r]
        labels = scratch.column_labels[group]
        cut = cuts[level]
        for begin in range(0, bits.size, STRETCH):
            end = min(begin + STRETCH, bits.size)
            found = bits[0] - bits[0]
            for j in range(begin, end):
                found |= ((bits[j] & mask) > cut) & (labels[offset + j] != label)
            if found == 0:
                continue
            for j in range(begin, end):
                a = bits[j] & mask
                if a > cut and labels[offset + j] != label:
                    highest = level
                    while highest + 1 < cuts.size and a > cuts[highest + 1]:
                        highest += 1
                    if not link(forest, origin[0] + r, origin[1] + offset + j, highest):
                        idle += 1
    return idle
