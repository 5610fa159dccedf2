"""The answer: overlap statistics of one matrix, as numbers, in sentences and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from packing.overlaps.row_table import RowTable
from packing.overlaps.self.by_row import by_row
from packing.overlaps.self.json_answer import json_answer
from packing.overlaps.self.numbers import OverlapNumbers
from packing.overlaps.self.sentences import sentences


@dataclass(frozen=True, eq=False, repr=False)
class OverlapStatistics(OverlapNumbers):
    """Exact statistics of cos(w_i, w_j) over all pairs i < j of the rows with a direction; numbers, sentences, JSON.

    Fields: `name`, `n` rows with a direction, `d` columns, `stored` type; `dropped` rows; `norms` (n,); `absolute[p]`
    and `signed[p]`: the means of |cos|^p and sign(cos) |cos|^p over pairs; `histogram` of cos on [-1, 1]; `top`: the
    closest pairs; `row_maximum` (n,), `row_partners` and `row_cosines`: the largest |cos| of each row and with whom;
    `distinct_coherence`: the largest |cos| of rows that are no copies; `dimensionality` (n,); `factors`: components at
    each eps; `frame`: the frame operator, None where left out; `settings`, `cost` and `notes`.

    >>> import numpy as np
    >>> from packing.overlaps import overlaps
    >>> print(overlaps(np.eye(4)[:3] + 0.1))
    3 rows in 4 dimensions: coherence 0.193548 (random 0.6803), E cos^2 0.037461 (0.1498 times random)
    """

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the numbers say, for a person."""
        return sentences(self)

    def by_row(self) -> RowTable:
        """Norm, dimensionality, nearest rows and components of each row, as columns; `.save` writes them."""
        return by_row(self)

    def answer(self) -> dict[str, Any]:
        """Every number that is not one a row, in the form of the command's JSON."""
        return json_answer(self, self.sentences)
