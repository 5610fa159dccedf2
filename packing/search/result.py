"""What a search hands back, and whether it converged or only stopped."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from packing.configuration import Packing
from packing.search.optimality import Optimality
from packing.search.symmetric_descent import Seen


class Outcome(StrEnum):
    """How a search ended. The member that a user sees first; `Status` adds cause and cure."""

    CONVERGED = "converged"
    STOPPED = "stopped"
    STALLED = "stalled"


OPTIMAL = 1e-12
"""A packing is first-order optimal, and the search converged, where residual and gap are at most this."""


@dataclass(frozen=True)
class Status:
    """The outcome with the numbers behind it; prints as the text for the user.

    >>> print(Status(Outcome.STALLED, Optimality(1e-3, 2e-7)))
    stalled before first-order optimality (residual 1.0e-03, gap 2.0e-07): give more seconds or another seed
    """

    outcome: Outcome
    optimality: Optimality
    interrupted: bool = False

    @property
    def converged(self) -> bool:
        """Whether first-order optimality was reached, and checked, to `OPTIMAL`."""
        return self.outcome is Outcome.CONVERGED

    @property
    def distance(self) -> str:
        """How far first-order optimality is, in words."""
        return str(self.optimality) if math.isfinite(self.optimality.worst) else "not measured: too many vectors"

    def __str__(self) -> str:
        match self.outcome:
            case Outcome.CONVERGED:
                return "converged"
            case Outcome.STOPPED if self.interrupted:
                return f"stopped by interruption before first-order optimality ({self.distance}): let it run longer"
            case Outcome.STOPPED:
                return f"stopped by the time limit before first-order optimality ({self.distance}): give more seconds"
            case _:
                return f"stalled before first-order optimality ({self.distance}): give more seconds or another seed"


@dataclass(frozen=True)
class Progress:
    """What a running search reports: its seconds so far, and the least `value`, a coherence or an energy."""

    seconds: float
    restarts: int
    hits: int
    value: float


@dataclass(frozen=True)
class SearchResult:
    """The best packing found; `hits` of the `restarts` reached its coherence within 1e-8.

    `method` names the start that found it; `cpu_seconds` counts all threads; `seen` are the best types of orbits that
    were tried, for a search that goes on. The same seed with the same `restarts` gives the same packing to the last
    bit, whatever the number of jobs.
    """

    packing: Packing
    status: Status
    method: str
    seed: int
    restarts: int
    hits: int
    cpu_seconds: float
    seen: tuple[Seen, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return (
            f"{self.packing} ({self.status}; {self.method}, {self.hits} hits in {self.restarts} restarts, "
            f"seed {self.seed}, {self.cpu_seconds:.1f} CPU s)"
        )
