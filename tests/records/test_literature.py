"""The optima of the literature stand between the bounds of this package and its packings."""

from __future__ import annotations

from pathlib import Path

import pytest

import packing
from packing import lines, vectors
from packing.bounds import lower_bound
from packing.records import Published, best_known, literature, published

FAST = [entry for entry in literature() if entry.problem.n <= 1000]


@pytest.mark.parametrize("entry", FAST, ids=lambda entry: str(entry.problem))
def test_no_bound_is_above_and_no_packing_below(entry: Published) -> None:
    assert lower_bound(entry.problem).value <= float(entry.coherence) + 1e-12
    best = best_known(entry.problem)
    assert best is not None
    assert best.packing is not None
    assert best.coherence >= float(entry.coherence) - 1e-12


@pytest.mark.parametrize("entry", FAST, ids=lambda entry: str(entry.problem))
def test_the_packings_here_are_those_of_the_literature(entry: Published) -> None:
    best = best_known(entry.problem)
    assert best is not None
    assert best.coherence == pytest.approx(float(entry.coherence), abs=1e-9)
    assert best.standing.startswith("optimal")


def test_values_that_are_known_by_heart() -> None:
    """Angles of Tammes' problem in degrees, as they are printed in tables."""
    import math

    angles = {7: 77.8695, 8: 74.8585, 9: 70.5288, 10: 66.1468, 11: 63.4349, 13: 57.1367, 14: 55.6706, 24: 43.6908}
    for n, angle in angles.items():
        entry = published(vectors(n, 3))
        assert entry is not None
        assert math.degrees(math.acos(entry.coherence)) == pytest.approx(angle, abs=6e-5)


def test_lines_of_the_complex_plane_are_points_of_the_sphere() -> None:
    points, lines_there = published(vectors(13, 3)), published(lines(13, 2, "C"))
    assert points is not None
    assert lines_there is not None
    assert lines_there.reference == points.reference
    assert float(lines_there.coherence) ** 2 == pytest.approx((1 + float(points.coherence)) / 2, abs=1e-15)


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert published(vectors(15, 3)) is None
    assert published(lines(13, 3, "C")) is None


def test_every_reference_is_in_the_bibliography() -> None:
    bibliography = Path(packing.__file__).with_name("references.bib").read_text(encoding="utf-8")
    assert [entry for entry in literature() if f"{{{entry.reference}," not in bibliography] == []
