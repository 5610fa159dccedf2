"""A study in words: which bound is met, what is known of the problem, what training found; each from its values."""

from __future__ import annotations

from collections.abc import Sequence

from packing.analytic import OrthogonalPairs, Partition
from packing.bounds import Bound
from packing.configuration import Packing
from packing.numeric import MEETS_BOUND, SAME_VALUE
from packing.problem import Problem
from packing.records import Optimal, Record, Source
from packing.search import SearchResult
from packing.structure import rattlers, tegum_factors, tegum_sum
from packing.studies.toys import ToyFinding


def against_the_bound(coherence: float, bound: Bound, record: Record | None) -> str:
    """The coherence found beside the best bound, and whether that settles the problem, here or in the literature."""
    if coherence - bound.value <= MEETS_BOUND:
        exact = f", exactly {record.exact} ({record.optimal})" if record is not None and record.is_attained else None
        known = "it is optimal" + (exact or " up to rounding")
        return f"The packing found meets the {bound.theorem} bound, {bound.value:.10g}: {known}."
    gap = coherence - bound.value
    rise = f", {100 * gap / bound.value:.2g} % of it" if bound.value > 0 else ""
    end = "the optimum lies between the two"
    if record is not None and record.optimal is Optimal.LITERATURE:
        optimal = "this packing" if coherence <= record.coherence + SAME_VALUE else f"a coherence of {record.exact}"
        end = f"the literature proves {optimal} optimal ({record.reference})"
    return (
        f"The packing found has coherence {coherence:.10g} and stands {gap:.3g} above the best bound here, "
        f"{bound.value:.10g} ({bound.theorem}, {bound.rigor}){rise}: {end}."
    )


def known_value(coherence: float, record: Record | None) -> tuple[str, ...]:
    """The coherence found beside the best packing known before."""
    if record is None:
        return ()
    if coherence < record.coherence - SAME_VALUE:
        return (f"It is better than the best packing known before, {record.name} with {record.coherence:.10g}.",)
    if coherence > record.coherence + SAME_VALUE:
        return (f"The best packing known is not at hand: coherence {record.coherence:.10g} ({record.reference}).",)
    if record.source is Source.CONSTRUCTED:
        return (f"It has the coherence of a known construction: {record.name}, exactly {record.exact}.",)
    return (f"It has the coherence of the best packing known, which is remembered (found by {record.name}).",)


def about_the_search(found: SearchResult) -> str:
    """How often the search met its best value, and whether that is a local optimum."""
    if found.restarts == 0:
        return f"No search was needed: {found.method}."
    return (
        f"{found.hits} of {found.restarts} restarts reached this value (seed {found.seed}, {found.cpu_seconds:.1f} s "
        f"of CPU); the best one is {found.status}."
    )


def about_structure(packing: Packing, converged: bool) -> tuple[str, ...]:
    """Its tegum factors, and the vectors that are free to move where it is a local optimum."""
    said = []
    factors = tegum_factors(packing)
    if len(factors) > 1:
        said.append(f"It is a tegum product: {tegum_sum(factor.shape for factor in factors)}.")
    loose = rattlers(packing)
    if loose and converged and packing.n > 1:
        many = len(loose) > 1
        said.append(f"{len(loose)} of its vectors {'are' if many else 'is a'} rattler{'s' * many}: free to move.")
    return tuple(said)


def about_partitions(problem: Problem, partitions: Sequence[Partition]) -> str:
    """At which exponents subspaces have the least energy, and at which one block has."""
    n, d = problem.n, problem.d
    kind = "sum |<x, y>|^p" if problem.has_lines else "sum max(<x, y>, 0)^p"
    if all(partition.energy == 0 for partition in partitions):
        return f"The total interference {kind} can be 0: {n} vectors fit into {d} dimensions without any."
    split = [f"{float(p.exponent):g}" for p in partitions if len(p.blocks) > 1]
    whole = [f"{float(p.exponent):g}" for p in partitions if len(p.blocks) == 1]
    said = []
    if split:
        said.append(f"orthogonal subspaces are best at exponent {', '.join(split)}")
    if whole:
        said.append(f"one undivided block is best at exponent {', '.join(whole)}")
    tie = "; at 2 every tight frame ties" if problem.has_lines and n > d else ""
    whose = "For" if problem.space.scalars == 1 else "For real vectors and"
    return f"{whose} the total interference {kind}, {' and '.join(said)}{tie}."


def about_pairs(parallel: OrthogonalPairs, distinct: OrthogonalPairs | None) -> str:
    """How many pairs can be orthogonal, of vectors that may coincide and of different lines."""
    if distinct is None:
        return "In one dimension no two vectors are orthogonal."
    kind = "exactly" if distinct.exact else f"between {distinct.lower} and"
    return (
        f"At most {parallel.upper} pairs can be orthogonal if vectors may coincide, {kind} {distinct.upper} if all "
        f"lines differ."
    )


def about_training(toys: ToyFinding) -> tuple[str, str]:
    """What trained models did at moderate density and in the sparse limit."""
    trained, count, models = toys.moderate, toys.matching, len(toys.moderate)
    best = trained.blocks(trained.best)
    verdict = "as predicted" if best == toys.predicted else f"where {tegum_sum(toys.predicted)} was predicted"
    does = f"splits its features as {tegum_sum(best)}" if best else "represents no feature"
    moderate = (
        f"The best of {models} ReLU autoencoders trained at density {trained.config.density:g} {does}, {verdict}; "
        f"{count} of {models} models have the predicted geometry."
    )
    sparse = (
        f"As the density goes to 0 the best of {len(toys.sparse)} models is "
        f"{tegum_sum(toys.sparse_blocks) or 'empty'}, with loss {max(toys.sparse.losses.min(), 0.0):.6g}."
    )
    return moderate, sparse
