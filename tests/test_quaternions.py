"""Lines of H^d by every door: isometries, what is known, the line that a phase does not move."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import sympy
from flint import arb

import packing as pk
from packing import Field, Packing
from packing.bounds import lower_bound
from packing.constructions import fifteen_lines, lines_as_points
from packing.exact import Existence, met_bound, prove_existence
from packing.records import best_known
from packing.search import minimize
from packing.space import Space

H = Field.QUATERNION


def random_lines(n: int, d: int, seed: int = 0) -> Packing:
    space = Space.lines(d, H)
    return Packing(space.gaussian(n, np.random.default_rng(seed)), space)


def unit(seed: int) -> np.ndarray:
    q = np.random.default_rng(seed).standard_normal(4)
    return q / np.linalg.norm(q)


def test_a_line_is_a_vector_times_all_quaternions_from_the_right() -> None:
    packing = random_lines(5, 3)
    rows = packing.vectors.copy()
    rows[2] = H.multiply(rows[2], unit(1))
    assert np.allclose(Packing(rows).overlaps, packing.overlaps, atol=1e-15)
    rows[2] = H.multiply(unit(2), packing.vectors[2])
    assert not np.allclose(Packing(rows).overlaps, packing.overlaps, atol=1e-3)


def test_quaternions_from_the_left_and_unitary_matrices_are_isometries() -> None:
    packing = random_lines(6, 3)
    turned = Packing(H.multiply(unit(3), packing.vectors))
    assert np.allclose(turned.overlaps, packing.overlaps, atol=1e-15)
    assert pk.symmetry.same_packing(packing, turned)
    angle, q = 0.7, unit(4)  # a rotation of two coordinates by (cos, -sin conj(q); sin q, cos)
    rows = packing.vectors.copy()
    first, second = packing.vectors[:, 0], packing.vectors[:, 1]
    rows[:, 0] = np.cos(angle) * first - np.sin(angle) * H.multiply(H.conjugate(q), second)
    rows[:, 1] = np.sin(angle) * H.multiply(q, first) + np.cos(angle) * second
    assert np.allclose(Packing(rows).overlaps, packing.overlaps, atol=1e-15)
    assert pk.symmetry.same_packing(packing, Packing(rows))
    rows[:, 1] = np.sin(angle) * H.multiply(first, q) + np.cos(angle) * second
    assert not np.allclose(Packing(rows).overlaps, packing.overlaps, atol=1e-3)


def test_the_imaginary_units_may_be_renamed() -> None:
    """x -> q^-1 x q is an isometry: i, j, k are turned in space."""
    packing, q = random_lines(6, 3), unit(5)
    renamed = Packing(H.multiply(H.multiply(H.conjugate(q), packing.vectors), q))
    assert np.allclose(renamed.overlaps, packing.overlaps, atol=1e-15)
    assert pk.symmetry.same_packing(packing, renamed)


@pytest.mark.parametrize("n", range(5, 41))
def test_bounds_for_lines_of_two_space_are_those_for_points(n: int) -> None:
    points, carried = lower_bound(pk.vectors(n, 5)), lower_bound(pk.lines(n, 2, "H"))
    assert 2 * float(carried) ** 2 - 1 == pytest.approx(float(points), abs=1e-9)


@pytest.mark.parametrize("n", range(5, 41))
def test_the_best_known_lines_of_two_space_are_the_best_known_points(n: int) -> None:
    points, carried = best_known(pk.vectors(n, 5)), best_known(pk.lines(n, 2, "H"))
    assert points is not None
    assert carried is not None
    assert carried.problem == pk.lines(n, 2, "H")
    assert carried.packing.coherence == pytest.approx(((1 + points.coherence) / 2) ** 0.5, abs=1e-13)
    assert lines_as_points(carried.packing).coherence == pytest.approx(points.coherence, abs=1e-13)


@pytest.mark.parametrize("n", [7, 10, 11, 13, 17, 20])
def test_a_search_for_lines_of_two_space_finds_the_points(n: int) -> None:
    found = minimize(pk.lines(n, 2, "H"), restarts=16, starts=(), seed=0).packing
    points = best_known(pk.vectors(n, 5))
    assert points is not None
    assert 2 * found.coherence**2 - 1 == pytest.approx(points.coherence, abs=1e-9)


def test_a_search_finds_fifteen_equiangular_lines_and_a_proof_that_they_exist() -> None:
    """Random starts end in a family of nine parameters; the largest overlap is sqrt(2/7) to 30 digits."""
    found = minimize(pk.lines(15, 3, "H"), restarts=2, starts=(), seed=0).packing
    assert found.coherence == pytest.approx((2 / 7) ** 0.5, abs=1e-12)
    proof = prove_existence(found, digits=60)
    assert isinstance(proof, Existence)
    assert float((proof.coherence.upper() - (arb(2) / 7).sqrt()).upper()) < 1e-15
    assert proof.radius < 1e-9
    met = met_bound(proof)
    assert met is not None
    assert str(met.bound.theorem) == "Welch"


def test_symmetries_of_lines_of_two_space_are_those_of_the_points() -> None:
    for n, order in ((6, 720), (10, 3840), (16, 1920)):  # simplex, cross-polytope, Clebsch code (W(D5))
        record = best_known(pk.lines(n, 2, "H"))
        assert record is not None
        assert pk.symmetry.symmetry_order(record.packing) == order


def test_fifteen_lines_are_known_and_their_symmetries_are_a_dihedral_group() -> None:
    record = best_known(pk.lines(15, 3, "H"))
    assert record is not None
    assert record.coherence == pytest.approx((2 / 7) ** 0.5, abs=1e-15)
    assert lower_bound(record.problem).exact == sympy.sqrt(sympy.Rational(2, 7))
    group = pk.symmetry.automorphisms(fifteen_lines().packing)
    assert group.order == 10
    assert [len(orbit) for orbit in group.orbits] == [5, 5, 5]


def test_an_exact_packing_lies_beside_stored_quaternions() -> None:
    """Six lines of H^2, coherence sqrt(2/5), by their equations in balls."""
    record = best_known(pk.lines(6, 2, "H"))
    assert record is not None
    proof = prove_existence(record.packing)
    assert isinstance(proof, Existence)
    assert abs(float(proof.coherence.mid()) - float(sympy.sqrt(sympy.Rational(2, 5)))) < 1e-15
    assert float(proof.coherence.rad()) < 1e-29


@pytest.mark.parametrize("suffix", [".txt", ".npy", ".npz"])
def test_files_of_quaternions_come_back(tmp_path: Path, suffix: str) -> None:
    packing = random_lines(4, 3)
    path = pk.save(packing, tmp_path / f"lines{suffix}")
    assert pk.load(path, packing.problem) == packing


def test_feature_dimensionality_and_frame_potential_of_tight_lines() -> None:
    packing = fifteen_lines().packing
    assert np.allclose(pk.measure.feature_dimensionality(packing), 3 / 15, atol=1e-14)
    assert pk.measure.design_strength(packing) == 2  # as many equiangular lines as there can be are a 2-design
