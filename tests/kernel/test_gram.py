"""The Gram checker: known packings in Q, Q(theta) and with complex entries; refusals by name; mutations."""

from __future__ import annotations

import copy
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from packing import kernel
from packing.bounds import checkers
from packing.constructions import icosahedron, root_system, unbiased_bases, witting_lines
from packing.kernel import Rejection
from packing.kernel.gram import GramStatement
from packing.kernel.number_field import RealField, UndecidedError

ROOT3 = {"polynomial": [-3, 0, 1], "interval": ["1", "2"]}
ROOT5 = {"polynomial": [-5, 0, 1], "interval": ["2", "3"]}


def verdict(certificate: object) -> Any:
    """The verdict on which the two checkers agree."""
    answer = kernel.check(certificate)
    assert answer == checkers.check(certificate)
    return answer


def rational_gram(vectors: Any, denominator: int) -> list[list[Any]]:
    gram = np.rint(vectors @ vectors.T * denominator).astype(int)
    return [[str(Fraction(int(gram[i, j]), denominator)) for j in range(i + 1)] for i in range(len(gram))]


def e8(n: int = 60) -> dict[str, Any]:
    points = np.asarray(root_system("E", 8).packing.vectors)[:n]
    gram = rational_gram(points, 2)
    overlaps = sorted({row[j] for i, row in enumerate(gram) for j in range(i)})
    return {"schema": 1, "kind": "gram", "space": "S", "d": 8, "gram": gram, "overlaps": overlaps}


def icosahedral() -> dict[str, Any]:
    points = np.asarray(icosahedron().packing.vectors)
    gram = points @ points.T
    entries = [[["0", str(Fraction(round(gram[i, j] * 5**0.5), 5))] for j in range(i)] + ["1"] for i in range(12)]
    for i in range(12):
        for j in range(i):
            if gram[i, j] < -0.9:
                entries[i][j] = "-1"
    overlaps = [["0", "1/5"], ["0", "-1/5"], "-1"]
    return {"schema": 1, "kind": "gram", "space": "S", "d": 3, "theta": ROOT5, "gram": entries, "overlaps": overlaps}


def complex_lines(code: Any, overlaps: list[str]) -> dict[str, Any]:
    """Entries of modulus 0, 1 or 1/sqrt3 whose phases are twelfth roots of unity, over Q(sqrt3)."""
    gram = np.asarray(code.packing.gram)
    grid = 36  # both parts are (a + b sqrt3)/36 with small integers a, b

    def number(x: float) -> list[str]:
        best = min(
            ((abs(x - (a + b * 3**0.5) / grid), a, b) for a in range(-36, 37, 6) for b in range(-18, 19, 6)),
        )
        assert best[0] < 1e-9
        return [str(Fraction(best[1], grid)), str(Fraction(best[2], grid))]

    rows = [[[number(z.real), number(z.imag)] for z in row[: i + 1]] for i, row in enumerate(gram)]
    d = int(code.packing.d)
    return {"schema": 1, "kind": "gram", "space": "C", "d": d, "theta": ROOT3, "gram": rows, "overlaps": overlaps}


def test_roots_of_e8() -> None:
    statement = verdict(e8())
    assert isinstance(statement, GramStatement)
    assert statement.n == 60
    assert statement.d == 8


def test_icosahedron_over_the_square_root_of_five() -> None:
    statement = verdict(icosahedral())
    assert isinstance(statement, GramStatement)
    expected = "there are 12 points on the unit sphere of R^3 with pairwise <x, y> in "
    expected += "{(1/5) theta, (-1/5) theta, -1}, all distinct, theta the root of -5 + x^2 between 2 and 3"
    assert str(statement) == expected


@pytest.mark.parametrize(("code", "n"), [(unbiased_bases(3), 12), (witting_lines(), 40)], ids=["mub", "witting"])
def test_complex_lines(code: Any, n: int) -> None:
    statement = verdict(complex_lines(code, ["0", "1/3"]))
    assert isinstance(statement, GramStatement)
    assert (statement.n, statement.overlaps) == (n, ("0", "1/3"))


def repeated(gram: list[list[Any]]) -> list[list[Any]]:
    """The same matrix with its first point once more."""
    return [*gram, [gram[0][0], *(row[0] for row in gram[1:]), gram[0][0]]]


def test_points_that_coincide_are_counted() -> None:
    """An overlap of 1 is the same point, and the same line, whatever the phase."""
    plain = e8(10)
    assert verdict(plain).distinct == 10
    double = plain | {"gram": repeated(plain["gram"])}
    double["overlaps"] = sorted({row[j] for i, row in enumerate(double["gram"]) for j in range(i)})
    answer = verdict(double)
    assert (answer.n, answer.distinct) == (11, 10)
    assert str(answer).startswith("there are 11 points on the unit sphere of R^8 with pairwise <x, y> in {")
    assert str(answer).endswith("}, 10 of them distinct")
    turned = {"schema": 1, "kind": "gram", "space": "C", "d": 1, "overlaps": ["1"]}
    turned["gram"] = [[["1", "0"]], [["3/5", "4/5"], ["1", "0"]]]
    assert str(verdict(turned)) == "there are 2 lines of C^1 with pairwise |<x, y>|^2 = 1, 1 of them distinct"


def test_an_overlap_that_is_1_and_does_not_look_it_does_not_pass_for_another() -> None:
    """theta^2 = 1 with theta = 1: the overlap 2 - theta is 1, but not by its coefficients."""
    field = {"polynomial": [-1, 0, 1], "interval": ["1/2", "2"]}
    certificate = {"schema": 1, "kind": "gram", "space": "S", "d": 2, "theta": field, "overlaps": [["2", "-1"]]}
    answer = verdict(certificate | {"gram": [["1"], [["2", "-1"], "1"]]})
    assert isinstance(answer, Rejection)
    assert answer.entry == "theta.polynomial"


def test_a_smaller_dimension_is_refused() -> None:
    for certificate in (e8(), icosahedral(), complex_lines(unbiased_bases(3), ["0", "1/3"])):
        answer = verdict(certificate | {"d": certificate["d"] - 1})
        assert isinstance(answer, Rejection)
        assert answer.entry == "d"


def test_every_changed_entry_of_a_rigid_matrix_is_refused() -> None:
    certificate = e8(24)
    rng = random.Random(0)
    for _ in range(15):
        changed = copy.deepcopy(certificate)
        i = rng.randrange(1, 24)
        j = rng.randrange(i)
        old = changed["gram"][i][j]
        changed["gram"][i][j] = rng.choice([value for value in ("-1/2", "0", "1/2") if value != old])
        assert isinstance(verdict(changed), Rejection), (i, j)


REFUSED: list[tuple[dict[str, object], str, str]] = [
    ({"space": "H"}, "space", "must be one of"),
    ({"d": 0}, "d", "must lie in"),
    ({"overlaps": ["1/2"]}, "gram[1][0]", "not one of the overlaps"),
    ({"overlaps": ["-1", "-1/2", "0", "1/2", "1/3"]}, "overlaps[4]", "occurs nowhere"),
    ({"overlaps": []}, "overlaps", "must have between"),
    ({"gram": [["2"], ["0", "1"]]}, "gram[0][0]", "must be 1"),
    ({"gram": [["1"]]}, "gram", "must have between 2 and 1000 items, not 1"),
    ({"overlaps": ["0", "1/2", "2/4"]}, "overlaps[2]", "is listed twice"),
    ({"theta": {"polynomial": [0, -1, 0, 1], "interval": ["-2", "2"]}}, "theta.interval", "one root"),
    ({"gram": [["1"], ["0"]]}, "gram[1]", "must have between 2 and 2"),
    ({"gram": [["1"], [0.5, "1"]]}, "gram[1][0]", "exact number"),
    ({"theta": 5}, "theta", "must be an object"),
    ({"theta": {"polynomial": [1], "interval": ["0", "1"]}}, "theta.polynomial", "must have between"),
    ({"theta": {"polynomial": [-5, 0, 0], "interval": ["2", "3"]}}, "theta.polynomial", "leading"),
    ({"theta": {"polynomial": [-5, 0, 1], "interval": ["3", "4"]}}, "theta.interval", "changes its sign"),
    ({"theta": {"polynomial": [-5, 0, 1], "interval": ["3", "2"]}}, "theta.interval", "lower end first"),
    ({"theta": {"polynomial": [-5, 0, 1]}}, "theta.interval", "must be a list"),
]


@pytest.mark.parametrize(("change", "name", "reason"), REFUSED)
def test_a_bad_entry_is_named(change: dict[str, object], name: str, reason: str) -> None:
    answer = verdict(e8(30) | change)
    assert isinstance(answer, Rejection)
    assert answer.entry == name
    assert reason in answer.reason


def test_an_indefinite_matrix_is_refused() -> None:
    triangle = [["1"], ["-2/3", "1"], ["-2/3", "-2/3", "1"]]
    answer = verdict({"schema": 1, "kind": "gram", "space": "S", "d": 3, "gram": triangle, "overlaps": ["-2/3"]})
    assert answer == Rejection("gram", "must be a positive semidefinite matrix")


def test_a_reducible_polynomial_is_refused_where_it_matters() -> None:
    """theta^2 - 1 with theta = 1: the number 1 - theta is zero, but does not look it."""
    field = {"polynomial": [-1, 0, 1], "interval": ["1/2", "2"]}
    one = ["2", "-1"]  # 2 - theta, which is 1
    gram = [["1"], [one, "1"]]
    answer = verdict(
        {"schema": 1, "kind": "gram", "space": "S", "d": 1, "theta": field, "gram": gram, "overlaps": [one]}
    )
    assert isinstance(answer, Rejection)


def test_the_field_against_floating_point() -> None:
    field = RealField((-2, 0, 0, 1), Fraction(1), Fraction(2))
    theta = 2 ** (1 / 3)
    rng = np.random.default_rng(3)
    for _ in range(40):
        a, b = (tuple(Fraction(int(x)) for x in rng.integers(-9, 10, size=3)) for _ in range(2))
        value = lambda e: float(e[0]) + float(e[1]) * theta + float(e[2]) * theta**2  # noqa: E731
        assert value(field.multiply(a, b)) == pytest.approx(value(a) * value(b))
        assert field.sign(a) == np.sign(value(a))
        if any(a):
            assert field.multiply(a, field.inverse(a)) == field.constant(1)
    with pytest.raises(UndecidedError, match="no inverse"):
        field.inverse(field.constant(0))
