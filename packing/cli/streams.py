"""Standard output and standard error: whatever they are and whatever is written, no text breaks them or a terminal."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

from packing.errors import InputError


def write(text: str) -> None:
    """Print `text` on standard output and flush it.

    A reader that has gone, as in `packing ... | head`, is no error: what is left is not printed. Raises
    `UnwrittenError` where the answer cannot be written, as on a full disk.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as problem:
        silence(sys.stdout)
        raise UnwrittenError(problem.strerror or str(problem)) from None


class UnwrittenError(InputError):
    """Raised where standard output does not take the answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"cannot write the answer to standard output: {reason}; send it elsewhere")


def say_error(text: str) -> None:
    """Print `text` as one line on standard error, without what a terminal would obey, and without very long words."""
    line = " ".join(_shortened(visible(word)) for word in text.split())
    if sys.stderr is None:
        return
    try:
        print(f"packing: {line}", file=sys.stderr, flush=True)
    except OSError:  # nobody can be told
        silence(sys.stderr)


def write_json(text: str) -> None:
    """Print JSON on standard output; letters that it cannot encode are written \\u.... as JSON allows."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"

    def as_it_can_be(each: str) -> str:
        try:
            each.encode(encoding)
        except UnicodeEncodeError:
            return json.dumps(each)[1:-1]
        return each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1]

    write(text if text.isascii() else "".join(map(as_it_can_be, text)))


def visible(text: str, keep: str = "") -> str:
    """`text` with every character that cannot be printed written as an escape, but for those to `keep`.

    >>> visible("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in keep else each.encode("unicode_escape").decode("ascii") for each in text
    )


def silence(stream: TextIO) -> None:
    """Send what is still to be written to `stream` nowhere, so that Python does not complain of it at its end."""
    with suppress(OSError, ValueError):
        handle = os.open(os.devnull, os.O_WRONLY)
        os.dup2(handle, stream.fileno())
        os.close(handle)


def prepare_streams() -> None:
    """Let standard output and error take every text in any encoding, and never be a file that a command opens."""
    for number in range(3):  # the lowest free number is given to the next file
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _shortened(word: str, most: int = 200) -> str:
    return word if len(word) <= most else f"{word[: most // 2]}..{word[-most // 4 :]} ({len(word)} characters)"
