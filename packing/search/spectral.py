"""p-norms of principal cosines, and active cosines made equal: the search by spectral distance.

Of each pair let M_ij be the matrix of all <x_ia, x_jb>, in real form: the products of all K_c x_a. The squared cosines
l of the principal angles are the eigenvalues of M M^*, each s times. In place of the largest stands

    L_p = (1/p) log sum_{i<j} sum_a l_a^p,        d sum_a l_a^p = 2 p Re tr((M M^*)^(p-1) dM M^*),

which needs no eigenvector and is smooth where cosines coincide. A descent ends within (log of how many)/p of its
optimum. Where the largest cosines hold a packing in place, equality of them all is then solved for: on the span V of
eigenvalues near the largest, V^* M M^* V = t, by Gauss and Newton in tangent coordinates.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from packing.frames import spans
from packing.numeric import Floats
from packing.search.columns import columns_of_rows, rows_of_columns
from packing.search.frames import orthonormal_columns, to_span_tangent
from packing.search.optimality import Optimality
from packing.search.pairs import ORTHOGONAL_F, ORTHOGONAL_LEVEL, form_of
from packing.search.tangent import move, tangent_bases
from packing.space import Space

ACTIVE = (1e-7, 1e-6, 1e-5, 1e-4)
"""How near the largest an eigenvalue must be to be made equal to it: each is tried, the lowest packing is kept."""

ITERATIONS = 8
STRAY = 0.05
"""No step of the last solver turns further: it is for what is nearly equal already."""


class SpectralNorms:
    """L_p of n subspaces and its gradient, shape (width, m n) as the columns."""

    def __init__(self, space: Space, n: int) -> None:
        self.space, self.n = space, n
        self.form = form_of(space)
        self.factors = np.zeros((space.components, space.m, space.m, n))
        self.pairs = np.triu_indices(n, 1)

    def log_norm(self, columns: Floats, gradient: Floats, squarings: int) -> float:
        """L_p of the columns, p = 2^squarings; its gradient goes to `gradient`."""
        space, form = self.space, self.form
        frames = np.empty_like(columns)
        orthonormal_columns(columns, form.source, form.sign, form.m, frames, self.factors)
        real = spans(rows_of_columns(frames, space).reshape(self.n, space.m, -1), space)
        products, values, vectors = self._eigen(real)
        top = float(values.max())
        if top < ORTHOGONAL_F:
            gradient[:] = 0.0
            return ORTHOGONAL_LEVEL
        p = 2.0**squarings
        ratios = np.maximum(values, 0.0) / top
        slopes = ratios ** (p - 1.0)
        total = float(np.sum(slopes * ratios)) / space.scalars
        pulls = (vectors * slopes[:, None, :]) @ np.swapaxes(vectors, 1, 2) @ products
        by_frames = self._gathered(pulls * (2.0 / (top * total * space.scalars)), real)
        gradient[:] = columns_of_rows(by_frames, space)
        to_span_tangent(frames, form.source, form.sign, form.m, self.factors, 1.0, gradient)
        return math.log(top) + math.log(total) / p

    def estimate(self, columns: Floats, squarings: int) -> float:
        """exp of the mean of log l under the weights l^p: the largest l that the descent at this p leads to."""
        real = self._spans_of(columns)
        values = self._eigen(real)[1]
        top = float(values.max())
        if top < ORTHOGONAL_F:
            return 0.0
        powers = (np.maximum(values, 0.0) / top) ** (2.0**squarings)
        positive = powers[powers > 1e-20]
        return top * math.exp(float(np.sum(positive * np.log(positive))) / (float(powers.sum()) * 2.0**squarings))

    def optimality(self, columns: Floats, squarings: int) -> Optimality:
        """How far first-order optimality is missed by the multipliers (M M^*)^(p-1), p = 2^squarings, of trace 1."""
        gradient = np.empty_like(columns)
        self.log_norm(columns, gradient, squarings)
        values = self._eigen(self._spans_of(columns))[1]
        top = float(values.max())
        weights = (np.maximum(values, 0.0) / top) ** (2.0**squarings - 1.0)
        mean = float(np.sum(weights * values) / np.sum(weights))
        return Optimality(float(np.linalg.norm(gradient)) * mean, top - mean)

    def _spans_of(self, columns: Floats) -> Floats:
        frames = np.empty_like(columns)
        orthonormal_columns(columns, self.form.source, self.form.sign, self.form.m, frames, self.factors)
        return spans(rows_of_columns(frames, self.space).reshape(self.n, self.space.m, -1), self.space)

    def _eigen(self, real: Floats) -> tuple[Floats, Floats, Floats]:
        """M of every pair i < j, and the eigenvalues and eigenvectors of M M^*."""
        size = real.shape[1]
        flat = real.reshape(self.n * size, -1)
        whole = (flat @ flat.T).reshape(self.n, size, self.n, size).transpose(0, 2, 1, 3)
        products = whole[self.pairs]
        values, vectors = np.linalg.eigh(products @ np.swapaxes(products, 1, 2))
        return products, values, vectors

    def _gathered(self, pulls: Floats, real: Floats) -> Floats:
        """The gradient by the vectors x_a, rows (n, m width), from that by the matrices M of the pairs."""
        n, size, width = real.shape
        matrix = np.zeros((n, n, size, size))
        matrix[self.pairs] = pulls
        matrix[self.pairs[1], self.pairs[0]] = np.swapaxes(pulls, 1, 2)
        by_spans = matrix.transpose(0, 2, 1, 3).reshape(n * size, -1) @ real.reshape(n * size, width)
        parts = by_spans.reshape(n, self.space.components, self.space.m, width)
        total = parts[:, 0].copy()
        for c in range(1, self.space.components):  # K_c^T = -K_c
            total -= self.space.structure.apply(parts[:, c])[c]
        return total.reshape(n, -1)


def equalised(rows: Floats, space: Space) -> Floats:
    """The frames (n, m width) with their largest cosines made equal, where that lowers the largest; else as is."""
    best, least = rows, largest(rows, space)
    for near in ACTIVE:
        reached = rows
        for _ in range(ITERATIONS):
            following = _newton(reached, space, near)
            if following is None:
                break
            reached = following
        value = largest(reached, space)
        if value < least:
            best, least = reached, value
    return best


def largest(rows: Floats, space: Space) -> float:
    """The largest squared cosine between two of the frames."""
    norms = SpectralNorms(space, len(rows))
    return float(norms._eigen(spans(rows.reshape(len(rows), space.m, -1), space))[1].max())


def first_order(rows: Floats, space: Space, near: float = ACTIVE[0]) -> Optimality:
    """The first-order optimality of frames with equal largest cosines, by multipliers of least correction.

    Multipliers are matrices on the active spans V of the pairs, positive semidefinite and of trace 1 together: equal
    multiples of the identity first, then moved as little as makes the pull vanish; what is negative is cut off.
    """
    active = _Active(rows, space, near)
    system = np.vstack([block.slopes for block in active.blocks])
    counts = np.concatenate([np.where(block.identity == 1.0, 1.0, 2.0) for block in active.blocks])
    identity = np.concatenate([block.identity for block in active.blocks])
    even = identity / identity.sum()
    whole = np.column_stack((system * counts[:, None], identity))
    target = np.append(np.zeros(system.shape[1]), 1.0)
    weights = even + np.linalg.lstsq(whole.T, target - even @ whole, rcond=1e-10)[0]
    kept, place = [], 0
    for block in active.blocks:
        part = weights[place : place + len(block.identity)]
        place += len(part)
        size = block.size
        matrix = np.zeros((size, size))
        matrix[np.triu_indices(size)] = part
        values, vectors = np.linalg.eigh(matrix + np.triu(matrix, 1).T)
        kept.append(((vectors * np.maximum(values, 0.0)) @ vectors.T)[np.triu_indices(size)])
    positive = np.concatenate(kept)
    positive /= float(positive @ identity)
    mean = float((positive * counts) @ (active.level * identity - np.concatenate([b.below for b in active.blocks])))
    return Optimality(float(np.linalg.norm((positive * counts) @ system)), active.level - mean)


class _Block(NamedTuple):
    """Of an active pair: the derivatives of the upper entries of V^* M M^* V, how far they are below t, and 1."""

    slopes: Floats
    below: Floats
    identity: Floats

    @property
    def size(self) -> int:
        return int(self.identity.sum())


class _Active:
    """The pairs with eigenvalues within `near` of the largest, `level`, in tangent coordinates."""

    def __init__(self, rows: Floats, space: Space, near: float) -> None:
        n, norms = len(rows), SpectralNorms(space, len(rows))
        real = spans(rows.reshape(n, space.m, -1), space)
        products, values, vectors = norms._eigen(real)
        self.level = level = float(values.max())
        self.bases = tangent_bases(rows, space)
        q = self.q = self.bases.shape[2]
        moves = np.stack([spans(self.bases[i].T.reshape(q, space.m, -1), space) for i in range(n)])
        self.blocks: list[_Block] = []
        for pair in np.flatnonzero(values.max(axis=1) >= level - near):
            i, j = norms.pairs[0][pair], norms.pairs[1][pair]
            chosen = values[pair] >= level - near
            active = vectors[pair][:, chosen]
            upper = np.triu_indices(active.shape[1])
            slopes = np.zeros((len(upper[0]), n * q))
            for end, moved in ((i, moves[i] @ real[j].T), (j, real[i] @ np.swapaxes(moves[j], 1, 2))):
                half = active.T @ (moved @ products[pair].T) @ active
                change = half + np.swapaxes(half, 1, 2)
                slopes[:, end * q : (end + 1) * q] = change[:, upper[0], upper[1]].T
            identity = np.eye(active.shape[1])[upper]
            self.blocks.append(_Block(slopes, level * identity - np.diag(values[pair][chosen])[upper], identity))


def _newton(rows: Floats, space: Space, near: float) -> Floats | None:
    """One step towards V^* M M^* V = t on what is within `near` of the largest; None where it would stray."""
    active = _Active(rows, space, near)
    system = np.vstack([np.column_stack((block.slopes, -block.identity)) for block in active.blocks])
    wanted = np.concatenate([block.below for block in active.blocks])
    step = np.linalg.lstsq(system, wanted, rcond=1e-9)[0]
    turn = step[:-1].reshape(len(rows), active.q)
    if float(np.linalg.norm(turn, axis=1).max()) > STRAY:
        return None
    return move(rows, active.bases, turn, space)
