"""`study`: bounds, the best packing found, partitions, orthogonal pairs, moments and trained models of one problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from packing.analytic import (
    Moment,
    OrthogonalPairs,
    Partition,
    best_partition,
    least_moment,
    orthogonal_pairs,
    random_moment,
)
from packing.bounds import BoundReport, lower_bounds
from packing.constructions import Construction, known
from packing.displayed import Displayed
from packing.measure import interference, positive_interference
from packing.numeric import SAME_VALUE
from packing.potentials import AbsPower, ReluPower
from packing.problem import Problem
from packing.records import Record, Stores, certified_coherence
from packing.rounding import lower, upper
from packing.search import SearchResult, minimize_coherence
from packing.studies import sentences
from packing.studies.energies import EnergyStudy, energy_study
from packing.studies.spread import Spread, spread_of
from packing.studies.spread_sentences import spread_sentences
from packing.studies.toys import ToyFinding, train_toys

EXPONENTS = (1.0, 1.5, 2.0, 3.0, 4.0)
"""The moments shown: below 2 subspaces win, at 2 they tie, above 2 one undivided block wins."""

STAGES = ("bounds", "packing", "partitions", "pairs and moments", "toy models")
"""What `progress` hears, in this order."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class MomentRow:
    """The mean of |<x, y>|^p over pairs: of random vectors, the least possible for n vectors, of the packing found."""

    exponent: float
    random: Any
    least: Moment | None
    found: float


@dataclass(frozen=True, repr=False)
class Study(Displayed):
    """One problem from every side; `sentences` says where the sides agree.

    `best_known` is what was known before the search; `found` begins there and is never worse than its packing.
    Of subspaces `spread` stands in place of partitions, pairs, moments and toy models, which are of vectors.
    """

    problem: Problem
    bounds: BoundReport
    found: SearchResult
    best_known: Record | None
    constructions: tuple[Construction, ...]
    partitions: tuple[Partition, ...]
    pairs: OrthogonalPairs | None
    distinct_pairs: OrthogonalPairs | None
    moments: tuple[MomentRow, ...]
    toys: ToyFinding | None
    energies: tuple[EnergyStudy, ...] = ()
    spread: Spread | None = None

    def __str__(self) -> str:
        found, bound = upper(self.found.packing.coherence), lower(self.bounds.best.exact)
        return f"{self.problem}: coherence found {found}, no packing below {bound}"

    def __repr__(self) -> str:
        return f"Study({self})"

    @property
    def gap(self) -> float:
        """How far the coherence found stands above the best bound; 0 means that the packing is optimal."""
        return max(0.0, self.found.packing.coherence - self.bounds.best.value)

    @cached_property
    def least_known(self) -> Any:
        """An exact number that the optimum is at most: the exact coherence of the packing found.

        Where that has the coherence of a construction, to rounding, it is the exact one of the construction.
        """
        record, packing = self.best_known, self.found.packing
        is_known = record is not None and abs(packing.coherence - record.coherence) <= SAME_VALUE
        if is_known and record is not None and record.packing is not None and record.exact is not None:
            return record.exact
        return sympy.Rational(certified_coherence(packing).decimal)

    @property
    def energies_found(self) -> tuple[float, ...] | None:
        """The energies of the packing found at the exponents of the partitions; None where those are of real vectors
        and it is not."""
        if self.problem.space.scalars > 1:
            return None
        return tuple(energy_found(self, float(partition.exponent)) for partition in self.partitions)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the study says in words, a topic after the other."""
        found, record = self.found, self.best_known
        return (
            sentences.against_the_bound(found.packing.coherence, self.bounds.best, record, self.least_known),
            *sentences.known_value(found.packing.coherence, record),
            sentences.about_the_search(found),
            *sentences.about_structure(found.packing, found.status.converged),
            *self._sentences_of_vectors(),
            *(() if self.spread is None else spread_sentences(self.spread)),
        )

    def _sentences_of_vectors(self) -> tuple[str, ...]:
        if self.pairs is None or self.toys is None:
            return ()
        return (
            sentences.about_partitions(self.problem, self.partitions, self.energies_found),
            sentences.about_pairs(self.pairs, self.distinct_pairs),
            *sentences.about_training(self.toys),
        )


def study(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    jobs: int = 1,
    models: int = 8,
    progress: Progress = print,
    stores: Stores | None = None,
    restarts: int | None = None,
) -> Study:
    """Study one problem.

    Args: `seconds` or `restarts` of search, 5 seconds without either; `seed` decides search and training; `jobs`
    processes for the search; `models` trained at density 0.4; `progress` is called with the name of each stage before
    it starts. The search begins with the best packing known, to the `stores` too where they are given.

    The energies of partitions are sum |<x, y>|^p for lines and sum max(<x, y>, 0)^p for points on the sphere.
    Partitions and toy models are of n real vectors in R^d, whatever the field. In d = 1 there are no different lines
    and `distinct_pairs` is None.
    """
    progress(STAGES[0])
    bounds = lower_bounds(problem)
    progress(STAGES[1])
    best = (stores or Stores()).best_known(problem)
    known_packings = [] if best is None or best.packing is None else [best.packing]
    found = minimize_coherence(
        problem, seconds=seconds, seed=seed, jobs=jobs, known=known_packings, enough=bounds.best.value,
        restarts=restarts,
    )  # fmt: skip
    if problem.m > 1:
        spread = spread_of(found.packing)
        return Study(problem, bounds, found, best, known(problem), (), None, None, (), None, spread=spread)
    progress(STAGES[2])
    energy = "abs" if problem.has_lines else "relu"
    partitions = tuple(best_partition(problem.n, problem.d, p, energy=energy) for p in EXPONENTS)
    progress(STAGES[3])
    pairs = orthogonal_pairs(problem.n, problem.d, problem.field)
    distinct = orthogonal_pairs(problem.n, problem.d, problem.field, distinct=True) if problem.d > 1 else None
    moments = tuple(_moment_row(problem, found, p) for p in EXPONENTS)
    energies = _energies(problem)
    progress(STAGES[4])
    toys = train_toys(problem.n, problem.d, models=models, seed=seed)
    return Study(problem, bounds, found, best, known(problem), partitions, pairs, distinct, moments, toys, energies)


def _energies(problem: Problem) -> tuple[EnergyStudy, ...]:
    """Certified floors beside the best partition and the best packing found: of |t|^p for lines, of max(t, 0)^p for
    points."""
    kind = AbsPower if problem.has_lines else ReluPower
    return tuple(energy_study(problem, kind(p)) for p in EXPONENTS)


def energy_found(study: Study, exponent: float) -> float:
    """The energy of the packing found, of the kind that the partitions minimise."""
    measure = interference if study.problem.has_lines else positive_interference
    return measure(study.found.packing, exponent)


def _moment_row(problem: Problem, found: SearchResult, p: float) -> MomentRow:
    pairs = problem.n * (problem.n - 1)
    least = least_moment(problem.d, p, problem.n, problem.field) if pairs else None
    mean = interference(found.packing, p) / pairs if pairs else 0.0
    return MomentRow(p, random_moment(problem.d, p, problem.field), least, mean)
