"""A site in its folder: written whole or not at all, over an earlier site alone, never over anything else.

`site.json` in the folder lists the files of the site. A new site is made in a hidden draft folder first; its list is
put in place before its files, so that a site cut short by a crash is still known as one and can be written again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from packing.errors import InputError
from packing.files import read_text, write_text

fcntl: Any
try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None

MANIFEST = "site.json"
MARK = "packing atlas site"

DRAFT = ".draft-"
"""How the names of draft folders begin."""


def check_folder(folder: Path) -> None:
    """Raise `InputError` unless a site can be written to `folder`: it is new, empty, or holds an earlier site.

    Hidden files, such as .git, do not matter.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"cannot write a site to {folder}: it is a file; name a folder")
    if not folder.exists() and not folder.parent.is_dir():
        raise InputError(f"cannot make {folder}: there is no folder {folder.parent}; create it or choose another place")
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK | os.X_OK):
        raise InputError(f"cannot write to {folder}: permission denied; choose another place")
    if folder.exists() and not (folder / MANIFEST).exists():
        foreign = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
        if foreign:
            raise InputError(
                f"{folder} holds {len(foreign)} files of another origin, such as {foreign[0]!r}, and is left alone: "
                f"name a new or an empty folder"
            )
    earlier_files(folder)


def earlier_files(folder: Path) -> tuple[str, ...]:
    """The files of the site in `folder`, relative to it; none where there is no site.

    Raises `InputError` where the list is not ours or names a place outside the folder.
    """
    manifest = folder / MANIFEST
    if not manifest.exists():
        return ()
    try:
        content = json.loads(read_text(manifest))
        files = content["files"] if content["made_by"] == MARK else None
    except (ValueError, LookupError, TypeError, RecursionError):
        files = None
    if not isinstance(files, list) or not all(isinstance(name, str) and _is_inside(name) for name in files):
        raise InputError(f"{manifest} is not the list of an earlier site: name a new or an empty folder")
    return tuple(files)


@contextmanager
def site_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty draft folder whose files become those of `folder` when the block ends without an exception.

    Files of an earlier site that the new one lacks are removed. Raises `InputError` where a file of another origin
    has the name of a new one, before anything is changed.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     with site_folder(Path(place, "site")) as draft:
    ...         _ = (draft / "index.html").write_text("here")
    ...     sorted(path.name for path in Path(place, "site").iterdir())
    ['index.html', 'site.json']
    """
    check_folder(folder)
    is_new = not folder.exists()
    draft: Path | None = None
    try:
        folder.mkdir(exist_ok=True)
        _remove_leftovers(folder)
        draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=folder))
        with _held(draft):
            yield draft
            _put_in_place(draft, folder)
    except OSError as problem:
        raise InputError(f"cannot write {folder}: {problem.strerror or problem}; choose another place") from problem
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
        if is_new:
            with suppress(OSError):
                folder.rmdir()  # only where nothing was written to it


def _put_in_place(draft: Path, folder: Path) -> None:
    new = sorted(path.relative_to(draft).as_posix() for path in draft.rglob("*") if path.is_file())
    old = earlier_files(folder)
    for name in sorted(set(new) - set(old)):
        if (folder / name).exists():
            raise InputError(f"{folder / name} is a file of another origin and is left alone: move it away")
    _list_files(draft, folder, sorted({*new, *old}))
    for name in new:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (draft / name).replace(folder / name)
    for name in sorted(set(old) - set(new)):
        (folder / name).unlink(missing_ok=True)
    _list_files(draft, folder, new)


def _list_files(draft: Path, folder: Path, files: list[str]) -> None:
    """Put the list in place by way of the draft folder, so that a crash leaves no other file behind."""
    text = json.dumps({"made_by": MARK, "files": files}, indent=0) + "\n"
    write_text(draft / MANIFEST, text).replace(folder / MANIFEST)


def _remove_leftovers(folder: Path) -> None:
    """Remove the draft folders of runs that were killed; those of runs that go on are held by them."""
    for draft in folder.glob(f"{DRAFT}*") if fcntl is not None else ():
        with suppress(OSError), _held(draft):
            shutil.rmtree(draft)


@contextmanager
def _held(draft: Path) -> Iterator[None]:
    """Hold a draft folder within the block, as long as this process lives; OSError where another does."""
    if fcntl is None:
        yield
        return
    handle = os.open(draft, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and bool(path.parts)
