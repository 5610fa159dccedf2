"""A cluster of dask as workers of `concurrent.futures`: the one door to other machines."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from packing.doors import shown
from packing.errors import InputError, MissingExtraError

PATIENCE = 10.0
"""Seconds in which a scheduler must answer."""

RETRIES = 3
"""A task that fails is tried again so often; one whose worker is lost goes to another worker."""


@dataclass(frozen=True)
class Cluster:
    """An executor whose tasks run on the workers of a scheduler, and how many run at once."""

    executor: Executor
    slots: int
    address: str


@contextmanager
def cluster(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler listens at `address`, such as tcp://host:8786; `InputError` where none answers.

    Workers need the same version of the package, and see files that tasks read under the same paths. Where a worker is
    lost, its tasks go to another one. Left early, what was submitted is cancelled.
    """
    try:
        import distributed
    except ImportError:
        raise MissingExtraError("--cluster", "cluster") from None
    try:
        client: Any = cast("Any", distributed).Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as defect:
        raise InputError(
            f"--cluster: no scheduler answers at {address!r} ({type(defect).__name__}): "
            "start one with 'dask scheduler' and give its address, such as tcp://host:8786"
        ) from None
    with client:
        slots = sum(client.nthreads().values())
        if not slots:
            raise InputError(
                f"--cluster: the scheduler at {address} has no workers: start some with 'dask worker {address}'"
            )
        executor = client.get_executor(pure=False, retries=RETRIES)
        try:
            with lost_workers_told(address):
                yield Cluster(executor, slots, address)
        finally:
            executor.shutdown(wait=False)


@contextmanager
def lost_workers_told(address: str) -> Iterator[None]:
    """Turn the errors of a cluster whose workers or scheduler are lost into an `InputError`."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        yield
    except KilledWorker as defect:
        raise InputError(
            f"--cluster: the workers that took one task were lost ({defect.last_worker.address} last), as where memory "
            "is short: give workers more of it, or begin again with fewer threads each"
        ) from None
    except (CommClosedError, CancelledError):
        raise InputError(
            f"--cluster: the scheduler at {address} went away: start it and run the command again"
        ) from None


__dir__ = shown(__name__)
