"""What is remembered of a packing: its vectors, how good they are, and the run that met them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from packing.configuration import Packing
from packing.displayed import Displayed
from packing.problem import Problem


class Ending(Protocol):
    """How a run ended: its text says it, and `converged` whether at a local optimum."""

    @property
    def converged(self) -> bool: ...


class Run(Protocol):
    """What a run hands over to be remembered, such as a `SearchResult`."""

    @property
    def packing(self) -> Packing: ...

    @property
    def status(self) -> Ending: ...

    @property
    def method(self) -> str: ...

    @property
    def seed(self) -> int: ...

    @property
    def restarts(self) -> int: ...

    @property
    def hits(self) -> int: ...

    @property
    def cpu_seconds(self) -> float: ...


@dataclass(frozen=True)
class Entry(Displayed):
    """A packing with the run that met it. `certified` bounds the optimum from above in 15 decimals, rounded up."""

    packing: Packing
    certified: str
    method: str
    seed: int
    restarts: int
    hits: int
    cpu_seconds: float
    converged: bool
    status: str
    version: str
    moment: str

    @property
    def problem(self) -> Problem:
        """The problem that the packing answers."""
        return self.packing.problem

    def __str__(self) -> str:
        return f"{self.packing} ({self.method}, seed {self.seed}, {self.moment})"
