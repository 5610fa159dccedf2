"""Principal angles of subspaces and what is made of them: distances, equal angles; the frame operator.

Lines are subspaces of dimension m = 1 here. References: Bjorck and Golub, Math. Comp. 27 (1973), for angles that are
right to the last bits when they are small; Edelman, Arias, Smith, SIAM J. Matrix Anal. 20 (1998), for the distances.
"""

from __future__ import annotations

from enum import StrEnum
from typing import cast

import numpy as np

from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError
from packing.field import Vectors
from packing.frames import spans
from packing.numeric import SAME_VALUE, Floats


class Metric(StrEnum):
    """A distance of two subspaces with principal angles t_1 <= ... <= t_m.

    `chordal`: sqrt(sum sin^2 t); `spectral`: sin t_1; `fubini-study`: arccos(prod cos t); `procrustes`:
    2 sqrt(sum sin^2(t/2)).
    """

    CHORDAL = "chordal"
    SPECTRAL = "spectral"
    FUBINI_STUDY = "fubini-study"
    PROCRUSTES = "procrustes"


def principal_cosines(packing: Packing) -> Floats:
    """The cosines of the principal angles of each pair i < j, largest first, shape (pairs, m).

    >>> planes = Packing([[[1, 0, 0, 0], [0, 1, 0, 0]], [[1, 0, 0, 0], [0, 0.6, 0.8, 0]]], "subspaces")
    >>> principal_cosines(planes).round(12).tolist()
    [[1.0, 0.6]]
    """
    return np.cos(principal_angles(packing))


def principal_angles(packing: Packing) -> Floats:
    """The principal angles of each pair i < j in radians, smallest first, shape (pairs, m): lines have one a pair.

    Small angles are taken from sines, so that they are as precise as large ones. Points on a sphere have none:
    `InputError`.
    """
    space, n = packing.space, packing.n
    if space.has_points:
        raise InputError(f"principal angles are of lines and subspaces, not of {packing.problem}: read them as lines")
    real = spans(space.to_real(packing.vectors).reshape(n, space.m, space.width), space)
    first, second = np.triu_indices(n, 1)
    products = real[first] @ np.swapaxes(real[second], 1, 2)
    cosines = np.linalg.svd(products, compute_uv=False)[:, :: space.scalars]
    rest = real[first] - products @ real[second]
    sines = np.linalg.svd(rest, compute_uv=False)[:, :: space.scalars][:, : space.m]
    return np.asarray(np.arctan2(sines[:, ::-1], cosines))


def distances(packing: Packing, metric: Metric | str = Metric.CHORDAL) -> Floats:
    """The distances of the pairs i < j, shape (pairs,): chordal, spectral, Fubini-Study or Procrustes (`Metric`).

    >>> planes = Packing([[[1, 0, 0, 0], [0, 1, 0, 0]], [[0, 0, 1, 0], [0, 0, 0, 1]]], "subspaces")
    >>> [round(float(distances(planes, metric)[0]), 6) for metric in Metric]
    [1.414214, 1.0, 1.570796, 2.0]
    """
    try:
        chosen = Metric(metric)
    except ValueError:
        names = ", ".join(Metric)
        raise InputError(f"the distance must be one of {names}, not {metric!r}: choose one of these") from None
    angles = principal_angles(packing)
    if chosen is Metric.CHORDAL:
        return np.asarray(np.sqrt(np.sum(np.sin(angles) ** 2, axis=1)))
    if chosen is Metric.SPECTRAL:
        return np.asarray(np.sin(angles[:, 0]))
    if chosen is Metric.PROCRUSTES:
        return np.asarray(2.0 * np.sqrt(np.sum(np.sin(angles / 2.0) ** 2, axis=1)))
    squared = np.prod(np.cos(angles) ** 2, axis=1)
    with np.errstate(divide="ignore"):
        rest = -np.expm1(np.sum(np.log1p(-np.minimum(np.sin(angles) ** 2, 1.0)), axis=1))
    return np.asarray(np.arctan2(np.sqrt(rest), np.sqrt(squared)))


def is_equidistant(packing: Packing, tolerance: float = SAME_VALUE) -> bool:
    """Whether all overlaps are within `tolerance` of each other: equiangular lines, equidistant subspaces.

    >>> is_equidistant(Packing([[0, 1], [0.75**0.5, -0.5], [-(0.75**0.5), -0.5]]))
    True
    """
    return bool(np.ptp(packing.overlaps) <= tolerance) if packing.n > 1 else True


def is_equi_isoclinic(packing: Packing, tolerance: float = SAME_VALUE) -> bool:
    """Whether all principal cosines of all pairs are within `tolerance` of each other (Lemmens and Seidel 1973).

    >>> is_equi_isoclinic(Packing([[[1, 0, 0, 0], [0, 1, 0, 0]], [[1, 0, 1, 0], [0, 1, 0, 1]]], "subspaces"))
    True
    """
    return bool(np.ptp(principal_cosines(packing)) <= tolerance) if packing.n > 1 else True


def frame_operator(packing: Packing) -> Vectors:
    """S = sum of the projectors on all lines or subspaces (of points: sum x x^T), shape (d, d), over H (d, d, 4).

    S = (n m/d) I exactly where the frame, or fusion frame, is tight. Reference: Casazza and Kutyniok, Frames of
    subspaces, Contemp. Math. 345 (2004).

    >>> frame_operator(Packing([[1, 0], [0, 1], [1, 1], [1, -1]])).round(12).tolist()
    [[2.0, 0.0], [0.0, 2.0]]
    """
    field = packing.field
    rows = packing.vectors.reshape(-1, *packing.space.shape[packing.space.m > 1 :])
    products = field.multiply(rows[:, :, None], field.conjugate(rows)[:, None, :])
    return cast("Vectors", products.sum(axis=0))


def frame_bounds(packing: Packing) -> tuple[float, float]:
    """The least and the largest eigenvalue of the frame operator; equal exactly where it is tight.

    >>> tuple(round(bound, 12) for bound in frame_bounds(Packing([[1, 0], [0, 1], [1, 1]])))
    (1.0, 2.0)
    """
    values = packing.space.singular_values(packing.vectors) ** 2
    least = float(values[-1]) if len(values) == packing.d else 0.0
    return least, float(values[0])


def is_tight(packing: Packing, tolerance: float = SAME_VALUE) -> bool:
    """Whether the frame bounds agree to `tolerance` of the larger one.

    >>> is_tight(Packing([[1, 0], [0, 1], [1, 1], [1, -1]]))
    True
    """
    least, largest = frame_bounds(packing)
    return largest - least <= tolerance * largest


__dir__ = shown(__name__)
