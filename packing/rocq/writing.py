"""Certificates as files for `coqc`, in one folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packing import kernel
from packing.files import made_folder, write_text
from packing.rocq.document import can_follow, document


def write(certificate: Mapping[str, Any], folder: Path | str, name: str, *, limit: float = kernel.LIMIT) -> str | None:
    """Write an accepted certificate into `folder`, made where it is missing; the path, or None for other kinds.

    The file is called after `name`, as a module of Rocq may be called: `kissing.json[2]` gives `kissing_2.v`.
    Raises `InputError` where the folder cannot be made or written.
    """
    if not can_follow(certificate):
        return None
    text = document(certificate, limit=limit)
    return str(write_text(made_folder(folder) / f"{module_name(name)}.v", text))


def module_name(name: str) -> str:
    """A name of letters, digits and underscores that begins with a letter.

    >>> module_name("S8-kissing.json"), module_name("kissing.json[2]"), module_name("8.json")
    ('S8_kissing', 'kissing_2', 'certificate_8')
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "_", name.replace(".json", "")).strip("_")
    return plain if plain[:1].isalpha() else f"certificate_{plain}"
