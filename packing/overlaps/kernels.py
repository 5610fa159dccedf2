"""The compiled passes over one block of overlaps while it is in cache: powers, nearest rows, components, histogram.

Absolute values are compared as integers: for floats of one sign the order of the bits is the order of the numbers,
and integer maxima vectorise where float maxima do not. All compiled code stands in this one file, since the cache of
compiled code is keyed by it. Rows hold finite numbers only, so sums may be reassociated.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

_REORDERED = {"reassoc", "contract", "nsz", "arcp"}

LIFT = 2.0**16
"""Powers are summed of 2^16 c: the sixth power of rounding noise (1e-8) then stays a normal float32, which is fast."""

TABLES = 4
"""Histogram counters used in turn: neighbouring pairs often share a bin, and a counter must not wait for itself."""

_STRETCH = 64

_STALE = 64
"""Labels are written again after so many lines that looked for news, and pairs that looked new and were not."""


class Nearest(NamedTuple):
    """The best partners of each row: `values` (bits) in falling order, `gates` = the last of them, contiguous."""

    gates: npt.NDArray[Any]
    values: npt.NDArray[Any]
    partners: npt.NDArray[np.int32]


class Closest(NamedTuple):
    """The largest overlaps of all as a binary heap, smallest first."""

    values: npt.NDArray[Any]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]


class Forest(NamedTuple):
    """A spanning forest of the overlaps: row i hangs from `parent[i]` by a pair above the cosine of `level[i]`.

    Two rows are connected by pairs above level k exactly if climbing edges of level >= k from both ends at one row.
    `edges[k]` counts the edges of level k.
    """

    parent: npt.NDArray[np.int32]
    level: npt.NDArray[np.int8]
    edges: npt.NDArray[np.int64]


class Scratch(NamedTuple):
    """Working arrays of one worker."""

    tables: npt.NDArray[np.uint32]
    cells: npt.NDArray[np.uint32]
    row_labels: npt.NDArray[np.int32]
    column_labels: npt.NDArray[np.int32]
    groups: npt.NDArray[np.int64]


@njit(cache=True, nogil=True, fastmath=_REORDERED)
def _powers(line, scale, scales, weight, weights, felt, lift, sums):  # type: ignore[no-untyped-def]
    """Scale a line of products to cosines; add |c|^p and sign(c)|c|^p, p = 1, 2, 3, 4, 6; return sum c^2 weight."""
    zero = line[0] - line[0]
    a1 = a2 = a3 = a4 = a6 = s1 = s2 = s3 = s4 = s6 = own = zero
    for j in range(line.size):
        c = line[j] * (scale * scales[j])
        line[j] = c
        x = c * lift
        a = abs(x)
        square = x * x
        cube = a * square
        fourth = square * square
        a1 += a
        a2 += square
        a3 += cube
        a4 += fourth
        a6 += fourth * square
        s1 += x
        s2 += x * a
        s3 += x * square
        s4 += x * cube
        s6 += x * a * fourth
        own += square * weights[j]
        felt[j] += square * weight
    for index, total in enumerate((a1, a2, a3, a4, a6, s1, s2, s3, s4, s6)):
        sums[index] += total
    return own


@njit(cache=True, nogil=True)
def _peak(bits, mask, gates):  # type: ignore[no-untyped-def]
    """The largest absolute overlap of a line, and whether it is news to any row of `gates`."""
    largest = bits[0] - bits[0]
    news = largest
    for j in range(bits.size):
        a = bits[j] & mask
        largest = max(largest, a)
        news |= a > gates[j]
    return largest, news != 0


@njit(cache=True, nogil=True)
def _exceed(bits, mask, cuts, reached, exceeding):  # type: ignore[no-untyped-def]
    """Count the overlaps above each of the first `reached` cuts, four cuts in one sweep, or two where they suffice."""
    level = 0
    while reached - level > 2:
        cut0, cut1, cut2 = cuts[level], cuts[level + 1], cuts[level + 2]
        cut3 = cuts[min(level + 3, reached - 1)]
        count0 = count1 = count2 = count3 = np.int32(0)
        for j in range(bits.size):
            a = bits[j] & mask
            count0 += np.int32(a > cut0)
            count1 += np.int32(a > cut1)
            count2 += np.int32(a > cut2)
            count3 += np.int32(a > cut3)
        exceeding[level] += count0
        exceeding[level + 1] += count1
        exceeding[level + 2] += count2
        if level + 3 < reached:
            exceeding[level + 3] += count3
        level += 4
    if reached > level:
        cut0, cut1 = cuts[level], cuts[reached - 1]
        count0 = count1 = np.int32(0)
        for j in range(bits.size):
            a = bits[j] & mask
            count0 += np.int32(a > cut0)
            count1 += np.int32(a > cut1)
        exceeding[level] += count0
        if reached - level > 1:
            exceeding[level + 1] += count1


@njit(cache=True, nogil=True)
def _bridges(bits, mask, cut, labels, label):  # type: ignore[no-untyped-def]
    """Whether a pair above `cut` leads to another component."""
    found = bits[0] - bits[0]
    for j in range(bits.size):
        found |= ((bits[j] & mask) > cut) & (labels[j] != label)
    return found != 0


@njit(cache=True, nogil=True, fastmath=_REORDERED)
def _locate(line, half, cells):  # type: ignore[no-untyped-def]
    """The histogram cell of each overlap: the width of a cell is 1 / half and the middle one is centred on 0."""
    last = np.int32(2 * half) - np.int32(1)
    for j in range(line.size):
        cells[j] = np.uint32(min(max(np.int32(line[j] * half + half), np.int32(0)), last))


@njit(cache=True, nogil=True)
def _count(cells, size, tables):  # type: ignore[no-untyped-def]
    first, second, third, fourth = tables[0], tables[1], tables[2], tables[3]
    one = np.uint32(1)
    whole = size - size % 4
    for j in range(0, whole, 4):
        first[cells[j]] += one
        second[cells[j + 1]] += one
        third[cells[j + 2]] += one
        fourth[cells[j + 3]] += one
    for j in range(whole, size):
        first[cells[j]] += one


@njit(cache=True, nogil=True)
def _befriend(nearest, row, value, partner):  # type: ignore[no-untyped-def]
    """Insert a partner among the best of `row`."""
    values, partners = nearest.values[row], nearest.partners[row]
    place = values.size - 1
    while place > 0 and values[place - 1] < value:
        values[place] = values[place - 1]
        partners[place] = partners[place - 1]
        place -= 1
    values[place] = value
    partners[place] = partner
    nearest.gates[row] = values[values.size - 1]


@njit(cache=True, nogil=True)
def _remember(closest, value, left, right):  # type: ignore[no-untyped-def]
    """Replace the smallest of the closest pairs and restore the heap."""
    values = closest.values
    place = 0
    while True:
        child = 2 * place + 1
        if child >= values.size:
            break
        if child + 1 < values.size and values[child + 1] < values[child]:
            child += 1
        if values[child] >= value:
            break
        values[place], closest.left[place], closest.right[place] = (
            values[child],
            closest.left[child],
            closest.right[child],
        )
        place = child
    values[place], closest.left[place], closest.right[place] = value, left, right


@njit(cache=True, nogil=True)
def _meet(bits, mask, row, first, rows, columns, closest):  # type: ignore[no-untyped-def]
    """Give the news of one line to its row, to its columns and to the closest pairs; most stretches hold none."""
    for begin in range(0, bits.size, _STRETCH):
        end = min(begin + _STRETCH, bits.size)
        bar = min(rows.gates[row], closest.values[0])
        news = bits[0] - bits[0]
        for j in range(begin, end):
            a = bits[j] & mask
            news |= (a > bar) | (a > columns.gates[first + j])
        if news == 0:
            continue
        for j in range(begin, end):
            a = bits[j] & mask
            column = first + j
            if a > rows.gates[row]:
                _befriend(rows, row, a, column)
            if a > columns.gates[column]:
                _befriend(columns, column, a, row)
            if a > closest.values[0]:
                _remember(closest, a, row, column)


@njit(cache=True, nogil=True)
def _top(forest, row, level):  # type: ignore[no-untyped-def]
    while forest.level[row] >= level and forest.parent[row] != row:
        row = forest.parent[row]
    return row


@njit(cache=True, nogil=True)
def _precedes(a, b):  # type: ignore[no-untyped-def]
    """A fixed random order of the rows (hashes, then indices): it keeps the forest about log n deep."""
    x = (np.uint64(a) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    y = (np.uint64(b) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(29)
    y ^= y >> np.uint64(29)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    y *= np.uint64(0xBF58476D1CE4E5B9)
    return x < y or (x == y and a < b)


@njit(cache=True, nogil=True)
def link(forest, a, b, level):  # type: ignore[no-untyped-def]
    """Join two rows at a level; an edge that the new one displaces is hung further up. Whether anything was new."""
    news = False
    while True:
        a, b = _top(forest, a, level), _top(forest, b, level)
        if a == b:
            return news
        news = True
        if _precedes(b, a):
            a, b = b, a
        upper, weaker = forest.parent[a], forest.level[a]
        forest.parent[a], forest.level[a] = b, level
        forest.edges[level] += 1
        if upper == a:
            return news
        forest.edges[weaker] -= 1
        a, b, level = b, upper, weaker


@njit(cache=True, nogil=True)
def graft(forest, other):  # type: ignore[no-untyped-def]
    """Join every edge of another forest over the same rows."""
    for row in range(other.parent.size):
        if other.parent[row] != row:
            link(forest, row, other.parent[row], other.level[row])


@njit(cache=True, nogil=True)
def component_labels(forest, level, labels):  # type: ignore[no-untyped-def]
    """The top row of the component of each row, by pairs above the cosine of `level`."""
    for row in range(labels.size):
        labels[row] = _top(forest, row, level)


@njit(cache=True, nogil=True)
def label_block(forest, first_row, height, first_column, width, scratch):  # type: ignore[no-untyped-def]
    """Write the components of the rows and columns of a block for each level that differs from the one below.

    Returns the number of such levels. Components of a higher level lie inside those of a lower one, so levels with as
    many components have the same ones, and a pair that is news to one of them is news to the lowest: only that one is
    watched. Labels may grow old: rows that were apart may have been joined since, at some levels of a group and not at
    others. So the labels of both ends must be of one age; then a pair that is news at any level has different ones.
    """
    rows = forest.parent.size
    components = rows - forest.edges.sum()
    previous = 1
    count = 0
    for level in range(forest.edges.size):
        if components != previous:
            scratch.groups[count] = level
            common = _top(forest, first_row, level)
            apart = False
            for r in range(height):
                label = _top(forest, first_row + r, level)
                scratch.row_labels[count, r] = label
                apart |= label != common
            for j in range(width):
                label = _top(forest, first_column + j, level)
                scratch.column_labels[count, j] = label
                apart |= label != common
            count += apart  # a block within one component holds no news
        previous = components
        components += forest.edges[level]
    return count


@njit(cache=True, nogil=True)
def _join(bits, mask, cuts, r, offset, origin, watched, forest, scratch):  # type: ignore[no-untyped-def]
    """Link what line r of a block shows, from column `offset` on; return how many pairs looked new and were not."""
    idle = 0
    for group in range(watched):
        level = scratch.groups[group]
        label = scratch.row_labels[group, r]
        labels = scratch.column_labels[group]
        cut = cuts[level]
        for begin in range(0, bits.size, _STRETCH):
            end = min(begin + _STRETCH, bits.size)
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


@njit(cache=True, nogil=True)
def settle(  # type: ignore[no-untyped-def]
    bits, mask, cuts, lines, origin, diagonal, connect, watched, rows, columns, closest, forest, scratch
):
    """Give the news of some lines of a block to nearest rows, closest pairs and components; sums are done elsewhere."""
    first_row, first_column = origin
    for place in range(lines.size):
        r = lines[place]
        start = r + 1 if diagonal else 0
        if start < bits.shape[1]:
            _meet(bits[place, start:], mask, first_row + r, first_column + start, rows, columns, closest)
            if connect:
                _join(bits[place, start:], mask, cuts, r, start, origin, watched, forest, scratch)


@njit(cache=True, nogil=True)
def fold(  # type: ignore[no-untyped-def]
    block, bits, mask, lift, half, cuts, origin, diagonal, connect,
    row_scales, column_scales, row_weights, column_weights,
    sums, row_felt, column_felt, exceeding, rows, columns, closest, forest, scratch,
):  # fmt: skip
    """Fold a block of products <w_i, w_j> into the statistics, line by line; `origin` is its first row and column.

    On a diagonal block only pairs i < j count. `column_felt` is in the precision of the block and cleared by the
    caller; with `connect` False components are left alone (rows and columns of different matrices).
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
        row_felt[r] += _powers(
            line, row_scales[r], column_scales[start:], row_weights[r], column_weights[start:], column_felt[start:],
            lift, sums,
        )  # fmt: skip
        largest, news = _peak(pattern, mask, columns.gates[first : first + line.size])
        if news or largest > rows.gates[row] or largest > closest.values[0]:
            _meet(pattern, mask, row, first, rows, columns, closest)
        reached = 0
        while reached < cuts.size and largest > cuts[reached]:
            reached += 1
        _exceed(pattern, mask, cuts, reached, exceeding)
        for group in range(watched):
            level = scratch.groups[group]
            if largest <= cuts[level]:
                break
            labels = scratch.column_labels[group, start : start + line.size]
            if _bridges(pattern, mask, cuts[level], labels, scratch.row_labels[group, r]):
                stale += 1 + _join(pattern, mask, cuts, r, start, origin, watched, forest, scratch)
                if stale > _STALE:
                    watched = label_block(forest, first_row, height, first_column, width, scratch)
                    stale = 0
                break
        _locate(line, half, scratch.cells)
        _count(scratch.cells, line.size, scratch.tables)
