"""One block of overlaps folded into the statistics while it is in cache, line by line.

Rows hold finite numbers only, so sums may be reassociated.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from packing.numeric import compiled
from packing.overlaps.kernels.links import joins_components, label_block, link_line
from packing.overlaps.kernels.sums import LIFT, add_powers, count_above, count_cells, histogram_cells
from packing.overlaps.kernels.top_k import line_maximum, update_top_k

_STALE = 64
"""Labels of components are written again after so many lines with links, and links that joined nothing."""


@compiled()
def fold_lines(
    bits: Any,
    mask: Any,
    cuts: Any,
    lines: Any,
    origin: Any,
    diagonal: Any,
    connect: Any,
    watched: Any,
    rows: Any,
    columns: Any,
    pairs: Any,
    forest: Any,
    scratch: Any,
) -> None:
    """Fold some lines of a block into best partners, closest pairs and components; their sums are taken elsewhere."""
    first_row, first_column = np.uint64(origin[0]), np.uint64(origin[1])
    stop = np.uint64(bits.shape[1])
    for place in range(lines.size):
        r = np.uint64(lines[place])
        start = r + np.uint64(1) if diagonal else np.uint64(0)
        if start < stop:
            line = bits[place]
            update_top_k(line, start, stop, mask, first_row + r, first_column, rows, columns, pairs)
            if connect:
                link_line(line, start, stop, mask, cuts, r, origin, watched, forest, scratch)


@compiled()
def fold(
    block: Any,
    mask: Any,
    lift: Any,
    half: Any,
    cuts: Any,
    origin: Any,
    diagonal: Any,
    connect: Any,
    row_scales: Any,
    column_scales: Any,
    row_weights: Any,
    column_weights: Any,
    sums: Any,
    row_interference: Any,
    interference: Any,
    exceeding: Any,
    rows: Any,
    columns: Any,
    pairs: Any,
    forest: Any,
    scratch: Any,
) -> None:
    """Fold a block of products <w_i, w_j> into the statistics, line by line; `origin` is its first row and column.

    On a diagonal block only pairs i < j count. With `connect` False rows and columns belong to different matrices:
    components and the `interference` of columns are left alone.
    """
    height, width = block.shape
    watched = label_block(forest, origin[0], height, origin[1], width, scratch) if connect else 0
    stale = 0
    line, bits, cells, crossed = scratch.line, scratch.bits, scratch.cells, scratch.interference
    groups, row_labels, column_labels = scratch.groups, scratch.row_labels, scratch.column_labels
    first, second, third, fourth = scratch.tables[0], scratch.tables[1], scratch.tables[2], scratch.tables[3]
    thresholds, others, closest = rows.thresholds, columns.thresholds, pairs.values
    first_row, first_column, stop = np.uint64(origin[0]), np.uint64(origin[1]), np.uint64(width)
    crossed[:width] = 0
    for r in range(np.uint64(height)):
        start = r + np.uint64(1) if diagonal else np.uint64(0)
        if start >= stop:
            break
        row = first_row + r
        row_interference[r] += add_powers(
            block, r, start, stop, row_scales[r], column_scales, row_weights[r], column_weights, line, crossed, lift,
            sums,
        )  # fmt: skip
        largest, is_new = line_maximum(bits, start, stop, mask, others, first_column)
        if is_new or largest > thresholds[row] or largest > closest[0]:
            update_top_k(bits, start, stop, mask, row, first_column, rows, columns, pairs)
        reached = 0
        while reached < cuts.size and largest > cuts[reached]:
            reached += 1
        count_above(bits, start, stop, mask, cuts, reached, exceeding)
        for group in range(watched):
            cut = cuts[groups[group]]
            if largest <= cut:
                break
            if joins_components(bits, start, stop, mask, cut, column_labels, group, row_labels[group, r]):
                stale += 1 + link_line(bits, start, stop, mask, cuts, r, origin, watched, forest, scratch)
                if stale > _STALE:
                    watched = label_block(forest, origin[0], height, origin[1], width, scratch)
                    stale = 0
                break
        histogram_cells(line, start, stop, half, cells)
        count_cells(cells, start, stop, first, second, third, fourth)
    if connect:
        for j in range(stop):
            interference[first_column + j] += np.float64(crossed[j]) / LIFT**2
