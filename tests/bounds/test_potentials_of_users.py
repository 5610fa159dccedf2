"""Potentials that a stranger writes: each has a floor below every packing at hand, or one line with the cure."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import flint
import numpy as np
import pytest
import sympy
from sympy import Abs, Eq, Max, Min, Piecewise, Rational, exp, log, sqrt, tanh

from packing import kernel
from packing.bounds import checkers, least_energy
from packing.bounds.checkers import energy as second
from packing.bounds.energy.every_potential import mean_pair
from packing.bounds.energy.from_others import from_others
from packing.bounds.energy.twopoint import two_point
from packing.bounds.rationals import to_flint
from packing.cli import run
from packing.configuration import Packing
from packing.errors import InputError
from packing.kernel import EnergyStatement, Rejection
from packing.kernel.minorant import is_minorant
from packing.kernel.potential import Piece, read_program
from packing.objective import Energy
from packing.potentials import (
    OVERLAP,
    AbsPower,
    Expression,
    Gauss,
    Logarithm,
    Polynomial,
    Potential,
    ReluPower,
    Riesz,
    potential,
)
from packing.potentials.recognized import as_named, as_power
from packing.potentials.written import read_written
from packing.problem import Problem, lines, vectors
from packing.rigor import Rigor
from packing.studies.energies import energy_study

x = sympy.Symbol("x")

FLOORS = [
    exp(x), exp(-3 * x), exp(Abs(x)), exp(x**2) / 7, 10**12 * exp(x), exp(x) / 10**12, 2**x, sympy.sinh(x), tanh(5 * x),
    Abs(x) ** Rational(1, 3), Abs(x) ** -0.5, Abs(x - Rational(1, 2)), Abs(x**2 - Rational(1, 4)), 0.3 * x**2, x**100,
    1 / (2 - x), 1 / (1 - x), 1 / x**2, 1 / (x - Rational(1, 3)) ** 2, 1 / (x**2 - Rational(1, 4)) ** 2, 1 / Abs(x),
    log(2 - x), -log(1 - x), -log(Abs(x)), log(x**2 + Rational(1, 100)), -sqrt(1 - x**2), sqrt(2) * x**2 - x, -(x**4),
    Max(x, 0) ** 3, Min(x, Rational(1, 2)), Max(0, x, 2 * x - Rational(1, 2)), sympy.Integer(1), sympy.Integer(0),
    Piecewise((0, x < 0), (x**2, True)), Piecewise((x**2, x < Rational(1, 3)), (Rational(1, 9), True)), 10**30 * x**2,
    x**2 / 10**30, exp(1000 * x), 1 / (3 * x + 1) ** 2,
]  # fmt: skip


def is_a_floor(problem: Problem, expression: sympy.Expr) -> None:
    """Certified, or of a named potential; below random packings, repeated axes, half of them at each end of one."""
    f = Expression(expression)
    bound = least_energy(problem, f)
    if bound.certificate is None:
        assert as_named(f, problem.space) is not None
    else:
        assert isinstance(kernel.check(bound.certificate), EnergyStatement)
    rng = np.random.default_rng(3)
    n, d = problem.n, problem.d
    axes = np.linalg.qr(rng.standard_normal((d, d)))[0]
    axes = np.vstack([axes, -axes]) if problem.space.has_points else axes
    for rows in (
        *rng.standard_normal((8, n, d)),
        axes[np.arange(n) % len(axes)],
        np.outer((-1) ** np.arange(n), axes[0]),
    ):
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        gram = np.clip(rows @ rows.T, -1, 1)[np.triu_indices(n, 1)]
        values = f.values(gram if problem.space.has_points else np.abs(gram), problem.space)
        assert bound.value <= 2 * values.sum() + 1e-9 * np.abs(values).sum()


@pytest.mark.parametrize("expression", FLOORS[::12], ids=str)
def test_some_floors_are_below_all_packings(expression: sympy.Expr) -> None:
    is_a_floor(vectors(7, 3), expression)


@pytest.mark.long
@pytest.mark.parametrize("expression", FLOORS, ids=str)
def test_floors_are_below_all_packings(expression: sympy.Expr) -> None:
    is_a_floor(vectors(7, 3), expression)
    is_a_floor(lines(8, 3), expression)


IN_OTHER_WORDS = [
    (lines(5, 3), x**3, AbsPower(3), 1, 0), (lines(5, 3, "C"), Abs(x) ** 3, AbsPower(3), 1, 0),
    (vectors(5, 3), Abs(x) ** 3, AbsPower(3), 1, 0), (vectors(10, 4), Max(0, x) ** 2, ReluPower(2), 1, 0),
    (lines(5, 3), sqrt(x), AbsPower("1/2"), 1, 0), (lines(7, 4), Max(x, 0) ** 3, AbsPower(3), 1, 0),
    (vectors(5, 3), Abs(x) ** Rational(1, 3) / 7 - 2, AbsPower("1/3"), Rational(1, 7), -2),
    (vectors(5, 3), 2 * x**2 + 1, AbsPower(2), 2, 1), (vectors(9, 4), 3 * Max(x, 0) ** 2 - 1, ReluPower(2), 3, -1),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "expression", "power", "scale", "shift"), IN_OTHER_WORDS, ids=str)
def test_a_power_in_other_words_has_its_floor(
    problem: Problem, expression: sympy.Expr, power: Potential, scale: sympy.Expr, shift: sympy.Expr
) -> None:
    f = Expression(expression)
    bound, same = least_energy(problem, f), least_energy(problem, power)
    pairs = problem.n * (problem.n - 1)
    assert bound.potential == f
    if scale == 1 or same.rigor is Rigor.PROVED:
        assert float(bound.exact) == pytest.approx(float(scale * same.exact + shift * pairs), rel=1e-12)
    else:
        assert bound.value <= float(scale * same.exact + shift * pairs) + 1e-9


@pytest.mark.parametrize(
    "expression", [x**3, -(x**2), Max(-x, 0) ** 2, x**2 + x, Abs(x - Rational(1, 2)), exp(x)], ids=str
)
def test_what_is_no_power_is_not_taken_for_one(expression: sympy.Expr) -> None:
    assert as_power(Expression(expression), vectors(5, 3).space) is None


REFUSED = [
    (sympy.I * x, "real and finite"), (sympy.zoo, "real and finite"), (sqrt(x), "must be real, and .* at -3/4"),
    (log(x), "must be real"), (x * sympy.Symbol("y"), "one variable"), (Piecewise((0, x < 0), (1, True)), "jumps at"),
    (Piecewise((1, Eq(x, 0)), (0, True)), "jumps at the overlap 0"), (Piecewise((x, x < 0)), r"end it with \(value"),
    (1 / x, "no least value near the overlap 0"), (log(1 - x), "bounded from below"), (log(Abs(x)), "no least value"),
    (sympy.pi * x**2, "write a decimal number near it"), (sympy.sin(x), "write it so"), (x**2000, "from -1000 to 1000"),
    (10**400 * x**2, "divide it by a number"), (Abs(x**2 - Rational(1, 3)), "kinks at rational"),
    (sympy.gamma(x), "gamma"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "rule"), REFUSED, ids=str)
def test_what_has_no_floor_is_named_with_the_cure(expression: sympy.Expr, rule: str) -> None:
    with pytest.raises(InputError, match=rule):
        least_energy(vectors(6, 3), Expression(expression))


def test_a_floor_of_lines_is_no_weaker_than_that_of_points() -> None:
    """Points are lines for even potentials, so what holds of all lines is what holds of all points."""
    for expression in (exp(Abs(x)), 1 / (2 - Abs(x)), Abs(x) ** Rational(1, 3)):
        points, through = (least_energy(kind(7, 3), Expression(expression)).value for kind in (vectors, lines))
        assert through == pytest.approx(points, rel=1e-6)


def test_a_scaled_potential_has_a_scaled_floor() -> None:
    for factor in (10**30, Rational(1, 10**30)):
        floor = least_energy(vectors(7, 3), Expression(factor * x**2)).value
        assert floor / float(factor) == pytest.approx(28 / 3, rel=1e-6)


def test_text_is_read_as_real_functions_of_any_sign() -> None:
    """sqrt(t^2) is |t|, and not t."""
    overlaps, space = np.array([-0.7, 0.2]), vectors(5, 3).space
    for text in ("sqrt(t^2)^3", "|t|^3", "abs(t)^3", "(t^4)^(3/4)"):
        assert np.allclose(potential(text).values(overlaps, space), AbsPower(3).values(overlaps, space))
    assert np.allclose(
        potential("max(t, 0)^2 + exp(-2*t)").values(overlaps, space),
        np.maximum(overlaps, 0) ** 2 + np.exp(-2 * overlaps),
    )
    for wrong in ("sin(t)", "max(t)", "|t", "exp t", "log(0)*t", "t/0", "__import__(t)", "t" * 2000, "exp(" * 80 + "t"):
        with pytest.raises(InputError, match="the potential"):
            potential(wrong)


def test_an_overlap_at_a_pole_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    orthogonal = Packing([[1, 0], [0, 1]], vectors(2, 2).space)
    with pytest.raises(InputError, match="two objects have the overlap 0"):
        Energy(Expression(1 / x**2)).value(orthogonal)
    file = tmp_path / "rows.txt"
    file.write_text("1 2 2\n2 4 4\n0 3 1\n1 1 1\n")
    assert run(["energy", str(file), "--vectors", "--energy", "riesz", "--exponent", "1"]) == 2
    assert "two objects coincide" in capsys.readouterr().err


def test_a_study_leaves_out_packings_of_infinite_energy() -> None:
    study = energy_study(vectors(5, 3), Expression(1 / x**2))
    assert study.found_energy == pytest.approx(20, rel=1e-6)
    assert study.is_met


@pytest.mark.parametrize(
    ("h", "low", "high", "program"),
    [
        ("17/10", "-1", "-1/2", ["-1/4", "t", "^2", "+", "^-2"]), ("1/10", "1/3", "1", ["-1/3", "t", "+", "^2", "^-1"]),
        ("-1/2", "-1", "-9/10", ["1", "t", "^2", "-1", "*", "+", "^1/2", "-1", "*"]),
    ],
)  # fmt: skip
def test_both_checkers_follow_even_powers_of_negative_overlaps(h: str, low: str, high: str, program: list[str]) -> None:
    piece = Piece(Fraction(low), Fraction(high), read_program(program, "f"))
    assert is_minorant([Fraction(h)], piece)
    assert second.is_minorant(flint.fmpq_poly([to_flint(Fraction(h))]), piece)


def test_a_logarithm_at_a_contact_where_it_is_infinite_is_refused() -> None:
    """A double contact at the root under a logarithm: neither checker divides by 0."""
    sharp = {
        "schema": 1, "kind": "sharp-energy", "space": "S", "d": 3, "n": 3, "overlaps": ["0"], "numbers": ["2"],
        "orders": [2], "degrees": [0, 2], "potential": [{"from": "-1", "to": "1", "f": ["t", "^2", "log"]}],
    }  # fmt: skip
    assert isinstance(kernel.check(sharp), Rejection)
    assert isinstance(checkers.check(sharp), Rejection)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("abs(abs(t)-1/2)", [-1, "-1/2", 0, "1/2", 1]),
        ("min(t, max(-t, t^2))", [-1, 0, 1]),
        ("max(abs(t), abs(2*t-1/2))", [-1, 0, "1/6", "1/4", "1/2", 1]),
    ],
)
def test_kinks_within_kinks_are_found(text: str, ends: list[object]) -> None:
    space, f = vectors(5, 3).space, Expression(read_written(text))
    pieces = f.pieces(space)
    assert {piece.low for piece in pieces} | {pieces[-1].high} >= {Rational(end) for end in ends[1:]}
    t = np.linspace(-1, 1, 41)
    assert np.allclose(f.values(t, space), [float(f.expression.subs(OVERLAP, Rational(k - 20, 20))) for k in range(41)])


STEEP = [
    (lines(15, 6), Riesz(17)), (lines(15, 6), Riesz(100)), (lines(9, 3, "C"), Riesz(100)),
    (lines(10, 3, "H"), Riesz(30)), (vectors(7, 8), Riesz(30)), (vectors(7, 8), Gauss(10)),
    (lines(10, 3, "H"), Gauss(50)),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "potential"), STEEP, ids=str)
def test_the_programme_of_a_steep_potential_finds_the_tangent(problem: Problem, potential: Potential) -> None:
    """Tangents of convex functions are polynomials of degree 1, so that a programme says no less than they do."""
    (bound,), (tangent,) = two_point(problem, potential), mean_pair(problem, potential)
    assert bound.value >= tangent.value * (1 - 1e-6)


def test_floors_hold_where_potentials_are_beyond_what_enclosures_see() -> None:
    for problem in (vectors(7, 8), lines(15, 6)):
        floor = least_energy(problem, Gauss(300))
        assert 0 < floor.value < 1e-90
        assert "e-" in str(floor)


def test_close_packings_of_small_energy_do_not_meet_a_floor_by_being_small() -> None:
    """The gap of 10^-28 is hundreds of times the floor."""
    study = energy_study(lines(20, 8), AbsPower(60))
    assert study.found_energy is not None and study.found_energy > 1.01 * study.lower.value
    assert not study.is_met


def test_a_small_potential_is_searched_as_the_same_one_of_usual_size() -> None:
    small, usual = (energy_study(vectors(5, 3), Expression(scale * exp(x))) for scale in (Rational(1, 10**30), 1))
    assert small.found_energy == pytest.approx(usual.found_energy * 1e-30, rel=1e-9)
    assert small.lower.value == pytest.approx(usual.lower.value * 1e-30, rel=1e-6)
    assert small.is_met is usual.is_met


OF_DISTANCE = [
    (vectors(7, 3), 5 - log(1 - x), Logarithm(), 2, 5 + log(2)), (vectors(5, 3), (1 - x) ** -0.5, Riesz(1), sqrt(2), 0),
    (lines(5, 3), 1 / (3 - 3 * x**2), Riesz(2), Rational(1, 3), 0),
    (vectors(6, 4), exp(2 * x) - 1, Gauss(1), exp(2), -1),
    (lines(7, 3, "C"), exp(3 * x**2) / 5, Gauss(3), exp(3) / 5, 0),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "expression", "named", "scale", "shift"), OF_DISTANCE, ids=str)
def test_a_function_of_distance_in_other_words_has_its_floor(
    problem: Problem, expression: sympy.Expr, named: Potential, scale: sympy.Expr, shift: sympy.Expr
) -> None:
    f = Expression(expression)
    assert as_named(f, problem.space) == (named, scale, shift)
    floor = float(scale * least_energy(problem, named).exact + problem.n * (problem.n - 1) * shift)
    assert least_energy(problem, f).value >= floor - 1e-6 * abs(floor)


@pytest.mark.parametrize("expression", [-log(1 + x), exp(-x), log(1 - x), 1 / (2 - x), -exp(x)], ids=str)
def test_what_falls_with_the_overlap_is_no_function_of_distance(expression: sympy.Expr) -> None:
    assert as_named(Expression(expression), vectors(5, 3).space) is None


@pytest.mark.parametrize("n", [2, 3, 4, 7])
@pytest.mark.parametrize("coefficients", [[0, 1], [0, -1], [1, 2, -4], [-1, 0, 3]], ids=str)
def test_one_dimension_has_two_places_for_points(n: int, coefficients: list[int]) -> None:
    f = Polynomial(coefficients)
    ends = [np.array([1.0] * k + [-1.0] * (n - k)) for k in range(n + 1)]
    energies = [(np.polynomial.polynomial.polyval(np.outer(x, x), coefficients)).sum() for x in ends]
    floor = least_energy(vectors(n, 1), f)
    assert floor.exact == round(min(energies)) - n * sum(coefficients) and floor.attained
    assert least_energy(lines(n, 1), f).exact == n * (n - 1) * sum(coefficients)
    with pytest.raises(InputError, match="two of them coincide"):
        least_energy(lines(n, 1), Riesz(1))


def test_certificates_about_other_problems_say_something_of_this_one() -> None:
    """Fewer lines, another power; the floor at p = 3 that ships is worth as much just beside 3."""
    assert least_energy(lines(21, 4), AbsPower(3)).value >= least_energy(lines(20, 4), AbsPower(3)).value * 21 / 19
    at, above, below = (least_energy(lines(11, 5), AbsPower(p)) for p in ("3", "3.01", "2.99"))
    assert below.value >= at.value >= above.value >= 0.98 * at.value
    assert above.certificate is None and above.rigor is Rigor.CERTIFIED
    (derived,) = from_others(vectors(14, 5), ReluPower(3), 0)
    known = least_energy(vectors(14, 5), ReluPower(2)).value
    assert derived.value == pytest.approx(14 * 13 * (known / (14 * 13)) ** 1.5, rel=1e-9)
    assert list(from_others(lines(21, 4), AbsPower(3), 1e9)) == []
    assert list(from_others(lines(20, 4, "C"), AbsPower(3), 0)) == []  # more room: nothing follows


def test_a_kink_at_an_irrational_overlap_is_one_line() -> None:
    with pytest.raises(InputError, match="rational overlaps, not at a root of t - sqrt"):
        least_energy(vectors(6, 3), potential("abs(t-sqrt(2)/2)"))
    assert least_energy(vectors(2, 3), potential("abs(sqrt(2)*t-sqrt(2)/3)")).value <= 0
