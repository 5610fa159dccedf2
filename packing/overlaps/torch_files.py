"""Objects and files of torch: tensors, and state dictionaries flat, nested or of old versions; never unpickled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from packing.errors import InputError
from packing.overlaps.tensors import Numbers, Tensor, with_scales

SUFFIXES = (".pt", ".pth", ".bin")

_CODES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x1f\x7f]")
_DEPTH = 20


def is_torch(value: object) -> bool:
    """Whether `value` is a tensor of torch, told without importing it."""
    return any(kind.__module__ == "torch" and kind.__name__ == "Tensor" for kind in type(value).__mro__)


def torch_numbers(tensor: Any, label: str = "the tensor") -> Numbers:
    """The numbers of a tensor on any device, with or without a gradient; bfloat16 as its patterns, float8 as float32.

    Raises `InputError` for sparse, quantised and empty (`meta`) tensors.
    """
    kind = str(tensor.dtype).removeprefix("torch.")
    if str(tensor.layout) != "torch.strided":
        raise InputError(f"{label} is a sparse tensor ({tensor.layout}): make it dense with .to_dense()")
    if tensor.is_quantized:
        raise InputError(f"{label} is a quantised tensor ({kind}): make it floats with .dequantize()")
    if tensor.device.type == "meta":
        raise InputError(f"{label} is a tensor without numbers (device meta): load its weights first")
    held = tensor.detach().cpu()
    try:
        if kind == "bfloat16":
            patterns = held.contiguous().view(import_module("torch").int16)
            return Numbers(patterns.numpy().view(np.uint16), bfloat16=True)
        return Numbers((held.float() if kind.startswith("float8") else held.resolve_conj().resolve_neg()).numpy())
    except (RuntimeError, TypeError, NotImplementedError) as defect:
        raise InputError(
            f"{label} is a tensor of {kind}, which is not read ({_one_line(defect)}): use float32"
        ) from None


def torch_tensors(source: Path) -> list[Tensor]:
    """The tensors of a file of torch; those of nested dictionaries under names joined by dots."""
    try:
        torch = import_module("torch")
    except ImportError:
        raise InputError(
            f"{source} is a file of torch, which is not installed: install torch, or save the matrix as .safetensors"
        ) from None
    held = _load(torch, source)
    found = dict(_flat(held, "", _DEPTH))
    if not found:
        raise InputError(f"{source} holds a {type(held).__name__} without tensors: save the matrix itself")
    return with_scales({name: _tensor(name, value) for name, value in found.items()})


def _tensor(name: str, value: Any) -> Tensor:
    kind = str(value.dtype).removeprefix("torch.")
    return Tensor(name, tuple(map(int, value.shape)), kind, partial(torch_numbers, value, name or "the tensor"))


def _load(torch: Any, source: Path) -> Any:
    """What a file holds, mapped where its format allows; files of torch before 1.6 are read whole."""
    try:
        return torch.load(source, map_location="cpu", mmap=True, weights_only=True)
    except Exception as defect:  # torch raises errors of many kinds
        if "mmap" not in str(defect):
            raise _unreadable(source, defect) from None
    try:
        return torch.load(source, map_location="cpu", weights_only=True)
    except Exception as defect:
        raise _unreadable(source, defect) from None


def _flat(held: Any, prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    if is_torch(held):
        yield prefix, held
    elif depth and isinstance(held, Mapping | list | tuple):
        for name, value in held.items() if isinstance(held, Mapping) else enumerate(held):
            yield from _flat(value, f"{prefix}.{name}" if prefix else str(name), depth - 1)


def _unreadable(source: Path, defect: Exception) -> InputError:
    text = str(defect)
    if "unpickl" in text.lower() or "weights_only" in text.lower() or "weights only" in text.lower():
        return InputError(
            f"cannot read {source}: it holds Python objects, such as a whole module, which could run any program: "
            "save model.state_dict() instead"
        )
    return InputError(f"cannot read {source} as a file of torch: {_one_line(defect)}; save it again")


def _one_line(defect: Exception) -> str:
    lines = str(defect).splitlines()
    return _CODES.sub("", lines[0] if lines else type(defect).__name__)[:200]
