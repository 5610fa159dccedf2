"""A study as JSON: one problem from every side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packing.report.writers.as_json.bounds import bound_json, inapplicable_json
from packing.report.writers.as_json.energies import energy_study_json
from packing.report.writers.as_json.problems import problem_json
from packing.report.writers.as_json.records import record_json
from packing.report.writers.as_json.search import found_json
from packing.rigor import Rigor
from packing.studies.spread import LEFT_OUT, REASON

if TYPE_CHECKING:
    from packing.analytic import OrthogonalPairs, Partition
    from packing.studies import Study
    from packing.studies.energies import EnergyStudy
    from packing.studies.spread import Spread
    from packing.studies.study import MomentRow
    from packing.studies.toys import ToyFinding


def study_json(study: Study) -> dict[str, Any]:
    """The study as one object."""
    return _sections(study) | ({} if study.spread is None else _of_subspaces(study.spread))


def _sections(study: Study) -> dict[str, Any]:
    return {
        "problem": problem_json(study.problem),
        "lower_bound": bound_json(study.bounds.best),
        "bounds": [bound_json(bound) for bound in study.bounds.bounds],
        "inapplicable": [inapplicable_json(other) for other in study.bounds.inapplicable],
        "found": found_json(study.found),
        "best_known": None if study.best_known is None else record_json(study.best_known),
        "gap": study.gap,
        "constructions": [{"name": each.name, "coherence": each.coherence} for each in study.constructions],
        "partitions": [_partition_json(partition) for partition in study.partitions],
        "pairs": {"parallel": _pairs_json(study.pairs), "distinct": _pairs_json(study.distinct_pairs)},
        "moments": [_moment_json(row) for row in study.moments],
        "toy_model": None if study.toys is None else _toys_json(study.toys),
        "energies": [_energy_json(energy) for energy in study.energies],
        "sentences": study.sentences,
    }


def _energy_json(energy: EnergyStudy) -> dict[str, Any]:
    """One energy: the floor, the best partition, the least energy of the packing found for it, and the gap."""
    answer = energy_study_json(energy)
    kept = ("energy", "lower", "found", "partition", "gap", "met")
    return {"exponent": energy.potential.exponent_value, **{key: answer[key] for key in kept}}


def _of_subspaces(spread: Spread) -> dict[str, Any]:
    """How subspaces are spread, and the sections that are of vectors."""
    least, largest = spread.frame
    return {
        "subspaces": {
            "mean_squared_cosine": {
                "found": spread.mean,
                "random": {"exact": spread.random_mean, "value": float(spread.random_mean)},
                "minimum": {"exact": spread.least_mean, "value": float(spread.least_mean), "rigor": Rigor.PROVED},
            },
            "deviation": {"found": spread.deviation, "random": spread.random_deviation},
            "random_coherence": spread.random_coherence,
            "frame_bounds": [least, largest],
            "tight": spread.is_tight,
            "equidistant": spread.equidistant,
            "equi_isoclinic": spread.equi_isoclinic,
        },
        "left_out": [{"section": section, "reason": REASON} for section in LEFT_OUT],
    }


def _partition_json(partition: Partition) -> dict[str, Any]:
    return {
        "exponent": float(partition.exponent),
        "blocks": partition.blocks,
        "energy": partition.energy,
        "exact": partition.exact,
        "rigor": partition.rigor,
        "scope": partition.scope,
    }


def _pairs_json(pairs: OrthogonalPairs | None) -> dict[str, Any] | None:
    if pairs is None:
        return None
    return {"lower": pairs.lower, "upper": pairs.upper, "exact": pairs.exact, "rigor": pairs.rigor}


def _moment_json(row: MomentRow) -> dict[str, Any]:
    least = row.least
    return {
        "exponent": row.exponent,
        "random": {"exact": row.random, "value": float(row.random)},
        "minimum": None if least is None else {"exact": least.exact, "value": least.value, "rigor": least.rigor},
        "found": row.found,
    }


def _toys_json(toys: ToyFinding) -> dict[str, Any]:
    return {
        "predicted_blocks": toys.predicted,
        "matching": toys.matching,
        "moderate": toys.moderate.as_dict(),
        "sparse": toys.sparse.as_dict(),
    }
