"""The one reader: a file, and what is told of it, as a packing, with a note on every choice that nobody told."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing, Vectors
from packing.doors import shown
from packing.errors import InputError
from packing.exact_rows import exact_rows
from packing.files import read_text
from packing.formats.codes import packing_of_graph, points_of_words
from packing.formats.gram import looks_like_gram, vectors_of_gram
from packing.formats.held import TEXT, Held, held_in
from packing.formats.layout import Form, Layout, parse_layout
from packing.formats.text import ragged_line
from packing.problem import Objects, Problem
from packing.space import Distance, Space, parse_objects

BARE = (".npy", ".mat", ".csv", ".tsv", ".dat", ".json")
"""Formats that may hold rows and not what they stand for."""

UNIT = 1e-6
"""Rows whose lengths are this near 1 have length 1."""


@dataclass(frozen=True, eq=False)
class Reading:
    """A packing read from a file; how its numbers were laid out; notes on what was decided and not told.

    `doubtful` holds the rows as they stand in a file of one inexact number a line: there only their lengths show
    whether n, d and the field are right.
    """

    packing: Packing
    layout: Layout
    notes: tuple[str, ...] = ()
    doubtful: Vectors | None = None


def load(
    path: Path | str,
    problem: Problem | None = None,
    objects: Objects | str | None = None,
    layout: Layout | str | None = None,
) -> Packing:
    """Read a packing; `problem` gives the shape that a text file does not hold, and is checked for the others.

    Rows need no length 1; what is exact in the file, whole numbers, fractions and roots, stays so in `Packing.exact`.
    What rows stand for is said by `problem`, else by `objects`, else by the file; else they are lines. `layout` says
    that numbers are rows, columns, gram, words, generator, graph or seidel (`packing.formats.layout`); untold, a
    symmetric matrix with unit diagonal and no negative eigenvalue is a Gram matrix, and others are rows.
    Raises `InputError` for a file that is missing, of another length or shape, holds text or pickled objects.

    Args: `path`: text, `.csv`, `.json`, `.npy`, `.npz` or `.mat`; `objects`: "lines", "vectors" or "subspaces".

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "p.csv")
    ...     _ = path.write_text("1, 2\\n2, -1\\n1/3, 1/3\\n")
    ...     print(load(path))
    3 lines in R^2, coherence 0.948683298051
    """
    return read(path, problem, objects, layout).packing


def read(
    path: Path | str,
    problem: Problem | None = None,
    objects: Objects | str | None = None,
    layout: Layout | str | None = None,
) -> Reading:
    """The packing in a file, as `load`, with how it was read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "g.csv")
    ...     _ = path.write_text("1,1/3,-1/3\\n1/3,1,1/3\\n-1/3,1/3,1\\n")
    ...     for note in read(path).notes:
    ...         print(note.replace(folder, ""))
    /g.csv is a Gram matrix (symmetric, diagonal 1, no negative eigenvalue), rank 3 in exact arithmetic; else say --rows
    /g.csv holds rows alone, which were read as lines: for points say --vectors, or save them as .npz
    """
    told = None if layout is None else parse_layout(layout)
    return interpret(held_in(path, told), problem, objects, told)


def interpret(
    held: Held, problem: Problem | None = None, objects: Objects | str | None = None, told: Layout | None = None
) -> Reading:
    """What the numbers of a file stand for: `read` without opening it."""
    path = held.source
    meant = problem.objects if problem is not None else None if objects is None else parse_objects(objects)
    found = _read(held, problem, meant, told)
    packing = _of_distance(found.packing, problem, held.distance)
    if problem is not None and packing.problem != problem:
        raise InputError(f"{path} holds {packing.problem}, not {problem}: correct n, d or the field")
    is_told = meant is not None or held.objects is not None or found.layout.form in _POINTS
    bare = packing.space.has_lines and packing.space.scalars == 1 and not is_told
    notes = (*found.notes, rows_alone(path)) if bare else found.notes
    return replace(found, packing=packing, notes=notes)


_POINTS = (Form.WORDS, Form.GENERATOR, Form.GRAPH, Form.SEIDEL)
"""Layouts that say themselves what they are layouts of."""

_SQUARE = (Form.GRAM, Form.GRAPH, Form.SEIDEL)
"""Layouts of square matrices."""


def said_objects(path: Path | str) -> Objects | None:
    """What a file itself says that its rows stand for: `.npz` and `.json` files, or a name as of an export; else None.

    >>> said_objects("points_3x5.txt")
    <Objects.VECTORS: 'vectors'>
    """
    source = Path(path)
    if source.suffix in (".npz", ".json"):
        return held_in(source).objects
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
    held = held_in(path)
    rows, _, _ = _shaped(held, problem, held.layout)
    objects = _objects(rows, held) if problem is None else problem.objects
    return (rows if rows.dtype != object else rows.astype(np.float64)), objects


def rows_in(path: Path | str) -> npt.NDArray[np.float64]:
    """The real matrix in a file as it stands, (n, d), its columns from `.mat`; `InputError` for another shape.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "w.csv")
    ...     _ = file.write_text("2, 0\\n1, 1/4\\n")
    ...     rows_in(file).tolist()
    [[2.0, 0.0], [1.0, 0.25]]
    """
    held = held_in(path)
    if held.numbers.ndim != 2 or np.iscomplexobj(held.numbers):
        raise InputError(f"{path} must hold a real matrix, a row a line, not numbers of shape {held.numbers.shape}")
    rows, _, _ = _turned(held, held.layout, is_told=True)
    try:
        return rows.astype(np.float64)
    except (OverflowError, TypeError, ValueError):
        raise InputError(f"{path} holds numbers beyond a float: divide its rows by their lengths") from None


def stored_distance(source: Path) -> Distance | None:
    """The distance that an `.npz` file of subspaces names; None where it, or another file, names none."""
    return held_in(source).distance if source.suffix == ".npz" else None


def _read(held: Held, problem: Problem | None, meant: Objects | None, told: Layout | None) -> Reading:
    told = told or held.layout
    source = held.source
    if told is not None and told.is_code:
        packing = points_of_words(_square_or_rows(held, told), told, source)
        return Reading(_as(packing, meant), told)
    if told is not None and told.form in (Form.GRAPH, Form.SEIDEL):
        return Reading(_as(packing_of_graph(_square_or_rows(held, told), told, source), meant), told)
    rows, layout, note = _shaped(held, problem, told)
    objects = meant or _objects(rows, held)
    if layout.form is Form.GRAM:
        gram = vectors_of_gram(rows, source, problem.d if problem is not None else None)
        d = gram.rank if problem is None else problem.d
        vectors = np.pad(gram.vectors, ((0, 0), (0, d - gram.rank)))
        said = (
            f"{source} is a Gram matrix (symmetric, diagonal 1, no negative eigenvalue), {gram.text}; else say --rows"
        )
        return Reading(Packing(vectors, objects, gram.exact), layout, () if note == "told" else (said,))
    exact = exact_rows(rows)
    packing = Packing(rows, objects, exact)
    notes = [note] if note else []
    doubtful = None
    if rows.ndim == 2 and exact is None:
        with np.errstate(over="ignore"):  # a length beyond a double is shown as infinite
            lengths = np.linalg.norm(rows.astype(np.complex128 if np.iscomplexobj(rows) else np.float64), axis=1)
        if np.abs(lengths - 1).max() > UNIT:
            least, most = f"{lengths.min():.6g}", f"{lengths.max():.6g}"
            notes.append(f"{source} has rows of length {least} to {most}, which were divided by it")
    if held.numbers.ndim == 1 and exact is None:
        doubtful, notes = rows, []
    return Reading(packing, layout, tuple(notes), doubtful if packing.space.m == 1 else rows)


def _as(packing: Packing, meant: Objects | None) -> Packing:
    """The packing as the objects meant."""
    if meant is None or meant is packing.objects:
        return packing
    return Packing(packing.vectors, replace(packing.space, objects=meant), packing.exact)


def _of_distance(packing: Packing, problem: Problem | None, stored: Distance | None) -> Packing:
    """Subspaces by the distance that the problem says, else the file."""
    if packing.space.m == 1:
        return packing
    distance = stored if problem is None else problem.distance
    return Packing(packing.vectors, replace(packing.space, distance=distance or Distance.CHORDAL))


def _objects(rows: npt.NDArray[Any], held: Held) -> Objects:
    """What rows stand for where only their file can say it."""
    if held.objects is not None:
        return held.objects
    return Objects.SUBSPACES if _holds_subspaces(rows, held.source.suffix) else Objects.LINES


def _holds_subspaces(array: Vectors, suffix: str) -> bool:
    """Whether an array that says nothing else has an axis for bases; (n, d, 4) over R is one of quaternionic lines."""
    is_real = suffix != ".mat" and not np.iscomplexobj(array)
    return array.ndim == 4 or (array.ndim == 3 and not (is_real and array.shape[2] == 4))


def _shaped(held: Held, problem: Problem | None, told: Layout | None) -> tuple[npt.NDArray[Any], Layout, str]:
    """The numbers as rows, or as a Gram matrix; the layout; what is to be said of it, "told" where it was told."""
    numbers, rows = held.numbers, Layout(Form.ROWS)
    if told is not None and told.form is Form.GRAM:
        return _square_or_rows(held, told), told, "told"
    if numbers.ndim == 1:
        return (_square_or_rows(held, told) if told == rows and problem is None else _flat(held, problem)), rows, ""
    if numbers.ndim != 2:
        if told is not None and told.form is Form.COLUMNS:
            raise InputError(f"{held.source} has shape {numbers.shape}, and columns have two axes: leave it out")
        return numbers, rows, ""
    is_told = told is not None and told != held.layout
    if not is_told and looks_like_gram(numbers) and (problem is None or problem.n == len(numbers)):
        return numbers, Layout(Form.GRAM), "seen"
    if is_told or problem is None:
        return _turned(held, told, is_told=is_told)
    n, d = problem.n, problem.d
    has_entries = problem.m == 1 and (problem.space.scalars == 1 or np.iscomplexobj(numbers))
    if has_entries and numbers.shape == (d, n) and (n != d or told is not None):
        note = "" if told is not None else f"the columns of {held.source} are the vectors, as n and d say"
        return numbers.T, Layout(Form.COLUMNS), note
    if (has_entries and numbers.shape == (n, d)) or not held.is_text:
        return numbers, rows, ""
    return _flat(held, problem), rows, ""


def _turned(held: Held, told: Layout | None, *, is_told: bool) -> tuple[npt.NDArray[Any], Layout, str]:
    """A matrix as its layout says; untold the rows of the file are the vectors, of `.mat` its columns."""
    numbers, columns = held.numbers, told is not None and told.form is Form.COLUMNS
    count, width = numbers.shape
    note = ""
    if not is_told and (held.is_text or columns) and count != width:
        taken, other = ("columns", "rows") if columns else ("rows", "columns")
        note = (
            f"{held.source} has {count} rows of {width} numbers; its {taken} are the vectors: else say --layout {other}"
        )
    return (numbers.T if columns else numbers), told or Layout(Form.ROWS), note


def _flat(held: Held, problem: Problem | None) -> npt.NDArray[Any]:
    """Numbers without a shape in Sloane's order: all real parts object by object, then all imaginary ones."""
    source, numbers = held.source, held.numbers.ravel()
    if problem is None:
        ragged = ragged_line(read_text(source)) if source.suffix in TEXT else ""
        if ragged:
            raise InputError(f"{source} has lines of different lengths: {ragged}; give each row as many numbers")
        words = ", or --layout words if they are words of a code" * (numbers.dtype.kind in "iO" and numbers.size > 1)
        raise InputError(f"{source} holds numbers without a shape: say n, d and the field of the packing{words}")
    space = problem.space
    expected = problem.n * space.m * space.width
    if numbers.size != expected:
        raise InputError(
            f"{source} holds {numbers.size} numbers, but {problem} has {expected}: correct n, d or the field"
        )
    parts = numbers.reshape(space.scalars, problem.n, *(space.m,) * (space.m > 1), problem.d)
    if space.scalars == 1:
        return np.asarray(parts[0])
    return space.field.scalars_of(np.moveaxis(parts.astype(np.float64), 0, -1))


def _square_or_rows(held: Held, told: Layout | None) -> npt.NDArray[Any]:
    """Numbers with two axes; of numbers without a shape, those of a square matrix, or one row."""
    numbers = held.numbers
    if numbers.ndim == 1:
        side = math.isqrt(numbers.size)
        is_square = told is not None and told.form in _SQUARE and side * side == numbers.size
        return numbers.reshape(side, side) if is_square else numbers[None]
    return numbers


__dir__ = shown(__name__)
