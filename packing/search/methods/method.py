"""What a search method is: any object with `run(problem, rng)` that returns a packing.

`name`, `fits(problem)`, `weight` and `price` are used where they are there. What a method returns need not be good or
finished: the search ranks the packings, sharpens the promising ones and finishes the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from packing.configuration import Packing
from packing.problem import Problem
from packing.search.restarts import End
from packing.search.result import Seen


class Method(Protocol):
    """One restart."""

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """A packing of `problem`, drawn and improved with no randomness but that of `rng`."""


@runtime_checkable
class Learner(Protocol):
    """A method that wants to know the best packings found so far."""

    def learn(self, known: Sequence[Packing]) -> Method:
        """The method as it goes on from there; `known` has the problem of the search, best first."""


@runtime_checkable
class Branching(Protocol):
    """A method that chooses among branches, a group say, and wants to know how its runs ended."""

    def branch(self, problem: Problem, rng: np.random.Generator) -> Any:
        """What the next restart does."""

    def follow(self, branch: Any, problem: Problem, rng: np.random.Generator) -> Packing:
        """A packing of `problem`, as the branch says."""

    def after(self, ends: Sequence[End]) -> Method:
        """The method as it goes on after these ends, all its own."""


@runtime_checkable
class Remembering(Protocol):
    """A method that a later search of the same problem can go on with."""

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What it learnt."""

    def going_on(self, seen: Sequence[Seen]) -> Method:
        """The same method, which knows what an earlier one learnt."""


def name_of(method: Method) -> str:
    """The method's `name`, else that of its class."""
    return str(getattr(method, "name", type(method).__name__))


def weight_of(method: Method) -> float:
    """How much more often than others the method is drawn at equal success: its `weight`, else 1."""
    return float(getattr(method, "weight", 1.0))


def price_of(method: Method) -> float:
    """What a restart costs, in descents of one random start: the method's `price`, else 1."""
    return float(getattr(method, "price", 1.0))


def fits(method: Method, problem: Problem) -> bool:
    """Whether the method can run on the problem; one that does not say so always can."""
    says = getattr(method, "fits", None)
    return True if says is None else bool(says(problem))
