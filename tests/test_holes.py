"""The deepest hole: laws, and the cases in which 0 is not inside the hull."""

from __future__ import annotations

import math

import numpy as np
import pytest

import packing as pk
from packing.constructions import known
from packing.holes import _of_hull, _searched, deepest_hole


@pytest.mark.parametrize(("n", "d", "seed"), [(60, 3, 0), (30, 4, 1), (90, 5, 2)])
def test_search_finds_the_hole_that_the_facets_prove(n: int, d: int, seed: int) -> None:
    rows = np.random.default_rng(seed).standard_normal((n, d))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    hull, searched = _of_hull(rows), _searched(rows)
    assert hull is not None
    assert hull.is_deepest
    assert not searched.is_deepest
    assert searched.overlap == pytest.approx(hull.overlap, abs=1e-9)


@pytest.mark.parametrize(("n", "d", "overlap"), [(240, 8, math.sqrt(0.5)), (126, 7, math.sqrt(1 / 3))])
def test_known_holes(n: int, d: int, overlap: float) -> None:
    """The holes of E8 and E7: 1/sqrt(2) (the deep holes of the lattice) and 1/sqrt(3) (the 56 weights)."""
    hole = deepest_hole(known(pk.vectors(n, d))[0].packing)
    assert hole is not None
    assert hole.overlap == pytest.approx(overlap, abs=1e-9)


def test_points_in_a_cap_leave_a_hole_below_zero() -> None:
    hole = deepest_hole(pk.Packing(np.eye(8)[:3], "vectors"))
    assert hole is not None
    assert hole.is_deepest
    assert hole.overlap == pytest.approx(-math.sqrt(1 / 3), abs=1e-12)


def test_points_in_a_closed_half_space_or_of_less_rank_leave_a_hole_at_zero() -> None:
    flat = np.random.default_rng(3).standard_normal((40, 7))
    flat[:, 2] = 0
    half = np.random.default_rng(4).standard_normal((40, 7))
    half[:, 0] = np.abs(half[:, 0])
    half[:20, 0] = 0
    half[10:20] = -half[:10]
    for rows in (flat, half):
        hole = deepest_hole(pk.Packing(rows, "vectors"))
        assert hole is not None
        assert hole.is_deepest
        assert hole.overlap == pytest.approx(0, abs=1e-9)
