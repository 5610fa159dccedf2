"""Questions about the distribution of overlaps: parts, limits on sums over pairs, and what is bounded.

Functions and overlaps are of <x, y> of points, |<x, y>|^2 of lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import sympy

from packing.bounds.angle_sets.allowed import Interval, read_intervals
from packing.bounds.energy.programme import scale_of
from packing.doors import shown
from packing.errors import InputError
from packing.exact_numbers import exact_number
from packing.potentials import OVERLAP, Potential
from packing.problem import Problem
from packing.space import Space

__dir__ = shown(__name__)

MOST_LIMITS = 20
MOST_COEFFICIENTS = 61

Coefficients = tuple[Fraction, ...]
"""A polynomial of the overlap, constant first, without zeros at the end."""


@dataclass(frozen=True)
class PairSum:
    """A function of the overlap: the sum of the polynomials of those closed windows that hold it.

    >>> PairSum.read("1/2:1", Space.sphere(3)).on(Fraction(1, 2), Fraction(3, 4))
    (Fraction(1, 1),)
    """

    windows: tuple[tuple[Interval, Coefficients], ...]

    @classmethod
    def read(cls, windows: str | Iterable[Any], space: Space, polynomial: Sequence[Any] = (1,)) -> PairSum:
        """The polynomial with rational coefficients on windows such as "1/2:1", written as overlaps are."""
        if isinstance(polynomial, str) or not 1 <= len(polynomial) <= MOST_COEFFICIENTS:
            raise InputError(f"a polynomial needs a list of 1 to {MOST_COEFFICIENTS} coefficients, constant first")
        found = tuple(exact_number("a coefficient", c) for c in polynomial)
        return cls(tuple((interval, found) for interval in read_intervals(windows, space, up_to_one=True)))

    def on(self, low: Fraction, high: Fraction) -> Coefficients:
        """The polynomial on a part, inside of which no window ends, or at one overlap."""
        held = [p for (a, b), p in self.windows if a <= low and high <= b]
        total = [sum((p[i] for p in held if i < len(p)), Fraction(0)) for i in range(max(map(len, held), default=0))]
        while total and total[-1] == 0:
            total.pop()
        return tuple(total)

    def __neg__(self) -> PairSum:
        return PairSum(tuple((window, tuple(-c for c in p)) for window, p in self.windows))


@dataclass(frozen=True)
class PairLimit:
    """The mean over the objects of the sum of `function` over the others is at most `most`."""

    function: PairSum
    most: Fraction


@dataclass(frozen=True)
class Question:
    """What is asked of codes with overlaps in `intervals` and `limits`: their size, or a sum over the pairs of n.

    `n` is None for the size; else the sum of `objective`, a `PairSum` or a potential, over ordered pairs is to be
    bounded from below. `strength` and `antipodal` as in `code_with_angles`.
    """

    space: Space
    intervals: tuple[Interval, ...]
    limits: tuple[PairLimit, ...] = ()
    n: int | None = None
    objective: PairSum | Potential | None = None
    strength: int = 0
    antipodal: bool = False

    @property
    def parts(self) -> tuple[Interval, ...]:
        """The intervals, cut where a function changes; a cut with values of its own is a part too."""
        return tuple(part for low, high in self.intervals for part in self._cut(low, high))

    @property
    def objectives(self) -> tuple[sympy.Expr, ...]:
        """f on each part, an expression of `OVERLAP`; 0 for a size."""
        return tuple(self._objective(low, high) for low, high in self.parts)

    @cached_property
    def scale(self) -> float:
        """The size of a potential, to divide by: 1 but of large, small and steep ones."""
        if self.n is None or not isinstance(self.objective, Potential):
            return 1.0
        return scale_of(Problem(self.n, self.space), self.objective)

    @property
    def _functions(self) -> list[PairSum]:
        asked = [self.objective] if isinstance(self.objective, PairSum) else []
        return [*(limit.function for limit in self.limits), *asked]

    def _cut(self, low: Fraction, high: Fraction) -> list[Interval]:
        ends = {end for function in self._functions for window, _ in function.windows for end in window}
        cuts = sorted({low, high, *(end for end in ends | self._kinks() if low < end < high)})
        wide = list(pairwise(cuts))
        found = []
        for i, cut in enumerate(cuts):
            beside = [self._values(*part) for part in wide[max(i - 1, 0) : i + 1]]
            found += [(cut, cut)] if self._values(cut, cut) not in beside else []
            found += wide[i : i + 1]
        return found

    def _values(self, low: Fraction, high: Fraction) -> list[Coefficients]:
        return [function.on(low, high) for function in self._functions]

    def _kinks(self) -> set[Fraction]:
        """Where the pieces of a potential end."""
        if not isinstance(self.objective, Potential):
            return set()
        ends = [piece.high for piece in self.objective.pieces(self.space)]
        return {Fraction(int(end.p), int(end.q)) ** (2 if self.space.has_lines else 1) for end in ends}

    def _objective(self, low: Fraction, high: Fraction) -> sympy.Expr:
        if self.objective is None:
            return sympy.S.Zero
        if isinstance(self.objective, PairSum):
            terms = enumerate(self.objective.on(low, high))
            return sympy.Add(*(sympy.Rational(c.numerator, c.denominator) * OVERLAP**k for k, c in terms))
        middle = sympy.Rational(low + high) / 2
        for piece in self.objective.pieces(self.space):
            if self.space.has_points and middle <= piece.high:
                return piece.expression
            if self.space.has_lines and middle <= piece.high**2:
                return piece.expression.subs(OVERLAP, sympy.sqrt(OVERLAP))
        raise InputError(f"the potential {self.objective} says nothing of the overlap {middle}: choose another")
