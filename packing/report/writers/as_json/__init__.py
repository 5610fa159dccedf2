"""Every answer of the package as JSON, one function a type: the commands, the tables and the site write these.

A folder file holds the answers of one subject. `as_json` finds the function by the class of the value.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from packing.report.writers.as_json.plain import dumps as dumps
from packing.report.writers.as_json.plain import plain as plain

FUNCTIONS = {
    "Problem": "problems:problem_json",
    "Bound": "bounds:bound_json",
    "Inapplicable": "bounds:inapplicable_json",
    "BoundReport": "bounds:bound_report_json",
    "SizeBound": "bounds:size_bound_json",
    "AtLeast": "bounds:at_least_json",
    "SearchResult": "search:search_json",
    "EnergyResult": "search:energy_search_json",
    "Polished": "search:polished_json",
    "Partition": "analytic:partition_json",
    "OrthogonalPairs": "analytic:pairs_json",
    "PairsBetween": "analytic:pairs_between_json",
    "Entry": "records:entry_json",
    "Record": "records:record_json",
    "Cell": "records:cell_json",
    "Audit": "records:audit_json",
    "Claim": "claims:claim_json",
    "Census": "records:census_json",
    "Predicates": "records:predicates_json",
    "Verdict": "claims:verdict_json",
    "CheckedCertificate": "claims:certificate_json",
    "Preview": "overlaps:preview_json",
    "Study": "study:study_json",
    "DensityPhases": "toymodels:phases_json",
    "FeaturePhases": "features:feature_phases_json",
    "NoiseResponse": "monosemanticity:noise_json",
    "Pruning": "monosemanticity:pruning_json",
    "StudyRecord": "monosemanticity:study_json",
    "SubspaceModels": "features:subspaces_json",
    "ImportanceMap": "toymodels:importance_json",
    "TrainedCapacities": "toymodels:capacity_json",
    "DictionaryResult": "toymodels:dictionary_json",
    "Table": "tables:table_json",
}
"""The function of each type, by the name of its class and its file here; it is imported when it is asked for."""


def as_json(value: Any) -> Any:
    """`value` in JSON's own types: what the command that answers with it prints under --json.

    >>> import packing as pk
    >>> as_json(pk.bounds.lower_bound(pk.lines(126, 6, "C")))["theorem"]
    'Levenshtein second'
    """
    for ancestor in type(value).__mro__:
        if ancestor.__module__.startswith("packing.") and ancestor.__name__ in FUNCTIONS:
            module, _, function = FUNCTIONS[ancestor.__name__].partition(":")
            return plain(getattr(import_module(f"{__name__}.{module}"), function)(value))
    for own in ("answer", "as_dict"):
        if callable(method := getattr(value, own, None)):
            return plain(method())
    return plain(value)
