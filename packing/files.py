"""Whole files or none: write under a temporary name, then rename; read with one clear line on failure."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from packing.doors import shown
from packing.errors import InputError


@contextmanager
def replacing(path: Path | str) -> Iterator[Path]:
    """Yield a temporary path beside `path` that takes its place when the block ends without an exception.

    Raises `InputError` where the folder is missing or cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder, "note.txt")) as draft:
    ...         _ = draft.write_text("done")
    ...     Path(folder, "note.txt").read_text()
    'done'
    """
    target = check_writable(path)
    handle, name = tempfile.mkstemp(prefix=".", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o666 & ~_umask())
        draft.replace(target)
    except OSError as problem:
        raise InputError(f"cannot write {target}: {problem.strerror or problem}; choose another place") from problem
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def check_writable(path: Path | str) -> Path:
    """Return `path` where a file can be written, so that long work fails before it starts and not after."""
    target = Path(path)
    folder = target.parent
    if target.is_dir():
        raise InputError(f"cannot write {target}: it is a folder; add a file name")
    if not folder.is_dir():
        raise InputError(f"cannot write {target}: there is no folder {folder}; create it or choose another place")
    if not os.access(folder, os.W_OK):
        raise InputError(f"cannot write {target}: the folder {folder} is not writable; choose another place")
    return target


def check_readable(path: Path | str) -> Path:
    """Return `path` where a file can be read, or raise `InputError`."""
    source = Path(path)
    if not source.exists():
        raise InputError(f"cannot read {source}: there is no such file; check the path")
    if source.is_dir():
        raise InputError(f"cannot read {source}: it is a folder; name a file in it")
    if not os.access(source, os.R_OK):
        raise InputError(f"cannot read {source}: permission denied; change its mode or choose another file")
    return source


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


__dir__ = shown(__name__)
