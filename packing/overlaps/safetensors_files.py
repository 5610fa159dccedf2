"""Tensors in `.safetensors` files, mapped and not loaded; every number of the header is checked against the file."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from packing.errors import InputError
from packing.files import reading
from packing.overlaps.float8 import FORMATS, decoded
from packing.overlaps.tensors import Numbers, Tensor, with_scales

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
    "BOOL": np.dtype("?"),
    "F8_E4M3": np.dtype("u1"),
    "F8_E5M2": np.dtype("u1"),
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


def safetensors(path: Path) -> list[Tensor]:
    """All tensors of a file on a memory map."""
    entries = {entry.name: entry for entry in read_header(path)}
    return with_scales(
        {
            name: Tensor(name, entry.shape, entry.dtype, partial(_numbers, path, entry))
            for name, entry in entries.items()
        }
    )


def _numbers(path: Path, entry: TensorEntry) -> Numbers:
    if entry.dtype not in _DTYPES:
        raise InputError(f"{path}: tensor {entry} has a type that cannot be read: convert it to BF16, F16 or F32")
    if 0 in entry.shape:
        return Numbers(np.empty(entry.shape))
    mapped = np.memmap(path, dtype=_DTYPES[entry.dtype], mode="c", offset=entry.offset, shape=entry.shape)
    if entry.dtype in FORMATS:
        return Numbers(decoded(mapped, entry.dtype))
    return Numbers(np.asarray(mapped), bfloat16=entry.dtype == "BF16")


def read_header(path: Path) -> list[TensorEntry]:
    """All tensors of a file, or `InputError` where its header does not fit its size."""
    with reading(path) as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
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
