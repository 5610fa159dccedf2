"""Benchmarks run one at a time on one core: times are CPU seconds of this process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """One BLAS thread, so that CPU time is time on one core."""
    with threadpool_limits(1):
        yield
