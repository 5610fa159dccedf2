"""32 decimals and polynomials of coherences: those recorded hold each other, and are what is computed again."""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest

import packing as pk
from packing.exact import Minimal, NotProved, polish
from packing.exact.digits import DECIMALS, PLACE, digits_beside, recorded_digits
from packing.records import shipped_atlas

ROWS = [row for row in csv.DictReader(PLACE.read_text(encoding="utf-8").splitlines()) if row["coherence"]]
UNIT = Fraction(1, 10**DECIMALS)


def at(coefficients: list[int], x: Fraction) -> Fraction:
    value = Fraction(0)
    for c in reversed(coefficients):
        value = value * x + c
    return value


def test_every_polynomial_changes_its_sign_at_the_last_decimal() -> None:
    assert len(ROWS) > 200
    with_polynomials = [row for row in ROWS if row["polynomial"]]
    assert len(with_polynomials) > 100
    for row in with_polynomials:
        top = Fraction(row["coherence"])
        ends = [top - UNIT, top]  # the exact coherence lies between, for the last decimal is rounded up
        if not row["problem"].startswith("points"):
            ends = [end * abs(end) for end in ends]
        low, high = (at([int(c) for c in row["polynomial"].split()], end) for end in ends)
        assert low * high <= 0, row


def test_every_row_is_beside_the_vectors_that_it_is_sealed_with() -> None:
    for row in ROWS:
        assert abs(Fraction(row["coherence"]) - Fraction(row["stored"])) < Fraction(1, 10**9), row


@pytest.mark.parametrize(
    "problem",
    [pk.vectors(7, 3), pk.lines(9, 3), pk.lines(8, 2, "C"), pk.subspaces(5, 8, 2)],
    ids=str,
)
def test_rows_are_computed_again_and_agree_with_newton(problem: pk.Problem) -> None:
    with shipped_atlas() as atlas:
        entry = atlas.best(problem)
    assert entry is not None
    recorded = recorded_digits(problem, entry.certified)
    assert recorded == digits_beside(entry.packing)
    assert recorded is not None
    if problem.m == 1:
        value = Fraction(polish(entry.packing, DECIMALS + 2).decimals.coherence(DECIMALS + 1))
        assert 0 <= Fraction(recorded.coherence) - value <= UNIT


def test_other_vectors_have_no_recorded_digits() -> None:
    assert recorded_digits(pk.vectors(7, 3), "0.210138322730604") is None
    assert recorded_digits(pk.vectors(7, 3000), "0.2") is None


def test_what_is_no_optimum_has_no_digits() -> None:
    found = digits_beside(pk.Packing([[1, 0, 0], [0, 1, 0], [1, 1, 1], [1, 2, 3]]))
    assert isinstance(found, NotProved)


def test_the_exact_value_has_its_polynomial() -> None:
    from sympy import Float, Rational, cos, pi

    from packing.exact.digits import digits_of_exact

    found = digits_of_exact(pk.vectors(7, 2), cos(2 * pi / 7))
    assert found is not None
    assert found.coherence == "0.62348980185873353052500488400424"
    assert found.minimal == Minimal((-1, -4, 4, 8))
    assert digits_of_exact(pk.lines(3, 2), Rational(1, 2)).minimal == Minimal((-1, 4))  # type: ignore[union-attr]
    assert digits_of_exact(pk.lines(3, 2), Float(0.5)) is None
