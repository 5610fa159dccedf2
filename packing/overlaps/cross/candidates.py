"""The pairs among which an assignment chooses: the best partners of each row, and enough that every row has one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from packing.numeric import Floats, Indices
from packing.overlaps.cross.augment import Edges
from packing.overlaps.products import Gains, best_partners

FIRST_CANDIDATES = 12
"""Partners of each row, on either side, with which the assignment starts."""

_COMPLETIONS = 20

_JITTER = 1e-6
"""Added at random to the gains of rows left over, so that equal rows choose different partners."""


class Candidates(NamedTuple):
    """Pairs i m + j in rising order, and their gains in float64."""

    keys: Indices
    gains: Floats

    def edges(self, n: int, m: int) -> Edges:
        """The pairs by rows."""
        start = np.searchsorted(self.keys, np.arange(n + 1, dtype=np.int64) * m)
        return Edges(start.astype(np.int64), self.keys % m, self.gains)

    def joined(self, gains: Gains, partners: npt.NDArray[np.int32]) -> Candidates:
        """These pairs and those of `partners`, columns (n, k) with -1 where there is none."""
        rows, places = np.nonzero(partners >= 0)
        wanted = np.unique(rows.astype(np.int64) * gains.shape[1] + partners[rows, places])
        return self.with_keys(gains, wanted)

    def with_keys(self, gains: Gains, wanted: Indices) -> Candidates:
        """These pairs and the wanted ones, each once."""
        fresh = np.setdiff1d(wanted, self.keys, assume_unique=True)
        keys = np.concatenate((self.keys, fresh))
        order = np.argsort(keys, kind="stable")
        return Candidates(keys[order], np.concatenate((self.gains, gains.of(fresh)))[order])


def first_candidates(gains: Gains) -> Candidates:
    """The best partners of each row on either side, completed so that min(n, m) of them are one to one; n <= m.

    Rows that a largest matching of these pairs leaves over are given their best partners among the columns left over,
    and so on; the last are paired in order.
    """
    n, m = gains.shape
    rows, columns = np.arange(n, dtype=np.int64), np.arange(m, dtype=np.int64)
    wanted = np.zeros(0, dtype=np.int64)
    for attempt in range(_COMPLETIONS):
        part = Gains(gains.left.select(rows), gains.right.select(columns), gains.signed) if attempt else gains
        wanted = np.union1d(wanted, _mutual(part, rows, columns, m, _JITTER if attempt else 0.0))
        rows, columns = _left_over(wanted, n, m)
        if rows.size == 0:
            break
    paired = rows * np.int64(m) + columns[: rows.size]
    wanted = np.union1d(wanted, paired)
    return Candidates(np.zeros(0, dtype=np.int64), np.zeros(0)).with_keys(gains, wanted)


def _mutual(part: Gains, rows: Indices, columns: Indices, m: int, jitter: float) -> Indices:
    """The best partners of the rows and of the columns of a part, as keys of the whole."""
    dtype = np.float32  # which pairs come first decides nothing but the number of rounds
    ours, _ = best_partners(part, keep=min(FIRST_CANDIDATES, columns.size), dtype=dtype, jitter=jitter)
    theirs, _ = best_partners(part.turned(), keep=min(FIRST_CANDIDATES, rows.size), dtype=dtype, jitter=jitter)
    first = rows[:, None] * np.int64(m) + columns[ours]
    second = rows[theirs] * np.int64(m) + columns[:, None]
    return np.unique(np.concatenate((first.ravel(), second.ravel())))


def _left_over(keys: Indices, n: int, m: int) -> tuple[Indices, Indices]:
    """The rows and columns that a matching with most pairs leaves over (Hopcroft and Karp, SIAM J. Comput. 2, 1973)."""
    graph = csr_array((np.ones(keys.size, dtype=np.int8), (keys // m, keys % m)), shape=(n, m))
    partner = maximum_bipartite_matching(graph, perm_type="column")
    empty = np.ones(m, dtype=bool)
    empty[partner[partner >= 0]] = False
    return np.flatnonzero(partner < 0).astype(np.int64), np.flatnonzero(empty).astype(np.int64)
