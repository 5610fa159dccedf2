"""Constructions of subspaces: exact coherences, bounds that are attained, equal principal angles."""

from __future__ import annotations

import numpy as np
import pytest

from packing.bounds import lower_bound
from packing.constructions import complements_of, known, pauli_eigenspaces, reached
from packing.errors import InputError
from packing.measure import coherence
from packing.problem import Problem, lines, subspaces
from packing.space import Space

CELLS = [
    (4, 4, 2, "R"), (16, 8, 2, "R"), (9, 6, 2, "R"), (15, 12, 4, "R"), (15, 6, 2, "C"), (10, 4, 2, "C"), (9, 6, 4, "R"),
    (10, 4, 3, "H"), (18, 4, 2, "R"), (70, 8, 4, "R"), (30, 4, 2, "C"), (120, 9, 3, "C"), (6, 6, 2, "H"),
    (10, 5, 4, "R"),
]  # fmt: skip


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("distance", ["chordal", "spectral"])
def test_the_coherence_is_that_of_the_vectors(cell: tuple[int, int, int, str], distance: str) -> None:
    problem = subspaces(*cell, distance)
    bound = lower_bound(problem)
    for construction in known(problem):
        assert construction.problem == problem
        assert coherence(construction.packing) == pytest.approx(float(construction.coherence), abs=1e-12)
        assert float(construction.coherence) >= bound.value
        if construction.optimal:
            assert float(construction.coherence) == pytest.approx(bound.value, abs=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_each_cell_has_one_by_chordal_distance(cell: tuple[int, int, int, str]) -> None:
    assert known(subspaces(*cell))


@pytest.mark.parametrize("cell", [(4, 4, 2, "R"), (15, 6, 2, "C"), (15, 12, 4, "R"), (6, 6, 2, "H")])
def test_principal_angles_of_a_pair_are_equal(cell: tuple[int, int, int, str]) -> None:
    """So the mean of their squared cosines is the largest, and both distances see the same."""
    both = [known(subspaces(*cell, distance))[0] for distance in ("chordal", "spectral")]
    assert both[0].coherence == both[1].coherence
    space = Space.subspaces(*cell[1:], "spectral")
    vectors = both[0].packing.vectors
    largest = space.overlaps(vectors, vectors)
    assert np.allclose(largest, both[0].problem.space.overlaps(vectors, vectors), atol=1e-12)


@pytest.mark.parametrize(("d", "field", "n"), [(4, "R", 18), (8, "R", 70), (4, "C", 30), (8, "C", 126), (9, "C", 120)])
def test_eigenspaces_fill_the_orthoplex_bound(d: int, field: str, n: int) -> None:
    packing = pauli_eigenspaces(d, field).packing
    assert packing.n == n == 2 * (packing.space.forms - 1) or d == 9
    overlaps = packing.space.overlaps(packing.vectors, packing.vectors)[np.triu_indices(n, 1)] ** 2
    where = packing.problem.m / d
    assert np.all((overlaps < 1e-12) | (abs(overlaps - where) < 1e-12))


def test_complements_twice_are_the_same() -> None:
    first = known(lines(10, 4))[0]
    again = complements_of(complements_of(first))
    assert again.problem == first.problem
    one, two = (abs(c.packing.vectors @ c.packing.vectors.T) for c in (first, again))
    assert np.allclose(one, two, atol=1e-12)


def test_a_part_of_a_larger_one_is_a_start() -> None:
    best = reached(subspaces(17, 4, 2))[0]
    assert best.problem == Problem(17, Space.subspaces(4, 2))
    assert float(best.coherence) == pytest.approx(coherence(best.packing), abs=1e-9)


@pytest.mark.parametrize(("d", "field"), [(6, "C"), (9, "R"), (2, "C"), (64, "R")])
def test_refusals(d: int, field: str) -> None:
    with pytest.raises(InputError, match="eigenspaces are built in"):
        pauli_eigenspaces(d, field)
