"""Frames of constant modulus, by their phases: where they lie, how p-norms pull at them, how the interior point moves.

Entry k of vector a of frame i is exp(i (theta_ik + w_iak)) / sqrt d. The phases theta are free; the offsets w, those of
orthogonal words, stay, so that every frame is orthonormal. With e_k = exp(i (phi_jbk - phi_iak)) of a pair, its product
is c = sum_k e_k / d, and of each a and b, f gets |c|^2 / m with

    d|c|^2 / d theta_jk = -2 Im(conj(c) e_k) / d,
    d^2|c|^2 / d theta_jk d theta_jl = 2 Re(conj(e_l) e_k) / d^2 - 2 [k = l] Re(conj(c) e_k) / d,

and the opposite for theta_i: f depends on differences of phases alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats, Indices
from packing.search.columns import columns_of_rows
from packing.search.optimality import Optimality, optimality
from packing.space import Space

Complex = npt.NDArray[np.complex128]

GAUGE = 1e-9
"""Directions of phases that move the frames by less than this part only turn their vectors."""


@dataclass(frozen=True, eq=False)
class Torus:
    """The frames of a space (over C) with given offsets, shape (n, m, d)."""

    space: Space
    offsets: Floats

    def entries(self, phases: Floats) -> Complex:
        """exp(i phi) / sqrt d, shape (n, m, d)."""
        return np.asarray(np.exp(1j * (phases[:, None] + self.offsets)) / np.sqrt(self.space.d))

    def rows(self, phases: Floats) -> Floats:
        """The frames in real coordinates, shape (n, m width)."""
        entries = self.entries(phases)
        return np.concatenate((entries.real, entries.imag), axis=2).reshape(len(phases), -1)

    def columns(self, phases: Floats) -> Floats:
        """The frames as columns (see `pairs`)."""
        return columns_of_rows(self.rows(phases), self.space)

    def pull(self, phases: Floats, gradient: Floats) -> Floats:
        """The gradient by the phases from that by the columns."""
        d, m = self.space.d, self.space.m
        parts = gradient.reshape(2, d, m, -1).transpose(3, 2, 1, 0)
        entries = self.entries(phases)
        return np.asarray(np.sum(parts[..., 1] * entries.real - parts[..., 0] * entries.imag, axis=1))

    def f(self, phases: Floats) -> Floats:
        """f of all pairs i < j, in row order."""
        n, m = len(phases), self.space.m
        flat = self.entries(phases).reshape(n * m, -1)
        squares = np.abs(flat.conj() @ flat.T) ** 2
        return np.asarray(squares.reshape(n, m, n, m).sum(axis=(1, 3))[np.triu_indices(n, 1)] / m)

    def at(self, phases: Floats, pairs: Indices) -> Bend:
        """How f of these pairs bends there."""
        flat = self.entries(phases)
        turned = np.conj(flat[pairs[:, 0]])[:, :, None] * flat[pairs[:, 1]][:, None]
        return Bend(phases, pairs, turned.reshape(len(pairs), -1, self.space.d), self.space.m)

    def optimality(self, phases: Floats, multipliers: Floats) -> Optimality:
        """First-order optimality among the frames of these offsets."""
        return optimality(self.rows(phases), self.space, multipliers, self.allowed(phases))

    def allowed(self, phases: Floats) -> AllowedTurns:
        """The moves of phases, in tangent coordinates."""
        return AllowedTurns(self, phases)


@dataclass(frozen=True, eq=False)
class AllowedTurns:
    """Turning one coordinate of one frame moves it by i x_iak in all its vectors."""

    torus: Torus
    phases: Floats

    def __call__(self, bases: Floats) -> Floats:
        """Orthonormal columns (n q, r) of the moves that do not only turn vectors."""
        torus = self.torus
        n, _, q = bases.shape
        d, m = torus.space.d, torus.space.m
        turned = 1j * torus.entries(self.phases)
        moves = np.zeros((n, d, m, 2, d))
        for part, values in enumerate((turned.real, turned.imag)):
            moves[:, np.arange(d), :, part, np.arange(d)] = values.transpose(2, 0, 1)
        along = np.swapaxes(bases, 1, 2) @ moves.reshape(n, d, -1).transpose(0, 2, 1)
        kept = []
        for i in range(n):
            left, singular, _ = np.linalg.svd(along[i], full_matrices=False)
            block = np.zeros((n, q, int(np.sum(singular > GAUGE))))
            block[i] = left[:, : block.shape[2]]
            kept.append(block.reshape(n * q, -1))
        return np.concatenate(kept, axis=1)


@dataclass(frozen=True, eq=False)
class Bend:
    """First and second derivatives of f at given phases; `turned` holds e_k / d of each pair, a and b."""

    phases: Floats
    pairs: Indices
    turned: Complex
    m: int

    @property
    def moves(self) -> None:
        """Nothing is forbidden: the phases are the coordinates."""
        return

    @property
    def gradients(self) -> Floats:
        """The gradients of f by the phases of both ends, shape (pairs, 2, d)."""
        sums = self.turned.sum(axis=2, keepdims=True)
        second = -2.0 / self.m * np.sum((sums.conj() * self.turned).imag, axis=1)
        return np.stack((-second, second), axis=1)

    def hessian(self, multipliers: Floats, weights: Floats) -> Floats:
        """sum over pairs of multiplier * Hessian + weight * gradient gradient^T: the lower triangle, order n d."""
        n, d = self.phases.shape
        sums = self.turned.sum(axis=2, keepdims=True)
        bent = 2.0 / self.m * np.einsum("pak,pal->pkl", self.turned, self.turned.conj()).real
        bent[:, np.arange(d), np.arange(d)] -= 2.0 / self.m * np.sum((sums.conj() * self.turned).real, axis=1)
        slope = self.gradients[:, 1]
        blocks = multipliers[:, None, None] * bent + weights[:, None, None] * slope[:, :, None] * slope[:, None]
        matrix = np.zeros((n, n, d, d))
        first, second = self.pairs.T
        matrix[second, first] = -blocks
        np.add.at(matrix, (first, first), blocks)
        np.add.at(matrix, (second, second), blocks)
        return np.tril(matrix.transpose(0, 2, 1, 3).reshape(n * d, n * d))

    def moved(self, v: Floats) -> Floats:
        """The phases moved."""
        return self.phases + v


def at_random(space: Space, n: int, words: Indices, q: int, rng: np.random.Generator) -> tuple[Torus, Floats]:
    """Random phases, and the words with their coordinates permuted for each frame."""
    parts = np.stack([words[:, rng.permutation(space.d)] for _ in range(n)]) if space.m > 1 else np.zeros((n, 1, 1))
    offsets = np.broadcast_to(parts, (n, space.m, space.d)).astype(np.float64)
    torus = Torus(space, 2.0 * np.pi / q * offsets)
    return torus, rng.uniform(0.0, 2.0 * np.pi, (n, space.d))
