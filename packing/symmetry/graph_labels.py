"""Labels of weighted graphs: a short text that the order of the nodes leaves alone, and how certain it is.

Numbers are sorted into classes with gaps above the tolerance; the colours of nodes, by the classes of their ties, are
refined until they settle (Weisfeiler and Leman). The label is made of the settled colours and of the mean of each
class, rounded to multiples of `GRID` tolerances. No label of numbers can be free of boundaries: two classes that
nearly touch, or a mean near the edge of a step, may fall either way. The `margin` says how far all numbers may move
before the label can change; graphs that are the same within less than the margin have equal labels.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.symmetry.label import LETTERS
from packing.symmetry.weighted_graphs import WeightedGraph

GRID = 20
"""The mean of a class enters a label in steps of so many tolerances."""


class Label(NamedTuple):
    """Twelve hexadecimal digits, and how far every number may move before they can change."""

    text: str
    margin: float


def graph_label(graph: WeightedGraph, tolerance: float, title: str = "") -> Label:
    """The label of a graph; `title` tells things of different kinds apart.

    >>> ties = np.array([[[0.0, 0.5, 0.0], [0.5, 0.0, 0.0], [0.0, 0.0, 0.0]]])
    >>> graph = WeightedGraph(np.zeros(3, dtype=int), np.zeros((3, 0)), ties)
    >>> graph_label(graph, 1e-3).text == graph_label(graph.chosen(np.array([2, 0, 1])), 1e-3).text
    True
    """
    margin, texts = np.inf, list[list[int]]()
    colours = np.asarray(graph.colours)
    for column in graph.marks.T:
        kinds, values, certain = _classes(column, tolerance)
        colours = _refined(np.column_stack((colours, kinds)))
        margin, texts = min(margin, certain), [*texts, values]
    pairs = np.zeros(graph.weights.shape[1:], dtype=np.int64)
    off = ~np.eye(graph.size, dtype=bool)
    for channel in graph.weights:
        kinds, values, certain = _classes(channel[off], tolerance)
        pairs[off] = pairs[off] * (int(kinds.max(initial=0)) + 1) + kinds
        margin, texts = min(margin, certain), [*texts, values]
    settled, rows = _settled(colours, pairs)
    members = np.unique(rows, axis=0, return_counts=True)
    text = f"{title}|{texts}|{members[0].tolist()}|{members[1].tolist()}|{int(settled.max(initial=0))}"
    return Label(hashlib.sha256(text.encode()).hexdigest()[:LETTERS], float(margin))


def _classes(values: Floats, tolerance: float) -> tuple[npt.NDArray[np.int64], list[int], float]:
    """The class of each value, the rounded means of the classes in rising order, and how far values may move."""
    if not values.size:
        return np.zeros(0, dtype=np.int64), [], np.inf
    order = np.argsort(values, kind="stable")
    gaps = np.diff(values[order])
    steps = np.concatenate(([0], np.cumsum(gaps > tolerance)))
    kinds = np.empty(values.size, dtype=np.int64)
    kinds[order] = steps
    means = np.bincount(steps, weights=values[order]) / np.bincount(steps) / (GRID * tolerance)
    edge = (0.5 - np.abs(means - np.round(means))).min() * GRID * tolerance
    near = np.abs(gaps - tolerance).min(initial=np.inf) / 2.0
    return kinds, np.round(means).astype(int).tolist(), float(min(edge, near))


def _settled(
    colours: npt.NDArray[np.int64], pairs: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The colours of nodes refined by the classes of their ties until they settle, and what tells nodes apart then."""
    n = len(colours)
    while True:
        seen = pairs * n + colours[None, :]
        np.fill_diagonal(seen, -1)
        rows = np.column_stack((colours, np.sort(seen, axis=1)))
        finer = _refined(rows)
        if finer.max(initial=0) == colours.max(initial=0):
            return finer, rows
        colours = finer


def _refined(rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
