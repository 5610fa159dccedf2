"""What a process that is killed leaves behind: no worker, no lost model, no draft."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from packing.report.site.folder import DRAFT, site_folder
from packing.toymodels import load_models
from packing.toymodels.capacity import KIND, CapacityConfig, CapacityModel

pytestmark = [pytest.mark.hostile, pytest.mark.skipif(os.name != "posix", reason="needs signals")]

SWEEP = "sweep -n 8..12 -d 4 --seconds 60 --jobs 2 --store"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(end: int, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "packing", *SWEEP.split(), str(tmp_path / "new.sqlite")]
    parent = subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    workers = _eventually(lambda: found if len(found := _workers(parent.pid)) == 2 else [])
    assert len(workers) == 2
    parent.send_signal(end)
    parent.wait(timeout=60)
    assert _eventually(lambda: not any(_lives(worker) for worker in workers))


def test_ctrl_c_keeps_the_models_that_are_finished(tmp_path: Path) -> None:
    config, place = CapacityConfig((1.0, 0.5, 0.25), 2, 10.0, models=3), tmp_path / "models.npz"

    def interrupted(settings: CapacityConfig, first: int) -> Iterator[CapacityModel]:
        yield next(KIND.models(settings, first))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(KIND, models=interrupted).train(config, checkpoint=place)
    assert len(load_models(place).losses) == 1
    assert len(KIND.train(config, checkpoint=place).losses) == 3


def test_a_site_that_was_killed_leaves_nothing_at_the_next_run(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    code = f"""
import os, signal
from pathlib import Path
from packing.report.site.folder import site_folder
with site_folder(Path({str(folder)!r})) as draft:
    (draft / "page.html").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", code], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [path.name[: len(DRAFT)] for path in folder.iterdir()] == [DRAFT]
    with site_folder(folder) as first, site_folder(folder) as second:  # one that goes on keeps its draft
        assert first.is_dir()
        assert second.is_dir()
        assert len(list(folder.glob(f"{DRAFT}*"))) == 2
        (first / "index.html").write_text("here")
    assert sorted(path.name for path in folder.iterdir()) == ["index.html", "site.json"]


def _workers(parent: int) -> list[int]:
    """The processes that `parent` spawned to work."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if fields[1] == str(parent) and b"spawn_main" in command:
            found.append(int(entry.name))
    return found


def _lives(process: int) -> bool:
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _eventually(question: object, seconds: float = 60) -> object:
    """The answer as soon as it is true, or the last one."""
    assert callable(question)
    end = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < end:
        time.sleep(0.1)
    return answer
