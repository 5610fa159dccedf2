"""A lower bound on energies as a value: what no packing of a problem can have less of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy

from packing.bounds.bound import Theorem
from packing.bounds.ordered import Ordered
from packing.displayed import Displayed
from packing.potentials import Potential
from packing.problem import Problem
from packing.rigor import Rigor, float_below
from packing.rounding import Rounding, digits, lower

SCOPE = "all packings of unit vectors"

SMALL = 1e-6
"""Of smaller energies significant digits are shown: of few decimals nothing would be left."""


@dataclass(frozen=True, repr=False)
class EnergyBound(Ordered, Displayed):
    """No n objects of `problem` have an energy below `exact`, the sum over ordered pairs i != j of `potential`.

    `value` is that number rounded down to a double; `attained` says whether objects with this energy are known (None:
    not decided here); `scope` says for which packings the bound holds, always unit vectors; `certificate` is what a
    checker needs to believe a certified bound.

    Fields: `theorem`: its name and source; `rigor`: proved, certified or numerical.

    >>> from packing.potentials import AbsPower
    >>> from packing.problem import lines
    >>> print(EnergyBound(lines(4, 3), AbsPower(2), sympy.Rational(4, 3), Theorem("Welch", "welch1974"), True))
    4 lines in R^3: sum of |t|^2 >= 1.333333333333 (Welch, proved)
    """

    problem: Problem
    potential: Potential
    exact: sympy.Expr
    theorem: Theorem
    attained: bool | None = None
    rigor: Rigor = Rigor.PROVED
    certificate: Any = field(default=None, compare=False)
    scope: str = SCOPE

    @cached_property
    def value(self) -> float:
        """The bound as a float, rounded down."""
        return float_below(self.exact)

    def __float__(self) -> float:
        return self.value

    @property
    def subject(self) -> tuple[Problem, Potential]:
        """The problem and the potential."""
        return self.problem, self.potential

    @property
    def number(self) -> float:
        """The value, by which bounds are compared."""
        return self.value

    def __repr__(self) -> str:
        return f"EnergyBound({self})"

    def __str__(self) -> str:
        known = f"{self.theorem}, {self.rigor}"
        small = 0 < abs(self.value) < SMALL
        text = digits(self.exact, Rounding.DOWN, 10) if small else lower(self.exact)
        return f"{self.problem}: sum of {self.potential} >= {text} ({known})"


EnergyBoundFunction = Callable[[Problem, Potential], Iterable[EnergyBound]]
"""A bound on energies: yields what it can say about a problem and a potential, nothing where it says nothing."""
