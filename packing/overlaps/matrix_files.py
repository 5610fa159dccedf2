"""Open a matrix on disk by its suffix, mapped where the format allows; nothing is ever unpickled."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.array_files import headers_in, map_npy, read_npy, read_npz
from packing.errors import InputError
from packing.files import check_readable
from packing.formats import rows_in
from packing.overlaps.matrix import Matrix
from packing.overlaps.model_index import is_index, read_index
from packing.overlaps.safetensors_files import safetensors
from packing.overlaps.tensors import Numbers, Tensor, chosen_matrix
from packing.overlaps.torch_files import SUFFIXES, torch_tensors

_TEXT = (".txt", ".csv", ".tsv", ".dat", ".json", ".mat")
_KNOWN = ".npy, .npz, .safetensors, .index.json, .csv, .txt, .json, .mat or, where torch is installed, .pt, .pth, .bin"


def open_matrix(
    path: Path | str, tensor: str | None = None, *, transpose: bool = False, option: str = "--tensor"
) -> Matrix:
    """A matrix in a file, one vector a row; `transpose` where the vectors are the columns.

    `.npy` and `.safetensors` are mapped, `.npz` is read into memory. `tensor` names one of several: by its name, by the
    end of it after a dot, and with `name[3]` one matrix of a stack (k, n, d); the only matrix needs no name. A sharded
    model is opened by its `.index.json`. Files of torch are read with `weights_only`, and only where torch is
    installed. 8-bit floats become float32, times their factors where these lie beside them. `option` is what errors
    call `tensor`.
    Raises `InputError` for text, object arrays, pickles, damaged or lying headers and shapes other than (n, d).

    Args: `path`: the file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     np.save(f"{folder}/w.npy", np.eye(3, 2, dtype=np.float32))
    ...     print(open_matrix(f"{folder}/w.npy"))
    3 x 2 float32 matrix w.npy
    """
    source = check_readable(path)
    suffix = source.suffix
    if suffix == ".npy":
        matrix = _read_npy(source, tensor, option)
    elif suffix == ".npz":
        matrix = _read_npz(source, tensor, option)
    elif suffix == ".safetensors":
        matrix = chosen_matrix(safetensors(source), tensor, source, option)
    elif is_index(source):
        matrix = read_index(source, tensor, option)
    elif suffix in _TEXT and tensor is None:
        matrix = Matrix(rows_in(source), name=source.name)
    elif suffix in SUFFIXES:
        matrix = chosen_matrix(torch_tensors(source), tensor, source, option)
    elif suffix in (".pkl", ".pickle"):
        raise InputError(f"{source} is a pickle, which can run any program when read: save the matrix as .npy")
    else:
        raise InputError(f"{source} must be {_KNOWN}, not '{suffix}': save the matrix in one of these")
    return matrix.transpose() if transpose else matrix


def open_mask(path: Path | str) -> npt.NDArray[Any]:
    """The booleans (one a row) or row numbers in a `.npy` file.

    Args: `path`: the file; other shapes are an `InputError`.
    """
    return read_npy(path)


def _read_npy(source: Path, tensor: str | None, option: str) -> Matrix:
    if tensor is not None and not tensor.startswith("["):
        raise InputError(f"{source} holds one array without a name: leave out {option} {tensor!r}, or give [3]")
    array = map_npy(source)
    held = Tensor("", array.shape, array.dtype.name, partial(Numbers, np.asarray(array)))
    return chosen_matrix([held], tensor, source, option)


def _read_npz(source: Path, tensor: str | None, option: str) -> Matrix:
    tensors = [
        Tensor(name, header.shape, header.dtype.name, partial(_numbers, source, name))
        for name, header in headers_in(source).items()
    ]
    return chosen_matrix(tensors, tensor, source, option)


def _numbers(source: Path, name: str) -> Numbers:
    return Numbers(read_npz(source, [name])[name])
