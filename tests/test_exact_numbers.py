"""Exact arguments: one rule for text, fractions, floats and numbers of sympy, the same at every door."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import packing as pk
from packing.analytic import coherence_law, heuristics, learning, superposition
from packing.cli import run
from packing.errors import InputError
from packing.exact_numbers import ceiling_between, exact_number, exact_value
from packing.real_balls import fraction_above, sign_of
from packing.space import Space

THIRD, GOLDEN = Fraction(1, 3), (1 + sympy.sqrt(5)) / 4


def test_a_float_never_gives_less_than_the_number_it_stands_for() -> None:
    assert pk.bounds.largest_code(23, "1/3").upper_bound == 4600
    assert pk.bounds.largest_code(23, 1 / 3).upper_bound >= 4600  # 0.333..3 itself is below 1/3
    assert pk.bounds.largest_code(22, 1 / 6).upper_bound >= pk.bounds.largest_code(22, "1/6").upper_bound
    assert pk.bounds.most_lines(7, 1 / 9).upper_bound >= 28
    relative = pk.bounds.relative(15, 1 / 25)
    assert isinstance(relative, pk.bounds.SizeBound)
    assert relative.upper_bound >= 36
    assert "a float" in str(pk.bounds.largest_code(23, 1 / 3))


@given(st.fractions(min_value=Fraction(-9, 10), max_value=Fraction(99, 100), max_denominator=10**6))
def test_the_ceiling_of_a_float_is_above_the_number_it_came_from(number: Fraction) -> None:
    nearest = float(number)
    assert ceiling_between("x", nearest, -1).above >= number
    assert ceiling_between("x", nearest, -1).above - number < Fraction(1, 10**15)
    small = np.float32(nearest)
    assert ceiling_between("x", small, -1).above >= number
    assert ceiling_between("x", str(number), -1).above == number


def test_where_no_interval_makes_sense_a_float_is_refused_with_its_cure() -> None:
    for door in (pk.bounds.equiangular, pk.bounds.neumann, pk.bounds.lemmens_seidel):
        with pytest.raises(pk.InputError, match=r"the angle must be an exact number, not the float 0\.3.*'1/3'"):
            door(7, 1 / 3)
    assert pk.bounds.equiangular(7, 0.25).upper_bound == pk.bounds.equiangular(7, "1/4").upper_bound


@pytest.mark.parametrize(
    "golden", ["(1+sqrt(5))/4", "(1 + 5^(1/2))/4", GOLDEN, sympy.cos(sympy.pi / 5), sympy.CRootOf("4*x**2-2*x-1", 1)]
)
def test_the_600_cell_has_120_points_at_its_irrational_cosine(golden: object) -> None:
    bound = pk.bounds.largest_code(4, golden)  # type: ignore[arg-type]
    assert bound.upper_bound == 120
    assert "/" in str(bound.exact)


@pytest.mark.parametrize(
    ("d", "cosine", "most"),
    [
        (3, "1/sqrt(5)", 12),  # the icosahedron
        (2, "(sqrt(5)-1)/4", 5),  # the pentagon
        (2, "sqrt(2)/2", 8),
        (2, "sqrt(3)/2", 12),
        (5, "-1/sqrt(17)", 5),
        (3, "-1/pi", 4),
        (3, "1/2^(1/2)-1", 4),
    ],
)
def test_sizes_at_irrational_cosines(d: int, cosine: str, most: int) -> None:
    assert pk.bounds.largest_code(d, cosine).upper_bound == most


def test_equiangular_lines_at_irrational_angles() -> None:
    assert pk.bounds.equiangular(3, "1/sqrt(5)").upper_bound == 6  # the icosahedron
    assert pk.bounds.equiangular(5, "1/3").upper_bound == 10
    assert pk.bounds.equiangular(9, "1/sqrt(17)").upper_bound == 18  # the conference matrix of order 18
    assert pk.bounds.equiangular(100, "1/sqrt(17)").upper_bound == 200
    assert pk.bounds.neumann(40, sympy.sqrt(2) / 3).upper_bound == 80  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "wrong", ["sqrt(2)", "pi", "(1+sqrt(2))^2-2-2*sqrt(2)", "-sqrt(2)", sympy.pi / 3, "1+1/10^900"]
)
def test_cosines_outside_are_refused(wrong: object) -> None:
    with pytest.raises(pk.InputError, match=r"the cosine must lie in \[-1, 1\)"):
        pk.bounds.largest_code(3, wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [True, None, sympy.I, sympy.Symbol("x"), sympy.oo, sympy.nan, "9^9^9^9", [], 0.5j])
def test_what_is_no_number_is_refused(wrong: object) -> None:
    with pytest.raises(pk.InputError, match="the cosine must be an exact number"):
        pk.bounds.largest_code(3, wrong)  # type: ignore[arg-type]


def test_values_of_every_kind() -> None:
    halves = (
        "1/2",
        "0.5",
        0.5,
        np.float16(0.5),
        Fraction(1, 2),
        Decimal("0.5"),
        sympy.Rational(1, 2),
        sympy.Float(0.5),
    )
    assert {exact_value("x", half) for half in halves} == {Fraction(1, 2)}
    assert exact_value("x", "(sqrt(2)-1)*(sqrt(2)+1)") == 1
    assert exact_number("x", np.int64(3)) == 3
    for wrong in (np.float16(1 / 3), np.float32(0.1), sympy.Float(1) / 3, 0.1 * sympy.sqrt(2), sympy.Float(0.3, 5)):
        with pytest.raises(pk.InputError, match="x must be an exact number"):
            exact_value("x", wrong)
    with pytest.raises(pk.InputError, match="x must be rational"):
        exact_number("x", "sqrt(2)")


@given(st.integers(2, 400), st.integers(2, 7), st.integers(-50, 50), st.integers(51, 99))
def test_enclosures_against_fifty_digits(radicand: int, order: int, a: int, b: int) -> None:
    number = (a + sympy.Integer(radicand) ** sympy.Rational(1, order)) / b
    with mpmath.workdps(50):
        value = (a + mpmath.root(radicand, order)) / b
        above = fraction_above(number)
        assert above is not None
        excess = mpmath.mpf(above.numerator) / above.denominator - value
        assert -(mpmath.mpf(10) ** -45) < excess < mpmath.mpf(2) ** -62
        assert sign_of(number) == mpmath.sign(value)


def test_sizes_do_not_fall_with_the_overlap() -> None:
    texts = ["-1/2", "-1/sqrt(5)", "-1/3", "0", "1/pi^2", "1/3", "1/sqrt(5)", "1/2", "sqrt(2)/2", "(1+sqrt(5))/4"]
    values = [float(sympy.sympify(text)) for text in texts]
    assert values == sorted(values)
    for space in (Space.sphere(3), Space.sphere(5)):
        sizes = [pk.bounds.largest_code(space, text).upper_bound for text in texts]
        assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (["maxsize", "-d", "4", "--cosine", "(1+sqrt(5))/4"], "n <= 120"),
        (["maxsize", "-d", "3", "--equiangular", "1/sqrt(5)"], "n <= 6"),
        (["maxsize", "-d", "3", "--coherence2", "1/5"], "n <= 6"),
        (["maxsize", "-d", "23", "--cosine", "1/3"], "n <= 4600"),
        (["moments", "-d", "7", "--exponent", "4/3"], "405/1729"),
        (["partition", "-n", "6", "-d", "4", "--exponent", "3/2"], "energy 4"),
    ],
)
def test_commands_take_exact_text(command: list[str], answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command) == 0
    assert answer in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [
        ["maxsize", "-d", "3", "--cosine", "9^9^9^9"],
        ["maxsize", "-d", "3", "--coherence2", "sqrt(-1)"],
        ["maxsize", "-d", "3", "--equiangular", "import os"],
        ["moments", "-d", "3", "--exponent", "9^9^9^9"],
        ["partition", "-n", "6", "-d", "4", "--exponent", "x"],
        ["search", "-n", "6", "-d", "4", "--objective", "energy", "--exponent", "1/0"],
        ["table", "moments", "--exponent", "()"],
    ],
)
def test_commands_refuse_in_one_line(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command) == 2
    captured = capsys.readouterr()
    assert not captured.out
    assert captured.err.count("\n") == 1


def test_exponents() -> None:
    assert pk.analytic.random_moment(7, "4/3") == pk.analytic.random_moment(7, sympy.Rational(4, 3))
    assert pk.analytic.random_moment(7, "4") == pk.analytic.random_moment(7, 4.0)
    assert math.isclose(float(pk.analytic.random_moment(7, "sqrt(2)")), float(pk.analytic.random_moment(7, 2**0.5)))


CLOSED_FORMS: dict[str, Callable[[object], object]] = {
    "own error": lambda value: superposition.own_error(value, "-1/4"),
    "bias of the own error": lambda value: superposition.own_error(1, value),
    "cross error": superposition.cross_error,
    "two": superposition.own_error_of_two,
    "cross error of two": lambda value: superposition.cross_error_of_two(value, "-1/2"),
    "common bias": lambda value: superposition.best_common_bias(5, value),
    "start": lambda value: learning.effective_start(1, value),
    "half time": lambda value: learning.half_time(2, value),
    "blocks": lambda value: heuristics.stationary_blocks(10, value),
    "typical loss": lambda value: heuristics.johnson_lindenstrauss_loss(20, 5, 2, value),
    "loss of tight blocks": lambda value: heuristics.welch_block_loss(20, 5, 2, value),
    "dense limit": coherence_law.dense_limit,
    "moment": lambda value: pk.analytic.random_moment(5, value),
    "least moment": lambda value: pk.analytic.least_moment(5, value, 7),
    "partition": lambda value: pk.analytic.best_partition(6, 4, exponent=value),
}
"""Closed forms that take an exact number, of one argument."""


@pytest.mark.parametrize("form", CLOSED_FORMS.values(), ids=CLOSED_FORMS)
@pytest.mark.parametrize(
    "value",
    [True, np.True_, None, b"1/3", [1], 1j, "", "1_0", "½", float("nan"), Decimal("NaN"), sympy.I, sympy.nan],
    ids=repr,
)
def test_closed_forms_refuse_what_is_no_number(form: Callable[[object], object], value: object) -> None:
    with pytest.raises(InputError, match=r"number|finite"):
        form(value)


@pytest.mark.parametrize("form", CLOSED_FORMS.values(), ids=CLOSED_FORMS)
def test_closed_forms_read_text_as_its_number(form: Callable[[object], object]) -> None:
    assert form("1/4") == form(" 1 / 4 ") == form(Fraction(1, 4)) == form(sympy.Rational(1, 4))
    assert form("1/4") == form(Decimal("0.25"))


@pytest.mark.parametrize("value", [10**300, "10^300", sympy.Integer(10) ** 300], ids=["int", "text", "sympy"])
@pytest.mark.parametrize("name", ["blocks", "typical loss", "loss of tight blocks"])
def test_exponents_beyond_any_power_are_refused_at_once(name: str, value: object) -> None:
    with pytest.raises(InputError, match="at most 1000"):
        CLOSED_FORMS[name](value)
