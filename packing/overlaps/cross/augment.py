"""Assignment on a sparse graph: shortest augmenting paths with prices, warm started from any feasible prices.

Gains c_ij belong to the edges that are there. Prices v_j and profits u_i keep u_i + v_j >= c_ij on all edges, with
equality on the pairs held. References: Jonker and Volgenant, Computing 38 (1987); Bertsekas, Math. Progr. 21 (1981).
"""

from __future__ import annotations

import heapq
from typing import Any, NamedTuple

import numpy as np

from packing.numeric import Floats, Indices, compiled

_SWEEPS = 3

_ROUNDING = 1e-13
"""A pair held is let go where another edge is better by more than the rounding of prices."""


class Edges(NamedTuple):
    """Row i has the columns `columns[start[i] : start[i + 1]]`, with `gains` beside them."""

    start: Indices
    columns: Indices
    gains: Floats


class State(NamedTuple):
    """Profits of rows, prices of columns, and the pairs held: -1 where a row or a column has none."""

    profits: Floats
    prices: Floats
    column_of: Indices
    row_of: Indices


def empty_state(n: int, m: int) -> State:
    """No pairs, all prices 0."""
    return State(np.zeros(n), np.zeros(m), np.full(n, -1, np.int64), np.full(m, -1, np.int64))


def augment(edges: Edges, state: State) -> None:
    """Bring `state` to the largest sum of gains over the edges, each of the n <= m rows at most once.

    Pairs held that new edges have made poor are let go first. Raises `ArithmeticError` where some row stays alone.
    """
    _release(edges, state)
    _bid(edges, state, _SWEEPS)
    m = state.prices.size
    distance, before = np.full(m, np.inf), np.full(m, -1, np.int64)
    for row in np.flatnonzero(state.column_of < 0):
        if not _shortest_path(edges, state, row, distance, before):
            raise ArithmeticError(f"row {row} cannot be matched: the candidates hold no matching of all rows")
    empty = np.flatnonzero(state.row_of < 0)
    while empty.size and state.prices[empty].max() > state.prices.min():
        _shortest_path(edges, state, -1, distance, before)
        empty = np.flatnonzero(state.row_of < 0)


@compiled()
def _release(edges: Any, state: Any) -> None:
    for i in range(state.column_of.size):
        best, held = -np.inf, -np.inf
        for e in range(edges.start[i], edges.start[i + 1]):
            value = edges.gains[e] - state.prices[edges.columns[e]]
            best = max(best, value)
            if edges.columns[e] == state.column_of[i]:
                held = value
        if state.column_of[i] >= 0 and best > held + _ROUNDING:
            state.row_of[state.column_of[i]] = -1
            state.column_of[i] = -1
        state.profits[i] = best


@compiled()
def _bid(edges: Any, state: Any, sweeps: Any) -> None:
    """Free rows bid for their best column what makes the second best as good; who is outbid bids in the next sweep."""
    for _ in range(sweeps):
        free = np.flatnonzero(state.column_of < 0)
        for i in free:
            best, second, column = -np.inf, -np.inf, -1
            for e in range(edges.start[i], edges.start[i + 1]):
                value = edges.gains[e] - state.prices[edges.columns[e]]
                if value > best:
                    best, second, column = value, max(best, second), edges.columns[e]
                elif value > second:
                    second = value
            if edges.start[i + 1] - edges.start[i] == 1:
                second = best
            other = state.row_of[column]
            if other >= 0:
                if best == second:
                    continue
                state.column_of[other] = -1
            state.prices[column] += best - second
            state.profits[i] = second
            state.row_of[column], state.column_of[i] = i, column


@compiled()
def _best(edges: Any, prices: Any, row: Any) -> float:
    best = -np.inf
    for e in range(edges.start[row], edges.start[row + 1]):
        best = max(best, edges.gains[e] - prices[edges.columns[e]])
    return best


@compiled()
def _turn(before: Any, column_of: Any, row_of: Any, source: Any, end: Any) -> None:
    """Exchange the pairs held and not held along the path that ends in column `end`."""
    column = end
    while True:
        row = before[column]
        if row < 0:
            row_of[column] = -1
            return
        following = column_of[row]
        row_of[column], column_of[row] = row, column
        if row == source:
            return
        column = following


@compiled()
def _shortest_path(edges: Any, state: Any, source: Any, distance: Any, before: Any) -> bool:
    """Give row `source` a column along the shortest alternating path; -1: fill a dear empty column from the cheapest.

    `distance` and `before` come and go filled with inf and -1. False where there is no path.
    """
    profits, prices, column_of, row_of = state.profits, state.prices, state.column_of, state.row_of
    touched, rows, entries, visited = [0], [0], [0.0], [0]
    heap = [(0.0, 0)]
    for items in (touched, rows, visited):
        items.clear()
    entries.clear()
    heap.clear()
    floor = 0.0
    if source < 0:
        floor = prices.min()
        for j in range(prices.size):
            distance[j] = prices[j] - floor
            touched.append(j)
            heap.append((distance[j], j))
        heapq.heapify(heap)
    else:
        profits[source] = _best(edges, prices, source)
    row, reached, end = source, 0.0, -1
    while end < 0:
        if row >= 0:
            rows.append(row)
            entries.append(reached)
            for e in range(edges.start[row], edges.start[row + 1]):
                j = edges.columns[e]
                length = reached + max(profits[row] + prices[j] - edges.gains[e], 0.0)
                if length < distance[j]:
                    if distance[j] == np.inf:
                        touched.append(j)
                    distance[j] = length
                    before[j] = row
                    heapq.heappush(heap, (length, j))
        column = -1
        while column < 0 and len(heap) > 0:
            reached, column = heapq.heappop(heap)
            if reached > distance[column]:
                column = -1
        if column < 0:
            break
        row = row_of[column]
        if row < 0 and (source >= 0 or prices[column] > floor):
            end = column
        else:
            visited.append(column)
    if end >= 0:
        for k in range(len(rows)):
            profits[rows[k]] -= reached - entries[k]
        for j in visited:
            prices[j] += max(reached - distance[j], 0.0)
        _turn(before, column_of, row_of, source, end)
    for j in touched:
        distance[j] = np.inf
        before[j] = -1
    return end >= 0
