"""A construction that is said to be optimal meets its bound exactly, and none beats a bound."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import sympy

from packing import bounds
from packing.constructions import cell_600, known
from packing.constructions.construction import Construction
from packing.constructions.derived import CODES, sharp_code
from packing.constructions.graphs import GRAPHS, graph_code, quadrangle
from packing.problem import Problem, lines, vectors
from packing.space import Space

BOX = [
    construction
    for d, letter in product(range(1, 11), "SRCH")
    for n in range(2, 127)
    for construction in known(Problem(n, Space.of_letter(letter, d)))
]
THEOREMS = {
    "Welch bound": (bounds.welch,),
    "orthoplex bound": (bounds.orthoplex,),
    "Rankin bound": (bounds.rankin_simplex, bounds.cross_polytope),
    "Fejes Toth bound": (bounds.fejes_toth,),
    "Bukh-Cox bound": (bounds.bukh_cox,),
}
SPHERES = ("Rankin bound", "Fejes Toth bound")


def exactly(problem: Problem, *functions: bounds.BoundFunction) -> sympy.Expr:
    """The largest of the bounds that apply."""
    found = [bound for function in functions if isinstance(bound := function(problem), bounds.Bound)]
    return max(found, key=lambda bound: bound.value).exact


def is_zero(number: sympy.Expr) -> bool:
    x = sympy.Symbol("x")
    return bool(number == 0 or sympy.minimal_polynomial(number, x) == x)


def test_the_box_is_not_empty() -> None:
    assert len(BOX) > 600
    assert {construction.optimal for construction in BOX} >= {*THEOREMS, "Levenshtein bound", "orthonormal", ""}


@pytest.mark.parametrize("name", THEOREMS)
def test_claimed_bounds_are_met_with_equality(name: str) -> None:
    claims = [construction for construction in BOX if construction.optimal == name]
    assert claims
    for construction in claims:
        sphere = construction.problem.space.sphere_twin
        if sphere is not None and name in SPHERES:  # the theorem speaks of points, where the coherence is 2 c^2 - 1
            bound = exactly(Problem(construction.problem.n, sphere), *THEOREMS[name])
            assert is_zero(bound - (2 * construction.coherence**2 - 1)), construction
        else:
            bound = exactly(construction.problem, *THEOREMS[name])
            assert is_zero(bound - construction.coherence), construction


def test_line_systems_meet_levenshteins_bound() -> None:
    claims = [c for c in BOX if c.optimal == "Levenshtein bound" and c.problem.has_lines and c.problem.d > 2]
    assert {c.problem for c in claims} >= {
        lines(120, 8),
        lines(63, 7),
        lines(36, 6),
        lines(40, 4, "C"),
        lines(126, 6, "C"),
        lines(36, 4, "H"),
    }
    for construction in claims:
        bound = exactly(construction.problem, bounds.levenshtein_second)
        assert is_zero(bound - construction.coherence), construction


@pytest.mark.long
def test_no_construction_beats_a_bound() -> None:
    quick = [function for function in bounds.ALL if function is not bounds.cap]
    best = {construction.problem: construction for construction in reversed(BOX[::5])}
    for problem, construction in best.items():
        for function in quick if problem.d > 4 else bounds.ALL:
            bound = function(problem)
            if isinstance(bound, bounds.Bound):
                assert float(construction.coherence) >= bound.value - 1e-12, (construction, bound)


SHARP = [sharp_code(code) for code in CODES] + [graph_code(GRAPHS[0])] + [graph_code(quadrangle(q)) for q in (2, 3, 4)]


@pytest.mark.parametrize("code", [c for c in SHARP if c.optimal == "Levenshtein bound"], ids=str)
def test_sharp_codes_have_the_strength_that_makes_them_optimal(code: Construction) -> None:
    # m inner products and strength 2m - 1 make a code universally optimal, hence one of least coherence (Cohn, Kumar)
    distances = len(code.angles)
    assert strength(code, 2 * distances - 1) == 2 * distances - 1


def test_the_600_cell_is_an_eleven_design() -> None:
    assert strength(cell_600(), 12) == 11


def strength(code: Construction, most: int) -> int:
    """The largest t <= most with n + sum over ordered pairs of P_k = 0 for k = 1, ..., t, in exact arithmetic."""
    zonal = code.problem.space.zonal
    for k in range(1, most + 1):
        polynomial = sympy.Poly([sympy.Rational(c) for c in reversed(zonal.polynomial(k))], sympy.Symbol("x"))
        total = code.problem.n + 2 * sum(pairs * polynomial.eval(value) for value, pairs in code.angles)
        if sympy.expand(total) != 0:
            return k - 1
    return most


@pytest.mark.parametrize(("count", "dimension", "cosine"), [(276, 23, "1/5"), (2300, 23, "1/3"), (98280, 24, "1/2")])
def test_large_real_line_systems_are_projective_designs(count: int, dimension: int, cosine: str) -> None:
    system = known(lines(count, dimension))[0]
    assert system.coherence == sympy.Rational(cosine)
    expected = {276: 2, 2300: 3, 98280: 5}[count]
    zonal = system.problem.space.zonal
    sums = []
    for k in range(1, expected + 2):
        values = [(2 * Fraction(int(v.p), int(v.q)) ** 2 - 1, pairs) for v, pairs in system.angles]
        sums.append(count + 2 * sum(p * sum(c * x**e for e, c in enumerate(zonal.polynomial(k))) for x, p in values))
    assert sums[:-1] == [0] * expected
    assert sums[-1] > 0


def test_kissing_configurations_have_the_known_sizes() -> None:
    # Conway and Sloane, Sphere Packings, Lattices and Groups, table 1.5: kissing numbers of laminated lattices
    sizes = {2: 6, 3: 12, 4: 24, 5: 40, 6: 72, 7: 126, 8: 240, 9: 306, 10: 500, 12: 756, 14: 1422, 15: 2340, 16: 4320,
             17: 5346, 18: 7398, 19: 10668, 20: 17400, 21: 27720, 22: 49896, 23: 93150, 24: 196560}  # fmt: skip
    quadruples = {11: 582, 12: 840, 13: 1066, 14: 1484}  # 2 d + 16 A(d, 4, 4), Brouwer and others 1990, table I
    for d, size in [*sizes.items(), *quadruples.items()]:
        assert any(c.coherence == sympy.Rational(1, 2) for c in known(vectors(size, d))), (size, d)
