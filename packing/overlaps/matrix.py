"""A matrix whose rows are read a block at a time: from memory or a mapped file, selected, transposed or centred."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.numeric import Floats, Indices
from packing.overlaps.values import ShortRepr

_CHUNK_BYTES = 4 * 2**20


@dataclass(frozen=True, eq=False, repr=False)
class Matrix(ShortRepr):
    """An (n, d) real matrix, one vector a row, read lazily.

    `array` holds the numbers as stored, possibly a memory map; with `bfloat16` they are the 16-bit patterns of
    bfloat16 numbers, which float32 holds exactly. `transposed`: the vectors are the columns of `array`. `index` picks
    rows (None: all), `shift` is subtracted from each row.

    Fields: `name`: what reports call it.

    >>> print(Matrix(np.eye(3)[:, :2]))
    3 x 2 float64 matrix
    """

    array: npt.NDArray[Any]
    name: str = ""
    bfloat16: bool = False
    transposed: bool = False
    index: Indices | None = None
    shift: Floats | None = None

    def __post_init__(self) -> None:
        label = self.name or "the matrix"
        if self.array.ndim != 2 or 0 in self.array.shape:
            raise InputError(
                f"{label} must have shape (n, d) with n and d at least 1, not {self.array.shape}: give one vector a row"
            )
        if self.array.dtype.kind == "c":
            raise InputError(f"{label} must be real, not {self.array.dtype}: overlaps are those of real rows")
        if self.array.dtype.kind not in "biuf" or self.array.dtype.itemsize > 8:
            raise InputError(f"{label} must hold numbers of at most 64 bits, not {self.array.dtype}: save it as floats")

    @property
    def n(self) -> int:
        """The number of rows."""
        return int(self.array.shape[int(self.transposed)]) if self.index is None else int(self.index.size)

    @property
    def d(self) -> int:
        """The number of columns."""
        return int(self.array.shape[1 - int(self.transposed)])

    @property
    def stored(self) -> str:
        """The type of the numbers in the file."""
        return "bfloat16" if self.bfloat16 else self.array.dtype.newbyteorder("=").name

    @property
    def unit_roundoff(self) -> float:
        """The relative rounding of the stored numbers: 2^-9 for bfloat16, 2^-24 for float32."""
        if self.bfloat16:
            return 2.0**-9
        return float(np.finfo(self.array.dtype).eps) / 2 if self.array.dtype.kind == "f" else 2.0**-53

    def stored_rows(self, start: int, stop: int) -> npt.NDArray[Any]:
        """Rows start .. stop as they are stored (bit patterns of bfloat16), a view where that is possible."""
        if self.index is None:
            return self._take(slice(start, stop))
        chosen = self.index[start:stop]
        if chosen.size and chosen[-1] - chosen[0] == chosen.size - 1 and bool((np.diff(chosen) == 1).all()):
            return self._take(slice(int(chosen[0]), int(chosen[-1]) + 1))
        return self._take(chosen)

    def rows(self, which: slice | npt.ArrayLike) -> Floats:
        """Rows as float64, exactly the stored numbers (shifted, if the matrix is centred)."""
        if isinstance(which, slice):
            start, stop, _ = which.indices(self.n)
            raw = self.stored_rows(start, stop)
        else:
            wanted = np.asarray(which, dtype=np.int64)
            raw = self._take(wanted if self.index is None else self.index[wanted])
        exact = widen(raw).astype(np.float64) if self.bfloat16 else raw.astype(np.float64)
        return exact if self.shift is None else exact - self.shift

    @property
    def chunk(self) -> int:
        """How many rows fit into 4 MB of float64, at most 512."""
        return max(1, min(512, _CHUNK_BYTES // (8 * self.d)))

    def chunks(self) -> Any:
        """Yield (start, rows as float64) over all rows, at most `chunk` at a time."""
        for start in range(0, self.n, self.chunk):
            yield start, self.rows(slice(start, min(start + self.chunk, self.n)))

    def select(self, rows: npt.ArrayLike | slice) -> Matrix:
        """The matrix of some rows: a slice, a boolean mask of n entries, or row numbers."""
        if isinstance(rows, slice):
            wanted = np.arange(self.n, dtype=np.int64)[rows]
        else:
            wanted = _row_numbers(np.asarray(rows), self.n)
        if wanted.size == 0:
            raise InputError(f"no row is left of {self.n}: choose at least one")
        return replace(self, index=wanted if self.index is None else self.index[wanted])

    def transpose(self) -> Matrix:
        """The matrix of the columns."""
        if self.index is not None or self.shift is not None:
            raise InputError("a selected or centred matrix cannot be transposed: transpose first, then select")
        return replace(self, transposed=not self.transposed)

    def __str__(self) -> str:
        return f"{self.n} x {self.d} {self.stored} matrix" + f" {self.name}" * bool(self.name)

    def _take(self, which: slice | Indices) -> npt.NDArray[Any]:
        return self.array[:, which].T if self.transposed else self.array[which]


def widen(patterns: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """bfloat16 bit patterns as float32: the upper half of the float's own bits, so exact.

    >>> widen(np.array([0x3F80, 0xC000], dtype=np.uint16)).tolist()
    [1.0, -2.0]
    """
    return (patterns.astype(np.uint32) << np.uint32(16)).view(np.float32)


def _row_numbers(rows: npt.NDArray[Any], n: int) -> Indices:
    if rows.ndim != 1:
        raise InputError(f"rows must be a list or a mask, not an array of shape {rows.shape}: flatten it")
    if rows.dtype == bool:
        if rows.size != n:
            raise InputError(f"a mask needs one entry a row, {n}, not {rows.size}: make it that long")
        return np.flatnonzero(rows).astype(np.int64)
    if rows.size and rows.dtype.kind not in "iu":
        raise InputError(f"rows must be whole numbers or a mask of booleans, not {rows.dtype}: convert them")
    wanted = rows.astype(np.int64)
    if wanted.size and (wanted.min() < 0 or wanted.max() >= n):
        worst = int(wanted.max() if wanted.max() >= n else wanted.min())
        raise InputError(f"row {worst} does not exist: rows are numbered 0 .. {n - 1}")
    if np.unique(wanted).size != wanted.size:
        raise InputError("a row is named twice: name each once, or its overlap with itself would count")
    return wanted
