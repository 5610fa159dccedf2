"""The ends of promising restarts, each kept once: what is to be finished, and what is hopped from.

A finish costs as much as many restarts where there are many unknowns, so that ends wait here with their estimates and
only the best of them are finished.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from packing.configuration import Packing
from packing.search.coordinates import Floats
from packing.search.optimality import UNKNOWN, Optimality

SAME_ESTIMATE = 2e-6
SAME_OVERLAPS = 1e-4
SAME_LEVEL = 1e-8
"""Candidates whose levels differ by less are one place to hop from."""

MEMORY = 64
"""How many candidates are kept; the best, where there are more."""


@dataclass(eq=False)
class Candidate:
    """An end: the packing there, the coherence it leads to, the method's number, and how many restarts met it.

    `level` is an estimate until the candidate is finished, and then its coherence.
    """

    packing: Packing
    estimate: float
    method: int
    met: int
    overlaps: Floats
    level: float
    sharp: bool = False
    finished: bool = False
    optimality: Optimality = UNKNOWN


@dataclass
class Candidates:
    """All candidates of one search, the lowest level first."""

    kept: list[Candidate] = field(default_factory=list)

    @property
    def level(self) -> float:
        """The lowest level, infinite where there is nothing."""
        return self.kept[0].level if self.kept else np.inf

    def meet(self, packing: Packing, estimate: float, method: int, independent: bool) -> None:
        """Take in an end, or count it where it is known; `independent` ends count as hits, hops do not."""
        overlaps = np.sort(packing.overlaps)
        known = self._same(estimate, overlaps)
        if known is not None:
            known.met += independent
            return
        self.kept.append(Candidate(packing, estimate, method, int(independent), overlaps, estimate))
        self.sort()

    def sharpened(self, candidate: Candidate, packing: Packing, estimate: float) -> None:
        """Move a candidate to where sharper norms led; it goes where that is another one."""
        self.kept.remove(candidate)
        overlaps = np.sort(packing.overlaps)
        known = self._same(estimate, overlaps)
        if known is not None:
            known.met += candidate.met
            return
        candidate.packing, candidate.overlaps, candidate.sharp = packing, overlaps, True
        candidate.estimate = candidate.level = estimate
        self.kept.append(candidate)
        self.sort()

    def _same(self, estimate: float, overlaps: Floats) -> Candidate | None:
        for known in self.kept:
            near = abs(estimate - known.estimate) < SAME_ESTIMATE
            if near and np.max(np.abs(overlaps - known.overlaps)) < SAME_OVERLAPS:
                return known
        return None

    def sort(self) -> None:
        """Restore the order after a level changed."""
        self.kept = sorted(self.kept, key=lambda candidate: candidate.level)[:MEMORY]

    def unfinished(self, below: float) -> Candidate | None:
        """The best that is not finished, where its estimate is below `below`."""
        waiting = (candidate for candidate in self.kept if not candidate.finished and candidate.estimate < below)
        return next(waiting, None)

    def different(self, most: int) -> list[Packing]:
        """Up to `most` packings at different levels, best first."""
        chosen: list[Candidate] = []
        for candidate in self.kept:
            if all(candidate.level - other.level > SAME_LEVEL for other in chosen):
                chosen.append(candidate)
            if len(chosen) == most:
                break
        return [candidate.packing for candidate in chosen]

    def hits(self, below: float) -> int:
        """How many independent restarts ended in finished candidates of a coherence below `below`."""
        return sum(candidate.met for candidate in self.kept if candidate.finished and candidate.level <= below)
