"""One energy from every side: what no packing is below, the best partition, the best packing found, and the gap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import sympy

from packing.analytic import Partition, best_partition
from packing.analytic.energy_search import least_packing
from packing.bounds import EnergyBound, least_energy
from packing.bounds.energy.programme import scale_of
from packing.bounds.energy.twopoint import seen_as
from packing.configuration import Packing
from packing.errors import InputError
from packing.objective import Energy
from packing.potentials import Expression, Potential
from packing.potentials.powers import Power
from packing.potentials.recognized import as_named
from packing.problem import Field, Problem
from packing.records.best_known import best_packing
from packing.search import minimize

MOST_SEARCHED = 400
"""More objects are not searched for: the floor and the partition are given alone."""

MOST_COORDINATES = 10**6
"""Nor are those with more coordinates, and no partition into known blocks is computed of them."""

RESTARTS, SECONDS = 40, 20.0
"""A search of potentials other than powers ends after so many restarts, or so many seconds."""

MET = 1e-12
"""A search ends at an energy this little above the floor, by part."""

ROUNDING = 1e-13
"""A measured energy is this uncertain, by part and for each pair: below a floor by less, it is the floor."""


@dataclass(frozen=True)
class EnergyStudy:
    """n objects of `problem` and one potential, energies over ordered pairs i != j of unit vectors.

    `lower` is what no packing has less of; `partition` the best tegum product of real vectors for powers of overlaps,
    None for others; `found` the packing with the least energy that a search met, None where n or d is too large for one
    or no energy met is finite.
    """

    problem: Problem
    potential: Potential
    lower: EnergyBound
    partition: Partition | None
    found: Packing | None

    @property
    def found_energy(self) -> float | None:
        """The energy of the packing found, measured."""
        return None if self.found is None else Energy(self.potential).value(self.found)

    @property
    def least_known(self) -> float | None:
        """The energy of the packing found, or of the partition where that is less; rounding is no less than a floor."""
        known = [] if self.found_energy is None else [self.found_energy]
        known += [] if self.partition is None else [self.partition.energy]
        if not known:
            return None
        least, pairs = min(known), self.problem.n**2
        below = 0.0 < self.lower.value - least <= ROUNDING * pairs * (self._size + abs(least))
        return self.lower.value if below else least

    @property
    def gap(self) -> float | None:
        """How far the least energy known stands above the floor; 0 means that none has less."""
        return None if self.least_known is None else max(0.0, self.least_known - self.lower.value)

    @property
    def is_met(self) -> bool:
        """Whether the least energy at hand is that of the floor, up to rounding; with none at hand, by a theorem."""
        if self.gap is None:
            return bool(self.lower.attained)
        return self.gap <= 1e-9 * (self._size + abs(self.lower.value))

    @property
    def _size(self) -> float:
        """What a pair adds to an energy, about: 1, but of large, small and steep potentials."""
        return 1.0 if self.problem.n < 2 or self.problem.d < 2 else scale_of(self.problem, self.potential)


def energy_study(problem: Problem, energy: Energy | Potential, *, compute: bool = False) -> EnergyStudy:
    """Study one energy of a problem: see `EnergyStudy`.

    Args: `compute` True for floors that take seconds to minutes. Of |t|^p points are the lines through them, of
    max(t, 0)^p lines are given by unit vectors with a sign. The search is deterministic.

    >>> from packing.potentials import AbsPower
    >>> from packing.problem import lines
    >>> study = energy_study(lines(6, 3), AbsPower(4))
    >>> study.lower.exact, study.is_met
    (6/5, True)
    """
    potential = energy.potential if isinstance(energy, Energy) else energy
    potential.check(problem.space)
    same = as_named(potential, problem.space)
    potential = same.named if same is not None and same.is_plain else potential
    seen, _ = seen_as(problem, potential)
    lower = least_energy(seen, potential, compute=compute)
    return EnergyStudy(seen, potential, lower, _partition(seen, potential, lower), _found(seen, potential, lower))


def of_packing(packing: Packing, energy: Energy | Potential, *, compute: bool = False) -> EnergyStudy:
    """The same for a packing at hand, which is `found`; no search is made, and no partition compared."""
    potential = energy.potential if isinstance(energy, Energy) else energy
    potential.check(packing.space)
    seen, _ = seen_as(packing.problem, potential)
    at_hand = packing if seen.space == packing.space else Packing(packing.vectors, seen.space)
    return EnergyStudy(seen, potential, least_energy(seen, potential, compute=compute), None, at_hand)


def _partition(problem: Problem, potential: Potential, lower: EnergyBound) -> Partition | None:
    """The best partition of real vectors; of so many that none is searched for, where a programme or a theorem says."""
    if not isinstance(potential, Power) or problem.field is not Field.REAL:
        return None
    n, d, p = problem.n, problem.d, potential.exponent
    searched = n <= MOST_SEARCHED
    if not searched and (n * d > MOST_COORDINATES or (p > 2 and not lower.attained)):
        return None
    return best_partition(n, d, p, potential.kind, search=None if searched else False)


def _found(problem: Problem, potential: Potential, lower: EnergyBound) -> Packing | None:
    if problem.n > MOST_SEARCHED or problem.n * problem.d > MOST_COORDINATES:
        return None
    enough = lower.value * (1 + MET) if lower.value > 0 else lower.value
    if isinstance(potential, Power) and problem.field is Field.REAL:
        return least_packing(problem.n, problem.d, potential.p, potential.kind, enough)
    return _searched(problem, potential, enough)


@lru_cache(maxsize=64)
def _searched(problem: Problem, potential: Potential, enough: float) -> Packing | None:
    """The best packing found, from the best known where its energy is finite; None where no energy met is finite."""
    known = best_packing(problem)
    energy = Energy(_of_usual_size(problem, potential))
    least = enough if energy.potential == potential else -math.inf
    for starts in [(), () if known is None else (known,)][::-1]:
        try:
            return minimize(problem, energy, starts=starts, restarts=RESTARTS, seconds=SECONDS, enough=least).packing
        except InputError:  # a packing on the way has an infinite energy
            continue
    return None


def _of_usual_size(problem: Problem, potential: Potential) -> Potential:
    """The potential, or where it is very large or small one that is not, with the same least packings."""
    same = as_named(potential, problem.space)
    if same is not None and isinstance(same.named, Power):
        return same.named
    pieces = potential.pieces(problem.space)
    scale = scale_of(problem, potential) if problem.n > 1 and problem.d > 1 else 1.0
    if scale == 1.0 or len(pieces) > 1:
        return potential
    return Expression(pieces[0].expression / sympy.Rational(scale))
