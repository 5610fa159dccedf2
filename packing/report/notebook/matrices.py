"""Cards of large matrices and of trained models."""

from __future__ import annotations

from packing.overlaps.self.statistics import OverlapStatistics
from packing.report.cells import Number
from packing.report.notebook.card import Card
from packing.report.notebook.plain import plain_card
from packing.structure import tegum_sum
from packing.toymodels.autoencoder.trained import TrainedModels


def overlaps_card(found: OverlapStatistics) -> Card:
    """The sentences of the answer under its text."""
    return Card(str(found), sentences=found.sentences)


def trained_card(trained: TrainedModels) -> Card:
    """The settings, the best model and its blocks."""
    best = trained.best
    rows = (
        *plain_card(trained.config).rows,
        ("least loss", Number(float(trained.losses[best]), 10)),
        ("blocks of the best", tegum_sum(trained.blocks(best)) or "none"),
    )
    return Card(str(trained), rows, "numerical")
