"""The one door to files: reading within limits, and writing whole files or none, each failure one clear line.

What is read is a file, reached through links or not, and never more of it than a limit: the bytes read count, not the
size that a file claims. What is written takes the place of a file alone: a link stays a link, a mode stays a mode, and
a device or a pipe stays what it is.
"""

from __future__ import annotations

import io
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from packing.doors import shown
from packing.errors import InputError

MOST_BYTES = 2**26
"""The most of a text file that is read, 64 MiB."""

DRAFT = ".packing-draft-"
"""How the name of a file begins until it is whole."""


@contextmanager
def replacing(path: Path | str) -> Iterator[Path]:
    """Yield a temporary path beside `path` that takes its place when the block ends without an exception.

    Where `path` is a link, the file it leads to is replaced. An earlier file hands on its mode and its owner.
    Raises `InputError` where the folder is missing or cannot be written, and for a device or a pipe.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder, "note.txt")) as draft:
    ...         _ = draft.write_text("done")
    ...     Path(folder, "note.txt").read_text()
    'done'
    """
    target = _followed(check_writable(path))
    draft: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=DRAFT, suffix=target.suffix, dir=target.parent)
        os.close(handle)
        draft = Path(name)
        yield draft
        _take_after(draft, target)
        draft.replace(target)
    except OSError as problem:
        raise InputError(f"cannot write {path}: {problem.strerror or problem}; choose another place") from problem
    finally:
        if draft is not None:
            with suppress(FileNotFoundError):
                draft.unlink()


def made_folder(path: Path | str) -> Path:
    """The folder at `path`, made where it is missing; the one it lies in must be there. Raises `InputError`."""
    try:
        Path(path).mkdir(exist_ok=True)
    except OSError as problem:
        raise InputError(f"cannot make the folder {path}: {problem.strerror}; choose another place") from problem
    return Path(path)


def write_text(path: Path | str, text: str) -> Path:
    """Write `text` as UTF-8, whole or not at all, and return the path."""
    with replacing(path) as draft:
        draft.write_text(text, encoding="utf-8")
    return Path(path)


def check_writable(path: Path | str) -> Path:
    """Return `path` where a file can be written, so that long work fails before it starts and not after."""
    named = Path(path)
    found = _status(named, f"cannot write {named}")
    if found is not None and not stat.S_ISREG(found.st_mode):
        cure = "add a file name" if stat.S_ISDIR(found.st_mode) else "name a file"
        raise InputError(f"cannot write {named}: it is {_sort(found)}; {cure}")
    folder = _followed(named).parent
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for names too long, this does not
        raise InputError(f"cannot write {named}: there is no folder {folder}; create it or choose another place")
    if not os.access(folder, os.W_OK):
        raise InputError(f"cannot write {named}: the folder {folder} is not writable; choose another place")
    return named


def check_readable(path: Path | str) -> Path:
    """Return `path` where a file can be read, or raise `InputError`."""
    source = Path(path)
    found = _status(source, f"cannot read {source}")
    if found is None:
        raise InputError(f"cannot read {source}: there is no such file; check the path")
    if not stat.S_ISREG(found.st_mode):
        cure = "name a file in it" if stat.S_ISDIR(found.st_mode) else "name a file"
        raise InputError(f"cannot read {source}: it is {_sort(found)}; {cure}")
    if not os.access(source, os.R_OK):
        raise InputError(f"cannot read {source}: permission denied; change its mode or choose another file")
    return source


def is_there(path: Path | str) -> bool:
    """Whether something is at `path`, as far as can be seen; a name that no file can have is nowhere."""
    try:
        return os.path.exists(path)  # noqa: PTH110 - Path.exists raises for names too long, this does not
    except ValueError:
        return False


@contextmanager
def reading(path: Path | str) -> Iterator[BinaryIO]:
    """Yield the file as a stream of bytes; what the system refuses becomes one line.

    Raises `InputError` where `path` is no file or cannot be read. Nothing waits: a pipe is refused, not read.
    """
    source = check_readable(path)
    try:
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as stream:  # noqa: PTH123 - by its handle
            if not stat.S_ISREG(os.fstat(handle).st_mode):  # exchanged since it was looked at
                raise InputError(f"cannot read {source}: it is no file; name a file")
            yield stream
    except OSError as problem:
        raise InputError(f"cannot read {source}: {problem.strerror or problem}; check the disk and its mode") from None


def read_bytes(path: Path | str, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file of at most `most`, or `InputError`."""
    with reading(path) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise InputError(f"cannot read {path}: it has more than {most} bytes; split it, or name another file")
    return content


def read_text(path: Path | str, most: int = MOST_BYTES) -> str:
    """The text of a file in UTF-8 of at most `most` bytes, with "\\n" at the ends of lines, or `InputError`."""
    content = read_bytes(path, most)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as defect:
        raise InputError(
            f"cannot read {path}: byte {defect.start} is not UTF-8 text; save it as plain text in UTF-8"
        ) from None
    return io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)


def _status(path: Path, doing: str) -> os.stat_result | None:
    """What `path` leads to, None where nothing is there; `InputError` where that cannot even be asked."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise InputError(f"{doing}: {reason}; choose another name") from None


def _followed(path: Path) -> Path:
    """The file that `path` stands for: where its links lead."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _sort(found: os.stat_result) -> str:
    """What is no file, in words."""
    mode = found.st_mode
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "a pipe or a socket"


def _take_after(draft: Path, target: Path) -> None:
    """Give the draft the owner and the mode of what it replaces; else the mode of any new file."""
    try:
        before = target.stat()
    except OSError:
        draft.chmod(0o666 & ~_umask())
        return
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root may give files away
            os.chown(draft, before.st_uid, before.st_gid)
    draft.chmod(stat.S_IMODE(before.st_mode))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


__dir__ = shown(__name__)
