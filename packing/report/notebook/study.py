"""The card of a study: its tables and its sentences."""

from __future__ import annotations

from packing.report.notebook.bounds import bound_card
from packing.report.notebook.card import Card
from packing.report.notebook.picture import overlaps_picture
from packing.report.tables.study import study_tables
from packing.studies import Study


def study_card(study: Study) -> Card:
    """Five tables, the overlaps of the packing found, and what it says in words."""
    return Card(
        str(study.problem),
        formula=bound_card(study.bounds.best).formula,
        picture=overlaps_picture(study.found.packing),
        tables=study_tables(study),
        sentences=study.sentences,
    )
