"""A linear programme in floats whose rows come one after another: HiGHS, warm between solves."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.numeric import Floats

__dir__ = shown(__name__)

_ITERATIONS = 20_000
"""Steps of the simplex method: far more than it takes, unless it circles."""


class RowSolver:
    """min cost . w, w >= 0 but for `free` variables, rows . w <= limits, with rows added between solves.

    >>> solver = RowSolver(np.array([1.0, 2.0]))
    >>> solver.add(np.array([[-1.0], [-1.0]]), np.array([-3.0]))                             # w_1 + w_2 >= 3
    >>> solver.solve().tolist()
    [3.0, 0.0]
    """

    def __init__(self, cost: Floats, free: npt.NDArray[np.bool_] | None = None) -> None:
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in {
            "output_flag": False,
            "threads": 1,
            "primal_feasibility_tolerance": 1e-10,
            "dual_feasibility_tolerance": 1e-10,
            "simplex_iteration_limit": _ITERATIONS,
        }.items():
            self._highs.setOptionValue(option, value)
        count, none = len(cost), np.zeros(0, dtype=np.int32)
        least = np.zeros(count) if free is None else np.where(free, -highspy.kHighsInf, 0.0)
        self._highs.addCols(count, cost, least, np.full(count, highspy.kHighsInf), 0, none, none, np.zeros(0))

    def add(self, columns: Floats, limits: Floats) -> None:
        """Add a row for each column of `columns`, shape (variables, rows), with its limit."""
        count, rows = columns.shape
        self._highs.addRows(
            rows,
            np.full(rows, -highspy.kHighsInf),
            limits,
            rows * count,
            np.arange(rows, dtype=np.int32) * count,
            np.tile(np.arange(count, dtype=np.int32), rows),
            np.ascontiguousarray(columns.T).ravel(),
        )

    def solve(self) -> Floats | None:
        """The solution, None where there is none or the method circles."""
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._highs.getSolution().col_value)

    def weight(self, row: int) -> float:
        """The dual weight of a row in the last solution, not negative."""
        return max(-float(self._highs.getSolution().row_dual[row]), 0.0)
