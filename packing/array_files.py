"""Arrays in `.npy` and `.npz` files that anybody made: read within limits, never unpickled, each defect one line.

The header of an array is held against the bytes that follow before memory is taken for them. A member of an archive
may unpack to `MOST_UNPACKED` bytes, or to `UNPACKING` times its size in the file where that is more.
"""

from __future__ import annotations

import math
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

from packing.doors import shown
from packing.errors import InputError
from packing.files import check_readable, reading

Array = npt.NDArray[Any]

MOST_UNPACKED = 2**28
UNPACKING = 32

_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_KINDS = "biufcSU"
"""Types of entries that are numbers or text; all others are Python's objects or records."""


class Header(NamedTuple):
    """What an array says of itself before its numbers."""

    shape: tuple[int, ...]
    is_fortran: bool
    dtype: np.dtype[Any]

    @property
    def bytes(self) -> int:
        """The length of the numbers."""
        return math.prod(self.shape) * self.dtype.itemsize


def read_npy(path: Path | str, most: int = MOST_UNPACKED) -> Array:
    """The array of a `.npy` file of at most `most` bytes.

    Raises `InputError` for another kind of file, Python objects, and a header that does not fit the bytes after it.
    """
    with _explained(path), reading(path) as stream:
        return _array(stream, most)


def map_npy(path: Path | str) -> Array:
    """The array of a `.npy` file, mapped and not loaded; changes of it stay in memory. Else as `read_npy`."""
    with _explained(path), reading(path) as stream:
        header = _header(stream)
        start = stream.tell()
        left = stream.seek(0, 2) - start
        _check_length(header, left)
        if not header.bytes:
            return np.empty(header.shape, header.dtype)
        order = "F" if header.is_fortran else "C"
        return np.memmap(check_readable(path), header.dtype, "c", start, header.shape, order)  # type: ignore[call-overload]


def names_in(path: Path | str) -> list[str]:
    """The names of the arrays in an `.npz` file."""
    with _explained(path), reading(path) as stream, zipfile.ZipFile(stream) as archive:
        return [member.removesuffix(".npy") for member in archive.namelist()]


def headers_in(path: Path | str) -> dict[str, Header]:
    """The shapes and types of the arrays in an `.npz` file by name; of what is no array of numbers, no shape."""
    with _explained(path), reading(path) as stream, zipfile.ZipFile(stream) as archive:
        return {member.removesuffix(".npy"): _header_of(archive, member) for member in archive.namelist()}


def read_npz(path: Path | str, names: Iterable[str] | None = None, what: str = "") -> dict[str, Array]:
    """The arrays of an `.npz` file by name: all of them, or those named that are there.

    `what` begins the errors of a file that is no archive. Raises as `read_npy`.
    """
    with _explained(path, what), reading(path) as stream, zipfile.ZipFile(stream) as archive:
        members = {member.filename.removesuffix(".npy"): member for member in archive.infolist()}
        wanted = members if names is None else [name for name in names if name in members]
        return {name: _member(archive, members[name]) for name in wanted}


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Array:
    with archive.open(member) as stream:
        return _array(stream, max(MOST_UNPACKED, UNPACKING * member.compress_size))


def _header_of(archive: zipfile.ZipFile, member: str) -> Header:
    with archive.open(member) as stream:
        try:
            return _header(stream)
        except (ValueError, SyntaxError):
            return Header((), False, np.dtype(object))


def _array(stream: IO[bytes], most: int) -> Array:
    header = _header(stream)
    if header.bytes > most:
        raise ValueError(f"its header promises {header.bytes} bytes, more than {most}")
    content = stream.read(header.bytes + 1)
    _check_length(header, len(content))
    return np.frombuffer(content, header.dtype).reshape(header.shape, order="F" if header.is_fortran else "C").copy()


def _header(stream: IO[bytes]) -> Header:
    start = stream.read(npy.MAGIC_LEN)
    version = tuple(start[-2:])
    if start[:-2] != npy.MAGIC_PREFIX or version not in _HEADERS:
        raise ValueError("it does not begin as one does, and may hold Python objects or something else")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of headers that Python 2 wrote
        header = Header(*_HEADERS[version](stream))
    if header.dtype.kind not in _KINDS or header.dtype.hasobject:
        raise ValueError("it holds Python objects or records, not numbers")
    if any(length < 0 for length in header.shape):
        raise ValueError("its header has a negative length")
    return header


def _check_length(header: Header, length: int) -> None:
    if length != header.bytes:
        what = f"{length} bytes" if length < header.bytes else "more"
        raise ValueError(f"its header promises {header.bytes} bytes, and {what} follow")


@contextmanager
def _explained(path: Path | str, what: str = "") -> Iterator[None]:
    """Turn what numpy and zipfile say of foreign bytes, in errors of a dozen kinds, into one line."""
    what = what or f"it is no {Path(path).suffix} array of numbers"
    try:
        yield
    except InputError:
        raise
    except Exception as defect:
        reason = (str(defect) or type(defect).__name__).splitlines()[0][:200]
        raise InputError(f"cannot read {path}: {what} ({reason}); save it again, or name another file") from None


__dir__ = shown(__name__)
