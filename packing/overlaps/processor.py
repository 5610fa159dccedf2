"""The processor at hand: how many threads to start, and for what the matrix product was written."""

from __future__ import annotations

import os

from threadpoolctl import threadpool_info

from packing.errors import positive_integer


def thread_count(workers: int | None) -> int:
    """The number of threads: as asked, or one for each core this process may use."""
    if workers is not None:
        return positive_integer("workers", workers)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def blas_architecture() -> str:
    """The name of the processor that the matrix product was written for."""
    names = [str(library.get("architecture", "")) for library in threadpool_info() if library["user_api"] == "blas"]
    return next(filter(None, names), "")
