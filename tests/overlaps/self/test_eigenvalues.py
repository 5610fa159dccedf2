"""Eigenvalues by way of a band: those of LAPACK, of matrices with a known spectrum too."""

from __future__ import annotations

import numpy as np
import pytest

from packing.overlaps import Matrix, frame
from packing.overlaps.self import eigenvalues as module
from packing.overlaps.self.eigenvalues import eigenvalues
from packing.overlaps.settings import Precision


@pytest.mark.parametrize(("d", "rank"), [(5, 5), (48, 48), (97, 40), (530, 530), (600, 7), (144, 1), (100, 0)])
def test_the_band_has_the_eigenvalues_of_the_matrix(d: int, rank: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 1)
    rows = np.random.default_rng(d).standard_normal((rank, d))
    matrix = rows.T @ rows
    expected = np.linalg.eigvalsh(matrix)
    assert np.abs(eigenvalues(matrix.copy()) - expected).max() <= 1e-12 * max(expected[-1], 1.0)


def test_a_known_spectrum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 1)
    known = np.sort(np.random.default_rng(1).permutation(np.repeat([-3.0, 0.0, 1e-6, 2.0], 70)))
    turn, _ = np.linalg.qr(np.random.default_rng(2).standard_normal((280, 280)))
    assert np.abs(eigenvalues((turn * known) @ turn.T) - known).max() < 1e-12


def test_only_the_lower_half_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 1)
    rows = np.random.default_rng(3).standard_normal((900, 700))
    matrix = rows.T @ rows
    matrix[:512, 512:] = np.nan  # tiles above the diagonal
    assert np.allclose(eigenvalues(matrix), np.linalg.eigvalsh(rows.T @ rows), rtol=0, atol=1e-10)


def test_single_precision_moves_the_frame_by_its_rounding() -> None:
    rng = np.random.default_rng(4)
    rows = Matrix((rng.standard_normal((2100, 60)) * rng.uniform(0.1, 1, 60)).astype(np.float32))
    exact, single = frame(rows), frame(rows, precision=Precision.SINGLE)
    assert np.abs(exact.spectrum - single.spectrum).max() < 5e-7 * exact.spectrum[-1]
    assert abs(single.second_moment / exact.second_moment - 1) < 1e-6
    assert np.abs(single.mean_row - exact.mean_row).max() < 1e-8
    assert np.abs(single.dimensionality - exact.dimensionality).max() < 1e-6
