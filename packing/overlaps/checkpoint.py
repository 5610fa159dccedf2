"""A tally on disk: the checkpoint of a run and the part of a shard are the same file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from packing.errors import InputError
from packing.files import check_readable, replacing
from packing.overlaps.kernels import Closest, Forest, Nearest
from packing.overlaps.settings import Settings
from packing.overlaps.tally import Tally

_KIND = "packing overlaps 1"
_ARRAYS = ("done", "sums", "histogram", "exceeding", "felt")
_GROUPS: tuple[tuple[str, Any], ...] = (
    ("rows", Nearest),
    ("columns", Nearest),
    ("closest", Closest),
    ("forest", Forest),
)


def save_tally(tally: Tally, path: Path | str) -> Path:
    """Write a tally whole or not at all; the file is some 25 bytes a row, and never pickled."""
    head = json.dumps({"kind": _KIND, "fingerprint": tally.fingerprint, "settings": asdict(tally.settings)})
    arrays = {name: getattr(tally, name) for name in _ARRAYS}
    for group, _ in _GROUPS:
        if group == "columns" and tally.columns is tally.rows:
            continue
        arrays |= {f"{group}.{name}": array for name, array in getattr(tally, group)._asdict().items()}
    with replacing(path) as draft, draft.open("wb") as stream:
        np.savez(stream, head=np.array(head), **arrays)
    return Path(path)


def load_tally(path: Path | str) -> Tally:
    """Read a tally, or raise `InputError` for a file that is not one or is not whole."""
    source = check_readable(path)
    try:
        with source.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            head = json.loads(str(archive["head"]))
            {_KIND: None}[head["kind"]]
            groups = {
                group: kind(*(archive[f"{group}.{name}"] for name in kind._fields))
                for group, kind in _GROUPS
                if f"{group}.{kind._fields[0]}" in archive.files
            }
            groups.setdefault("columns", groups["rows"])
            settings = head["settings"]
            settings["eps"] = tuple(settings["eps"])
            tally = Tally(
                Settings(**settings), head["fingerprint"], **{name: archive[name] for name in _ARRAYS}, **groups
            )
            _check_shapes(tally)
            return tally
    except (KeyError, TypeError, ValueError, EOFError, OSError, zipfile.BadZipFile) as defect:
        raise InputError(
            f"{source} is not a checkpoint of packing overlaps, or is damaged ({type(defect).__name__}): "
            "delete it to begin anew"
        ) from None


def merge(tallies: Iterable[Tally]) -> Tally:
    """One tally of all, in any order and grouping; the parts must hold different block rows."""
    whole: Tally | None = None
    for tally in tallies:
        if whole is None:
            whole = tally.copy()
        else:
            whole.absorb(tally)
    if whole is None:
        raise InputError("there is nothing to merge: name at least one part")
    return whole


def _check_shapes(tally: Tally) -> None:
    """Raise ValueError where the arrays of a file do not fit together: compiled code would not notice."""
    n, settings = tally.n, tally.settings
    bits = settings.cuts.dtype
    blocks, levels, kept = -(-n // settings.block), len(settings.eps), 2 * settings.top + 16
    wanted: list[tuple[Any, tuple[int, ...], Any]] = [
        (tally.done, (blocks,), bool),
        (tally.sums, (blocks, 10), np.float64),
        (tally.histogram, (settings.bins,), np.int64),
        (tally.exceeding, (levels,), np.int64),
        (tally.felt, (n,), np.float64),
        (tally.forest.parent, (n,), np.int32),
        (tally.forest.level, (n,), np.int8),
        (tally.forest.edges, (levels,), np.int64),
        (tally.closest.values, (kept,), bits),
        (tally.closest.left, (kept,), np.int32),
        (tally.closest.right, (kept,), np.int32),
    ]
    for nearest in (tally.rows, tally.columns):
        size = nearest.gates.size
        wanted += [
            (nearest.gates, (size,), bits),
            (nearest.values, (size, settings.row_top), bits),
            (nearest.partners, (size, settings.row_top), np.int32),
        ]
    for array, shape, dtype in wanted:
        if array.shape != shape or array.dtype != dtype:
            raise ValueError("arrays do not fit together")
    parent = tally.forest.parent
    if tally.rows.gates.size != n or (n and (parent.min() < 0 or parent.max() >= n)):
        raise ValueError("rows do not fit together")
