"""What a search hands back, and whether it converged or only stopped."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from packing.configuration import Packing
from packing.displayed import Displayed
from packing.numeric import Floats
from packing.objective import COHERENCE, Coherence, Energy, Objective
from packing.potentials import Potential
from packing.rounding import counted, upper
from packing.search.optimality import Optimality
from packing.search.orbits import OrbitType


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

    Fields: `interrupted`: whether Ctrl-C ended it.

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
    """What a running search reports: its seconds so far, and the least `value`, a coherence or an energy.

    Fields: `restarts` made so far, of which `hits` reached the least value.
    """

    seconds: float
    restarts: int
    hits: int
    value: float


@dataclass(frozen=True)
class Seen:
    """A type of orbits that was tried: its lowest estimate, the vectors there, how many descents ended at it."""

    chosen: OrbitType
    estimate: float
    columns: Floats
    met: int


@dataclass(frozen=True, repr=False)
class SearchResult(Displayed):
    """The best packing found; `hits` of the `restarts` reached its coherence within 1e-8, or its energy within 1e-6.

    `method` names the start that found it; `cpu_seconds` counts all threads; `seen` are the best types of orbits that
    were tried, for a search that goes on; `objective` is what was made small. It is the best found among all packings,
    or of those that keep what `within` names: a symmetry, or an alphabet. The same seed, starts and number of
    `restarts` give the same packing to the last bit, whatever the number of jobs.

    Fields: `status`: how it ended, and how far from optimality to first order.
    """

    packing: Packing
    status: Status
    method: str
    seed: int
    restarts: int
    hits: int
    cpu_seconds: float
    seen: tuple[Seen, ...] = field(default=(), repr=False, compare=False)
    objective: Objective = field(default=COHERENCE, repr=False)
    within: str = ""

    @property
    def value(self) -> float:
        """The objective's value at the packing: its coherence, or an energy."""
        return self.objective.value(self.packing)

    def __str__(self) -> str:
        energy = "" if isinstance(self.objective, Coherence) else f", {self.objective} <= {upper(self.value)}"
        within = f" within {self.within}" if self.within else ""
        return (
            f"{self.packing}{energy}{within} ({self.status}; {self.method}, {counted(self.hits, 'hit')} in "
            f"{counted(self.restarts, 'restart')}, seed {self.seed}, {self.cpu_seconds:.1f} CPU s)"
        )

    __repr__ = __str__


@dataclass(frozen=True, repr=False)
class EnergyResult(Displayed):
    """The packing of least energy found; `hits` of the `restarts` came within 1e-6 of its `energy`.

    Fields: `exponent` of the potential, p, s or the rate, None where it has none; `positive` where it is
    max(<x, y>, 0)^p; `seed` of the search; `cpu_seconds` of all threads; `potential`.
    """

    packing: Packing
    energy: float
    exponent: float | None
    positive: bool
    seed: int
    restarts: int
    hits: int
    cpu_seconds: float
    potential: Potential | None = None

    @classmethod
    def of(cls, found: SearchResult) -> EnergyResult:
        """The result of a search for least energy."""
        energy = cast("Energy", found.objective)
        return cls(
            found.packing, found.value, energy.potential.exponent_value, energy.positive, found.seed, found.restarts,
            found.hits, found.cpu_seconds, energy.potential,
        )  # fmt: skip

    def __str__(self) -> str:
        name = Energy(self.potential or self.exponent or 2.0, self.positive and self.potential is None)
        return (
            f"{self.packing.problem}: {name} <= {upper(self.energy)} ({counted(self.hits, 'hit')} "
            f"in {counted(self.restarts, 'restart')})"
        )

    __repr__ = __str__
