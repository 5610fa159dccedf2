"""Codebooks in `.mat` files: an array of shape (d, m, n), whose n matrices have the bases of subspaces as columns."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import numpy as np

from packing.configuration import Packing, Vectors
from packing.doors import shown
from packing.errors import InputError
from packing.field import Field
from packing.files import reading

NAME = "codebook"
"""The name that an array gets in a file that is written here; in others it may be another."""


def write_mat(packing: Packing, stream: IO[bytes]) -> None:
    """Write the packing as a codebook: (d, m, n), of lines (d, n); `InputError` over H, which such files lack."""
    from scipy.io import savemat

    if packing.field is Field.QUATERNION:
        raise InputError("a .mat codebook holds real or complex numbers, not quaternions: save it as .npz")
    savemat(stream, {NAME: packing.vectors.T if packing.space.m == 1 else packing.vectors.transpose(2, 1, 0)})


def read_mat(path: Path) -> Vectors:
    """The rows of the codebook in a file, (n, m, d); a matrix as it stands, (d, n) where its columns are the vectors.

    Raises `InputError` where the file is no such file or holds no array of numbers, or several.
    """
    from scipy.io import loadmat

    try:
        with reading(path) as stream:
            held: dict[str, Any] = loadmat(stream)
    except InputError:
        raise
    except NotImplementedError:
        raise InputError(
            f"{path} is a MATLAB 7.3 file, which is HDF5, and not of version 5 or 7: load it in MATLAB and write "
            f"save('{path.stem}-7.mat', '-v7'), or in Python np.save('{path.stem}.npy', h5py.File(...)[name])"
        ) from None
    except Exception as defect:  # scipy and zlib raise errors of many kinds for foreign bytes
        reason = str(defect).splitlines()[0] if str(defect) else type(defect).__name__
        raise InputError(f"cannot read {path} as a .mat file: {reason}; save it again, as version 5 or 7") from None
    arrays = {
        name: value
        for name, value in held.items()
        if not name.startswith("__")
        and isinstance(value, np.ndarray)
        and value.dtype.kind in "biufc"
        and value.size > 1
    }
    named = arrays.get(NAME)
    if named is None and len(arrays) == 1:
        (named,) = arrays.values()
    if named is None or named.ndim not in (2, 3):
        names = ", ".join(arrays) or "none"
        raise InputError(
            f"{path} must hold one array of numbers, of shape (d, m, n) or (d, n), or one named '{NAME}', "
            f"not {names}: save the codebook alone"
        )
    return np.ascontiguousarray(named if named.ndim == 2 else named.T)


__dir__ = shown(__name__)
