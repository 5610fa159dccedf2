"""Digits of packings: against known numbers and the proofs in balls, recomputed from the files as they are written."""

from __future__ import annotations

import json
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from flint import arb, ctx

from packing import InputError, Packing, Problem, Space, lines, load, vectors
from packing.constructions import known
from packing.constructions.optimal import known_optimum
from packing.exact import DecimalPacking, Existence, Polished, polish, prove_existence
from packing.search import Outcome, minimize_coherence, minimize_energy


def root_of(polynomial: tuple[int, ...], near: float) -> Decimal:
    """The root of an integer polynomial, highest coefficient first, by Newton's method in decimals."""
    with localcontext() as context:
        context.prec = 90
        x = Decimal(near)
        for _ in range(9):
            value, slope = Decimal(0), Decimal(0)
            for c in polynomial:
                value, slope = value * x + c, slope * x + value
            x -= value / slope
        return x


NUMBERS = [
    (vectors(7, 3), 16, (3, -9, -3, 1)),
    (vectors(8, 3), 24, (7, 2, -1)),
    (lines(5, 3, "C"), 8, (9, -7, 1)),
    (lines(7, 2, "C"), 16, (3, -9, 6, -1)),
    (lines(7, 3), 16, (3, -1)),
    (lines(6, 4, "C"), 24, (28, -3)),
]


@pytest.mark.parametrize(("problem", "restarts", "polynomial"), NUMBERS, ids=str)
def test_fifty_digits_of_known_algebraic_numbers(problem: Problem, restarts: int, polynomial: tuple[int, ...]) -> None:
    """The minimal polynomials of mu^2 (lines) and cos (points); sources as in the tests of existence."""
    packing = minimize_coherence(problem, restarts=restarts).packing
    polished = polish(packing, 50)
    assert polished.outcome is Outcome.CONVERGED
    exact = root_of(polynomial, packing.coherence**2 if problem.has_lines else packing.coherence)
    with localcontext() as context:
        context.prec = 90
        exact = exact.sqrt() if problem.has_lines else exact
        assert abs(Decimal(polished.coherence) - exact) <= Decimal(10) ** -50
        assert Decimal(polished.decimals.certified(52)) >= exact - Decimal(10) ** -52


@pytest.mark.parametrize("digits", [1, 20, 120])
def test_any_number_of_digits_agrees_with_the_proof_in_balls(digits: int) -> None:
    packing = minimize_coherence(lines(13, 3, "C"), restarts=40).packing
    polished, proof = polish(packing, digits), prove_existence(packing, 150)
    assert isinstance(proof, Existence)
    assert len(polished.coherence) == digits + 2
    with ctx.workprec(700):
        assert abs(arb(polished.coherence) - proof.coherence) < arb(10) ** -digits


def overlap_square(rows: list[list[Fraction]], i: int, j: int) -> Fraction:
    """|<x, y>|^2 / (|x|^2 |y|^2) of rows of real parts followed by imaginary ones, from the definition."""
    x, y = rows[i], rows[j]
    d = len(x) // 2
    real = sum(x[c] * y[c] for c in range(2 * d))
    imaginary = sum(x[c] * y[d + c] - x[d + c] * y[c] for c in range(d))
    return (real**2 + imaginary**2) / (sum(c * c for c in x) * sum(c * c for c in y))


def test_files_hold_all_digits(tmp_path: Path) -> None:
    """The overlaps recomputed from both files, as fractions, tie to 50 digits and give the printed coherence."""
    polished = polish(minimize_coherence(lines(7, 2, "C"), restarts=16).packing, 50)
    text = polished.decimals.save(tmp_path / "p.txt").read_text(encoding="ascii").split()
    numbers = [Fraction(word) for word in text]
    rows = [numbers[2 * i : 2 * i + 2] + numbers[14 + 2 * i : 16 + 2 * i] for i in range(7)]
    answer = json.loads(polished.decimals.save(tmp_path / "p.json").read_text(encoding="ascii"))
    again = [[Fraction(pair[part]) for part in (0, 1) for pair in row] for row in answer["vectors"]]
    assert rows == again
    squares = sorted((overlap_square(rows, i, j) for i in range(7) for j in range(i)), reverse=True)
    assert squares[0] - squares[polished.contacts - 1] < Fraction(4, 10**50)
    assert squares[0] - squares[polished.contacts] > Fraction(1, 10**3)
    assert abs(Fraction(polished.coherence) ** 2 - squares[0]) < Fraction(2, 10**50)
    assert load(tmp_path / "p.txt", lines(7, 2, "C")).coherence == pytest.approx(float(polished.coherence), abs=1e-15)
    with pytest.raises(InputError, match=r"\.txt or \.json"):
        polished.decimals.save(tmp_path / "p.npy")


def test_rattlers_stay_and_stay_below() -> None:
    """Twenty-three lines in C^2, one of which touches nothing: it is kept, and every overlap is below the coherence."""
    packing = minimize_coherence(lines(23, 2, "C"), restarts=60, seed=3).packing
    polished = polish(packing, 40)
    assert polished.outcome is Outcome.CONVERGED
    assert polished.decimals.packing.coherence == pytest.approx(packing.coherence, abs=1e-13)
    assert np.allclose(np.linalg.norm(polished.decimals.packing.vectors, axis=1), 1)


@pytest.mark.parametrize(
    "problem",
    [
        lines(3, 4), lines(3, 5, "C"), lines(1, 3), lines(3, 1), lines(5, 4), lines(4, 3, "C"), lines(7, 2),
        vectors(3, 5), vectors(2, 3), vectors(6, 4), vectors(9, 2), vectors(2, 1), vectors(1, 2),
    ],
    ids=str,
)  # fmt: skip
def test_theorems_are_met_to_all_digits(problem: Problem) -> None:
    best = known_optimum(problem)
    assert best is not None
    turn = np.linalg.qr(np.random.default_rng(2).standard_normal((problem.d, problem.d)))[0]
    polished = polish(Packing(best[0].vectors @ turn, problem.objects), 30)
    assert polished.outcome is Outcome.CONVERGED
    assert float(polished.coherence) == pytest.approx(best[0].coherence, abs=1e-12)
    if problem == lines(5, 4):
        assert polished.coherence == "0.250000000000000000000000000000"


def test_what_is_no_optimum_is_first_made_one() -> None:
    """A packing of few digits, and one of least energy, which is not the best."""
    packing = minimize_coherence(vectors(7, 3), restarts=16).packing
    rounded = polish(Packing(np.round(packing.vectors, 4), packing.objects), 40)
    assert rounded.coherence.startswith("0.21013831273060308486")
    spread = minimize_energy(vectors(7, 3), 2.0, positive=True, restarts=4).packing
    assert polish(spread, 20).decimals.packing.coherence <= spread.coherence + 1e-12


@pytest.mark.parametrize(
    ("problem", "square"),
    [
        (lines(12, 3, "C"), Fraction(1, 3)),
        (lines(9, 3, "C"), Fraction(1, 4)),
        (lines(28, 7), Fraction(1, 9)),
        (lines(16, 6), Fraction(1, 9)),
        (vectors(24, 4), Fraction(1, 4)),
        (vectors(40, 5), Fraction(1, 4)),
    ],
    ids=str,
)
def test_more_contacts_than_unknowns(problem: Problem, square: Fraction) -> None:
    """Unbiased bases, SICs, equiangular lines, root systems: overdetermined, yet all overlaps tie to 50 digits."""
    best = known(problem)[0].packing
    assert best.coherence**2 == pytest.approx(float(square), abs=1e-12)
    polished = polish(best, 50)
    assert polished.outcome is Outcome.CONVERGED
    assert abs(Fraction(polished.coherence) ** 2 - square) < Fraction(3, 10**50)


def test_a_stall_says_what_holds_and_what_to_do() -> None:
    decimals = DecimalPacking(lines(2, 2), ((10, 0), (6, 8)), 1)
    stalled = Polished(decimals, 20, 1, Fraction(1, 10**7), "search longer")
    assert (stalled.outcome, stalled.supported) == (Outcome.STALLED, 7)
    assert (
        str(stalled)
        == "2 lines in R^2, coherence 0.600000000000000 (1 contacts; stalled at 7 of 20 digits: search longer)"
    )


@pytest.mark.parametrize("digits", [0, -3, 10_001])
def test_the_number_of_digits_is_checked(digits: int) -> None:
    with pytest.raises(InputError, match=f"not {digits}"):
        polish(Packing(np.eye(2)), digits)


def test_subspaces_are_refused_in_a_line() -> None:
    planes = Packing(np.eye(4).reshape(2, 2, 4), Space.subspaces(4, 2))
    with pytest.raises(InputError, match="points and lines are polished, not 2 2-dimensional subspaces of R"):
        polish(planes)
