"""Values as JSON and back, by name and field; what is no value of this package is refused."""

from __future__ import annotations

import base64
import math
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np

from packing.errors import InputError
from packing.results.exact import read, written

_BUILDERS = "packing.constructions."
"""Functions in a result are those of this package that make exact vectors."""

_KINDS = "biufc"
"""The kinds of numbers of arrays: truth values, whole numbers, floats, complex numbers."""


def encoded(value: Any) -> Any:
    """The value in JSON's own types.

    >>> encoded((1, 0.5, Fraction(1, 3)))
    {'tuple': [1, 0.5, {'fraction': '1/3'}]}
    """
    if isinstance(value, Enum):
        return {"enum": _place(type(value)), "name": value.name}
    match value:
        case None | bool() | int() | str():
            return value
        case np.generic() | np.ndarray():
            return _array(value)
        case float():
            return value if math.isfinite(value) else {"float": repr(value)}
        case complex():
            return {"complex": [encoded(value.real), encoded(value.imag)]}
        case Fraction() | Decimal():
            return {type(value).__name__.lower(): str(value)}
        case list():
            return [encoded(entry) for entry in value]
        case tuple() if (names := getattr(value, "_fields", None)) is not None:
            parts = {name: encoded(part) for name, part in zip(names, value, strict=True)}
            return {"type": _place(type(value)), "fields": parts}
        case tuple() | set() | frozenset():
            return {type(value).__name__: [encoded(entry) for entry in value]}
        case dict():
            return {"dict": [[encoded(key), encoded(entry)] for key, entry in value.items()]}
        case partial():
            return {"partial": [encoded(value.func), encoded(value.args), encoded(value.keywords)]}
    return _of_class(value)


def decoded(document: Any, where: str) -> Any:
    """The value of such a document; `InputError` names `where` it stands if it is none."""
    try:
        return _decoded(document)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        ImportError,
        IndexError,
        RecursionError,
        OverflowError,
    ) as fault:
        raise InputError(f"{where} holds no result of this version of packing: {fault}; save it again") from None


def _of_class(value: Any) -> Any:
    if type(value).__module__.startswith("sympy."):
        return {"sympy": written(value)}
    if _place(type(value)) == "packing.claims.claim:Claim":
        return {"claim": value.id}
    if is_dataclass(value) and type(value).__module__.startswith("packing."):
        return {
            "type": _place(type(value)),
            "fields": {each.name: encoded(getattr(value, each.name)) for each in fields(value)},
        }
    if callable(value) and str(getattr(value, "__module__", "")).startswith(_BUILDERS):
        return {"function": f"{value.__module__}:{value.__qualname__}"}
    raise InputError(f"a {type(value).__name__} is no result of packing: save packings, bounds, searches, studies, ..")


def _decoded(document: Any) -> Any:
    if isinstance(document, list):
        return [_decoded(entry) for entry in document]
    if not isinstance(document, dict):
        return document
    kind = next(iter(document))
    inside = document[kind]
    match kind:
        case "enum":
            return _class(inside, Enum)[document["name"]]
        case "array":
            return _read_array(document)
        case "float":
            return float(inside)
        case "complex":
            return complex(*map(_decoded, inside))
        case "fraction":
            return Fraction(inside)
        case "decimal":
            return Decimal(inside)
        case "tuple" | "set" | "frozenset":
            return {"tuple": tuple, "set": set, "frozenset": frozenset}[kind](map(_decoded, inside))
        case "dict":
            return {_decoded(key): _decoded(entry) for key, entry in inside}
        case "partial":
            function, arguments, keywords = map(_decoded, inside)
            return partial(function, *arguments, **keywords)
        case "function":
            return _builder(inside)
        case "sympy":
            return read(inside)
        case "claim":
            return import_module("packing.claims").claim(inside)
        case "type":
            return _made(_class(inside, object), {name: _decoded(part) for name, part in document["fields"].items()})
    raise ValueError(f"unknown entry {kind!r}")


def _place(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _class(place: str, above: type) -> Any:
    """A class of this package by its place: a dataclass, a named tuple, or an enumeration."""
    module, _, name = place.partition(":")
    if not module.startswith("packing."):
        raise ValueError(f"{place} is no class of this package")
    found = getattr(import_module(module), name)
    is_value = isinstance(found, type) and (is_dataclass(found) or hasattr(found, "_fields") or issubclass(found, Enum))
    if not is_value or not issubclass(found, above) or found.__module__ != module:
        raise ValueError(f"{place} is no class of values")
    return found


def _made(kind: Any, parts: dict[str, Any]) -> Any:
    """An instance with these fields as they stand: what was normalised once is not normalised again."""
    if hasattr(kind, "_fields"):
        return kind(**parts)
    names = {each.name for each in fields(kind)}
    if names != parts.keys():
        raise ValueError(f"{kind.__name__} has the fields {', '.join(sorted(names))}")
    made = object.__new__(kind)
    for name, part in parts.items():
        object.__setattr__(made, name, part)
    return made


def _builder(place: str) -> Any:
    module, _, name = place.partition(":")
    found = getattr(import_module(module), name) if module.startswith(_BUILDERS) else None
    if found is None or getattr(found, "__module__", None) != module:
        raise ValueError(f"{place} is no function that makes exact vectors")
    return found


def _array(value: Any) -> dict[str, Any]:
    array = np.asarray(value)
    if array.dtype.kind not in _KINDS:
        raise InputError(f"an array of {array.dtype} is no result of packing: give numbers")
    data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")
    scalar = {"scalar": True} if isinstance(value, np.generic) else {}
    return {"array": array.dtype.str, "shape": list(array.shape), "data": data, **scalar}


def _read_array(document: dict[str, Any]) -> Any:
    dtype = np.dtype(document["array"])
    if dtype.kind not in _KINDS:
        raise ValueError(f"an array of {dtype} holds no numbers")
    array = np.frombuffer(base64.b64decode(document["data"], validate=True), dtype).reshape(document["shape"])
    if document.get("scalar"):
        return array[()]
    return array  # frozen, as the arrays of values are
