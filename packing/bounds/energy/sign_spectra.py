"""Sign matrices whose d largest eigenvalues have a large sum, order by order: beyond order 9 most are never formed.

Let s(S) be the sum of the positive ones among the d largest eigenvalues of S: the largest <S, X> over 0 <= X <= 1 of
trace at most d. One vector can be left out so that of s = s(S) there remains at least

    s max((n-2)/n, (n-d-1)/(n-d)).

Proof. Let P be the projection that attains s. Without row and column v it allows s - 2 g_v, g_v = (SP)_vv, and some
g_v is at most s/n. The projection on what remains of its range allows s - g_v/(1 - P_vv), and some quotient is at
most sum g_v / sum (1 - P_vv) <= s/(n-d).

So all S of order n with s(S) >= L come from those of order n - 1 with s >= L max(...) and a row more, the last vector
being one that loses least. Whether s(S) >= L is seen in a frame of the smaller matrix, with levels l, where the new
row becomes w: between two levels, l_k < x < l_(k-1), x is above eigenvalue k of the larger one if
x > sum w_i^2/(x - l_i) (Schur complement). The page `proofs/signs-of-overlaps.md` has it in full.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from packing.bounds.energy.sign_check import UNIT, decomposed
from packing.bounds.energy.sign_matrices import Signs, distinct, sign_matrices
from packing.numeric import Floats, compiled

WHOLE = 9
"""All sign matrices up to this order are formed."""

MARGIN = 1e-6
"""Sums that are this much smaller than asked for are kept: far more than eigenvalues in floats err."""

_ZERO, _VAGUE = 1e-9, 1e-3
"""Eigenvalues that are not positive, and gaps between them, or parts 1 - P_vv, below which losses are not compared."""

_HALVINGS = 30
_AT_ONCE = 200_000


def large_sums(n: int, d: int, least: float) -> Signs:
    """All sign matrices of order n, up to numbering and negation, with s(S) >= `least`.

    Args: d > 1; a sum `least` > 0. Returns (count, n, n): a few with slightly less, and up to order 9 all.

    >>> [len(large_sums(10, 5, least)) > 0 for least in (14.99, 15.01)]                  # the conference matrix has 15
    [True, False]
    """
    if n <= WHOLE:
        return sign_matrices(n)
    d = min(d, n - 1)
    smaller = large_sums(n - 1, d, least * max((n - 2) / n, (n - d - 1) / (n - d)) - MARGIN)
    digits = (np.arange(2 ** (n - 2))[:, None] >> np.arange(n - 1)) & 1
    rows = (1 - 2 * digits[:, ::-1]).astype(np.float64)
    found, waiting = [np.empty((0, n, n), dtype=np.int64)], 0
    for start in range(0, len(smaller), 64):
        old = smaller[start : start + 64]
        which, row = np.nonzero(_kept(old, rows, d, least))
        larger = np.zeros((len(row), n, n), dtype=np.int64)
        larger[:, :-1, :-1] = old[which]
        larger[:, :-1, -1] = larger[:, -1, :-1] = rows[row]
        found.append(larger[_last_left_out(larger, d)])
        waiting += len(found[-1])
        if waiting > _AT_ONCE:
            found, waiting = [distinct(np.concatenate(found))], 0
    return distinct(np.concatenate(found))


def _kept(smaller: Signs, rows: Floats, d: int, least: float) -> npt.NDArray[np.bool_]:
    """Whether the sum may be `least` for each matrix, (count, ...), with each row more, (..., rows).

    With e and f as in `sign_check` for the smaller matrix, the larger one differs from its form in the frame by at
    most e + 2 f n^(1/2), and the rounding of w, and the factors of Ostrowski by f n: together by less than `radius`.
    """
    n = smaller.shape[1] + 1
    levels, frames, e, f = decomposed(smaller.astype(float))
    radius = e + 4 * n * f + 64 * n * n * UNIT
    return np.stack([
        _reach(level[::-1].copy(), (rows @ frame)[:, ::-1] ** 2, d, least - MARGIN)
        if n * r < MARGIN / 2
        else np.ones(len(rows), dtype=bool)
        for level, frame, r in zip(levels, frames, radius, strict=True)
    ])  # fmt: skip


def _last_left_out(matrices: Signs, d: int) -> npt.NDArray[np.bool_]:
    """Whether the last vector is one that loses least; True where P or the losses are not well determined in floats."""
    n = matrices.shape[1]
    levels, frames = np.linalg.eigh(matrices.astype(float))
    level = levels[:, n - d :]
    positive = level > _ZERO
    top = frames[:, :, n - d :] ** 2 * positive[:, None, :]
    kept, loss = 1 - top.sum(axis=2), (top * level[:, None, :]).sum(axis=2)
    gap = np.where(positive[:, 0], level[:, 0] - levels[:, n - d - 1], np.inf)
    gap = np.minimum(gap, np.where(positive, level, np.inf).min(axis=1))
    if n >= 2 * d:
        loss = loss / np.maximum(kept, _VAGUE)
    return (gap < _VAGUE) | (kept.min(axis=1) < _VAGUE) | (loss[:, -1] <= loss.min(axis=1) + MARGIN)


@compiled()
def _reach(levels: Floats, squares: Floats, d: int, least: float) -> npt.NDArray[np.bool_]:
    """Whether upper bounds on the d largest eigenvalues of diag(levels) bordered by w, corner 0, have the sum `least`.

    Args: `levels`, falling, at least d; `squares`, the w_i^2, (count, levels). Bounds sink by bisection; negative
    eigenvalues count as 0.
    """
    low, high = np.empty(d), np.empty(d)
    reached = np.ones(len(squares), dtype=np.bool_)
    for row in range(len(squares)):
        for k in range(d):
            low[k], high[k] = max(levels[k], 0.0), max(levels[k - 1], 0.0)
        high[0] = low[0] + np.sqrt(squares[row].sum()) * (1 + 1e-12)
        for _ in range(_HALVINGS):
            for k in range(d):
                if high[k] - low[k] < 1e-8:
                    continue
                x = (low[k] + high[k]) / 2
                value, size = x, abs(x)
                for i in range(len(levels)):
                    term = squares[row, i] / (x - levels[i])
                    value -= term
                    size += abs(term)
                if value > 1e-13 * size:
                    high[k] = x
                else:
                    low[k] = x
            if high.sum() < least:
                reached[row] = False
                break
            if low.sum() >= least:
                break
    return reached
