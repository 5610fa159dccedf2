"""Any result as a file of JSON and back, to the last bit, without pickle: no file can run a program.

Numbers, arrays, exact numbers of sympy, enumerations and the dataclasses of this package are written by name and by
field. A file is read by looking those names up, so that it can hold nothing but values; functions are known only where
they are those of `packing.constructions`, and claims by their id.
"""

from __future__ import annotations

import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from packing.doors import shown
from packing.errors import InputError
from packing.files import check_writable, read_text, write_text
from packing.results.codec import decoded, encoded

FORMAT = "packing result 1"

_LIBRARIES = ("numpy", "scipy", "sympy", "numba")


def save_result(value: Any, path: Path | str) -> Path:
    """Write a result, with the versions that made it, to a file that ends in .json.

    Raises `InputError` for another suffix, and for a value that is none of this package's.

    >>> import tempfile, packing as pk
    >>> bound = pk.bounds.lower_bound(pk.lines(6, 3))
    >>> path = save_result(bound, Path(tempfile.mkdtemp()) / "bound.json")
    >>> load_result(path) == bound, saved_by(path)["packing"] == pk.__version__
    (True, True)
    """
    target = check_writable(path)
    if target.suffix != ".json":
        raise InputError(f"a result must end in .json, not in '{target.suffix}': rename {target}")
    document = {"format": FORMAT, "versions": versions(), "value": encoded(value)}
    return write_text(target, json.dumps(document, allow_nan=False) + "\n")


def load_result(path: Path | str) -> Any:
    """The result in a file that `save_result` wrote; `InputError` where it is none."""
    return decoded(_document(path)["value"], str(path))


def saved_by(path: Path | str) -> dict[str, str]:
    """The versions of Python, this package and its libraries that wrote a result."""
    return {str(name): str(number) for name, number in dict(_document(path)["versions"]).items()}


def versions() -> dict[str, str]:
    """The versions of Python, of this package and of the libraries whose floats its results depend on."""
    found = {name: version(name) for name in _LIBRARIES}
    return {"packing": sys.modules["packing"].__version__, "python": platform.python_version(), **found}


def _document(path: Path | str) -> dict[str, Any]:
    try:
        document = json.loads(read_text(path))
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError(f"{path} is no result of packing ({FORMAT}): name a file that save_result wrote")
    if not isinstance(document.get("versions"), dict) or "value" not in document:
        raise InputError(f"{path} is damaged: the versions or the value are missing; save the result again")
    return document


__dir__ = shown(__name__)
