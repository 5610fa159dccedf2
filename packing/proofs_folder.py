"""Where the proofs lie: `proofs/` beside the package in the source tree, `packing/_proofs` in an installed one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from packing.doors import shown
from packing.errors import InputError


@cache
def proofs_folder() -> Path:
    """The folder of claims and certificates that comes with this copy of the package.

    >>> (proofs_folder() / "certificates").is_dir()
    True
    """
    return proofs_of(Path(str(files("packing"))))


def proofs_of(package: Path) -> Path:
    """The proofs that belong to the package in the folder `package`, or `InputError`."""
    for folder in (package / "_proofs", package.parent / "proofs"):
        if folder.is_dir():
            return folder
    raise InputError(f"the proofs are missing: there is no folder {package / '_proofs'}; install packing again")


__dir__ = shown(__name__)
