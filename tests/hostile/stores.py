"""Foreign, damaged and lying stores (SQLite), tensors (.safetensors) and trained models."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from hostile.arrays import npy, npz

import packing as pk
from packing.records.atlas import Atlas


def stores(folder: Path) -> dict[str, Path]:
    """Files that are no sound atlas, written to `folder`, by what is wrong with them."""
    whole = folder / "whole.sqlite"
    with Atlas(whole) as atlas:
        atlas.record(pk.search.minimize(pk.lines(6, 3), restarts=1))
    content = whole.read_bytes()
    files = {
        "empty": b"",
        "noise": bytes(range(256)) * 40,
        "half": content[: len(content) // 2],
        "no header": b"\0" * 100 + content[100:],
        "damaged pages": content[:4096] + b"\xff" * (len(content) - 4096),
    }
    found = {name: _written(folder / f"{name}.sqlite", bytes_) for name, bytes_ in files.items()}
    for name, statement in STATEMENTS.items():
        place = found[name] = _written(folder / f"{name}.sqlite", content)
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            for each in statement.split(";"):
                connection.execute(each)
    return found


STATEMENTS = {
    "another database": "PRAGMA application_id = 7",
    "a later version": "PRAGMA user_version = 99",
    "no packings": "DROP TABLE packings",
    "no runs": "DROP TABLE runs",
    "other columns": "DROP TABLE runs; CREATE TABLE runs (id INTEGER, packing INTEGER)",
    "n of words": "UPDATE packings SET n = 'six'",
    "n below one": "UPDATE packings SET n = -6",
    "n beyond all": "UPDATE packings SET n = 9223372036854775807",
    "d of nothing": "UPDATE packings SET d = 0",
    "a foreign field": "UPDATE packings SET field = char(27) || '[31mQ'",
    "foreign objects": "UPDATE packings SET objects = '[bold]cubes[/bold]'",
    "vectors of words": "UPDATE packings SET vectors = 'none'",
    "no vectors": "UPDATE packings SET vectors = x''",
    "odd vectors": "UPDATE packings SET vectors = x'0102030405'",
    "vectors of NaN": "UPDATE packings SET vectors = zeroblob(0) || x'"
    + struct.pack("<18d", *[np.nan] * 18).hex()
    + "'",
    "vectors of zeros": "UPDATE packings SET vectors = zeroblob(144)",
    "a certified value of numbers": "UPDATE packings SET certified = x'00'",
    "a seed of words": "UPDATE runs SET seed = 'none'",
    "seconds of words": "UPDATE runs SET cpu_seconds = 'none'",
    "codes in the method": "UPDATE runs SET method = char(27) || '[31m[bold]red[/bold]'",
    "text that is none": "UPDATE runs SET method = CAST(x'ff00fe' AS TEXT)",
}


def tensors() -> dict[str, bytes]:
    """Files that are no sound `.safetensors`, by what is wrong with them."""
    good = {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}
    headers: dict[str, Any] = {
        "a list": [1],
        "no tensors": {},
        "no type": {"w": {"shape": [2, 2], "data_offsets": [0, 16]}},
        "a foreign type": {"w": good | {"dtype": "\x1b[31mF4"}},
        "a shape of words": {"w": good | {"shape": ["2", 2]}},
        "a shape below none": {"w": good | {"shape": [-2, -2]}},
        "a shape beyond all": {"w": good | {"shape": [2**62, 2**62]}},
        "a shape of fractions": {"w": good | {"shape": [2.0, 2.0]}},
        "a shape that does not fit": {"w": good | {"shape": [3, 3]}},
        "one axis": {"w": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}},
        "offsets beyond the end": {"w": good | {"data_offsets": [0, 10**30]}},
        "offsets turned round": {"w": good | {"data_offsets": [16, 0]}},
        "offsets of words": {"w": good | {"data_offsets": "ab"}},
        "a tensor of nothing": {"w": None},
        "no rows": {"w": {"dtype": "F32", "shape": [0, 2], "data_offsets": [0, 0]}},
        "codes in names": {"\x1b[31mw": good, "[bold]x[/bold]": good},
        "two matrices": {"w": good, "x" * 5000: good},
    }
    files = {name: safetensors(json.dumps(header).encode()) for name, header in headers.items()}
    return files | {
        "empty": b"",
        "seven bytes": b"1234567",
        "a header beyond the end": struct.pack("<Q", 10**6) + b"{}",
        "a header beyond all": struct.pack("<Q", 2**64 - 1) + b"{}",
        "no JSON": safetensors(b"{ this is none"),
        "deep JSON": safetensors(b"[" * 100_000),
        "noise": safetensors(bytes(range(128, 256))),
        "numbers that are none": safetensors(
            json.dumps({"w": good}).encode(), np.full(4, np.nan, dtype="f4").tobytes()
        ),
    }


def safetensors(header: bytes, data: bytes = b"\0\0\x80?" * 4) -> bytes:
    """The bytes of a file with this header."""
    return struct.pack("<Q", len(header)) + header + data


def models() -> dict[str, bytes]:
    """Files that hold no trained models, by what is wrong with them."""
    config = {"n": 4, "d": 2}

    def file(settings: object, **arrays: Any) -> bytes:
        text = settings if isinstance(settings, str) else json.dumps(settings)
        return npz({"settings": npy(np.array(text)), **{name: npy(array) for name, array in arrays.items()}})

    return {
        "no JSON": file("{"),
        "a list": file([1]),
        "no config": file({"schema": 2, "kind": "autoencoder"}),
        "a config of numbers": file({"schema": 2, "kind": "autoencoder", "config": 5}),
        "a later schema": file({"schema": 10**30, "kind": "autoencoder", "config": config}),
        "a schema of words": file({"schema": "two", "kind": "autoencoder", "config": config}),
        "a foreign kind": file({"schema": 2, "kind": "\x1b[31mred", "config": config}),
        "a foreign setting": file({"schema": 2, "kind": "autoencoder", "config": config | {"colour": 5}}),
        "settings of words": file({"schema": 2, "kind": "autoencoder", "config": {"n": "four", "d": None}}),
        "no arrays": file({"schema": 2, "kind": "autoencoder", "config": config}),
        "odd arrays": file({"schema": 2, "kind": "autoencoder", "config": config}, weights=np.zeros(3)),
        "deep settings": file("[" * 100_000),
        "settings of numbers": npz({"settings": npy(np.zeros(3))}),
        "settings of objects": npz({"settings": npy(np.array([None]), allow_pickle=True)}),
    }


def counts(write: Callable[[Path], object], folder: Path) -> dict[str, bytes]:
    """Checkpoints of `packing overlaps` that are damaged; `write` makes a sound one."""
    place = folder / "sound.npz"
    write(place)
    with np.load(place) as archive:
        sound = dict(archive)
    damaged = {
        **{f"without {name}": {key: sound[key] for key in sound if key != name} for name in sound},
        **{f"{name} cut": sound | {name: np.asarray(sound[name]).ravel()[:1]} for name in sound if name != "head"},
        "a foreign head": sound | {"head": np.array("{}")},
        "a head of numbers": sound | {"head": np.zeros(2)},
        "a deep head": sound | {"head": np.array("[" * 100_000)},
        "odd settings": sound | {"head": np.array(str(sound["head"]).replace('"bins": 4097', '"bins": "many"'))},
        "a foreign precision": sound | {"head": np.array(str(sound["head"]).replace("double", "triple"))},
    }
    return {name: npz({key: npy(value) for key, value in arrays.items()}) for name, arrays in damaged.items()}


def _written(place: Path, content: bytes) -> Path:
    place.write_bytes(content)
    return place
