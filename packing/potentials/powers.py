"""Powers of overlaps: |t|^p, whose sum is the p-frame energy, and max(t, 0)^p, which a ReLU lets through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.exponents import EnergyKind, exact_exponent, exponent_text
from packing.numeric import Floats
from packing.potentials.potential import OVERLAP, Piece, Potential, exact_overlap
from packing.space import Field, Space

CUSPED_WIDTHS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10)
KINKED_WIDTHS = (1e-1, 1e-4, 1e-10)
SMOOTH_WIDTHS = (1e-1, 1e-10)
"""How far the terms of an energy are smoothed, one after the other: with cusps (p <= 1), kinks, or neither (p >= 2)."""


@dataclass(frozen=True)
class Power(Potential):
    """A power of the size or of the positive part of an overlap.

    Args: `exponent` p > 0, exact: a float stands for the decimal number that it prints as.
    """

    exponent: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "exponent", exact_exponent(self.exponent))

    @cached_property
    def p(self) -> float:
        """The exponent as a float."""
        return float(self.exponent)

    @property
    def exponent_value(self) -> float:
        """p."""
        return self.p

    @property
    def kind(self) -> EnergyKind:
        """The name of the energy."""
        return EnergyKind(self.name)

    @property
    def widths(self) -> tuple[float, ...]:
        """Few where p > 1: one wide smoothing leads to low minima."""
        if self.p >= 2:
            return SMOOTH_WIDTHS
        return KINKED_WIDTHS if self.p > 1 else CUSPED_WIDTHS


@dataclass(frozen=True)
class AbsPower(Power):
    """|t|^p.

    >>> print(AbsPower(1.5), AbsPower(3).pieces(Space.lines(4)))
    |t|^1.5 (Piece(low=0, high=1, expression=t**3),)
    """

    name = "abs"

    def pieces(self, space: Space) -> tuple[Piece, ...]:
        """t^p on [0, 1]; of points (-t)^p on [-1, 0] too, in one piece where p is even."""
        right = OVERLAP**self.exponent
        if space.has_lines:
            return (Piece(sympy.S.Zero, sympy.S.One, right),)
        if self.exponent.is_even:
            return (Piece(-sympy.S.One, sympy.S.One, right),)
        return (
            Piece(-sympy.S.One, sympy.S.Zero, (-OVERLAP) ** self.exponent),
            Piece(sympy.S.Zero, sympy.S.One, right),
        )

    def exact(self, overlap: Any, space: Space) -> sympy.Expr:
        """|t|^p."""
        return EnergyKind.ABS.weight(exact_overlap(overlap), self.exponent)

    def values(self, overlaps: npt.ArrayLike, space: Space) -> Floats:
        """|t|^p."""
        return np.asarray(np.abs(np.asarray(overlaps, dtype=float)) ** self.p)

    def terms(self, parts: Floats, width: float, space: Space) -> tuple[Floats, Floats]:
        """(|a|^2 + s^2)^(p/2) for |a|^p with s = `width`, and its slopes.

        For p < 2 the terms have kinks where vectors are orthogonal, just where the least energies lie.
        """
        squares = np.sum(parts * parts, axis=0) + width * width
        values = squares ** (self.p / 2)
        return values, self.p * values / squares * parts

    def __str__(self) -> str:
        return f"|t|^{exponent_text(self.exponent)}"


@dataclass(frozen=True)
class ReluPower(Power):
    """max(t, 0)^p of real vectors.

    >>> print(ReluPower(2))
    max(t, 0)^2
    """

    name = "relu"

    def check(self, space: Space) -> None:
        """The positive part needs an overlap with a sign: real vectors, as points or as what lines are given by."""
        if space.field is not Field.REAL or space.m > 1:
            what = f"field '{space.field}'" if space.m == 1 else str(space)
            raise InputError(
                f"the positive part of an overlap needs real vectors, not {what}: leave out the positive part"
            )

    def pieces(self, space: Space) -> tuple[Piece, ...]:
        """0 on [-1, 0] and t^p on [0, 1]."""
        self.check(space)
        return (
            Piece(-sympy.S.One, sympy.S.Zero, sympy.S.Zero),
            Piece(sympy.S.Zero, sympy.S.One, OVERLAP**self.exponent),
        )

    def exact(self, overlap: Any, space: Space) -> sympy.Expr:
        """max(t, 0)^p."""
        return EnergyKind.RELU.weight(exact_overlap(overlap), self.exponent)

    def values(self, overlaps: npt.ArrayLike, space: Space) -> Floats:
        """max(t, 0)^p."""
        return np.asarray(np.maximum(np.asarray(overlaps, dtype=float), 0.0) ** self.p)

    def terms(self, parts: Floats, width: float, space: Space) -> tuple[Floats, Floats]:
        """((a + sqrt(a^2 + s^2))/2)^p for max(a, 0)^p with s = `width`, and its slopes."""
        root = np.sqrt(np.sum(parts * parts, axis=0) + width * width)
        values = ((parts[0] + root) / 2.0) ** self.p
        return values, (self.p * values / root)[None]

    def __str__(self) -> str:
        return f"max(t, 0)^{exponent_text(self.exponent)}"


__dir__ = shown(__name__)
