"""The law of the overlap of two random subspaces as one value, with the questions that `RandomLaw` answers of lines."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.numeric import Floats
from packing.objects import Distance
from packing.subspace_law import largest_cosine, planes
from packing.subspace_law.largest_cosine import LargestCosine
from packing.subspace_law.mean_cosine import beta_series

_PLANES_BELOW = 40
"""Planes of fewer dimensions than this are integrated; the series has as many digits from here on."""

_DIGITS = 10
"""A probability is told where it is so many times the accuracy."""


@dataclass(frozen=True)
class SubspaceLaw:
    """The law of the overlap t of two uniform m-dimensional subspaces of F^d, m < d; `scalars` is s = 1, 2, 4.

    f = t^2 is the mean squared cosine of the principal angles (chordal distance) or the largest (spectral). By chordal
    distance m (1 - f) is that of the complements; by spectral distance subspaces with 2m > d have t = 1.

    >>> law = SubspaceLaw(4, 2, 1, Distance.CHORDAL)
    >>> law.mean_f, law.variance_f, float(law.cdf(0.5**0.5).round(9))
    (Fraction(1, 2), Fraction(1, 36), 0.5)
    >>> float(SubspaceLaw(4, 2, 2, Distance.SPECTRAL).cdf(0.5))                        # t^8 of planes of C^4
    0.00390625
    """

    d: int
    m: int
    scalars: int
    distance: Distance = Distance.CHORDAL

    @property
    def support(self) -> tuple[float, float]:
        """The interval in which an overlap lies."""
        if self.distance is Distance.SPECTRAL:
            return (float(self._meets), 1.0)
        return (math.sqrt(max(2 * self.m - self.d, 0) / self.m), 1.0)

    @property
    def accuracy(self) -> float:
        """The error of probabilities: absolute by chordal distance, relative by spectral distance."""
        if self.distance is Distance.SPECTRAL:
            return largest_cosine.ACCURACY
        return planes.ACCURACY if self._are_planes else beta_series(self._less, self.d, self.scalars).accuracy

    @cached_property
    def mean_f(self) -> Fraction | float:
        """The mean of f: m/d exactly by chordal distance, an integral (to 1e-9) by spectral distance."""
        return Fraction(self.m, self.d) if self.distance is Distance.CHORDAL else self._spectral_moment(1)

    @cached_property
    def variance_f(self) -> Fraction | float:
        """The variance of f: ((d - m)/d)^2 / D exactly by chordal distance, D the dimension of traceless forms.

        P - (m/d) 1 lies in an irreducible representation of dimension D = (d-1)(d+2)/2, d^2 - 1, (d-1)(2d+1) over R, C,
        H. By spectral distance it is an integral, to 1e-9.
        """
        if self.distance is Distance.CHORDAL:
            forms = (self.d - 1) * (self.scalars * self.d + 2) // 2
            return Fraction(self.d - self.m, self.d) ** 2 / forms
        return self._spectral_moment(2) - float(self.mean_f) ** 2

    def cdf(self, t: npt.ArrayLike) -> Any:
        """P(overlap <= t)."""
        return self._asked(t, "cdf", 0.0, 1.0)

    def survival(self, t: npt.ArrayLike) -> Any:
        """P(overlap > t)."""
        return self._asked(t, "survival", 1.0, 0.0)

    def density(self, t: npt.ArrayLike) -> Any:
        """The probability density of the overlap at t; 0 at the ends of the support and outside."""
        points = np.asarray(t, dtype=np.float64)
        low, high = self.support
        inside = (points > low) & (points < high)
        safe = np.where(inside, points, (low + high) / 2)
        if self._meets and self.distance is Distance.SPECTRAL:
            return np.zeros_like(points)
        slope = 2.0 * safe * (self.m / self._less if self.distance is Distance.CHORDAL else 1.0)
        return np.where(inside, self._share("density", self._reduced(safe)) * slope, 0.0)

    def quantile(self, probability: npt.ArrayLike) -> Any:
        """The overlap t with P(overlap <= t) = probability."""
        return self._solved(probability, lambda share: float(self._share("cdf", np.array(share))), rising=True)

    def upper_quantile(self, probability: npt.ArrayLike) -> Any:
        """The overlap t with P(overlap > t) = probability; `InputError` where `accuracy` does not tell it from 0."""
        least = float(np.min(np.asarray(probability, dtype=np.float64), initial=1.0))
        if self.distance is Distance.CHORDAL and 0.0 < least < _DIGITS * self.accuracy:
            raise InputError(
                f"the law of {self.m}-dimensional subspaces of {self.d} dimensions is known to {self.accuracy:.1g}, "
                f"too little for a tail of {least:.1g}: take fewer pairs, or the spectral distance"
            )
        return self._solved(probability, lambda share: float(self._share("survival", np.array(share))), rising=False)

    def maximum_quantile(self, pairs: int, probability: float = 0.5) -> float:
        """The overlap that the largest of `pairs` independent overlaps stays below with the given probability."""
        return float(self.upper_quantile(-math.expm1(math.log(probability) / pairs)))

    @property
    def _less(self) -> int:
        """The dimension of the subspaces or of their complements, whichever is less."""
        return min(self.m, self.d - self.m)

    @property
    def _meets(self) -> bool:
        return 2 * self.m > self.d

    @property
    def _are_planes(self) -> bool:
        return self._less == 2 and self.d < _PLANES_BELOW

    def _reduced(self, t: Floats) -> Floats:
        """The mean squared cosine of the smaller of the subspaces and their complements; by spectral distance t^2."""
        if self.distance is Distance.SPECTRAL:
            return np.clip(t, 0.0, 1.0) ** 2
        return np.asarray(np.clip(1.0 - (self.m / self._less) * (1.0 - t * t), 0.0, 1.0))

    def _overlap(self, share: float) -> float:
        """The inverse of `_reduced`."""
        if self.distance is Distance.SPECTRAL:
            return math.sqrt(share)
        return math.sqrt(max(1.0 - (self._less / self.m) * (1.0 - share), 0.0))

    def _asked(self, t: npt.ArrayLike, what: str, below: float, above: float) -> Any:
        points = np.asarray(t, dtype=np.float64)
        if self._meets and self.distance is Distance.SPECTRAL:
            return np.where(points < 1.0, below, above)
        inside = self._share(what, self._reduced(np.clip(points, 0.0, 1.0)))
        return np.where(points < 0.0, below, np.where(points >= 1.0, above, inside))

    def _share(self, what: str, share: Floats) -> Floats:
        """The cdf, survival or density of the reduced squared cosine."""
        if self.distance is Distance.SPECTRAL:
            return np.asarray(getattr(LargestCosine(self.m, self.d, self.scalars), what)(share))
        if not self._are_planes:
            return np.asarray(getattr(beta_series(self._less, self.d, self.scalars), what)(share))
        if what == "density":
            return planes.planes_density(self.d, self.scalars, share)
        below = planes.planes_cdf(self.d, self.scalars, share)
        return below if what == "cdf" else 1.0 - below

    def _solved(self, probability: npt.ArrayLike, value: Callable[[float], float], *, rising: bool) -> Any:
        """The overlaps at which `value` of the reduced squared cosine is the probability."""
        from scipy.optimize import brentq

        wanted = np.asarray(probability, dtype=np.float64)
        if self._meets and self.distance is Distance.SPECTRAL:
            return np.ones_like(wanted)

        def solve(target: float) -> float:
            if not 0.0 <= target <= 1.0:
                return math.nan
            if target in (0.0, 1.0):
                return self.support[int((target == 1.0) == rising)]
            low, high = 0.0, self._less / self.d
            while high < 1.0 and (value(high) < target) == rising:
                low, high = high, 1.0 - (1.0 - high) ** 2
            return self._overlap(brentq(lambda share: value(share) - target, low, high, xtol=1e-15, rtol=1e-14))

        return np.array([solve(float(target)) for target in wanted.ravel()]).reshape(wanted.shape)

    def _spectral_moment(self, power: int) -> float:
        """E f^power, power 1 or 2: the integral of power x^(power-1) P(f > x)."""
        if self._meets:
            return 1.0
        from scipy.integrate import quad

        law = LargestCosine(self.m, self.d, self.scalars)
        low, middle, high = (float(self.quantile(share)) ** 2 for share in (1e-12, 0.5, 1 - 1e-12))

        def integrand(x: float) -> float:
            return power * x ** (power - 1) * float(law.survival(np.array(x)))

        inside = sum(quad(integrand, *ends, epsabs=1e-11, epsrel=1e-11)[0] for ends in ((low, middle), (middle, high)))
        return low**power + inside
