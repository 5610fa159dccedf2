"""The homogeneous spaces behind the problems: sphere and projective spaces, their zonal polynomials and random law."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.problem import Field, Problem

Floats = npt.NDArray[np.float64]


class Geometry(StrEnum):
    """The kind of space: real sphere, or lines over the reals, the complex numbers or the quaternions."""

    SPHERE = "S"
    REAL_LINES = "R"
    COMPLEX_LINES = "C"
    QUATERNIONIC_LINES = "H"


@dataclass(frozen=True)
class Space:
    """A two-point homogeneous space on the vectors of R^d, C^d or H^d, in the variable x in [-1, 1].

    On the sphere x = <u, v>; between lines x = 2 |<u, v>|^2 - 1. The zonal functions are the Jacobi polynomials
    P_k^(alpha, beta) scaled to P_k(1) = 1, and a random pair has density (1-x)^alpha (1+x)^beta up to a constant.

    | space                | alpha     | beta      |
    |----------------------|-----------|-----------|
    | sphere in R^d        | (d-3)/2   | (d-3)/2   |
    | lines of R^d         | (d-3)/2   | -1/2      |
    | lines of C^d         | d-2       | 0         |
    | lines of H^d         | 2d-3      | 1         |

    Valid for d >= 2; in d = 1 a space is one or two points. Reference: Levenshtein, Acta Appl. Math. 29 (1992).

    >>> Space(Geometry.SPHERE, 3).polynomial(2)            # Legendre: (3x^2 - 1)/2
    (Fraction(-1, 2), Fraction(0, 1), Fraction(3, 2))
    """

    geometry: Geometry
    d: int

    def __post_init__(self) -> None:
        if self.d < 2:
            raise InputError(f"zonal polynomials need d at least 2, not {self.d}: in one dimension all lines agree")

    @property
    def alpha(self) -> Fraction:
        """The Jacobi parameter at x = 1."""
        return {
            Geometry.SPHERE: Fraction(self.d - 3, 2),
            Geometry.REAL_LINES: Fraction(self.d - 3, 2),
            Geometry.COMPLEX_LINES: Fraction(self.d - 2),
            Geometry.QUATERNIONIC_LINES: Fraction(2 * self.d - 3),
        }[self.geometry]

    @property
    def beta(self) -> Fraction:
        """The Jacobi parameter at x = -1."""
        return {
            Geometry.SPHERE: Fraction(self.d - 3, 2),
            Geometry.REAL_LINES: Fraction(-1, 2),
            Geometry.COMPLEX_LINES: Fraction(0),
            Geometry.QUATERNIONIC_LINES: Fraction(1),
        }[self.geometry]

    @property
    def has_lines(self) -> bool:
        """Whether the points of the space are lines."""
        return self.geometry is not Geometry.SPHERE

    def variable(self, overlap: Any) -> Any:
        """The variable x of an overlap: 2 t^2 - 1 of lines, t itself on the sphere (floats, arrays, exact numbers)."""
        return 2 * overlap**2 - 1 if self.has_lines else overlap

    def polynomial(self, degree: int) -> tuple[Fraction, ...]:
        """The exact coefficients of P_degree in x, constant term first, with P_degree(1) = 1."""
        previous: list[Fraction] = [Fraction(0)]
        current: list[Fraction] = [Fraction(1)]
        for k in range(degree):
            slope, shift, back = self._recurrence(k)
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
        for k in range(degree):
            slope, shift, back = map(float, self._recurrence(k))
            table[k + 1] = (slope * points + shift) * table[k] - back * table[max(k - 1, 0)] * (k > 0)
        return table

    def dimension(self, degree: int) -> int:
        """The dimension of the irreducible space of functions with zonal polynomial P_degree.

        >>> [Space(Geometry.SPHERE, 3).dimension(k) for k in range(4)]
        [1, 3, 5, 7]
        >>> [Space(Geometry.COMPLEX_LINES, 2).dimension(k) for k in range(4)]
        [1, 3, 5, 7]
        """
        mean_square = Fraction(0)
        coefficients = self.polynomial(degree)
        for i, a in enumerate(coefficients):
            for j, b in enumerate(coefficients):
                mean_square += a * b * self._variable_moment(i + j)
        return int(1 / mean_square)

    @cached_property
    def random_law(self) -> RandomLaw:
        """The law of the overlap of two independent uniform points."""
        return RandomLaw(self)

    def _recurrence(self, k: int) -> tuple[Fraction, Fraction, Fraction]:
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


@dataclass(frozen=True)
class RandomLaw:
    """The law of the overlap t of a uniform random pair: |<u, v>| in [0, 1] of lines, <u, v> in [-1, 1] of points.

    u = t^2 (lines) or (1 + t)/2 (points) is Beta(beta + 1, alpha + 1) distributed.

    >>> law = Space(Geometry.REAL_LINES, 3).random_law
    >>> float(law.survival(0.25)), float(law.quantile(0.75))      # t is uniform in R^3 (Archimedes)
    (0.75, 0.75)
    """

    space: Space

    @property
    def support(self) -> tuple[float, float]:
        """The interval in which an overlap lies."""
        return (0.0, 1.0) if self.space.has_lines else (-1.0, 1.0)

    def survival(self, t: npt.ArrayLike) -> Any:
        """P(overlap > t)."""
        return self._beta.sf(self._share(t))

    def cdf(self, t: npt.ArrayLike) -> Any:
        """P(overlap <= t)."""
        return self._beta.cdf(self._share(t))

    def density(self, t: npt.ArrayLike) -> Any:
        """The probability density of the overlap at t."""
        points = np.asarray(t, dtype=np.float64)
        slope = 2 * np.abs(points) if self.space.has_lines else np.full_like(points, 0.5)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = self._beta.pdf(self._share(points)) * slope
        if self.space.has_lines and self.space.beta < 0:  # t^2 has an infinite density at 0, t itself has not
            safe = np.maximum(points, 1e-9)
            values = np.where(points < 1e-9, self._beta.pdf(safe**2) * 2 * safe, values)
        return np.where((points < self.support[0]) | (points > 1), 0.0, values)

    def quantile(self, probability: npt.ArrayLike) -> Any:
        """The overlap t with P(overlap <= t) = probability."""
        share = self._beta.ppf(np.asarray(probability, dtype=np.float64))
        return np.sqrt(share) if self.space.has_lines else 2 * share - 1

    def maximum_quantile(self, pairs: int, probability: float = 0.5) -> float:
        """The overlap that the largest of `pairs` independent overlaps stays below with the given probability."""
        tail = -math.expm1(math.log(probability) / pairs)
        share = float(self._beta.isf(tail))
        return math.sqrt(share) if self.space.has_lines else 2 * share - 1

    def _share(self, t: npt.ArrayLike) -> Floats:
        points = np.asarray(t, dtype=np.float64)
        share: Floats = np.clip(points, 0, 1) ** 2 if self.space.has_lines else np.clip((1 + points) / 2, 0, 1)
        return share

    @cached_property
    def _beta(self) -> Any:
        from scipy.stats import beta

        return beta(float(self.space.beta) + 1, float(self.space.alpha) + 1)


def space(problem: Problem) -> Space:
    """The homogeneous space in which the objects of `problem` are points; d at least 2.

    >>> from packing.problem import lines
    >>> space(lines(13, 3, "C")).alpha
    Fraction(1, 1)
    """
    if not problem.has_lines:
        return Space(Geometry.SPHERE, problem.d)
    return Space(Geometry.COMPLEX_LINES if problem.field is Field.COMPLEX else Geometry.REAL_LINES, problem.d)
