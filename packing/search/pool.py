"""The ends of promising restarts, each kept once: what is to be finished, and what is hopped from.

A finish costs as much as many restarts where there are many unknowns, so that ends wait here with their estimates and
only the best of them are finished.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from packing.configuration import Packing
from packing.numeric import SAME_VALUE, Floats
from packing.search.optimality import UNKNOWN, Optimality

SAME_ESTIMATE = 2e-5
SAME_OVERLAPS = 4e-5
"""Ends are one basin where the estimates differ by less, and the largest overlaps in the mean: measured with ends of
p = 4096, nine of ten pairs that lead to one optimum differ by less than 8e-5, nine of ten others by more than 4e-5."""

SAME_BASIN = 1e-6
"""Candidates whose levels differ by less are one place to hop from."""

MEMORY = 64
"""How many candidates are kept; the best, where there are more."""


@dataclass(eq=False)
class Candidate:
    """An end: the packing there, the coherence it leads to, the method's number, and how many restarts met it.

    `packing` is the end itself until the candidate is finished, and then the optimum reached from it; `level` is the
    estimate first, and then the coherence of that; `jolts` counts how often it was jolted.
    """

    estimate: float
    method: int
    met: int
    overlaps: Floats
    packing: Packing
    level: float
    sharp: bool = False
    finished: bool = False
    jolts: int = 0
    optimality: Optimality = UNKNOWN


@dataclass
class Candidates:
    """All candidates of one search, the lowest level first."""

    kept: list[Candidate] = field(default_factory=list)

    @property
    def level(self) -> float:
        """The lowest level, infinite where there is nothing."""
        return self.kept[0].level if self.kept else np.inf

    def meet(self, packing: Packing, estimate: float, method: int, independent: bool) -> Candidate:
        """Take in an end, or count it where it is known; `independent` ends count as hits, hops do not."""
        overlaps = largest_overlaps(packing)
        known = self._same(estimate, overlaps)
        if known is not None:
            known.met += independent
            return known
        found = Candidate(estimate, method, int(independent), overlaps, packing, estimate)
        self.kept.append(found)
        self.sort()
        return found

    def sharpened(self, candidate: Candidate, packing: Packing, estimate: float) -> None:
        """Move a candidate to where sharper norms led; it goes where that is another one."""
        self.kept.remove(candidate)
        overlaps = largest_overlaps(packing)
        known = self._same(estimate, overlaps)
        if known is not None:
            known.met += candidate.met
            return
        candidate.packing, candidate.overlaps, candidate.sharp = packing, overlaps, True
        candidate.estimate = candidate.level = estimate
        self.kept.append(candidate)
        self.sort()

    def ended(self, candidate: Candidate, packing: Packing, optimality: Optimality) -> Candidate:
        """Take in the optimum where a finish of the candidate ended; return the candidate that holds it.

        Where it is known, an unfinished candidate goes there; where a finished one ended elsewhere, that is a new one.
        """
        level = packing.coherence
        holder = next((other for other in self.kept if other.finished and abs(other.level - level) < SAME_VALUE), None)
        if holder is None:
            holder = candidate
            if candidate.finished:
                overlaps = largest_overlaps(packing)
                holder = Candidate(level, candidate.method, 0, overlaps, packing, level, sharp=True)
                self.kept.append(holder)
        elif not candidate.finished:
            self.kept = [other for other in self.kept if other is not candidate]
            holder.met += candidate.met
            holder.estimate, holder.overlaps = candidate.estimate, candidate.overlaps
        if not holder.finished or (level, optimality.worst) < (holder.level + 1e-11, holder.optimality.worst):
            holder.packing, holder.level, holder.optimality, holder.finished = packing, level, optimality, True
        self.sort()
        return holder

    def _same(self, estimate: float, overlaps: Floats) -> Candidate | None:
        for known in self.kept:
            near = abs(estimate - known.estimate) < SAME_ESTIMATE
            if near and np.mean(np.abs(overlaps - known.overlaps)) < SAME_OVERLAPS:
                return known
        return None

    def sort(self) -> None:
        """Restore the order after a level changed."""
        self.kept = sorted(self.kept, key=lambda candidate: candidate.level)[:MEMORY]

    def unfinished(self, below: float) -> Candidate | None:
        """The best that is not finished, where its estimate is below `below`."""
        waiting = (candidate for candidate in self.kept if not candidate.finished and candidate.estimate < below)
        return next(waiting, None)

    def least_jolted(self, below: float) -> Candidate | None:
        """The finished one below `below` that was jolted the least, where a place in the order is worth two times."""
        waiting = [candidate for candidate in self.kept if candidate.finished and candidate.level <= below]
        times = {place: candidate.jolts + 2 * place for place, candidate in enumerate(waiting)}
        return waiting[min(times, key=times.__getitem__)] if times else None

    def different(self, most: int) -> list[Packing]:
        """Up to `most` packings at different levels, best first."""
        chosen: list[Candidate] = []
        for candidate in self.kept:
            if all(candidate.level - other.level > SAME_BASIN for other in chosen):
                chosen.append(candidate)
            if len(chosen) == most:
                break
        return [candidate.packing for candidate in chosen]

    def hits(self, below: float) -> int:
        """How many independent restarts ended in finished candidates of a coherence below `below`."""
        return sum(candidate.met for candidate in self.kept if candidate.finished and candidate.level <= below)


def largest_overlaps(packing: Packing) -> Floats:
    """As many of the largest overlaps as there are unknowns: those that can hold the packing in place."""
    return np.sort(packing.overlaps)[-packing.n * packing.problem.space.tangent_dimension :]
