"""The drawings: a symmetry of the packing is one of its contact graph's picture, and points lie where they should."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from packing import Packing, Problem, lines, vectors
from packing.constructions import known
from packing.report.site.contacts import RADIUS, SIZE, ContactGraph, contacts
from packing.report.site.histogram import histogram
from packing.report.site.sphere import view


def edges(drawn: ContactGraph, turn: float = 0.0) -> set[frozenset[int]]:
    """The edges as they are drawn, the picture turned; an end is the vertex that it then lies on."""
    middle = SIZE / 2
    places = np.array([[v.x, v.y] for v in drawn.vertices]) - middle
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    found = set()
    for ends in re.findall(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)", drawn.path):
        corners = (np.array(ends, dtype=float).reshape(2, 2) - middle) @ rotation.T
        away = np.linalg.norm(corners[:, None, :] - places[None, :, :], axis=2)
        found.add(frozenset(np.argmin(away, axis=1).tolist()) if (away.min(axis=1) < 0.5).all() else frozenset[int]())
    return found


@pytest.mark.parametrize(
    ("problem", "turns"),
    [(vectors(12, 3), 6), (vectors(10, 4), 5), (vectors(7, 2), 7), (lines(12, 4), 4), (vectors(24, 4), 4)],
    ids=str,
)
def test_a_symmetric_packing_has_a_symmetric_picture(problem: Problem, turns: int) -> None:
    drawn = contacts(known(problem)[0].packing)
    places = {(round(v.x), round(v.y)) for v in drawn.vertices}
    assert len(places) == problem.n
    assert len(edges(drawn)) == drawn.edges
    symmetric = [k for k in range(3, problem.n + 1) if edges(drawn, 2 * math.pi / k) == edges(drawn)]
    assert max(symmetric) >= turns


def test_a_vector_that_a_symmetry_fixes_stands_in_the_middle() -> None:
    turns = 2 * np.pi * np.arange(5) / 5
    cap = np.column_stack((np.cos(turns), np.sin(turns), np.zeros(5)))
    drawn = contacts(Packing(np.vstack((cap, [[0, 0, 1]])), "vectors"))  # type: ignore[arg-type]
    assert (drawn.vertices[5].x, drawn.vertices[5].y) == (SIZE / 2, SIZE / 2)
    assert drawn.rattlers == (6,)
    assert drawn.degrees == (0, 2)
    assert drawn.orbit_words == "2: 1 of size 5, 1 of size 1"
    assert all(math.hypot(v.x - SIZE / 2, v.y - SIZE / 2) == pytest.approx(RADIUS, abs=0.1) for v in drawn.vertices[:5])


def test_what_has_no_symmetry_is_drawn_too() -> None:
    drawn = contacts(Packing(np.random.default_rng(0).standard_normal((9, 4))))
    assert drawn.group is not None
    assert drawn.group.order == 1
    assert drawn.orbit_words == "9: no two are alike"
    assert len({(v.x, v.y) for v in drawn.vertices}) == 9


@pytest.mark.parametrize("problem", [lines(28, 7), vectors(12, 3)], ids=str)
def test_bars_stand_where_their_overlaps_are(problem: Problem) -> None:
    packing = known(problem)[0].packing
    picture = histogram(packing, 0.1)
    low = 0.0 if problem.has_lines else -1.0
    for bar in picture.bars:
        share = (bar.x - picture.left) / (picture.right - picture.left)
        assert low + share * (1 - low) == pytest.approx(bar.low, abs=1e-3)
        assert bar.y + bar.height == pytest.approx(picture.foot)
        assert bar.pairs == np.count_nonzero((packing.overlaps >= bar.low) & (packing.overlaps < bar.high))
    assert sum(bar.pairs for bar in picture.bars) == packing.overlaps.size


def test_lines_of_the_complex_plane_are_points_of_the_bloch_sphere() -> None:
    packing = known(lines(12, 2, "C"))[0].packing
    seen = view(packing)
    assert seen is not None
    points = np.array(seen["points"])
    assert np.abs((1 + points @ points.T) / 2 - np.abs(packing.gram) ** 2).max() < 1e-5
    assert len(seen["edges"]) == 30
    assert not seen["paired"]
