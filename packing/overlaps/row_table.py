"""Answers by row: a table of columns, one line a row of the matrix that takes part, and the files that hold it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError, MissingExtraError
from packing.files import check_writable, replacing
from packing.numeric import Floats, Indices
from packing.overlaps.values import ShortRepr
from packing.rounding import counted

Columns = Mapping[str, npt.NDArray[Any]]

_CHUNK = 2**14
"""Lines of a table that are turned into text or a row group at once."""


@dataclass(frozen=True, eq=False, repr=False)
class RowTable(ShortRepr):
    """Columns of equal length by name, each of shape (n,); `row` holds the numbers of the rows in the matrix as given.

    Fields: `columns`: the arrays by name.

    >>> table = RowTable({"row": np.array([0, 2]), "norm": np.array([5.0, 0.5])})
    >>> len(table), table["norm"].tolist()
    (2, [5.0, 0.5])
    """

    columns: Columns

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        if name not in self.columns:
            raise InputError(f"the table has no column {name!r}: choose one of {', '.join(self.columns)}")
        return self.columns[name]

    def __len__(self) -> int:
        return int(next(iter(self.columns.values())).size)

    def __str__(self) -> str:
        return f"{counted(len(self), 'row')} of {', '.join(self.columns)}"

    def save(self, path: Path | str) -> Path:
        """Write the table whole or not at all, by the suffix: `.csv`, `.npz`, or `.parquet` (extra `parquet`).

        Floats in full precision; memory a few MB beyond the table. Raises `InputError` for another suffix and
        `MissingExtraError` without pyarrow.
        """
        target = check_table_file(path)
        with replacing(target) as draft:
            _WRITERS[target.suffix](draft, self.columns)
        return target


def ranked_columns(name: str, partners: Indices, cosines: Floats) -> dict[str, npt.NDArray[Any]]:
    """The columns of (n, k) partners and their cosines: `name`, `name_cosine`, `name_2`, `name_cosine_2`, ..

    >>> list(ranked_columns("best", np.zeros((3, 2), dtype=np.int64), np.zeros((3, 2))))
    ['best', 'best_cosine', 'best_2', 'best_cosine_2']
    """
    columns: dict[str, npt.NDArray[Any]] = {}
    for place in range(partners.shape[1]):
        ending = f"_{place + 1}" if place else ""
        columns |= {f"{name}{ending}": partners[:, place], f"{name}_cosine{ending}": cosines[:, place]}
    return columns


def check_table_file(path: Path | str) -> Path:
    """Return `path` where a table can be written, or `InputError` for another suffix, folder, or a missing library."""
    target = check_writable(path)
    if target.suffix not in _WRITERS:
        raise InputError(
            f"a table of rows must end in {', '.join(_WRITERS)}, not in '{target.suffix}': rename {target}"
        )
    if target.suffix == ".parquet":
        _parquet()
    return target


def _write_csv(path: Path, columns: Columns) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for part in _parts(columns):
            writer.writerows(zip(*(column.tolist() for column in part), strict=True))


def _write_npz(path: Path, columns: Columns) -> None:
    arrays: dict[str, Any] = dict(columns)
    with path.open("wb") as stream:
        np.savez(stream, **arrays)


def _write_parquet(path: Path, columns: Columns) -> None:
    arrow, parquet = _parquet()
    schema = arrow.schema([(name, arrow.from_numpy_dtype(column.dtype)) for name, column in columns.items()])
    with parquet.ParquetWriter(path, schema) as writer:
        for part in _parts(columns):
            writer.write_table(arrow.table([np.ascontiguousarray(column) for column in part], schema=schema))


def _parquet() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtraError("a .parquet file", "parquet") from None


def _parts(columns: Columns) -> Iterator[list[npt.NDArray[Any]]]:
    """The columns cut into pieces of at most `_CHUNK` lines."""
    length = next(iter(columns.values())).size
    for start in range(0, length, _CHUNK):
        yield [column[start : start + _CHUNK] for column in columns.values()]


_WRITERS: dict[str, Callable[[Path, Columns], None]] = {
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".npz": _write_npz,
}
