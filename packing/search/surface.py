"""Where an interior point moves: f of all pairs at a point x, its derivatives there, the steps from there.

The plainest surface is that of all packings of a space, in tangent coordinates (`tangent`), perhaps along some moves
only; another is the torus of phases of frames with entries of constant modulus (`alphabets.phases`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from packing.numeric import Floats, Indices
from packing.search.optimality import Allowed, Optimality, optimality
from packing.search.tangent import Derivatives, derivatives, f_of_pairs, hessian, move, tangent_bases
from packing.space import Space


class Place(Protocol):
    """A point with the derivatives of f of some pairs."""

    @property
    def gradients(self) -> Floats:
        """Those of f by both ends, shape (pairs, 2, q)."""

    @property
    def moves(self) -> Floats | None:
        """Orthonormal columns (n q, r) that span the steps that are allowed; None where all are."""

    def hessian(self, multipliers: Floats, weights: Floats) -> Floats:
        """sum of multiplier * Hessian + weight * gradient gradient^T: the lower triangle, order n q."""

    def moved(self, v: Floats) -> Floats:
        """The point after a step v, shape (n, q)."""


class Surface(Protocol):
    """The points x, one row an object."""

    def f(self, x: Floats) -> Floats:
        """f of all pairs i < j, in row order."""

    def at(self, x: Floats, pairs: Indices) -> Place:
        """The derivatives of f of these pairs."""

    def optimality(self, x: Floats, multipliers: Floats) -> Optimality:
        """How far x is from first order, shown by multipliers of all pairs."""


@dataclass(frozen=True, eq=False)
class AllPackings:
    """Unit rows (n, m width) of a space, moved in their tangent spaces, along `allowed` moves where these are given."""

    space: Space
    allowed: Allowed = None

    def f(self, x: Floats) -> Floats:
        """f of all pairs."""
        return f_of_pairs(x, self.space)

    def at(self, x: Floats, pairs: Indices) -> Tangent:
        """The tangent spaces at x."""
        bases = tangent_bases(x, self.space)
        return Tangent(x, pairs, bases, derivatives(x, bases, pairs, self.space), self.space, self.allowed)

    def optimality(self, x: Floats, multipliers: Floats) -> Optimality:
        """First-order optimality along the allowed moves."""
        return optimality(x, self.space, multipliers, self.allowed)


@dataclass(frozen=True, eq=False)
class Tangent:
    """The tangent spaces of some unit rows, and the derivatives there."""

    x: Floats
    pairs: Indices
    bases: Floats
    found: Derivatives
    space: Space
    allowed: Allowed

    @property
    def gradients(self) -> Floats:
        """Those of f by both ends."""
        return self.found.gradients

    @cached_property
    def moves(self) -> Floats | None:
        """The allowed ones."""
        return None if self.allowed is None else self.allowed(self.bases)

    def hessian(self, multipliers: Floats, weights: Floats) -> Floats:
        """The lower triangle (`tangent.hessian`)."""
        return hessian(self.x, self.bases, self.pairs, self.space, self.found, multipliers, weights)

    def moved(self, v: Floats) -> Floats:
        """Along great circles, or to the nearest frames."""
        return move(self.x, self.bases, v, self.space)
