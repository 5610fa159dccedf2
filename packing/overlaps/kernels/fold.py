"""One block of overlaps folded into the statistics while it is in cache, line by line.

Rows hold finite numbers only, so sums may be reassociated.
"""

from __future__ import annotations

from typing import Any

from packing.numeric import compiled
from packing.overlaps.kernels.links import joins_components, label_block, link_line
from packing.overlaps.kernels.sums import add_powers, count_above, count_cells, histogram_cells
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
    first_row, first_column = origin
    for place in range(lines.size):
        r = lines[place]
        start = r + 1 if diagonal else 0
        if start < bits.shape[1]:
            update_top_k(bits[place, start:], mask, first_row + r, first_column + start, rows, columns, pairs)
            if connect:
                link_line(bits[place, start:], mask, cuts, r, start, origin, watched, forest, scratch)


@compiled()
def fold(
    block: Any,
    bits: Any,
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
    column_interference: Any,
    exceeding: Any,
    rows: Any,
    columns: Any,
    pairs: Any,
    forest: Any,
    scratch: Any,
) -> None:
    """Fold a block of products <w_i, w_j> into the statistics, line by line; `origin` is its first row and column.

    On a diagonal block only pairs i < j count. `column_interference` is in the precision of the block and cleared by
    the caller; with `connect` False components are left alone (rows and columns of different matrices).
    """
    first_row, first_column = origin
    height, width = block.shape
    watched = label_block(forest, first_row, height, first_column, width, scratch) if connect else 0
    stale = 0
    for r in range(height):
        start = r + 1 if diagonal else 0
        if start >= width:
            break
        row, first = first_row + r, first_column + start
        line, pattern = block[r, start:], bits[r, start:]
        row_interference[r] += add_powers(
            line, row_scales[r], column_scales[start:], row_weights[r], column_weights[start:],
            column_interference[start:], lift, sums,
        )  # fmt: skip
        largest, is_new = line_maximum(pattern, mask, columns.thresholds[first : first + line.size])
        if is_new or largest > rows.thresholds[row] or largest > pairs.values[0]:
            update_top_k(pattern, mask, row, first, rows, columns, pairs)
        reached = 0
        while reached < cuts.size and largest > cuts[reached]:
            reached += 1
        count_above(pattern, mask, cuts, reached, exceeding)
        for group in range(watched):
            level = scratch.groups[group]
            if largest <= cuts[level]:
                break
            labels = scratch.column_labels[group, start : start + line.size]
            if joins_components(pattern, mask, cuts[level], labels, scratch.row_labels[group, r]):
                stale += 1 + link_line(pattern, mask, cuts, r, start, origin, watched, forest, scratch)
                if stale > _STALE:
                    watched = label_block(forest, first_row, height, first_column, width, scratch)
                    stale = 0
                break
        histogram_cells(line, half, scratch.cells)
        count_cells(scratch.cells, line.size, scratch.tables)
