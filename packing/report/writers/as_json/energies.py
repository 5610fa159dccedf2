"""Energies as JSON: what no packing is below, what was found, the best partition, and the gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packing.report.writers.as_json.problems import problem_json

if TYPE_CHECKING:
    from pathlib import Path

    from packing.analytic import Partition
    from packing.bounds import EnergyBound
    from packing.studies.energies import EnergyStudy


def energy_study_json(study: EnergyStudy, certificate: Path | None = None, scaled: bool = False) -> dict[str, Any]:
    """One energy of one problem; `certificate` is the file that was written, `scaled` whether rows of a file were."""
    found = study.found
    return {
        "problem": problem_json(study.problem),
        "energy": {
            "name": study.potential.name,
            "exponent": study.potential.exponent_value,
            "potential": str(study.potential),
        },
        "lower": energy_bound_json(study.lower),
        "found": None if found is None else {"value": study.found_energy, "coherence": found.coherence},
        "partition": None if study.partition is None else energy_partition_json(study.partition),
        "gap": study.gap,
        "met": study.is_met,
        "scaled": scaled,
        "file": certificate,
    }


def energy_bound_json(bound: EnergyBound) -> dict[str, Any]:
    """A lower bound on an energy."""
    return {
        "value": bound.value,
        "exact": bound.exact,
        "theorem": bound.theorem,
        "rigor": bound.rigor,
        "attained": bound.attained,
        "scope": bound.scope,
    }


def energy_partition_json(best: Partition) -> dict[str, Any]:
    """The best partition, among what it is that, and its energy."""
    return {"blocks": best.blocks, "energy": best.energy, "exact": best.exact, "scope": best.scope, "rigor": best.rigor}
