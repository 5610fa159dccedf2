"""What is made small: the coherence, or an energy. Bounds, searches and studies take one as an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError, positive_exponent
from packing.measure import interference, positive_interference
from packing.numeric import Floats
from packing.problem import Problem
from packing.space import Field

CUSPED_WIDTHS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10)
KINKED_WIDTHS = (1e-1, 1e-4, 1e-10)
SMOOTH_WIDTHS = (1e-1, 1e-10)
"""How far the terms of an energy are smoothed, one after the other: with cusps (p <= 1), kinks, or neither (p >= 2)."""


class Objective(Protocol):
    """A number of a packing, to be made small; its text is its name."""

    def value(self, packing: Packing) -> float:
        """The number."""

    def check(self, problem: Problem) -> None:
        """Raise `InputError` where packings of the problem have no such number."""


@runtime_checkable
class PairSum(Objective, Protocol):
    """A sum over ordered pairs of a function of their overlap: any energy."""

    @property
    def widths(self) -> Sequence[float]:
        """How far a search smooths the kinks of the terms, wide first; the last is next to nothing."""

    def terms(self, parts: Floats, width: float) -> tuple[Floats, Floats]:
        """The terms, smoothed where they have kinks, and their slopes by the parts of the overlaps.

        Args: the parts x . K_c y of overlaps (`Space.structure`), shape (components, ...); `width` > 0 of the
        smoothing. Returns shapes (...) and (components, ...).
        """


@dataclass(frozen=True)
class Coherence:
    """The largest overlap: max |<x, y>| over pairs of lines, max <x, y> over pairs of points.

    >>> print(Coherence(), Coherence().value(Packing([[1, 0], [0.6, 0.8]])))
    coherence 0.6
    """

    def value(self, packing: Packing) -> float:
        """The coherence of the packing."""
        return packing.coherence

    def check(self, problem: Problem) -> None:
        """Every packing has a coherence."""

    def __str__(self) -> str:
        return "coherence"


COHERENCE = Coherence()
"""The coherence, which a search makes small where nothing else is said."""


@dataclass(frozen=True)
class Energy:
    """E_p, the sum over ordered pairs of |<x, y>|^p, or E+_p, that of max(<x, y>, 0)^p for real vectors.

    Args: `exponent` p > 0; `positive` for E+_p. `InputError` where the exponent is not greater than 0.

    >>> print(Energy(1.5), Energy(2, positive=True))
    E_1.5 E+_2
    >>> Energy(2).value(Packing([[1, 0], [0, 1], [0.6, 0.8]]))
    2.0
    """

    exponent: float = 2.0
    positive: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "exponent", positive_exponent(self.exponent))

    def value(self, packing: Packing) -> float:
        """The energy of the packing."""
        measured = positive_interference if self.positive else interference
        return measured(packing, self.exponent)

    def check(self, problem: Problem) -> None:
        """E+_p needs an overlap with a sign."""
        if self.positive and problem.field is not Field.REAL:
            raise InputError(
                f"the positive part of an overlap needs real vectors, not field '{problem.field}': "
                "leave out the positive part"
            )

    @property
    def widths(self) -> Sequence[float]:
        """Few where p > 1: one wide smoothing leads to low minima."""
        if self.exponent >= 2:
            return SMOOTH_WIDTHS
        return KINKED_WIDTHS if self.exponent > 1 else CUSPED_WIDTHS

    def terms(self, parts: Floats, width: float) -> tuple[Floats, Floats]:
        """(|a|^2 + s^2)^(p/2) for |a|^p with s = `width`, and (a + sqrt(a^2 + s^2))/2 for max(a, 0), with their slopes.

        For p < 2 the terms have kinks where vectors are orthogonal, just where the least energies lie.
        """
        p, squares = self.exponent, np.sum(parts * parts, axis=0) + width * width
        if self.positive:
            root = np.sqrt(squares)
            values = ((parts[0] + root) / 2.0) ** p
            return values, (p * values / root)[None]
        values = squares ** (p / 2)
        return values, p * values / squares * parts

    def __str__(self) -> str:
        return f"E{'+' * self.positive}_{self.exponent:g}"


__dir__ = shown(__name__)
