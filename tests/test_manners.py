"""Python's manners of every answer: short to print, hashable, kept by pickle; modules show their own names alone."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

import packing as pk

ANSWERS: dict[str, Callable[[], Any]] = {
    "space": lambda: pk.lines(13, 3, "H").space,
    "problem": lambda: pk.vectors(24, 4),
    "packing": lambda: pk.Packing(np.eye(5, 40) + 1),
    "bound": lambda: pk.bounds.lower_bound(pk.lines(13, 3, "C")),
    "bounds": lambda: pk.bounds.lower_bounds(pk.vectors(24, 4)),
    "no bound": lambda: pk.bounds.lower_bounds(pk.vectors(24, 4)).inapplicable[0],
    "size bound": lambda: pk.bounds.largest_code(8, "1/2"),
    "equiangular": lambda: pk.bounds.equiangular(23, "1/5"),
    "construction": lambda: pk.constructions.known(pk.lines(28, 7))[0],
    "search": lambda: pk.search.minimize(pk.lines(7, 3, "C"), restarts=2),
    "energy": lambda: pk.search.minimize_energy(pk.lines(7, 3), 3, restarts=2),
    "record": lambda: pk.records.best_known(pk.lines(13, 3, "C")),
    "partition": lambda: pk.analytic.best_partition(20, 5, exponent=1.5),
    "orthogonal pairs": lambda: pk.analytic.orthogonal_pairs(20, 5),
    "moment": lambda: pk.analytic.least_moment(5, 4.0, 20),
    "claim": lambda: pk.claims.claim("tegum-beats-bases"),
    "overlaps": lambda: pk.overlaps.overlaps(np.random.default_rng(0).standard_normal((60, 8))),
    "symmetries": lambda: pk.symmetry.automorphisms(pk.constructions.known(pk.lines(6, 3))[0].packing),
    "table": lambda: pk.report.table("constructions"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_a_value(name: str) -> None:
    answer = ANSWERS[name]()
    assert len(repr(answer)) < 300, repr(answer)[:1000]
    assert isinstance(hash(answer), int)
    again = pickle.loads(pickle.dumps(answer))
    assert repr(again) == repr(answer)
    assert type(again) is type(answer)


def _modules() -> list[str]:
    """The package, what it shows as modules, and the modules right below these."""
    below = [info.name for info in pkgutil.iter_modules(pk.__path__, "packing.")]
    return ["packing", *(name for name in below if name != "packing.__main__")]


@pytest.mark.parametrize("name", _modules())
def test_a_module_shows_its_own_names(name: str) -> None:
    module = importlib.import_module(name)
    foreign = [
        shown
        for shown in dir(module)
        if not shown.startswith("_")
        and not str(getattr(getattr(module, shown, None), "__module__", "packing")).startswith("packing")
    ]
    assert not foreign
    assert not {"annotations", "np", "math", "dataclass"} & set(dir(module))


def test_numbers_of_every_kind_are_taken() -> None:
    one, two = pk.lines(np.int64(13), np.int32(3), "C"), pk.lines(13, 3, "C")
    assert one == two
    assert pk.lines(sympy.Integer(13), 3, "C") == two
    cosines = (Fraction(1, 2), "1/2", 0.5, np.float64(0.5), sympy.Rational(1, 2))
    assert {pk.bounds.largest_code(8, cosine).upper_bound for cosine in cosines} == {240}
    rows = sympy.Matrix([[1, 0], [sympy.Rational(3, 5), sympy.Rational(4, 5)]])
    assert pk.Packing(rows) == pk.Packing([[1, 0], [Fraction(3, 5), Fraction(4, 5)]])
    exponents = (2, 2.0, np.float64(2), Fraction(2), sympy.Integer(2))
    assert len({pk.measure.interference(pk.Packing(rows), exponent) for exponent in exponents}) == 1
    energies = {
        str(pk.analytic.best_partition(np.int64(6), 4, exponent=p)) for p in (1.5, Fraction(3, 2), sympy.Rational(3, 2))
    }
    assert len(energies) == 1


def test_a_packing_is_an_array() -> None:
    packing = pk.Packing([[1, 0], [0, 1], [1, 1]])
    assert np.asarray(packing).shape == (3, 2)
    assert len(packing) == 3
    assert packing == pk.Packing(np.asarray(packing))
    assert packing != pk.Packing(np.asarray(packing), "vectors")
    assert len({packing, pk.Packing(np.asarray(packing))}) == 1


def test_bounds_are_numbers() -> None:
    high, *_, low = pk.bounds.lower_bounds(pk.lines(9, 4)).bounds
    assert float(low) == low.value
    assert low < high
    assert max(low, high) is high
    assert len({low, low, high}) == 2
    with pytest.raises(TypeError):
        assert low < pk.bounds.lower_bound(pk.lines(9, 3))  # another problem
    assert int(pk.bounds.largest_code(8, "1/2")) == 240
