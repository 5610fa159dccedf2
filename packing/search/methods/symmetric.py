"""Descent and basin hopping among the packings with a small cyclic symmetry.

Most of the best packings known have some symmetry, and those of order 2, 3 or 5 are many times rarer than packings
without: there are fewer unknowns, fewer optima, and each step costs k rows of the Gram matrix in place of n (`orbits`).
Which group a problem's best packing has is not known beforehand, but the types of orbits differ so much (the median end
of the right type can lie below the best end of all others) that a few descents tell: a run explores a type drawn at
random, or goes on with one of the best seen, anew or from its best packing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from packing.configuration import Packing
from packing.numeric import Floats
from packing.problem import Problem
from packing.search.columns import normalised, packing_of
from packing.search.ladder import SMOOTH
from packing.search.methods.hopping import FROM_THE_MIDDLE, HOPS, Hopping
from packing.search.orbits import OrbitType, draw_type, orbits_of
from packing.search.restarts import End
from packing.search.result import Seen

ORDERS = (2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7)
"""The orders drawn from; those that divide others find what the others find."""

LARGER = (0, 0, 0, 1)
"""In more than 7 dimensions d less these are orders too: then each eigenspace is a line, or all but one are."""

ALONE = 0.5
"""The part of the mirrored types that have no rotation."""

DRAWS = 50
"""How many times exponents are drawn where orbits of theirs do not fill up n."""

SAME = 2e-6
"""Ends of one type whose estimates differ by less are one packing."""

EXHAUSTED = 4
"""A type whose best packing so many descents met has nothing better."""

REMEMBERED = 16
"""How many types are remembered, the best."""

ENOUGH = 30
"""After so many runs half as many of them go on with remembered types as in the end: first many types are tried."""


@dataclass(frozen=True)
class Branch:
    """What a run does: the type of its orbits, and the vectors to go on from."""

    chosen: OrbitType
    columns: Floats | None = None


@dataclass(frozen=True)
class SymmetricDescent:
    """The best of `entries` random packings of one symmetry, then hops that exchange or move the seeds of its orbits.

    Orders are drawn from `orders`, where these are given. After many `runs` a part `loyal` of the runs, before that
    fewer, goes on with the types in `seen`, better ones more often, and a part `again` of these with the best packing
    of the type. A part `mirrored` of new types has the mirror too.

    >>> from packing.problem import lines
    >>> SymmetricDescent().run(lines(6, 3), np.random.default_rng(1)).coherence < 0.4473
    True
    """

    orders: tuple[int, ...] = ()
    entries: int = 4
    hops: Hopping = HOPS
    most_vectors: int = 128
    loyal: float = 0.6
    again: float = 0.25
    mirrored: float = 0.3
    seen: tuple[Seen, ...] = ()
    runs: int = 0
    weight: float = 4.0
    price: float = 2.0
    name: str = "symmetric descent"

    def fits(self, problem: Problem) -> bool:
        """Where there are a few vectors and a plane to turn."""
        return problem.d >= 2 and 4 <= problem.n <= self.most_vectors

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        """One symmetry, drawn, descended and hopped within."""
        return self.follow(self.branch(problem, rng), problem, rng)

    def branch(self, problem: Problem, rng: np.random.Generator) -> Branch:
        """A type that did well, or any."""
        promising = [seen for seen in self.seen if seen.met < EXHAUSTED]
        if promising and rng.random() < self.loyal * self.runs / (self.runs + ENOUGH):
            seen = promising[min(int(rng.geometric(0.3)) - 1, len(promising) - 1)]
            return Branch(seen.chosen, seen.columns if rng.random() < self.again else None)
        return Branch(self._any_type(problem, rng))

    def follow(self, branch: Branch, problem: Problem, rng: np.random.Generator) -> Packing:
        """Descend and hop among the packings of the branch's type."""
        space = problem.space
        orbits = orbits_of(problem, branch.chosen)
        if branch.columns is None:
            seeds, largest = SMOOTH.best_of([orbits.seeds(rng) for _ in range(self.entries)], space, orbits)
        else:
            first = np.add.outer(problem.n * np.arange(space.m), orbits.first).ravel()
            seeds = np.ascontiguousarray(branch.columns[:, first])
            seeds, largest = FROM_THE_MIDDLE.descend(seeds, space, orbits)
        begin, end = (partial(part.descend, space=space, orbits=orbits) for part in FROM_THE_MIDDLE.parted())
        seeds = self.hops.walk(seeds, largest, begin, end, lambda: orbits.seeds(rng), space, rng)
        return packing_of(orbits.spread(normalised(seeds, space)), space)

    def going_on(self, seen: Sequence[Seen]) -> SymmetricDescent:
        """The same method, which knows these types."""
        return replace(self, seen=tuple(seen)) if seen else self

    def after(self, ends: Sequence[End]) -> SymmetricDescent:
        """The same with what these ends showed."""
        best = {seen.chosen: seen for seen in self.seen}
        for end in ends:
            assert isinstance(end.branch, Branch)
            chosen, anew = end.branch.chosen, end.branch.columns is None
            before = best.get(chosen)
            if before is None or end.estimate < before.estimate - SAME:
                best[chosen] = Seen(chosen, end.estimate, end.columns, 1)
            elif end.estimate < before.estimate + SAME:
                best[chosen] = replace(before, met=before.met + anew)
        remembered = sorted(best.values(), key=lambda seen: seen.estimate)[:REMEMBERED]
        return replace(self, seen=tuple(remembered), runs=self.runs + len(ends))

    def _any_type(self, problem: Problem, rng: np.random.Generator) -> OrbitType:
        orders = [order for order in self.orders or orders_for(problem) if order <= problem.n]
        for _ in range(DRAWS):
            order = int(rng.choice(orders))
            mirrored = bool(rng.random() < self.mirrored)
            if mirrored and rng.random() < ALONE:
                order = 1
            chosen = draw_type(problem, order, rng, mirrored)
            if chosen is not None:
                return chosen
        trivial = draw_type(problem, 1, rng)
        assert trivial is not None
        return trivial


def orders_for(problem: Problem) -> tuple[int, ...]:
    """The orders of the groups that are tried for a problem.

    >>> from packing.problem import lines
    >>> orders_for(lines(80, 16, "C"))[-4:]
    (16, 16, 16, 15)
    """
    larger = tuple(problem.d - less for less in LARGER) if problem.d > max(ORDERS) else ()
    return ORDERS + larger
