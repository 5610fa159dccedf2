"""The statistics of one matrix by row: norm, dimensionality, nearest rows and their cosines, component at each eps."""

from __future__ import annotations

from packing.overlaps.row_table import RowTable, ranked_columns
from packing.overlaps.self.numbers import OverlapNumbers


def by_row(found: OverlapNumbers) -> RowTable:
    """A line for each row that takes part, with the columns

    - `row`, its number in the matrix as given; `norm`; `dimensionality` D_i;
    - `nearest` and `nearest_cosine`: the row of largest |cos| and its cosine; with `Settings(row_top=k)` also
      `nearest_2`, `nearest_cosine_2`, .., in falling order of |cos|;
    - `component_EPS` for each eps: the place of its component among those joined by |cos| > eps, the largest being 0.

    Memory 8 bytes a row and 4 for each eps, beside what the statistics hold.

    >>> import numpy as np
    >>> from packing.overlaps import Settings, overlaps
    >>> table = overlaps(np.array([[2.0, 0, 0], [3, 1, 0], [0, 0, 1]]), Settings(eps=(0.1,))).by_row()
    >>> table["nearest"][:2].tolist(), table["nearest_cosine"][:2].round(6).tolist(), table["component_0.1"].tolist()
    ([1, 0], [0.948683, 0.948683], [0, 0, 1])
    """
    return RowTable(
        {
            "row": found.rows,
            "norm": found.norms,
            "dimensionality": found.dimensionality,
            **ranked_columns("nearest", found.row_partners, found.row_cosines),
            **{f"component_{factors.eps:g}": factors.labels for factors in found.factors},
        }
    )
