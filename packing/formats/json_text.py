"""Packings in JSON: nested lists of numbers, or an object that names them, as `packing search --digits` writes it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.errors import InputError
from packing.formats.text import MOST_DIGITS, text_numbers

VECTORS = ("vectors", "points", "rows", "coordinates")
GRAM = ("gram", "gram_matrix", "cosines")


@dataclass(frozen=True, eq=False)
class JsonNumbers:
    """The numbers of a JSON text, the `objects` and the `distance` that it names, whether they are a Gram matrix."""

    numbers: npt.NDArray[Any]
    objects: str | None = None
    distance: str | None = None
    is_gram: bool = False
    is_complex: bool = False


def json_numbers(text: str, source: Path | str) -> JsonNumbers:
    """The numbers of a JSON text: nested lists of numbers or of exact text such as "1/3"; pairs over C.

    An object holds them under vectors, points, rows, coordinates, gram or cosines, or under its only list; `field` "C"
    says that the last axis is real and imaginary part. Raises `InputError` for other text.

    >>> json_numbers('{"points": [[1, 0], [-1, 0]], "n": 2}', "p.json").numbers.tolist()
    [[1, 0], [-1, 0]]
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as defect:
        reason = str(defect).splitlines()[0][:100] or type(defect).__name__
        raise InputError(f"cannot read {source} as JSON: {reason}; give a list of rows of numbers") from None
    named = value if isinstance(value, dict) else {}
    name = "" if not named else _name(named, source)
    numbers = _array(named[name] if named else value, source)
    if named.get("field") == "C" and numbers.ndim >= 3 and numbers.shape[-1] == 2:
        numbers = numbers.astype(np.float64)
        numbers = numbers[..., 0] + 1j * numbers[..., 1]
    objects, distance = (named.get(key) if isinstance(named.get(key), str) else None for key in ("objects", "distance"))
    return JsonNumbers(numbers, objects, distance, name in GRAM)


def _name(named: dict[str, Any], source: Path | str) -> str:
    for name in (*VECTORS, *GRAM):
        if isinstance(named.get(name), list):
            return name
    lists = [name for name, value in named.items() if isinstance(value, list) and value and isinstance(value[0], list)]
    if len(lists) == 1:
        return lists[0]
    held = ", ".join(map(str, list(named)[:5])) or "nothing"
    raise InputError(f"{source} has no list of rows named 'vectors' or 'gram' (it has {held}): name it so")


def _array(value: Any, source: Path | str) -> npt.NDArray[Any]:
    """Nested lists of one length a level as an array."""
    shape: list[int] = []
    flat = [value]
    while flat and all(isinstance(each, list) for each in flat):
        lengths = {len(each) for each in flat}
        if len(lengths) != 1:
            raise InputError(
                f"{source} has lists of different lengths, {min(lengths)} and {max(lengths)}: make them one"
            )
        shape.append(lengths.pop())
        flat = [inner for each in flat for inner in each]
    if not shape or not flat or any(isinstance(each, bool) or not isinstance(each, int | float | str) for each in flat):
        raise InputError(f"{source} must hold a list of rows of numbers: give [[1, 0], [0, 1]], say")
    return _numbers(flat, source).reshape(shape)


def _numbers(flat: list[Any], source: Path | str) -> npt.NDArray[Any]:
    if any(isinstance(each, str) for each in flat):
        words = [each.strip() if isinstance(each, str) else repr(each) for each in flat]
        if any(not word or len(word.split()) > 1 for word in words):
            raise InputError(f"{source} has text that is no number: write digits, or a fraction such as 1/3")
        return text_numbers("\n".join(words), source)
    if any(isinstance(each, float) for each in flat):
        try:
            return np.array([float(each) for each in flat])
        except OverflowError:
            raise InputError(f"{source} holds a whole number beyond a float among floats: write all as text") from None
    longest = max(len(str(abs(each))) for each in flat)
    if longest > MOST_DIGITS:
        raise InputError(f"{source} holds a number of {longest} digits, more than {MOST_DIGITS}: write fewer")
    return np.array(flat, dtype=np.int64 if longest <= 18 else object)


__dir__ = shown(__name__)
