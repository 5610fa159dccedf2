"""Homes and installations that cannot be written, caches that are damaged: commands work, the records answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import packing

pytestmark = pytest.mark.hostile

COMMANDS = (
    "search -n 6 -d 3 --restarts 2 --from-scratch", "atlas best -n 13 -d 3 --field C", "atlas history -n 13 -d 3",
    "study -n 5 -d 3 --seconds 0.05 --models 1", "overlaps rows.npy",
    "train autoencoder -n 4 -d 2 --steps 20 --models 1",
    "table packings -n 5..6 -d 3 --format csv", "figure gap -d 2 -n 3..5 --out gap.png", "verify tegum-pairs --quick",
)  # fmt: skip


def packing_in(folder: Path, words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A command in `folder`, in an environment without a home but for what is given."""
    keep = {"PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    return subprocess.run(
        [sys.executable, "-m", "packing", *words.split()],
        capture_output=True, text=True, check=False, cwd=folder, env=keep | environment, timeout=120,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a matrix."""
    import numpy as np

    np.save(tmp_path / "rows.npy", np.random.default_rng(0).standard_normal((12, 4)))
    return tmp_path


@pytest.fixture
def blocked(tmp_path: Path) -> dict[str, str]:
    """Every place of one's own is below a file, where not even root can make a folder."""
    file = tmp_path / "file"
    file.write_text("no folder")
    names = ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR", "NUMBA_CACHE_DIR")
    return dict.fromkeys(names, f"{file}/below")


@pytest.mark.parametrize("words", COMMANDS)
def test_no_place_of_ones_own_is_needed(words: str, folder: Path, blocked: dict[str, str]) -> None:
    done = packing_in(folder, words, blocked)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", COMMANDS[:3])
def test_no_home_is_needed(words: str, folder: Path) -> None:
    done = packing_in(folder, words, {})
    assert (done.returncode, done.stderr) == (0, "")


def test_an_atlas_in_a_place_of_ones_own_that_is_none_is_refused(folder: Path, blocked: dict[str, str]) -> None:
    done = packing_in(folder, "atlas import rows.npy", blocked)
    assert done.returncode == 2
    assert "name an atlas with --store" in done.stderr


def test_damaged_machine_code_is_made_anew(folder: Path) -> None:
    environment = {"NUMBA_CACHE_DIR": str(folder / "numba"), "XDG_DATA_HOME": str(folder / "data")}
    words = "overlaps rows.npy --no-spectrum --json"
    before = packing_in(folder, words, environment)
    files = sorted(path for path in (folder / "numba").rglob("*") if path.is_file())
    assert files
    for number, path in enumerate(files):
        content = path.read_bytes()
        path.write_bytes((b"", b"\x80", b"nonsense", content[: len(content) // 2])[number % 4])
    after = packing_in(folder, words, environment)
    assert (after.returncode, after.stderr) == (0, "")
    assert json.loads(after.stdout)["top"] == json.loads(before.stdout)["top"]


def test_an_installation_that_cannot_be_written_works(folder: Path, blocked: dict[str, str]) -> None:
    """The package below a folder whose __pycache__ are files, which stops root too."""
    copy = folder / "installed" / "packing"
    shutil.copytree(Path(packing.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    if (proofs := Path(packing.__file__).parents[1] / "proofs").is_dir():
        shutil.copytree(proofs, copy / "_proofs", ignore=shutil.ignore_patterns("__pycache__"))
    for place in [copy, *(path for path in copy.rglob("*") if path.is_dir())]:
        (place / "__pycache__").write_text("no folder")
    environment = blocked | {"PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    for words in ("overlaps rows.npy --no-spectrum", "atlas best -n 13 -d 3 --field C"):
        done = packing_in(folder, words, environment)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_store_that_cannot_be_written_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a read-only disk, where the system says so to root too."""
    from packing.records.atlas import Atlas
    from packing.records.stores import opened

    with Atlas(folder / "own.sqlite") as atlas:
        atlas.record(packing.search.minimize(packing.lines(6, 3), restarts=1))
    before = sorted(path.name for path in folder.iterdir())
    monkeypatch.setattr("os.access", lambda path, mode, **_: mode != os.W_OK)
    with opened(folder / "own.sqlite") as stores:
        record = stores.best_known(packing.lines(6, 3))
    assert record is not None
    assert sorted(path.name for path in folder.iterdir()) == before
