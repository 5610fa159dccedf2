"""A potential as a value: pieces of a function of the overlap, from which floats, exact values and bounds are made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.exact_numbers import expression
from packing.numeric import Floats
from packing.potentials.evaluation import array_function
from packing.space import Space

OVERLAP = sympy.Symbol("t", real=True)
"""The overlap t of a pair: <x, y> of points, in [-1, 1]; |<x, y>| of lines, in [0, 1]."""


@dataclass(frozen=True)
class Piece:
    """f(t) = `expression` for `low` <= t <= `high`, an expression in `OVERLAP` that is smooth inside."""

    low: sympy.Rational
    high: sympy.Rational
    expression: sympy.Expr


class Potential(ABC):
    """f of the overlap of a pair; the energy is its sum over ordered pairs i != j. A potential is frozen and hashable.

    A subclass gives `pieces`, its `name` and its text.
    """

    name = "potential"

    @property
    def exponent_value(self) -> float | None:
        """The exponent as a float: p, s or the rate of a named potential; None where there is none."""
        return None

    @abstractmethod
    def pieces(self, space: Space) -> tuple[Piece, ...]:
        """f on the overlaps of pairs of the space, left to right, continuous; raises `InputError` where it has none."""

    def check(self, space: Space) -> None:
        """Raise `InputError` where pairs of the space have no such potential."""
        if space.m > 1:
            raise InputError(f"energies are sums over pairs of points or lines, not of {space}: leave out subspaces")
        self.pieces(space)

    def exact(self, overlap: Any, space: Space) -> sympy.Expr:
        """f at an exact overlap; infinity where it has a pole.

        >>> from packing.potentials import Gauss
        >>> Gauss(1).exact(0, Space.sphere(3))
        exp(-2)
        """
        t = exact_overlap(overlap)
        for piece in self.pieces(space):
            if t <= piece.high:
                return sympy.simplify(piece.expression.subs(OVERLAP, t))
        raise InputError(f"an overlap is at most 1, not {overlap}: scale the vectors to length 1")

    def values(self, overlaps: npt.ArrayLike, space: Space) -> Floats:
        """f at overlaps, as floats; infinite at a pole."""
        return self._evaluated(overlaps, space, 0)

    def slopes(self, overlaps: npt.ArrayLike, space: Space) -> Floats:
        """f' at overlaps, as floats."""
        return self._evaluated(overlaps, space, 1)

    def poles(self, space: Space) -> tuple[float, ...]:
        """The ends of pieces where f is infinite.

        >>> from packing.potentials import Riesz
        >>> Riesz(1).poles(Space.sphere(3))
        (1.0,)
        """
        return _poles(self, space)

    def terms(self, parts: Floats, width: float, space: Space) -> tuple[Floats, Floats]:
        """f, and its slopes by the parts x . K_c y of the overlaps: what a search goes down by.

        Args: parts of shape (components, ...); `width` > 0 smooths the modulus of lines near 0.
        Returns: shapes (...) and (components, ...).
        """
        if space.has_points:
            return self.values(parts[0], space), _finite(self.slopes(parts[0], space))[None]
        moduli = np.sqrt(np.sum(parts * parts, axis=0) + width * width)
        with np.errstate(invalid="ignore"):  # a pole at the overlap of an object with itself, which nobody asks for
            return self.values(moduli, space), _finite(self.slopes(moduli, space)) / moduli * parts

    @property
    def widths(self) -> tuple[float, ...]:
        """How far a search smooths the kinks of the terms, wide first."""
        return (1e-10,)

    def _evaluated(self, overlaps: npt.ArrayLike, space: Space, order: int) -> Floats:
        t = np.asarray(overlaps, dtype=float)
        functions = _functions(self, space, order)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found: Floats = np.asarray(functions[0][1](t), dtype=float) * np.ones_like(t)
            for low, function in functions[1:]:
                found = np.where(t > low, np.asarray(function(t), dtype=float), found)
        return found


def _finite(slopes: Floats) -> Floats:
    """Slopes to go down by: vertical ones are steep."""
    return np.nan_to_num(slopes, nan=0.0, posinf=_STEEP, neginf=-_STEEP)


_STEEP = 1e12


def exact_overlap(overlap: Any) -> sympy.Expr:
    """An overlap as an exact number: a float is the decimal number that it prints as.

    >>> exact_overlap(0.25), exact_overlap(sympy.sqrt(5) / 5)
    (1/4, sqrt(5)/5)
    """
    return sympy.Rational(repr(overlap)) if isinstance(overlap, float) else expression("the overlap", overlap)


@lru_cache(maxsize=256)
def _poles(potential: Potential, space: Space) -> tuple[float, ...]:
    pieces = potential.pieces(space)
    ends = [(piece, end) for piece in pieces for end in (piece.low, piece.high)]
    infinite = (sympy.zoo, sympy.oo, -sympy.oo)
    return tuple(sorted({float(end) for piece, end in ends if piece.expression.subs(OVERLAP, end) in infinite}))


@lru_cache(maxsize=256)
def _functions(potential: Potential, space: Space, order: int) -> tuple[tuple[float, Callable[[Any], Any]], ...]:
    """(low end, function) of the pieces, or of their derivatives."""
    return tuple(
        (float(piece.low), array_function(sympy.diff(piece.expression, OVERLAP, order), OVERLAP))
        for piece in potential.pieces(space)
    )


__dir__ = shown(__name__)
