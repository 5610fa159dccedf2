"""What a packing is worth: angles, interference moments, frame potential, design strength, feature dimensionality."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packing.angles import closest
from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError, positive_exponent
from packing.numeric import SAME_VALUE, Floats
from packing.principal import Metric as Metric
from packing.principal import distances as distances
from packing.principal import frame_bounds as frame_bounds
from packing.principal import frame_operator as frame_operator
from packing.principal import is_equi_isoclinic as is_equi_isoclinic
from packing.principal import is_equidistant as is_equidistant
from packing.principal import is_tight as is_tight
from packing.principal import principal_angles as principal_angles
from packing.principal import principal_cosines as principal_cosines
from packing.space import Distance, Space, field_of


class Overlap(NamedTuple):
    """One value of the angle set and the number of unordered pairs that have it."""

    value: float
    multiplicity: int


def coherence(packing: Packing) -> float:
    """max |<x_i, x_j>| over pairs of lines, max <x_i, x_j> over pairs of points (the cosine of the minimal angle).

    >>> coherence(Packing([[1, 0], [0, 1], [0.6, 0.8]]))
    0.8
    """
    return packing.coherence


def closest_pairs(packing: Packing, tolerance: float = SAME_VALUE) -> npt.NDArray[np.intp]:
    """The pairs i < j whose overlap is within `tolerance` of the coherence, shape (pairs, 2).

    >>> closest_pairs(Packing([[1, 0], [0, 1], [0.6, 0.8]])).tolist()
    [[1, 2]]
    """
    rows, columns = np.triu_indices(packing.n, 1)
    touching = packing.overlaps >= packing.coherence - tolerance
    return np.column_stack((rows[touching], columns[touching]))


def minimal_angle(packing: Packing) -> float:
    """The smallest angle between two points, lines or subspaces, in degrees, without loss near 0 and 180 (`angles`).

    Of subspaces arccos of the coherence: by spectral distance the smallest principal angle.

    >>> minimal_angle(Packing([[1, 0], [0, 1]]))
    90.0
    """
    pair = closest(packing)
    return math.degrees(math.acos(packing.coherence) if pair is None else pair.radians)


def angle_set(packing: Packing, tolerance: float = 1e-7) -> tuple[Overlap, ...]:
    """The different overlaps, largest first, with the number of unordered pairs that attain each.

    Neighbouring values closer than `tolerance` count as one, reported by their mean.

    >>> for overlap in angle_set(Packing([[1, 0], [0, 1], [1, 1], [1, -1]])):
    ...     print(f"{overlap.value:.6f} x {overlap.multiplicity}")
    0.707107 x 4
    0.000000 x 2
    """
    ordered = np.sort(packing.overlaps)[::-1]
    if ordered.size == 0:
        return ()
    groups = np.split(ordered, np.flatnonzero(-np.diff(ordered) > tolerance) + 1)
    return tuple(Overlap(float(group.mean()), int(group.size)) for group in groups)


def interference(packing: Packing, exponent: float = 2.0) -> float:
    """E_p = sum over ordered pairs i != j of |<x_i, x_j>|^p: the p-frame energy without its diagonal, real p > 0.

    >>> interference(Packing([[1, 0], [0.6, 0.8]]), 2)
    0.72
    """
    p = positive_exponent(exponent)
    return 2.0 * math.fsum(np.abs(packing.overlaps) ** p)


def positive_interference(packing: Packing, exponent: float = 2.0) -> float:
    """E+_p = sum over ordered pairs i != j of max(<x_i, x_j>, 0)^p: what a ReLU readout sees; real vectors only.

    >>> positive_interference(Packing([[1, 0], [-0.6, 0.8]]), 2)
    0.0
    """
    p = positive_exponent(exponent)
    if packing.space.scalars > 1 or packing.space.m > 1:
        what = f"field '{packing.field}'" if packing.space.m == 1 else str(packing.problem)
        raise InputError(f"the positive part of an overlap needs real vectors, not {what}: use interference instead")
    signed = packing.gram[np.triu_indices(packing.n, 1)]
    return 2.0 * math.fsum(np.clip(signed, 0, None) ** p)


def frame_potential(packing: Packing) -> float:
    """sum over all i, j of |<x_i, x_j>|^2 = ||sum x_i x_i^*||_F^2 >= n^2/d, with equality iff the frame is tight.

    Of subspaces the fusion frame potential, the sum of all tr P_i P_j >= (n m)^2/d. Reference:
    Benedetto and Fickus, Finite normalized tight frames, Adv. Comput. Math. 18 (2003).

    >>> frame_potential(Packing([[1, 0], [0, 1], [1, 1], [1, -1]]))
    8.0
    """
    real = packing.space.real_span(packing.vectors)
    return float(np.sum((real.T @ real) ** 2)) / packing.space.scalars


def design_strength(packing: Packing, tolerance: float = 1e-9, most: int = 24) -> int:
    """The largest t <= `most` such that sum over i, j of P_k(x_ij) vanishes for k = 1..t: a (projective) t-design.

    P_k are the zonal polynomials of the space. A sum counts as zero below `tolerance` n^2. Points: a spherical
    t-design. Lines: a projective t-design, that is, the frame potential of order 2k is least possible for k <= t.
    In d = 1 every packing of lines has strength `most`.

    >>> design_strength(Packing([[1, 0], [0, 1]]))                 # an orthonormal basis
    1
    """
    space = packing.space
    if packing.d == 1:
        balanced = space.has_lines or abs(packing.vectors.sum()) <= tolerance * packing.n
        return most if balanced else 0
    strength = 0
    table = space.zonal.values(most, space.variable(packing.overlaps))
    for strength, values in enumerate(table[1:]):
        if abs(packing.n + 2 * math.fsum(values)) > tolerance * packing.n**2:
            return strength
    return strength + 1


def feature_dimensionality(features: Packing | npt.ArrayLike) -> Floats:
    """D_i = |w_i|^4 / sum_j |<w_i, w_j>|^2: the share of a dimension that row i has to itself (its capacity).

    0 <= D_i <= 1 and sum D_i <= rank, with equality iff the rows form an orthogonal sum of tight frames. Zero rows
    have 0. Takes a `Packing` or any (n, d) matrix W whose rows are features; of subspaces D_i = m^2 / sum_j tr P_i P_j,
    between 0 and m. Reference: Elhage et al., Toy Models of
    Superposition (2022); Scherlis et al., arXiv:2210.01892.

    >>> feature_dimensionality([[1, 0], [-1, 0], [0, 2]]).tolist()
    [0.5, 0.5, 1.0]
    """
    if isinstance(features, Packing) and features.space.m > 1:
        return _dimensionality_of_subspaces(features)
    rows = np.asarray(features)
    field = field_of(rows)
    if rows.ndim != 2 and field.is_commutative:
        raise InputError(f"features must form an (n, d) matrix, not shape {rows.shape}: give one feature a row")
    space = Space.lines(max(rows.shape[1], 1), field)
    squares = np.sum(space.to_real(rows) ** 2, axis=1)
    live = squares > 0
    if not live.any():
        return np.zeros(len(rows))
    unit = Packing(rows[live], space).vectors
    shares = np.zeros(len(rows))
    shares[live] = squares[live] / np.sum(space.overlaps(unit, rows) ** 2, axis=1)
    return shares


def _dimensionality_of_subspaces(packing: Packing) -> Floats:
    """m^2 / sum_j tr P_i P_j."""
    chordal = replace(packing.space, distance=Distance.CHORDAL)
    f = chordal.overlaps(packing.vectors, packing.vectors) ** 2
    return np.asarray(packing.space.m / np.sum(f, axis=1))


def distance_to_random_law(packing: Packing) -> float:
    """sup |F_n(t) - F(t)|, the Kolmogorov distance of the overlaps from those of independent uniform vectors.

    0 would be random; an equiangular packing is near 1. Needs n and d at least 2.

    >>> distance_to_random_law(Packing([[1, 0, 0], [0, 1, 0], [0, 0, 1]]))
    1.0
    """
    if packing.n < 2:
        raise InputError("overlaps need at least two vectors, not 1: add a vector")
    ordered = np.sort(packing.overlaps)
    reached = packing.space.random_law.cdf(ordered)
    steps = np.arange(ordered.size + 1) / ordered.size
    return float(max(np.max(steps[1:] - reached), np.max(reached - steps[:-1])))


__dir__ = shown(__name__)
