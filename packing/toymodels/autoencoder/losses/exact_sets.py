r"""The exact expected loss of features that are active in sets: the Fourier sum of `exact` with a factor a gate.

Let gate g be idle with chance s_g and open for its set A with chance p_A (`law`). With phi_j = phi(i w M_ij), output i
sees z = b_i + sum_j M_ij x_j with

    E e^{i w z} = e^{i w b_i} prod_g ( s_g + sum_{A of g} p_A prod_{j in A} phi_j ),

and weighting by x_i leaves of the gate of i only its own set, p_A phi'_i prod_{j in A, j != i} phi_j. So in the factor
of that gate phi_i becomes C_k phi_i - 2 A_k phi'_i, and what does not contain it is multiplied by C_k. Products over
all but one member of a set give the gradient. Independent features: one set of one member a gate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from packing.numeric import Floats
from packing.toymodels.autoencoder.losses.closed_part import ClosedPart, FewActive
from packing.toymodels.autoencoder.losses.exact import Complexes, ExactLoss, Mask, Wave, moments
from packing.toymodels.inputs.law import Law

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False)
class ExactSetLoss(ExactLoss):
    """sum_i I_i E (x_i - x'_i)^2 for features that follow `law`; density and importance as in `ExactLoss`.

    Right to about 1e-5 of the loss of answering 0. A loss that is 0, as of anticorrelated features that never meet, may
    come out that far below it: minimisers find such places.

    >>> from packing.toymodels.inputs.law import law
    >>> digon, always = np.array([[1.0], [-1.0]]), np.ones(2)
    >>> both = ExactSetLoss(always, always, law=law(always, correlated=((0, 1),)))
    >>> round(both(digon, np.zeros(2)).loss, 5)                    # 2 E min(x, y)^2 = 1/3
    0.33333
    >>> half = np.full(2, 0.5)
    >>> either = ExactSetLoss(half, always, law=law(half, anticorrelated=((0, 1),)))
    >>> abs(either(digon, np.zeros(2)).loss) < 1e-9                 # never both: an antipodal pair is free
    True
    """

    law: Law | None = None

    def _chances(self, weak: Mask) -> FewActive:
        law = self._law()
        strong = ~weak[:, law.order]
        counts = np.add.reduceat(strong.astype(np.int64), law.set_starts, axis=1)
        closed = 1.0 - np.add.reduceat(np.where(counts > 0, law.chances, 0.0), law.gate_starts, axis=1)
        # rounding of a gate that is always open: no chance is below 0
        closed = np.where(closed < 1e-15, 0.0, closed)
        one = np.ones((len(closed), 1))
        before = np.concatenate((one, np.cumprod(closed, axis=1)[:, :-1]), axis=1)
        after = np.concatenate((np.cumprod(closed[:, ::-1], axis=1)[:, ::-1][:, 1:], one), axis=1)
        others = np.repeat(before * after, np.diff(np.append(law.gate_starts, counts.shape[1])), axis=1)
        single = np.where(counts == 1, law.chances * others, 0.0)
        alone = np.empty(weak.shape)
        spread = np.repeat(single, np.diff(np.append(law.set_starts, len(law.order))), axis=1)
        alone[:, law.order] = np.where(strong, spread, 0.0)
        return FewActive(np.prod(closed, axis=1), alone)

    def _rest(self, gram: Floats, biases: Floats, weak: Mask, closed: ClosedPart, wave: Wave, slopes: bool) -> float:
        law = self._law()
        return _set_sum(
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
            law.gate,
            law.member,
            law.order,
            np.append(law.set_starts, len(law.order)),
            np.append(law.gate_starts, len(law.chances)),
            law.chances,
            law.idle,
        )

    def _law(self) -> Law:
        if self.law is None:
            raise TypeError("the law of the features is missing")
        return self.law


@njit(cache=True)
def _set_sum(
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
    gate: Integers,
    member: Integers,
    order: Integers,
    set_ends: Integers,
    gate_ends: Integers,
    chances: Floats,
    idle: Floats,
) -> float:
    """The Fourier sum of the whole loss less its closed-form part; slopes are added to by_gram, by_bias, by_shift.

    Set s holds order[set_ends[s] : set_ends[s + 1]], gate g the sets gate_ends[g] up to gate_ends[g + 1].
    """
    n, gates = gram.shape[0], gate_ends.size - 1
    turn, turn_b, turn_s = np.exp(1j * step * gram), np.exp(1j * step * biases), np.exp(1j * step * shift)
    now = np.ones((n, n), dtype=np.complex128)
    now_b, now_s = np.ones(n, dtype=np.complex128), np.ones(n, dtype=np.complex128)
    flat, tilted, curved = np.empty((n, n), np.complex128), np.empty((n, n), np.complex128), np.empty(n, np.complex128)
    factors, before = np.empty(gates, dtype=np.complex128), np.empty(gates + 1, dtype=np.complex128)
    # by place in `order`: the factor of each member, and the product of the members before it in its set
    value, prefix = np.empty(n, dtype=np.complex128), np.empty(n, dtype=np.complex128)
    total = 0.0
    for k in range(linear.size):
        omega = k * step
        slope = 1j * omega
        ramp, parabola = linear[k], square[k]
        for i in range(n):
            for j in range(i + 1):
                turned = now[i, j]
                now[i, j] = turned * turn[i, j]
                zeroth, first, second = moments(omega * gram[i, j], turned.real, turned.imag)
                flat[i, j], flat[j, i] = zeroth, zeroth
                tilted[i, j], tilted[j, i] = first, first
            curved[i] = second
        for i in range(n):
            # a weak own coupling leaves x_i independent of z in the closed part: its factor there is C - 2 A E x_i
            flat_price = parabola - ramp * density[i] if weak[i, i] else parabola
            few = none[i] * flat_price
            for j in range(n):
                few += alone[i, j] * flat_price * flat[i, j]
            own = parabola * tilted[i, i] - 2.0 * ramp * curved[i]
            if not weak[i, i]:
                few -= 2.0 * alone[i, i] * ramp * tilted[i, i]
            before[0] = 1.0
            for g in range(gates):
                mine = parabola if g == gate[i] else 1.0 + 0.0j
                factor = idle[g] * mine
                for s in range(gate_ends[g], gate_ends[g + 1]):
                    product = 1.0 + 0.0j if s == member[i] else mine
                    for t in range(set_ends[s], set_ends[s + 1]):
                        j = order[t]
                        prefix[t] = product
                        value[t] = parabola * flat[i, i] - 2.0 * ramp * tilted[i, i] if j == i else flat[i, j]
                        product *= value[t]
                    factor += chances[s] * product
                factors[g] = factor
                before[g + 1] = before[g] * factor
            all_price, few_price = importance[i] * now_b[i], importance[i] * now_s[i]
            whole, left_out = all_price * before[gates], few_price * few
            total += (whole - left_out).real
            now_b[i] *= turn_b[i]
            now_s[i] *= turn_s[i]
            if not slopes:
                continue
            by_bias[i] += (slope * whole).real
            by_shift[i] -= (slope * left_out).real
            after = all_price
            for g in range(gates - 1, -1, -1):
                for s in range(gate_ends[g], gate_ends[g + 1]):
                    rest = before[g] * after * chances[s]
                    for t in range(set_ends[s + 1] - 1, set_ends[s] - 1, -1):
                        j = order[t]
                        change = own if j == i else tilted[i, j]
                        by_gram[i, j] += (slope * change * prefix[t] * rest).real
                        rest *= value[t]
                after *= factors[g]
            for j in range(n):
                if j != i:
                    by_gram[i, j] -= (slope * tilted[i, j] * alone[i, j] * flat_price * few_price).real
                elif not weak[i, i]:
                    by_gram[i, i] -= (slope * own * alone[i, i] * few_price).real
    return total
