"""Symmetry groups: known orders, every permutation tried one by one, and generators that are what they say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import isometric_copy, packings

from packing import Packing, Problem, lines, vectors
from packing.constructions import known
from packing.symmetry import automorphisms
from packing.symmetry.phases import phase_distance


def is_symmetry(packing: Packing, permutation: list[int]) -> bool:
    """Whether an isometry induces the permutation: Gram matrices agree, for lines up to phases."""
    here = packing.gram
    if packing.space.sphere_twin is not None:
        cosines = np.diag(np.ones(packing.n))
        cosines[np.triu_indices(packing.n, 1)] = 2 * packing.overlaps**2 - 1
        here = np.triu(cosines) + np.triu(cosines, 1).T
    there = here[np.ix_(permutation, permutation)]
    if not packing.problem.has_lines or packing.space.sphere_twin is not None:
        return bool(np.allclose(here, there, atol=1e-6))
    moduli = packing.field.moduli
    return bool(np.allclose(moduli(here), moduli(there), atol=1e-6)) and any(
        phase_distance(here, image, 1e-4) < 1e-5 for image in (there, *packing.field.twisted(there))
    )


def order_by_trial(packing: Packing) -> int:
    return sum(is_symmetry(packing, list(each)) for each in itertools.permutations(range(packing.n)))


@pytest.mark.parametrize(
    ("problem", "order"),
    [
        (lines(6, 3), 60),  # the rotations of the icosahedron
        (vectors(12, 3), 120),  # and its reflections
        (vectors(24, 4), 1152),  # W(F4)
        (lines(28, 7), 1451520),  # Sp(6, 2) on the bitangents
        (lines(63, 7), 1451520),  # W(E7)/{1, -1} on its roots
        (vectors(56, 7), 2903040),  # W(E7)
        (lines(120, 8), 348364800),  # W(E8)/{1, -1}
        (lines(9, 3, "C"), 432),  # AGL(2, 3): the Hesse group and complex conjugation
        (lines(40, 4, "C"), 51840),  # the Witting lines, Coxeter, Regular Complex Polytopes, 12.6, with conjugation
    ],
    ids=str,
)
def test_orders_of_famous_groups(problem: Problem, order: int) -> None:
    group = automorphisms(known(problem)[0].packing)
    assert group.order == order
    assert len(group.orbits) == 1


@given(packings(max_n=5, max_d=3), st.integers(0, 2**32 - 1), st.booleans())
def test_every_permutation_is_tried(packing: Packing, seed: int, is_coarse: bool) -> None:
    if is_coarse:  # small whole numbers: equal overlaps, orthogonal and repeated vectors
        rows = np.round(packing.space.to_real(packing.vectors))
        rows[~rows.any(axis=1), 0] = 1.0
        packing = Packing(packing.space.from_real(rows), packing.space)
    group = automorphisms(packing)
    assert group.order == order_by_trial(packing)
    assert automorphisms(isometric_copy(packing, np.random.default_rng(seed))).order == group.order
    assert all(is_symmetry(packing, list(generator)) for generator in group.generators)


@pytest.mark.parametrize("problem", [lines(9, 3, "C"), vectors(12, 3), lines(12, 4), vectors(10, 4)], ids=str)
def test_generators_generate_symmetries(problem: Problem) -> None:
    packing = known(problem)[0].packing
    group = automorphisms(packing)
    rng = np.random.default_rng(0)
    walk = np.arange(packing.n)
    for _ in range(20):
        walk = np.asarray(group.generators[rng.integers(len(group.generators))])[walk]
        assert is_symmetry(packing, walk.tolist())
    assert sorted(itertools.chain(*group.orbits)) == list(range(packing.n))


def test_a_polygon_less_a_vertex_has_one_reflection() -> None:
    turns = 2 * np.pi * np.arange(7) / 7
    polygon = Packing(np.column_stack((np.cos(turns), np.sin(turns))), "vectors")  # type: ignore[arg-type]
    group = automorphisms(polygon.select(range(6)))
    assert group.order == 2
    assert group.orbits == ((0, 5), (1, 4), (2, 3))
