"""All pairs counted on a cluster are those of one process, to the last bit; workers that are lost, doors that fail."""

from __future__ import annotations

import json
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import packing.cluster as door
from packing import InputError
from packing.cli import main
from packing.overlaps import OverlapStatistics, PairProgress, Settings, open_matrix, overlaps, overlaps_on_cluster
from packing.records.atlas import Atlas

SETTINGS = Settings(eps=(0.05, 0.2, 0.4), bins=101, top=10, row_top=2, block=32, precision="single")


@contextmanager
def scheduler(folder: Path, **options: Any) -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(dashboard_address=None, local_directory=folder, **options) as local:
            yield local


def planted(path: Path, n: int = 700) -> Path:
    rng = np.random.default_rng(5)
    rows = rng.standard_normal((n, 24)) * rng.uniform(0.01, 3, (n, 1))
    rows[10], rows[20:23], rows[40] = 0, rows[5], -2 * rows[6]
    rows[n // 2 :, :12] = 0
    np.save(path, rows.astype(np.float32))
    return path


def run(*words: str) -> Any:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return ended.value.code


def assert_bits(one: OverlapStatistics, other: OverlapStatistics) -> None:
    mine, theirs = one.answer(), other.answer()
    for key in mine.keys() - {"seconds", "cpu_seconds", "workers", "device", "matrix"}:
        assert repr(mine[key]) == repr(theirs[key]), key
    np.testing.assert_array_equal(one.histogram, other.histogram)
    for name, column in one.by_row().columns.items():
        np.testing.assert_array_equal(column, other.by_row()[name], err_msg=name)


def test_a_cluster_counts_as_one_process_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, part = planted(tmp_path / "w.npy"), tmp_path / "part.npz"
    with scheduler(tmp_path, n_workers=1, threads_per_worker=2, processes=False) as local:
        address = local.scheduler_address
        with door.cluster(address) as workers:
            found = overlaps_on_cluster(
                open_matrix(file), open_matrix, (file,), workers, SETTINGS, center=True, checkpoint=part
            )
            assert workers.slots == found.cost.workers == 2
        whole = overlaps(open_matrix(file), SETTINGS, center=True, workers=1)
        assert_bits(found, whole)
        assert_bits(overlaps(open_matrix(file), SETTINGS, center=True, checkpoint=part), whole)  # nothing is left to do
        answers = []
        for extra in (["--jobs", "1"], ["--cluster", address]):
            command = ["overlaps", str(file), "--rows", "0:650", "--precision", "single", "--drop-copies", "--json"]
            assert run(*command, *extra) == 0
            answers.append(json.loads(capsys.readouterr().out))
        store = tmp_path / "a.sqlite"
        swept = ["sweep", "-d", "2", "-n", "4..5", "--seconds", "0.2", "--store", str(store), "--cluster", address]
        assert run(*swept) == 0
    for key in answers[0].keys() - {"seconds", "cpu_seconds", "workers", "device"}:
        assert answers[0][key] == answers[1][key], key
    assert (answers[0]["device"], answers[1]["device"]) == ("cpu", "cluster")
    with Atlas(store) as atlas:
        assert [atlas.runs(problem) for problem in atlas.problems()] == [1, 1]


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_what_a_lost_worker_had_is_counted_by_another(tmp_path: Path) -> None:
    file = planted(tmp_path / "w.npy", 1500)
    with scheduler(tmp_path, n_workers=2, threads_per_worker=1, processes=True) as local:
        pids = [worker.process.pid for worker in local.workers.values()]
        killed: list[int] = []

        def kill(done: PairProgress) -> None:
            if not killed and 0 < done.done < done.total:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        with door.cluster(local.scheduler_address) as workers:
            found = overlaps_on_cluster(open_matrix(file), open_matrix, (file,), workers, SETTINGS, progress=kill)
    assert killed
    assert_bits(found, overlaps(open_matrix(file), SETTINGS, workers=1))


def test_clusters_that_do_not_answer_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(planted(tmp_path / "w.npy", 50))
    monkeypatch.setattr(door, "PATIENCE", 0.3)
    with (
        scheduler(tmp_path, n_workers=0, processes=False) as local,
        pytest.raises(InputError, match="has no workers: start some"),
        door.cluster(local.scheduler_address),
    ):
        pass
    for address in ("tcp://127.0.0.1:9", "nowhere", "tcp://127.0.0.1:notaport", ""):
        assert run("overlaps", file, "--cluster", address) == 2
        assert "--cluster: no scheduler answers at" in capsys.readouterr().err
    for extra in (["--jobs", "2"], ["--device"], ["--sample", "9"], ["--shard", "1/2"]):
        assert run("overlaps", file, "--cluster", "tcp://127.0.0.1:9", *extra) == 2
        assert "do not go together" in capsys.readouterr().err


def test_a_cluster_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match="needs the extra 'cluster'"), door.cluster("tcp://127.0.0.1:9"):
        pass
