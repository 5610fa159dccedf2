"""Short reprs of values that hold arrays, long tuples and many settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from packing.displayed import Displayed

_LONGEST = 160
_SHOWN = 4


class Brief(Displayed):
    """A dataclass whose repr gives arrays by their shape, long tuples by their length, and leaves defaults out.

    >>> from packing.toymodels import AutoencoderConfig
    >>> AutoencoderConfig(n=400, d=30, density=(0.1,) * 400)
    AutoencoderConfig(n=400, d=30, density=(0.1, 0.1, ..., 400 in all), variant=Variant.RELU)
    """

    def __repr__(self) -> str:
        return brief(self)


def brief(value: Any) -> str:
    """The repr of a dataclass or a named tuple in at most 200 characters."""
    text = ", ".join(f"{name}={_part(part)}" for name, part in _parts(value))
    return f"{type(value).__name__}({text if len(text) <= _LONGEST else text[:_LONGEST].rstrip(', ') + ' ...'})"


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if not is_dataclass(value):
        yield from value._asdict().items()
        return
    for field in fields(value):
        part = getattr(value, field.name)
        if not (field.default is not MISSING and type(part) is type(field.default) and part == field.default):
            yield field.name, part


def _part(part: object) -> str:
    if isinstance(part, np.ndarray):
        return f"{part.dtype.name} array {part.shape}"
    if is_dataclass(part):
        return f"{type(part).__name__}(...)"
    if isinstance(part, Enum):
        return f"{type(part).__name__}.{part.name}"
    if isinstance(part, Sequence) and not isinstance(part, str) and len(part) > _SHOWN:
        return f"({', '.join(map(_part, part[:2]))}, ..., {len(part)} in all)"
    return repr(part)
