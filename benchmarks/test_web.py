"""CPU seconds to write an atlas of 500 cells as web pages.

Run with: pytest benchmarks/test_web.py --benchmark-enable
"""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

import pytest

from packing import lines, vectors
from packing.records.atlas import Atlas
from packing.report.site import build_site
from packing.search import minimize_coherence

CELLS = 500
MOST_SECONDS = 60.0


@pytest.fixture
def atlas(tmp_path: Path) -> Any:
    """Quick packings of 500 problems of every kind, 2 to 6 dimensions, up to 45 vectors."""
    kinds = [[lines(n, d) for n in range(d + 1, 46)] for d in range(2, 7)]
    kinds += [[lines(n, d, "C") for n in range(d + 1, 46)] for d in range(2, 7)]
    kinds += [[vectors(n, d) for n in range(d + 2, 46)] for d in range(3, 7)]
    problems = [each for group in itertools.zip_longest(*kinds) for each in group if each is not None]
    with Atlas(tmp_path / "atlas.sqlite") as atlas:
        for problem in problems[:CELLS]:
            atlas.record(minimize_coherence(problem, seconds=1, restarts=2))
        yield atlas


def test_a_site_of_500_cells(benchmark: Any, atlas: Atlas, tmp_path: Path) -> None:
    began = time.process_time()
    cells = benchmark.pedantic(build_site, args=([atlas], tmp_path / "site"), rounds=1)
    spent = time.process_time() - began
    benchmark.extra_info.update(cells=len(cells), cpu_seconds=spent)
    assert len(cells) == CELLS
    assert spent < MOST_SECONDS
