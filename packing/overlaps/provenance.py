"""What a comparison was made of: versions, the kernel of the matrix product, and the files read with their SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from packing.files import reading
from packing.overlaps.model_index import index_parts, is_index
from packing.overlaps.processor import blas_kernel

_PIECE = 2**20
"""Bytes of a file that are hashed at once."""


def provenance(files: Iterable[Path | str]) -> dict[str, Any]:
    """The versions, the kernel of the matrix product, and each file with its length and its SHA-256; each file once.

    The SHA-256 is that of `sha256sum`. Files are read through in pieces. Raises `InputError` where one cannot be read.

    Args: `files`: what was read.

    >>> provenance([])["versions"]["numpy"] == np.__version__
    True
    """
    import packing

    return {
        "versions": {"packing": packing.__version__, "numpy": np.__version__},
        "kernel": blas_kernel(),
        "inputs": [_input(Path(file)) for file in dict.fromkeys(map(str, files))],
    }


def matrix_files(path: Path | str, tensor: str | None = None) -> list[Path]:
    """The files that `open_matrix(path, tensor)` reads: the one named, and for an index those that hold the tensor."""
    source = Path(path)
    return [source, *index_parts(source, tensor, "--tensor")] if is_index(source) else [source]


def _input(path: Path) -> dict[str, Any]:
    digest, length = hashlib.sha256(), 0
    with reading(path) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            length += len(piece)
    return {"file": str(path), "bytes": length, "sha256": digest.hexdigest()}
