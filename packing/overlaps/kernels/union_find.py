"""Components of the graph of pairs above each cosine, for all cosines at once: one spanning forest with levels."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import compiled


class Forest(NamedTuple):
    """A spanning forest of the overlaps: row i hangs from `parent[i]` by a pair above the cosine of `level[i]`.

    Two rows are connected by pairs above level k exactly if climbing edges of level >= k from both ends at one row.
    `edges[k]` counts the edges of level k.
    """

    parent: npt.NDArray[np.int32]
    level: npt.NDArray[np.int8]
    edges: npt.NDArray[np.int64]


@compiled()
def root(parent: Any, levels: Any, row: Any, level: Any) -> int:
    """The row at the top of the component of `row`, by pairs above the cosine of `level`."""
    while levels[row] >= level and parent[row] != row:
        row = parent[row]
    return row


@compiled()
def _precedes(a: Any, b: Any) -> Any:
    """A fixed random order of the rows (hashes, then indices): it keeps the forest about log n deep."""
    x = (np.uint64(a) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    y = (np.uint64(b) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(29)
    y ^= y >> np.uint64(29)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    y *= np.uint64(0xBF58476D1CE4E5B9)
    return x < y or (x == y and a < b)


@compiled()
def link(forest: Any, a: Any, b: Any, level: Any) -> bool:
    """Join two rows at a level; an edge that the new one displaces is hung further up. Returns whether one is new."""
    parent, levels, edges = forest.parent, forest.level, forest.edges
    is_new = False
    while True:
        a, b = root(parent, levels, a, level), root(parent, levels, b, level)
        if a == b:
            return is_new
        is_new = True
        if _precedes(b, a):
            a, b = b, a
        upper, weaker = parent[a], levels[a]
        parent[a], levels[a] = b, level
        edges[level] += 1
        if upper == a:
            return is_new
        edges[weaker] -= 1
        a, b, level = b, upper, weaker


@compiled()
def merge_forests(forest: Any, other: Any) -> None:
    """Join every edge of another forest over the same rows."""
    for row in range(other.parent.size):
        if other.parent[row] != row:
            link(forest, row, other.parent[row], other.level[row])


@compiled()
def component_labels(forest: Any, level: Any, labels: Any) -> None:
    """The top row of the component of each row, by pairs above the cosine of `level`."""
    parent, levels = forest.parent, forest.level
    for row in range(labels.size):
        labels[row] = root(parent, levels, row, level)
