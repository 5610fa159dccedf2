"""The card of trained features of m dimensions."""

from __future__ import annotations

from packing.report.cells import Number
from packing.report.notebook.card import Card
from packing.report.notebook.plain import plain_card
from packing.toymodels.subspaces.sentences import model_sentences
from packing.toymodels.subspaces.trained import SubspaceModels


def subspaces_card(trained: SubspaceModels) -> Card:
    """The settings, the least loss, and how the subspaces of the best model lie."""
    rows = (*plain_card(trained.config).rows, ("least loss", Number(float(trained.losses[trained.best]), 10)))
    return Card(str(trained), rows, "numerical", sentences=tuple(model_sentences(trained)))
