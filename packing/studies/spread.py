"""How n subspaces are spread: the mean overlap beside random and least ones, equal distances, tightness."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from packing.configuration import Packing
from packing.errors import InputError
from packing.numeric import SAME_VALUE
from packing.principal import frame_bounds, is_equi_isoclinic, is_equidistant
from packing.problem import Distance, Problem

LEFT_OUT = ("partitions", "energies", "orthogonal pairs", "moments", "toy models")
"""The sections that a study of subspaces has not."""

REASON = "they are of vectors, and subspaces of a dimension above 1 are none"


@dataclass(frozen=True)
class Spread:
    """The packing of `problem` measured: f is the mean squared cosine of the principal angles of a pair.

    `mean` and `deviation` of f are over pairs, None where there are none; `frame` are the bounds of the fusion frame.
    """

    problem: Problem
    mean: float | None
    deviation: float | None
    frame: tuple[float, float]
    equidistant: bool
    equi_isoclinic: bool

    @property
    def random_mean(self) -> Fraction:
        """The mean of f of random subspaces, m/d."""
        return Fraction(self.problem.m, self.problem.d)

    @property
    def random_deviation(self) -> float:
        """The standard deviation of f of random subspaces; 0 where there is one subspace alone."""
        chordal = Problem(self.problem.n, self.problem.d, self.problem.field, "subspaces", self.problem.m)
        return 0.0 if self.problem.m == self.problem.d else math.sqrt(float(chordal.space.random_law.variance_f))

    @property
    def random_coherence(self) -> float | None:
        """The coherence that half of all random choices stay below, were pairs independent; None if not known."""
        if self.problem.n < 2 or self.problem.m == self.problem.d:
            return None
        try:
            return self.problem.space.random_law.maximum_quantile(self.problem.pairs)
        except InputError:  # the law has too few digits for so many pairs
            return None

    @property
    def least_mean(self) -> Fraction:
        """The least mean of f: (n m - d)/(d (n - 1)), that of tight fusion frames; at least 0 and (2m - d)/m."""
        n, d, m = self.problem.n, self.problem.d, self.problem.m
        meeting = Fraction(max(2 * m - d, 0), m)
        return max(meeting, Fraction(n * m - d, d * (n - 1))) if n > 1 else meeting

    @property
    def is_tight(self) -> bool:
        """Whether the projectors add up to a multiple of the identity."""
        least, largest = self.frame
        return largest - least <= SAME_VALUE * largest


def spread_of(packing: Packing) -> Spread:
    """The spread of a packing of subspaces.

    >>> planes = spread_of(Packing([[[1, 0, 0, 0], [0, 1, 0, 0]], [[0, 0, 1, 0], [0, 0, 0, 1]]], "subspaces"))
    >>> planes.mean, planes.least_mean, planes.random_mean, planes.is_tight
    (0.0, Fraction(0, 1), Fraction(1, 2), True)
    """
    chordal = Problem(packing.n, packing.d, packing.field, "subspaces", packing.space.m, Distance.CHORDAL)
    f = Packing(packing.vectors, chordal.space).overlaps ** 2
    mean, deviation = (float(f.mean()), float(f.std())) if packing.n > 1 else (None, None)
    same = packing.n > 1 and is_equidistant(packing), packing.n > 1 and is_equi_isoclinic(packing)
    return Spread(packing.problem, mean, deviation, frame_bounds(packing), *same)
