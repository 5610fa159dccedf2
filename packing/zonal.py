"""Zonal polynomials of two-point homogeneous spaces, and the law of the overlap of a random pair.

A space enters by its Jacobi parameters alone, which `packing.space.Space` knows. Reference: Levenshtein, Acta Appl.
Math. 29 (1992).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import moved, shown
from packing.numeric import Floats


@dataclass(frozen=True)
class Zonal:
    """The zonal functions of a space: Jacobi polynomials P_k^(alpha, beta) in x in [-1, 1], scaled to P_k(1) = 1.

    A random pair has density (1-x)^alpha (1+x)^beta up to a constant.

    | space                | alpha     | beta      | x             |
    |----------------------|-----------|-----------|---------------|
    | sphere in R^d        | (d-3)/2   | (d-3)/2   | <u, v>        |
    | lines of R^d         | (d-3)/2   | -1/2      | 2|<u, v>|^2-1 |
    | lines of C^d         | d-2       | 0         | 2|<u, v>|^2-1 |
    | lines of H^d         | 2d-3      | 1         | 2|<u, v>|^2-1 |
    """

    alpha: Fraction
    beta: Fraction

    def polynomial(self, degree: int) -> tuple[Fraction, ...]:
        """The exact coefficients of P_degree in x, constant term first, with P_degree(1) = 1."""
        previous: list[Fraction] = [Fraction(0)]
        current: list[Fraction] = [Fraction(1)]
        for k in range(degree):
            slope, shift, back = self.step(k)
            following = [Fraction(0)] * (k + 2)
            for power, coefficient in enumerate(current):
                following[power + 1] += slope * coefficient
                following[power] += shift * coefficient
            for power, coefficient in enumerate(previous[: k + 2]):
                following[power] -= back * coefficient
            previous, current = current, following
        return tuple(current)

    def values(self, degree: int, x: npt.ArrayLike) -> Floats:
        """P_0(x), ..., P_degree(x) as an array of shape (degree + 1, *shape of x)."""
        points = np.asarray(x, dtype=np.float64)
        table = np.ones((degree + 1, *points.shape))
        for k, (slope, shift, back) in enumerate(_rounded_recurrence(self, degree)):
            table[k + 1] = (slope * points + shift) * table[k] - back * table[max(k - 1, 0)] * (k > 0)
        return table

    def dimension(self, degree: int) -> int:
        """The dimension of the irreducible space of functions with zonal polynomial P_degree.

        >>> [Zonal(Fraction(0), Fraction(0)).dimension(k) for k in range(4)]            # the sphere S^2
        [1, 3, 5, 7]
        """
        mean_square = Fraction(0)
        coefficients = self.polynomial(degree)
        for i, a in enumerate(coefficients):
            for j, b in enumerate(coefficients):
                mean_square += a * b * self._variable_moment(i + j)
        return int(1 / mean_square)

    def step(self, k: int) -> tuple[Fraction, Fraction, Fraction]:
        """(A, B, C) in P_{k+1} = (A x + B) P_k - C P_{k-1}, all normalised at 1; found from three moments, no 0/0.

        With the orthonormal recurrence x P_k = a P_{k+1} + b P_k + c P_{k-1} and P(1) = 1 one has a + b + c = 1.
        """
        a, b = self.alpha, self.beta
        if k == 0:
            down, stay = Fraction(0), (b - a) / (a + b + 2)
        else:
            total = 2 * k + a + b
            stay = (b * b - a * a) / (total * (total + 2))
            down = Fraction(2 * k) * (k + b) / (total * (total + 1))
        up = 1 - stay - down
        return 1 / up, -stay / up, down / up

    def _variable_moment(self, power: int) -> Fraction:
        """E x^power of a random pair: x = 2u - 1 with u ~ Beta(beta + 1, alpha + 1)."""
        total = Fraction(0)
        rising = Fraction(1)
        for j in range(power + 1):
            total += math.comb(power, j) * (-1) ** (power - j) * 2**j * rising
            rising *= (self.beta + 1 + j) / (self.alpha + self.beta + 2 + j)
        return total


@lru_cache(maxsize=1024)
def _rounded_recurrence(zonal: Zonal, degree: int) -> tuple[tuple[float, ...], ...]:
    """The steps up to P_degree in floats."""
    return tuple(tuple(map(float, zonal.step(k))) for k in range(degree))


@dataclass(frozen=True)
class RandomLaw:
    """The law of the overlap t of a uniform random pair: |<u, v>| in [0, 1] of lines, <u, v> in [-1, 1] of points.

    u = t^2 (lines) or (1 + t)/2 (points) is Beta(beta + 1, alpha + 1) distributed.

    >>> law = RandomLaw(Zonal(Fraction(0), Fraction(-1, 2)), has_lines=True)
    >>> float(law.survival(0.25)), float(law.quantile(0.75))      # t is uniform in R^3 (Archimedes)
    (0.75, 0.75)
    """

    zonal: Zonal
    has_lines: bool

    @property
    def support(self) -> tuple[float, float]:
        """The interval in which an overlap lies."""
        return (0.0, 1.0) if self.has_lines else (-1.0, 1.0)

    @property
    def mean_f(self) -> Fraction:
        """The mean of u, exact: of lines that of t^2, 1/d.

        >>> RandomLaw(Zonal(Fraction(1), Fraction(0)), has_lines=True).mean_f                   # lines of C^3
        Fraction(1, 3)
        """
        return (self.zonal.beta + 1) / (self.zonal.alpha + self.zonal.beta + 2)

    @property
    def variance_f(self) -> Fraction:
        """The variance of u, exact."""
        total = self.zonal.alpha + self.zonal.beta + 2
        return self.mean_f * (1 - self.mean_f) / (total + 1)

    def survival(self, t: npt.ArrayLike) -> Any:
        """P(overlap > t)."""
        return self._beta.sf(self._share(t))

    def cdf(self, t: npt.ArrayLike) -> Any:
        """P(overlap <= t)."""
        return self._beta.cdf(self._share(t))

    def density(self, t: npt.ArrayLike) -> Any:
        """The probability density of the overlap at t."""
        points = np.asarray(t, dtype=np.float64)
        slope = 2 * np.abs(points) if self.has_lines else np.full_like(points, 0.5)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = self._beta.pdf(self._share(points)) * slope
        if self.has_lines and self.zonal.beta < 0:  # t^2 has an infinite density at 0, t itself has not
            safe = np.maximum(points, 1e-9)
            values = np.where(points < 1e-9, self._beta.pdf(safe**2) * 2 * safe, values)
        return np.where((points < self.support[0]) | (points > 1), 0.0, values)

    def quantile(self, probability: npt.ArrayLike) -> Any:
        """The overlap t with P(overlap <= t) = probability."""
        share = self._beta.ppf(np.asarray(probability, dtype=np.float64))
        return np.sqrt(share) if self.has_lines else 2 * share - 1

    def upper_quantile(self, probability: npt.ArrayLike) -> Any:
        """The overlap t with P(overlap > t) = probability, precise for small ones."""
        share = self._beta.isf(np.asarray(probability, dtype=np.float64))
        return np.sqrt(share) if self.has_lines else 2 * share - 1

    def maximum_quantile(self, pairs: int, probability: float = 0.5) -> float:
        """The overlap that the largest of `pairs` independent overlaps stays below with the given probability."""
        return float(self.upper_quantile(-math.expm1(math.log(probability) / pairs)))

    def _share(self, t: npt.ArrayLike) -> Floats:
        points = np.asarray(t, dtype=np.float64)
        share: Floats = np.clip(points, 0, 1) ** 2 if self.has_lines else np.clip((1 + points) / 2, 0, 1)
        return share

    @cached_property
    def _beta(self) -> Any:
        from scipy.stats import beta

        return beta(float(self.zonal.beta) + 1, float(self.zonal.alpha) + 1)


__getattr__ = moved("packing.zonal", {"Space": "packing.space:Space"})


__dir__ = shown(__name__)
