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


def blas_kernel() -> dict[str, str]:
    """The library of the matrix product, its version, and the name of the processor that it was written for."""
    found = [library for library in threadpool_info() if library["user_api"] == "blas"]
    first = next((library for library in found if library.get("architecture")), found[0] if found else {})
    names = {"library": "internal_api", "version": "version", "architecture": "architecture"}
    return {name: str(first.get(key) or "") for name, key in names.items()}


def blas_architecture() -> str:
    """The name of the processor that the matrix product was written for."""
    return blas_kernel()["architecture"]
