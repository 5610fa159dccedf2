"""Bounds on subspaces: known values, both sides, complements, and packings that no bound may exceed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy

from packing.bounds import Inapplicable, delsarte, largest_code, lower_bound, lower_bounds
from packing.bounds.grassmann.certificate import size_certificate, size_of
from packing.bounds.theorems.subspace_cap import ball_share, subspace_cap
from packing.configuration import Packing
from packing.kernel import SizeStatement, check
from packing.measure import coherence
from packing.problem import lines, subspaces
from packing.space import Space

SIMPLEX = {(8, 4, 2, "C"): "3/7", (16, 4, 2, "C"): "7/15", (32, 6, 3, "C"): "15/31", (10, 4, 2, "R"): "4/9"}
"""Squares of coherences where Conway, Hardin and Sloane's simplex bound is attained."""


@pytest.mark.parametrize(("cell", "square"), SIMPLEX.items())
def test_simplex_bound(cell: tuple[int, int, int, str], square: str) -> None:
    bound = lower_bound(subspaces(*cell))
    assert bound.exact**2 == sympy.Rational(square)
    assert str(bound.theorem) == "simplex"


@pytest.mark.parametrize(("n", "d", "m"), [(18, 4, 2), (70, 8, 4), (11, 4, 2)])
def test_orthoplex_bound(n: int, d: int, m: int) -> None:
    assert lower_bound(subspaces(n, d, m)).exact ** 2 == sympy.Rational(1, 2)


def test_known_sizes() -> None:
    assert largest_code(Space.subspaces(4, 2), "1/2", compute=True).upper_bound == 18
    assert largest_code(Space.subspaces(8, 4), "1/2").upper_bound == 70
    assert largest_code(Space.subspaces(4, 2, "C"), "3/7").exact == 8
    assert largest_code(Space.subspaces(7, 3), "0").upper_bound == 2
    assert largest_code(Space.subspaces(3, 2, "R", "spectral"), "1/2").upper_bound == 1


@pytest.mark.parametrize("field", ["R", "C", "H"])
@pytest.mark.parametrize("n", [5, 9, 24])
def test_planes_of_three_space_are_lines(field: str, n: int) -> None:
    """2 f = 1 + f' for the complements, so the bounds agree."""
    planes, their_normals = lower_bound(subspaces(n, 3, 2, field)), lower_bound(lines(n, 3, field))
    assert planes.value**2 == pytest.approx((1 + their_normals.value**2) / 2, abs=1e-12)
    t = Fraction(1, 3)
    size = largest_code(Space.lines(3, field), t).upper_bound
    assert largest_code(Space.subspaces(3, 2, field), (1 + t) / 2).upper_bound == size


@pytest.mark.parametrize("distance", ["chordal", "spectral"])
@pytest.mark.parametrize(
    "cell", [(5, 4, 2, "R"), (12, 4, 2, "R"), (40, 4, 2, "C"), (9, 6, 3, "R"), (7, 5, 3, "C"), (30, 4, 2, "H")]
)
def test_no_bound_exceeds_a_packing(cell: tuple[int, int, int, str], distance: str) -> None:
    problem = subspaces(*cell, distance)
    bounds = lower_bounds(problem).bounds
    rng = np.random.default_rng(5)
    for _ in range(3):
        packing = Packing(problem.space.gaussian(problem.n, rng), problem.space)
        assert all(bound.value <= coherence(packing) for bound in bounds)


@pytest.mark.parametrize(
    "space", [Space.subspaces(4, 2), Space.subspaces(4, 2, "C", "spectral"), Space.subspaces(5, 3)]
)
@pytest.mark.parametrize("t", ["2/5", "1/2", "2/3"])
def test_both_sides_agree(space: Space, t: str) -> None:
    """More than the largest code exceed the overlap: the coherence bound does not contradict the size bound."""
    size = largest_code(space, t)
    if size.upper_bound < 500:
        above = lower_bound(subspaces(size.upper_bound + 1, space.d, space.m, space.field, space.distance))
        assert above.value**2 >= float(Fraction(t)) - 1e-6


@pytest.mark.parametrize("cell", [(20, 4, 2, "R", "chordal"), (5, 4, 2, "R", "spectral")])
def test_the_programme_is_certified_and_at_least_as_strong(cell: tuple[int, int, int, str, str]) -> None:
    problem = subspaces(*cell)
    bound = delsarte(problem)
    assert bound.value > lower_bound(problem).value + 1e-4  # type: ignore[union-attr]
    statement = check(bound.certificate)  # type: ignore[union-attr]
    assert isinstance(statement, SizeStatement)
    assert statement.largest < problem.n
    assert float(statement.overlap) == pytest.approx(bound.value**2, abs=1e-9)  # type: ignore[union-attr]


def test_equiisoclinic_planes_from_complex_lines_meet_the_spectral_bound() -> None:
    """4 equiangular lines of C^2 at |<x, y>|^2 = 1/3 are 4 equi-isoclinic planes of R^4; the bound is 1/3 too."""
    assert lower_bound(subspaces(4, 4, 2, "R", "spectral")).exact ** 2 == sympy.Rational(1, 3)
    certificate = size_certificate(Space.subspaces(4, 2, "R", "spectral"), Fraction(1, 3))
    assert certificate is not None
    assert size_of(certificate) >= 4


@pytest.mark.parametrize("field", ["R", "C"])
def test_the_volume_of_a_ball(field: str) -> None:
    """Against random planes of F^4: exact over C, from below over R."""
    space = Space.subspaces(4, 2, field)
    rng = np.random.default_rng(0)
    packing = Packing(space.gaussian(700, rng), space)
    overlaps = space.overlaps(packing.vectors, packing.vectors)[np.triu_indices(700, 1)]
    share = float(ball_share(space))
    for radius2 in (0.5, 0.8, 1.0):
        seen = float(np.mean(2 * (1 - overlaps**2) <= radius2))
        claimed = share * radius2 ** (space.tangent_dimension / 2)
        assert claimed <= seen + 0.01
        assert field == "R" or abs(claimed - seen) < 0.01


@pytest.mark.parametrize("n", [50, 10_000, 10**18])
def test_high_dimensions_have_bounds_too(n: int) -> None:
    for m, field in ((2, "R"), (8, "R"), (2, "C")):
        problem = subspaces(n, 4096, m, field)
        assert 0 <= lower_bound(problem).value < 1
        assert isinstance(subspace_cap(problem), Inapplicable)
