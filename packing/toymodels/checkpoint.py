"""The file of trained models, one format for every kind: a lasting record, and where a killed training goes on.

The file is an `.npz` without pickle. Each array holds one thing of all models, model by model along the first axis:
lists of losses are filled up with NaN, what no model has is left out. `settings` is JSON text with the schema, the kind
of model, its config and the versions that made it; a `.json` beside the file repeats it for people.

Schema 1 is that of release 0.1.0, which wrote autoencoders alone and neither schema nor kind. Settings that a file does
not have take their defaults, so that a new setting needs no new schema.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

from packing.array_files import read_npz
from packing.errors import InputError
from packing.files import check_writable, replacing, write_text
from packing.toymodels.brief import Brief

Arrays = dict[str, npt.NDArray[Any]]

SCHEMA = 2

_PACKAGES = ("packing", "numpy", "scipy", "numba", "jax", "optax")


@dataclass(frozen=True, eq=False, repr=False)
class Content(Brief):
    """What a file holds: the kind of its models, their settings as plain values, and their arrays by name."""

    kind: str
    settings: dict[str, Any]
    arrays: Arrays


def write(content: Content, path: Path | str) -> Path:
    """Write the arrays and settings to `path` (.npz), and the settings to a .json beside it."""
    target = checked_path(path)
    header = {"schema": SCHEMA, "kind": content.kind, "config": content.settings, "versions": _versions()}
    text = json.dumps(header, indent=1)
    with replacing(target) as draft, draft.open("wb") as file:
        arrays: dict[str, Any] = content.arrays | {"settings": np.array(text)}
        np.savez(file, **arrays)
    write_text(target.with_suffix(".json"), text + "\n")
    return target


def read(path: Path | str) -> Content:
    """The content of a file of any schema up to this one. Raises `InputError` for another kind of file."""
    arrays = read_npz(path, what="it holds no trained models")
    try:
        header = json.loads(str(arrays.pop("settings")))
        settings, schema = dict(header["config"]), int(header.get("schema", 1))
        kind = "autoencoder" if schema == 1 else str(header["kind"])
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as problem:
        raise InputError(f"cannot read {path}: it holds no trained models; name a file of them") from problem
    if schema > SCHEMA:
        raise InputError(
            f"cannot read {path}: it has schema {schema}, and this version knows schemas up to {SCHEMA}; "
            "install a newer version"
        )
    return Content(kind, settings, arrays)


def holds_models(path: Path | str) -> bool:
    """Whether a file is an archive with the settings of trained models; what else it holds is not looked at."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "settings.npy" in archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def checked_path(path: Path | str) -> Path:
    """`path` where trained models can be written, or `InputError`."""
    target = check_writable(path)
    if target.suffix != ".npz":
        raise InputError(f"trained models are kept in a .npz file, not in {target.name}: rename it")
    return target


def plain(config: Any) -> dict[str, Any]:
    """A config as plain values for JSON: its `as_dict`, or its fields by name."""
    own = getattr(config, "as_dict", None)
    values = own() if own else {field.name: getattr(config, field.name) for field in fields(config)}
    named: dict[str, Any] = json.loads(json.dumps(values, default=_text))
    return named


def stacked(models: Sequence[Any]) -> Arrays:
    """The arrays of dataclasses of one type, without their configs; a field's name is its own or its `array`.

    >>> from packing.toymodels.capacity import CapacityModel
    >>> {name: array.shape for name, array in stacked([CapacityModel(np.eye(3, 2), 0.5)] * 4).items()}
    {'weights': (4, 3, 2), 'loss': (4,)}
    """
    arrays: Arrays = {}
    for field, name in _named_fields(type(models[0])):
        values = [getattr(model, field) for model in models]
        if is_dataclass(values[0]):
            arrays |= {f"{name}.{inner}": array for inner, array in stacked(values).items()}
        elif isinstance(values[0], tuple):
            arrays[name] = _filled(values)
        elif values[0] is not None:
            arrays[name] = np.stack([np.asarray(value) for value in values])
    return arrays


def separate(model: type, arrays: Arrays, config: Any) -> list[Any]:
    """The models whose `stacked` arrays these are; a field `config` takes the config."""
    hints = get_type_hints(model)
    count = len(next(iter(arrays.values())))
    columns: dict[str, Sequence[Any]] = {"config": [config] * count} if "config" in hints else {}
    for field, name in _named_fields(model):
        hint, array = hints[field], arrays.get(name)
        part = next((kind for kind in (hint, *get_args(hint)) if isinstance(kind, type) and is_dataclass(kind)), None)
        inner = {key.removeprefix(f"{name}."): value for key, value in arrays.items() if key.startswith(f"{name}.")}
        if part is not None and (inner or part is hint):
            columns[field] = separate(part, inner, config)
        elif array is None:
            if type(None) not in get_args(hint):
                raise KeyError(name)
            columns[field] = [None] * count
        elif get_origin(hint) is tuple:
            columns[field] = [tuple(map(float, row[~np.isnan(row)])) for row in array]
        else:
            columns[field] = [row.item() if row.ndim == 0 else row for row in array]
    return [model(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _named_fields(model: type) -> Iterator[tuple[str, str]]:
    """The fields of a model that are kept in arrays, with the names of these."""
    for field in fields(model):
        if field.name != "config":
            yield field.name, field.metadata.get("array", field.name)


def _filled(lists: Sequence[tuple[float, ...]]) -> npt.NDArray[np.float64]:
    rows = np.full((len(lists), max(map(len, lists))), np.nan)
    for row, values in zip(rows, lists, strict=True):
        row[: len(values)] = values
    return rows


def _text(value: object) -> Any:
    return value.value if isinstance(value, Enum) else str(value)


def _versions() -> dict[str, str]:
    versions = {}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return versions
