"""Counts on disk: the checkpoint of a run and the part of a shard are the same file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from packing.array_files import read_npz
from packing.errors import InputError
from packing.files import replacing
from packing.overlaps.counts import PairCounts
from packing.overlaps.kernels.top_k import TopPairs, TopPartners
from packing.overlaps.kernels.union_find import Forest
from packing.overlaps.settings import Settings

_KIND = "packing overlaps 1"
_ARRAYS = {"done": "done", "sums": "sums", "histogram": "histogram", "exceeding": "exceeding", "interference": "felt"}
"""The arrays of the counts and their names in a file: the names of version 1 stay."""

_GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "rows": (TopPartners, ("gates", "values", "partners")),
    "columns": (TopPartners, ("gates", "values", "partners")),
    "closest": (TopPairs, ("values", "left", "right")),
    "forest": (Forest, ("parent", "level", "edges")),
}
"""The groups of arrays, and the names of their members in a file."""


def save_counts(counts: PairCounts, path: Path | str) -> Path:
    """Write counts whole or not at all; the file is some 25 bytes a row, and never pickled.

    Args: `path`: the file to write.
    """
    head = json.dumps({"kind": _KIND, "fingerprint": counts.fingerprint, "settings": asdict(counts.settings)})
    arrays = {stored: getattr(counts, name) for name, stored in _ARRAYS.items()}
    for group, (_, members) in _GROUPS.items():
        if group == "columns" and counts.columns is counts.rows:
            continue
        arrays |= {f"{group}.{name}": array for name, array in zip(members, getattr(counts, group), strict=True)}
    with replacing(path) as draft, draft.open("wb") as stream:
        np.savez(stream, head=np.array(head), **arrays)
    return Path(path)


def load_counts(path: Path | str) -> PairCounts:
    """Read counts, or raise `InputError` for a file that is not one or is not whole.

    Args: `path`: a file of `save_counts`.
    """
    archive = read_npz(path, what="it is not a checkpoint of packing overlaps")
    try:
        head = json.loads(str(archive["head"]))
        {_KIND: None}[head["kind"]]
        groups = {
            group: kind(*(archive[f"{group}.{name}"] for name in members))
            for group, (kind, members) in _GROUPS.items()
            if f"{group}.{members[0]}" in archive
        }
        groups.setdefault("columns", groups["rows"])
        settings = head["settings"]
        settings["eps"] = tuple(settings["eps"])
        arrays: dict[str, Any] = {name: archive[stored] for name, stored in _ARRAYS.items()}
        counts = PairCounts(Settings(**settings), head["fingerprint"], **arrays, **groups)
        _check_shapes(counts)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, RecursionError) as defect:
        raise InputError(
            f"{path} is not a checkpoint of packing overlaps, or is damaged ({type(defect).__name__}): "
            "delete it to begin anew"
        ) from None
    return counts


def merge(parts: Iterable[PairCounts]) -> PairCounts:
    """The counts of all parts together, in any order and grouping; they must hold different block rows."""
    whole: PairCounts | None = None
    for counts in parts:
        if whole is None:
            whole = counts.copy()
        else:
            whole.absorb(counts)
    if whole is None:
        raise InputError("there is nothing to merge: name at least one part")
    return whole


def _check_shapes(counts: PairCounts) -> None:
    """Raise ValueError where the arrays of a file do not fit together: compiled code would not notice."""
    n, settings = counts.n, counts.settings
    bits = settings.cuts.dtype
    blocks, levels, kept = -(-n // settings.block), len(settings.eps), 2 * settings.top + 16
    wanted: list[tuple[Any, tuple[int, ...], Any]] = [
        (counts.done, (blocks,), bool),
        (counts.sums, (blocks, 10), np.float64),
        (counts.histogram, (settings.bins,), np.int64),
        (counts.exceeding, (levels,), np.int64),
        (counts.interference, (n,), np.float64),
        (counts.forest.parent, (n,), np.int32),
        (counts.forest.level, (n,), np.int8),
        (counts.forest.edges, (levels,), np.int64),
        (counts.closest.values, (kept,), bits),
        (counts.closest.left, (kept,), np.int32),
        (counts.closest.right, (kept,), np.int32),
    ]
    for top in (counts.rows, counts.columns):
        size = top.thresholds.size
        wanted += [
            (top.thresholds, (size,), bits),
            (top.values, (size, settings.row_top), bits),
            (top.partners, (size, settings.row_top), np.int32),
        ]
    for array, shape, dtype in wanted:
        if array.shape != shape or array.dtype != dtype:
            raise ValueError("arrays do not fit together")
    parent = counts.forest.parent
    if counts.rows.thresholds.size != n or (n and (parent.min() < 0 or parent.max() >= n)):
        raise ValueError("rows do not fit together")
