"""Congruent packings are at distance 0 through rotations, reorderings and scales; different codes are far apart."""

import numpy as np
import pytest

from packing.configuration import Packing
from packing.constructions import known, polygon
from packing.problem import Objects, vectors
from packing.symmetry import compare, congruence_distance

CODES = [(4, 3), (6, 2), (10, 4), (16, 5), (12, 3), (27, 6)]


def disguised(rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same points rotated, reordered and rescaled."""
    turn = np.linalg.qr(rng.normal(size=(rows.shape[1], rows.shape[1])))[0]
    return rng.uniform(0.8, 1.3, size=(len(rows), 1)) * (rows[rng.permutation(len(rows))] @ turn)


@pytest.mark.parametrize(("n", "d"), CODES)
def test_congruent_packings_are_at_distance_zero(n: int, d: int) -> None:
    rng = np.random.default_rng(n)
    for code in known(vectors(n, d)):
        moved = Packing(disguised(code.packing.vectors, rng), Objects.VECTORS)
        assert congruence_distance(code.packing, moved) < 1e-9


@pytest.mark.parametrize(("n", "d"), [(20, 3), (40, 5), (64, 8)])
def test_congruent_random_points_are_at_distance_zero(n: int, d: int) -> None:
    rng = np.random.default_rng(n)
    for _ in range(5):
        rows = rng.normal(size=(n, d))
        one, other = (Packing(points, Objects.VECTORS) for points in (rows, disguised(rows, rng)))
        assert congruence_distance(one, other) < 1e-9
        assert compare(one, other).same


def test_different_codes_of_one_size_are_far_apart() -> None:
    icosahedron, cuboctahedron = (code.packing for code in known(vectors(12, 3)))
    assert congruence_distance(icosahedron, cuboctahedron, tolerance=2.0) > 0.2
    assert congruence_distance(icosahedron, polygon(5).packing) == float("inf")
