"""What searches find as JSON: least coherence, least energy, more digits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from packing.report.writers.as_json.problems import problem_json

if TYPE_CHECKING:
    from packing.exact import Existence, MetBound, Minimal, NotProved, Polished
    from packing.problem import Problem
    from packing.records import CertifiedCoherence
    from packing.search import EnergyResult, SearchResult


def found_json(found: SearchResult) -> dict[str, Any]:
    """The coherence found, how the search ended, and what makes it again."""
    return {
        "coherence": found.packing.coherence,
        **_distance_json(found),
        "status": str(found.status),
        "converged": found.status.converged,
        "method": found.method,
        "seed": found.seed,
        "restarts": found.restarts,
        "hits": found.hits,
        "cpu_seconds": found.cpu_seconds,
    }


def _distance_json(found: SearchResult) -> dict[str, float]:
    """The least squared distance of subspaces, under the name of their distance; of lines and points nothing."""
    space = found.packing.space
    if space.m == 1:
        return {}
    return {f"{space.distance}_distance2": space.distance2(found.packing.coherence)}


def search_json(found: SearchResult, file: Path | None = None) -> dict[str, Any]:
    """A search by itself: its problem, what it found, the file that holds the packing."""
    within = {"within": found.within} if found.within else {}
    return {"problem": problem_json(found.packing.problem), **found_json(found), **within, "file": file}


def energy_search_json(found: EnergyResult, file: Path | None = None) -> dict[str, Any]:
    """A search for least energy."""
    return {
        "problem": problem_json(found.packing.problem),
        "energy": found.energy,
        "exponent": found.exponent,
        "positive": found.positive,
        "potential": None if found.potential is None else str(found.potential),
        "coherence": found.packing.coherence,
        "seed": found.seed,
        "restarts": found.restarts,
        "hits": found.hits,
        "cpu_seconds": found.cpu_seconds,
        "file": file,
    }


def polished_json(polished: Polished) -> dict[str, Any]:
    """A packing of many digits, and how many of them are certain."""
    from packing.search import Outcome

    return {
        "coherence": polished.coherence,
        "digits": polished.supported,
        "converged": polished.outcome is Outcome.CONVERGED,
        "status": polished.status,
        "error": float(polished.error),
    }


def exact_json(
    problem: Problem,
    coherence: CertifiedCoherence,
    proof: Existence | NotProved,
    minimal: Minimal | None,
    met: MetBound | None,
) -> dict[str, Any]:
    """What is certain: a bound on the optimum, the exact packing beside, its algebraic number, the bound it meets."""
    letter = "the cosine" if problem.space.has_points else "mu^2"
    return {
        "certified": coherence.decimal,
        "proof": str(proof),
        "minimal": None if minimal is None else f"{minimal} in x = {letter} (recognised, not proved)",
        "optimal": None if met is None else str(met),
    }
