"""Packings written to disk: Sloane's text, `.csv`, `.json`, `.npy`, `.npz` and `.mat`; whole, or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

import numpy as np

from packing.codebooks import write_mat
from packing.configuration import Packing
from packing.doors import shown
from packing.errors import InputError
from packing.field import Field
from packing.files import replacing
from packing.space import Space

SUFFIXES = (".txt", ".npy", ".npz", ".mat", ".csv", ".json")
"""The suffixes that packings are written in."""


def save(packing: Packing, path: Path | str) -> Path:
    """Write `packing` to `path` in the format of its suffix and return the path.

    `.txt` is Sloane's: one number a line, d n lines over R; over C all real parts vector by vector, then all imaginary
    parts, 2 d n lines; over H the real, i, j and k parts, 4 d n lines; of subspaces the m rows of each one after the
    other. `.npy` is the (n, d) matrix, over H (n, d, 4), of subspaces (n, m, d); `.npz` also keeps `objects` and, of
    subspaces, their `distance`; `.mat` is a codebook (`packing.codebooks`). `.csv` has a vector a line, complex numbers
    as a+bj; `.json` names n, d, field, objects and coherence beside the vectors, over C pairs of numbers. Digits
    suffice to read back the same doubles. Raises `InputError` for another suffix or a folder that cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = save(Packing([[1, 0], [0, 1]]), f"{folder}/basis.csv")
    ...     print(path.read_text())
    1.0,0.0
    0.0,1.0
    <BLANKLINE>
    """
    target = Path(path)
    check_suffix(target)
    with replacing(target) as draft, draft.open("wb") as stream:
        _write(packing, target.suffix, stream)
    return target


def _write(packing: Packing, suffix: str, stream: IO[bytes]) -> None:
    if suffix == ".npy":
        np.save(stream, packing.vectors, allow_pickle=False)
    elif suffix == ".npz":
        named = {"vectors": packing.vectors, "objects": np.array(packing.objects.value)}
        if packing.space.m > 1:
            named["distance"] = np.array(packing.space.distance.value)
        np.savez(stream, allow_pickle=False, **named)
    elif suffix == ".mat":
        write_mat(packing, stream)
    elif suffix == ".json":
        stream.write(_json(packing).encode())
    elif suffix == ".csv":
        stream.writelines(_lines(packing))
    else:
        parts = np.moveaxis(packing.field.parts_of(packing.vectors), -1, 0)
        stream.writelines(f"{number!r}\n".encode() for number in parts.ravel().tolist())


def _json(packing: Packing) -> str:
    space = packing.space
    rows = packing.vectors if space.scalars == 1 else packing.field.parts_of(packing.vectors)
    answer = {"n": packing.n, **space.json, "coherence": packing.coherence, "vectors": rows.tolist()}
    return json.dumps(answer) + "\n"


def _lines(packing: Packing) -> list[bytes]:
    check_holds(packing.space, ".csv")
    rows = packing.vectors.tolist()
    return [",".join(str(entry).strip("()") for entry in row).encode() + b"\n" for row in rows]


def check_holds(space: Space, suffix: str) -> None:
    """Raise `InputError` where files of the suffix hold no objects of the space."""
    if suffix == ".csv" and (space.m > 1 or space.field is Field.QUATERNION):
        raise InputError(f"a .csv file holds a vector a line, not {space}: save it as .npz or .json")
    if suffix == ".mat" and space.field is Field.QUATERNION:
        raise InputError(f"a .mat codebook holds real or complex numbers, not {space}: save it as .npz")


def check_suffix(path: Path) -> None:
    """Raise `InputError` where the suffix of `path` names no format."""
    if path.suffix not in SUFFIXES:
        raise InputError(
            f"{path} must end in {', '.join(SUFFIXES)}, which tells its format, not in '{path.suffix}': rename it"
        )


__dir__ = shown(__name__)
