"""Packings on disk: Sloane's text format, `.npy`, `.npz` and `.mat`; never pickled, never half written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from packing.array_files import names_in, read_npy, read_npz
from packing.codebooks import read_mat, write_mat
from packing.configuration import Packing, Vectors
from packing.doors import shown
from packing.errors import InputError
from packing.files import check_readable, read_text, replacing
from packing.problem import Objects, Problem
from packing.space import Distance, Space, parse_distance, parse_objects

SUFFIXES = (".txt", ".npy", ".npz", ".mat")

BARE = (".npy", ".mat")
"""Formats that hold rows and not what they stand for."""


def save(packing: Packing, path: Path | str) -> Path:
    """Write `packing` to `path` in the format of its suffix and return the path.

    `.txt` is Sloane's: one number a line, d n lines over R; over C all real parts vector by vector, then all imaginary
    parts, 2 d n lines; over H the real, i, j and k parts, 4 d n lines; of subspaces the m rows of each one after the
    other. `.npy` is the (n, d) matrix, over H (n, d, 4), of subspaces (n, m, d); `.npz` also keeps `objects` and, of
    subspaces, their `distance`; `.mat` is a codebook (`packing.codebooks`). Digits suffice to read back the same
    doubles. Raises `InputError` for another suffix or a folder that cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = save(Packing([[1, 0], [0, 1]]), f"{folder}/basis.npy")
    ...     print(load(path))
    2 lines in R^2, coherence 0
    """
    target = Path(path)
    check_suffix(target)
    with replacing(target) as draft, draft.open("wb") as stream:
        _write(packing, target.suffix, stream)
    return target


def load(path: Path | str, problem: Problem | None = None, objects: Objects | str | None = None) -> Packing:
    """Read a packing; `problem` gives the shape that a text file does not hold, and is checked for the others.

    What rows stand for is said by `problem`, else by `objects`, else by the file. An `.npz` file says it; `.npy` and
    `.mat` files do not, and their rows are lines.
    Raises `InputError` for a file that is missing, of another length or shape, holds text or pickled objects.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = save(Packing([[1, 0], [-1, 0]], "vectors"), f"{folder}/ends.npy")
    ...     print(load(path, objects="vectors"))
    2 vectors on S^1, coherence -1
    """
    rows, meant = read_rows(path, problem)
    packing = Packing(rows, meant if objects is None or problem is not None else parse_objects(objects))
    if packing.space.m > 1:
        distance = stored_distance(Path(path)) if problem is None else problem.distance
        packing = Packing(packing.vectors, replace(packing.space, distance=distance or Distance.CHORDAL))
    if problem is not None and packing.problem != problem:
        raise InputError(f"{path} holds {packing.problem}, not {problem}: correct n, d or the field")
    return packing


def said_objects(path: Path | str) -> Objects | None:
    """What a file itself says that its rows stand for: an `.npz` file, or a name as of an export; else None."""
    source = Path(path)
    if source.suffix == ".npz":
        return read_rows(source)[1]
    if re.match(r"points_|pack\.\d+\.\d+\.txt$", source.name):
        return Objects.VECTORS
    return None


def how_read(path: Path | str, space: Space) -> str:
    """How rows were read that neither their file nor a caller explained; empty where the file says it.

    >>> how_read("codes.npy", Space.lines(3))
    'codes.npy holds rows alone, which were read as lines: for points say --vectors, or save them as .npz'
    """
    return rows_alone(path) if Path(path).suffix in BARE and space.has_lines and space.scalars == 1 else ""


def rows_alone(path: Path | str) -> str:
    """What is to be said of a file of rows that were read as lines of R^d because nothing said what they are."""
    return f"{path} holds rows alone, which were read as lines: for points say --vectors, or save them as .npz"


def read_rows(path: Path | str, problem: Problem | None = None) -> tuple[Vectors, Objects]:
    """The numbers of a file as they stand, not scaled to length 1, and what they stand for; else as `load`."""
    source = check_readable(path)
    check_suffix(source)
    if source.suffix == ".txt":
        return _read_text(source, problem)
    rows, objects = _read_arrays(source)
    return rows, objects if problem is None else problem.objects


def _write(packing: Packing, suffix: str, stream: IO[bytes]) -> None:
    if suffix == ".npy":
        np.save(stream, packing.vectors, allow_pickle=False)
    elif suffix == ".npz":
        named = {"vectors": packing.vectors, "objects": np.array(packing.objects.value)}
        if packing.space.m > 1:
            named["distance"] = np.array(packing.space.distance.value)
        np.savez(stream, allow_pickle=False, **named)
    elif suffix == ".mat":
        write_mat(packing, stream)
    else:
        parts = np.moveaxis(packing.field.parts_of(packing.vectors), -1, 0)
        stream.writelines(f"{number!r}\n".encode() for number in parts.ravel().tolist())


def _read_text(source: Path, problem: Problem | None) -> tuple[Vectors, Objects]:
    if problem is None:
        raise InputError(f"{source} holds numbers without a shape: say n, d and the field of the packing")
    space = problem.space
    expected = problem.n * space.m * space.width
    numbers = _text_numbers(source)
    if len(numbers) != expected:
        raise InputError(
            f"{source} holds {len(numbers)} numbers, but {problem} has {expected}: correct n, d or the field"
        )
    parts = numbers.reshape(space.scalars, problem.n, *(space.m,) * (space.m > 1), problem.d)
    return space.field.scalars_of(np.moveaxis(parts, 0, -1)), problem.objects


def _text_numbers(source: Path) -> npt.NDArray[np.float64]:
    words = read_text(source).split()
    numbers = np.empty(len(words))
    for index, word in enumerate(words):
        try:
            numbers[index] = float(word)
        except ValueError:
            raise InputError(f"{source}: entry {index + 1} is {word[:40]!r}, not a number: give one a line") from None
    return numbers


def _read_arrays(source: Path) -> tuple[Vectors, Objects]:
    if source.suffix in (".npy", ".mat"):
        array = read_npy(source) if source.suffix == ".npy" else read_mat(source)
        return array, Objects.SUBSPACES if _holds_subspaces(array, source.suffix) else Objects.LINES
    archive = read_npz(source, ("vectors", "objects"))
    if "vectors" not in archive:
        names = ", ".join(names_in(source)[:5]) or "nothing"
        raise InputError(f"{source} has no array 'vectors' (it has {names}): save the (n, d) matrix so named")
    try:
        return archive["vectors"], Objects(str(archive.get("objects", Objects.LINES.value)))
    except ValueError as defect:
        raise InputError(f"cannot read {source}: {defect}; save lines or vectors as 'objects'") from None


def _holds_subspaces(array: Vectors, suffix: str) -> bool:
    """Whether an array that says nothing else has an axis for bases; (n, d, 4) over R is one of quaternionic lines."""
    return array.ndim == 4 or (array.ndim == 3 and (suffix == ".mat" or np.iscomplexobj(array) or array.shape[2] != 4))


def stored_distance(source: Path) -> Distance | None:
    """The distance that an `.npz` file of subspaces names; None where it, or another file, names none."""
    if source.suffix != ".npz":
        return None
    archive = read_npz(source, ("distance",))
    return parse_distance(str(archive["distance"])) if archive else None


def check_suffix(path: Path) -> None:
    """Raise `InputError` where the suffix of `path` names no format."""
    if path.suffix not in SUFFIXES:
        raise InputError(
            f"{path} must end in {', '.join(SUFFIXES)}, which tells its format, not in '{path.suffix}': rename it"
        )


__dir__ = shown(__name__)
