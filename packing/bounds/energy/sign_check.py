"""What the choices of `sign_dual` prove: floors rounded down, with bounds on every error of rounding.

Lines: m^p - Q m^2 is concave to m_0 and convex beyond. So its least excess over -L m on [low, high] is at an end where
all is concave; else it is at `low` or in the convex part, where it is at least what the tangent at any point x of this
part says: the excess at x, less slope times x - low if it rises, less |slope| times high - x if it falls. All this is
computed in ball arithmetic.

Eigenvalues: whatever the frames U and levels l that LAPACK gives for T, with e = |T - U diag(l) U^T| and
f = |U^T U - 1| (Frobenius), the eigenvalues of T are the l, in order, up to e + f max|l| (Ostrowski, Weyl). e and f
are computed in floats; a sum of n products of three numbers errs by at most (n + 3) 2^-52 of the sum of their moduli.
"""

from __future__ import annotations

import math

import numpy as np
import sympy
from flint import arb, fmpq

from packing.bounds.energy.sign_dual import Boxes
from packing.numeric import Floats

UNIT = 2.0**-52


def certain(boxes: Boxes, p: sympy.Rational) -> Floats:
    """A number that E_p is certainly at least, for each box: of all packings with these signs and moduli.

    Args: `boxes`, choices of any origin; `p`, the exponent itself, p > 2: that of `boxes` is a float.
    """
    d, q = boxes.d, boxes.q
    below = np.tril(boxes.lines()[0], -1)
    lines = below + below.transpose(0, 2, 1)
    levels, radius = _levels(boxes.matrices(lines))
    return _floors(levels, radius, d, q, _intercepts(boxes, lines, arb(fmpq(int(p.p), int(p.q)))))


def certain_alike(signs: Floats, d: int, p: sympy.Rational, high: float, scales: Floats) -> Floats:
    """The same for moduli in [0, high] and all lines alike, of the best scale: they touch at 0 and at a scale.

    Args: `signs`, (count, n, n); `scales`, numbers in (0, high). T is a multiple of S, so that one set of eigenvalues
    serves all scales.
    """
    n = signs.shape[1]
    levels, radius = _levels(signs)
    best = np.full(len(signs), -np.inf)
    for scale in scales.tolist():
        q, line = (float(p) - 1) * scale ** (float(p) - 2), (float(p) - 2) * scale ** (float(p) - 1)
        least = _intercept(q, 0.0, high, line, arb(fmpq(int(p.p), int(p.q)))) * n * (n - 1)
        wide = line * (radius + np.abs(levels).max(axis=1) * UNIT) * (1 + 4 * UNIT)
        best = np.maximum(best, _floors(line * levels, wide, d, np.full(len(signs), q), np.full(len(signs), least)))
    return best


def _floors(levels: Floats, radius: Floats, d: int, q: Floats, intercepts: Floats) -> Floats:
    """The bound from the eigenvalues of T, known up to `radius`, and the sums of the a_ij, rounded down."""
    n = levels.shape[1]
    low, top = levels[:, : n - d], levels[:, n - d :]
    beta = (n - d) / d
    bottom = -low.sum(axis=1) + (n - d) * radius
    upper = top.sum(axis=1) + d * radius
    deviation = np.sqrt(((top - top.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)) * (1 + n * UNIT) + 2 * n * radius
    lost = bottom + beta * np.maximum(upper, 0) + deviation**2 / (4 * q)
    kept = q * n * beta
    sizes = np.abs(levels).sum(axis=1) * (1 + beta) + lost + kept + np.abs(intercepts)
    return intercepts + kept - lost - 64 * n * UNIT * sizes


def _levels(matrices: Floats) -> tuple[Floats, Floats]:
    """Numbers in rising order, and how far from them, in order, the eigenvalues are at most."""
    levels, _, e, f = decomposed(matrices)
    n, largest = matrices.shape[1], np.abs(levels).max(axis=1) + np.abs(matrices).max(axis=(1, 2))
    return levels, (e + f * largest) * (1 + 4 * n * n * UNIT)


def decomposed(matrices: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Levels l in rising order, frames U, and bounds on |T - U diag(l) U^T| and |U^T U - 1|, of each matrix T."""
    n = matrices.shape[1]
    levels, frames = np.linalg.eigh(matrices)
    largest = np.abs(levels).max(axis=1) + np.abs(matrices).max(axis=(1, 2))
    size = n * np.maximum(np.abs(frames).max(axis=(1, 2)), 1.0) ** 2
    error = (n + 3) * UNIT * n * size
    again = (frames * levels[:, None, :]) @ frames.transpose(0, 2, 1)
    e = _norm(matrices - again) + error * largest
    f = _norm(frames.transpose(0, 2, 1) @ frames - np.eye(n)) + error
    return levels, frames, e, f


def _norm(matrices: Floats) -> Floats:
    return np.sqrt((matrices**2).sum(axis=(1, 2)))


def _intercepts(boxes: Boxes, lines: Floats, p: arb) -> Floats:
    """Of each box the sum of the a_ij over ordered pairs i != j, rounded down."""
    n = boxes.n
    rows, columns = np.tril_indices(n, -1)
    asked = np.stack(
        [
            np.broadcast_to(boxes.q[:, None], (len(boxes), len(rows))),
            *(array[:, rows, columns] for array in (boxes.low, boxes.high, lines)),
        ],
        axis=-1,
    )
    cases, which = np.unique(asked.reshape(-1, 4), axis=0, return_inverse=True)
    found = np.array([_intercept(q, low, high, line, p) for q, low, high, line in cases.tolist()])
    sums = found[which.reshape(asked.shape[:2])]
    return 2 * (sums.sum(axis=1) - n * n * UNIT * np.abs(sums).sum(axis=1))


def _intercept(q: float, low: float, high: float, line: float, p: arb) -> float:
    """A lower bound on m^p - Q m^2 + L m over [low, high], 0 <= low <= high."""

    def excess(m: float) -> arb:
        return arb(m) ** p - arb(q) * arb(m) ** 2 + arb(line) * arb(m) if m > 0 else arb(0)

    x = _flat_point(q, low, high, line, float(p))
    if p * (p - 1) * arb(x) ** (p - 2) > 2 * arb(q):
        slope = p * arb(x) ** (p - 1) - 2 * arb(q) * arb(x) + arb(line)
        other = excess(x) - _positive(slope) * (arb(x) - arb(low)) - _positive(-slope) * (arb(high) - arb(x))
    elif p * (p - 1) * arb(high) ** (p - 2) < 2 * arb(q):
        other = excess(high)
    else:
        return -math.inf
    return min(_below(excess(low)), _below(other))


def _positive(number: arb) -> arb:
    return arb(max(0.0, -_below(-number)))


def _flat_point(q: float, low: float, high: float, line: float, p: float) -> float:
    """The point of the convex part where m^p - Q m^2 + L m is least, in floats."""
    a, b = max(low, (2 * q / (p * (p - 1))) ** (1 / (p - 2))), high
    for _ in range(60):
        middle = (a + b) / 2
        a, b = (a, middle) if p * middle ** (p - 1) - 2 * q * middle + line > 0 else (middle, b)
    return b


def _below(number: arb) -> float:
    return math.nextafter(float(number.lower()), -math.inf)
