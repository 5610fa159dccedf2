"""One statement, two questions: the size bound at s is below n exactly where the coherence bound of n is above s."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import sympy

from packing import bounds
from packing.bounds import Bound, Inapplicable, largest_code, lower_bound, most_lines
from packing.bounds.both_sides import FAMILIES
from packing.bounds.family import Family, exceeds
from packing.bounds.from_certificates import certified, certified_size
from packing.bounds.theorems.bukh_cox import bukh_cox
from packing.bounds.twopoint.levenshtein_bound import levenshtein, levenshtein_size
from packing.bounds.twopoint.optimality import improvable
from packing.bounds.twopoint.programme import DelsarteProgramme
from packing.problem import Problem, lines, vectors
from packing.records import Optimal, best_known
from packing.space import Space

SPACES = [Space.of_letter(letter, d) for letter in "SRCH" for d in (1, 2, 3, 4, 5, 8, 13)]

NUMERICAL = 1e-9
"""The two sides of a programme that is solved in floats agree to this."""


def overlaps(space: Space, count: int, seed: int) -> list[Fraction]:
    """Rational overlaps of all sizes, small denominators and large."""
    rng = random.Random(f"{space} {seed}")
    low = int(space.least_overlap)
    found = [Fraction(rng.randint(low * 60, 59), 60) for _ in range(count)]
    return [
        *found,
        *(low + (1 - low) * Fraction(rng.random()).limit_denominator(10**7) * Fraction(9, 10) for _ in found),
    ]


def overlap_of(bound: Bound) -> float:
    value = float(bound.exact.evalf(25))
    return value**2 if bound.problem.has_lines else value


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_closed_forms_are_inverse_exactly(space: Space) -> None:
    compared = 0
    for statement in (family(space) for family in FAMILIES):
        if not isinstance(statement, Family):
            continue
        for overlap in overlaps(space, 3, 1):
            bound = statement.size(overlap)
            compared += bound is not None
            largest = bound.upper_bound if bound is not None else statement.least + 1000
            for n in {1, max(largest - 1, 1), largest, largest + 1, largest + 2, 2 * largest}:
                value = statement.lower(n)
                above = value is not None and exceeds(value, overlap, space)
                assert above == (bound is not None and bound.upper_bound < n), (statement, overlap, n)
    assert compared


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_each_closed_form_rises_with_n(space: Space) -> None:
    for statement in (family(space) for family in FAMILIES):
        if isinstance(statement, Family):
            values = [statement.lower(statement.least + step) for step in (0, 1, 2, 3, 5, 10, 40, 41, 500)]
            floats = [float(value.evalf(25)) for value in values if value is not None]
            assert floats == sorted(floats), statement
            assert floats[-1] <= float(statement.limit.evalf(25)) + 1e-15, statement


@pytest.mark.parametrize("space", [Space.sphere(4), Space.lines(3, "C"), Space.lines(3, "H"), Space.lines(5)], ids=str)
def test_levenshtein_is_inverse_exactly(space: Space) -> None:
    compared = 0
    for overlap in overlaps(space, 6, 2):
        bound = levenshtein_size(space, overlap)
        if bound is None or bound.upper_bound > 10**6:
            continue
        for n in (bound.upper_bound - 1, bound.upper_bound, bound.upper_bound + 1):
            answer = levenshtein(Problem(max(n, 1), space))
            if isinstance(answer, Bound):
                compared += 1
                assert exceeds(answer.exact, overlap, space) == (bound.upper_bound < n), (overlap, n)
    assert compared > 5


@pytest.mark.parametrize(
    "space",
    [
        pytest.param(Space.of_letter(letter, d), marks=[] if d == 3 else pytest.mark.long)
        for letter in "SRCH"
        for d in (2, 3, 4, 6, 9)
    ],
    ids=str,
)
def test_the_best_bounds_are_inverse(space: Space) -> None:
    for overlap in overlaps(space, 2, 3):
        largest = largest_code(space, overlap).upper_bound
        if largest > 2000:
            continue
        for n in {max(largest - 1, 1), largest, largest + 1, largest + 3}:
            value = overlap_of(lower_bound(Problem(n, space)))
            if largest < n:
                assert value > overlap - NUMERICAL, (overlap, n)
            else:
                assert value <= overlap + NUMERICAL, (overlap, n)


@pytest.mark.parametrize(
    "problem",
    [
        vectors(12, 3),
        vectors(25, 4),
        vectors(30, 5),
        lines(13, 3, "C"),
        lines(20, 3, "C"),
        lines(8, 3),
        lines(30, 3, "H"),
    ],
    ids=str,
)
def test_a_little_beside_the_bound_of_n_objects(problem: Problem) -> None:
    bound = lower_bound(problem)
    value = Fraction(overlap_of(bound))
    step = Fraction(1, 10**8)
    assert largest_code(problem.space, value - step).upper_bound < problem.n
    assert largest_code(problem.space, value + step).upper_bound >= problem.n


@pytest.mark.long
@pytest.mark.parametrize("space", [Space.sphere(3), Space.sphere(9), Space.lines(4), Space.lines(3, "C")], ids=str)
def test_sizes_rise_with_the_overlap_and_coherences_with_n(space: Space) -> None:
    low = int(space.least_overlap)
    sizes = [largest_code(space, low + (1 - low) * Fraction(i, 31)).upper_bound for i in range(29)]
    assert sizes == sorted(sizes)
    values = [lower_bound(Problem(n, space)).value for n in (1, 2, 3, 4, 5, 9, 10, 11, 20, 49, 50, 51, 52, 70)]
    assert all(later >= earlier - NUMERICAL for earlier, later in pairwise(values))


@pytest.mark.parametrize(("field", "d"), [("R", 2), ("C", 3), ("H", 5)])
def test_lines_of_a_plane_are_points_of_a_sphere(field: str, d: int) -> None:
    """Both ways: |<x, y>|^2 = (1 + c)/2."""
    for n in (2, 3, 5, 6, 7, 12, 16, 30):
        cosine = float(lower_bound(vectors(n, d)).exact.evalf(25))
        assert overlap_of(lower_bound(lines(n, 2, field))) == pytest.approx((1 + cosine) / 2, abs=NUMERICAL)
    for overlap in (Fraction(1, 3), Fraction(1, 2), Fraction(3, 5), Fraction(7, 9)):
        assert most_lines(2, overlap, field).upper_bound == largest_code(d, 2 * overlap - 1).upper_bound


@pytest.mark.parametrize("n", [4, 6, 7, 10, 16, 30, 200])
def test_lines_of_space_are_antipodal_points(n: int) -> None:
    """n lines of R^3 meet the sphere in 2n points."""
    assert lower_bound(lines(n, 3)).value >= lower_bound(vectors(2 * n, 3)).value - NUMERICAL
    overlap = Fraction(9, 10) ** 2
    assert most_lines(3, overlap).upper_bound <= largest_code(3, Fraction(9, 10)).upper_bound // 2


@pytest.mark.parametrize(
    ("space", "overlap", "size"),
    [
        (Space.sphere(3), "0.9999", 72550),  # Fejes Toth; caps give 79998
        (Space.lines(2, "C"), "0.99995", 72550),
        (Space.lines(3), "0.99980001", 36275),
        (Space.lines(3, "H"), "2/7", 15),
        (Space.lines(5, "H"), "1/4", 165),
        (Space.sphere(1), "1/2", 2),
        (Space.lines(1, "H"), "1/2", 1),
        (Space.lines(4), "1/10", 5),  # Bukh and Cox
        (Space.lines(2, "H"), "2/5", 6),
    ],
    ids=str,
)
def test_sizes(space: Space, overlap: str, size: int) -> None:
    assert largest_code(space, overlap).upper_bound == size


@pytest.mark.parametrize(
    ("problem", "exact", "theorem"),
    [
        (lines(15, 3, "H"), "sqrt(14)/7", "Welch"),
        (lines(6, 2, "H"), "sqrt(10)/5", "Welch"),
        (lines(10, 2, "H"), "sqrt(2)/2", "orthoplex"),
        (lines(28, 4, "H"), "sqrt(2)/3", "Welch"),
        (lines(165, 5, "H"), "1/2", "Levenshtein second"),
        (lines(3, 3, "H"), "0", "trivial"),
    ],
    ids=str,
)
def test_quaternionic_lines(problem: Problem, exact: str, theorem: str) -> None:
    best = lower_bound(problem)
    assert (str(best.exact), str(best.theorem)) == (exact, theorem)


@pytest.mark.parametrize("d", [2, 3, 4])
def test_real_lines_are_complex_and_complex_ones_quaternionic(d: int) -> None:
    """So a bound over the larger field holds over the smaller one."""
    for n in range(2, 40, 3):
        real, wide, widest = (lower_bound(lines(n, d, field)).value for field in "RCH")
        assert real >= wide - NUMERICAL
        assert wide >= widest - NUMERICAL


@pytest.mark.parametrize(("field", "k"), [("R", 3), ("C", 2), ("H", 2), ("C", 4), ("H", 5)])
def test_the_mean_overlap_in_bukh_cox_is_not_exceeded_by_isotropic_directions(field: str, k: int) -> None:
    """E = (1 + (Z - 1) sqrt(y))/Z from the bound, against random tight frames."""
    n, space = k + 3, Space.lines(k, field)
    bound = bukh_cox(lines(n, 3, field))
    assert isinstance(bound, Bound)
    assert n == 3 + k
    mean = (1 / float(bound) + 1) / n
    rows = space.to_real(space.gaussian(4 * k, np.random.default_rng(k)))
    for _ in range(300):  # whiten and normalise in turn: the limit is a tight frame of unit vectors
        turned = np.concatenate(list(space.structure.apply(rows)))
        values, axes = np.linalg.eigh(turned.T @ turned)
        rows = rows @ (axes / np.sqrt(values)) @ axes.T
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    parts = rows @ np.swapaxes(space.structure.apply(rows), 1, 2)
    seen = np.sqrt((parts**2).sum(axis=0))
    assert np.mean(seen**2) == pytest.approx(1 / k, abs=1e-6)
    assert seen.mean() <= mean + 1e-6


@pytest.mark.parametrize("space", [Space.sphere(3), Space.sphere(8), Space.lines(3, "C"), Space.lines(3, "H")], ids=str)
def test_test_functions_say_where_the_programme_improves(space: Space) -> None:
    from packing.bounds.twopoint.levenshtein_bound import degree_at
    from packing.bounds.twopoint.levenshtein_polynomials import levenshtein_coefficients

    seen = set()
    for overlap in (Fraction(1, 10), Fraction(1, 3), Fraction(1, 2), Fraction(3, 5)):
        x = float(space.variable(float(overlap) ** 0.5 if space.has_lines else float(overlap)))
        degree, guess = degree_at(space, x), DelsarteProgramme(space, 30).solve(x)
        exact = levenshtein_coefficients(space, overlap)
        assert degree is not None
        assert guess is not None
        assert exact is not None
        gain = 1 - guess.size / float(sum(exact))
        says = improvable(space, x, degree, 30)
        seen.add(says)
        assert (gain > 1e-8) == says, (overlap, gain)
    assert seen


def test_certificates_of_the_twin_and_of_the_ends_of_lines() -> None:
    for problem, least in ((lines(13, 2, "C"), 0.87), (lines(8, 3), 0.61), (lines(24, 5), 0.3)):
        bound = certified(problem)
        assert isinstance(bound, Bound)
        assert bound.value > least
    size = certified_size(Space.lines(7), Fraction(1, 4))  # 135 points of S^6 have cosines at most 1/2
    assert size is not None
    assert size.upper_bound <= 67
    assert isinstance(certified(lines(2, 3)), Inapplicable)
    assert bounds.lower_bound(lines(2, 3)).value == 0


def test_an_irrational_bound_that_is_attained_is_exact_from_both_sides() -> None:
    """The square antiprism: 8 points of S^2 at s = (2 sqrt 2 - 1)/7, fewer below s; 8 lines of C^2 with them."""
    s = (2 * sympy.sqrt(2) - 1) / 7
    assert sympy.simplify(lower_bound(vectors(8, 3)).exact - s) == 0
    assert sympy.simplify(lower_bound(lines(8, 2, "C")).exact ** 2 - (1 + s) / 2) == 0
    for overlap, most in ((s, 8), ("(2*sqrt(2)-1)/7", 8), ("0.2612", 7), ("0.2612038", 7)):
        assert largest_code(3, overlap).upper_bound == most
    assert largest_code(3, s).exact == 8
    assert largest_code(4, "0.16").upper_bound == 9  # the Petersen code has 10 at 1/6
    assert (lower_bound(vectors(288, 16)).exact, largest_code(16, "0.2499").upper_bound) == (sympy.Rational(1, 4), 287)
    record = best_known(vectors(8, 3))
    assert record is not None and record.optimal is Optimal.CERTIFIED
