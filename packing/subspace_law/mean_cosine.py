"""The law of the mean squared cosine of two random subspaces, as a series of Jacobi polynomials over a beta law.

With A = s m^2/2 and B = s m (d - m)/2 the mean x of the squared cosines has the density of Beta(A, B), right at both
ends of [0, 1], of the right mean and for m = 1 exact, times a function whose coefficients are exact moments
(`packing.subspace_law.moments`). It is smooth but at multiples of 1/m, so that the series converges fast where d is
well above 2m and slowly near it; the error of its sum is estimated from the half of its terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import scipy

from packing.numeric import Floats
from packing.subspace_law.moments import trace_moments

TERMS = {1: 2, 2: 64, 3: 48, 4: 36, 5: 30}
"""Most terms of the series, by m: moments cost a sum over partitions into m parts."""

MANY_DIMENSIONS_TERMS = 20
"""Most terms for larger m."""

ENOUGH = 1e-14
"""A series ends where its last terms are less than this."""

_BITS = 512
_STEP = 8


@dataclass(frozen=True)
class BetaSeries:
    """Beta(a, b) with corrections: `terms` are the factors of x^a (1-x)^b P_k^(b, a)(2x - 1), k = 0, 1, .."""

    a: float
    b: float
    terms: tuple[float, ...]
    accuracy: float

    def cdf(self, x: Floats) -> Floats:
        """P(mean squared cosine <= x), to `accuracy`."""
        return np.asarray(
            np.clip(scipy.special.betainc(self.a, self.b, x) + self._correction(x, len(self.terms)), 0.0, 1.0)
        )

    def survival(self, x: Floats) -> Floats:
        """P(mean squared cosine > x), to `accuracy`."""
        return np.asarray(
            np.clip(scipy.special.betainc(self.b, self.a, 1.0 - x) - self._correction(x, len(self.terms)), 0.0, 1.0)
        )

    def density(self, x: Floats) -> Floats:
        """The density at x, where 0 < x < 1: the beta law's, and the derivatives of the corrections."""
        a, b = self.a, self.b
        z = 2.0 * x - 1.0
        total = np.exp(scipy.special.xlogy(a - 1, x) + scipy.special.xlog1py(b - 1, -x) - scipy.special.betaln(a, b))
        weight = np.exp(scipy.special.xlogy(a - 1, x) + scipy.special.xlog1py(b - 1, -x))
        for k, factor in enumerate(self.terms):
            # d/dx [x^a (1-x)^b P_k^(b, a)] = -(k+1) x^(a-1) (1-x)^(b-1) P_(k+1)^(b-1, a-1), in z = 2x - 1
            total = total - factor * (k + 1) * weight * scipy.special.eval_jacobi(k + 1, b - 1, a - 1, z)
        return np.asarray(np.maximum(total, 0.0))

    def _correction(self, x: Floats, count: int) -> Floats:
        z, total = 2.0 * x - 1.0, np.zeros_like(x)
        weight = np.exp(scipy.special.xlogy(self.a, x) + scipy.special.xlog1py(self.b, -x))
        for k, factor in enumerate(self.terms[:count]):
            if factor:
                total = total + factor * scipy.special.eval_jacobi(k, self.b, self.a, z) * weight
        return total


@lru_cache(maxsize=256)
def beta_series(m: int, d: int, scalars: int) -> BetaSeries:
    """The law of the mean squared cosine of two m-dimensional subspaces of F^d, 2m <= d.

    >>> beta_series(1, 4, 2).terms, beta_series(2, 768, 1).accuracy < 1e-13
    ((), True)
    """
    import flint

    a, b = Fraction(scalars * m * m, 2), Fraction(scalars * m * (d - m), 2)
    most = TERMS.get(m, MANY_DIMENSIONS_TERMS)
    before, flint.ctx.prec = flint.ctx.prec, _BITS
    try:
        factors: list[float] = []
        count = min(_STEP, most)
        while True:
            factors = _factors(a, b, m, d, scalars, count)
            sizes = _sizes(float(a), float(b), factors)
            if max(sizes[-2:], default=0.0) < ENOUGH or count == most:
                break
            count = min(2 * count, most)
    finally:
        flint.ctx.prec = before
    last = max((k + 1 for k, size in enumerate(sizes) if size >= ENOUGH / 10), default=0)
    series = BetaSeries(float(a), float(b), tuple(factors[:last]), ENOUGH)
    error = 0.0 if last == 0 else _truncation(series, len(factors))
    return BetaSeries(series.a, series.b, series.terms, max(error, ENOUGH))


def _factors(a: Fraction, b: Fraction, m: int, d: int, scalars: int, count: int) -> list[float]:
    """The factors of the corrections: E F_n / E_beta F_n^2 of F_n = 2F1(-n, n + a + b - 1; a; x), n = 1, .., count.

    The integral of the beta density times F_n is x^a (1-x)^b / (a B(a, b)) times 2F1(1-n, n + a + b; a + 1; x), which
    is (-1)^(n-1) P_(n-1)^(b, a)(2x - 1) / binomial(n - 1 + a, n - 1).
    """
    from flint import arb, fmpq

    def ball(number: Fraction | int) -> Any:
        return arb(fmpq(Fraction(number).numerator, Fraction(number).denominator))

    moments = [moment / ball(Fraction(m) ** r) for r, moment in enumerate(trace_moments(count, m, m, d, scalars))]
    whole = a + b
    log_scale = float(scipy.special.betaln(float(a), float(b)))
    factors = []
    square, choose = ball(1), ball(1)
    for n in range(1, count + 1):
        mean, coefficient = ball(0), ball(1)
        for i in range(n + 1):
            mean += coefficient * moments[i]
            coefficient *= ball(Fraction(i - n) * (n + whole - 1 + i) / ((a + i) * (i + 1)))
        # E F_n^2 = n! (b)_n / ((a)_n (a+b)_(n-1) (2n + a + b - 1))
        square *= ball(n * (b + n - 1) / (a + n - 1)) / ball(whole + n - 2 if n > 1 else Fraction(1))
        choose *= ball(1) if n == 1 else ball((n - 1 + a) / (n - 1))
        factor = mean * ball(2 * n + whole - 1) / square / choose / ball(a)
        sign = -1.0 if n % 2 == 0 else 1.0
        factors.append(sign * float(factor.mid()) * float(np.exp(-log_scale)))
    return factors


def _grid(a: float, b: float) -> Floats:
    return np.asarray(scipy.stats.beta(a, b).ppf(np.linspace(0.001, 0.999, 199)))


def _sizes(a: float, b: float, factors: list[float]) -> list[float]:
    """The largest value of each correction on the bulk of the beta law."""
    x = _grid(a, b)
    weight = np.exp(scipy.special.xlogy(a, x) + scipy.special.xlog1py(b, -x))
    return [
        float(np.abs(factor * weight * scipy.special.eval_jacobi(k, b, a, 2.0 * x - 1.0)).max())
        for k, factor in enumerate(factors)
    ]


def _truncation(series: BetaSeries, count: int) -> float:
    """How far the sum of half of the terms is from the sum of all: more than the rest, where terms decay like 1/k^2."""
    if len(series.terms) < count - 1:
        return 0.0
    x = _grid(series.a, series.b)
    whole, half = (series._correction(x, terms) for terms in (len(series.terms), len(series.terms) // 2))
    return float(np.abs(whole - half).max())
