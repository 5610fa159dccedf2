"""The table of the recorded run on classes: how many different models a batch of trainings leaves, up to the gauge."""

from __future__ import annotations

import numpy as np

from packing.errors import InputError
from packing.report.cells import Cell, Number
from packing.report.query import Query
from packing.report.tabular import Column, Table
from packing.rigor import Rigor
from packing.studies.gauge_classes import ClassCount, recorded_classes

COLUMNS = (
    Column("setting", "models", right=False),
    Column("runs", "batches"),
    Column("models", "in each"),
    Column("classes", "classes"),
    Column("classes_error", "±", r"$\pm$"),
    Column("best_share", "share of the best"),
    Column("best_share_error", "±", r"$\pm$"),
    Column("least_loss", "least loss"),
    Column("next_loss", "next class"),
    Column("next_distance", "its distance"),
    Column("tolerance", "tolerance"),
)


def gauge_table(query: Query) -> Table:
    """The recorded batches by setting: means over seeds with standard errors; losses and distance of the best batch.

    Raises `InputError` for every option: the batches are recorded.
    """
    if query != Query():
        raise InputError(
            f"the table of gauge is of recorded batches and has no options, not{query.options}: leave them out, or "
            "record others with packing train classes --out FILE --seed S"
        )
    batches: dict[str, list[ClassCount]] = {}
    for batch in recorded_classes():
        batches.setdefault(batch.setting, []).append(batch)
    rows = tuple(_row(name, group) for name, group in batches.items())
    return Table("How many classes trained models fall into, up to what leaves their loss alone", COLUMNS, rows)


def _row(name: str, group: list[ClassCount]) -> tuple[Cell, ...]:
    best = min(group, key=lambda batch: batch.least_loss)
    return (
        name,
        len(group),
        best.models,
        *_mean([float(batch.classes) for batch in group], 1),
        *_mean([batch.best_share for batch in group], 2),
        Number(best.least_loss, 8, rigor=Rigor.NUMERICAL),
        None if best.next_loss is None else Number(best.next_loss, 8, rigor=Rigor.NUMERICAL),
        None if best.next_distance is None else Number(best.next_distance, 3, rigor=Rigor.NUMERICAL),
        Number(best.tolerance, 4),
    )


def _mean(values: list[float], decimals: int) -> tuple[Number, Number]:
    error = float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0
    return Number(float(np.mean(values)), decimals, rigor=Rigor.NUMERICAL), Number(error, decimals)
