"""The table of recorded dictionaries: recall, precision and F1 with standard errors, beside chance and the controls."""

from __future__ import annotations

import math

from packing.averages import Average, mean_of
from packing.errors import InputError
from packing.report.cells import Cell, Number
from packing.report.query import Query
from packing.report.tabular import Column, D, N, Table
from packing.rigor import Rigor
from packing.toymodels.dictionary.recorded import recorded_results
from packing.toymodels.dictionary.source import Control
from packing.toymodels.dictionary.summary import SeedGroup, by_seed

COLUMNS = (
    N,
    D,
    Column("features", "features", right=False),
    Column("activations", "activations", right=False),
    Column("width", "width"),
    Column("density", "density"),
    Column("method", "method", right=False),
    Column("recall", "recall"),
    Column("recall_error", "±", r"$\pm$"),
    Column("precision", "precision"),
    Column("f1", "F1", "$F_1$"),
    Column("f1_error", "±", r"$\pm$"),
    Column("mean_cosine", "mean max cosine"),
    Column("chance", "F1 by chance", r"$F_1$ by chance"),
    Column("own", "F1 on own rows", r"$F_1$ on own rows"),
)


def dictionary_table(query: Query) -> Table:
    """The recorded grid, all of it or the n, d and density asked for; means over seeds, standard errors beside them.

    Matches are of cosine .9 or more, with its sign, one to one. Chance is at most what is given. Own rows are those of
    the network with shuffled weights, which the features are not.
    """
    if not query.is_real or query.objects is not None or query.exponent is not None or query.store is not None:
        raise InputError(
            "the table of dictionaries is recorded, of real features, and has neither --field, --vectors, --exponent "
            "nor --store: leave them out"
        )
    groups = [group for group in by_seed(recorded_results()) if _asked(query, group)]
    if not groups:
        raise InputError(f"no dictionaries are recorded for{query.options}: learn them by packing train recovery")
    return Table(
        "Features that dictionaries recover from activations, by signed cosines of .9 and one to one",
        COLUMNS,
        tuple(map(_row, groups)),
    )


def _asked(query: Query, group: SeedGroup) -> bool:
    cell = group.cell
    spans = all(
        span is None or value in span.within(value, value) for span, value in ((query.n, cell.n), (query.d, cell.d))
    )
    return spans and (query.density is None or math.isclose(query.density, cell.density, rel_tol=1e-3))


def _row(group: SeedGroup) -> tuple[Cell, ...]:
    cell = group.cell
    mean = group.mean(lambda result: result.signed.mean)
    own = [result.own.f1 for result in group.results if result.own is not None]
    return (
        cell.n,
        cell.d,
        str(cell.arrangement),
        "of the features" if cell.control is Control.NONE else str(cell.control),
        cell.width,
        Number(cell.density, 4),
        cell.method.full_name,
        *_pair(group.recall),
        _pair(group.precision)[0],
        *_pair(group.f1),
        _pair(mean)[0],
        Number(group.chance.value, 4),
        Number(mean_of(own).value, 3, rigor=Rigor.NUMERICAL) if own else None,
    )


def _pair(mean: Average) -> tuple[Number, Number]:
    """A mean and its standard error."""
    return Number(mean.value, 3, rigor=Rigor.NUMERICAL), Number(mean.error, 3)
