"""The coherence of a packing as it is stored, in exact arithmetic: an upper bound on the optimum, with no assumption.

The doubles of a packing are rational numbers, and its rows, scaled to length 1 by exact norms, are a packing. So

    max over pairs of |<x, y>|^2 / (|x|^2 |y|^2)        (over points: with the sign of <x, y>)

is a rational number q with optimum <= sqrt(q); that of subspaces is in `certified_spans`. Pairs whose overlap in
floats is far from the largest are left out: a float inner product of unit rows is off by less than (d + 4) 2^-52 each
way (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1; four real products to a complex one), and the
margin is a hundred times that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

import numpy as np

from packing.configuration import Packing
from packing.problem import Problem
from packing.records.certified_spans import ExactSpans
from packing.space import Space

DECIMALS = 15


@dataclass(frozen=True)
class CertifiedCoherence:
    """`square` is the coherence of the stored packing squared, exactly; negative where the coherence is.

    >>> import packing as pk
    >>> print(certified_coherence(pk.Packing([[1, 0], [3, 4]])))
    the optimum of 2 lines in R^2 is at most 0.600000000000000
    """

    problem: Problem
    square: Fraction

    @property
    def value(self) -> float:
        """The least double that is not below the exact coherence."""
        guess = math.copysign(math.sqrt(abs(self.square)), self.square)
        while not self._at_most(Fraction(guess)):
            guess = math.nextafter(guess, math.inf)
        while self._at_most(Fraction(math.nextafter(guess, -math.inf))):
            guess = math.nextafter(guess, -math.inf)
        return guess

    @property
    def decimal(self) -> str:
        """The coherence with 15 decimals, rounded up."""
        return self.rounded_up(DECIMALS)

    def rounded_up(self, decimals: int) -> str:
        """The least number with so many decimals that is not below the exact coherence."""
        scale = 10**decimals
        units = math.isqrt(math.floor(abs(self.square) * scale**2))
        units = -units if self.square < 0 else units
        while not self._at_most(Fraction(units, scale)):
            units += 1
        sign, digits = "-" * (units < 0), abs(units)
        return f"{sign}{digits // scale}.{digits % scale:0{decimals}d}"

    def _at_most(self, bound: Fraction) -> bool:
        """Whether the exact coherence is at most `bound`: compared as squares with signs."""
        return self.square <= (bound * bound if bound >= 0 else -bound * bound)

    def __str__(self) -> str:
        return f"the optimum of {self.problem} is at most {self.decimal}"


def certified_coherence(packing: Packing) -> CertifiedCoherence:
    """The exact coherence of the stored doubles; needs at least 2 vectors.

    One vector has no pairs: its coherence counts as 0 (lines) or -1 (points), as in `Packing.coherence`.
    """
    if packing.n == 1:
        return CertifiedCoherence(packing.problem, Fraction(packing.space.least_overlap))
    margin = 100 * (packing.d + 4) * 2.0**-52
    contenders = _contenders(packing, margin)
    if packing.space.m == 1:
        return CertifiedCoherence(packing.problem, _largest_square(packing, contenders))
    square = ExactSpans(packing).square
    return CertifiedCoherence(packing.problem, max(square(i, j) for i, j in contenders))


def _contenders(packing: Packing, margin: float) -> list[tuple[int, int]]:
    largest = packing.coherence
    found = []
    for i, j, block in packing.overlap_blocks():
        rows, columns = np.nonzero(block >= largest - margin)
        found += [(i + int(r), j + int(c)) for r, c in zip(rows, columns, strict=True) if i + r < j + c]
    return found


def _largest_square(packing: Packing, pairs: list[tuple[int, int]]) -> Fraction:
    """The largest `exact_square` of the pairs: fractions are compared as they are and shortened once."""
    space = packing.space
    chosen = sorted({index for pair in pairs for index in pair})
    rows = dict(zip(chosen, map(_integers, space.to_real(packing.vectors[chosen])), strict=True))
    norms = {index: _dot(row, row) for index, row in rows.items()}
    turned = {j: _components_of(rows[j], space) for j in {j for _, j in pairs}}
    best: tuple[int, int] | None = None
    for i, j in pairs:
        top, bottom = _signed_square(rows[i], turned[j], is_signed=space.has_points), norms[i] * norms[j]
        if best is None or top * best[1] > best[0] * bottom:
            best = top, bottom
    assert best is not None
    return Fraction(*best)


def exact_square(left: list[int], right: list[int], problem: Problem) -> Fraction:
    """|<x, y>|^2 / (|x|^2 |y|^2) of two integer rows, over points with the sign of <x, y>.

    Rows are in real coordinates: all real parts, then the imaginary ones. Neither needs length 1.

    >>> from packing.problem import lines, vectors
    >>> exact_square([1, 0], [-3, 4], vectors(2, 2)), exact_square([1, 0, 0, 1], [1, 1, 0, 0], lines(2, 2, "C"))
    (Fraction(-9, 25), Fraction(1, 2))
    """
    space = problem.space
    top = _signed_square(left, _components_of(right, space), is_signed=space.has_points)
    return Fraction(top, _dot(left, left) * _dot(right, right))


def _components_of(row: list[int], space: Space) -> list[list[int]]:
    """The rows whose dot products with x are the real components of <x, y>."""
    index, sign = space.structure.index.tolist(), space.structure.sign.tolist()
    return [
        [int(s) * row[k] for k, s in zip(places, signs, strict=True)] for places, signs in zip(index, sign, strict=True)
    ]


def _signed_square(left: list[int], turned: list[list[int]], *, is_signed: bool) -> int:
    components = [_dot(left, row) for row in turned]
    square = _dot(components, components)
    return -square if is_signed and components[0] < 0 else square


def _integers(row: np.ndarray) -> list[int]:
    """The row times the least power of 2 that makes it whole: a cosine does not change, and integers add fast."""
    ratios = [float(entry).as_integer_ratio() for entry in row]
    scale = max(denominator for _, denominator in ratios)
    return [numerator * (scale // denominator) for numerator, denominator in ratios]


def _dot(left: list[int], right: list[int]) -> int:
    return sum(map(mul, left, right))
