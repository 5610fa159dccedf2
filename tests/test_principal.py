"""Principal angles, distances, equal angles and frame operators, against scipy and against projectors."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import subspace_angles

import packing as pk
from packing import measure
from packing.errors import InputError
from packing.space import Space

SPACES = [
    *(Space.lines(4, field) for field in "RCH"),
    *(Space.subspaces(d, m, field) for d, m in ((4, 2), (5, 3)) for field in "RCH"),
]


def random_packing(space: Space, n: int = 6, seed: int = 0) -> pk.Packing:
    return pk.Packing(space.gaussian(n, np.random.default_rng(seed)), space)


@pytest.mark.parametrize("space", [space for space in SPACES if space.field != "H"], ids=str)
def test_angles_are_those_of_scipy(space: Space) -> None:
    packing = random_packing(space)
    bases = packing.vectors.reshape(6, space.m, space.d)
    expected = np.sort(subspace_angles(bases[0].T, bases[2].T))
    assert np.allclose(measure.principal_angles(packing)[1], expected, atol=1e-13)


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_distances_follow_from_the_overlaps(space: Space) -> None:
    packing = random_packing(space)
    assert np.allclose(measure.distances(packing) ** 2, space.m * (1 - packing.overlaps**2), atol=1e-13)
    cosines = measure.principal_cosines(packing)
    assert np.allclose(np.mean(cosines**2, axis=1), packing.overlaps**2, atol=1e-13)
    assert np.allclose(np.cos(measure.distances(packing, "fubini-study")), np.prod(cosines, axis=1), atol=1e-12)
    nearest = np.sqrt(2 * np.sum(1 - cosines, axis=1))
    assert np.allclose(measure.distances(packing, "procrustes"), nearest, atol=1e-12)
    assert np.allclose(measure.distances(packing, "spectral") ** 2, 1 - cosines[:, 0] ** 2, atol=1e-12)


def test_small_angles_are_as_precise_as_large_ones() -> None:
    for field in "RCH":
        space = Space.subspaces(5, 2, field)
        there = np.eye(5)[:2].copy()
        there[0, 3], there[1, 4] = 1e-9, 2e-9
        packing = pk.Packing(space.embedded(np.stack((np.eye(5)[:2], there))), space)
        assert measure.principal_angles(packing)[0] == pytest.approx([1e-9, 2e-9], rel=1e-6)
        assert measure.distances(packing, "fubini-study")[0] == pytest.approx(5**0.5 * 1e-9, rel=1e-6)


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_the_frame_operator_is_the_sum_of_projectors(space: Space) -> None:
    packing = random_packing(space)
    operator = measure.frame_operator(packing)
    parts = space.field.parts_of(operator)
    assert np.trace(parts[..., 0]) == pytest.approx(6 * space.m)
    assert np.sum(parts**2) == pytest.approx(measure.frame_potential(packing))
    least, most = measure.frame_bounds(packing)
    assert least <= 6 * space.m / space.d <= most
    assert measure.frame_potential(packing) >= (6 * space.m) ** 2 / space.d - 1e-9
    assert not measure.is_tight(packing)
    assert not measure.is_equidistant(packing)


def test_a_simplex_of_planes_is_tight_and_equidistant() -> None:
    found = pk.search.minimize(pk.subspaces(8, 4, 2, "C"), restarts=16).packing
    assert measure.is_tight(found)
    assert measure.is_equidistant(found)
    assert measure.frame_bounds(found) == pytest.approx((4.0, 4.0), abs=1e-9)
    assert np.allclose(measure.feature_dimensionality(found), 4 / 8)
    assert len(measure.closest_pairs(found)) == pk.structure.contact_graph(found).nnz // 2 == 28


def test_equi_isoclinic_planes_of_complex_lines() -> None:
    """A line of C^2 is a plane of R^4; equiangular lines are equi-isoclinic planes."""
    lines = pk.constructions.known(pk.lines(4, 2, "C"))[0].packing.vectors
    real = np.stack((np.concatenate((lines.real, lines.imag), 1), np.concatenate((-lines.imag, lines.real), 1)), 1)
    planes = pk.Packing(real, "subspaces")
    assert measure.is_equi_isoclinic(planes)
    assert measure.principal_cosines(planes)[0] == pytest.approx([3**-0.5, 3**-0.5])
    assert not measure.is_equi_isoclinic(random_packing(Space.subspaces(4, 2)))


def test_orthogonal_blocks_of_subspaces() -> None:
    planes = pk.Packing([np.eye(5)[:2], np.eye(5)[2:4], [[0, 0, 1, 0, 1], [0, 0, 0, 1, 0]]], "subspaces")
    assert [factor.shape for factor in pk.structure.tegum_factors(planes)] == [(2, 3), (1, 2)]
    assert pk.structure.orthogonal_pairs(planes).tolist() == [[0, 1], [0, 2]]
    assert measure.feature_dimensionality(planes)[0] == pytest.approx(2.0)


def test_errors() -> None:
    with pytest.raises(InputError, match="must be one of chordal, spectral, fubini-study, procrustes, not 'geodesic'"):
        measure.distances(random_packing(SPACES[0]), "geodesic")
    with pytest.raises(InputError, match="principal angles are of lines and subspaces, not of 3 vectors"):
        measure.principal_angles(random_packing(Space.sphere(3), 3))
    with pytest.raises(InputError, match="needs real vectors, not 6 2-dimensional subspaces"):
        measure.positive_interference(random_packing(Space.subspaces(4, 2)))
