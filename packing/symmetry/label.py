"""A label of a packing that isometries, the order of the vectors and phases leave alone: a short text to sort by."""

from __future__ import annotations

import hashlib

import numpy as np

from packing.configuration import Packing
from packing.doors import shown
from packing.numeric import Floats
from packing.symmetry.map_search import TOLERANCE

__dir__ = shown(__name__)

DECIMALS = 4
"""To which overlaps enter a label, after those within the tolerance were taken as one."""

LETTERS = 12


def label(packing: Packing, tolerance: float = TOLERANCE) -> str:
    """Twelve hexadecimal digits made of the overlaps alone: the same for packings that are one up to isometry.

    Overlaps are sorted into classes with gaps above `tolerance`; the colours of the vectors, by the classes that they
    meet, are refined until they settle (Weisfeiler and Leman). Packings of different labels differ; of equal labels
    they mostly are the same, which `same_packing` decides. Time O(n^2 log n) a round.

    No label of numbers is without boundaries: where two overlaps are apart by nearly the tolerance, or the mean of a
    class is within rounding of half a unit of the last of `DECIMALS`, packings that are the same may get two labels.

    >>> turned = Packing([[0.6, 0.8], [-0.8, 0.6], [1, 0]])
    >>> label(turned) == label(Packing([[0, 1], [0.8, 0.6], [1, 0]])), label(turned) == label(Packing(np.eye(2)))
    (True, False)
    """
    classes, values = overlap_classes(packing, tolerance)
    colours = np.zeros(packing.n, dtype=np.int64)
    while True:
        pairs = classes * packing.n + colours[None, :]
        np.fill_diagonal(pairs, -1)
        rows = np.column_stack((colours, np.sort(pairs, axis=1)))
        finer = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
        if finer.max() == colours.max():
            break
        colours = finer
    kinds, members = np.unique(np.sort(pairs, axis=1), axis=0, return_counts=True)
    text = f"{packing.problem}|{values.round(DECIMALS).tolist()}|{kinds.tolist()}|{members.tolist()}"
    return hashlib.sha256(text.encode()).hexdigest()[:LETTERS]


def overlap_classes(packing: Packing, tolerance: float) -> tuple[np.ndarray, Floats]:
    """The class of each pair, shape (n, n), and the mean overlap of each class, in rising order."""
    overlaps = np.asarray(packing.space.overlaps(packing.vectors, packing.vectors), dtype=float)
    flat = overlaps.ravel()
    order = np.argsort(flat, kind="stable")
    steps = np.concatenate(([0], np.cumsum(np.diff(flat[order]) > tolerance)))
    classes = np.empty(len(flat), dtype=np.int64)
    classes[order] = steps
    means = np.bincount(steps, weights=flat[order]) / np.bincount(steps)
    return classes.reshape(overlaps.shape), means + 0.0
