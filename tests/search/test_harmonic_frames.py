"""Harmonic starts find difference sets by chance, and with them records that descents from anywhere else miss."""

from __future__ import annotations

import numpy as np
import pytest

from packing import Packing, lines, vectors
from packing.bounds import welch
from packing.search import Descent, minimize_coherence
from packing.search.methods import HarmonicFrames
from packing.search.methods.random_starts import flattest


@pytest.mark.parametrize(("m", "d"), [(7, 3), (13, 4), (21, 5), (15, 7)])
def test_the_flattest_of_many_sets_is_a_difference_set(m: int, d: int) -> None:
    """Planar ones, and the points of a hyperplane of PG(3, 2)."""
    chosen = flattest(m, d, 4000, np.random.default_rng(1))
    _, times = np.unique((chosen[:, None] - chosen) % m, return_counts=True)
    assert times.tolist() == [d] + [d * (d - 1) // (m - 1)] * (m - 1)
    characters = np.exp(2j * np.pi * np.outer(np.arange(m), chosen) / m)
    assert Packing(characters).coherence == pytest.approx(welch(lines(m, d, "C")).value, abs=1e-12)


def test_starts_are_characters_of_one_group() -> None:
    """All entries are roots of unity of one order m, n <= m <= n + 16, where the start is not shaken."""
    rng = np.random.default_rng(2)
    problem = lines(20, 5, "C")
    exact = 0
    for _ in range(20):
        rows = HarmonicFrames(choices=50).draw(problem, rng)
        assert rows.shape == (20, 5)
        turns = np.angle(rows) / (2 * np.pi)
        exact += any(np.allclose(turns * m, np.rint(turns * m), atol=1e-9) for m in range(20, 37))
    assert 4 <= exact <= 16


def test_where_harmonic_frames_fit() -> None:
    assert HarmonicFrames().fits(lines(25, 6, "C"))
    assert not any(map(HarmonicFrames().fits, (lines(25, 6), vectors(25, 6), lines(37, 6, "C"), lines(7, 6, "C"))))


def test_twenty_five_lines_in_six_dimensions_without_a_construction() -> None:
    """From 31 lines of a planar difference set; the coherence is that of the best packing known."""
    method = Descent(HarmonicFrames(), 4)
    found = minimize_coherence(lines(25, 6, "C"), restarts=128, seed=1, enough=5**0.5 / 6, method=method)
    assert found.packing.coherence == pytest.approx(5**0.5 / 6, abs=1e-11)
    assert found.method == "harmonic frames"
