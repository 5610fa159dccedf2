"""A run in parts is the run in one: checkpoints, interrupts, kills, shards in any order, a cluster."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

from packing import InputError
from packing.overlaps import (
    OverlapStatistics,
    PairCounts,
    PairProgress,
    Precision,
    Settings,
    Shard,
    conclude,
    count,
    load_counts,
    merge,
    overlaps,
    prepare,
    save_counts,
)

SETTINGS = Settings(eps=(0.05, 0.2, 0.4, 0.5), bins=101, top=10, block=32, precision=Precision.SINGLE)


def _rows(seed: int = 0, n: int = 300) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((n, 24)).astype(np.float32)
    rows[[3, 200]] = 0
    return rows


def _assert_same(one: OverlapStatistics, other: OverlapStatistics) -> None:
    assert one.absolute == other.absolute
    assert one.signed == other.signed
    np.testing.assert_array_equal(one.histogram, other.histogram)
    np.testing.assert_array_equal(one.row_maximum, other.row_maximum)
    np.testing.assert_allclose(one.dimensionality, other.dimensionality, rtol=1e-13)
    assert one.top == other.top
    for mine, theirs in zip(one.factors, other.factors, strict=True):
        assert (mine.pairs, mine.count, mine.ranks) == (theirs.pairs, theirs.count, theirs.ranks)
        np.testing.assert_array_equal(mine.labels, theirs.labels)


def test_shards_merge_in_any_order_and_grouping() -> None:
    prepared = prepare(_rows(), SETTINGS)
    whole = overlaps(_rows(), SETTINGS, workers=1)
    a, b, c = (count(prepared, shard=Shard(k, 3), workers=1) for k in range(3))
    for parts in ([a, b, c], [c, a, b], [merge([a, b]), c], [a, merge([c, b])]):
        _assert_same(conclude(prepared, merge(parts)), whole)
    assert not a.is_complete
    with pytest.raises(InputError, match="block rows are not counted yet"):
        conclude(prepared, merge([a, b]))
    with pytest.raises(InputError, match="both parts hold block row 0"):
        merge([a, a])
    with pytest.raises(InputError, match="nothing to merge"):
        merge([])
    other = count(prepare(_rows(1), SETTINGS), shard=Shard(1, 3), workers=1)
    with pytest.raises(InputError, match="different matrices"):
        merge([a, other])
    settings = Settings(SETTINGS.eps, bins=51, top=10, block=32, precision=Precision.SINGLE)
    with pytest.raises(InputError, match="bins is 101 in one and 51 in the other"):
        merge([a, count(prepare(_rows(), settings), shard=Shard(1, 3), workers=1)])


def test_an_interrupted_run_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "part.npz"
    seen = []

    def interrupt(progress: PairProgress) -> None:
        seen.append(progress)
        raise KeyboardInterrupt

    prepared = prepare(_rows(), SETTINGS)
    with pytest.raises(KeyboardInterrupt):
        count(prepared, shard=Shard(0, 2), workers=2, checkpoint=path, progress=interrupt)
    assert load_counts(path).fingerprint == prepared.fingerprint
    found = overlaps(_rows(), SETTINGS, workers=2, checkpoint=path)
    _assert_same(found, overlaps(_rows(), SETTINGS, workers=1))
    again = overlaps(_rows(), SETTINGS, workers=1, checkpoint=path)  # nothing is left to count
    _assert_same(again, found)
    with pytest.raises(InputError, match="another matrix"):
        overlaps(_rows(1), SETTINGS, checkpoint=path)


@pytest.mark.long
def test_a_killed_run_resumes(tmp_path: Path) -> None:
    rows, path = _rows(n=900), tmp_path / "part.npz"
    np.save(tmp_path / "w.npy", rows)
    program = (
        "import sys, time, packing.overlaps.block_rows as block_rows, packing.overlaps.workers as workers\n"
        "from packing.overlaps import Settings, count, open_matrix, prepare\n"
        "fold = workers.fold\n"
        "workers.fold = lambda *a: (time.sleep(0.005), fold(*a))\n"
        "block_rows.run.__kwdefaults__['save_seconds'] = 0.0\n"
        "settings = Settings((0.05, 0.2, 0.4, 0.5), bins=101, top=10, block=32, precision='single')\n"
        "count(prepare(open_matrix(sys.argv[1]), settings), workers=1, checkpoint=sys.argv[2])\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "w.npy"), str(path)])
    deadline = time.monotonic() + 60
    while not path.exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    child.wait()
    assert load_counts(path).done.sum() > 0
    _assert_same(overlaps(rows, SETTINGS, workers=1, checkpoint=path), overlaps(rows, SETTINGS, workers=1))


def test_files_that_are_no_checkpoint_are_told(tmp_path: Path) -> None:
    prepared = prepare(_rows(), SETTINGS)
    path = save_counts(count(prepared, shard=Shard(0, 2), workers=1), tmp_path / "part.npz")
    whole = path.read_bytes()
    for content in (b"", b"text", whole[: len(whole) // 2]):
        path.write_bytes(content)
        with pytest.raises(InputError, match="not a checkpoint of packing overlaps"):
            load_counts(path)
    np.savez(path, vectors=np.eye(2))
    with pytest.raises(InputError, match="not a checkpoint"):
        load_counts(path)
    path.write_bytes(whole)
    with np.load(path) as archive:
        arrays = dict(archive)
    arrays["forest.parent"] = arrays["forest.parent"] + 10**6
    np.savez(path, **arrays)
    with pytest.raises(InputError, match="not a checkpoint"):
        load_counts(path)
    with pytest.raises(InputError, match="no folder"):
        count(prepared, checkpoint=tmp_path / "missing" / "part.npz")


@pytest.mark.parametrize(("index", "of"), [(-1, 2), (2, 2), (0, 0)])
def test_shards_that_do_not_exist_are_refused(index: int, of: int) -> None:
    with pytest.raises(InputError, match="shard"):
        Shard(index, of)


def _part(rows: np.ndarray, index: int) -> PairCounts:
    return count(prepare(rows, SETTINGS), shard=Shard(index, 4), workers=1)


def test_the_recipe_for_dask(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    rows = _rows()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with (
            distributed.LocalCluster(
                n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, local_directory=tmp_path
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            parts = client.map(functools.partial(_part, rows), range(4))
            whole = client.submit(merge, parts).result()
    _assert_same(conclude(prepare(rows, SETTINGS), whole), overlaps(rows, SETTINGS, workers=1))
