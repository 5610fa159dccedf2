"""Proofs of existence against known algebraic numbers; what is not there is not proved; derivatives by differences."""

from __future__ import annotations

import numpy as np
import pytest
from flint import arb, arb_mat, ctx
from spaces import spaces_of_width

from packing import Packing, Problem, lines, vectors
from packing.constructions import known
from packing.constructions.optimal import known_optimum
from packing.exact import Existence, NotProved, met_bound, prove_existence, recognize
from packing.exact.balls import conditions_of, float_gradients, gradient_rows
from packing.exact.chart import Chart, free_directions
from packing.exact.contacts import ACTIVE, contacts
from packing.exact.recognition import Minimal
from packing.exact.system import OptimalSystem, RestrictedSystem, TiedSystem, started
from packing.search import minimize_coherence
from packing.space import Space

# Minimal polynomials of mu^2 (lines) and of the cosine (points); sources: Cohn's table of spherical codes for points,
# the exact frames of the Game of Sloanes and Welch's bound for lines.
NUMBERS = [
    (vectors(7, 3), 16, "3x^3 - 9x^2 - 3x + 1", True),
    (vectors(8, 3), 24, "7x^2 + 2x - 1", True),
    (lines(5, 3, "C"), 8, "9x^2 - 7x + 1", False),
    (lines(7, 2, "C"), 16, "3x^3 - 9x^2 + 6x - 1", True),
    (lines(6, 3), 8, "5x - 1", True),
    (lines(7, 3), 16, "3x - 1", True),
    (lines(6, 4, "C"), 24, "28x - 3", False),
]


@pytest.mark.parametrize(("problem", "restarts", "polynomial", "rigid"), NUMBERS, ids=str)
def test_known_numbers_are_recognised(problem: Problem, restarts: int, polynomial: str, rigid: bool) -> None:
    packing = minimize_coherence(problem, restarts=restarts).packing
    proof = prove_existence(packing)
    assert isinstance(proof, Existence)
    assert (proof.rigid, proof.first_order) == (rigid, not rigid)
    assert proof.locally_optimal
    assert proof.floor.rad() < 1e-200
    assert proof.coherence.contains(proof.coherence.mid())
    assert float(proof.coherence.mid()) == pytest.approx(packing.coherence, abs=1e-12)
    assert proof.radius < 1e-9
    assert str(recognize(proof)) == polynomial


def test_a_packing_without_a_small_polynomial_is_enclosed_all_the_same() -> None:
    packing = minimize_coherence(lines(13, 3, "C"), restarts=40).packing
    proof = prove_existence(packing, digits=60)
    assert isinstance(proof, Existence)
    assert proof.locally_optimal
    assert (proof.ties, proof.left_over) == (45, 0)
    assert "0.622143872864312942058" in proof.coherence.str(25)
    assert recognize(proof, degrees=(1, 2, 3)) is None


def test_rattlers_and_inactive_pairs_are_in_the_claim() -> None:
    """A tenth vector that nothing touches is kept, and its overlaps are below the claim."""
    seven = minimize_coherence(vectors(7, 3), restarts=16).packing.vectors
    rows = np.zeros((8, 4))
    rows[:7, :3] = seven
    rows[7, 3] = 1.0
    packing = Packing(rows, vectors(8, 4).objects)
    proof = prove_existence(packing)
    if isinstance(proof, Existence):
        assert float(proof.largest.mid()) == pytest.approx(packing.coherence, abs=1e-9)


def test_wrong_ties_are_not_claimed() -> None:
    """Noise breaks the touching pairs: what remains is either refused or claimed with its true largest overlap."""
    packing = minimize_coherence(vectors(7, 3), restarts=16).packing
    noise = 1e-5 * np.random.default_rng(0).standard_normal((7, 3))
    moved = Packing(packing.vectors + noise, packing.objects)
    proof = prove_existence(moved)
    assert isinstance(proof, NotProved) or float(proof.largest.upper()) >= moved.coherence - 1e-9


def test_a_random_packing_has_no_proof() -> None:
    proof = prove_existence(Packing(np.random.default_rng(1).standard_normal((6, 3))))
    assert isinstance(proof, NotProved)
    assert "no positive multipliers" in str(proof)


def test_orthogonal_lines_and_single_vectors_say_so() -> None:
    assert "exact already" in str(prove_existence(Packing(np.eye(3))))
    assert "single vector" in str(prove_existence(Packing([[1.0, 0.0]])))


@pytest.mark.parametrize("space", spaces_of_width(4), ids=str)
@pytest.mark.parametrize("form", ["tied", "optimal", "restricted"])
def test_jacobians_are_the_derivatives(space: Space, form: str) -> None:
    rng = np.random.default_rng(1)
    x = rng.standard_normal((4, 4))
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    chart = Chart(x, rng.standard_normal((16, 5)), space)
    norms, pairs = conditions_of([0, 2], space), [(0, 1), (1, 2), (0, 2), (0, 3)]
    tied = TiedSystem(chart, norms, pairs)
    optimal = OptimalSystem(chart, norms, pairs, rng.standard_normal(6), [(1, 3), (2, 3)], np.array([0.3, 0.1]))
    restricted = RestrictedSystem(optimal, rng.standard_normal((12, 7)), rng.standard_normal((7, 12)), started(optimal))
    system = {"tied": tied, "optimal": optimal, "restricted": restricted}[form]
    size = system.unknowns
    assert len(system.start) == size
    with ctx.workprec(200):
        u = arb_mat([[arb(float(v))] for v in rng.standard_normal(size)])
        exact = system.jacobian(u)
        assert (exact.nrows(), exact.ncols()) == (size, size)
        for column in range(size):
            h = arb_mat([[arb(10) ** -20 if row == column else arb(0)] for row in range(size)])
            difference = system.value(u + h) - system.value(u - h)
            for row in range(size):
                slope = difference[row, 0] / (2 * arb(10) ** -20)
                assert abs(float((slope - exact[row, column]).mid())) < 1e-15


@pytest.mark.parametrize("space", spaces_of_width(8), ids=str)
def test_gradients_in_doubles_are_those_in_balls(space: Space) -> None:
    x = np.random.default_rng(5).standard_normal((4, 8))
    norms, pairs = conditions_of([1, 3], space), [(0, 2), (1, 3), (2, 3)]
    exact = gradient_rows([[arb(float(v)) for v in row] for row in x], norms, pairs, space)
    assert np.allclose(float_gradients(x, norms, pairs, space), np.array(exact.tolist(), dtype=float), atol=1e-13)


@pytest.mark.parametrize(
    ("space", "motions"), [(Space.lines(4), 6), (Space.lines(3, "C"), 9 + 7 - 1), (Space.lines(2, "H"), 10 + 3 * 7)]
)
def test_free_directions_leave_out_all_symmetries(space: Space, motions: int) -> None:
    k = space.width
    x = np.random.default_rng(3).standard_normal((7, k))
    basis = free_directions(x, list(range(7)), space)
    assert basis.shape == (7 * k, 7 * k - motions)
    assert np.allclose(basis.T @ basis, np.eye(basis.shape[1]), atol=1e-12)


def test_multipliers_are_positive_where_a_vertex_has_zeros() -> None:
    """Eight points on S^2 touch in 16 pairs, 14 of which are independent: all carry the optimum together."""
    found = contacts(minimize_coherence(vectors(8, 3), restarts=24).packing)
    assert found.multipliers is not None
    weights = found.multipliers[8:]
    assert len(weights) == 16
    assert np.linalg.matrix_rank(found.jacobian) == 22
    assert np.allclose(found.jacobian.T @ found.multipliers, np.append(np.zeros(21), -1.0), atol=1e-10)
    assert weights.min() > 1e-3


def test_a_saddle_is_no_local_optimum() -> None:
    """Four points on a great circle of S^2 are stationary, but fold into a tetrahedron: that must not be claimed."""
    circle = Packing([[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0]], vectors(4, 3).objects)
    proof = prove_existence(circle, digits=40)
    assert isinstance(proof, NotProved) or not proof.locally_optimal


def test_a_cosine_of_zero_is_recognised() -> None:
    """Five points on S^2 touch at right angles; the ball around 0 has both signs."""
    best = known_optimum(vectors(5, 3))
    assert best is not None
    proof = prove_existence(best[0], digits=80)
    assert isinstance(proof, Existence)
    assert proof.level.contains(0)
    assert str(recognize(proof)) == "x"


def test_polynomials_print_as_one_writes_them() -> None:
    assert str(Minimal((-1, 0, 1))) == "x^2 - 1"
    assert str(Minimal((1, -3, -9, 3))) == "3x^3 - 9x^2 - 3x + 1"
    assert str(Minimal((0, 1))) == "x"
    assert ACTIVE < 1e-6


def test_what_can_flex_is_enclosed_without_more_claims() -> None:
    """Nine lines in C^6 with coherence 1/4 move in a family: one of them is exact, and nothing is said of the best."""
    packing = known(lines(9, 6, "C"))[0].packing
    proof = prove_existence(packing, digits=60)
    assert isinstance(proof, Existence)
    assert not proof.rigid
    met = met_bound(proof)
    assert met is not None
    assert met.digits == 50
    assert not proof.locally_optimal
    assert float(proof.coherence.upper()) == pytest.approx(packing.coherence, abs=1e-12)


def test_a_met_bound_is_named_and_a_missed_one_is_not() -> None:
    """Seven points on S^2 miss the bounds; a simplex and the lines of the 24-cell meet theirs."""
    for problem in (lines(5, 4), lines(12, 4)):
        proof = prove_existence(known(problem)[0].packing, digits=60)
        assert isinstance(proof, Existence)
        met = met_bound(proof)
        assert met is not None
        assert met.digits == 50
        assert float(met.bound.exact) == pytest.approx(float(proof.coherence.mid()), abs=1e-15)
    missed = prove_existence(minimize_coherence(vectors(7, 3), restarts=16).packing)
    assert isinstance(missed, Existence)
    assert met_bound(missed) is None
