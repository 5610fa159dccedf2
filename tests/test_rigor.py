from __future__ import annotations

import math
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from packing.rigor import Rigor, float_above, float_below


@given(st.fractions(-10, 10), st.integers(1, 4))
def test_floats_enclose_roots_of_rationals(x: Fraction, order: int) -> None:
    exact = sympy.Rational(x.numerator, x.denominator)
    root = sympy.sign(exact) * sympy.root(abs(exact), order)
    low, high = float_below(root), float_above(root)
    assert low <= high
    assert (
        abs(Fraction(low)) ** order * (1 if low >= 0 else -1)
        <= x
        <= abs(Fraction(high)) ** order * (1 if high >= 0 else -1)
    )
    assert high - low <= 3 * math.ulp(max(abs(low), abs(high)))


@given(st.fractions(-10, 10))
def test_the_shortest_decimals_of_the_floats_enclose_a_rational_too(x: Fraction) -> None:
    for number in (x, Fraction(float(x))):
        exact = sympy.Rational(number.numerator, number.denominator)
        assert Fraction(repr(float_below(exact))) <= number <= Fraction(repr(float_above(exact)))


def test_an_exact_double_stays_itself() -> None:
    assert float_below(sympy.Rational(3, 8)) == float_above(sympy.Rational(3, 8)) == 0.375
    assert float_below(sympy.sqrt(sympy.Rational(9, 64))) == 0.375


def test_values_below_the_smallest_gap_round_in_the_named_direction() -> None:
    third = sympy.Rational(1, 3)
    assert Fraction(float_below(third)) < Fraction(1, 3) < Fraction(float_above(third))


def test_a_complex_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a real number"):
        float_below(sympy.sqrt(-2))


def test_proved_is_stronger_than_certified_is_stronger_than_numerical() -> None:
    assert sorted(Rigor, key=lambda rigor: rigor.strength) == [Rigor.NUMERICAL, Rigor.CERTIFIED, Rigor.PROVED]
