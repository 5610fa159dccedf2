"""The closed-form bounds: published tables, equality cases, laws against packings, and messages."""

from __future__ import annotations

import csv
import math
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import packing
from packing import bounds
from packing.bounds import Bound, Inapplicable, lower_bound, lower_bounds
from packing.problem import Problem, lines, vectors

TABLE = Path(__file__).parents[1] / "reference" / "complex_lines_column.csv"

COLUMN = (bounds.welch, bounds.orthoplex, bounds.levenshtein_second, bounds.bukh_cox, bounds.cap)
"""The five theorems whose maximum is the lower-bound column of the Game of Sloanes table of complex lines."""


def _published() -> list[tuple[int, int, float]]:
    with TABLE.open() as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [(int(row["d"]), int(row["n"]), float(row["lower_bound"])) for row in rows]


def _applicable(problem: Problem) -> list[Bound]:
    return list(lower_bounds(problem).bounds)


def _values(problem: Problem) -> dict[str, float]:
    return {bound.theorem.name: bound.value for bound in _applicable(problem)}


problems = st.one_of(
    st.builds(lines, st.integers(1, 60), st.integers(1, 7), st.sampled_from(["R", "C", "H"])),
    st.builds(vectors, st.integers(1, 60), st.integers(1, 7)),
)


@pytest.mark.parametrize(("d", "n", "column"), _published())
def test_five_theorems_reproduce_the_published_column(d: int, n: int, column: float) -> None:
    answers = [theorem(lines(n, d, "C")) for theorem in COLUMN]
    best = max(answer.value for answer in answers if isinstance(answer, Bound))
    assert abs(best - column) < 6e-9
    assert lower_bound(lines(n, d, "C")).value >= best


@pytest.mark.parametrize(
    ("problem", "exact"),
    [
        (lines(3, 2), "1/2"),
        (lines(6, 3), "sqrt(5)/5"),
        (lines(28, 7), "1/3"),
        (lines(276, 23), "1/5"),
        (lines(36, 15), "1/5"),
        (lines(12, 4), "1/2"),
        (lines(63, 7), "1/2"),
        (lines(120, 8), "1/2"),
        (lines(11, 2), "cos(pi/11)"),
        (lines(4, 2, "C"), "sqrt(3)/3"),
        (lines(9, 3, "C"), "1/2"),
        (lines(12, 3, "C"), "sqrt(3)/3"),
        (lines(40, 4, "C"), "sqrt(3)/3"),
        (lines(126, 6, "C"), "1/2"),
        (lines(5, 5, "C"), "0"),
        (vectors(9, 2), "cos(2*pi/9)"),
        (vectors(6, 5), "-1/5"),
        (vectors(14, 7), "0"),
        (vectors(9, 7), "0"),
        (vectors(1, 3), "-1"),
        (vectors(2, 1), "-1"),
        (vectors(3, 1), "1"),
        (lines(2, 1), "1"),
        (lines(1, 1, "C"), "0"),
    ],
)
def test_equality_cases_are_exact(problem: Problem, exact: str) -> None:
    best = lower_bound(problem)
    assert sympy.simplify(best.exact - sympy.sympify(exact)) == 0
    assert best.rigor is packing.Rigor.PROVED


@pytest.mark.parametrize(("n", "d", "k"), [(11, 6, 5), (8, 6, 2), (6, 5, 1), (35, 28, 7)])
def test_real_bukh_cox_is_the_coherence_of_the_null_space_of_copies(n: int, d: int, k: int) -> None:
    """At d + k = n lines the bound is k(k+1) / (n (2 + (k-1) sqrt(k+2)) - k(k+1)) whatever the parity of k."""
    assert n == d + k
    answer = bounds.bukh_cox(lines(n, d))
    assert isinstance(answer, Bound)
    with mpmath.workdps(30):
        expected = k * (k + 1) / (n * (2 + (k - 1) * mpmath.sqrt(k + 2)) - k * (k + 1))
        assert abs(mpmath.mpf(answer.value) - expected) < 1e-15


def test_bukh_cox_meets_the_complement_of_three_lines_of_the_plane() -> None:
    """k = 2 over R: the three lines of R^2 at 60 degrees, each twice, annihilate the Gram matrix of 6 lines in R^4."""
    directions = np.repeat([[math.cos(i * math.pi / 3), math.sin(i * math.pi / 3)] for i in range(3)], 2, axis=0)
    projection = np.eye(6) - directions @ np.linalg.inv(directions.T @ directions) @ directions.T
    complement = np.linalg.svd(projection)[0][:, :4]
    mu = packing.Packing(complement).coherence
    answer = bounds.bukh_cox(lines(6, 4))
    assert isinstance(answer, Bound)
    assert mu >= answer.value - 1e-15
    assert answer.exact == sympy.Rational(1, 3)


@pytest.mark.parametrize(("d", "n"), [(3, 36), (3, 43), (2, 49), (4, 300), (8, 10**4)])
@pytest.mark.parametrize("field", ["R", "C"])
def test_higher_welch_takes_the_best_order(d: int, n: int, field: str) -> None:
    def order(k: int) -> mpmath.mpf:
        c = mpmath.mpf(1)
        for j in range(k):
            c *= mpmath.mpf(d + j) / (1 + j) if field == "C" else mpmath.mpf(d + 2 * j) / (1 + 2 * j)
        return mpmath.mpf(0) if c >= n else ((n / c - 1) / (n - 1)) ** (mpmath.mpf(1) / (2 * k))

    answer = bounds.welch_higher(lines(n, d, field))
    assert isinstance(answer, Bound)
    with mpmath.workdps(30):
        assert abs(max(order(k) for k in range(2, 101)) - answer.value) < 1e-14


@pytest.mark.parametrize(("n", "d"), [(30, 4), (200, 5), (1000, 6), (10**5, 9)])
@pytest.mark.parametrize("points", [False, True])
def test_caps_of_the_bound_fill_the_space(n: int, d: int, points: bool) -> None:
    """Integrate the cap of half the angle numerically: n of them have exactly the measure of the space."""
    answer = bounds.cap(vectors(n, d) if points else lines(n, d))
    assert isinstance(answer, Bound)
    radius = mpmath.acos(answer.exact.evalf(30)) / 2
    cap_measure = mpmath.quad(lambda t: mpmath.sin(t) ** (d - 2), [0, radius])
    whole = mpmath.quad(lambda t: mpmath.sin(t) ** (d - 2), [0, mpmath.pi if points else mpmath.pi / 2])
    assert abs(n * cap_measure / whole - 1) < 1e-12


@given(problems)
def test_there_is_always_a_bound_and_it_is_the_best(problem: Problem) -> None:
    report = lower_bounds(problem)
    assert report.best == lower_bound(problem)
    assert len(report.bounds) + len(report.inapplicable) == len(bounds.ALL)
    values = [bound.value for bound in report.bounds]
    assert values == sorted(values, reverse=True)
    assert all(-1 <= value <= 1 for value in values)
    for bound in report.bounds:
        assert bound.problem == problem
        assert bound.attained
        assert 0 <= (bound.exact - sympy.Rational(bound.value)).evalf(40) < 3e-16
    assert all(other.reason for other in report.inapplicable)


@given(problems.filter(lambda problem: problem.n > 1), st.integers(0, 2**32 - 1))
def test_no_packing_beats_a_bound(problem: Problem, seed: int) -> None:
    space = problem.space
    array = space.gaussian(problem.n, np.random.default_rng(seed))
    array = array / np.sqrt(space.overlaps(array, array).diagonal()).reshape(-1, *[1] * (array.ndim - 1))
    coherence = space.overlaps(array, array)[np.triu_indices(problem.n, 1)].max()
    assert all(coherence >= bound.value - 1e-12 for bound in _applicable(problem))


@given(problems)
def test_one_more_object_never_lowers_the_best_bound(problem: Problem) -> None:
    more = Problem(problem.n + 1, problem.d, problem.field, problem.objects)
    assert lower_bound(more).value >= lower_bound(problem).value - 1e-15


@pytest.mark.long
@pytest.mark.parametrize("d", [2, 3, 4, 7])
def test_real_bounds_are_never_below_complex_ones(d: int) -> None:
    """Real lines are complex lines, so a complex bound holds for them; the real theorems are at least as strong."""
    for n in range(2, 60):
        assert lower_bound(lines(n, d)).value >= lower_bound(lines(n, d, "C")).value - 1e-15


def test_large_problems_stay_small() -> None:
    for problem in (
        lines(10**5, 4096),
        lines(10**5, 4096, "C"),
        vectors(10**5, 4096),
        lines(10**9, 100),
        lines(10**6, 2),
    ):
        for bound in _applicable(problem):
            assert len(str(bound.exact)) < 400
            assert math.isfinite(bound.value)


def test_reasons_hold_the_number_that_is_missed() -> None:
    for answer, text in [
        (bounds.welch(lines(3, 3)), "needs n > 3: fewer lines can be orthogonal"),
        (bounds.orthoplex(lines(49, 7, "C")), "needs n > 49, the Gerzon number of C^7"),
        (bounds.levenshtein_first(lines(29, 7)), "needs 7 < n <= 28, the Gerzon number of R^7"),
        (bounds.levenshtein_second(vectors(29, 7)), "is about lines, and these are points on a sphere"),
        (bounds.cross_polytope(vectors(8, 7)), "needs n >= 9: a simplex has negative cosines only"),
        (bounds.cross_polytope(lines(8, 7)), "is about points on a sphere, and these are lines"),
        (bounds.welch_higher(lines(6, 3, "C")), "needs n > 6: below, order 2 gives nothing"),
        (bounds.cap(lines(4, 3, "C")), "needs n >= 5: so many caps of radius 45 degrees fill more than the space"),
        (bounds.trivial(lines(4, 3, "C")), "needs n <= 3: more lines than dimensions overlap"),
    ]:
        assert isinstance(answer, Inapplicable)
        assert answer.reason == text


def test_a_bound_prints_rounded_down() -> None:
    text = str(bounds.levenshtein_second(lines(13, 3, "C")))
    assert text == "13 lines in C^3: coherence >= 0.591607978309 (Levenshtein second, proved)"


def test_equiangular_lines_by_gerzon_and_relative_bound() -> None:
    assert [bounds.gerzon(d).upper_bound for d in (2, 3, 7, 23)] == [3, 6, 28, 276]
    assert bounds.gerzon(5, "C").upper_bound == 25
    assert [bounds.relative(d, "1/25").upper_bound for d in (15, 21, 22, 23)] == [36, 126, 176, 276]
    assert "needs d t < 1" in str(bounds.relative(50, "1/49"))
    for wrong in ("1", "-1/4", "1e-300", "one ninth", "1/0", 0.1j):
        with pytest.raises(packing.InputError, match="the square of the coherence must"):
            bounds.relative(7, wrong)  # type: ignore[arg-type]


def test_every_reference_is_in_the_bibliography() -> None:
    bibliography = Path(packing.__file__).with_name("references.bib").read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{(\w+),", bibliography, re.MULTILINE)
    assert keys == sorted(set(keys))
    modules = [import_module(module.name) for module in walk_packages(bounds.__path__, "packing.bounds.")]
    theorems = [value for module in modules for value in vars(module).values() if isinstance(value, bounds.Theorem)]
    theorems += import_module("packing.bounds.from_certificates").THEOREMS.values()
    assert len(theorems) > 15
    assert {theorem.reference for theorem in theorems} <= set(keys)


@pytest.mark.parametrize(("n", "d"), [(5, 3), (7, 4), (8, 6), (9, 5)])
def test_fewer_than_2d_points_meet_the_cross_polytope_bound_by_other_simplices_too(n: int, d: int) -> None:
    sizes = [d - (n - d) + 2, *[2] * (n - d - 1)]  # one simplex of more dimensions, and axes
    gram = np.zeros((n, n))
    for start, size in zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True):
        gram[start : start + size, start : start + size] = (size * np.eye(size) - 1) / (size - 1)
    assert np.linalg.matrix_rank(gram) == d
    assert np.isclose((gram - np.eye(n)).max(), 0)  # it meets the bound, with more than antipodal pairs
    assert bounds.cross_polytope(vectors(n, d)).attained.endswith(
        f"or regular simplices in {n - d} orthogonal subspaces"
    )
    assert bounds.cross_polytope(vectors(2 * d, d)).attained == "vertices of the cross-polytope"
