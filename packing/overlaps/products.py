"""Products of the unit rows of two matrices, a block at a time, and the best partners of each row at given prices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from packing.numeric import Floats, Indices, compiled
from packing.overlaps.preparation import Preparation
from packing.overlaps.refinement import cosines_of
from packing.overlaps.values import ShortRepr

_HEIGHT, _WIDTH = 1024, 512
_PANEL = 2**19
"""At most this many numbers of rows are held at once on either side."""


@dataclass(frozen=True, eq=False, repr=False)
class Gains(ShortRepr):
    """The gain of each pair of rows: cos(w_i, v_j) if `signed`, else its modulus."""

    left: Preparation
    right: Preparation
    signed: bool

    def __str__(self) -> str:
        return f"{self.left.matrix.n} x {self.right.matrix.n} {'cos' if self.signed else '|cos|'}"

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers n, m of rows."""
        return self.left.matrix.n, self.right.matrix.n

    def turned(self) -> Gains:
        """The same pairs with the sides exchanged."""
        return Gains(self.right, self.left, self.signed)

    def of(self, keys: Indices) -> Floats:
        """The gains of the pairs i m + j, each computed alone in float64."""
        (one, two), m = (self.left, self.right), self.shape[1]
        cosines = cosines_of(one.matrix, one.norms, keys // m, two.matrix, two.norms, keys % m)
        return cosines if self.signed else np.abs(cosines)

    def blocks(self, dtype: npt.DTypeLike) -> Iterator[tuple[int, int, npt.NDArray[Any]]]:
        """Yield (first row, first column, gains) over all pairs; the array is used again for the next block."""
        n, m = self.shape
        most = max(1, _PANEL // self.left.matrix.d)
        height, width = min(n, _HEIGHT, most), min(m, _WIDTH, most)
        product = np.empty(height * width, dtype=dtype)
        with threadpool_limits(1, user_api="blas"):
            for top in range(0, n, height):
                rows = unit_rows(self.left, top, min(top + height, n), dtype)
                for first in range(0, m, width):
                    others = unit_rows(self.right, first, min(first + width, m), dtype)
                    block = product[: len(rows) * len(others)].reshape(len(rows), len(others))
                    np.matmul(rows, others.T, out=block)
                    if not self.signed:
                        np.abs(block, out=block)
                    yield top, first, block


def unit_rows(side: Preparation, start: int, stop: int, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Rows start .. stop divided by their norms in float64, then rounded to `dtype`."""
    rows: npt.NDArray[Any] = side.matrix.rows(slice(start, stop)) / side.norms[start:stop, None]
    return rows.astype(dtype, copy=False)


def best_partners(
    gains: Gains,
    prices: Floats | None = None,
    *,
    floor: Floats | None = None,
    keep: int = 1,
    dtype: npt.DTypeLike = np.float64,
    jitter: float = 0.0,
) -> tuple[npt.NDArray[np.int32], Floats]:
    """For each row the `keep` columns of largest gain minus price, and that value; -1 where none is above `floor`.

    The largest comes first; of equal ones the first column, or with `jitter` one at random. Memory 12 `keep` bytes a
    row and a block of products.
    """
    n, m = gains.shape
    cost = np.zeros(m, dtype=dtype) if prices is None else prices.astype(dtype)
    least = np.full(n, -np.inf, dtype=dtype) if floor is None else floor.astype(dtype)
    values = np.repeat(least[:, None], keep, axis=1)
    partners = np.full((n, keep), -1, dtype=np.int32)
    rng = np.random.default_rng(0)
    for top, first, block in gains.blocks(dtype):
        if jitter:
            block += jitter * rng.random(block.shape, dtype=np.float32)
        block -= cost[first : first + block.shape[1]]
        part = slice(top, top + len(block))
        better = np.flatnonzero(block.max(axis=1) > values[part, -1])
        _insert(block, better, first, values[part], partners[part])
    return partners, values.astype(np.float64)


def largest_overlap(side: Preparation, dtype: npt.DTypeLike) -> float:
    """The largest |cos| of two of the rows, in float64; found by a pass over all pairs in `dtype`."""
    partners, _ = best_partners(Gains(side, side, signed=False), keep=min(4, side.matrix.n), dtype=dtype)
    rows, places = np.nonzero(partners != np.arange(side.matrix.n)[:, None])
    cosines = cosines_of(
        side.matrix, side.norms, rows, side.matrix, side.norms, partners[rows, places].astype(np.int64)
    )
    return float(np.abs(cosines).max())


@compiled()
def _insert(block: Any, which: Any, first: Any, values: Any, partners: Any) -> None:
    keep = values.shape[1]
    for i in which:
        for j in range(block.shape[1]):
            value = block[i, j]
            if value <= values[i, keep - 1]:
                continue
            place = keep - 1
            while place > 0 and values[i, place - 1] < value:
                values[i, place] = values[i, place - 1]
                partners[i, place] = partners[i, place - 1]
                place -= 1
            values[i, place] = value
            partners[i, place] = first + j
