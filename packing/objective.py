"""What is made small: the coherence, or an energy. Bounds, searches and studies take one as an argument."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError
from packing.exponents import exponent_text
from packing.measure import interference, positive_interference
from packing.numeric import Floats
from packing.potentials import AbsPower, Potential, ReluPower
from packing.potentials.powers import Power
from packing.problem import Problem
from packing.space import Space

_AT_POLE = 1e-14
"""An overlap in floats this near to a pole of the potential may be at it."""


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

    def terms(self, parts: Floats, width: float, space: Space) -> tuple[Floats, Floats]:
        """The terms, smoothed where they have kinks, and their slopes by the parts of the overlaps.

        Args: the parts x . K_c y of overlaps (`Space.structure`), shape (components, ...); `width` > 0 of the
        smoothing; the space. Returns shapes (...) and (components, ...).
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


@dataclass(frozen=True, init=False)
class Energy:
    """The sum over ordered pairs i != j of a potential of their overlap.

    Args: a `Potential`, or the exponent p > 0 of E_p, the sum of |<x, y>|^p, and with `positive` of E+_p, that of
    max(<x, y>, 0)^p for real vectors. `InputError` where the exponent is not greater than 0.

    >>> from packing.potentials import Riesz
    >>> print(Energy(1.5), Energy(2, positive=True), Energy(Riesz(1)))
    E_1.5 E+_2 sum of |x - y|^-1
    >>> Energy(2).value(Packing([[1, 0], [0, 1], [0.6, 0.8]]))
    2.0
    """

    potential: Potential

    def __init__(self, potential: Potential | float = 2.0, positive: bool = False) -> None:
        if isinstance(potential, Potential):
            if positive:
                raise InputError(f"the positive part is one of powers, not of {potential}: leave out positive")
        else:
            potential = ReluPower(potential) if positive else AbsPower(potential)
        object.__setattr__(self, "potential", potential)

    @property
    def exponent(self) -> float:
        """The exponent p of a power of overlaps."""
        if not isinstance(self.potential, Power):
            raise InputError(f"{self} is no sum of powers of overlaps and has no exponent: ask its potential")
        return self.potential.p

    @property
    def positive(self) -> bool:
        """Whether only positive overlaps count."""
        return isinstance(self.potential, ReluPower)

    @property
    def is_power(self) -> bool:
        """Whether the potential is |t|^p or max(t, 0)^p."""
        return isinstance(self.potential, Power)

    def value(self, packing: Packing) -> float:
        """The energy of the packing; `InputError` where it is infinite."""
        self.potential.check(packing.space)
        if isinstance(self.potential, Power):
            measured = positive_interference if self.positive else interference
            return measured(packing, self.potential.p)
        overlaps = np.asarray(packing.overlaps, dtype=float)
        values = self.potential.values(overlaps, packing.space)
        infinite = ~np.isfinite(values)
        for pole in self.potential.poles(packing.space):
            infinite |= np.abs(overlaps - pole) <= _AT_POLE
        if infinite.any():
            t = float(overlaps[infinite][0])
            where = "two objects coincide" if t > 1 - 2 * _AT_POLE else f"two objects have the overlap {t:.6g}"
            raise InputError(f"{self} is infinite: {where}; move one of them, or leave it out")
        return 2.0 * math.fsum(values)

    def check(self, problem: Problem) -> None:
        """Raise `InputError` where the overlaps of the problem have no such potential."""
        self.potential.check(problem.space)

    @property
    def widths(self) -> Sequence[float]:
        """How far a search smooths the terms."""
        return self.potential.widths

    def terms(self, parts: Floats, width: float, space: Space) -> tuple[Floats, Floats]:
        """The terms and their slopes: see `Potential.terms`."""
        return self.potential.terms(parts, width, space)

    def __str__(self) -> str:
        if isinstance(self.potential, Power):
            return f"E{'+' * self.positive}_{exponent_text(self.potential.exponent)}"
        return f"sum of {self.potential}"


__dir__ = shown(__name__)
