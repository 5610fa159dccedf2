"""Command lines that are pointed at a hostile file, one of each reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from hostile import arrays, stores, texts

from packing.overlaps import count, prepare, save_counts

SEARCH = "search -n 6 -d 3 --restarts 1 --from-scratch --seconds 1"
AUTOENCODER = "train autoencoder -n 4 -d 2 --steps 20 --models 1 --batch 8"


class Case(NamedTuple):
    """A command line, FILE in it for a file with this suffix and content."""

    name: str
    line: str
    suffix: str
    content: bytes

    def placed(self, folder: Path) -> list[str]:
        """The words of the command line, once the file is in the folder."""
        name = f"hostile{self.suffix}"
        (folder / name).write_bytes(self.content)
        return [word.replace("FILE", name) for word in self.line.split()]


def cases(folder: Path) -> Iterator[Case]:
    """All of them; some files are made in `folder`."""
    yield from _each(".npy", arrays.npy_files(), "overlaps FILE", f"{SEARCH} --fix FILE", "atlas check FILE")
    yield from _each(".npy", arrays.npy_files(), "overlaps rows.npy --mask FILE", "overlaps rows.npy --groups FILE")
    yield from _each(".npz", arrays.npz_files(), "overlaps FILE", f"{SEARCH} --start FILE", "atlas check FILE")
    yield from _each(".npz", arrays.npz_files(), "overlaps rows.npy --merge FILE", f"{AUTOENCODER} --out FILE")
    yield from _each(
        ".txt", texts.NUMBERS, "atlas check FILE -n 2 -d 2", "atlas import FILE -n 2 -d 2 --store new.sqlite"
    )
    yield from _each(".csv", texts.TABLES, "atlas check FILE")
    yield from _each(".csv", texts.TABLES, "atlas check good.npy --table FILE")
    yield from _each("", texts.PERMUTATIONS, f"{SEARCH} --symmetry FILE")
    yield from _each(".py", texts.CLAIMS, "verify FILE")
    yield from _each(".json", texts.certificates(), "verify FILE")
    yield from _each(".index.json", texts.INDEXES, "overlaps FILE --tensor w")
    yield from _each(".safetensors", stores.tensors(), "overlaps FILE", "overlaps FILE --tensor w")
    for suffix in (".pt", ".pth", ".bin", ".h5", ".pkl", ".mat", ".csv", "", ".NPY"):
        yield from _each(
            suffix, {f"noise as {suffix}": bytes(range(256))}, "overlaps FILE", "overlaps rows.npy --against FILE"
        )
        yield from _each(suffix, {f"noise as {suffix}": bytes(range(256))}, f"{SEARCH} --fix FILE", "atlas check FILE")
    yield from _each(".npz", stores.models(), f"{AUTOENCODER} --out FILE")
    for name, place in stores.stores(folder).items():
        found = {name: place.read_bytes()}
        yield from _each(".sqlite", found, "atlas best --store FILE", "atlas check --store FILE", "atlas check FILE")
        yield from _each(".sqlite", found, "atlas site new --store FILE", "table packings -n 6 -d 3 --store FILE")
        yield from _each(".sqlite", found, "sweep -n 4..5 -d 2 --seconds 0.05 --store FILE")
    rows = np.random.default_rng(0).standard_normal((12, 4))
    damaged = stores.counts(lambda place: save_counts(count(prepare(rows)), place), folder)
    yield from _each(".npz", damaged, "overlaps rows.npy --merge FILE", "overlaps rows.npy --checkpoint FILE")


def _each(suffix: str, files: dict[str, bytes], *lines: str) -> Iterator[Case]:
    return (Case(name, line, suffix, content) for line in lines for name, content in files.items())
