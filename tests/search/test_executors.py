"""Any executor of `concurrent.futures` gives the packing that one thread gives: threads, processes, a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context

import pytest

from packing import lines, vectors
from packing.records.atlas import Atlas
from packing.search import SearchResult, minimize
from packing.sweep import cells, sweep


@contextmanager
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


@contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        yield executor


@contextmanager
def cluster() -> Iterator[Executor]:
    """A Dask cluster of one process on this machine."""
    distributed = pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None) as workers,
        distributed.Client(workers) as client,
    ):
        yield client.get_executor()


@pytest.mark.long
@pytest.mark.parametrize("opened", [threads, processes, cluster], ids=lambda opened: opened.__name__)
def test_executors_search_and_sweep_alike(opened: Callable[[], AbstractContextManager[Executor]]) -> None:
    """Restarts are decided by seed and number; a sweep of settled cells ends at the bound, on its clock or not."""
    with opened() as executor, Atlas(":memory:") as atlas:
        for problem in (lines(9, 4, "C"), vectors(9, 4)):
            there = minimize(problem, restarts=12, seed=5, executor=executor, starts=())
            assert_same(there, minimize(problem, restarts=12, seed=5, starts=()))
        swept = sweep(cells([3], (6, 7), "C"), atlas, seconds=2.0, jobs=2, executor=executor)
        assert [cell.problem for cell in swept] == [lines(6, 3, "C"), lines(7, 3, "C")]
        assert [cell.coherence for cell in swept] == pytest.approx([0.447213595499958, 2**0.5 / 3], abs=1e-11)
        assert [atlas.runs(cell.problem) for cell in swept] == [1, 1]


def assert_same(here: SearchResult, there: SearchResult) -> None:
    assert (here.packing.vectors == there.packing.vectors).all()
    assert (here.method, here.restarts, here.hits) == (there.method, there.restarts, there.hits)
    assert here.status == there.status


class Failing(ThreadPoolExecutor):
    """A pool that loses every cell but the first."""

    def submit(self, task: Callable[..., object], /, *arguments: object, **options: object) -> Future:  # type: ignore[type-arg]
        if arguments[0] == lines(7, 3):
            return super().submit(task, *arguments, **options)
        lost: Future[object] = Future()
        lost.set_exception(BrokenExecutor("the worker is gone"))
        return lost


def test_a_lost_worker_reaches_the_caller_and_recorded_cells_stay() -> None:
    with Failing(1) as executor, Atlas(":memory:") as atlas:
        with pytest.raises(BrokenExecutor, match="the worker is gone"):
            sweep(cells([3], (6, 7)), atlas, seconds=0.2, executor=executor)
        assert atlas.problems() == [lines(7, 3)]
