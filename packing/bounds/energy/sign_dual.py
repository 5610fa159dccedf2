"""Floors on E_p = sum |<x_i, x_j>|^p for overlaps of given signs, with moduli in given intervals.

Let G = 1 + A be a Gram matrix of n unit vectors of R^d, S the signs of A and a number Q > 0. Choose lines under
m^p - Q m^2 on the interval of each modulus m = |A_ij|, a_ij - L_ij m, and numbers T_ii. With T_ij = S_ij L_ij

    E_p >= sum_{i != j} a_ij + Q |A|^2 - <A, T>.

A has eigenvalues -1, n - d times, and d more of sum n - d, and <A, T> is at most the sum of products of eigenvalues in
order (von Neumann). The least of Q sum mu_i^2 - sum mu_i l_i over such mu is, with the eigenvalues l of T in rising
order, b = -(l_1 + ... + l_(n-d)), t the sum of the others and V = sum of their squares - t^2/d,

    Q n(n-d)/d - b - t (n-d)/d - V/(4Q).

This file looks for good Q, lines and T_ii in floats, for many S at once; `sign_check` shows what they prove.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats

Index = npt.NDArray[np.int64]

ROUNDS, STEPS = 5, 16
"""How often factors of Q are tried, and steps of the lines for each."""

_FACTORS = (1.0, 1.12, 1 / 1.12, 1.04, 1 / 1.04)


@dataclass(frozen=True)
class Boxes:
    """Sign matrices with intervals for the moduli, and the choices from which a floor follows.

    Fields: `d`, `p`; `signs`, `low`, `high`, (count, n, n); `q`, (count,); `touch`, (count, n, n): moduli at which the
    lines are to touch; `diagonal`, (count, n): the T_ii.
    """

    d: int
    p: float
    signs: Floats
    low: Floats
    high: Floats
    q: Floats
    touch: Floats
    diagonal: Floats

    def __len__(self) -> int:
        return len(self.q)

    @property
    def n(self) -> int:
        """The number of vectors."""
        return self.signs.shape[1]

    def part(self, which: Index | npt.NDArray[np.bool_]) -> Boxes:
        """The boxes with these numbers."""
        return Boxes(self.d, self.p, *(array[which] for array in self._arrays()))

    def joined(self, other: Boxes) -> Boxes:
        """These boxes and then the others."""
        return Boxes(self.d, self.p, *map(np.concatenate, zip(self._arrays(), other._arrays(), strict=True)))

    def put(self, which: Index, part: Boxes) -> Boxes:
        """The boxes with those of these numbers replaced."""
        arrays = [array.copy() for array in self._arrays()]
        for array, new in zip(arrays, part._arrays(), strict=True):
            array[which] = new
        return Boxes(self.d, self.p, *arrays)

    def within(self, i: Index, j: Index, low: Floats, high: Floats) -> Boxes:
        """The boxes with one modulus of each, that of vectors i and j, in [low, high]."""
        each = np.arange(len(self))
        lows, highs = self.low.copy(), self.high.copy()
        for a, b in ((i, j), (j, i)):
            lows[each, a, b], highs[each, a, b] = low, high
        return replace(self, low=lows, high=highs, touch=np.clip(self.touch, lows, highs))

    def _arrays(self) -> tuple[Floats, ...]:
        return self.signs, self.low, self.high, self.q, self.touch, self.diagonal

    def lines(self) -> tuple[Floats, Floats]:
        """L_ij and a_ij: lines a - L m under m^p - Q m^2 on [low, high] that touch its convex hull at `touch`."""
        p, q = self.p, self.q[:, None, None]
        turn, start = self.turn(), self.under(self.low)
        at = np.clip(self.touch, np.minimum(turn, self.high), self.high)
        chord = (start - self.under(self.high)) / np.maximum(self.high - self.low, 1e-12)
        slope = np.where(turn < self.high, 2 * q * at - p * at ** (p - 1), chord)
        return slope, _off(np.minimum(start + slope * self.low, self.under(at) + slope * at))

    def excess(self, moduli: Floats) -> Floats:
        """How far the lines, made to touch the hull at these moduli, are there below m^p - Q m^2."""
        slope, intercepts = replace(self, touch=moduli).lines()
        return _off(self.under(moduli) - intercepts + slope * moduli)

    def matrices(self, lines: Floats) -> Floats:
        """T, with S_ij L_ij off the diagonal."""
        t = self.signs * lines
        t[:, np.arange(self.n), np.arange(self.n)] = self.diagonal
        return t

    def turn(self) -> Floats:
        """Where the hull leaves the line from the lower end: the tangent point, or `low` where all is convex."""
        p, q = self.p, self.q[:, None, None]
        flat = np.broadcast_to((2 * q / (p * (p - 1))) ** (1 / (p - 2)), self.low.shape)
        below, above = np.maximum(flat, self.low), np.maximum(4 * flat, self.high) + 1
        start = self.under(self.low)
        for _ in range(48):
            middle = (below + above) / 2
            slope = p * middle ** (p - 1) - 2 * q * middle
            over = self.under(middle) - slope * (middle - self.low) > start
            below, above = np.where(over, middle, below), np.where(over, above, middle)
        return np.where(self.low >= flat, self.low, above)

    def under(self, m: Floats) -> Floats:
        """m^p - Q m^2."""
        return m**self.p - self.q[:, None, None] * m * m


def values(boxes: Boxes) -> tuple[Floats, Floats]:
    """The floor of each box in floats, and the matrix A at which it is taken, (count, n, n)."""
    n, d, q = boxes.n, boxes.d, boxes.q
    lines, intercepts = boxes.lines()
    levels, frames = np.linalg.eigh(boxes.matrices(lines))
    top = levels[:, n - d :]
    mu = np.full(levels.shape, -1.0)
    mu[:, n - d :] = (n - d) / d + (top - top.mean(axis=1, keepdims=True)) / (2 * q[:, None])
    floors = intercepts.sum(axis=(1, 2)) + q * (mu**2).sum(axis=1) - (mu * levels).sum(axis=1)
    return floors, np.einsum("bik,bk,bjk->bij", frames, mu, frames)


def improved(boxes: Boxes, enough: float) -> tuple[Boxes, Floats, Floats]:
    """The boxes with better Q, lines and T_ii, their floors, and the matrices A at which these are taken.

    Stops where all floors are `enough`.
    """
    best, matrices = values(boxes)
    for _ in range(ROUNDS):
        before = best
        for factor in _FACTORS:
            trial = replace(boxes, q=boxes.q * factor)
            boxes, best, matrices = _climb(boxes, best, matrices, trial)
            if best.min() >= enough:
                return boxes, best, matrices
        if np.all(best - before < 1e-4 * np.abs(best)):
            break
    return boxes, best, matrices


def _climb(boxes: Boxes, best: Floats, matrices: Floats, trial: Boxes) -> tuple[Boxes, Floats, Floats]:
    """Steps from `trial`: moduli at which lines touch move to those of A, the T_ii to where A_ii is 0."""
    gain = np.ones(len(boxes))
    local, at = values(trial)
    for step in range(STEPS):
        boxes, best, matrices = better(boxes, best, matrices, trial, local, at)
        if step == STEPS - 1:
            break
        moduli = np.clip(trial.signs * at, trial.low, trial.high)
        half = 0.5 * gain[:, None, None]
        diagonal = np.diagonal(at, axis1=1, axis2=2)
        moved = replace(
            trial,
            touch=(1 - half) * trial.touch + half * moduli,
            diagonal=trial.diagonal - 1.4 * (gain * trial.q)[:, None] * diagonal,
        )
        floors, there = values(moved)
        worse = floors <= local
        gain = np.where(worse, 0.5 * gain, gain)
        trial, local, at = better(trial, local, at, moved, floors, there)
    return boxes, best, matrices


def better(
    boxes: Boxes, floors: Floats, matrices: Floats, other: Boxes, others: Floats, there: Floats
) -> tuple[Boxes, Floats, Floats]:
    """Of each box the one with the larger floor."""
    take = others > floors
    if not take.any():
        return boxes, floors, matrices
    wide = take[:, None, None]
    chosen = replace(
        boxes,
        q=np.where(take, other.q, boxes.q),
        touch=np.where(wide, other.touch, boxes.touch),
        diagonal=np.where(take[:, None], other.diagonal, boxes.diagonal),
    )
    return chosen, np.where(take, others, floors), np.where(wide, there, matrices)


def _off(matrices: Floats) -> Floats:
    return matrices * (1 - np.eye(matrices.shape[1]))
