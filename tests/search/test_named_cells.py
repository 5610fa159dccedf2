"""The famous packings: constructions hold them at once, and most are found without.

Coherences are those of the root systems, the 600-cell, equiangular and unbiased lines; see docs/search-records.md.
"""

from __future__ import annotations

import pytest

from packing import Problem, lines, vectors
from packing.search import Constructions, minimize

GOLDEN = (1 + 5**0.5) / 2

NAMED = [
    (vectors(24, 4), 1 / 2),
    (vectors(40, 5), 1 / 2),
    (vectors(72, 6), 1 / 2),
    (vectors(126, 7), 1 / 2),
    (vectors(240, 8), 1 / 2),
    (vectors(120, 4), GOLDEN / 2),
    (lines(16, 6), 1 / 3),
    (lines(36, 6), 1 / 2),
    (lines(28, 7), 1 / 3),
    (lines(63, 7), 1 / 2),
    (lines(276, 23), 1 / 5),
    (lines(25, 6, "C"), 5**0.5 / 6),
    (lines(36, 7, "C"), 8**-0.5),
    (lines(45, 7, "C"), 8**-0.5),
]

QUICK = {vectors(24, 4), vectors(120, 4), lines(16, 6), lines(36, 6), lines(28, 7)}


@pytest.mark.parametrize(("problem", "coherence"), NAMED, ids=str)
def test_constructions_hold_them(problem: Problem, coherence: float) -> None:
    assert Constructions().packings(problem)[-1].coherence == pytest.approx(coherence, abs=1e-12)


@pytest.mark.parametrize(("problem", "coherence"), [named for named in NAMED if named[0] in QUICK], ids=str)
def test_a_few_restarts_find_them(problem: Problem, coherence: float) -> None:
    found = minimize(problem, restarts=32, seed=1, enough=coherence, starts=())
    assert found.packing.coherence == pytest.approx(coherence, abs=1e-10)
    assert found.status.converged
