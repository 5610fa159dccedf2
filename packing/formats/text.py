"""Numbers in text: one a line (Sloane), or a row a line by commas, blanks or tabs; whole, fractions, roots, floats."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.errors import InputError
from packing.exact_text import read_exact
from packing.formats.spelling import check_commas, parts_of_names, respelled

Array = npt.NDArray[Any]

MOST_DIGITS = 4_300
"""The longest number that is read."""

_SEPARATORS = str.maketrans(dict.fromkeys(',;"[]{}', " "))
_REMARK = re.compile(r"[#%].*")
_NAME = re.compile(r"[A-Za-z_]\w*(\[\d+\])?", re.ASCII)
_LETTERS = re.compile(r"[0-9]{2,}", re.ASCII)
_WHOLE = re.compile(r"[-+]?[0-9]+", re.ASCII)
_NO_EXPONENT = re.compile(r"[-+]?[0-9]*\.[0-9]*[-+][0-9]{2,}", re.ASCII)


def text_numbers(text: str, source: Path | str, *, words: bool = False) -> Array:
    """The numbers of a text: shape (lines, numbers a line), or (numbers,) where the lines do not show a shape.

    Remarks begin with # or %. A first line of names is left out, and one that says how many rows and columns follow;
    names such as x_re and x_im make the columns complex.
    With `words`, digits that stand together are letters: 0110 is a row of four. int64 where all numbers are whole,
    Python's integers where those are too long, float64 or complex128 for decimals, `Fraction` and sympy for text such
    as 1/3 and sqrt(5)/2. Raises `InputError` for other text, naming the line.

    >>> text_numbers("x, y\\n1, 2\\n-3, 4\\n", "p.csv").tolist()
    [[1, 2], [-3, 4]]
    >>> text_numbers("0110\\n1010\\n", "code.txt", words=True).tolist()
    [[0, 1, 1, 0], [1, 0, 1, 0]]
    """
    if "#" in text or "%" in text:
        text = "\n".join(_REMARK.sub("", line) for line in text.split("\n"))
    if "," in text:
        check_commas(text, source)
    lines = [line.split() for line in respelled(text).translate(_SEPARATORS).split("\n")]
    places = [number for number, line in enumerate(lines, 1) if line]
    rows = [line for line in lines if line]
    names: list[str] = []
    if len(rows) > 1 and all(_NAME.fullmatch(word) and not _is_float(word) for word in rows[0]):
        names, rows, places = rows[0], rows[1:], places[1:]
    if words:
        rows = [list(row[0]) if len(row) == 1 and _LETTERS.fullmatch(row[0]) else row for row in rows]
    if words and len({len(row) for row in rows}) > 1:
        raise InputError(f"{source} must hold one word a line, all of one length: write words such as 0110")
    if not rows:
        raise InputError(f"{source} holds no numbers: give a row of numbers a line, or one number a line")
    rows, places = _without_counts(rows, places)
    _check_first(names, rows, source)
    lengths = {len(row) for row in rows}
    values = _values([word for row in rows for word in row], rows, places, source)
    if len(lengths) > 1 or lengths == {1} or len(rows) == 1:
        return values
    matrix = values.reshape(len(rows), -1)
    parts = parts_of_names(names, source) if len(names) == matrix.shape[1] else None
    if parts is None:
        return matrix
    return np.asarray(matrix[:, parts[0]].astype(np.float64) + 1j * matrix[:, parts[1]].astype(np.float64))


def _check_first(names: list[str], rows: list[list[str]], source: Path | str) -> None:
    """Raise `InputError` where a first line or column may number the others: told by names, or by decimals below it."""
    width, count, first = len(rows[0]), len(rows) - 1, [row[0] for row in rows]
    if len(names) == width - 1 and any(first == [str(k + least) for k in range(count + 1)] for least in (0, 1)):
        raise InputError(
            f"{source} has {len(names)} names over {width} columns: leave out the column of numbers of rows"
        )
    numbers = [[str(each) for each in range(width)]] if width > 2 else []
    counts = [[str(count), str(width)], [str(width), str(count)]] if count > 2 else []
    has_decimals = any(not _WHOLE.fullmatch(word) for row in rows[1:] for word in row)
    if rows[0] in (*numbers, *counts) and has_decimals:
        raise InputError(
            f"{source} begins with {' '.join(rows[0])[:40]!r} over decimals, a row or a line that counts: "
            "leave it out, or write it with a point"
        )


def ragged_line(text: str) -> str:
    """Which lines of a text have different numbers of numbers, in words; empty where all have as many."""
    lines = [line.split() for line in _REMARK.sub("", text.translate(_SEPARATORS)).split("\n")]
    counts = [(number, len(line)) for number, line in enumerate(lines, 1) if line]
    for number, count in counts:
        if count != counts[0][1]:
            return f"line {number} has {count} numbers and line {counts[0][0]} has {counts[0][1]}"
    return ""


def _without_counts(rows: list[list[str]], places: list[int]) -> tuple[list[list[str]], list[int]]:
    """The rows without a first one that says how many follow: n, n d or d n."""
    rest = rows[1:]
    widths = {len(row) for row in rest}
    if len(widths) != 1 or len(rows[0]) == (width := widths.pop()) or width == 1:
        return rows, places
    counts = [[str(len(rest))], [str(len(rest)), str(width)], [str(width), str(len(rest))]]
    return (rest, places[1:]) if rows[0] in counts else (rows, places)


def _values(words: list[str], rows: list[list[str]], places: list[int], source: Path | str) -> Array:
    longest = max(map(len, words))
    if longest > MOST_DIGITS:
        raise InputError(f"{source} holds a number of {longest} letters, more than {MOST_DIGITS}: write fewer digits")
    if any("_" in word or not word.isascii() for word in words):
        return _one_by_one(words, rows, places, source)
    try:
        whole = [int(word) for word in words]
    except ValueError:
        pass
    else:
        return np.array(whole, dtype=np.int64 if longest <= 18 else object)
    try:
        return np.array([float(word) for word in words])
    except ValueError:
        return _one_by_one(words, rows, places, source)


def _one_by_one(words: list[str], rows: list[list[str]], places: list[int], source: Path | str) -> Array:
    """Exact text, and complex numbers; `InputError` names the line and the number that is none."""
    found: list[Any] = []
    for place, row in zip(places, rows, strict=True):
        for word in row:
            value = _number(word)
            if value is None:
                raise InputError(
                    f"{source}: line {place}, entry {len(found) + 1} is {word[:40]!r}, not a number: "
                    "write digits, a fraction such as 1/3, a root such as sqrt(5)/2, or a+bi"
                )
            found.append(value)
    if any(isinstance(value, complex) for value in found):
        return np.array([complex(value) for value in found])
    array = np.empty(len(found), dtype=object)
    array[:] = found
    return array if any(not isinstance(value, float) for value in found) else array.astype(np.float64)


def _number(word: str) -> Any:
    if "_" in word or not word.isascii():
        return None
    if _WHOLE.fullmatch(word):
        return int(word)
    if _NO_EXPONENT.fullmatch(word):  # 0.15-103, which Fortran writes for 0.15E-103, and which is no difference
        return None
    if _is_float(word):
        return read_exact("the number", word) if re.fullmatch(r"[-+]?[0-9]*\.?[0-9]{1,12}", word) else float(word)
    if word[-1] in "ijIJ":
        plain = re.sub(r"\*?[ijIJ]$", "j", word)
        try:
            return complex(plain)
        except ValueError:
            return None
    try:
        return read_exact("the number", word)
    except InputError:
        return None


def _is_float(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


__dir__ = shown(__name__)
