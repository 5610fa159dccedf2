"""Searches by charts: within a symmetry, beside packings that stay as they are, for any objective.

A constraint writes the columns of a packing as a linear image of fewer free columns: the images of some under a group
(see `symmetry`), or fixed columns beside free ones. The gradient of an objective is that by all columns, pulled back to
the free ones; the interior point moves along what the constraint allows and no other way, so that the optimality in the
result is that within the constraint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from packing.configuration import Packing
from packing.errors import InputError
from packing.numeric import Floats
from packing.problem import Problem
from packing.search.columns import columns_of, normalised
from packing.search.methods.method import Method, name_of
from packing.space import Space


class Parametrization(Protocol):
    """One draw of a constraint: where the free columns start, and how all columns follow from them."""

    @property
    def start(self) -> Floats:
        """The free columns at the start."""

    def unit(self, free: Floats) -> Floats:
        """The free columns of unit vectors: the same packing."""

    def place(self, free: Floats) -> Floats:
        """All n columns."""

    def pull(self, gradient: Floats) -> Floats:
        """The gradient by the free columns from that by all."""

    def restore(self, columns: Floats) -> Floats:
        """The columns with the constraint kept exactly, which rounding may have touched."""

    def allowed(self, bases: Floats) -> Floats:
        """The moves that the constraint allows, in tangent coordinates: orthonormal columns, shape (n m, q)."""


class Constraint(Protocol):
    """What a packing must keep."""

    @property
    def name(self) -> str:
        """The name that results carry."""

    def check(self, problem: Problem) -> None:
        """Raise `InputError` where the problem cannot keep it."""

    def draw(self, problem: Problem, rng: np.random.Generator) -> Parametrization:
        """A random start."""


@dataclass(frozen=True)
class Beside:
    """Free objects after fixed ones, as columns."""

    space: Space
    fixed: Floats
    start: Floats

    def unit(self, free: Floats) -> Floats:
        """The free columns of unit vectors or orthonormal frames."""
        return normalised(free, self.space)

    def place(self, free: Floats) -> Floats:
        """The fixed columns, then the free ones."""
        split = (each.reshape(self.space.width, self.space.m, -1) for each in (self.fixed, free))
        return np.ascontiguousarray(np.concatenate(tuple(split), axis=2).reshape(self.space.width, -1))

    def pull(self, gradient: Floats) -> Floats:
        """The part of the free columns."""
        width, m = self.space.width, self.space.m
        free = gradient.reshape(width, m, -1)[:, :, self.fixed.shape[1] // m :]
        return free.reshape(width, -1)

    def restore(self, columns: Floats) -> Floats:
        """The fixed columns as they were."""
        return self.place(self.pull(columns))

    def allowed(self, bases: Floats) -> Floats:
        """Every move of the free objects."""
        n, _, q = bases.shape
        return np.eye(n * q)[:, self.fixed.shape[1] // self.space.m * q :]


@dataclass(frozen=True)
class Extending:
    """The first vectors are those of `packing`, unchanged."""

    packing: Packing

    @property
    def name(self) -> str:
        """Such as "extending 6 lines"."""
        return f"extending {self.packing.n} given"

    def check(self, problem: Problem) -> None:
        """The given packing must be smaller and of the same kind."""
        given = self.packing.problem
        if given.space != problem.space or given.n >= problem.n:
            raise InputError(f"{problem} cannot extend {given}: fix fewer vectors of the same d, field and kind")

    def draw(self, problem: Problem, rng: np.random.Generator) -> Beside:
        """Random vectors beside the given ones."""
        space = problem.space
        free = space.gaussian(problem.n - self.packing.n, rng)
        return Beside(space, columns_of(self.packing.vectors, space), columns_of(free, space))


@dataclass(frozen=True)
class Free:
    """No constraint: random vectors, or where a `method` ends."""

    method: Method | None = None

    @property
    def name(self) -> str:
        """The name of the method."""
        return "random" if self.method is None else name_of(self.method)

    def check(self, problem: Problem) -> None:
        """Any packing will do."""

    def draw(self, problem: Problem, rng: np.random.Generator) -> Beside:
        """All columns are free."""
        space = problem.space
        vectors = space.gaussian(problem.n, rng) if self.method is None else self.method.run(problem, rng).vectors
        return Beside(space, np.empty((space.width, 0)), columns_of(vectors, space))
