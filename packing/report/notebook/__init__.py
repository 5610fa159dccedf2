"""Values in a notebook: cards of their main numbers with how they are known, as HTML and as LaTeX.

A folder file holds the cards of one subject; the function is found by the class of the value. A value without one is
shown by its text and its plain fields.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from packing.report.notebook.card import Card, card_html, card_latex

FUNCTIONS = {
    "Problem": "packings:problem_card",
    "Space": "packings:space_card",
    "Packing": "packings:packing_card",
    "Construction": "packings:construction_card",
    "SearchResult": "searches:search_card",
    "EnergyResult": "searches:energy_card",
    "Record": "searches:record_card",
    "Bound": "bounds:bound_card",
    "Inapplicable": "bounds:inapplicable_card",
    "BoundReport": "bounds:report_card",
    "SizeBound": "bounds:size_card",
    "EnergyBound": "bounds:energy_bound_card",
    "Partition": "analytic:partition_card",
    "OrthogonalPairs": "analytic:pairs_card",
    "Moment": "analytic:moment_card",
    "PhaseDiagram": "analytic:phases_card",
    "Claim": "claims:claim_card",
    "Verdict": "claims:verdict_card",
    "CheckedCertificate": "claims:certificate_card",
    "OverlapStatistics": "matrices:overlaps_card",
    "TrainedModels": "matrices:trained_card",
    "SubspaceModels": "features:subspaces_card",
    "Study": "study:study_card",
}
"""The function of each type, by the name of its class and its file here; it is imported when it is asked for."""


def card(value: Any) -> Card:
    """What a notebook shows of a value.

    >>> import packing as pk
    >>> card(pk.lines(13, 3, "C")).title
    '13 lines in C^3'
    """
    for ancestor in type(value).__mro__:
        if ancestor.__module__.startswith("packing.") and ancestor.__name__ in FUNCTIONS:
            module, _, function = FUNCTIONS[ancestor.__name__].partition(":")
            made: Card = getattr(import_module(f"{__name__}.{module}"), function)(value)
            return made
    fallback: Card = import_module(f"{__name__}.plain").plain_card(value)
    return fallback


def html(value: Any) -> str:
    """The card as HTML, everything escaped."""
    return card_html(card(value))


def latex(value: Any) -> str:
    """The card as LaTeX: a formula, or an array of names and numbers."""
    return card_latex(card(value))
