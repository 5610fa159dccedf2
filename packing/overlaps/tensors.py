"""The arrays of a file by name: which one is meant, and which matrix of a stack."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy.typing as npt

from packing.errors import InputError
from packing.overlaps.float8 import rescaled
from packing.overlaps.matrix import Matrix, widen

_SLICE = re.compile(r"(?P<name>.*?)\[(?P<places>\d{1,18}(?:,\d{1,18})*)\]", re.DOTALL)

_SCALES = ("_scale_inv", "_scale", ".scale_inv", ".scale")
"""What follows the name of a float8 tensor in the name of its factors."""


class Numbers(NamedTuple):
    """An array as stored; with `bfloat16` its 16-bit patterns."""

    array: npt.NDArray[Any]
    bfloat16: bool = False


class Tensor(NamedTuple):
    """One array of a file: its name, shape and type, and how to get at its numbers."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    load: Callable[[], Numbers]

    @property
    def is_matrix(self) -> bool:
        """Whether it is a matrix, or a stack of one."""
        return len(self.shape) >= 2 and math.prod(self.shape[:-2]) == 1

    def __str__(self) -> str:
        return f"{self.name or 'the array'} ({' x '.join(map(str, self.shape))} {self.dtype})"


def chosen_matrix(tensors: Sequence[Tensor], wanted: str | None, source: Path, option: str) -> Matrix:
    """The matrix `wanted`, or the only one of the file: `name`, the end of a name after a dot, or `name[3]` of a stack.

    Raises `InputError` where that is not one matrix.
    """
    tensor, places = chosen(tensors, wanted, source, option)
    label = f"{source.name}:{tensor.name}" if tensor.name else source.name
    if places is None:
        places = (0,) * (len(tensor.shape) - 2) if tensor.is_matrix else ()
    elif len(places) > len(tensor.shape) - 2:
        raise InputError(
            f"{option} {wanted!r} leaves no matrix of {tensor}: name at most {len(tensor.shape) - 2} places"
        )
    for axis, (place, size) in enumerate(zip(places, tensor.shape, strict=False)):
        if place >= size:
            raise InputError(f"{option} {wanted!r} does not exist: axis {axis} of {tensor} has places 0 .. {size - 1}")
    left = tensor.shape[len(places) :]
    if len(left) > 2:
        example = f"{tensor.name}[{','.join('0' * (len(left) - 2))}]"
        raise InputError(f"{tensor} is a stack, not shape (n, d): take one matrix of it, such as {option} {example!r}")
    array, bfloat16 = tensor.load()
    if places:
        array, label = array[places], f"{label}[{','.join(map(str, places))}]"
    return Matrix(array, label, bfloat16=bfloat16)


def chosen(
    tensors: Sequence[Tensor], wanted: str | None, source: Path, option: str
) -> tuple[Tensor, tuple[int, ...] | None]:
    """The tensor `wanted` and the places named in brackets (None: none); without a name the only matrix."""
    if wanted is not None:
        name, places = resolved(wanted, [tensor.name for tensor in tensors], source, option)
        return next(tensor for tensor in tensors if tensor.name == name), places
    matrices = [tensor for tensor in tensors if tensor.is_matrix]
    if len(matrices) == 1:
        return matrices[0], None
    if not matrices and len(tensors) == 1:
        return tensors[0], None
    largest = sorted(matrices or tensors, key=lambda tensor: -math.prod(tensor.shape))[:5]
    listed = "; ".join(map(str, largest)) or "none is there"
    raise InputError(f"{source} holds {len(matrices)} matrices: name one with {option} ({listed})")


def resolved(wanted: str, names: Sequence[str], source: Path, option: str) -> tuple[str, tuple[int, ...] | None]:
    """The full name that `wanted` means, and the places in brackets behind it."""
    match = _SLICE.fullmatch(wanted)
    for name, places in ((wanted, None), (match["name"], match["places"]) if match else (wanted, None)):
        longer = [other for other in names if other.endswith(f".{name}")]
        if name in names or len(longer) == 1:
            full = name if name in names else longer[0]
            return full, None if places is None else tuple(map(int, places.split(",")))
        if len(longer) > 1:
            raise InputError(f"{source} has {len(longer)} tensors {name!r}: give {option} more, such as {longer[0]}")
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.3) or list(names[:3])
    raise InputError(
        f"{source} has no tensor {wanted!r}: " + (f"did you mean {', '.join(close)}?" if close else "it holds none")
    )


def with_scales(tensors: Mapping[str, Tensor]) -> list[Tensor]:
    """The tensors by name; those of 8-bit floats times their factors, `w_scale_inv` or `w_scale`, where they are."""
    return [
        tensor._replace(load=partial(_scaled, tensor, scale)) if (scale := _scale_of(tensor, tensors)) else tensor
        for tensor in tensors.values()
    ]


def _scale_of(tensor: Tensor, tensors: Mapping[str, Tensor]) -> Tensor | None:
    if not tensor.dtype.startswith(("F8_", "float8")):
        return None
    names = (base + ending for base in (tensor.name, tensor.name.removesuffix(".weight")) for ending in _SCALES)
    return next((tensors[name] for name in names if name in tensors), None)


def _scaled(tensor: Tensor, scale: Tensor) -> Numbers:
    factors = scale.load()
    values = widen(factors.array) if factors.bfloat16 else factors.array
    return Numbers(rescaled(tensor.load().array, values, tensor.name))
