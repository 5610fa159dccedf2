"""Packings within groups of matrices and permutations: the group maps each to itself, and the famous ones are found."""

from __future__ import annotations

import numpy as np
import pytest

import packing as pk
from packing import InputError, Packing, Problem
from packing.numeric import Floats
from packing.search import Cyclic, Dihedral, MatrixGroup, minimize, parse_symmetry


def projections(packing: Packing) -> np.ndarray:
    """The projections to the lines or subspaces, rounded, in an order of their own."""
    frames = packing.vectors.reshape(packing.n, packing.problem.m, packing.d)
    return np.einsum("iak,ial->ikl", frames, frames.conj())


def is_mapped_to_itself(packing: Packing, matrix: np.ndarray) -> bool:
    before = projections(packing)
    after = matrix @ before @ matrix.conj().T
    apart = np.abs(after[:, None] - before[None]).max(axis=(2, 3))
    return bool(np.all(apart.min(axis=1) < 1e-9) and len(set(apart.argmin(axis=1))) == packing.n)


def shift_and_clock(d: int) -> list[np.ndarray]:
    return [np.roll(np.eye(d), 1, axis=0), np.diag(np.exp(2j * np.pi * np.arange(d) / d))]


CELLS = [
    (pk.lines(9, 3, "C"), "weyl", 3, 3),
    (pk.subspaces(16, 4, 2, "C"), "weyl", 4, 3),
    (pk.subspaces(8, 4, 2, "C"), "weyl:fourier", 4, 4),
    (pk.lines(21, 5, "C"), "weyl:zauner", 5, None),
    (pk.lines(30, 5, "C"), "weyl", 5, 4),
]


@pytest.mark.parametrize(("problem", "kind", "d", "restarts"), CELLS, ids=str)
def test_the_group_maps_what_is_found_to_itself(problem: Problem, kind: str, d: int, restarts: int | None) -> None:
    if restarts is None:
        with pytest.raises(InputError, match="do not add up to 21"):
            minimize(problem, within=MatrixGroup(kind), restarts=1)
        return
    found = minimize(problem, within=MatrixGroup(kind), restarts=restarts, seed=1)
    assert found.status.converged
    rows = np.arange(d)
    fourier = [np.exp(2j * np.pi * np.outer(rows, rows) / d) / np.sqrt(d)] if kind == "weyl:fourier" else []
    apart = found.packing.coherence < 1 - 1e-9
    assert all(is_mapped_to_itself(found.packing, matrix) for matrix in [*shift_and_clock(d), *fourier]) == apart


@pytest.mark.parametrize(
    ("problem", "kind", "coherence"),
    [
        (pk.lines(25, 5, "C"), "weyl:zauner", 1 / np.sqrt(6)),
        (pk.subspaces(18, 4, 2), "pauli", 1 / np.sqrt(2)),
        pytest.param(pk.subspaces(30, 4, 2, "C"), "pauli", 1 / np.sqrt(2), marks=pytest.mark.long),
    ],
    ids=str,
)
def test_optima_that_are_orbits(problem: Problem, kind: str, coherence: float) -> None:
    found = minimize(problem, within=MatrixGroup(kind), restarts=16, seed=0)
    assert found.packing.coherence == pytest.approx(coherence, abs=1e-12)


@pytest.mark.long
def test_seventy_four_spaces_are_orbits_of_pauli_matrices() -> None:
    found = minimize(pk.subspaces(70, 8, 4), within=MatrixGroup("pauli"), restarts=2)
    assert found.packing.coherence == pytest.approx(1 / np.sqrt(2), abs=1e-12)


def invariant(overlaps: Floats, images: np.ndarray) -> bool:
    return np.allclose(overlaps, overlaps[np.ix_(images, images)], atol=1e-9)


@pytest.mark.parametrize(("d", "field"), [(6, "R"), (4, "C")])
def test_permutations_of_subspaces_keep_their_overlaps(d: int, field: str) -> None:
    problem = pk.subspaces(7, d, 2, field)
    found = minimize(problem, within=parse_symmetry("(1 2 3 4 5 6 7); (2 3 5)(4 7 6)", 7), restarts=3, seed=2)
    assert found.status.converged, found.status
    overlaps = problem.space.overlaps(found.packing.vectors, found.packing.vectors)
    assert invariant(overlaps, np.roll(np.arange(7), -1))
    assert invariant(overlaps, np.array([0, 2, 4, 6, 1, 3, 5]))


def test_dihedral_subspaces_turn_and_cyclic_ones_agree() -> None:
    problem = pk.subspaces(10, 5, 2)
    found = minimize(problem, within=Dihedral(5), restarts=6, seed=1)
    overlaps = problem.space.overlaps(found.packing.vectors, found.packing.vectors)
    assert found.status.converged
    apart = np.sort(np.round(overlaps, 7), axis=1)
    assert len(np.unique(apart, axis=0)) <= 2  # two orbits of five at most
    assert minimize(problem, within=Cyclic(5), restarts=6, seed=1).status.converged


@pytest.mark.parametrize(
    ("problem", "kind", "text"),
    [
        (pk.lines(16, 4), "weyl", "change the field"),
        (pk.vectors(16, 4), "pauli", "change the field"),
        (pk.subspaces(9, 6, 2), "pauli", "2, 4, 8"),
        (pk.lines(17, 4, "C"), "weyl:fourier", "do not add up to 17"),
    ],
)
def test_where_the_groups_do_not_act(problem: Problem, kind: str, text: str) -> None:
    with pytest.raises(InputError, match=text):
        minimize(problem, within=MatrixGroup(kind), restarts=1)


def test_a_group_has_a_name() -> None:
    with pytest.raises(InputError, match="must be one of weyl"):
        MatrixGroup("clifford")
