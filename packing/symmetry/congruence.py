"""How far two packings are from congruent: the least largest difference of their Gram matrices over all orders.

Gram matrices agree up to order exactly if an isometry carries one set of points to the other. The order is looked for
from frames: r independent vectors of the first are matched to vectors of the second with nearly the same inner
products, to each other and, sorted, to all vectors; the isometry that this suggests is applied to all, and the order is
then the best assignment. Each order that is tried gives an upper bound on the distance; for congruent packings one of
the first frames gives 0.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.numeric import Floats

_FRAMES = 60
_NODES = 4000
_GOOD = 1e-6


def congruence_distance(first: Packing, second: Packing, tolerance: float = 0.2) -> float:
    """min over orders of max |<x_i, x_j> - <y_i, y_j>| as far as frames within `tolerance` find it; infinity else.

    Real packings; different numbers of vectors are never congruent.

    >>> square = Packing([[1, 0], [0, 1], [-1, 0], [0, -1]], "vectors")
    >>> turned = Packing([[0.6, 0.8], [-0.6, -0.8], [0.8, -0.6], [-0.8, 0.6]], "vectors")
    >>> congruence_distance(square, turned) < 1e-12
    True
    """
    if first.n != second.n:
        return float("inf")
    gram, other = np.real(first.gram), np.real(second.gram)
    profile = float(np.abs(np.sort(gram, axis=None) - np.sort(other, axis=None)).max())
    if profile > tolerance:
        return float("inf")
    points, targets = _coordinates(gram), _coordinates(other)
    rank = max(points.shape[1], targets.shape[1])
    points, targets = (np.pad(rows, ((0, 0), (0, rank - rows.shape[1]))) for rows in (points, targets))
    anchors = _independent(points)
    best = float("inf")
    rows, other_rows = np.sort(gram, axis=1), np.sort(other, axis=1)
    likeness = np.array([np.abs(other_rows - rows[anchor]).max(axis=1) for anchor in anchors])
    for frame in _frames(gram[np.ix_(anchors, anchors)], other, likeness, tolerance):
        order = _order(points, targets, anchors, frame)
        best = min(best, float(np.abs(gram - other[np.ix_(order, order)]).max()))
        if best < max(_GOOD, 1.01 * profile):
            break
    return best


def _coordinates(gram: Floats) -> Floats:
    """Rows in as few dimensions as hold the Gram matrix up to 1e-3 of its largest eigenvalue."""
    values, vectors = np.linalg.eigh(gram)
    kept = values > 1e-3 * values[-1]
    coordinates: Floats = vectors[:, kept] * np.sqrt(values[kept])
    return coordinates


def _independent(points: Floats) -> list[int]:
    """Indices of rows that span: each the farthest from the span of those before it."""
    rest, chosen = points.copy(), []
    for _ in range(points.shape[1]):
        index = int(np.argmax(np.sum(rest**2, axis=1)))
        length = np.linalg.norm(rest[index])
        if length < 1e-6:
            break
        chosen.append(index)
        direction = rest[index] / length
        rest = rest - np.outer(rest @ direction, direction)
    return chosen


def _frames(wanted: Floats, gram: Floats, likeness: Floats, tolerance: float) -> Iterator[list[int]]:
    """Index tuples whose Gram matrix is within `tolerance` of `wanted`, nearest choices first, a bounded number.

    `likeness` (anchors, n) says how far the sorted overlaps of each vector are from those of each anchor.
    """
    budget = _NODES
    yielded = 0
    stack = [[int(index)] for index in np.argsort(likeness[0], kind="stable")[::-1] if likeness[0, index] <= tolerance]
    while stack and budget and yielded < _FRAMES:
        budget -= 1
        partial = stack.pop()
        depth = len(partial)
        if depth == len(wanted):
            yielded += 1
            yield partial
            continue
        gaps = np.maximum(np.abs(gram[:, partial] - wanted[depth, :depth]).max(axis=1), likeness[depth])
        gaps[partial] = np.inf
        nearest = np.argsort(gaps)
        stack.extend([*partial, int(index)] for index in nearest[gaps[nearest] <= tolerance][::-1])


def _order(points: Floats, targets: Floats, anchors: list[int], frame: list[int]) -> npt.NDArray[np.intp]:
    """The order of the targets that the isometry taking anchors to the frame suggests, improved until it stays."""
    from scipy.optimize import linear_sum_assignment

    source, order = np.array(anchors), np.array(frame)
    for _ in range(10):
        left, _, right = np.linalg.svd(points[source].T @ targets[order])
        found = linear_sum_assignment(-(points @ (left @ right) @ targets.T))[1]
        if len(order) == len(found) and np.array_equal(found, order):
            break
        source, order = np.arange(len(points)), found
    return order
