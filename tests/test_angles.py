"""Angles near 0 and 180 degrees against fifty digits, in every space; what is said to be the same."""

from __future__ import annotations

import math
from pathlib import Path

import mpmath
import numpy as np
import pytest

import packing as pk
from packing.angles import angle, closest
from packing.measure import minimal_angle
from packing.records.audit import audit
from packing.space import Space

SPACES = [
    Space.sphere(3),
    Space.lines(3),
    Space.lines(3, "C"),
    Space.lines(2, "H"),
    Space.subspaces(5, 2),
    Space.subspaces(4, 2, "C"),
    Space.subspaces(5, 2, distance="spectral"),
]


def in_many_digits(space: Space, left: np.ndarray, right: np.ndarray) -> mpmath.mpf:
    """The angle of the spans of the real rows K_c x, by Gram-Schmidt and singular values at fifty digits."""
    spans = [space.real_span(side[None]) for side in (left, right)]
    if space.has_points:
        x, y = (mpmath.matrix(span.tolist()[0]) for span in spans)
        x, y = x / mpmath.norm(x), y / mpmath.norm(y)
        return 2 * mpmath.atan2(mpmath.norm(x - y), mpmath.norm(x + y))
    one, two = (mpmath.qr(mpmath.matrix(span.T.tolist()), mode="skinny")[0] for span in spans)
    inner = one.T * two
    rest = two - one * inner
    if space.m > 1 and space.distance.value == "spectral":
        sine = min(mpmath.svd_r(rest, compute_uv=False))
        return mpmath.asin(sine)
    count = mpmath.sqrt(inner.rows)
    return mpmath.atan2(mpmath.mnorm(rest, "f") / count, mpmath.mnorm(inner, "f") / count)


@pytest.mark.parametrize("space", SPACES, ids=str)
@pytest.mark.parametrize("size", [1e-1, 1e-4, 1e-7, 1e-10, 1e-13])
def test_small_angles_against_fifty_digits(space: Space, size: float) -> None:
    rng = np.random.default_rng(7)
    first = pk.Packing(space.gaussian(1, rng), space).vectors
    moved = pk.Packing(first + size * space.gaussian(1, rng), space).vectors
    with mpmath.workdps(50):
        exact = in_many_digits(space, first[0], moved[0])
        assert abs(angle(space, first[0], moved[0]) - exact) < 2e-15
        assert abs(angle(space, moved[0], first[0]) - exact) < 2e-15
    both = pk.Packing(np.concatenate([first, moved]), space)
    assert abs(minimal_angle(both) - math.degrees(float(exact))) < 2e-13


@pytest.mark.parametrize("size", [1e-3, 1e-9, 1e-12])
def test_angles_near_180_degrees(size: float) -> None:
    ends = pk.Packing([[1, 0], [-1, size]], "vectors")
    with mpmath.workdps(50):
        short = mpmath.pi - in_many_digits(ends.space, *ends.vectors)
    assert math.pi - closest(ends).radians == pytest.approx(float(short), abs=1e-15)  # type: ignore[union-attr]
    assert minimal_angle(ends) <= 180


@pytest.mark.parametrize("phase", [1, -1, 1j, np.exp(0.3j)])
def test_a_phase_does_not_move_a_line(phase: complex) -> None:
    x = np.array([0.6, 0.8j, 0]) / 1
    assert angle(Space.lines(3, "C"), x, phase * x) < 1e-15


def test_the_closest_pair_among_pairs_whose_overlaps_round_to_one() -> None:
    rows = [[1, 0, 0], [1, 3e-9, 0], [0, 1, 0], [1, 3e-9, 1e-9], [0, 0, 1]]
    pair = closest(pk.Packing(rows))
    assert pair is not None
    assert (pair.i, pair.j) == (1, 3)
    assert pair.radians == pytest.approx(1e-9, rel=1e-12)
    assert closest(pk.Packing([[1, 0]])) is None


@pytest.mark.parametrize("objects", ["lines", "vectors"])
def test_only_rows_that_are_the_same_are_said_to_be(objects: str, tmp_path: Path) -> None:
    for gap, said in ((0.0, "are the same"), (1e-13, "are the same"), (1e-9, ""), (1e-7, ""), (1e-3, "")):
        rows = np.array([[1, 0, 0], [1, gap, 0], [0, 0, 1.0]])
        path = pk.save(pk.Packing(rows, objects), tmp_path / "three.npz")
        texts = [fault.text for fault in audit(path).findings if fault.rule == "distinct"]
        assert bool(texts) == bool(said), (gap, texts)
        if said:
            assert said in texts[0]
            assert ("within 1e-12" in texts[0]) == (gap > 0)


def test_opposite_points_are_no_same_point_and_one_line(tmp_path: Path) -> None:
    rows = [[1, 0, 0], [-1, 0, 0], [0, 0, 1]]
    for objects, count in (("lines", 1), ("vectors", 0)):
        path = pk.save(pk.Packing(rows, objects), tmp_path / "three.npz")
        assert sum(fault.rule == "distinct" for fault in audit(path).findings) == count
