"""A study in words: which bound is met, what is known of the problem, what training found; each from its values.

A coherence is an upper bound on the optimum and is rounded up, a bound is rounded down (`packing.rounding`). "Optimal"
and "best" are said of what a theorem proves, with what it proves them among; of the rest it is said what is known.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy

from packing.analytic import OrthogonalPairs, Partition
from packing.bounds import Bound
from packing.configuration import Packing
from packing.numeric import MEETS_BOUND, ORTHOGONAL, SAME_VALUE
from packing.problem import Problem
from packing.records import Optimal, Record, Source
from packing.rounding import Rounding, attained, counted, digits, lower, upper
from packing.search import SearchResult
from packing.search.restarts import KNOWN
from packing.structure import rattlers, tegum_factors, tegum_sum
from packing.studies.toys import ToyFinding

DECIMALS = 10
"""Decimals of a coherence and of a bound in a sentence."""

LONGEST = 40
"""A longer exact number is named by its decimals."""

_ORTHOGONAL = digits(ORTHOGONAL, Rounding.NEAREST, 1)
_NEAR = f"Within {digits(SAME_VALUE, Rounding.NEAREST, 1)} it has the coherence"


def against_the_bound(coherence: float, bound: Bound, record: Record | None, least: sympy.Expr | None = None) -> str:
    """The coherence found beside the best bound, and whether that settles the problem, here or in the literature.

    `least` is an exact number that the coherence found does not exceed, `coherence` itself where none is given.
    """
    reached = record is not None and coherence <= record.coherence + SAME_VALUE
    least = sympy.Rational(coherence) if least is None else least
    below = lower(bound.exact, DECIMALS)
    if record is not None and reached and record.is_attained:
        return (
            f"The packing found meets the {bound.theorem} bound, {below}: it is optimal, {_exactly(record)} "
            f"({record.optimal})."
        )
    above = attained(coherence, DECIMALS) if least == sympy.Rational(coherence) else upper(least, DECIMALS)
    gap = digits(least - bound.exact, Rounding.UP, 3)
    if coherence - bound.value <= MEETS_BOUND:
        return (
            f"The packing found meets the {bound.theorem} bound, {below} ({bound.rigor}), up to rounding: its "
            f"coherence is at most {above}, and no packing has one that is smaller by more than {gap}."
        )
    share = f", {digits(100 * (least / bound.exact - 1), Rounding.UP, 2)} % of it" if bound.value > 0 else ""
    end = "the optimum lies between the two"
    if record is not None and record.optimal is Optimal.LITERATURE:
        optimal = "this packing" if reached else f"a coherence of {_value(record)}"
        end = f"the literature proves {optimal} optimal ({record.reference})"
    return (
        f"The packing found has coherence {above} and stands {gap} above the best bound here, {below} "
        f"({bound.theorem}, {bound.rigor}){share}: {end}."
    )


def known_value(coherence: float, record: Record | None) -> tuple[str, ...]:
    """The coherence found beside the best packing known before."""
    if record is None:
        return ()
    if coherence < record.coherence - SAME_VALUE:
        before = upper(record.upper, DECIMALS)
        return (f"It is better than the best packing known here before, {record.name} with {before}.",)
    if coherence > record.coherence + SAME_VALUE:
        before = upper(record.upper, DECIMALS)
        return (f"The best packing known is not at hand: coherence {before} ({record.reference}).",)
    if record.source is Source.CONSTRUCTED:
        return (f"{_NEAR} of a known construction: {record.name}, {_exactly(record)}.",)
    if record.source is Source.PUBLISHED:
        return (f"{_NEAR} that the literature proves optimal ({record.reference}).",)
    return (f"{_NEAR} of the best packing remembered here (found by {record.name}).",)


def about_the_search(found: SearchResult) -> str:
    """How often the search met its best value, and whether that is a local optimum."""
    if found.restarts == 0:
        known = "the packing was known before" if found.method == KNOWN else found.method
        return f"No restart was made: {known}."
    return (
        f"{found.hits} of {counted(found.restarts, 'restart')} reached this value (seed "
        f"{found.seed}, {found.cpu_seconds:.1f} s "
        f"of CPU); the packing found is {found.status}."
    )


def about_structure(packing: Packing, converged: bool) -> tuple[str, ...]:
    """Its tegum factors, and the vectors that are free to move where it is a local optimum."""
    said = []
    factors = tegum_factors(packing)
    if len(factors) > 1:
        said.append(
            f"It is a tegum product, orthogonal within {_ORTHOGONAL}: {tegum_sum(factor.shape for factor in factors)}."
        )
    loose = rattlers(packing)
    if loose and converged and packing.n > 1:
        many = len(loose) > 1
        noun = "vectors" if packing.space.m == 1 else "subspaces"
        said.append(f"{len(loose)} of its {noun} {'are' if many else 'is a'} rattler{'s' * many}: free to move.")
    return tuple(said)


def about_partitions(problem: Problem, partitions: Sequence[Partition], energies: Sequence[float] | None = None) -> str:
    """At which exponents subspaces have the least energy, at which one block has, and how far that is proved.

    `energies` are those of the packing found at the same exponents, where they are of the same kind.
    """
    n, d = problem.n, problem.d
    kind = "sum |<x, y>|^p" if problem.has_lines else "sum max(<x, y>, 0)^p"
    if all(partition.exact == 0 for partition in partitions):
        vectors = "1 vector fits" if n == 1 else f"{n} vectors fit"
        return f"The total interference {kind} can be 0: {vectors} into {d} dimension{'s' * (d > 1)} without any."
    groups: dict[str, list[str]] = {}
    measured: Sequence[float | None] = [None] * len(partitions) if energies is None else energies
    for partition, energy in zip(partitions, measured, strict=True):
        groups.setdefault(_verdict(partition, energy), []).append(f"{float(partition.exponent):g}")
    said = [verdict.replace("@", f"exponent {', '.join(groups[verdict])}") for verdict in groups]
    ties = problem.has_lines and n > d and any(partition.exponent == 2 for partition in partitions)
    tie = "; at 2 every tight frame ties" if ties else ""
    whose = "For" if problem.space.scalars == 1 else "For real vectors and"
    return f"{whose} the total interference {kind}, {'; '.join(said)}{tie}."


def _verdict(partition: Partition, energy: float | None) -> str:
    """What is known at one exponent, which stands for @."""
    is_whole = len(partition.blocks) == 1
    if partition.has_least_shape:
        return "one undivided block is best at @" if is_whole else "orthogonal subspaces are best at @"
    if energy is not None and energy < partition.energy * (1 - SAME_VALUE):
        return "the packing found has less than any partition known at @"
    shape = "one undivided block has" if is_whole else "orthogonal subspaces have"
    return f"{shape} the least known among {partition.scope} at @, which is not proved best"


def about_pairs(parallel: OrthogonalPairs, distinct: OrthogonalPairs | None) -> str:
    """How many pairs can be orthogonal, of vectors that may coincide and of different lines."""
    if distinct is None:
        return "In one dimension no two vectors are orthogonal."
    kind = "exactly" if distinct.exact is not None else f"between {distinct.lower} and"
    most = "1 pair" if parallel.upper == 1 else f"{parallel.upper} pairs"
    return f"At most {most} can be orthogonal if vectors may coincide, {kind} {distinct.upper} if all lines differ."


def about_training(toys: ToyFinding) -> tuple[str, str]:
    """What trained models did at moderate density and in the sparse limit."""
    trained, count, models = toys.moderate, toys.matching, len(toys.moderate)
    best = trained.blocks(trained.best)
    verdict = "as predicted" if best == toys.predicted else f"where {tegum_sum(toys.predicted)} was predicted"
    does = f"splits its features as {tegum_sum(best)}" if best else "represents no feature"
    moderate = (
        f"The best of {models} ReLU autoencoders trained at density {trained.config.density:g} {does}, {verdict}; "
        f"{count} of {counted(models, 'model')} have the predicted geometry."
    )
    loss = digits(max(float(toys.sparse.losses.min()), 0.0), Rounding.UP, 6)
    sparse = (
        f"As the density goes to 0 the best of {counted(len(toys.sparse), 'model')} is "
        f"{tegum_sum(toys.sparse_blocks) or 'empty'}, with loss {loss}."
    )
    return moderate, sparse


def _exactly(record: Record) -> str:
    return f"exactly {_value(record)}" if len(str(record.exact)) <= LONGEST else f"at most {_value(record)}"


def _value(record: Record) -> str:
    text = str(record.exact)
    return text if len(text) <= LONGEST else upper(record.upper, DECIMALS)
