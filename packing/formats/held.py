"""What a file holds before it is decided what its numbers stand for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.array_files import names_in, read_npy, read_npz
from packing.codebooks import read_mat
from packing.doors import shown
from packing.errors import InputError
from packing.files import check_readable, read_text
from packing.formats.json_text import GRAM, VECTORS, json_numbers
from packing.formats.layout import Form, Layout
from packing.formats.spelling import nested_rows
from packing.formats.text import text_numbers
from packing.objects import Distance, Objects, parse_distance, parse_objects

TEXT = (".txt", ".csv", ".tsv", ".dat")
"""Suffixes of text, in which a line may be a row."""

READABLE = (*TEXT, ".json", ".npy", ".npz", ".mat")
"""The suffixes that are read."""


@dataclass(frozen=True, eq=False)
class Held:
    """The numbers of a file, with one axis where they have no shape, and what the file says of them."""

    source: Path
    numbers: npt.NDArray[Any]
    layout: Layout | None = None
    objects: Objects | None = None
    distance: Distance | None = None

    @property
    def is_text(self) -> bool:
        """Whether the numbers stand in lines."""
        return self.source.suffix in TEXT


def held_in(path: Path | str, layout: Layout | None = None) -> Held:
    """The numbers in a file of any format that is read; digits that stand together are letters of a code.

    Raises `InputError` for another suffix, a file that cannot be read, text and Python objects.
    """
    source = check_readable(path)
    check_suffix(source)
    if source.suffix in TEXT:
        return _text(source, read_text(source), layout)
    if source.suffix == ".json":
        found = json_numbers(read_text(source), source)
        objects = None if found.objects is None else parse_objects(found.objects)
        distance = None if found.distance is None else parse_distance(found.distance)
        return Held(source, found.numbers, Layout(Form.GRAM) if found.is_gram else None, objects, distance)
    if source.suffix == ".npz":
        return _archive(source)
    array = read_npy(source) if source.suffix == ".npy" else read_mat(source)
    if array.dtype.kind in "SU":
        raise InputError(f"{source} holds text, not numbers: save an (n, d) array of numbers")
    return Held(source, array, Layout(Form.COLUMNS) if source.suffix == ".mat" and array.ndim == 2 else None)


def _text(source: Path, text: str, layout: Layout | None) -> Held:
    """The numbers of a text; lists of lists, as Python and Mathematica write them, are read as JSON first."""
    start = text.lstrip()[:2]
    if start in ("[[", "{{"):
        with suppress(InputError):
            return Held(source, json_numbers(text.translate(_BRACES), source).numbers)
    text = nested_rows(text) if "[" in text or "{" in text else text
    return Held(source, text_numbers(text, source, words=layout is not None and layout.has_letters))


_BRACES = str.maketrans("{}", "[]")


def check_suffix(path: Path) -> None:
    """Raise `InputError` where the suffix of `path` names no format that is read."""
    if path.suffix not in READABLE:
        raise InputError(
            f"{path} must end in {', '.join(READABLE)}, which tells its format, not in '{path.suffix}': rename it"
        )


def _archive(source: Path) -> Held:
    names = names_in(source)
    name = next((each for each in (*VECTORS, *GRAM) if each in names), names[0] if len(names) == 1 else None)
    if name is None:
        held = ", ".join(names[:5]) or "nothing"
        raise InputError(f"{source} has no array 'vectors' (it has {held}): save the (n, d) matrix so named")
    archive = read_npz(source, (name, "objects", "distance"))
    if archive[name].dtype.kind in "SU":
        raise InputError(f"{source} holds text as '{name}', not numbers: save an (n, d) array of numbers")
    distance = parse_distance(str(archive["distance"])) if "distance" in archive else None
    untold = Objects.LINES if name == "vectors" else None
    try:
        objects = Objects(str(archive["objects"])) if "objects" in archive else untold
    except ValueError as defect:
        raise InputError(f"cannot read {source}: {defect}; save lines or vectors as 'objects'") from None
    return Held(source, np.asarray(archive[name]), Layout(Form.GRAM) if name in GRAM else None, objects, distance)


__dir__ = shown(__name__)
