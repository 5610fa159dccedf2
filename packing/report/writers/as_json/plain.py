"""Any value in the types that JSON has, and as the text of one JSON document."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


def dumps(value: Any) -> str:
    """One line of JSON: every float in full precision, no NaN, letters as they are.

    >>> print(dumps({"n": np.int64(3), "gap": float("nan")}))
    {"n": 3, "gap": null}
    """
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)


def plain(value: Any) -> Any:
    """`value` in JSON's own types: floats in full precision, exact numbers as strings, NaN and infinity as null.

    >>> from fractions import Fraction
    >>> plain({"exact": Fraction(1, 3), "value": np.float64(0.1), "gap": float("nan")})
    {'exact': '1/3', 'value': 0.1, 'gap': None}
    """
    match value:
        case None | bool() | str():
            return str(value) if isinstance(value, str) else value
        case int() | np.integer():
            return int(value)
        case float() | np.floating():
            return float(value) if math.isfinite(value) else None
        case np.bool_():
            return bool(value)
        case Mapping():
            return {str(key): plain(entry) for key, entry in value.items()}
        case np.ndarray() | list() | tuple():
            return [plain(entry) for entry in value]
        case Path():
            return str(value)
        case _:
            return str(value)
