"""Proofs of existence against known algebraic numbers; what is not there is not proved; derivatives by differences."""

from __future__ import annotations

import numpy as np
import pytest
from flint import arb, arb_mat, ctx

from packing import Packing, Problem, lines, vectors
from packing.exact import Existence, NotProved, prove_existence, recognize
from packing.exact.existence import ACTIVE, _free_directions
from packing.exact.recognition import Minimal
from packing.exact.system import Geometry, OptimalSystem, RigidSystem
from packing.search import minimize_coherence
from packing.search.coordinates import Kind

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
    assert proof.rigid == rigid
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


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("optimal", [False, True])
def test_jacobians_are_the_derivatives(kind: Kind, optimal: bool) -> None:
    rng = np.random.default_rng(int(kind))
    x = rng.standard_normal((3, 4))
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    geometry = Geometry(x, rng.standard_normal((12, 5)), kind)
    norms, pairs = [0, 2], [(0, 1), (1, 2)]
    system = OptimalSystem(geometry, norms, pairs) if optimal else RigidSystem(geometry, norms, pairs, np.eye(6)[:, :4])
    size = system.unknowns
    with ctx.workprec(200):
        u = arb_mat([[arb(float(v))] for v in rng.standard_normal(size)])
        exact = system.jacobian(u)
        for column in range(size):
            h = arb_mat([[arb(10) ** -20 if row == column else arb(0)] for row in range(size)])
            difference = system.value(u + h) - system.value(u - h)
            for row in range(size):
                slope = difference[row, 0] / (2 * arb(10) ** -20)
                assert abs(float((slope - exact[row, column]).mid())) < 1e-15


@pytest.mark.parametrize(("kind", "k", "motions"), [(Kind.REAL_LINES, 4, 6), (Kind.COMPLEX_LINES, 6, 9 + 7 - 1)])
def test_free_directions_leave_out_all_symmetries(kind: Kind, k: int, motions: int) -> None:
    x = np.random.default_rng(3).standard_normal((7, k))
    basis = _free_directions(x, list(range(7)), kind)
    assert basis.shape == (7 * k, 7 * k - motions)
    assert np.allclose(basis.T @ basis, np.eye(basis.shape[1]), atol=1e-12)


def test_polynomials_print_as_one_writes_them() -> None:
    assert str(Minimal((-1, 0, 1))) == "x^2 - 1"
    assert str(Minimal((1, -3, -9, 3))) == "3x^3 - 9x^2 - 3x + 1"
    assert str(Minimal((0, 1))) == "x"
    assert ACTIVE < 1e-6


def test_what_can_flex_is_enclosed_without_more_claims() -> None:
    """Nine lines in C^6 with coherence 1/4 move in a family: one of them is exact, and nothing is said of the best."""
    packing = minimize_coherence(lines(9, 6, "C"), restarts=24).packing
    proof = prove_existence(packing, digits=40)
    assert isinstance(proof, Existence)
    assert not proof.rigid
    assert not proof.locally_optimal
    assert float(proof.coherence.upper()) == pytest.approx(packing.coherence, abs=1e-12)
