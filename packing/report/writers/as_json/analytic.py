"""The closed theory as JSON: optimal partitions, orthogonal pairs, moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from packing.analytic import Moment, NearPairs, OrthogonalPairs, PairCount, PairsBetween, Partition
    from packing.problem import Field


def partition_json(best: Partition) -> dict[str, Any]:
    """The partition of least energy, among what it is optimal, and what no packing beats."""
    return {
        "n": best.n,
        "d": best.d,
        "exponent": float(best.exponent),
        "kind": best.kind,
        "blocks": best.blocks,
        "names": [part.name for part in best.parts],
        "energy": best.energy,
        "exact": best.exact,
        "rigor": best.rigor,
        "scope": best.scope,
        "lower_bound": {
            "value": best.bound.value,
            "exact": best.bound.exact,
            "theorem": best.bound.theorem,
            "rigor": best.bound.rigor,
        },
    }


def pairs_json(most: OrthogonalPairs, file: Path | None = None) -> dict[str, Any]:
    """The most orthogonal pairs, and the file that holds an arrangement with `lower` of them."""
    return {
        "n": most.n,
        "d": most.d,
        "field": most.field,
        "distinct": most.distinct,
        "lower": most.lower,
        "upper": most.upper,
        "exact": most.exact,
        "rigor": most.rigor,
        "theorem": most.theorem,
        "file": file,
    }


def near_pairs_json(most: NearPairs) -> dict[str, Any]:
    """The most pairs with small overlaps, and the two sides of the largest code that it rests on."""
    return {
        "n": most.n,
        "d": most.space.d,
        "field": most.space.field,
        "objects": most.space.objects,
        "overlap": most.overlap,
        "lower": most.lower,
        "upper": most.upper,
        "exact": most.exact,
        "rigor": most.rigor,
        "theorem": "Turan",
        "code": {
            "at_least": most.there.value,
            "why": most.there.why,
            "at_most": most.most.upper_bound,
            "theorem": str(most.most.theorem),
        },
    }


def pairs_between_json(found: PairsBetween, file: Path | None = None) -> dict[str, Any]:
    """The fewest and the most pairs in a window of overlaps, and the file that holds the certificates."""
    return {
        "n": found.problem.n,
        "d": found.problem.d,
        "field": found.problem.field,
        "objects": found.problem.objects,
        "window": [[str(low), str(high)] for low, high in found.window],
        "allowed": [[str(low), str(high)] for low, high in found.allowed],
        "strength": found.strength,
        "antipodal": found.antipodal,
        "lower": found.least.number,
        "upper": found.most.number,
        "exact": found.exact,
        "least": _pair_count_json(found.least),
        "most": _pair_count_json(found.most),
        "file": file,
    }


def _pair_count_json(side: PairCount) -> dict[str, Any]:
    return {"value": side.number, "theorem": str(side.theorem), "rigor": side.rigor, "certificate": side.certificate}


def moments_json(
    n: int | None, d: int, field: Field | str, exponent: float, random: Any, least: Moment
) -> dict[str, Any]:
    """The mean of |<x, y>|^p of random vectors and the least possible, n = None for measures."""
    return {
        "n": n,
        "d": d,
        "field": field,
        "exponent": exponent,
        "random": {"exact": random, "value": float(random)},
        "minimum": {
            "exact": least.exact,
            "value": least.value,
            "rigor": least.rigor,
            "theorem": least.theorem,
            "attained": least.attained,
        },
    }
