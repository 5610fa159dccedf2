"""From promising ends to optima: which of them are finished, in which ways, and the best packing of all.

A finish costs as much as several restarts, so that it is paid from a credit that restarts earn. First in line is what
may be the best. Then come, in turn, the less promising ends and the best once more: a basin of the smooth norms can
hold dozens of optima whose coherences differ by 1e-6, and which of them a finish reaches depends on the barrier that
it begins with, on where exactly the descent ended, and on small jolts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from packing.configuration import Packing
from packing.deadline import Budget
from packing.errors import MOST_NUMBERS
from packing.numeric import Floats
from packing.problem import Problem
from packing.search.columns import columns_of, packing_of, packing_of_rows, unit_rows
from packing.search.interior_point import InteriorPoint
from packing.search.ladder import SHARPER, SHARPEST
from packing.search.methods.hopping import jolted
from packing.search.optimality import UNKNOWN, Optimality, shown
from packing.search.pool import Candidate, Candidates
from packing.search.restarts import End
from packing.search.result import OPTIMAL
from packing.space import Space

MARGIN = 1e-3
"""Estimates before convergence this far above the best may still end below it."""

CLOSE = 2e-4
SURE = 2e-5
"""Estimates at the sharpest norms of the ladder are wrong by less than this, as a rule."""

BESIDE = 3e-5
"""Optima that differ by less are often beside each other: those are jolted."""

FIRST = 0.13
"""The first finish waits until this part of its price is paid: after four restarts it would often be of a poor end."""

USUAL = 80
"""So many steps of the interior point a finish takes as a rule; where it does not converge, ten times as many."""

WARMTHS = (1.0, 0.1, 0.01, 0.001)
"""The first barriers that a finish tries, until one converges; a jolt begins with the last."""

APART = 0.01
"""What the spread of the largest overlaps is taken for after a jolt: where few vectors moved, few are large."""

NUDGE = 1e-5
"""At an optimum the largest overlaps are equal, and a barrier that is measured by their spread would move nothing."""

EARLY = 256
PARTS = (0.15, 0.25)
"""What finishes may take for each restart, in the `EARLY` restarts and then: first the basins matter."""

JOLTS = (0.15, 0.6)
FAMILIAR = 8
"""What jolts may take: first little, halfway to much after so many restarts led beside the best, as others will."""

COSTLY = 50.0
"""A finish that costs more restarts than this is made at the end only, from the sharpest norms and with small barriers;
time for it is kept back from the start. Of 80 lines in C^16 it takes half a minute to four."""

AT_THE_END = 2
"""How many of the best candidates are finished when the search ends."""

MOST_UNKNOWNS = 3000
"""Above this many tangent coordinates the interior point is too large, and sharper norms take its place."""


MOST_SHOWN = 1000
"""Up to so many tangent coordinates multipliers are found for a packing that was given."""


@dataclass
class Finishing:
    """The candidates of one search, the best packing, its coherence `value` and the number of its method."""

    problem: Problem
    seed: int
    budget: Budget
    candidates: Candidates = field(default_factory=Candidates)
    best: Packing | None = None
    value: float = math.inf
    optimality: Optimality = UNKNOWN
    method: int = 0
    longest: float = 0.0
    restarts: int = 0
    credit: float = 0.0
    jolting: float = 0.0
    jolts: int = 0
    steps: int = 0

    def __post_init__(self) -> None:
        self.space = self.problem.space
        self.too_large = is_too_large(self.problem.n, self.space)
        self.costly = price(self.problem) > COSTLY and not self.too_large
        self.credit = -FIRST * price(self.problem)
        if not self.too_large:
            self.longest = expected_seconds(self.problem)

    @property
    def level(self) -> float:
        """The lowest coherence reached or estimated."""
        return min(self.value, self.candidates.level)

    @property
    def reached(self) -> float:
        """The lowest coherence of a packing at hand; where nothing is finished, that of the best end."""
        ends = [candidate.packing.coherence for candidate in self.candidates.kept[:1]]
        return min([self.value, *ends])

    def take(self, packing: Packing, end: End) -> None:
        """Keep a packing that was given, and the end that it leads to."""
        if packing.coherence < self.value:
            self.best, self.value, self.method = packing, packing.coherence, end.method
        candidate = self.candidates.meet(packing_of(end.columns, self.problem.space), end.estimate, end.method, True)
        if packing.coherence < end.estimate + SURE:
            self.candidates.ended(candidate, packing, UNKNOWN)

    def meet(self, end: End, independent: bool) -> None:
        """Take in the end of a restart."""
        self.candidates.meet(packing_of(end.columns, self.problem.space), end.estimate, end.method, independent)

    def work(self, restarts: int) -> None:
        """Finish and jolt as much as these restarts pay for."""
        self.credit += PARTS[self.restarts >= EARLY] * restarts
        self.jolting += self._jolts() * restarts
        self.restarts += restarts
        while self.credit >= 0.0 and not self.costly and (self._finish_best(SURE) or self._finish_best(CLOSE)):
            self.credit -= price(self.problem) * max(1.0, self.steps / USUAL)
        while self.jolting >= 0.0 and self._jolt():
            self.jolting -= price_of_jolt(self.problem)
        self.credit, self.jolting = min(self.credit, 0.0), min(self.jolting, 0.0)

    def _jolts(self) -> float:
        """What jolts may take for a restart."""
        familiar = self.candidates.hits(self.value + BESIDE)
        few, many = JOLTS
        return few + (many - few) * familiar / (familiar + FAMILIAR)

    def conclude(self) -> None:
        """Finish the best, and show that it is a first-order optimum: it may be one that was given."""
        for _ in range(AT_THE_END):
            self._finish_best(SURE)
        if self.best is not None and self.optimality.worst > OPTIMAL and unknowns(self.problem) <= MOST_SHOWN:
            rows = unit_rows(columns_of(self.best.vectors, self.space), self.space)
            self.optimality = min(self.optimality, shown(rows, self.space), key=lambda found: found.worst)
        best = self.candidates.kept[:1]
        if best and best[0].finished and not (self.optimality.worst <= OPTIMAL or self.too_large or self.budget.over):
            columns = columns_of(best[0].packing.vectors, self.space)
            nudge = NUDGE * np.random.default_rng((self.seed, 0, 1)).standard_normal(columns.shape)
            self._reach(best[0], columns + nudge, InteriorPoint(warmth=WARMTHS[-1]))

    def break_off(self) -> None:
        """Keep the best candidate as it is."""
        for candidate in self.candidates.kept[:1]:
            self._keep(candidate)

    def _finish_best(self, margin: float) -> bool:
        """Finish the best candidate that is not finished and within `margin` of the best; whether there was one."""
        while True:
            candidate = self.candidates.unfinished(self.value + margin)
            if candidate is None:
                return False
            if candidate.sharp or self.too_large:
                break
            columns, largest = SHARPER.descend(columns_of(candidate.packing.vectors, self.space), self.space)
            packing = packing_of(columns, self.problem.space)
            self.candidates.sharpened(candidate, packing, self.space.overlap_of(largest))
        self._finish(candidate)
        return True

    def _jolt(self) -> bool:
        """Go on from one of the optima beside the best, moved a little, to another; whether there was one."""
        candidate = self.candidates.least_jolted(self.value + BESIDE)
        if candidate is None or self.too_large or self.costly or self.budget.left < least_seconds(self.problem):
            return False
        candidate.jolts += 1
        self.jolts += 1
        rng = np.random.default_rng((self.seed, self.jolts, 1))
        began = self.budget.spent
        columns = jolted(columns_of(candidate.packing.vectors, self.space), self.space, rng)
        method = InteriorPoint(warmth=WARMTHS[-1], spread=APART, level=self.space.f_of(self.value))
        packing, found = self._run(columns, method)
        if packing.coherence <= self.value + BESIDE:
            self._keep(self.candidates.ended(candidate, packing, found))
        self.longest = max(self.longest, self.budget.spent - began)
        return True

    def _finish(self, candidate: Candidate) -> None:
        """Lead the candidate to an optimum."""
        began, self.steps = self.budget.spent, 0
        columns = columns_of(candidate.packing.vectors, self.space)
        if self.too_large or self.budget.left < least_seconds(self.problem):
            columns, _ = SHARPEST.descend(columns, self.space)
            self._keep(self.candidates.ended(candidate, packing_of(columns, self.problem.space), UNKNOWN))
        else:
            if self.costly:
                columns, _ = SHARPEST.descend(columns, self.space)
            for warmth in WARMTHS[2:] if self.costly else WARMTHS:
                candidate = self._reach(candidate, columns, InteriorPoint(warmth=warmth))
                if candidate.optimality.worst <= OPTIMAL or self.budget.over:
                    break
        self.longest = max(self.longest, self.budget.spent - began)

    def _reach(self, candidate: Candidate, columns: Floats, method: InteriorPoint) -> Candidate:
        """The interior point from these columns; return the candidate that holds where it ended."""
        holder = self.candidates.ended(candidate, *self._run(columns, method))
        self._keep(holder)
        return holder

    def _run(self, columns: Floats, method: InteriorPoint) -> tuple[Packing, Optimality]:
        """The interior point from these columns: where it ended."""
        end = method.run(unit_rows(columns, self.space), self.space, lambda: self.budget.over)
        self.steps += end.iterations
        return packing_of_rows(end.rows, self.space), end.optimality

    def _keep(self, candidate: Candidate) -> None:
        """Make the candidate's packing the best, where it is."""
        value, found = candidate.packing.coherence, candidate.optimality
        if value < self.value - 1e-15 or (value <= self.value + 1e-12 and found.worst < self.optimality.worst):
            if self.best is None or value <= self.value or self.optimality is UNKNOWN:
                self.method = candidate.method
            self.best, self.value, self.optimality = candidate.packing, value, found


def is_too_large(n: int, space: Space) -> bool:
    """Whether the interior point has too many unknowns, or its images of frames under s m^2 matrices too many entries.

    >>> is_too_large(40, Space.subspaces(16, 8)), is_too_large(10, Space.subspaces(32, 16))
    (False, True)
    """
    count = n * space.tangent_dimension
    return count > MOST_UNKNOWNS or count * space.components * space.m**3 * space.width > MOST_NUMBERS


def unknowns(problem: Problem) -> int:
    """The number of tangent coordinates."""
    return problem.n * problem.space.tangent_dimension


def price(problem: Problem) -> float:
    """What a finish costs, in restarts: measured 4 for 120 unknowns, 11 for 360."""
    return max(2.0, unknowns(problem) / 30.0)


def price_of_jolt(problem: Problem) -> float:
    """What a jolt costs, in restarts: measured 2 to 3 for 170 unknowns, 6 for 280, 18 for 450."""
    return max(2.0, (unknowns(problem) / 110.0) ** 2)


def least_seconds(problem: Problem) -> float:
    """What the interior point takes even where it is stopped at once: measured 0.04 for 420 unknowns, 4.5 for 3000."""
    return 4.5 * (unknowns(problem) / 3000.0) ** 2.5


def expected_seconds(problem: Problem) -> float:
    """What a finish takes as a rule: measured 0.1 for 140 unknowns, 0.35 for 250, 0.7 for 540, 30 for 2400."""
    return max(unknowns(problem) / 800.0, 12.0 * least_seconds(problem))
