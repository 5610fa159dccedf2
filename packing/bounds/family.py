"""What one theorem knows of a space, stated once and read from both sides.

A theorem says: n objects have coherence at least c(n), and c does not fall with n. Read for n it bounds the coherence
of n objects from below; read for an overlap s it bounds how many objects stay within s: the largest n with c(n) <= s.
So the size bound at s is below n exactly where the coherence bound of n is above s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

import sympy

from packing.bounds.bound import Bound, Inapplicable, Theorem
from packing.bounds.size_bound import SizeBound, objects
from packing.problem import Problem
from packing.rigor import Rigor
from packing.space import Space


@dataclass(frozen=True)
class Silent:
    """Why a theorem says nothing about a space."""

    theorem: Theorem
    reason: str


@dataclass(frozen=True)
class Family:
    """One theorem on one space: n >= `least` objects have coherence at least `coherence(n)`, which rises with n.

    `limit` is never exceeded. From n = `peak` on, the value there stands: a bound on fewer objects is one on more.
    `inverse(s)` is the real n with c(n) = s, where it has a formula; else the integer is searched for, from `near(s)`.
    `attained(n)` and `filled` say when equality holds, `silence` why fewer objects are not bounded.
    """

    theorem: Theorem
    space: Space
    least: int
    coherence: Callable[[int], sympy.Expr] = field(repr=False)
    limit: sympy.Expr
    attained: Callable[[int], str] = field(repr=False)
    silence: str = ""
    peak: int | None = None
    inverse: Callable[[Fraction], Fraction | int] | None = field(default=None, repr=False)
    near: Callable[[float], float] | None = field(default=None, repr=False)
    filled: str = "where the bound on the coherence is attained"
    size_theorem: Theorem | None = None
    size_rigor: Rigor = Rigor.PROVED

    def lower(self, n: int) -> sympy.Expr | None:
        """The bound on the coherence of n objects; None where the theorem is silent."""
        if n < self.least:
            return None
        return self.coherence(n if self.peak is None else min(n, self.peak))

    def size(self, overlap: Fraction) -> SizeBound | None:
        """The bound on the number of objects of overlap at most `overlap`; None where any number may fit.

        The overlap is the cosine of points, |<x, y>|^2 of lines and the f of `Space` of subspaces.
        """
        if not exceeds(self.limit, overlap, self.space):
            return None
        exact = self._search(overlap) if self.inverse is None else self.inverse(overlap)
        theorem = self.size_theorem or self.theorem
        what = objects(self.space, overlap)
        return SizeBound(what, theorem, max(exact, self.least - 1), self.size_rigor, self.filled)

    def _search(self, overlap: Fraction) -> int:
        """The largest n with c(n) <= s, by doubled steps and bisection; the limit exceeds s, so there is one."""
        last = self.least - 1
        start = last if self.near is None else max(last, floor(self.near(float(overlap))))

        def fits(n: int) -> bool:
            value = self.lower(n)
            return value is None or not exceeds(value, overlap, self.space)

        step = 1
        if fits(start):
            low = start
            while fits(low + step):
                low, step = low + step, 2 * step
            high = low + step
        else:
            high = start
            while not fits(high - step):
                high, step = high - step, 2 * step
            low = max(high - step, last)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(middle) else (low, middle)
        return low


def lower(problem: Problem, statement: Family | Silent) -> Bound | Inapplicable:
    """The bound of a theorem on the coherence of `problem`, or why there is none."""
    if isinstance(statement, Silent):
        return Inapplicable(problem, statement.theorem, statement.reason)
    exact = statement.lower(problem.n)
    if exact is None:
        return Inapplicable(problem, statement.theorem, statement.silence)
    return Bound(problem, statement.theorem, exact, attained=statement.attained(problem.n))


_DIGITS = (20, 60, 240, 960)
"""Digits in turn; numbers that agree to nearly a thousand are equal."""


def exceeds(coherence: sympy.Expr, overlap: Fraction, space: Space) -> bool:
    """Whether a coherence is above an overlap: its square, or the cosine of points. Undecided is no.

    >>> half = sympy.S.Half
    >>> exceeds(sympy.sqrt(half), Fraction(1, 2), Space.lines(3)), exceeds(half, Fraction(1, 4), Space.sphere(3))
    (False, True)
    """
    bound = sympy.Rational(overlap.numerator, overlap.denominator)
    for digits in _DIGITS:
        value = coherence.evalf(digits)
        difference = (value if space.has_points else value**2) - bound.evalf(digits)
        if abs(difference) > sympy.Float(10) ** (6 - digits):
            return bool(difference > 0)
    return False
