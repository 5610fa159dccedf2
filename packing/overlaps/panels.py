"""Rows ready for a matrix product: the stored numbers in the precision of the product, and the factor of each row."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats, compiled
from packing.overlaps.matrix import Matrix

_SAFE = (1e-15, 1e15)
"""Norms between these can be multiplied in float32 without overflow or lost digits."""


class Panel(NamedTuple):
    """Rows r_i and factors s_i such that s_i r_i are the unit rows."""

    rows: npt.NDArray[Any]
    scales: npt.NDArray[Any]


class Panels:
    """Reads blocks of rows of a matrix whose rows are all non-zero and finite.

    Low-precision weights are multiplied as they are stored and scaled afterwards: products of bfloat16 numbers are
    exact in float32, while dividing by the norm first and rounding would cost 1e-4. Rows stored in the precision of
    the product are not copied.
    """

    def __init__(self, matrix: Matrix, norms: Floats, dtype: np.dtype[Any]) -> None:
        self._matrix = matrix
        self._norms = norms
        self._dtype = dtype
        self._safe = bool(_SAFE[0] < norms.min() and norms.max() < _SAFE[1])
        self._factors = (1 / norms).astype(dtype) if self._safe else None

    @property
    def gain(self) -> float:
        """The mean of s_i |w_i|: 1 but for the rounding of the factors, one-sided where all norms are equal."""
        return 1.0 if self._factors is None else float(np.mean(self._factors.astype(np.float64) * self._norms))

    @property
    def is_raw(self) -> bool:
        """Whether rows are read as stored, with their factors apart."""
        return self._safe

    def buffer(self, block: int) -> npt.NDArray[Any]:
        """Room for one panel of rows that must be converted."""
        size = 0 if self._is_stored_ready else block
        return np.empty((size, self._matrix.d), dtype=self._dtype)

    def read(self, start: int, stop: int, buffer: npt.NDArray[Any]) -> Panel:
        """Rows start .. stop; they may live in `buffer` and stay valid until it is used again."""
        stop = min(stop, self._matrix.n)
        ones = np.ones(stop - start, dtype=self._dtype)
        factors = ones if self._factors is None else self._factors[start:stop]
        if self._is_stored_ready:
            raw = self._matrix.stored_rows(start, stop)
            return Panel(np.ascontiguousarray(raw), factors)
        rows = buffer[: stop - start]
        for first in range(start, stop, self._matrix.chunk):
            last = min(first + self._matrix.chunk, stop)
            self._convert(first, last, rows[first - start : last - start])
        return Panel(rows, factors)

    @property
    def _is_stored_ready(self) -> bool:
        return self._safe and self._matrix.shift is None and self._matrix.array.dtype == self._dtype

    def _convert(self, start: int, stop: int, target: npt.NDArray[Any]) -> None:
        if self._factors is None:
            np.divide(
                self._matrix.rows(slice(start, stop)), self._norms[start:stop, None], out=target, casting="unsafe"
            )
        elif self._matrix.shift is not None:
            target[:] = self._matrix.rows(slice(start, stop))
        elif self._matrix.bfloat16 and self._dtype == np.float32:
            _widen(np.ascontiguousarray(self._matrix.stored_rows(start, stop)), target.view(np.uint32))
        elif self._matrix.bfloat16:
            target[:] = self._matrix.rows(slice(start, stop))
        else:
            target[:] = self._matrix.stored_rows(start, stop)


@compiled()
def _widen(patterns: Any, target: Any) -> None:
    for i in range(patterns.shape[0]):
        for k in range(patterns.shape[1]):
            target[i, k] = np.uint32(patterns[i, k]) << np.uint32(16)
