"""Infinitesimal rigidity: whether vectors can move, to first order, without bringing a closest pair closer.

A motion y of the vectors x changes the overlap of each closest pair by a linear form; R is the matrix of these forms on
the tangent spaces. All motions with R y <= 0 are those of the whole space exactly where R has the rank of all motions
but those, on the pairs that a stress w >= 0 with w R = 0 can use. Vectors without a closest pair (rattlers) are left
out. In floats. Reference: Cohn, Jiao, Kumar, Torquato, Rigidity of spherical codes, Geom. Topol. 15 (2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.doors import shown
from packing.measure import closest_pairs
from packing.numeric import Floats

MOST_MOTIONS = 1_500
"""The most degrees of freedom that are looked at."""

MOST_CONTACTS = 6_000
"""The most closest pairs that are looked at."""

_RANK = 1e-7


@dataclass(frozen=True)
class Rigidity:
    """Degrees of freedom beyond the motions of the space, closest pairs that bear stress, and vectors without one."""

    freedom: int
    stressed: int
    contacts: int
    rattlers: int

    @property
    def is_rigid(self) -> bool:
        """Whether all but the rattlers cannot move to first order."""
        return self.freedom == 0 and self.stressed > 0


def rigidity(packing: Packing) -> Rigidity | None:
    """The rigidity of points or lines; None where there are too many of them.

    >>> rigidity(Packing([[1, 0], [-0.5, 0.75**0.5], [-0.5, -(0.75**0.5)]], "vectors"))
    Rigidity(freedom=0, stressed=3, contacts=3, rattlers=0)
    >>> rigidity(Packing([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]], "vectors")).is_rigid
    False
    """
    space = packing.space
    if space.m > 1 or packing.n * space.width > MOST_MOTIONS:
        return None
    pairs = closest_pairs(packing)
    if len(pairs) > MOST_CONTACTS or packing.d == 1:
        return None
    held = np.unique(pairs)
    real = space.to_real(packing.vectors)[held]
    place = np.searchsorted(held, pairs)
    tangents = [_tangent(packing, row) for row in real]
    forms = _forms(packing, real, place, tangents)
    trivial = _rank(_motions_of_space(packing, real, tangents))
    stressed = _stressed(forms)
    size = len(held) * space.tangent_dimension
    freedom = size - trivial - _rank(forms[stressed])
    return Rigidity(int(freedom), int(stressed.sum()), len(pairs), packing.n - len(held))


def _tangent(packing: Packing, row: Floats) -> Floats:
    """An orthonormal basis of the directions that move the object of a real row, shape (width, tangent dimension)."""
    space = packing.space
    fixed = row[None] if space.has_points else space.structure.apply(row)
    _, _, directions = np.linalg.svd(fixed, full_matrices=True)
    return np.asarray(directions[len(fixed) :].T)


def _forms(packing: Packing, real: Floats, pairs: npt.NDArray[np.intp], tangents: list[Floats]) -> Floats:
    """The change of the overlap of each pair on the tangent spaces, shape (pairs, vectors x tangent dimension)."""
    space = packing.space
    t = space.tangent_dimension
    forms = np.zeros((len(pairs), len(real) * t))
    for number, (i, j) in enumerate(pairs.tolist()):
        for one, other in ((i, j), (j, i)):
            if space.has_points:
                slope = real[other]
            else:
                turned = space.structure.apply(real[other])
                slope = (turned @ real[one]) @ turned
            forms[number, one * t : (one + 1) * t] = slope @ tangents[one]
    return forms


def _motions_of_space(packing: Packing, real: Floats, tangents: list[Floats]) -> Floats:
    """The motions of the vectors under each infinitesimal isometry of the space."""
    space = packing.space
    width = space.width
    turns = space.structure.apply(np.eye(width))
    rows = []
    for a in range(width):
        for b in range(a):
            generator = np.zeros((width, width))
            generator[a, b], generator[b, a] = 1.0, -1.0
            if space.scalars > 1:  # what commutes with the scalars: the mean of its conjugates by them
                generator = sum(turn.T @ generator @ turn for turn in turns) / len(turns)
            rows.append(np.concatenate([(row @ generator) @ basis for row, basis in zip(real, tangents, strict=True)]))
    return np.array(rows)


def _stressed(forms: Floats) -> npt.NDArray[np.bool_]:
    """The pairs that some stress uses: the largest support of w >= 0 with w R = 0, by a linear programme."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    count = len(forms)
    if not count:
        return np.zeros(0, dtype=bool)
    held = csr_array(np.where(np.abs(forms) > 1e-14, forms, 0.0).T)
    zero = csr_array((held.shape[0], count))
    found = linprog(
        np.concatenate((np.zeros(count), -np.ones(count))),
        A_ub=hstack((-eye_array(count), eye_array(count))),
        b_ub=np.zeros(count),
        A_eq=hstack((held, zero)),
        b_eq=np.zeros(held.shape[0]),
        bounds=[(0, None)] * count + [(0, 1)] * count,
        method="highs",
    )
    return np.asarray(found.x[count:] > 0.5) if found.status == 0 else np.zeros(count, dtype=bool)


def _rank(matrix: Floats) -> int:
    if not matrix.size:
        return 0
    values = np.linalg.svd(matrix, compute_uv=False)
    return int(np.count_nonzero(values > _RANK * max(float(values[0]), 1e-300)))


__dir__ = shown(__name__)
