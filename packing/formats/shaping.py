"""Numbers of a file as rows, columns or a square matrix: by what is told, else by their shape, and said."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.errors import InputError
from packing.files import read_text
from packing.formats.gram import check_table, looks_like_gram
from packing.formats.held import TEXT, Held
from packing.formats.layout import Form, Layout
from packing.formats.text import ragged_line
from packing.problem import Objects, Problem

_SQUARE = (Form.GRAM, Form.GRAPH, Form.SEIDEL)
"""Layouts of square matrices."""


def shaped(
    held: Held, problem: Problem | None, told: Layout | None, meant: Objects | None = None
) -> tuple[npt.NDArray[Any], Layout, str]:
    """The numbers as rows, or as a Gram matrix; the layout; what is to be said of it, "told" where it was told."""
    numbers, rows = held.numbers, Layout(Form.ROWS)
    if told is not None and told.form is Form.GRAM:
        return square_or_rows(held, told), told, "told"
    if numbers.ndim == 1:
        return (square_or_rows(held, told) if told == rows and problem is None else _flat(held, problem)), rows, ""
    if numbers.ndim != 2:
        if told is not None and told.form is Form.COLUMNS:
            raise InputError(f"{held.source} has shape {numbers.shape}, and columns have two axes: leave it out")
        return _with_pairs(held, problem, meant), rows, ""
    is_told = told is not None and told != held.layout
    if not is_told and looks_like_gram(numbers) and (problem is None or problem.n == len(numbers)):
        return numbers, Layout(Form.GRAM), "seen"
    if not is_told and problem is None:
        check_table(numbers, held.source)
    if is_told or problem is None:
        return turned(held, told, is_told=is_told)
    n, d = problem.n, problem.d
    has_entries = problem.m == 1 and (problem.space.scalars == 1 or np.iscomplexobj(numbers))
    if has_entries and numbers.shape == (d, n) and (n != d or told is not None):
        note = "" if told is not None else f"the columns of {held.source} are the vectors, as n and d say"
        return numbers.T, Layout(Form.COLUMNS), note
    if (has_entries and numbers.shape == (n, d)) or not held.is_text:
        return numbers, rows, ""
    return _flat(held, problem), rows, ""


def turned(held: Held, told: Layout | None, *, is_told: bool) -> tuple[npt.NDArray[Any], Layout, str]:
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


def _with_pairs(held: Held, problem: Problem | None, meant: Objects | None) -> npt.NDArray[Any]:
    """An array of three axes or more; where the last one may be that of real and imaginary parts, as the problem says.

    Bases in R^2 of more than one row span it all, so that nobody packs them.
    """
    numbers = held.numbers
    if numbers.ndim != 3 or numbers.shape[2] != 2 or numbers.shape[1] < 2 or np.iscomplexobj(numbers):
        return numbers
    if problem is not None and problem.m == 1 and problem.space.scalars == 2:
        floats = numbers.astype(np.float64)
        return np.asarray(floats[..., 0] + 1j * floats[..., 1])
    if problem is not None or Objects.SUBSPACES in (meant, held.objects):
        return numbers
    raise InputError(
        f"{held.source} has the shape {numbers.shape}, as pairs of real and imaginary parts have and bases in R^2: "
        "say n, d and --field C for pairs, or write numbers such as 1+2j"
    )


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


def square_or_rows(held: Held, told: Layout | None) -> npt.NDArray[Any]:
    """Numbers with two axes; of numbers without a shape, those of a square matrix, or one row."""
    numbers = held.numbers
    if numbers.ndim == 1:
        side = math.isqrt(numbers.size)
        is_square = told is not None and told.form in _SQUARE and side * side == numbers.size
        return numbers.reshape(side, side) if is_square else numbers[None]
    return numbers


__dir__ = shown(__name__)
