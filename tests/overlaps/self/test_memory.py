"""Beyond the input, a run takes less than 32 MB and 64 bytes a row (and d x d arrays for the spectrum)."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys, tracemalloc
import numpy as np
from packing.overlaps import Settings, overlaps
n, d, dtype, spectrum = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4] == "True"
settings = Settings(precision="single")
rows = np.random.default_rng(0).standard_normal((n, d), dtype=np.float32).astype(dtype)
overlaps(rows[:600], settings, workers=1, spectrum=spectrum)  # compiled code and libraries are not counted
resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
tracemalloc.start()
found = overlaps(rows, settings, workers=1, spectrum=spectrum)
print(tracemalloc.get_traced_memory()[1], 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident))
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="resident memory is counted in other units")
@pytest.mark.parametrize(
    ("n", "d", "dtype", "spectrum"),
    [(20_000, 16, "float64", True), (3_000, 768, "float32", True), (1_200, 3000, "float16", False)],
)
def test_memory_beyond_the_input(n: int, d: int, dtype: str, spectrum: bool) -> None:
    outcome = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(n), str(d), dtype, str(spectrum)],
        capture_output=True,
        text=True,
        check=True,
    )
    traced, resident = map(int, outcome.stdout.split())
    allowed = 32e6 + 64 * n
    assert traced < allowed
    assert resident < allowed
