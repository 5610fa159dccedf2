r"""The exact expected loss at any density: one Fourier sum per output, no samples.

Output i sees z = b_i + sum_j M_ij x_j with M = W W^T and independent x_j = 0 with chance 1 - p_j, else uniform on
[0, 1]. Its error E (x_i - ReLU z)^2 = p_i/3 - 2 E x_i ReLU(z) + E ReLU(z)^2 needs two expectations of functions with a
kink. On a circle of length P that no z can go round, ReLU(z) and ReLU(z)^2 are continued smoothly and have Fourier
coefficients A_k, C_k; with w_k = 2 pi k / P and phi(t) = (e^t - 1)/t the law of z is known through

    E e^{i w z} = e^{i w b_i} prod_j (1 - p_j + p_j phi(i w M_ij)),

and weighting by x_i puts p_i phi'(i w M_ii) in place of factor i. So output i costs one product with factor i replaced
by C_k (1 - p_i + p_i phi) - 2 A_k p_i phi', and prefix and suffix products give the gradient in the same time.

What decays slowly with w is not summed but done in closed form (`closed_part`): at most one of the strong couplings
active, the weak ones at their mean. Cost O(n^2 nodes) in rotations: no trigonometry in the loop. Densities from about
1e-4 (below, the terms left out cancel to rounding) up to 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
from numba import njit

from packing.numeric import Floats
from packing.toymodels.autoencoder.losses.closed_part import ClosedPart, FewActive, closed_part, independent_chances
from packing.toymodels.autoencoder.losses.one_sparse import Value
from packing.toymodels.brief import Brief

Complexes = npt.NDArray[np.complex128]
Mask = npt.NDArray[np.bool_]

BANDWIDTH = 100.0
"""The largest frequency of a sum: leaves a relative error of about 2e-6, and 30 one of 1e-4 (measured)."""

COARSE = 30.0
"""The bandwidth for the way down to a minimum, and for very many features."""

WEAK = 0.02
"""Couplings |M_ij| up to this enter the closed form through their mean."""

_TURNS = 3.0
"""P / reach: z lies in [-reach, reach], and the last third of the circle is for the smooth way back to 0."""

_FLAT = 0.4
"""The sum is tapered from this share of the bandwidth on: a sharp end rings where z has atoms. A taper that is flat
at 0 moves no moment of z, so it costs nothing where the law of z is smooth."""

_MOST_NODES = 4096
"""Met only where a line search goes astray: weights ten times too large need no digits."""

_SAMPLES = 1 << 15


class Wave(NamedTuple):
    """The step between frequencies, and the coefficients of ReLU and ReLU^2 at its multiples."""

    step: float
    linear: Complexes
    square: Complexes


@dataclass(frozen=True, eq=False, repr=False)
class ExactLoss(Brief):
    """The expected loss sum_i I_i E (x_i - x'_i)^2 for densities p (n,) and importances I (n,).

    Left to itself each evaluation chooses its circle and its weak couplings. `fixed_for(W, b)` freezes both, so that
    all values along a descent come from one quadrature and differ smoothly (where W outgrows the circle, it widens).

    >>> dense = ExactLoss(np.full(3, 0.5), np.full(3, 1.0))
    >>> abs(dense(np.eye(3), np.zeros(3)).loss) < 1e-6                     # the identity makes no error
    True
    """

    density: Floats
    importance: Floats
    bandwidth: float = BANDWIDTH
    reach: float = 0.0
    weak: Mask | None = None

    largest_bias: float = math.inf

    def __call__(self, weights: Floats, biases: Floats, *, slopes: bool = True) -> Value:
        """The loss and its gradient at W (n, d), b (n,); without `slopes` the gradient is left unfinished, faster."""
        gram = weights @ weights.T
        weak = np.abs(gram) <= WEAK if self.weak is None else self.weak
        closed = closed_part(gram, biases, self.density, self.importance, weak, *self._chances(weak))
        period = _TURNS * max(self.reach, reach(gram, biases))
        nodes = math.ceil(self.bandwidth * period / (2.0 * math.pi))
        ramp, parabola = _coefficients(min(nodes, _MOST_NODES))
        by_gram, by_bias, by_shift = closed.by_gram, closed.by_bias, closed.by_shift
        wave = Wave(2.0 * math.pi / period, ramp * period, parabola * period**2)
        rest = self._rest(gram, biases, weak, closed, wave, slopes)
        by_bias += by_shift
        by_gram += np.where(weak, 0.5 * self.density * by_shift[:, None], 0.0)
        return Value(closed.loss + rest, (by_gram + by_gram.T) @ weights, by_bias)

    def _chances(self, weak: Mask) -> FewActive:
        """That no strong feature is active, (n,) by output, and that only j is, (n, n)."""
        return independent_chances(np.where(weak, 0.0, self.density))

    def _rest(self, gram: Floats, biases: Floats, weak: Mask, closed: ClosedPart, wave: Wave, slopes: bool) -> float:
        """The Fourier sum of what `closed` leaves; its slopes are added to those of `closed`."""
        return _rest(
            gram,
            biases,
            self.density,
            self.importance,
            weak,
            closed.shift,
            closed.none,
            closed.alone,
            *wave,
            closed.by_gram,
            closed.by_bias,
            closed.by_shift,
            slopes,
        )

    def fixed_for(self, weights: Floats, biases: Floats, room: float = 1.3) -> Self:
        """The same loss with one quadrature for all weights near these: `room` times their reach."""
        gram = weights @ weights.T
        return replace(self, reach=room * reach(gram, biases), weak=np.abs(gram) <= WEAK)


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
    window = 2.0 * _smooth_step((np.arange(nodes + 1) / nodes - _FLAT) / (1.0 - _FLAT))
    window[0] = 1.0
    ramp, parabola = (np.fft.rfft(values)[: nodes + 1] / _SAMPLES * window for values in (z, z * place))
    return ramp, parabola


def _smooth_step(s: Floats) -> Floats:
    """1 for s <= 0, 0 for s >= 1, infinitely often differentiable."""
    inner = np.clip(s, 1e-9, 1.0 - 1e-9)
    step: Floats = 1.0 / (1.0 + np.exp(np.clip(1.0 / (1.0 - inner) - 1.0 / inner, -700.0, 700.0)))
    return np.where(s <= 0, 1.0, np.where(s >= 1, 0.0, step))


@njit(cache=True)
def moments(theta: float, cosine: float, sine: float) -> tuple[complex, complex, complex]:
    """int_0^1 x^m e^{i theta x} dx for m = 0, 1, 2, given e^{i theta} by its cosine and sine."""
    if abs(theta) < 0.05:
        # near 0 the recurrence below loses digits: a Taylor sum
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
def _rest(
    gram: Floats,
    biases: Floats,
    density: Floats,
    importance: Floats,
    weak: Mask,
    shift: Floats,
    none: Floats,
    alone: Floats,
    step: float,
    linear: Complexes,
    square: Complexes,
    by_gram: Floats,
    by_bias: Floats,
    by_shift: Floats,
    slopes: bool,
) -> float:
    """The Fourier sum of the whole loss less that of its closed-form part; slopes are added to the last three."""
    n = gram.shape[0]
    turn, turn_b, turn_s = np.exp(1j * step * gram), np.exp(1j * step * biases), np.exp(1j * step * shift)
    now = np.ones((n, n), dtype=np.complex128)
    now_b, now_s = np.ones(n, dtype=np.complex128), np.ones(n, dtype=np.complex128)
    flat, tilted, curved = np.empty((n, n), np.complex128), np.empty((n, n), np.complex128), np.empty(n, np.complex128)
    before, factors = np.empty(n + 1, dtype=np.complex128), np.empty(n, dtype=np.complex128)
    total = 0.0
    for k in range(linear.size):
        omega = k * step
        ramp, parabola = linear[k], square[k]
        for i in range(n):
            for j in range(i + 1):
                turned = now[i, j]
                now[i, j] = turned * turn[i, j]
                theta = omega * gram[i, j]
                if slopes or i == j or abs(theta) < 0.05:
                    zeroth, first, second = moments(theta, turned.real, turned.imag)
                    tilted[i, j], tilted[j, i] = first, first
                else:
                    zeroth = complex(turned.imag / theta, (1.0 - turned.real) / theta)
                flat[i, j], flat[j, i] = zeroth, zeroth
            curved[i] = second
        for i in range(n):
            # a weak own coupling leaves x_i independent of z: its factor is C - 2 A E x_i
            flat_price = parabola - ramp * density[i] if weak[i, i] else parabola
            few = none[i] * flat_price
            for j in range(n):
                factors[j] = 1.0 - density[j] + density[j] * flat[i, j]
                few += alone[i, j] * flat_price * flat[i, j]
            if not weak[i, i]:
                few -= 2.0 * alone[i, i] * ramp * tilted[i, i]
            factors[i] = parabola * factors[i] - 2.0 * ramp * density[i] * tilted[i, i]
            before[0] = 1.0
            for j in range(n):
                before[j + 1] = before[j] * factors[j]
            all_price, few_price = importance[i] * now_b[i], importance[i] * now_s[i]
            value, left_out = all_price * before[n], few_price * few
            total += (value - left_out).real
            now_b[i] *= turn_b[i]
            now_s[i] *= turn_s[i]
            if not slopes:
                continue
            slope = 1j * omega
            by_bias[i] += (slope * value).real
            by_shift[i] -= (slope * left_out).real
            after = 1.0 + 0.0j
            for j in range(n - 1, -1, -1):
                others = all_price * before[j] * after
                if j == i:
                    own = parabola * tilted[i, i] - 2.0 * ramp * curved[i]
                    by_gram[i, i] += (slope * own * density[i] * others).real
                    if not weak[i, i]:
                        by_gram[i, i] -= (slope * own * alone[i, i] * few_price).real
                else:
                    change = density[j] * others - alone[i, j] * flat_price * few_price
                    by_gram[i, j] += (slope * tilted[i, j] * change).real
                after *= factors[j]
    return total
