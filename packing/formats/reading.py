"""The one reader: a file, and what is told of it, as a packing, with a note on every choice that nobody told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing, Vectors
from packing.doors import shown
from packing.errors import InputError
from packing.exact_gram import ExactGram
from packing.exact_rows import exact_products, exact_rows
from packing.formats.codes import packing_of_graph, points_of_words
from packing.formats.gram import vectors_of_gram
from packing.formats.held import Held, held_in
from packing.formats.layout import MOST_LETTERS, Form, Layout, parse_layout
from packing.formats.shaping import shaped, square_or_rows, turned
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
    What rows stand for is said by `problem`, else by `objects`, else by the file or its name, as of an export
    (`points_3x5.csv`); else they are lines. `layout` says
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
    /g.csv says no more, and its vectors were read as lines: for points say --vectors
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
    is_told = meant is not None or held.objects is not None or found.layout.form in _POINTS or _names_points(path)
    bare = packing.space.has_lines and packing.space.scalars == 1 and not is_told
    alone = f"{path} says no more, and its vectors were read as lines: for points say --vectors"
    said = alone if found.layout.form is Form.GRAM else rows_alone(path)
    notes = (*found.notes, said) if bare else found.notes
    return replace(found, packing=packing, notes=notes)


_POINTS = (Form.WORDS, Form.GENERATOR, Form.GRAPH, Form.SEIDEL)
"""Layouts that say themselves what they are layouts of."""


def said_objects(path: Path | str) -> Objects | None:
    """What a file itself says that its rows stand for: `.npz` and `.json` files, or a name as of an export; else None.

    >>> said_objects("points_3x5.txt")
    <Objects.VECTORS: 'vectors'>
    """
    source = Path(path)
    if source.suffix in (".npz", ".json"):
        return held_in(source).objects
    return Objects.VECTORS if _names_points(source) else None


def _names_points(source: Path) -> bool:
    """Whether the name of a file is that of points in an export or in the tables of Sloane."""
    return re.match(r"points_|pack\.\d+\.\d+\.txt$", source.name) is not None


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
    rows, _, _ = shaped(held, problem, held.layout)
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
        numbers = "complex numbers" if np.iscomplexobj(held.numbers) else "numbers"
        raise InputError(f"{path} must hold a real matrix, a row a line, not {numbers} of shape {held.numbers.shape}")
    rows, _, _ = turned(held, held.layout, is_told=True)
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
        packing = points_of_words(square_or_rows(held, told), told, source)
        return Reading(_as(packing, meant), told)
    if told is not None and told.form in (Form.GRAPH, Form.SEIDEL):
        return Reading(_as(packing_of_graph(square_or_rows(held, told), told, source), meant), told)
    rows, layout, note = shaped(held, problem, told, meant)
    objects = meant or _objects(rows, held)
    if layout.form is Form.GRAM:
        gram = vectors_of_gram(rows, source, problem.d if problem is not None else None)
        d = gram.rank if problem is None else problem.d
        vectors = np.pad(gram.vectors, ((0, 0), (0, d - gram.rank)))
        said = (
            f"{source} is a Gram matrix (symmetric, diagonal 1, no negative eigenvalue), {gram.text}; else say --rows"
        )
        return Reading(Packing(vectors, objects, gram.exact), layout, () if note == "told" else (said, *_squares(rows)))
    exact = exact_rows(rows) or exact_products(rows)
    packing = _packing(rows, objects, exact, source)
    notes = [note] if note else []
    notes += [] if told is not None and told != held.layout else _other_meanings(held, packing, problem or meant)
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


def _packing(rows: npt.NDArray[Any], objects: Objects, exact: ExactGram | None, source: Path) -> Packing:
    """The packing along rows; an error names the file."""
    try:
        return Packing(rows, objects, exact)
    except InputError as defect:
        is_code = rows.dtype.kind in "iu" and rows.ndim == 2 and rows.min() >= 0 and rows.max() < MOST_LETTERS
        words = "; for words of a code say --layout words" * bool(is_code)
        raise InputError(f"cannot read {source} as a packing: {defect}{words}") from None


def _squares(gram: npt.NDArray[Any]) -> tuple[str, ...]:
    """A note on a Gram matrix without a negative entry: squares of cosines make one too, that of other vectors."""
    if np.iscomplexobj(gram) or len(gram) < 3 or (gram < 0).any():
        return ()
    return ("no entry is negative: squares of overlaps would be read so too, and are no overlaps of their vectors",)


def _other_meanings(held: Held, packing: Packing, told: object) -> list[str]:
    """Notes on what the numbers may be besides rows of vectors."""
    numbers = held.numbers
    if packing.space.m > 1 and held.objects is None and told is None:
        return [f"{held.source} has the shape {numbers.shape}, and was read as {packing.problem}: n bases of m rows"]
    square = numbers.ndim == 2 and numbers.shape[0] == numbers.shape[1] > 2 and numbers.dtype.kind in "iufb"
    if (
        square
        and not np.diagonal(numbers).any()
        and np.isin(numbers, (-1, 0, 1)).all()
        and (numbers == numbers.T).all()
    ):
        return [
            f"{held.source} could be a graph, symmetric with diagonal 0: for its points say --layout graph or seidel"
        ]
    return []


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
    if _holds_subspaces(rows, held.source.suffix):
        return Objects.SUBSPACES
    return (
        Objects.VECTORS
        if rows.ndim == 2 and not np.iscomplexobj(rows) and _names_points(held.source)
        else Objects.LINES
    )


def _holds_subspaces(array: Vectors, suffix: str) -> bool:
    """Whether an array that says nothing else has an axis for bases; (n, d, 4) over R is one of quaternionic lines."""
    is_real = suffix != ".mat" and not np.iscomplexobj(array)
    return array.ndim == 4 or (array.ndim == 3 and not (is_real and array.shape[2] == 4))


__dir__ = shown(__name__)
