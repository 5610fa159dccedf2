"""The packings near a given one, by coordinates in which no two differ by a symmetry only.

A packing is a point x of R^N, N = n k, with k real coordinates a vector (see `packing.space`). Its neighbours are
x + B z, where the columns of B are orthonormal and orthogonal, up to rounding, to the motions that change no overlap
(unitaries and phases). B holds doubles, which are exact numbers: a poor B can make a proof fail, never make it wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import arb, arb_mat

from packing.exact.balls import Row, balls
from packing.numeric import Floats
from packing.space import Space

SYMMETRY = 1e-7
"""Motions whose singular values are below this, in units of the largest, count as dependent."""


@dataclass(frozen=True, eq=False)
class Chart:
    """Where the unknowns live: the start `x` (n, k), the free directions `basis` (n k, q), the space."""

    x: Floats
    basis: Floats
    space: Space

    @property
    def free(self) -> int:
        """How many directions are free."""
        return int(self.basis.shape[1])

    def place(self, z: arb_mat) -> list[Row]:
        """The vectors x + B z, in balls."""
        moved = self.directions * z
        n, k = self.x.shape
        return [[arb(float(self.x[i, c])) + moved[i * k + c, 0] for c in range(k)] for i in range(n)]

    @cached_property
    def directions(self) -> arb_mat:
        """B as exact balls."""
        return balls(self.basis)


def free_directions(x: Floats, touched: list[int], space: Space) -> Floats:
    """An orthonormal basis, in doubles, of the moves of touched vectors that are orthogonal to all symmetries."""
    n, k = x.shape
    kept = np.zeros((n, k), dtype=bool)
    kept[touched] = True
    motions = np.concatenate((_turns_of_space(x, space), _changes_of_frame(x, touched, space)))
    _, singular, right = np.linalg.svd(motions[:, kept.ravel()], full_matrices=True)
    rank = int(np.count_nonzero(singular > SYMMETRY * max(float(singular[0]) if len(singular) else 1.0, 1.0)))
    basis = np.zeros((n * k, right.shape[0] - rank))
    basis[kept.ravel()] = right[rank:].T
    return basis


def _turns_of_space(x: Floats, space: Space) -> Floats:
    """The velocities A x under antihermitian matrices A over F: A_ab = u, A_ba = -conj(u), or A_aa = u imaginary."""
    field, vectors = space.field, _lines(space).from_real(x.reshape(-1, space.width))
    units = field.scalars_of(np.eye(space.scalars))
    motions = []
    for a in range(space.d):
        for b in range(a + 1):
            for u in units if a != b else units[1:]:
                moved = np.zeros_like(vectors)
                moved[:, a] = field.multiply(u, vectors[:, b])
                if a != b:
                    moved[:, b] = -field.multiply(field.conjugate(u), vectors[:, a])
                motions.append(_lines(space).to_real(moved).ravel())
    return np.array(motions).reshape(-1, x.size)


def _lines(space: Space) -> Space:
    """Where the vectors of a frame lie one by one."""
    return space if space.m == 1 else Space.lines(space.d, space.field)


def _changes_of_frame(x: Floats, touched: list[int], space: Space) -> Floats:
    """The velocities that only turn the basis of one object: x_a by K_c x_a, c > 0, and two vectors by each other.

    With scalars from the right, x_b q in place of x_a and -x_a conj(q) in place of x_b.
    """
    n, m = len(x), space.m
    turned = space.structure.apply(x.reshape(n, m, space.width))
    motions = []
    for i in touched:
        for a in range(m):
            for b in range(a + 1):
                for c in range(a == b, space.components):
                    motion = np.zeros((n, m, space.width))
                    motion[i, a] = turned[c, i, b]
                    if a != b:
                        motion[i, b] = turned[c, i, a] if c else -turned[c, i, a]
                    motions.append(motion.ravel())
    return np.array(motions).reshape(-1, x.size)
