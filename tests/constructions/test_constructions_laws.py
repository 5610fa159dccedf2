"""Laws that every construction obeys: its exact vectors, its float packing and its claims agree."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sympy

import packing
from packing.constructions import ExactVectors, known, reached
from packing.constructions.construction import Construction
from packing.constructions.ring import Cyclotomic, Quadratic
from packing.errors import InputError
from packing.problem import Problem, lines, vectors

PROBLEMS = (
    vectors(2, 1), vectors(3, 2), vectors(4, 6), vectors(11, 10), vectors(7, 5), vectors(14, 7), vectors(9, 2),
    vectors(12, 3), vectors(20, 3), vectors(6, 3), vectors(10, 4), vectors(15, 5), vectors(20, 5), vectors(24, 4),
    vectors(72, 6), vectors(126, 7), vectors(240, 8), vectors(120, 4), vectors(56, 7), vectors(27, 6), vectors(16, 5),
    vectors(552, 23), vectors(275, 22), vectors(162, 21), vectors(100, 22), vectors(77, 21), vectors(56, 20),
    vectors(50, 21), vectors(112, 21), vectors(891, 22), lines(2300, 23),
    vectors(306, 9), vectors(500, 10), vectors(756, 12),
    vectors(582, 11), vectors(840, 12),
    lines(4, 4), lines(3, 5), lines(3, 5, "C"), lines(5, 4), lines(8, 7, "C"), lines(7, 2), lines(6, 3), lines(10, 3),
    lines(12, 4), lines(20, 5), lines(36, 6), lines(63, 7), lines(120, 8), lines(120, 8, "C"), lines(60, 4),
    lines(28, 7), lines(28, 7, "C"), lines(28, 21), lines(36, 15), lines(36, 21), lines(276, 23), lines(176, 22),
    lines(126, 21), lines(90, 20), lines(48, 17), lines(14, 7), lines(16, 6), lines(16, 10), lines(26, 13),
    lines(64, 28), lines(120, 35),
    lines(6, 4), lines(12, 9), lines(8, 6, "C"), lines(12, 10, "C"), lines(18, 15, "C"), lines(20, 18, "C"),
    lines(8, 2, "C"), lines(12, 2, "C"), lines(20, 2, "C"), lines(144, 16), lines(48, 16),
    lines(4, 2, "C"), lines(8, 4, "C"), lines(16, 8, "C"), lines(7, 3, "C"), lines(7, 4, "C"), lines(13, 4, "C"),
    lines(11, 5, "C"), lines(21, 5, "C"), lines(26, 5, "C"), lines(31, 6, "C"), lines(37, 6, "C"), lines(15, 7, "C"),
    lines(37, 9, "C"), lines(39, 19, "C"), lines(39, 20, "C"), lines(25, 10, "C"), lines(25, 15, "C"),
    lines(45, 12, "C"), lines(36, 15, "C"), lines(35, 17, "C"), lines(9, 3, "C"), lines(9, 6, "C"), lines(40, 4, "C"),
    lines(45, 5, "C"), lines(126, 6, "C"), lines(6, 2, "C"), lines(12, 3, "C"), lines(9, 3, "C"), lines(20, 4, "C"),
    lines(16, 4, "C"), lines(30, 5, "C"), lines(72, 8, "C"), lines(64, 8, "C"), lines(90, 9, "C"),
    lines(10, 2, "H"), lines(15, 3, "H"), lines(15, 12, "H"), lines(9, 3, "H"), lines(28, 7, "H"), lines(36, 4, "H"),
    lines(30, 27, "H"),
)  # fmt: skip
CASES = [construction for problem in PROBLEMS for construction in known(problem)]


def equal(left: sympy.Expr, right: sympy.Expr) -> bool:
    """Whether two real algebraic numbers are the same, decided by the minimal polynomial of their difference."""
    difference = sympy.nsimplify(left - right)
    if abs(difference.evalf(40)) > sympy.Float(10) ** -35:
        return False
    return bool(difference == 0 or sympy.minimal_polynomial(difference, sympy.Symbol("x")) == sympy.Symbol("x"))


EXACT = [construction for construction in CASES if construction.build is not None]


@pytest.mark.parametrize("construction", EXACT, ids=str)
def test_exact_vectors_bear_out_what_a_construction_claims(construction: Construction) -> None:
    problem = construction.problem
    exact = construction.vectors
    assert exact.n == problem.n
    assert exact.rank <= problem.d
    angles = construction.angles
    assert sum(multiplicity for _, multiplicity in angles) == problem.n * (problem.n - 1) // 2
    if angles:
        assert equal(angles[0].value, construction.coherence)
    packing = construction.packing
    assert packing.problem == problem
    assert packing.coherence == pytest.approx(float(construction.coherence), abs=4e-15)
    if exact.transitive:  # then one vector sees the angles of all
        assert replace(exact, transitive=False).angles(problem.objects) == angles


@pytest.mark.parametrize("construction", [case for case in CASES if case.build is None], ids=str)
def test_vectors_in_floats_bear_out_the_exact_coherence(construction: Construction) -> None:
    assert construction.packing.problem == construction.problem
    assert construction.packing.coherence == pytest.approx(float(construction.coherence), abs=4e-15)


@pytest.mark.parametrize("construction", CASES, ids=str)
def test_constructions_are_values(construction: Construction) -> None:
    copy = pickle.loads(pickle.dumps(construction))
    assert copy == construction
    assert hash(copy) == hash(construction)


@pytest.mark.parametrize(
    ("problem", "coherence"),
    [(lines(5, 2, "C"), 2**-0.5), (lines(11, 2, "C"), 0.8506508083520400), (lines(11, 3, "C"), 3**-0.5),
     (lines(15, 4, "C"), 5**-0.5), (lines(19, 4, "C"), 0.5), (lines(29, 5, "C"), 5**-0.5), (lines(35, 6, "C"), 7**-0.5),
     (lines(48, 7, "C"), 8**-0.5), (vectors(23, 4), 0.5), (lines(119, 8), 0.5)],
)  # fmt: skip
def test_parts_of_larger_packings_are_reached(problem: Problem, coherence: float) -> None:
    # of these, lines in C^d: Jasper, King, Mixon, Game of Sloanes (2019), where no better packing is known
    best = reached(problem)[0]
    assert best.problem == problem
    assert float(best.coherence) == pytest.approx(coherence, abs=1e-13)
    assert best.packing.coherence == pytest.approx(coherence, abs=1e-13)
    assert reached(lines(5000, 24)) == ()


@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_known_problems_have_a_construction_and_names_are_unique(problem: Problem) -> None:
    found = known(problem)
    assert found
    assert len({construction.name for construction in found}) == len(found)
    assert [float(c.coherence) for c in found] == sorted(float(c.coherence) for c in found)


def test_nothing_is_known_where_no_family_reaches() -> None:
    assert known(lines(11, 4)) == ()


@pytest.mark.parametrize("ring", [Cyclotomic(1), Cyclotomic(12), Cyclotomic(7), Quadratic(5), Quadratic(-3)], ids=str)
def test_ring_arithmetic_agrees_with_complex_numbers(ring: Cyclotomic | Quadratic) -> None:
    rng = np.random.default_rng(7)
    a, b = rng.integers(-9, 10, size=(2, 20, ring.degree))
    product = ring.multiply(a, b) @ ring.powers
    np.testing.assert_allclose(product, (a @ ring.powers) * (b @ ring.powers), atol=1e-11)
    np.testing.assert_allclose(ring.conjugate(a) @ ring.powers, np.conj(a @ ring.powers), atol=1e-12)
    assert abs(complex(ring.number(a[0])) - complex(a[0] @ ring.powers)) < 1e-12


def test_gram_matrix_is_exact_and_has_the_rank() -> None:
    (construction, *_) = known(lines(6, 3))
    gram = construction.gram
    assert gram == gram.T
    assert gram.rank(simplify=True) == 3
    assert gram * gram == 2 * gram  # a tight frame: G^2 = (n/d) G


def test_norms_of_rows_of_roots_are_counted_over_a_large_ring_as_they_are_multiplied() -> None:
    """Z[exp(2 pi i/67)] has degree 66; signs and zeros count, and other entries are multiplied."""
    ring, rng = Cyclotomic(67), np.random.default_rng(0)
    rows = ring.power(rng.integers(0, 67, (5, 7))) * rng.integers(-1, 2, (5, 7))[:, :, None]
    rows[:, 0] = ring.power(0)
    assert (
        ExactVectors(ring, rows).norms.tolist()
        == (ring.multiply(ring.conjugate(rows), rows).sum(axis=1)[:, 0]).tolist()
    )
    rows[2, 3] = 3 * ring.power(5)
    assert ExactVectors(ring, rows).norms[2] == 9 + rows[2].any(axis=1).sum() - 1
    rows[1, 1] = ring.power(1) + ring.power(2)
    with pytest.raises(ValueError, match="positive integer"):
        ExactVectors(ring, rows).norms


def test_errors_name_the_rule_and_the_cure() -> None:
    with pytest.raises(InputError, match="at most 64 vectors, not 120: read the angle set"):
        known(lines(120, 8))[0].gram
    with pytest.raises(ValueError, match="positive integer"):
        ExactVectors(Quadratic(2), np.array([[[1, 1]]])).norms
    with pytest.raises(OverflowError, match="scale the rows down"):
        ExactVectors(Cyclotomic(1), np.full((2, 2, 1), 10**8)).inner(slice(None), slice(None))


def test_every_reference_is_in_the_bibliography() -> None:
    bibliography = Path(packing.__file__).with_name("references.bib").read_text(encoding="utf-8")
    cited = {construction.reference for construction in CASES} - {""}
    assert len(cited) > 15
    assert [key for key in cited if f"{{{key}," not in bibliography] == []
