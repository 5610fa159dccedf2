"""Two matrices without their matching: beyond the input less than 32 MB and 64 bytes a row of either."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys, tracemalloc
import numpy as np
from packing.overlaps import Settings, compare
n, d, dtype = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
left, right = (np.random.default_rng(k).standard_normal((n, d), dtype=np.float32).astype(dtype) for k in range(2))
settings = Settings(precision="single")
compare(left[:600], right[:600], settings, workers=1, matching=False)  # compiled code and libraries are not counted
tracemalloc.start()
compare(left, right, settings, workers=1, matching=False)
print(tracemalloc.get_traced_memory()[1])
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("n", "d", "dtype"), [(10_000, 16, "float64"), (3_000, 768, "float32"), (1_200, 3000, "float16")]
)
def test_memory_beyond_the_input(n: int, d: int, dtype: str) -> None:
    words = [sys.executable, "-c", PROGRAM, str(n), str(d), dtype]
    outcome = subprocess.run(words, capture_output=True, text=True, check=True)
    assert int(outcome.stdout) < 32e6 + 64 * 2 * n
