"""The best packing known of a problem: found here, constructed, or published; one answer for every question.

Asked are the packings that come with the package and any other stores, the constructions, and the larger packings of
the same space, cut down; then the same of every space whose packings are packings here (see `carried`): lines over a
smaller field, the sphere that the lines of F^2 are, the two ends of half as many lines. The literature comes last,
with optima that no packing here attains.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import sympy

from packing.bounds import Bound, lower_bound
from packing.configuration import Packing
from packing.problem import Problem
from packing.records.atlas import Atlas
from packing.records.carried import sources
from packing.records.literature import Published, published
from packing.records.origin import Carried, Origin, Stored, own
from packing.records.record import Optimal, Record, Source
from packing.records.shipped import shipped_part
from packing.rigor import Rigor

EQUAL = 1e-9
"""An exact construction stands in place of floats that are no more than this better: the rounding of a search."""


def best_known(problem: Problem, atlases: Sequence[Atlas] = (), *, shipped: bool = True) -> Record | None:
    """The packing of least coherence known of `problem`; None where nothing is known.

    Args: stores to ask besides the packings that come with the package, or with `shipped` false instead of them.
    Raises `InputError` where one of these stores claims another coherence than its vectors have.

    >>> from packing import lines, vectors
    >>> best_known(lines(276, 23))
    276 lines in R^23: coherence 1/5 (McLaughlin lines), optimal (proved), the Welch bound
    >>> best_known(lines(39, 6, "C")).coherence < 0.41974, best_known(lines(39, 6, "C")).source.value
    (True, 'found here')
    >>> best_known(vectors(7, 3)).standing
    'optimal in the literature (schuette1951)'
    """
    if not atlases:
        return _shipped(problem) if shipped else _constructed(problem)
    return _best(problem, atlases, shipped)


@lru_cache(maxsize=4096)
def _shipped(problem: Problem) -> Record | None:
    return _best(problem, (), True)


@lru_cache(maxsize=4096)
def _constructed(problem: Problem) -> Record | None:
    return _best(problem, (), False)


@lru_cache(maxsize=4096)
def best_packing(problem: Problem) -> Packing | None:
    """The packing that `best_known` names, without its bound: what a search begins with.

    >>> from packing import lines
    >>> print(best_packing(lines(276, 23)))
    276 lines in R^23, coherence 0.2
    """
    origins = list(_origins(problem, (), True, {problem}))
    return _chosen(origins).packing if origins else None


def _best(problem: Problem, atlases: Sequence[Atlas], shipped: bool) -> Record | None:
    origins = list(_origins(problem, atlases, shipped, {problem}))
    bound, theorem = lower_bound(problem), published(problem)
    if not origins:
        return None if theorem is None else _of_literature(problem, theorem, bound)
    origin = _chosen(origins)
    if theorem is not None and float(theorem.coherence) < origin.coherence - EQUAL:
        return _of_literature(problem, theorem, bound)
    source = Source.CONSTRUCTED if origin.entry is None else Source.FOUND
    coherence = origin.packing.coherence if origin.exact is None else origin.coherence
    optimal = _optimal(origin.exact, origin.rigor, coherence, bound, theorem)
    reference = theorem.reference if optimal is Optimal.LITERATURE and theorem is not None else origin.reference
    return Record(
        problem, coherence, origin.exact, origin.rigor, source, origin.name, reference, optimal, bound, origin
    )


def _of_literature(problem: Problem, theorem: Published, bound: Bound) -> Record:
    value, name = theorem.coherence, f"known from {theorem.reference}"
    optimal, reference = Optimal.LITERATURE, theorem.reference
    return Record(problem, float(value), value, Rigor.PROVED, Source.PUBLISHED, name, reference, optimal, bound)


def _origins(problem: Problem, atlases: Sequence[Atlas], shipped: bool, seen: set[Problem]) -> Iterator[Origin]:
    """Everything known of the problem itself, then of the problems that it can be carried from, the nearest first.

    Nothing more is asked where a construction is optimal by a theorem.
    """
    constructed = own(problem)
    if constructed is not None:
        yield constructed
        if constructed.construction is not None and constructed.construction.optimal:
            return
    for atlas in atlases:
        entry = atlas.best_part(problem)
        if entry is not None:
            yield Stored(problem, atlas.verified(entry))
    entry = shipped_part(problem) if shipped else None
    if entry is not None:
        yield Stored(problem, entry)
    for other, way in sources(problem):
        if other not in seen:
            seen.add(other)
            for origin in _origins(other, atlases, shipped, seen):
                yield Carried(problem, origin, way)


def _chosen(origins: list[Origin]) -> Origin:
    """The least coherence; exact vectors beat floats that are as good, and floats equations that are solved in floats.

    Among equals the one that was carried least, and that was named first.
    """
    least = min(origin.coherence for origin in origins)
    exact = [origin for origin in origins if origin.exact is not None and origin.rigor is Rigor.PROVED]
    good = [origin for origin in exact if origin.coherence <= least + EQUAL]
    if not good:
        stored = [origin for origin in origins if origin.exact is None]
        good = [origin for origin in stored if origin.coherence <= least + EQUAL]
        lowest = min((origin.coherence for origin in good), default=0.0)
        good = [origin for origin in good if origin.coherence <= lowest + EQUAL / 1000]
    if not good:
        good = [origin for origin in origins if origin.coherence <= least + EQUAL]
    return min(good, key=_steps)


def _steps(origin: Origin) -> int:
    return 1 + _steps(origin.source) if isinstance(origin, Carried) else 0


def _optimal(
    exact: sympy.Expr | None, rigor: Rigor, coherence: float, bound: Bound, theorem: Published | None
) -> Optimal:
    if exact is not None and rigor is Rigor.PROVED and _same(exact, bound.exact):
        return Optimal.PROVED if bound.rigor is Rigor.PROVED else Optimal.CERTIFIED
    if theorem is not None and abs(coherence - float(theorem.coherence)) <= EQUAL:
        return Optimal.LITERATURE
    return Optimal.OPEN


def _same(one: sympy.Expr, other: sympy.Expr) -> bool:
    """Whether two exact numbers are equal: seen on floats first, then proved."""
    if one == other:
        return True
    return abs(float(one) - float(other)) < EQUAL and bool((one - other).equals(0))
