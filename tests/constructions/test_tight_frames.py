"""Equiangular tight frames of hyperovals, triple systems and conference matrices: families, and what they refuse."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from packing import bounds
from packing.constructions import conference_lines, hyperoval_lines, known, tremain_lines
from packing.constructions.cores import mathon_core
from packing.constructions.goethals_seidel import skew_from_circulants
from packing.constructions.hadamard import conference_matrix
from packing.constructions.hyperovals import hyperoval
from packing.constructions.steiner import designs
from packing.constructions.triples import has_triple_system, triple_system
from packing.errors import InputError
from packing.field import Field
from packing.problem import Problem, lines


@pytest.mark.parametrize(
    "problem",
    [
        lines(76, 19, "C"), lines(36, 18, "C"), lines(46, 23), lines(52, 26, "C"), lines(442, 221), lines(72, 36, "C"),
        lines(35, 17, "C"), lines(51, 26, "C"), lines(55, 22, "C"), lines(105, 40, "C"), lines(36, 15), lines(136, 51),
        lines(91, 26, "C"), lines(280, 63, "C"),
        pytest.param(lines(568, 71, "C"), marks=pytest.mark.long),
    ],
    ids=str,
)  # fmt: skip
def test_frames_meet_welchs_bound_at_one_angle(problem: Problem) -> None:
    found = [construction for construction in known(problem) if construction.optimal == "Welch bound"]
    assert found
    welch = bounds.welch(problem)
    assert isinstance(welch, bounds.Bound)
    for construction in found:
        exact = construction.vectors
        assert (exact.n, exact.rank) == (problem.n, problem.d)
        assert [overlap.value for overlap in construction.angles] == [construction.coherence]
        assert (construction.coherence - welch.exact).equals(0)


def test_triple_systems_hold_each_pair_once() -> None:
    orders = [v for v in range(60) if has_triple_system(v)]
    assert orders[:6] == [3, 7, 9, 13, 15, 19]
    for v in orders:
        pairs = [pair for triple in triple_system(v) for pair in combinations(sorted(triple), 2)]
        assert sorted(pairs) == list(combinations(range(v), 2))


@pytest.mark.parametrize("q", [2, 4, 8, 16])
def test_a_line_meets_a_hyperoval_in_two_points_or_none(q: int) -> None:
    plane = hyperoval(q)
    assert (plane.exterior.sum(axis=1) == q + 1).all()
    assert (plane.secants.sum(axis=1) == q - 1).all()
    assert sorted(map(tuple, plane.ends.tolist()), reverse=True) == [
        tuple(int(place in pair) for place in range(q + 1)) for pair in combinations(range(q + 1), 2)
    ]


def test_exterior_lines_are_a_design_of_the_blocks_off_the_hyperoval() -> None:
    (design,) = (design for design in designs(63) if design.name.startswith("exterior"))
    incidence = design.incidence()
    assert (design.v, design.k, design.replication) == (28, 4, 9)
    assert (incidence @ incidence.T == 1 + 8 * np.eye(28)).all()


@pytest.mark.parametrize("q", [3, 7])
def test_mathons_cores_are_no_cayley_matrices_but_cores(q: int) -> None:
    core = mathon_core(q)
    order = q * q * (q + 2)
    assert core.shape == (order, order)
    assert (core == core.T).all()
    assert (core @ core == order * np.eye(order) - 1).all()
    assert np.unique(core).tolist() == [-1, 0, 1]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: hyperoval_lines(3), "q = 2, 4, 8, ..., not 3"),
        (lambda: hyperoval_lines(0), "q = 2, 4, 8, ..., not 0"),
        (lambda: hyperoval(-4), "q = 2, 4, 8, ..., not -4"),
        (lambda: tremain_lines(8, Field.COMPLEX), "1 or 3 mod 6 points, not 8"),
        (lambda: tremain_lines(9, Field.REAL), "Hadamard matrices of orders 5 and 10, field R: take C"),
        (lambda: tremain_lines(7, Field.QUATERNION), "field H: take C"),
        (lambda: triple_system(1), "1 or 3 mod 6 points, not 1"),
        (lambda: mathon_core(5), "not q = 5: take 3, 7 or 11"),
        (lambda: mathon_core(19), "not q = 19"),  # 21 is no prime power
        (lambda: skew_from_circulants(44), "the orders 36 and 52, not 44"),
        (lambda: conference_matrix(22), "order 22 is built here"),
        (lambda: conference_lines(34), "order 34 is built here"),
    ],
)
def test_what_there_is_not_is_refused(build: object, message: str) -> None:
    assert callable(build)
    with pytest.raises(InputError, match=message):
        build()
