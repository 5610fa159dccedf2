from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import isometric_copy, packings

from packing import Field, InputError, Objects, Packing
from packing.measure import (
    angle_set,
    closest_pairs,
    coherence,
    design_strength,
    distance_to_random_law,
    feature_dimensionality,
    frame_potential,
    interference,
    minimal_angle,
    positive_interference,
)

GOLDEN = (1 + 5**0.5) / 2
ICOSAHEDRON = [[0, a, b * GOLDEN] for a in (1, -1) for b in (1, -1)]
ICOSAHEDRON = [row[-shift:] + row[:-shift] for row in ICOSAHEDRON for shift in (0, 1, 2)]


def polygon(m: int) -> list[list[float]]:
    return [[math.cos(2 * math.pi * k / m), math.sin(2 * math.pi * k / m)] for k in range(m)]


@given(packings(), st.floats(0.3, 7))
def test_measures_are_unchanged_by_isometries(packing: Packing, p: float) -> None:
    copy = isometric_copy(packing, np.random.default_rng(1))
    assert interference(copy, p) == pytest.approx(interference(packing, p))
    assert frame_potential(copy) == pytest.approx(frame_potential(packing))
    assert distance_to_random_law(copy) == pytest.approx(distance_to_random_law(packing), abs=1e-9)
    np.testing.assert_allclose(
        sorted(feature_dimensionality(copy)), sorted(feature_dimensionality(packing)), atol=1e-12
    )


@given(packings())
def test_the_frame_potential_is_the_second_moment_with_its_diagonal(packing: Packing) -> None:
    assert frame_potential(packing) == pytest.approx(interference(packing, 2) + packing.n)
    assert frame_potential(packing) >= packing.n**2 / packing.d - 1e-9


@given(packings(), st.floats(0.3, 5))
def test_moments_by_a_plain_double_loop(packing: Packing, p: float) -> None:
    total = positive = 0.0
    for i in range(packing.n):
        for j in range(packing.n):
            if i != j:
                real, *imaginary = packing.field.parts_of(packing.gram[i, j])
                total += math.hypot(real, *imaginary) ** p
                positive += max(real, 0) ** p
    assert interference(packing, p) == pytest.approx(total)
    if packing.field is Field.REAL:
        assert positive_interference(packing, p) == pytest.approx(positive, abs=1e-12)


def test_positive_interference_of_lines_keeps_the_signs_of_the_stored_vectors() -> None:
    assert positive_interference(Packing([[1, 0], [-0.6, 0.8]], Objects.LINES), 3) == 0
    assert positive_interference(Packing([[1, 0], [0.6, 0.8]], Objects.LINES), 1) == pytest.approx(1.2)


def test_the_positive_part_needs_real_vectors() -> None:
    with pytest.raises(InputError, match="real vectors, not field 'C'"):
        positive_interference(Packing([[1j, 0], [1, 0]]))


@pytest.mark.parametrize("p", [0, -1, math.nan, math.inf, "two"])
def test_an_exponent_is_a_positive_number(p: object) -> None:
    with pytest.raises(InputError, match="the exponent must be"):
        interference(Packing(np.eye(2)), p)  # type: ignore[arg-type]


@given(packings())
def test_the_angle_set_counts_every_pair(packing: Packing) -> None:
    angles = angle_set(packing)
    assert sum(overlap.multiplicity for overlap in angles) == packing.n * (packing.n - 1) // 2
    assert angles[0].value == pytest.approx(coherence(packing), abs=1e-7)


def test_the_icosahedron() -> None:
    points = Packing(ICOSAHEDRON, Objects.VECTORS)
    assert [overlap.multiplicity for overlap in angle_set(points)] == [30, 30, 6]
    assert [round(overlap.value * 5**0.5, 9) for overlap in angle_set(points)] == [1, -1, round(-(5**0.5), 9)]
    assert minimal_angle(points) == pytest.approx(63.43494882292201)
    assert len(closest_pairs(points)) == 30
    assert design_strength(points) == 5


@pytest.mark.parametrize("m", [3, 4, 5, 8, 11])
def test_a_polygon_is_an_m_minus_1_design(m: int) -> None:
    assert design_strength(Packing(polygon(m), Objects.VECTORS)) == m - 1


def test_lines_of_the_icosahedron_are_a_projective_2_design() -> None:
    rows = [row for row in ICOSAHEDRON if row > [-x for x in row]]
    assert len(rows) == 6
    assert design_strength(Packing(rows)) == 2


def test_design_strength_in_one_dimension() -> None:
    assert design_strength(Packing([[1], [-1]], Objects.VECTORS)) == 24
    assert design_strength(Packing([[1], [1]], Objects.VECTORS)) == 0


@given(packings(min_n=1))
def test_feature_dimensionalities_are_at_most_one_and_sum_to_at_most_the_rank(packing: Packing) -> None:
    scaled = packing.vectors.T * np.random.default_rng(2).uniform(0.1, 3, packing.n)
    shares = feature_dimensionality(scaled.T)
    assert np.all((shares > 0) & (shares <= 1 + 1e-12))
    assert shares.sum() <= min(packing.n, packing.d) + 1e-9


@pytest.mark.parametrize(("m", "share"), [(2, 1 / 2), (3, 2 / 3), (5, 2 / 5), (6, 1 / 3)])
def test_feature_dimensionality_of_polygons_and_digons(m: int, share: float) -> None:
    rows = [[1.0], [-1.0]] if m == 2 else polygon(m)
    np.testing.assert_allclose(feature_dimensionality(rows), share)


def test_zero_features_have_no_dimension() -> None:
    assert feature_dimensionality([[0, 0], [2, 0]]).tolist() == [0, 1]


def test_random_vectors_are_near_the_random_law_and_equiangular_ones_far() -> None:
    rows = np.random.default_rng(4).standard_normal((300, 6))
    assert distance_to_random_law(Packing(rows)) < 0.02
    assert distance_to_random_law(Packing(polygon(3))) > 0.6
    with pytest.raises(InputError, match="at least two vectors"):
        distance_to_random_law(Packing([[1, 0]]))
