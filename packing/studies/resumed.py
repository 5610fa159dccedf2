"""Runs of many cells that can be stopped: each finished cell is one line of JSON, and a run goes on after them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from packing.errors import InputError
from packing.files import check_writable, read_text

Key = tuple[Any, ...]


class Row(Protocol):
    """A finished cell: what it was asked for, and its plain values."""

    @property
    def key(self) -> Key: ...
    def as_dict(self) -> dict[str, Any]: ...


Finished = TypeVar("Finished", bound=Row)


def resumed(
    keys: Sequence[Key],
    make: Callable[..., Finished],
    read: Callable[[dict[str, Any]], Finished],
    path: Path | str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Finished, ...]:
    """The cells make(*key), those that are in the file `path` already not computed again; new ones join it at once.

    `read` makes a cell of its plain values; `progress(done, all)` is called after each. Raises `InputError` for a file
    that holds anything else; a last line that was cut off is computed again.
    """
    known = {} if path is None else {row.key: row for row in _kept(check_writable(path), read)}
    found = []
    for done, key in enumerate(keys):
        if key not in known:
            known[key] = make(*key)
            if path is not None:
                with Path(path).open("a", encoding="utf-8") as file:
                    file.write(json.dumps(known[key].as_dict()) + "\n")
        found.append(known[key])
        if progress is not None:
            progress(done + 1, len(keys))
    return tuple(found)


def _kept(path: Path, read: Callable[[dict[str, Any]], Finished]) -> Iterator[Finished]:
    lines = read_text(path).splitlines() if path.exists() else []
    for number, line in enumerate(lines):
        try:
            yield read(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError):
            if number + 1 < len(lines):
                raise InputError(f"line {number + 1} of {path} is no cell of such a run: name another file") from None
            path.write_text("".join(f"{kept}\n" for kept in lines[:-1]), encoding="utf-8")
