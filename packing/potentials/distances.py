"""Functions of the distance of a pair: |x - y| of points, the chordal distance sqrt(1 - |<x, y>|^2) of lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.exponents import exact_exponent, exponent_text
from packing.potentials.potential import OVERLAP, Piece, Potential
from packing.space import Space


def squared_distance(space: Space) -> sympy.Expr:
    """2 - 2t of points, 1 - t^2 of lines.

    >>> squared_distance(Space.sphere(3)), squared_distance(Space.lines(3, "C"))
    (2 - 2*t, 1 - t**2)
    """
    return 1 - OVERLAP**2 if space.has_lines else 2 - 2 * OVERLAP


def _whole(space: Space, expression: sympy.Expr) -> tuple[Piece, ...]:
    if space.m > 1:
        raise InputError(f"energies are sums over pairs of points or lines, not of {space}: leave out subspaces")
    return (Piece(sympy.S.Zero if space.has_lines else -sympy.S.One, sympy.S.One, expression),)


@dataclass(frozen=True)
class Riesz(Potential):
    """|x - y|^-s, s > 0: Riesz's potential, Coulomb's at s = 1.

    >>> print(Riesz(1))
    |x - y|^-1
    """

    exponent: Any

    name = "riesz"

    @property
    def exponent_value(self) -> float:
        """s."""
        return float(self.exponent)

    def __post_init__(self) -> None:
        object.__setattr__(self, "exponent", exact_exponent(self.exponent))

    def pieces(self, space: Space) -> tuple[Piece, ...]:
        """r^(-s/2) of the squared distance r."""
        return _whole(space, squared_distance(space) ** (-self.exponent / 2))

    def __str__(self) -> str:
        return f"|x - y|^-{exponent_text(self.exponent)}"


@dataclass(frozen=True)
class Logarithm(Potential):
    """-log |x - y|: the least energy is where the product of the distances is largest.

    >>> print(Logarithm())
    -log |x - y|
    """

    name = "log"

    def pieces(self, space: Space) -> tuple[Piece, ...]:
        """-(log r)/2 of the squared distance r."""
        return _whole(space, -sympy.log(squared_distance(space)) / 2)

    def __str__(self) -> str:
        return "-log |x - y|"


@dataclass(frozen=True)
class Gauss(Potential):
    """exp(-a |x - y|^2), a > 0.

    >>> print(Gauss(1), Gauss("1/2"))
    exp(-|x - y|^2) exp(-0.5 |x - y|^2)
    """

    rate: Any

    name = "gauss"

    @property
    def exponent_value(self) -> float:
        """The rate a."""
        return float(self.rate)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", exact_exponent(self.rate))

    def pieces(self, space: Space) -> tuple[Piece, ...]:
        """exp(-a r) of the squared distance r."""
        return _whole(space, sympy.exp(-self.rate * squared_distance(space)))

    def __str__(self) -> str:
        rate = "" if self.rate == 1 else f"{exponent_text(self.rate)} "
        return f"exp(-{rate}|x - y|^2)"


__dir__ = shown(__name__)
