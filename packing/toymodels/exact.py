r"""The exact expected loss at any density: one Fourier sum per output, no samples.

Output i sees z = b_i + sum_j M_ij x_j with M = W W^T and independent x_j = 0 with chance 1 - p_j, else uniform on
[0, 1]. Its error E (x_i - ReLU z)^2 = p_i/3 - 2 E x_i ReLU(z) + E ReLU(z)^2 needs two expectations of functions with a
kink. On a circle of period P that no z can go round, ReLU(z) and ReLU(z)^2 are continued smoothly and have Fourier
coefficients A_k, C_k; with w_k = 2 pi k / P and phi(t) = (e^t - 1)/t the law of z is known through

    E e^{i w z} = e^{i w b_i} prod_j (1 - p_j + p_j phi(i w M_ij)),

and weighting by x_i puts p_i phi'(i w M_ii) in place of factor i. So output i costs one product with factor i replaced
by C_k (1 - p_i + p_i phi) - 2 A_k p_i phi', and prefix and suffix products give the gradient. Terms with at most one
active feature do not decay with w: they are left out of the sum and added in closed form (`one_sparse`); the rest
decays like w^-4. Cost O(n^2 nodes), real arithmetic through rotations: no trigonometry inside the loop.

Valid for densities from about 1e-4 (below it the cancellation of the first terms shows) up to 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from numba import njit

from packing.toymodels.one_sparse import Value, one_active

Floats = npt.NDArray[np.float64]
Complexes = npt.NDArray[np.complex128]

BANDWIDTH = 100.0
"""The largest frequency of a sum: what is left out is below 1e-5 of the loss of random weights, less near minima."""

_TURNS = 3.0
"""P / reach: z lies in [-reach, reach], and the third third of the circle is for the smooth way back to 0."""

_FLAT = 0.4
"""The sum is tapered from this share of the bandwidth on: a sharp end rings where z has atoms, as it has wherever
overlaps vanish. A taper that is flat at 0 moves no moment of z, so it costs nothing where the law of z is smooth."""

_SAMPLES = 1 << 15


@dataclass(frozen=True, eq=False)
class Exact:
    """The expected loss sum_i I_i E (x_i - x'_i)^2 for densities p (n,) and importances I (n,).

    `reach` is a bound on |z| that holds along a whole descent: where W stays inside, every value comes from the same
    quadrature, so that values differ smoothly. Outside, the bound is widened for that evaluation.

    >>> from numpy import eye, full, zeros
    >>> dense = Exact(full(3, 0.5), full(3, 1.0))
    >>> abs(dense(eye(3), zeros(3)).loss) < 1e-9                     # the identity makes no error
    True
    """

    density: Floats
    importance: Floats
    reach: float = 0.0
    bandwidth: float = BANDWIDTH

    largest_bias: float = math.inf

    @cached_property
    def _few(self) -> tuple[float, Floats]:
        """The chance that no feature is active, and (n,) that j alone is."""
        idle = 1.0 - self.density
        before = np.concatenate(([1.0], np.cumprod(idle)[:-1]))
        after = np.concatenate((np.cumprod(idle[::-1])[::-1][1:], [1.0]))
        return float(np.prod(idle)), self.density * before * after

    def __call__(self, weights: Floats, biases: Floats) -> Value:
        """The loss and its gradient at W (n, d), b (n,)."""
        gram = weights @ weights.T
        none, alone = self._few
        several = np.sum(self.importance * (self.density - alone)) / 3.0
        loss, by_gram, by_bias = one_active(gram, biases, alone, self.importance)
        positive = np.maximum(biases, 0.0)
        loss += several + none * float(self.importance @ positive**2)
        by_bias += 2.0 * none * self.importance * positive
        period = _TURNS * max(self.reach, reach(gram, biases))
        nodes = math.ceil(self.bandwidth * period / (2.0 * math.pi))
        linear, square = _coefficients(nodes)
        rest = _several_active(
            gram, biases, self.density, self.importance, none, alone, period, linear * period, square * period**2,
            by_gram, by_bias,
        )  # fmt: skip
        return Value(loss + rest, (by_gram + by_gram.T) @ weights, by_bias)


def reach(gram: Floats, biases: Floats) -> float:
    """The largest |z| that any input in [0, 1]^n can cause."""
    above = np.maximum(gram, 0.0).sum(axis=1) + biases
    below = np.maximum(-gram, 0.0).sum(axis=1) - biases
    return float(max(above.max(), below.max(), 1e-3))


@lru_cache(maxsize=64)
def _coefficients(nodes: int) -> tuple[Complexes, Complexes]:
    """Fourier coefficients k = 0..nodes of ReLU and ReLU^2 on a circle of length 1, right on [-1/3, 1/3].

    From 1/3 to 2/3, that is to -1/3, a smooth step takes them back to 0. Doubled for k > 0: the sum runs over k >= 0.
    """
    place = np.arange(_SAMPLES) / _SAMPLES
    z = np.where(place <= 1.0 - 1.0 / _TURNS, place, 0.0)
    z = z * _smooth_step((place - 1.0 / _TURNS) / (1.0 - 2.0 / _TURNS))
    kept = nodes + 1
    twice = np.full(kept, 2.0)
    twice[0] = 1.0
    window = twice * _smooth_step((np.arange(kept) / nodes - _FLAT) / (1.0 - _FLAT))
    ramp, parabola = (np.fft.rfft(values)[:kept] / _SAMPLES * window for values in (z, z * place))
    return ramp, parabola


def _smooth_step(s: Floats) -> Floats:
    """1 for s <= 0, 0 for s >= 1, infinitely often differentiable."""
    inner = np.clip(s, 1e-9, 1.0 - 1e-9)
    step: Floats = 1.0 / (1.0 + np.exp(np.clip(1.0 / (1.0 - inner) - 1.0 / inner, -700.0, 700.0)))
    return np.where(s <= 0, 1.0, np.where(s >= 1, 0.0, step))


@njit(cache=True)
def _moments(theta: float, cosine: float, sine: float) -> tuple[complex, complex, complex]:
    """int_0^1 x^m e^{i theta x} dx for m = 0, 1, 2."""
    if abs(theta) < 0.05:
        power = 1.0 + 0.0j
        zeroth, first, second = 0.0j, 0.0j, 0.0j
        for k in range(8):
            zeroth += power / (k + 1.0)
            first += power / (k + 2.0)
            second += power / (k + 3.0)
            power *= 1j * theta / (k + 1.0)
        return zeroth, first, second
    inverse = -1j / theta
    turned = complex(cosine, sine)
    zeroth = (turned - 1.0) * inverse
    first = (turned - zeroth) * inverse
    return zeroth, first, (turned - 2.0 * first) * inverse


@njit(cache=True)
def _several_active(
    gram: Floats,
    biases: Floats,
    density: Floats,
    importance: Floats,
    none: float,
    alone: Floats,
    period: float,
    linear: Complexes,
    square: Complexes,
    by_gram: Floats,
    by_bias: Floats,
) -> float:
    """The part of the loss from two or more active features; adds its slopes to by_gram and by_bias."""
    n = gram.shape[0]
    step = 2.0 * math.pi / period
    turn, turn_b = np.exp(1j * step * gram), np.exp(1j * step * biases)
    now, now_b = np.ones((n, n), dtype=np.complex128), np.ones(n, dtype=np.complex128)
    flat, tilted, curved = np.empty((n, n), np.complex128), np.empty((n, n), np.complex128), np.empty(n, np.complex128)
    before = np.empty(n + 1, dtype=np.complex128)
    factors = np.empty(n, dtype=np.complex128)
    total = 0.0
    for k in range(linear.size):
        omega = k * step
        ramp, parabola = linear[k], square[k]
        for i in range(n):
            for j in range(i + 1):
                turned = now[i, j]
                zeroth, first, second = _moments(omega * gram[i, j], turned.real, turned.imag)
                flat[i, j], flat[j, i], tilted[i, j], tilted[j, i] = zeroth, zeroth, first, first
                now[i, j] = turned * turn[i, j]
            curved[i] = second
        for i in range(n):
            few = none * parabola
            for j in range(n):
                factors[j] = 1.0 - density[j] + density[j] * flat[i, j]
                few += alone[j] * parabola * flat[i, j]
            few -= 2.0 * alone[i] * ramp * tilted[i, i]
            factors[i] = parabola * factors[i] - 2.0 * ramp * density[i] * tilted[i, i]
            before[0] = 1.0
            for j in range(n):
                before[j + 1] = before[j] * factors[j]
            phase = importance[i] * now_b[i]
            value = phase * (before[n] - few)
            total += value.real
            slope = 1j * omega
            by_bias[i] += (slope * value).real
            slope *= phase
            after = 1.0 + 0.0j
            for j in range(n - 1, -1, -1):
                others = before[j] * after
                if j == i:
                    own = parabola * tilted[i, i] - 2.0 * ramp * curved[i]
                    by_gram[i, i] += (slope * own * (density[i] * others - alone[i])).real
                else:
                    by_gram[i, j] += (slope * tilted[i, j] * (density[j] * others - alone[j] * parabola)).real
                after *= factors[j]
            now_b[i] *= turn_b[i]
    return total
