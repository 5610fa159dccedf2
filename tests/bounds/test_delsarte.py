"""Delsarte's bound: kissing numbers and sharp codes with ==, the inversion, and laws that join them."""

from __future__ import annotations

from fractions import Fraction
from math import cos, pi, sqrt

import numpy as np
import pytest
import sympy

from packing import InputError, kernel
from packing.bounds import Bound, Inapplicable, lower_bound
from packing.bounds.sizes import largest_code, most_lines
from packing.bounds.theorems.cap import family as caps
from packing.bounds.twopoint.delsarte_bound import delsarte
from packing.bounds.twopoint.levenshtein_polynomials import levenshtein_coefficients
from packing.bounds.twopoint.programme import DelsarteProgramme, Guess
from packing.bounds.twopoint.size_certificate import certify, delsarte_certificate, size_of
from packing.kernel import SizeStatement
from packing.problem import Problem, lines, vectors
from packing.rigor import Rigor
from packing.space import Space

KISSING = [13, 25, 46, 82, 140, 240, 380, 595, 915, 1416, 2233, 3492, 5431, 8313, 12218, 17877, 25900, 37974, 56851]
KISSING += [86537, 128095, 196560]
"""Integer parts of the linear programming bounds in d = 3..24 (Odlyzko and Sloane 1979 print rounded values)."""

HALF = Fraction(1, 2)


@pytest.mark.parametrize(("d", "most"), list(enumerate(KISSING, 3)))
def test_kissing_numbers(d: int, most: int) -> None:
    certificate = delsarte_certificate(Space.sphere(d), HALF)
    statement = kernel.check(certificate)
    assert isinstance(statement, SizeStatement)
    assert statement.largest == most


@pytest.mark.parametrize(
    ("d", "cosine", "size"),
    [
        (8, "1/2", 240),
        (24, "1/2", 196560),
        (23, "1/3", 4600),
        (22, "1/4", 891),
        (22, "1/6", 275),
        (22, "1/11", 100),
        (21, "1/7", 162),
        (7, "1/3", 56),
        (6, "1/4", 27),
        (5, "1/5", 16),
        (9, "0", 18),
        (6, "-1/4", 5),
        (2, "1/2", 6),
        (4, "-1", 2),
        (1, "1/3", 2),
    ],
)
def test_sharp_spherical_codes(d: int, cosine: str, size: int) -> None:
    bound = largest_code(d, cosine)
    assert bound.exact == size
    assert bound.rigor in (Rigor.CERTIFIED, Rigor.PROVED)


@pytest.mark.parametrize(
    ("d", "square", "field", "size"),
    [
        (7, "1/9", "R", 28),
        (8, "1/4", "R", 120),
        (23, "1/25", "R", 276),
        (22, "1/25", "R", 176),
        (24, "1/4", "R", 98280),
        (7, "1/4", "R", 63),
        (6, "1/4", "R", 36),
        (4, "1/3", "C", 40),
        (6, "1/4", "C", 126),
        (5, "1/4", "C", 45),
        (3, "1/4", "C", 9),
        (5, "0", "C", 5),
        (5, "1/4", "H", 165),
        (1, "1/2", "C", 1),
    ],
)
def test_sharp_sets_of_lines(d: int, square: str, field: str, size: int) -> None:
    assert most_lines(d, square, field).exact == size


def test_irrational_sharp_codes_by_a_cosine_rounded_up() -> None:
    assert largest_code(3, "0.4472135955").upper_bound == 12  # icosahedron, 1/sqrt 5
    assert largest_code(4, "0.80901699438").upper_bound == 120  # 600-cell, (1 + sqrt 5)/4
    assert largest_code(3, "0.4472135954").upper_bound == 11


@pytest.mark.parametrize(
    ("problem", "exact"),
    [
        (vectors(240, 8), "1/2"),
        (vectors(56, 7), "1/3"),
        (vectors(27, 6), "1/4"),
        (vectors(16, 5), "1/5"),
        (vectors(10, 5), "0"),
        (vectors(5, 7), "-1/4"),
        (lines(28, 7), "1/3"),
        (lines(120, 8), "1/2"),
        (lines(40, 4, "C"), "1/sqrt(3)"),
        (lines(6, 3, "R"), "1/sqrt(5)"),
    ],
)
def test_coherence_of_sharp_codes_is_exact(problem: Problem, exact: str) -> None:
    bound = delsarte(problem)
    assert isinstance(bound, Bound)
    assert sympy.simplify(bound.exact - sympy.sympify(exact)) == 0
    assert kernel.check(bound.certificate) == kernel.check({**bound.certificate, "made_by": "nobody"})


@pytest.mark.parametrize(
    ("problem", "least", "most"),
    [
        (lines(39, 3, "C"), 0.750878, 0.77507569),  # above: best known, Game of Sloanes
        (lines(49, 4, "C"), 0.613082, 0.64632850),
        (lines(85, 5, "C"), 0.554550, 0.57735027),
        (lines(10, 2, "C"), 0.826009, 0.83797205),
        (lines(8, 3), 0.610030, 0.64758898),
        (lines(16, 3), 0.783550, 0.79465447),
        (vectors(12, 3), 0.447213, 1 / sqrt(5)),
        (vectors(24, 4), 0.478545, 0.5),
        (vectors(7, 2), cos(2 * pi / 7) - 1e-6, cos(2 * pi / 7)),
        (lines(9, 2), cos(pi / 9) - 1e-6, cos(pi / 9)),
    ],
)
def test_coherence_between_published_value_and_packing(problem: Problem, least: float, most: float) -> None:
    bound = delsarte(problem)
    assert isinstance(bound, Bound)
    assert least <= bound.value <= most
    assert bound.rigor is Rigor.CERTIFIED
    statement = kernel.check(bound.certificate)
    assert isinstance(statement, SizeStatement)
    assert statement.largest < problem.n


def test_a_bound_and_its_inverse_meet() -> None:
    """At the coherence bound of n lines the size bound is below n, a little further it is at least n."""
    bound = delsarte(lines(19, 3, "C"))
    assert isinstance(bound, Bound)
    overlap = Fraction(str(bound.exact**2))
    where = Space.lines(3, "C")
    for t, size in ((overlap, 18), (overlap + Fraction(1, 10**6), 19)):
        certificate = delsarte_certificate(where, t)
        assert certificate is not None
        assert certificate["at_most"] == size


def test_more_room_never_lowers_the_size() -> None:
    sizes = [largest_code(5, Fraction(i, 20)).upper_bound for i in range(-20, 19, 3)]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(("d", "cosine", "size"), [(7, "-0.000000001", 8), (3, "-0.999999999999", 2), (6, "-1/5", 6)])
def test_obtuse_points(d: int, cosine: str, size: int) -> None:
    assert largest_code(d, cosine).upper_bound == size


@pytest.mark.parametrize(
    ("d", "square", "field", "size"),
    [(3, "0.33", "C", 9), (3, "0.3333", "R", 6), (4, "0.2499", "R", 10), (2, "0.4999", "H", 6)],
)
def test_obtuse_projections(d: int, square: str, field: str, size: int) -> None:
    assert most_lines(d, square, field).upper_bound == size


def test_caps_answer_where_no_polynomial_does() -> None:
    bound = caps(Space.sphere(3)).size(Fraction("0.9999"))  # type: ignore[union-attr]
    assert bound is not None
    assert (bound.theorem.name, bound.upper_bound) == ("cap packing", 79998)  # 2 / (1 - cos(acos(0.9999) / 2))
    angle = float(np.arccos(0.9999))
    assert abs(float(bound) - 2 / (1 - np.cos(angle / 2))) < 1e-3
    assert largest_code(3, "0.9999").upper_bound == 72550  # Fejes Toth
    assert largest_code(4, "0.9999").theorem.name == "cap packing"
    assert largest_code(2, "1/2").theorem.name in ("cap packing", "Delsarte")


def test_levenshtein_is_never_below_the_programme() -> None:
    for space in (Space.sphere(4), Space.lines(5), Space.lines(3, "C")):
        for overlap in (Fraction(1, 10), Fraction(2, 5), Fraction(3, 5)):
            coefficients = levenshtein_coefficients(space, overlap)
            assert coefficients is not None
            x = float(2 * overlap - 1 if space.has_lines else overlap)
            guess = DelsarteProgramme(space, 24).solve(x)
            assert guess is not None
            assert float(sum(coefficients)) >= guess.size - 1e-6


def test_the_slope_of_the_programme_is_its_derivative() -> None:
    programme = DelsarteProgramme(Space.lines(3, "C"), 12)
    below, at, above = (programme.solve(0.2 + h) for h in (-1e-4, 0.0, 1e-4))
    assert isinstance(below, Guess)
    assert isinstance(at, Guess)
    assert isinstance(above, Guess)
    assert abs((above.size - below.size) / 2e-4 - at.slope) < 1e-3 * at.slope


def test_a_wrong_guess_is_never_certified() -> None:
    """A guess that claims too little is shifted until it is a proof of something weaker, or dropped."""
    space = Space.sphere(8)
    guess = DelsarteProgramme(space, 12).solve(0.5)
    assert guess is not None
    boast = Guess(guess.coefficients * 0.99, 237.6, 0.0, guess.slope)
    certificate = certify(space, HALF, boast)
    assert certificate is None or size_of(certificate) >= 240


def test_where_it_does_not_apply() -> None:
    for problem, text in [
        (lines(5, 1), "needs d >= 2"),
        (vectors(5, 1), "needs d >= 2"),
        (lines(3, 3, "C"), "needs n >= 4"),
        (vectors(1, 3), "needs n >= 2"),
    ]:
        answer = delsarte(problem)
        assert isinstance(answer, Inapplicable)
        assert text in answer.reason


@pytest.mark.parametrize("n", [14, 20, 33, 49])
def test_computed_bounds_exceed_the_closed_forms_of_complex_lines(n: int) -> None:
    from packing.bounds import ALL, certified, levenshtein
    from packing.bounds.bound_report import ask

    problem = lines(n, 3, "C")
    closed = ask(problem, [theorem for theorem in ALL if theorem not in (certified, levenshtein)]).best
    bound = delsarte(problem)
    assert isinstance(bound, Bound)
    assert bound.value > closed.value + 1e-7
    assert lower_bound(problem).value >= bound.value - 1e-9


@pytest.mark.parametrize("wrong", ["1", "-2", "0.5.5", "1/0", "", "nan", "1e400"])
def test_bad_overlaps(wrong: str) -> None:
    with pytest.raises(InputError, match="the cosine must"):
        largest_code(3, wrong)
    with pytest.raises(InputError, match="the square of the coherence must"):
        most_lines(3, wrong)


def test_bad_field_and_dimension() -> None:
    with pytest.raises(InputError, match="the field must be R, C or H, not 'Q'"):
        most_lines(3, "1/9", "Q")
    with pytest.raises(InputError, match="d must be a positive integer, not 0"):
        largest_code(0, "1/2")
