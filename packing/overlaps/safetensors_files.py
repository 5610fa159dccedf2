"""Tensors in `.safetensors` files, mapped and not loaded; every number of the header is checked against the file."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from packing.errors import InputError
from packing.files import check_readable
from packing.overlaps.matrix import Matrix

_MOST_HEADER = 100_000_000
"""The longest header that the format allows, in bytes."""

_DTYPES: dict[str, np.dtype[Any]] = {
    "F64": np.dtype("<f8"),
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "BF16": np.dtype("<u2"),
    "I64": np.dtype("<i8"),
    "I32": np.dtype("<i4"),
    "I16": np.dtype("<i2"),
    "I8": np.dtype("i1"),
    "U8": np.dtype("u1"),
}


@dataclass(frozen=True)
class TensorEntry:
    """Where one tensor lies in a file."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int

    def __str__(self) -> str:
        return f"{self.name} ({' x '.join(map(str, self.shape))} {self.dtype})"


def read_safetensors(path: Path, tensor: str | None) -> Matrix:
    """The named tensor of a file as a `Matrix` on a memory map; without a name the file's only matrix."""
    entries = read_header(path)
    entry = choose(entries, tensor, path)
    if entry.dtype not in _DTYPES:
        raise InputError(f"{path}: tensor {entry} has a type that cannot be read: convert it to BF16, F16 or F32")
    mapped = np.memmap(path, dtype=_DTYPES[entry.dtype], mode="c", offset=entry.offset, shape=entry.shape)
    return Matrix(np.asarray(mapped), f"{path.name}:{entry.name}", bfloat16=entry.dtype == "BF16")


def read_index(path: Path, tensor: str | None) -> Matrix:
    """The named tensor of a model in several files, found by its `.index.json`."""
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        weights = dict(index["weight_map"])
    except (ValueError, KeyError, TypeError, RecursionError) as defect:
        raise InputError(
            f"{path} is not an index of tensors ({type(defect).__name__}): it needs a weight_map"
        ) from None
    if tensor is None:
        raise InputError(
            f"{path} lists {len(weights)} tensors: name one with --tensor, such as {next(iter(weights), '')}"
        )
    if tensor not in weights:
        raise InputError(f"{path} has no tensor {tensor!r}: {_nearest(tensor, list(weights))}")
    part = PurePosixPath(str(weights[tensor]))
    if part.is_absolute() or len(part.parts) != 1 or part.suffix != ".safetensors":
        raise InputError(f"{path} places {tensor!r} in {str(part)!r}, not in a .safetensors file beside it: correct it")
    return read_safetensors(check_readable(path.parent / part), tensor)


def read_header(path: Path) -> list[TensorEntry]:
    """All tensors of a file, or `InputError` where its header does not fit its size."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        start = stream.read(8)
        length = int.from_bytes(start, "little")
        if len(start) < 8 or not 2 <= length <= min(_MOST_HEADER, size - 8):
            raise _damaged(path, f"its header would be {length} bytes long in a file of {size}")
        raw = stream.read(length)
    try:
        header = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _damaged(path, "its header is not JSON") from None
    if not isinstance(header, dict):
        raise _damaged(path, "its header is not a table of tensors")
    return [_entry(path, name, entry, 8 + length, size) for name, entry in header.items() if name != "__metadata__"]


def choose(entries: list[TensorEntry], tensor: str | None, path: Path) -> TensorEntry:
    """The named entry, or the only matrix there is."""
    if tensor is not None:
        for entry in entries:
            if entry.name == tensor:
                return entry
        raise InputError(f"{path} has no tensor {tensor!r}: {_nearest(tensor, [entry.name for entry in entries])}")
    matrices = [entry for entry in entries if len(entry.shape) == 2]
    if len(matrices) == 1:
        return matrices[0]
    largest = sorted(matrices, key=lambda entry: -math.prod(entry.shape))[:5]
    listed = "; ".join(map(str, largest)) or "none is there"
    raise InputError(f"{path} holds {len(matrices)} matrices: name one with --tensor ({listed})")


def _entry(path: Path, name: str, entry: Any, begin: int, size: int) -> TensorEntry:
    try:
        dtype, shape, (first, last) = str(entry["dtype"]), tuple(entry["shape"]), entry["data_offsets"]
    except (KeyError, TypeError, ValueError):
        raise _damaged(path, f"tensor {name!r} has no dtype, shape or data_offsets") from None
    if not all(type(number) is int and number >= 0 for number in (*shape, first, last)):
        raise _damaged(path, f"tensor {name!r} has shape {list(shape)} and offsets {[first, last]}")
    if not first <= last <= size - begin:
        raise _damaged(path, f"tensor {name!r} would end at byte {begin + last} of {size}")
    if dtype in _DTYPES and last - first != math.prod(shape) * _DTYPES[dtype].itemsize:
        raise _damaged(path, f"tensor {name!r} of shape {list(shape)} and type {dtype} has {last - first} bytes")
    return TensorEntry(name, dtype, shape, begin + first)


def _damaged(path: Path, what: str) -> InputError:
    return InputError(f"{path} is not a whole .safetensors file: {what}; fetch or save it again")


def _nearest(name: str, names: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, names, n=3, cutoff=0.3) or names[:3]
    return f"did you mean {', '.join(close)}?" if close else "it holds none"
