"""Certificates of energies: what is false by a hair is refused, and enclosures hold the numbers."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from seeds import COULOMB, DIAGONALS, FRAME, GAUSS, TETRAHEDRON

from packing import kernel
from packing.bounds import checkers
from packing.kernel import DistributionStatement, Rejection
from packing.kernel.intervals import UNIT, Interval, exponential, logarithm, power
from packing.kernel.minorant import is_minorant
from packing.kernel.potential import Piece


def is_refused(certificate: dict[str, Any], entry: str) -> bool:
    answer = kernel.check(certificate)
    return isinstance(answer, Rejection) and answer.entry.startswith(entry)


@pytest.mark.parametrize("seed", [COULOMB, GAUSS])
def test_a_polynomial_lifted_above_the_potential_is_refused(seed: dict[str, Any]) -> None:
    lifted = Fraction(seed["coefficients"][0]) + Fraction(2, 10**4)
    assert is_refused({**seed, "coefficients": [str(lifted), *seed["coefficients"][1:]]}, "coefficients")


@pytest.mark.parametrize("seed", [FRAME, COULOMB, GAUSS])
def test_more_than_is_proved_is_refused(seed: dict[str, Any]) -> None:
    more = Fraction(seed["at_least"]) + Fraction(1, 10**40)
    assert is_refused({**seed, "at_least": str(more)}, "at_least")
    assert is_refused({**seed, "coefficients": [*seed["coefficients"], "-1/1000000"]}, "coefficients")


@pytest.mark.parametrize("seed", [TETRAHEDRON, DIAGONALS])
def test_numbers_that_are_no_quadrature_are_refused(seed: dict[str, Any]) -> None:
    assert is_refused({**seed, "n": seed["n"] + 1}, "numbers")
    near = {"overlaps": [["1/1000000", "1/5"]]} if seed is DIAGONALS else {"overlaps": ["-1/3000"]}
    assert is_refused({**seed, **near}, "numbers")
    assert is_refused({**seed, "orders": [1]}, "degrees")


def test_interpolation_with_a_negative_weight_is_refused() -> None:
    decreasing = [{"from": "-1", "to": "1", "f": ["2", "t", "+", "^-1/2"]}]
    assert is_refused({**TETRAHEDRON, "potential": decreasing}, "degrees")


def test_a_contact_where_the_potential_bends_away_is_refused() -> None:
    concave = [{"from": "-1", "to": "1", "f": ["2", "t", "+", "^1/2"]}]
    assert is_refused({**TETRAHEDRON, "potential": concave}, "overlaps")


@pytest.mark.parametrize(
    ("potential", "entry"),
    [
        ([{"from": "-1", "to": "1", "f": ["t", "t"]}], "potential[0].f"),
        ([{"from": "-1", "to": "1", "f": ["+"]}], "potential[0].f[0]"),
        ([{"from": "-1", "to": "1", "f": ["t", "^2000"]}], "potential[0].f[1]"),
        ([{"from": "-1", "to": "0", "f": ["t"]}], "potential"),
        ([{"from": "0", "to": "1", "f": ["t"]}], "potential[0]"),
        ([{"from": "-1", "to": "1", "f": ["t", "^1/2"]}], "coefficients"),
        ([{"from": "-1", "to": "1", "f": ["0", "^-1"]}], "coefficients"),
    ],
)
def test_programs_out_of_order_are_refused(potential: list[dict[str, Any]], entry: str) -> None:
    assert is_refused({**COULOMB, "potential": potential}, entry)


@pytest.mark.parametrize(
    "program",
    [
        ["t", "^-1", "t", "*", "-5", "*"],
        ["t", "^-1", "^2", "t", "^2", "*", "-5", "*"],
        ["t", "^-1", "exp", "t", "*", "-5", "*"],
        ["t", "log", "t", "*"],
        ["0", "^-1", "0", "*"],
    ],
)
def test_zero_times_infinity_is_nothing(program: list[str]) -> None:
    """-5 t/t is -5 next to the single overlap 0; there it counted as 0, which orthogonal vectors do not have."""
    alone: dict[str, Any] = {
        "schema": 1, "kind": "distribution", "space": "S", "d": 3, "parts": [["0", "0"]], "strength": 0, "antipodal": 0,
        "limits": [], "coefficients": ["0"], "n": 3, "objective": [program], "at_least": "0",
    }  # fmt: skip
    assert isinstance(kernel.check(alone), Rejection)
    assert kernel.check(alone) == checkers.check(alone)
    fine = kernel.check({**alone, "objective": [["t", "log", "2", "*", "exp"]]})
    assert isinstance(fine, DistributionStatement)


def test_large_numbers_cost_nothing() -> None:
    tower = ["7", "^1000", "^1000", "^1000", "^-1000", "t", "+", "exp", "exp", "exp", "-1", "*"]
    assert is_refused({**COULOMB, "potential": [{"from": "-1", "to": "1", "f": tower}]}, "coefficients")


def test_enclosures_hold_the_numbers() -> None:
    rng = random.Random(1)
    with mpmath.workprec(500):
        for _ in range(150):
            x = Fraction(rng.randrange(1, 10**9), rng.randrange(1, 10**9))
            q = Fraction(rng.randrange(-40, 40), rng.randrange(1, 9))
            exact = mpmath.mpf(x.numerator) / x.denominator
            around = Interval.of(x)
            pairs = [
                (exponential(around), mpmath.exp(exact) if x < 1500 else None),
                (logarithm(around), mpmath.log(exact)),
                (power(around, q), exact ** (mpmath.mpf(q.numerator) / q.denominator)),
            ]
            for found, value in pairs:
                if value is not None and found is not None and found.low is not None and found.high is not None:
                    assert found.low <= value * UNIT <= found.high
                    assert found.high - found.low <= 2**60 * (1 + abs(value) ** 2)


@pytest.mark.parametrize("exponent", [Fraction(1, 3), Fraction(7, 2), Fraction(-2, 3)])
def test_minorants_are_told_from_what_is_not(exponent: Fraction) -> None:
    """Of t^q the tangent at 1/2 where it is convex, else the chord: below it by a hair, above it by a hair."""
    piece = Piece(Fraction(1, 4), Fraction(1), ("t", ("^", exponent)))
    q = float(exponent)
    if q > 1 or q < 0:
        slope, height = q * 0.5 ** (q - 1), 0.5**q
        at = 0.5
    else:
        slope, height, at = (1 - 0.25**q) / 0.75, 1.0, 1.0
    for step, fits in ((-1e-9, True), (1e-9, False)):
        line = [Fraction(height - slope * at + step), Fraction(slope)]
        assert is_minorant(line, piece) is fits
    assert math.isfinite(slope)
