"""The card of any value: its text and its plain fields."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from packing.report.cells import Cell, Number
from packing.report.notebook.card import Card

_LONGEST = 200


def plain_card(value: Any, badge: str = "") -> Card:
    """Numbers, words and truth values among the fields of a dataclass, under the value's own text.

    >>> from packing.toymodels import AutoencoderConfig
    >>> plain_card(AutoencoderConfig(n=5, d=2, density=0.3)).rows[0]
    ('n', 5)
    """
    names = [field.name for field in fields(value)] if is_dataclass(value) else []
    cells = ((name.replace("_", " "), _plain(getattr(value, name))) for name in names if not name.startswith("_"))
    text = " ".join(str(value).split())
    title = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return Card(title, tuple((name, cell) for name, cell in cells if cell is not None), badge)


def _plain(value: object) -> Cell:
    match value:
        case Enum():
            return str(value.value)
        case bool():
            return "yes" if value else "no"
        case int():
            return value
        case float():
            return Number(value, 10)
        case str() if len(value) <= _LONGEST:
            return value
    return None
