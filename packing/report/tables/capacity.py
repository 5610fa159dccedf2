"""The table of recorded capacities: features with a dimension, a share of one or none, by importance and kurtosis."""

from __future__ import annotations

from packing.errors import InputError
from packing.report.cells import Number
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table
from packing.rigor import Rigor
from packing.toymodels.capacity.chart import recorded_chart

COLUMNS = (
    N,
    D,
    Column("ratio", "importance ratio"),
    Column("kurtosis", "kurtosis"),
    Column("whole", "whole"),
    Column("shared", "shared"),
    Column("ignored", "ignored"),
    Column("price", "price"),
    Column("loss", "least loss"),
    Column("agree", "agree"),
    Column("excess", "mean excess"),
    Column("excess_error", "±", r"$\pm$"),
)


def capacity_table(query: Query) -> Table:
    """The recorded chart: the optimum of the convex bound, and how many of the trained models have its capacities.

    The excess is the mean over the models of their loss over the bound, less 1. It has no options but the n and d that
    are recorded.
    """
    chart = recorded_chart()
    spans = ((query.n, chart.n), (query.d, chart.d))
    if any((query.field, query.objects, query.exponent, query.density, query.store, query.seed)):
        raise InputError("the table of capacity is recorded and takes no options but -n and -d: leave the others out")
    if any(span is not None and value not in span.within(value, value) for span, value in spans):
        raise InputError(
            f"no capacities are recorded for{query.options}, only for n = {chart.n}, d = {chart.d}: "
            "train them by packing train allocation"
        )
    rows = tuple(
        (
            chart.n,
            chart.d,
            Number(cell.ratio, 3),
            Number(cell.kurtosis, 2),
            cell.whole,
            cell.shared,
            cell.ignored,
            Number(cell.price, 5, rigor=Rigor.NUMERICAL),
            Number(cell.loss, 6, rigor=Rigor.NUMERICAL),
            f"{cell.agreeing} of {cell.models}",
            Number(cell.excess, 6, rigor=Rigor.NUMERICAL),
            Number(cell.error, 6),
        )
        for cell in chart.cells
    )
    return Table(
        "Capacity of features by importance ratio^i and kurtosis: at best, and of trained models", COLUMNS, rows
    )
