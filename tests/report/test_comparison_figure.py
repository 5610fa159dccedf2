"""The figure of two dictionaries shows the numbers of the comparison, and chance by its exact law."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import packing as pk
from packing.overlaps import Comparison, compare
from packing.overlaps.cross.chance import expected_best
from packing.report.figures.comparison import chance_law


def _both(n: int = 60, m: int = 45, d: int = 7) -> Comparison:
    rng = np.random.default_rng(0)
    left = rng.standard_normal((n, d))
    return compare(left, left[::-1][:m] + 0.2 * rng.standard_normal((m, d)), chance=2)


def test_panels_hold_the_numbers(tmp_path: Path) -> None:
    both = _both()
    figure = pk.report.comparison_figure(both)
    pairs, best, absolute, signed = figure.axes
    assert pairs.patches[0].get_data().values.sum() == 60 * 45
    assert pairs.patches[1].get_data().values.sum() == pytest.approx(60 * 45, rel=0.05)  # of the bins shown
    first, second, *chances = (patch.get_data().values.sum() for patch in best.patches)
    assert (first, second) == (60, 45)
    assert chances == pytest.approx([60, 45])
    for axes, side_best, matching in (
        (absolute, both.left.best, both.matching),
        (signed, both.left.best_signed, both.signed_matching),
    ):
        curves = {line.get_label(): line for line in axes.lines}
        points, shares = curves["best, rows of the first"].get_data()
        for t in (0.2, 0.7, 0.95):
            assert shares[np.searchsorted(points, t)] == pytest.approx(np.mean(side_best >= t), abs=0.04)
        assert np.trapezoid(shares, points) == pytest.approx(side_best.mean() - points[0], abs=2e-3)
        assert matching is not None
        points, shares = curves["matched one to one"].get_data()
        assert np.trapezoid(shares, points) == pytest.approx(matching.mean - points[0], abs=2e-3)
        assert {"best, random rows, first", "best, random rows, second"} <= set(curves)
    assert "60 rows" in figure.get_suptitle()
    assert pk.report.save_figure(figure, tmp_path / "f.pdf").stat().st_size > 5000


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize(("m", "d"), [(5, 3), (40, 12), (3, 1)])
def test_chance_is_the_law_whose_mean_is_stated(m: int, d: int, signed: bool) -> None:
    rng = np.random.default_rng(1)
    side = compare(rng.standard_normal((4, d)), rng.standard_normal((m, d)), matching=False).left
    points = np.linspace(-1 if signed else 0, 1, 20_001)
    mean = points[0] + np.trapezoid(1 - chance_law(side, points, signed=signed), points)
    assert mean == pytest.approx(expected_best(m, d, signed=signed), abs=1e-4)


def test_equal_rows_match_up_to_the_end() -> None:
    rows = np.random.default_rng(3).standard_normal((30, 5))
    for line in pk.report.comparison_figure(compare(rows, 3 * rows, chance=0)).axes[2].lines:
        _, shares = line.get_data()
        assert shares[-1] == (0.0 if "random" in line.get_label() else 1.0), line.get_label()


def test_equal_sizes_have_one_chance_and_no_matching_no_curve() -> None:
    rng = np.random.default_rng(2)
    both = compare(rng.standard_normal((20, 4)), rng.standard_normal((20, 4)), matching=False)
    labels = [line.get_label() for line in pk.report.comparison_figure(both).axes[2].lines]
    assert labels == ["best, rows of the first", "best, rows of the second", "best, random rows"]
