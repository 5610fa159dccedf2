"""Lines of H^d: the fifteen of H^3 (proved by the claim of their name), unbiased bases, points of S^4 as lines."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
import sympy

from packing import Packing, lines, vectors
from packing.constructions import fifteen_lines, known, lines_as_points, points_as_lines, quaternionic_bases
from packing.constructions.fifteen import fifteen_parameters
from packing.errors import InputError
from packing.measure import angle_set, frame_potential
from packing.space import Space


def test_the_fifteen_lines_in_doubles() -> None:
    packing = fifteen_lines().packing
    assert np.ptp(packing.overlaps) < 1e-14
    assert packing.coherence == pytest.approx((2 / 7) ** 0.5, abs=4e-16)
    assert frame_potential(packing) == pytest.approx(75, abs=1e-12)  # tight: n^2/d
    u, x = fifteen_parameters()
    assert x.min() > 0
    with mpmath.workdps(50):
        roots = mpmath.polyroots([1, -1, 0, (5 - mpmath.sqrt(14)) / 11], maxsteps=200, extraprec=200)
    assert np.allclose(u, np.sort([float(root) for root in roots]), rtol=0, atol=1e-16)


@pytest.mark.parametrize("d", [2, 4, 8])
def test_unbiased_bases_over_the_quaternions(d: int) -> None:
    packing = quaternionic_bases(d).packing
    assert packing.n == d * (2 * d + 1)
    angles = angle_set(packing)
    assert [round(angle.value**2 * d, 12) for angle in angles] == [1, 0]
    assert angles[1].multiplicity == (2 * d + 1) * d * (d - 1) // 2  # pairs in one basis
    with pytest.raises(InputError, match="built in 2, 4, 8 or 16 dimensions, not 3"):
        quaternionic_bases(3)
    with pytest.raises(InputError, match=f"2 to {2 * d + 1} unbiased bases, not {2 * d + 2}"):
        quaternionic_bases(d, 2 * d + 2)


@pytest.mark.parametrize("d", [2, 3, 5])
def test_points_of_a_sphere_are_lines_and_back(d: int) -> None:
    space = Space.sphere(d)
    points = Packing(space.gaussian(9, np.random.default_rng(d)), space)
    carried = points_as_lines(points)
    assert carried.space == space.line_twin
    assert np.allclose(2 * carried.overlaps**2 - 1, points.overlaps, atol=1e-14)
    assert np.allclose(lines_as_points(carried).vectors, points.vectors, atol=1e-14)


def test_other_spheres_are_no_lines() -> None:
    with pytest.raises(InputError, match=r"points on S\^1, S\^2 or S\^4, not 4 vectors on S\^3"):
        points_as_lines(Packing(np.eye(4), "vectors"))
    with pytest.raises(InputError, match=r"lines of F\^2, not 3 lines in R\^3"):
        lines_as_points(Packing(np.eye(3)))


@pytest.mark.parametrize(
    ("n", "d", "square"),
    [(5, 2, "3/8"), (6, 2, "2/5"), (10, 2, "1/2"), (16, 2, "3/5"), (15, 3, "2/7"), (15, 12, "1/56"), (9, 3, "1/4"),
     (4, 3, "1/9"), (36, 4, "1/4"), (32, 4, "1/4"), (136, 8, "1/8"), (3, 4, "0")],
)  # fmt: skip
def test_what_is_known_of_quaternionic_lines(n: int, d: int, square: str) -> None:
    best = known(lines(n, d, "H"))[0]
    assert best.optimal
    assert sympy.simplify(best.coherence**2 - sympy.Rational(square)) == 0
    assert best.packing.coherence == pytest.approx(float(sympy.Rational(square)) ** 0.5, abs=4e-15)


@pytest.mark.parametrize("n", range(5, 17))
def test_known_lines_of_two_space_are_the_known_points(n: int) -> None:
    points = [float(c.coherence) for c in known(vectors(n, 5))]
    carried = [float(c.coherence) for c in known(lines(n, 2, "H"))]
    assert not points or min(carried) == pytest.approx(((1 + min(points)) / 2) ** 0.5, abs=1e-15)
