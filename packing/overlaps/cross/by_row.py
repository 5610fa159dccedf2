"""A comparison of two matrices by row: the best matches of each row in the other, and its one-to-one match."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats, Indices
from packing.overlaps.cross.matching import Matching
from packing.overlaps.cross.sides import RowByRow, Side
from packing.overlaps.row_table import RowTable, ranked_columns


def by_row(
    side: Side, matchings: dict[str, Matching | None], row_by_row: RowByRow | None, *, is_left: bool
) -> RowTable:
    """A line for each row of one side that takes part; partners are numbered as rows of the other side, -1 for none."""
    columns: dict[str, npt.NDArray[Any]] = {
        "row": side.rows,
        "norm": side.norms,
        **ranked_columns("best", side.partners, side.cosines),
        "best_signed": side.partner_signed,
        "best_signed_cosine": side.best_signed,
    }
    for name, matching in matchings.items():
        if matching is not None:
            mine, others = (matching.left, matching.right) if is_left else (matching.right, matching.left)
            columns[name] = _placed(side.rows, mine, others, np.int64(-1))
            columns[f"{name}_cosine"] = _placed(side.rows, mine, matching.cosines, np.float64(np.nan))
    if row_by_row is not None:
        columns["same_row_cosine"] = _placed(side.rows, row_by_row.rows, row_by_row.cosines, np.float64(np.nan))
    return RowTable(columns)


def _placed(rows: Indices, some: Indices, values: Indices | Floats, missing: np.int64 | np.float64) -> npt.NDArray[Any]:
    """The values of some of the rows, in the order of all rows (which rises or not), `missing` for the others."""
    column = np.full(rows.size, missing)
    order = np.argsort(rows, kind="stable")
    column[order[np.searchsorted(rows, some, sorter=order)]] = values
    return column
