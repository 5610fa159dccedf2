"""Bounds on the coherence and on the size as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packing.report.writers.as_json.problems import problem_json

if TYPE_CHECKING:
    from packing.bounds import Bound, BoundReport, Inapplicable, SizeBound
    from packing.records.existence import AtLeast


def bound_json(bound: Bound) -> dict[str, Any]:
    """A lower bound on the coherence, with the reference of its theorem and when equality holds."""
    return {
        "value": bound.value,
        "exact": bound.exact,
        "theorem": bound.theorem,
        "rigor": bound.rigor,
        "reference": bound.theorem.reference,
        "attained": bound.attained,
    }


def inapplicable_json(other: Inapplicable) -> dict[str, Any]:
    """A theorem that is silent, and why."""
    return {"theorem": other.theorem, "reason": other.reason}


def bound_report_json(report: BoundReport, certificate: Path | None = None) -> dict[str, Any]:
    """Every bound of one problem, best first, and the theorems that are silent."""
    return {
        "problem": problem_json(report.problem),
        "lower_bound": bound_json(report.best),
        "bounds": [bound_json(bound) for bound in report.bounds],
        "inapplicable": [inapplicable_json(other) for other in report.inapplicable],
        "certificate": certificate,
    }


def size_bound_json(bound: SizeBound, certificate: Path | None = None) -> dict[str, Any]:
    """An upper bound on how many objects fit."""
    return {
        "upper_bound": bound.upper_bound,
        "exact": bound.exact,
        "theorem": bound.theorem,
        "rigor": bound.rigor,
        "certificate": certificate,
        "what": bound.what,
        "attained": bound.attained,
    }


def at_least_json(found: AtLeast) -> dict[str, Any]:
    """So many objects there are, by a theorem or by a construction; the other one is null."""
    return {
        "value": found.value,
        "theorem": found.theorem or None,
        "construction": found.construction or None,
        "rigor": found.rigor,
        "reference": found.reference or None,
    }


def existence_json(there: Sequence[AtLeast]) -> dict[str, Any]:
    """The most objects that there are, and all ways to see that there are some, the most first."""
    ways = [at_least_json(found) for found in there]
    return {"at_least": ways[0] if ways else None, "existence": ways}
