"""The accelerator path, on whatever device jax has here: the same numbers as the host path."""

from __future__ import annotations

import numpy as np
import pytest

from packing.overlaps import Matrix, OverlapStatistics, Precision, Settings, overlaps

jax = pytest.importorskip("jax")


@pytest.fixture(autouse=True)
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packing.overlaps.preparation.DEVICE_BLOCK", 96)


def _both(matrix: Matrix | np.ndarray) -> tuple[OverlapStatistics, OverlapStatistics]:
    settings = Settings(eps=(0.01, 0.1, 0.3, 0.4, 0.5, 0.6), bins=301, block=96, precision=Precision.SINGLE)
    return overlaps(matrix, settings, workers=1), overlaps(matrix, settings, device=True)


@pytest.mark.long
@pytest.mark.parametrize("stored", ["float32", "bfloat16"])
def test_device_and_host_agree(stored: str) -> None:
    rows = np.random.default_rng(0).standard_normal((250, 30)).astype(np.float32)
    rows[17] = 0
    rows[20] = rows[200]
    matrix = Matrix(rows) if stored == "float32" else Matrix((rows.view(np.uint32) >> 16).astype(np.uint16), "", True)
    host, device = _both(matrix)
    assert device.cost.device == "jax"
    assert device.absolute == pytest.approx(host.absolute, rel=1e-7)
    assert device.histogram.sum() == host.pairs
    assert int(np.abs(device.histogram - host.histogram).sum()) <= 4
    np.testing.assert_allclose(device.row_maximum, host.row_maximum, atol=1e-12)
    np.testing.assert_allclose(device.dimensionality, host.dimensionality, rtol=1e-6)
    assert [pair.cosine for pair in device.top] == pytest.approx([pair.cosine for pair in host.top], abs=1e-12)
    for mine, theirs in zip(device.factors, host.factors, strict=True):
        assert (mine.count, mine.pairs) == (theirs.count, theirs.pairs)
        np.testing.assert_array_equal(mine.labels, theirs.labels)
