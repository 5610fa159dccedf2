"""A bound as a value: what no packing of a problem can beat, by which theorem, and how surely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy

from packing.bounds.ordered import Ordered
from packing.displayed import Displayed
from packing.doors import moved
from packing.problem import Problem
from packing.rigor import Rigor, float_below
from packing.rounding import lower


@dataclass(frozen=True)
class Theorem:
    """A theorem by its name and the key of its entry in `references.bib`.

    Fields: `name`; `reference`: the key, "" where the proof stands in the docstring alone.
    """

    name: str
    reference: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, repr=False)
class Bound(Ordered, Displayed):
    """No packing of `problem` has coherence below `exact`; `value` is that number rounded down to a double.

    `attained` says in words when equality holds; `certificate` is what a checker needs to believe a certified bound.
    `float(bound)` is the value; bounds on the same problem are ordered by it.

    Fields: `theorem`: its name and source; `rigor`: proved, certified or numerical.

    >>> from packing.problem import lines
    >>> weak, strong = (Bound(lines(4, 3), Theorem("a guess", "none"), sympy.Rational(1, k)) for k in (4, 3))
    >>> weak, float(strong), weak < strong, len({weak, strong})
    (Bound(4 lines in R^3: coherence >= 0.25 (a guess, proved)), 0.3333333333333333, True, 2)
    """

    problem: Problem
    theorem: Theorem
    exact: sympy.Expr
    rigor: Rigor = Rigor.PROVED
    attained: str = ""
    certificate: Any = field(default=None, compare=False)

    @cached_property
    def value(self) -> float:
        """The bound as a float, never above the exact number."""
        return float_below(self.exact)

    def __float__(self) -> float:
        return self.value

    @property
    def subject(self) -> Problem:
        """The problem."""
        return self.problem

    @property
    def number(self) -> float:
        """The value, by which bounds are compared."""
        return self.value

    def __repr__(self) -> str:
        return f"Bound({self})"

    def __str__(self) -> str:
        return f"{self.problem}: coherence >= {lower(self.exact)} ({self.theorem}, {self.rigor})"


@dataclass(frozen=True, repr=False)
class Inapplicable(Displayed):
    """Why a theorem says nothing about `problem`.

    Fields: `theorem`, and the `reason` in words.
    """

    problem: Problem
    theorem: Theorem
    reason: str

    def __repr__(self) -> str:
        return f"Inapplicable({self.problem}; {self})"

    def __str__(self) -> str:
        return f"{self.theorem}: {self.reason}"


ABOUT_LINES = "is about lines, and these are points on a sphere"
ABOUT_POINTS = "is about points on a sphere, and these are lines"
ABOUT_SUBSPACES = "is about subspaces of dimension 2 or more"

BoundFunction = Callable[[Problem], Bound | Inapplicable]
"""A bound is any such function; the built-in ones stand in `packing.bounds.ALL`."""

__getattr__ = moved(__name__, {"decimal_below": "packing.rounding:lower"})
