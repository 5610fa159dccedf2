from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from overlaps.overlap_oracle import same_partition
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from packing.overlaps.kernels.union_find import Forest, component_labels, link, merge_forests

N, LEVELS = 14, 4
edges = st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, N - 1), st.integers(0, LEVELS - 1)), max_size=40)


def _forest(pairs: list[tuple[int, int, int]]) -> Forest:
    forest = Forest(np.arange(N, dtype=np.int32), np.full(N, -1, dtype=np.int8), np.zeros(LEVELS, dtype=np.int64))
    for a, b, level in pairs:
        link(forest, a, b, level)
    return forest


def _check(forest: Forest, pairs: list[tuple[int, int, int]]) -> None:
    for level in range(LEVELS):
        strong = [(a, b) for a, b, height in pairs if height >= level]
        a, b = np.array(strong, dtype=int).reshape(-1, 2).T
        count, expected = connected_components(csr_array((np.ones(a.size), (a, b)), shape=(N, N)), directed=False)
        labels = np.empty(N, dtype=np.int32)
        component_labels(forest, level, labels)
        assert same_partition(labels, expected)
        assert N - int(forest.edges[level:].sum()) == count


@given(pairs=edges)
def test_components_of_every_level_are_those_of_the_graph(pairs: list[tuple[int, int, int]]) -> None:
    _check(_forest(pairs), pairs)


@given(first=edges, second=edges)
def test_merged_forests_hold_both_graphs(first: list[tuple[int, int, int]], second: list[tuple[int, int, int]]) -> None:
    forest = _forest(first)
    merge_forests(forest, _forest(second))
    _check(forest, first + second)
