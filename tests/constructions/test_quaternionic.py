"""Lines of H^d: the fifteen of H^3 in exact arithmetic and to 50 digits, unbiased bases, points of S^4 as lines."""

from __future__ import annotations

from itertools import combinations

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

U = sympy.symbols("u:3")
C = sympy.Symbol("c")
BASIS = sympy.groebner(
    [sum(U) - 1, U[0] * U[1] + U[1] * U[2] + U[2] * U[0], sympy.prod(U) + C, 11 * C**2 - 10 * C + 1],
    *U,
    C,
    order="grevlex",
)
"""What is known of u: the roots of u^3 - u^2 + c, and c = (5 - sqrt 14)/11."""

X = [(1 + 2 * C) / (7 * (1 - u**2)) for u in U]
"""The squared moduli of the coordinates."""


def is_zero(expression: sympy.Expr) -> bool:
    """Whether a rational function of u and c vanishes; its denominator must not."""
    numerator, denominator = sympy.fraction(sympy.together(expression))
    assert BASIS.reduce(sympy.expand(denominator))[1] != 0
    return bool(BASIS.reduce(sympy.expand(numerator))[1] == 0)


def test_the_squared_moduli_have_sum_one_and_the_products_that_the_phases_need() -> None:
    assert is_zero(sum(X) - 1)
    for k in range(3):
        assert is_zero(X[k - 2] * X[k - 1] - (1 - U[k] ** 2) / 7)
    assert is_zero(sum(x**2 for x in X) - sympy.Rational(3, 7))


def test_the_fifteen_lines_are_equiangular_exactly() -> None:
    """Lines of two orbits have |<x, y>|^2 = p + 2 a cos(m t) + 2 b cos(2 m t), t = 2 pi/5: p = 2/7 and a = b = 0.

    With T_r = sqrt(7 x_r x_(r+1)) exp(j phi_r) = t_r / sqrt(1 - u_2^2) and w = (u_2, u_0, u_1), w' = (u_1, u_2, u_0),
    7 a is Re T_r conj(T_s) + w_r w_s, and b the same of T_r (w_r - j w'_r)/(sqrt 7 x_(r+1)) and w'. In one orbit
    p = 3/7 and a = b = 1/7.
    """
    t = ((1 - U[2] ** 2, sympy.S.Zero), (-U[2] * U[0], -U[1]), (-U[2] * U[1], U[0]))  # real and imaginary parts
    w, turned = (U[2], U[0], U[1]), (U[1], U[2], U[0])
    for r in range(3):
        assert is_zero(_real(t[r], t[r]) / (1 - U[2] ** 2) - 7 * X[r] * X[(r + 1) % 3])
        assert is_zero(w[r] ** 2 + turned[r] ** 2 - 7 * X[(r + 1) % 3] * X[(r + 2) % 3])
        assert is_zero(7 * X[r] * X[(r + 1) % 3] + w[r] ** 2 - 1)  # 7 a in one orbit
        assert is_zero(7 * X[r] * X[(r + 2) % 3] + turned[r] ** 2 - 1)  # 7 b
    for r, s in combinations(range(3), 2):
        assert is_zero(sum(X[(r + k) % 3] * X[(s + k) % 3] for k in range(3)) - sympy.Rational(2, 7))
        assert is_zero(_real(t[r], t[s]) / (1 - U[2] ** 2) + w[r] * w[s])
        first, second = (_product(t[k], (w[k], -turned[k])) for k in (r, s))
        scale = (1 - U[2] ** 2) * 7 * X[(r + 1) % 3] * X[(s + 1) % 3]
        assert is_zero(_real(first, second) / scale + turned[r] * turned[s])


Pair = tuple[sympy.Expr, sympy.Expr]


def _product(left: Pair, right: Pair) -> Pair:
    (a, b), (p, q) = left, right
    return a * p - b * q, a * q + b * p


def _real(left: Pair, right: Pair) -> sympy.Expr:
    """Re left conj(right)."""
    return left[0] * right[0] + left[1] * right[1]


def test_a_wrong_constant_is_no_zero() -> None:
    assert not is_zero(sum(X) - sympy.Rational(8, 7))
    assert not is_zero(_real((U[2], U[1]), (U[0], U[2])))
    with pytest.raises(AssertionError):
        is_zero(1 / (sum(U) - 1))


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
