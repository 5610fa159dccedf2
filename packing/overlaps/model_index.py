"""A model in several files: which of them holds a tensor, by its `.index.json`."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

from packing.errors import InputError
from packing.files import check_readable, read_text
from packing.overlaps.matrix import Matrix
from packing.overlaps.safetensors_files import safetensors
from packing.overlaps.tensors import Tensor, chosen_matrix, resolved
from packing.overlaps.torch_files import SUFFIXES, torch_tensors


def read_index(path: Path, tensor: str | None, option: str) -> Matrix:
    """The named tensor of a model in several files, `.safetensors` or of torch; without a name its only matrix."""
    weights = _weights(path)
    parts = {part.name: part for part in index_parts(path, tensor, option)}
    held = [one for part in parts.values() for one in _tensors(part) if weights.get(one.name) == part.name]
    return chosen_matrix(held, tensor, path, option)


def index_parts(path: Path, tensor: str | None, option: str) -> list[Path]:
    """The files of a model that hold the named tensor; all of them without a name."""
    weights = _weights(path)
    names = list(weights) if tensor is None else [resolved(tensor, list(weights), path, option)[0]]
    return list({weights[name]: _part(path, name, weights[name]) for name in names}.values())


def is_index(path: Path) -> bool:
    """Whether the name of a file is that of an index of tensors."""
    return path.name.endswith(".index.json") or path.name == "index.json"


def _weights(path: Path) -> dict[str, str]:
    """The file that holds each tensor."""
    try:
        return {str(name): str(part) for name, part in json.loads(read_text(path))["weight_map"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as defect:
        raise InputError(
            f"{path} is not an index of tensors ({type(defect).__name__}): it needs a weight_map"
        ) from None


def _part(path: Path, name: str, place: str) -> Path:
    part = PurePosixPath(place)
    if part.is_absolute() or len(part.parts) != 1 or part.suffix not in (".safetensors", *SUFFIXES):
        raise InputError(f"{path} places {name!r} in {place!r}, not in a file of tensors beside it: correct it")
    return check_readable(path.parent / part)


def _tensors(part: Path) -> list[Tensor]:
    return safetensors(part) if part.suffix == ".safetensors" else torch_tensors(part)
