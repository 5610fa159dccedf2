"""Which row belongs to which group: labels in a file, group numbers in an array."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.array_files import read_npy
from packing.errors import InputError
from packing.files import read_text
from packing.numeric import Indices

Name = int | str


@dataclass(frozen=True, eq=False)
class Groups:
    """The names of the groups in order, and for each row the place of its group there, -1 for none.

    Fields: `places` (n,): whole numbers.
    """

    names: tuple[Name, ...]
    places: Indices

    def select(self, index: Indices | None) -> Groups:
        """The groups of some rows; a group that keeps no row keeps its name."""
        return self if index is None else Groups(self.names, self.places[index])

    def __str__(self) -> str:
        return f"{len(self.names)} groups of {self.places.size} rows"


def read_groups(path: Path | str) -> Groups:
    """The groups in a file: a `.npy` array with one number or word a row, or text with one label a line.

    Args: `path`: the file. Raises `InputError` where it holds neither.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(f"{folder}/days.txt").write_text("day\\nday\\nmonth\\n")
    ...     print(read_groups(f"{folder}/days.txt").names)
    ('day', 'month')
    """
    source = Path(path)
    if source.suffix == ".npy":
        return as_groups(read_npy(source), str(source))
    lines = read_text(source).splitlines()
    labels = [line.strip() for line in lines]
    if "" in labels:
        raise InputError(f"{source} must hold one label a line, but line {labels.index('') + 1} is blank: name a group")
    return as_groups(_numbers(labels), str(source))


def as_groups(labels: object, source: str = "the groups") -> Groups:
    """The groups of labels, whole numbers or words, one a row, sorted; a negative number is of no group.

    >>> found = as_groups([7, -1, 3, 7])
    >>> found.names, found.places.tolist()
    ((3, 7), [1, -1, 0, 1])
    """
    if isinstance(labels, Groups):
        return labels
    try:
        array = np.asarray(labels)
    except ValueError:
        raise InputError(f"{source} must hold one label a row, not lists of different lengths: flatten them") from None
    if array.ndim != 1 or array.size == 0:
        raise InputError(f"{source} must hold one label a row, not an array of shape {array.shape}: flatten it")
    if array.dtype.kind not in "iuUS":
        raise InputError(f"{source} must be whole numbers or words, not {array.dtype}: number the groups from 0")
    if array.dtype.kind == "S":
        array = np.char.decode(array, "utf-8", "backslashreplace")
    values, places = np.unique(array, return_inverse=True)
    names = tuple(values.tolist())
    if array.dtype.kind != "i":
        return Groups(names, places.astype(np.int64))
    none = int(np.sum(values < 0))
    return Groups(names[none:], np.maximum(places.astype(np.int64) - none, -1))


def of_rows(groups: Groups, rows: int, selected: Indices | None, taking_part: int) -> Groups:
    """The groups of the rows that were chosen; labels may be of these alone, or of all `rows` of the file."""
    if groups.places.size == rows:
        return groups.select(selected)
    if groups.places.size == taking_part:
        return groups
    chosen = f" ({taking_part} of them chosen)" if taking_part != rows else ""
    raise InputError(
        f"the groups need one label a row, {rows}{chosen}, not {groups.places.size}: give each row a label, -1 for none"
    )


def _numbers(labels: list[str]) -> npt.NDArray[Any]:
    """The labels as whole numbers where all of them are such."""
    try:
        return np.array([int(label) for label in labels], dtype=np.int64)
    except (ValueError, OverflowError):
        return np.array(labels)
