"""Open a matrix on disk by its suffix, mapped where the format allows; nothing is ever unpickled."""

from __future__ import annotations

import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.files import check_readable
from packing.overlaps.matrix import Matrix
from packing.overlaps.safetensors_files import read_index, read_safetensors

_TORCH = (".pt", ".pth", ".bin")
_KNOWN = ".npy, .npz, .safetensors, .index.json or, where torch is installed, .pt, .pth, .bin"


def open_matrix(
    path: Path | str, tensor: str | None = None, *, transpose: bool = False, option: str = "--tensor"
) -> Matrix:
    """A matrix in a file, one vector a row; `transpose` where the vectors are the columns.

    `.npy` and `.safetensors` are mapped, `.npz` is read into memory. `tensor` names one of several. A sharded model is
    opened by its `.index.json`. Files of torch are read with `weights_only`, and only where torch is installed.
    Raises `InputError` for text, object arrays, pickles, damaged or lying headers and shapes other than (n, d).

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     np.save(f"{folder}/w.npy", np.eye(3, 2, dtype=np.float32))
    ...     print(open_matrix(f"{folder}/w.npy"))
    3 x 2 float32 matrix w.npy
    """
    source = check_readable(path)
    suffix = source.suffix
    if suffix == ".npy":
        matrix = _read_npy(source, tensor)
    elif suffix == ".npz":
        matrix = _read_npz(source, tensor)
    elif suffix == ".safetensors":
        matrix = read_safetensors(source, tensor)
    elif source.name.endswith(".index.json") or source.name == "index.json":
        matrix = read_index(source, tensor)
    elif suffix in _TORCH:
        matrix = _read_torch(source, tensor)
    elif suffix in (".pkl", ".pickle"):
        raise InputError(f"{source} is a pickle, which can run any program when read: save the matrix as .npy")
    else:
        raise InputError(f"{source} must be {_KNOWN}, not '{suffix}': save the matrix in one of these")
    return matrix.transpose() if transpose else matrix


def open_mask(path: Path | str) -> npt.NDArray[Any]:
    """The booleans (one a row) or row numbers in a `.npy` file."""
    source = check_readable(path)
    try:
        chosen: npt.NDArray[Any] = np.load(source, allow_pickle=False)
    except (ValueError, EOFError, OSError, OverflowError, MemoryError, SyntaxError) as defect:
        raise _unreadable(source, defect) from None
    return chosen


def _read_npy(source: Path, tensor: str | None) -> Matrix:
    if tensor is not None:
        raise InputError(f"{source} holds one array without a name: leave out the tensor {tensor!r}")
    try:
        array = np.load(source, mmap_mode="c", allow_pickle=False)
    except (ValueError, EOFError, OSError, OverflowError, MemoryError, SyntaxError) as defect:
        raise _unreadable(source, defect) from None
    return Matrix(np.asarray(array), source.name)


def _read_npz(source: Path, tensor: str | None) -> Matrix:
    try:
        with source.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            names = archive.files
            if tensor is None and len(names) != 1:
                raise InputError(f"{source} holds {len(names)} arrays: name one with --tensor ({', '.join(names[:5])})")
            name = names[0] if tensor is None else tensor
            if name not in names:
                raise InputError(f"{source} has no array {name!r}: it holds {', '.join(names[:5])}")
            array = archive[name]
    except (ValueError, EOFError, OSError, OverflowError, MemoryError, SyntaxError, zipfile.BadZipFile) as defect:
        if isinstance(defect, InputError):
            raise
        raise _unreadable(source, defect) from None
    return Matrix(array, f"{source.name}:{name}")


def _read_torch(source: Path, tensor: str | None) -> Matrix:
    try:
        torch = import_module("torch")
    except ImportError:
        raise InputError(
            f"{source} is a file of torch, which is not installed: install torch, or save the matrix as .safetensors"
        ) from None
    try:
        held: Any = torch.load(source, map_location="cpu", mmap=True, weights_only=True)
    except Exception as defect:  # torch raises errors of many kinds
        raise _unreadable(source, defect) from None
    label = source.name
    if isinstance(held, dict):
        tensors = {str(name): value for name, value in held.items() if isinstance(value, torch.Tensor)}
        matrices = [name for name, value in tensors.items() if value.ndim == 2]
        if tensor is None and len(matrices) != 1:
            raise InputError(
                f"{source} holds {len(matrices)} matrices: name one with --tensor ({', '.join(matrices[:5])})"
            )
        name = matrices[0] if tensor is None else tensor
        if name not in tensors:
            raise InputError(f"{source} has no tensor {name!r}: it holds {', '.join(list(tensors)[:5])}")
        held, label = tensors[name], f"{source.name}:{name}"
    if not isinstance(held, torch.Tensor):
        raise InputError(f"{source} holds a {type(held).__name__}, not a tensor: save the matrix itself")
    held = held.detach()
    if held.dtype == torch.bfloat16:
        return Matrix(held.contiguous().view(torch.int16).numpy().view(np.uint16), label, bfloat16=True)
    return Matrix(held.numpy(), label)


def _unreadable(source: Path, defect: Exception) -> InputError:
    text = (str(defect) or type(defect).__name__).splitlines()[0][:200]
    if "pickle" in text.lower():
        text = "it holds Python objects, not numbers"
    return InputError(f"cannot read {source} as an array of numbers: {text}; save it again as floats")
