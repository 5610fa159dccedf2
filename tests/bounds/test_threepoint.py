"""Three-point bounds: polynomials against the kernel's, values against literature and known codes, certificates."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from sympy import Rational

from packing import kernel
from packing.bounds import Bound, Inapplicable, largest_code, lower_bound
from packing.bounds.both_sides import least_size
from packing.bounds.from_certificates import size_from_certificate
from packing.bounds.threepoint.least_excluded import least_excluded
from packing.bounds.threepoint.programme import Relaxation, exclude
from packing.bounds.threepoint.threepoint_bound import accepted, three_point
from packing.bounds.threepoint.threepoint_size import smallest_excluded, three_point_size
from packing.bounds.threepoint.triples import Triples
from packing.bounds.twopoint.size_certificate import delsarte_certificate
from packing.certificates import read
from packing.constructions import (
    dodecahedron,
    hesse_lines,
    icosahedron,
    largest_kissing,
    mitchell_lines,
    root_system,
    unbiased_bases,
    witting_lines,
)
from packing.kernel.threepoint_case import Case
from packing.kernel.threepoint_polynomials import jacobi
from packing.problem import Objects, Problem, lines, vectors
from packing.proofs_folder import proofs_folder
from packing.records import best_known
from packing.records.kissing import published_kissing
from packing.sdp.primal_dual import PrimalDual
from packing.sdp.quads import Quads
from packing.space import Space


def triples(space: str, d: int, overlap: str, half: int) -> Triples:
    return Triples(Space.of_letter(space, d), Fraction(overlap), half)


def value(space: str, d: int, n: int, overlap: str, half: int, degree: int = 12) -> float:
    """Above 1 where the program excludes n points."""
    relaxation = Relaxation(triples(space, d, overlap, half), n, degree)
    return -PrimalDual(gap=1e-7).run(relaxation.program).primal


@pytest.mark.parametrize(("space", "d"), [("S", 3), ("S", 6), ("R", 4), ("C", 3), ("C", 5)])
def test_shapes_agree_with_the_checker(space: str, d: int) -> None:
    for half in range(1, 6):
        ours = triples(space, d, "1/3", half)
        case = Case(space, d, 9, Fraction(1, 3), half)
        assert ours.blocks() == case.blocks()
        assert ours.exponents(2 * half) == case.exponents(2 * half)
        scaled = ours.samples()
        assert len(scaled) == len(ours.exponents(2 * half))
        weights = ours.weights(scaled)
        assert [degree for degree, _ in weights] == [degree for degree, _ in case.weights()]
        for degree, _ in weights:
            assert [size for size, _ in ours.squares(degree, scaled)] == case.square_sizes(degree)


@pytest.mark.parametrize(("space", "d"), [("S", 3), ("S", 5), ("R", 3), ("R", 5), ("C", 3), ("C", 6)])
def test_radial_polynomials_against_scipy(space: str, d: int) -> None:
    from scipy.special import eval_jacobi

    case = Case(space, d, 9, Fraction(1, 3), 4)
    for turn in (0, 1):
        a, b = map(float, case.parameters(turn))
        polynomials = jacobi(*case.parameters(turn), 4, {(1,): Fraction(1)}, {(0,): Fraction(1)})
        for k, polynomial in enumerate(polynomials):
            x = np.linspace(-1, 1, 9)
            ours = sum(float(c) * x**e for (e,), c in polynomial.items())
            assert ours == pytest.approx(eval_jacobi(k, a, b, x) / eval_jacobi(k, a, b, 1.0), abs=1e-12)


@pytest.mark.parametrize("d", [3, 4, 5])
def test_kernels_are_positive_semidefinite_for_each_pole(d: int) -> None:
    """At random points and a random pole, in C^d, R^d and on the sphere."""
    rng = np.random.default_rng(d)
    points = rng.normal(size=(12, d)) + 1j * rng.normal(size=(12, d))
    for space in ("C", "R", "S"):
        x = points if space == "C" else points.real
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        gram = x.conj() @ x.T
        pole = gram[:, 0]
        i, j = (index.ravel() for index in np.indices((12, 12)))
        if space == "S":
            u, v, t, w = pole[i], pole[j], gram[i, j], 0 * pole[i]
        else:
            u, v, t = np.abs(pole[i]) ** 2, np.abs(pole[j]) ** 2, np.abs(gram[i, j]) ** 2
            w = np.real(gram[i, j] * pole[j] * pole[i].conj())
        model = triples(space, d, "1/2", 3)
        found = model.kernels(*(Quads.of(np.real(value)) for value in (u, v, t, w)))
        for (_, _, size), mean in zip(model.blocks(), found, strict=True):
            values = mean.high
            for vector in rng.normal(size=(3, size)):
                matrix = np.einsum("pab,a,b->p", values, vector, vector).reshape(12, 12)
                eigenvalues = np.linalg.eigvalsh((matrix + matrix.T) / 2)
                assert eigenvalues[0] >= -1e-11 * max(1.0, eigenvalues[-1])


KNOWN: list[tuple[str, Any, int]] = [
    ("S", icosahedron(), 4),
    ("S", root_system("D", 4), 4),
    ("S", root_system("E", 6), 3),
    ("R", icosahedron(Objects.LINES), 4),
    ("R", dodecahedron(Objects.LINES), 4),
    ("R", root_system("E", 8, Objects.LINES), 3),
    ("C", hesse_lines(), 4),
    ("C", unbiased_bases(3), 4),
    ("C", unbiased_bases(4), 3),
    ("C", witting_lines(), 4),
    ("C", mitchell_lines(), 3),
]


@pytest.mark.parametrize(("space", "code", "half"), KNOWN, ids=lambda item: getattr(item, "name", str(item)))
def test_no_code_that_exists_is_excluded(space: str, code: Any, half: int) -> None:
    packing = code.packing
    overlap = packing.coherence if space == "S" else packing.coherence**2
    just_above = str(Fraction(int(np.ceil(overlap * 10**9)), 10**9))
    assert value(space, packing.d, packing.n, just_above, half) <= 1 + 1e-6


@pytest.mark.parametrize(
    ("space", "code"),
    [
        ("C", hesse_lines()),
        ("C", unbiased_bases(3)),
        ("C", witting_lines()),
        ("S", root_system("E", 8)),
        ("R", root_system("E", 8, Objects.LINES)),
    ],
    ids=lambda item: getattr(item, "name", str(item)),
)
def test_one_more_point_than_a_sharp_code_is_excluded(space: str, code: Any) -> None:
    packing = code.packing
    overlap = packing.coherence if space == "S" else packing.coherence**2
    assert value(space, packing.d, packing.n + 1, str(Fraction(overlap).limit_denominator(1000)), 3) > 1 + 1e-5


@pytest.mark.parametrize(
    ("d", "n", "half"),
    [(3, 13, 5), (4, 26, 4), (8, 241, 3)],
)
def test_kissing_certificates(d: int, n: int, half: int) -> None:
    certificate = exclude(triples("S", d, "1/2", half), n, accepted)
    assert certificate is not None
    assert certificate["n"] == n


@pytest.mark.parametrize(("d", "near", "half", "n"), [(3, 14, 5, 13), (4, 27, 4, 26), (8, 250, 3, 241)])
def test_one_solution_finds_the_fewest_points_that_are_excluded(d: int, near: int, half: int, n: int) -> None:
    """Bounds of these degrees are 12.9 to 13, 25.6 and 240: one point fewer is not excluded."""
    certificate = least_excluded(triples("S", d, "1/2", half), near, accepted)
    assert certificate is not None
    assert certificate["n"] == n
    assert isinstance(kernel.check(certificate), kernel.SizeStatement)
    assert isinstance(kernel.check(certificate | {"n": n - 1}), kernel.Rejection)


@pytest.mark.long
def test_kissing_bounds_lie_between_constructions_and_the_linear_programme() -> None:
    """Three points give less than two for d = 3 to 7 and 9 to 17, and never less than what is published in floats."""
    for d in range(3, 25):
        bound = largest_code(d, Fraction(1, 2))
        assert largest_kissing(d).problem.n <= published_kissing(d).lower <= bound.upper_bound
        assert published_kissing(d).upper <= bound.upper_bound
        (two_points,) = read(proofs_folder() / "certificates" / f"S{d}-kissing.json")
        assert (bound.upper_bound < two_points["at_most"]) == (bound.theorem.name == "three-point"), d


def test_a_code_that_exists_gets_no_certificate() -> None:
    assert exclude(triples("S", 3, "1/2", 4), 12, accepted) is None


def test_the_bound_never_falls_below_the_linear_programme() -> None:
    """With a_k to degree 24 the bound of half degree 3 is at least the two-point one: 25.5584 in four dimensions."""
    assert value("S", 4, 26, "1/2", 3, degree=24) > 1
    assert value("S", 4, 25, "1/2", 3, degree=24) < 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("problem", "half", "least", "most"),
    [
        (lines(13, 3, "C"), 4, 0.5965, 0.62214388),  # best packing known: Game of Sloanes
        (lines(7, 2, "C"), 4, 0.7725, 0.77786192),
        (vectors(7, 3), 4, 0.1900, 0.21013832),  # optimal: Schuette and van der Waerden 1951
        (lines(8, 3, "R"), 4, 0.6100, 0.64764),  # best packing known: Sloane's tables
    ],
)
def test_bounds_on_coherence_lie_between_those_of_others_and_packings(
    problem: Problem, half: int, least: float, most: float
) -> None:
    bound = three_point(problem, half)
    assert isinstance(bound, Bound)
    assert least <= bound.value <= most
    assert accepted(bound.certificate)


@pytest.mark.parametrize("problem", [lines(5, 2, "R"), vectors(5, 2), lines(3, 3, "C"), vectors(4, 3)])
def test_where_the_theorem_says_nothing(problem: Problem) -> None:
    answer = three_point(problem)
    assert isinstance(answer, Inapplicable)
    assert "needs" in answer.reason


@pytest.mark.long
def test_the_size_of_a_code_falls_below_the_linear_programme() -> None:
    """As if no certificate came with the package: Delsarte allows 13 points, three points allow 12."""
    delsarte = delsarte_certificate(Space.sphere(3), Fraction(1, 2))
    assert delsarte is not None
    known = size_from_certificate(Space.sphere(3), Fraction(1, 2), delsarte)
    assert known is not None
    bound = three_point_size(Space.sphere(3), "1/2", 5, most=known.upper_bound)
    assert bound is not None
    assert (known.upper_bound, bound.upper_bound) == (13, 12)
    assert str(bound.theorem) == "three-point"


def test_no_size_below_that_of_a_sharp_code() -> None:
    assert smallest_excluded(Space.sphere(4), Fraction(0), 3, start=8) is None
    assert three_point_size(Space.sphere(2), Fraction(1, 2)) is None


@pytest.mark.parametrize(
    ("problem", "least"),
    [
        (lines(13, 3, "C"), 0.5965),
        (lines(14, 3, "C"), 0.6086),
        (lines(16, 3, "C"), 0.6254),
        (lines(17, 3, "C"), 0.6315),
        (lines(19, 3, "C"), 0.6495),
        (lines(20, 3, "C"), 0.6607),
        (lines(7, 2, "C"), 0.7755),
        (lines(9, 2, "C"), 0.8150),
        (vectors(9, 4), 0.1280),
        (vectors(13, 4), 0.2708),
        (vectors(28, 4), 0.5309),
        (vectors(13, 5), 0.1524),
        (vectors(24, 5), 0.3383),
        (lines(13, 2, "H"), 0.7590),
        (lines(18, 3), 0.8156),
        (lines(22, 4), 0.6533),
        (lines(27, 5), 0.5615),
        (lines(20, 6), 0.3582),
        (lines(26, 3, "C"), 0.7076),
        (lines(8, 2, "C"), 0.79409),
        (vectors(45, 5), 0.5),
        (vectors(79, 6), 0.5),
        (vectors(135, 7), 0.5),
    ],
)
def test_the_certificates_that_come_with_the_package(problem: Problem, least: float) -> None:
    bound = lower_bound(problem)
    assert bound.value >= least
    assert bound.theorem.name == "three-point"


@pytest.mark.parametrize(("n", "d", "inverse"), [(10, 4, 6), (50, 21, 21), (56, 20, 15), (77, 21, 12)])
def test_codes_of_graphs_without_triangles_are_optimal_exactly(n: int, d: int, inverse: int) -> None:
    """Bachoc and Vallentin 2009; Cohn, de Laat and Leijenhorst 2024: the bound equals the coherence, as a fraction."""
    bound = lower_bound(vectors(n, d))
    assert (bound.exact, str(bound.theorem), bound.attained) == (Rational(1, inverse), "three-point", "sharp codes")
    known = best_known(vectors(n, d))
    assert known is not None
    assert known.exact == bound.exact
    assert known.optimal.startswith("certified")
    size = least_size(Space.sphere(d), Fraction(1, inverse))
    assert size.upper_bound == n


@pytest.mark.parametrize("problem", [lines(4, 2, "C"), vectors(5, 3)], ids=str)
def test_obtuse_codes_have_a_bound_too(problem: Problem) -> None:
    bound = three_point(problem, 3)
    assert isinstance(bound, Bound)
    best = lower_bound(problem)  # a theorem that is attained: tetrahedron, and five points of the octahedron
    assert best.value - 0.1 <= bound.value <= best.value + 1e-9
