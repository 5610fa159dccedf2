"""Descent of L_p along a ladder p = 4, 8, 16, ...: limited-memory BFGS that stops each rung early.

Too smooth a start (p = 2) loses some basins, too sharp a one (p >= 32) others; the first rung p = 4 keeps both. A slow
descent ends lower: of 33 lines in C^5 the best tenth of the ends lies 2.3e-3 above the best known and below; with rungs
that end at thirty times the gain, which take half of the time, 3.2e-3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from packing.deadline import overdue
from packing.numeric import Floats, compiled
from packing.search import tiles
from packing.search.lbfgs import advance, begin
from packing.search.pairs import Form, Orbits, Room, form_of, log_norm, room_for, room_for_orbits, sharp_estimate
from packing.space import Space

TILES_FROM = 240
"""From so many vectors on all pairs together are more than the caches hold, and tiles are faster."""


@dataclass(frozen=True)
class Ladder:
    """The exponents p = 2^k of the rungs, the most steps on each, and how little gain (times 1/p) ends a rung."""

    squarings: tuple[int, ...] = (2, 3, 4, 5, 6, 7, 8)
    steps: tuple[int, ...] = (360, 360, 360, 360, 360, 360, 600)
    tolerance: float = 3e-6

    def descend(self, y: Floats, space: Space, orbits: Orbits | None = None) -> tuple[Floats, float]:
        """Walk down from the columns `y`; return the columns reached and the estimate of their max f.

        With `orbits`, the columns are their seeds, and f is over all vectors of the orbits. Where the time of the
        search that this runs in is up, the rungs that are left stay out.
        """
        columns = np.array(y, dtype=np.float64, order="C")
        form, last = form_of(space), self.squarings[-1]
        rungs = list(zip(self.squarings, self.steps, strict=True))
        n = y.shape[1] // space.m
        if orbits is None and n >= TILES_FROM:
            for squarings, steps in rungs:
                tolerance = self.tolerance / 2.0**squarings
                columns = tiles.descend_rung(columns, form, squarings, steps, tolerance, overdue).point
            return columns, tiles.sharp_estimate(columns, form, last)
        room = room_for(space, n) if orbits is None else room_for_orbits(space, orbits)
        for squarings, steps in rungs:
            if overdue():
                break
            descend_rung(columns, form, squarings, steps, self.tolerance / 2.0**squarings, room)
        return columns, float(sharp_estimate(columns, form, last, room))

    def best_of(
        self, entries: Sequence[Floats], space: Space, orbits: Orbits | None = None, trial: int = 4
    ) -> tuple[Floats, float]:
        """Walk down from all `entries` to the rung of 2^`trial`, and with the lowest there to the end."""
        above, below = self.parted(trial)
        if len(entries) == 1 or not above.squarings or not below.squarings:
            return self.descend(entries[0], space, orbits)
        reached = [above.descend(y, space, orbits) for y in entries]
        return below.descend(min(reached, key=lambda end: end[1])[0], space, orbits)

    def parted(self, trial: int = 4) -> tuple[Ladder, Ladder]:
        """The rungs to that of 2^`trial`, where it shows which starts are hopeless, and the rungs below it."""
        upper = sum(squarings <= trial for squarings in self.squarings)
        return (
            Ladder(self.squarings[:upper], self.steps[:upper], self.tolerance),
            Ladder(self.squarings[upper:], self.steps[upper:], self.tolerance),
        )


SMOOTH = Ladder()
"""From smooth norms to sharp ones: where most restarts begin."""

QUICK = Ladder((4, 6, 8), (60, 80, 100), 1e-3)
"""A sharper start and a hasty descent reach what slow ones never do: 22 lines in C^3, whose optimum 27 of 1342 reached,
and none of 1469 slow ones, all of which ended near another."""

SHARP = Ladder((10, 12), (100, 120), 1e-3)
"""What the promising ones go through next."""

SHARPER = Ladder((12, 14, 16), (200, 200, 200), 1e-4)
"""What those that may be finished go through, which tells the same from the different."""

SHARPEST = Ladder((14, 16, 18, 20, 22), (300,) * 5, 1e-4)
"""The end for problems that are too large for the interior point."""


def estimated_largest(columns: Floats, space: Space) -> float:
    """The max f that a descent at the last p of `SMOOTH` leads to from these columns."""
    form, last = form_of(space), SMOOTH.squarings[-1]
    n = columns.shape[1] // space.m
    if n >= TILES_FROM:
        return tiles.sharp_estimate(columns, form, last)
    return float(sharp_estimate(columns, form, last, room_for(space, n)))


@compiled()
def first_step(squarings: int) -> float:
    """The length of the first step of a rung: shorter where L_p is sharper."""
    return 0.3 * 0.5 ** (0.5 * squarings)


@compiled()
def descend_rung(y: Floats, form: Form, squarings: int, steps: int, tolerance: float, room: Room) -> int:
    """Minimise L_p in place by at most `steps` L-BFGS steps; return how many times L_p was evaluated."""
    memory = begin(y.ravel())
    trial, gradient = memory.trial.reshape(y.shape), memory.trial_gradient.reshape(y.shape)
    first = first_step(squarings)
    while True:
        value = log_norm(trial, form, squarings, gradient, room)
        if not advance(memory, value, steps, tolerance, first):
            break
    y[:] = memory.point.reshape(y.shape)
    return int(memory.counts[3])
