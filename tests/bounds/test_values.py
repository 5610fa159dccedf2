"""Bounds as values: short, hashable, picklable, ordered, read exactly; every public name is what it says."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from pkgutil import iter_modules
from types import ModuleType

import numpy as np
import pytest
import sympy

import packing as pk
from packing.bounds import Bound, Inapplicable, SizeBound
from packing.space import Space

ANSWERS = [
    pk.bounds.lower_bound(pk.vectors(25, 4)),
    pk.bounds.lower_bound(pk.lines(13, 3, "C")),
    pk.bounds.largest_code(4, "1/2"),
    pk.bounds.equiangular(23, "1/5"),
    pk.bounds.welch(pk.vectors(5, 3)),
    pk.bounds.relative(25, "1/25"),
    pk.bounds.lower_bounds(pk.lines(20, 4, "C")),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_values_are_hashable_and_picklable(answer: object) -> None:
    again = pickle.loads(pickle.dumps(answer))
    assert again == answer
    assert hash(again) == hash(answer)
    assert len({answer, again}) == 1
    if not isinstance(answer, pk.bounds.BoundReport):
        assert len(repr(answer)) < 250


def test_bounds_are_numbers() -> None:
    problem = pk.lines(20, 4, "C")
    welch, orthoplex = pk.bounds.welch(problem), pk.bounds.orthoplex(problem)
    assert isinstance(welch, Bound)
    assert isinstance(orthoplex, Bound)
    assert float(orthoplex) == orthoplex.value == 0.5
    assert welch < orthoplex <= orthoplex
    assert orthoplex >= welch
    assert max(welch, orthoplex) is orthoplex
    assert sorted([orthoplex, welch]) == [welch, orthoplex]
    with pytest.raises(TypeError):
        assert welch < pk.bounds.lower_bound(pk.lines(21, 4, "C"))


def test_size_bounds_are_numbers() -> None:
    narrow, wide = pk.bounds.largest_code(4, "2/5"), pk.bounds.largest_code(4, "1/2")
    assert (int(wide), wide.upper_bound) == (24, 24)
    assert float(wide) == float(wide.exact)
    with pytest.raises(TypeError):
        assert narrow < wide
    gerzon, neumann = pk.bounds.gerzon(4), pk.bounds.neumann(4, "1/4")
    assert isinstance(neumann, SizeBound)
    assert (int(gerzon), int(neumann)) == (10, 5)


def test_bounds_of_one_value_are_equal_in_order_and_not_equal() -> None:
    problem = pk.lines(9, 3, "C")
    welch, first = pk.bounds.welch(problem), pk.bounds.levenshtein_first(problem)
    assert isinstance(welch, Bound)
    assert isinstance(first, Bound)
    assert welch <= first <= welch
    assert welch != first


@pytest.mark.parametrize(
    "half", ["1/2", "0.5", 0.5, Fraction(1, 2), Decimal("0.5"), sympy.Rational(1, 2), np.float64(0.5)], ids=repr
)
def test_exact_numbers_of_all_kinds(half: str) -> None:
    assert pk.bounds.largest_code(8, half).exact == 240
    assert pk.bounds.largest_code(Space.sphere(8), half).exact == 240
    assert pk.bounds.most_lines(2, half, "C").upper_bound == 6
    assert pk.bounds.equiangular(2, half).upper_bound == 3


@pytest.mark.parametrize("eight", [np.int64(8), sympy.Integer(8), np.uint8(8)], ids=repr)
def test_whole_numbers_of_all_kinds(eight: int) -> None:
    assert pk.bounds.largest_code(eight, "1/2").exact == 240
    assert pk.bounds.gerzon(eight).upper_bound == 36
    assert pk.bounds.equiangular(eight, "1/3").upper_bound == 28
    assert pk.bounds.relative(eight, sympy.Rational(1, 9)).exact == 64  # type: ignore[union-attr]


@pytest.mark.parametrize("wrong", [True, None, sympy.sqrt(-2), float("nan"), 0.5j])
def test_no_exact_number(wrong: object) -> None:
    with pytest.raises(pk.InputError, match="the cosine must"):
        pk.bounds.largest_code(3, wrong)  # type: ignore[arg-type]


def test_no_public_function_has_the_name_of_a_module_beside_it() -> None:
    modules = {module.name for module in iter_modules(pk.bounds.__path__)}
    public = {name for name, value in vars(pk.bounds).items() if not name.startswith("_")}
    names = {name for name in public if not isinstance(getattr(pk.bounds, name), ModuleType)}
    assert not names & modules
    assert set(dir(pk.bounds)) <= names
    assert {"delsarte", "three_point", "largest_code", "most_lines", "equiangular", "most_equiangular"} <= names
    for name in dir(pk.bounds):
        assert callable(getattr(pk.bounds, name)) or name == "ALL"


@pytest.mark.parametrize("name", ["delsarte", "three_point", *(function.__name__ for function in pk.bounds.ALL)])
def test_every_theorem_is_asked_by_its_name(name: str) -> None:
    answer = getattr(pk.bounds, name)(pk.lines(3, 4))
    assert isinstance(answer, Bound | Inapplicable)
