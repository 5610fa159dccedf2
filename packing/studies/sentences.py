"""A study in words: which bound is met, which claim holds here, what training found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packing.numeric import MEETS_BOUND
from packing.structure import rattlers, tegum_factors, tegum_sum

if TYPE_CHECKING:
    from packing.studies.study import Study

"""A packing whose coherence is this close to a proved bound meets it."""


def sentences(study: Study) -> tuple[str, ...]:
    """One sentence a topic, in the order of the report."""
    return (
        _against_the_bound(study),
        *_known_value(study),
        _about_the_search(study),
        *_about_structure(study),
        _about_partitions(study),
        _about_pairs(study),
        *_about_training(study),
    )


def _against_the_bound(study: Study) -> str:
    best, coherence = study.bounds.best, study.found.packing.coherence
    if study.gap <= MEETS_BOUND:
        return f"The packing found meets the {best.theorem} bound, {best.value:.10g}: it is optimal up to rounding."
    rise = f", {100 * study.gap / best.value:.2g} % of it" if best.value > 0 else ""
    return (
        f"The packing found has coherence {coherence:.10g} and stands {study.gap:.3g} above the best bound here, "
        f"{best.value:.10g} ({best.theorem}, {best.rigor}){rise}: the optimum lies between the two."
    )


def _known_value(study: Study) -> tuple[str, ...]:
    if not study.constructions:
        return ()
    best = min(study.constructions, key=lambda construction: float(construction.coherence))
    value, found = float(best.coherence), study.found.packing.coherence
    if abs(value - found) <= MEETS_BOUND:
        return (f"It has the coherence of a known construction: {best.name}, exactly {best.coherence}.",)
    if value < found:
        return (f"The construction {best.name} is better: its coherence is {best.coherence} = {value:.10g}.",)
    return (f"It is better than the best construction known here, {best.name} with {value:.10g}.",)


def _about_the_search(study: Study) -> str:
    found = study.found
    if found.restarts == 0:
        return f"No search was needed: {found.method}."
    return (
        f"{found.hits} of {found.restarts} restarts reached this value (seed {found.seed}, {found.cpu_seconds:.1f} s "
        f"of CPU); the best one is {found.status}."
    )


def _about_structure(study: Study) -> tuple[str, ...]:
    packing = study.found.packing
    said = []
    factors = tegum_factors(packing)
    if len(factors) > 1:
        said.append(f"It is a tegum product: {tegum_sum(factor.shape for factor in factors)}.")
    loose = rattlers(packing)
    if loose and study.found.status.converged and packing.n > 1:
        many = len(loose) > 1
        said.append(f"{len(loose)} of its vectors {'are' if many else 'is a'} rattler{'s' * many}: free to move.")
    return tuple(said)


def _about_partitions(study: Study) -> str:
    n, d = study.problem.n, study.problem.d
    kind = "sum |<x, y>|^p" if study.problem.has_lines else "sum max(<x, y>, 0)^p"
    if all(partition.energy == 0 for partition in study.partitions):
        return f"The total interference {kind} can be 0: {n} vectors fit into {d} dimensions without any."
    split = [f"{float(p.exponent):g}" for p in study.partitions if len(p.blocks) > 1]
    whole = [f"{float(p.exponent):g}" for p in study.partitions if len(p.blocks) == 1]
    said = []
    if split:
        said.append(f"orthogonal subspaces are best at exponent {', '.join(split)}")
    if whole:
        said.append(f"one undivided block is best at exponent {', '.join(whole)}")
    tie = "; at 2 every tight frame ties" if study.problem.has_lines and n > d else ""
    whose = "For real vectors and" if study.problem.is_complex else "For"
    return f"{whose} the total interference {kind}, {' and '.join(said)}{tie}."


def _about_pairs(study: Study) -> str:
    parallel, distinct = study.pairs, study.distinct_pairs
    if distinct is None:
        return "In one dimension no two vectors are orthogonal."
    kind = "exactly" if distinct.exact else f"between {distinct.lower} and"
    return (
        f"At most {parallel.upper} pairs can be orthogonal if vectors may coincide, {kind} {distinct.upper} if all "
        f"lines differ."
    )


def _about_training(study: Study) -> tuple[str, str]:
    toys = study.toys
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
