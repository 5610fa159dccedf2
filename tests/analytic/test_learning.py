"""Learning curves against integration of the flow."""

import numpy as np
import pytest
import sympy
from scipy.integrate import solve_ivp

from packing.analytic.learning import (
    balanced_curve,
    effective_start,
    first_direction,
    half_time,
    least_logit_rank,
    riccati,
    staggered_curves,
    time,
    unbalanced_curve,
)
from packing.errors import InputError


def flow(s, x, y, end):
    path = solve_ivp(
        lambda _, v: [v[1] * (s - v[0] * v[1]), v[0] * (s - v[0] * v[1])], (0, end), [x, y], rtol=1e-10, atol=1e-12
    )
    return float(path.y[0, -1] * path.y[1, -1])


@pytest.mark.parametrize(("s", "x", "y"), [(1.3, 0.2, 0.2), (0.8, 1.4, 1.4), (1.1, 0.3, -0.3)])
def test_balanced_branches(s, x, y):
    curve = balanced_curve(s, x * y)
    for t in (0.0, 0.4, 1.7):
        assert float(curve.subs(time, t)) == pytest.approx(flow(s, x, y, t) if t else x * y, abs=1e-7)


@pytest.mark.parametrize(("s", "x", "y"), [(1.3, 0.9, 0.2), (2.0, 0.6, -0.5), (0.4, 1.2, 0.9)])
def test_unbalanced_curve(s, x, y):
    curve = unbalanced_curve(s, x, y)
    for t in (0.3, 1.1, 3.0):
        assert float(curve.subs(time, t)) == pytest.approx(flow(s, x, y, t), abs=1e-7)


def test_half_time_and_plateau():
    s, u0 = sympy.Rational(3, 2), sympy.Rational(1, 100)
    assert sympy.simplify(balanced_curve(s, u0).subs(time, half_time(s, u0)) - s / 2) == 0
    x, y = 2e-3, 5e-4
    start = float(effective_start(x, y))
    assert flow(1.5, x, y, float(half_time(1.5, start))) == pytest.approx(0.75, abs=0.02)


def test_staggered_curves_and_riccati():
    s = np.array([2.5, 1.0])
    curves = staggered_curves(s, 1e-4, [1.0, 4.0])
    for t, row in zip((1.0, 4.0), curves, strict=True):
        assert row == pytest.approx([float(balanced_curve(v, 1e-4).subs(time, t)) for v in s], rel=1e-9)
    start = 0.1 * np.eye(2)
    assert np.diag(riccati(np.diag(s), start, 1.5)) == pytest.approx(
        [float(balanced_curve(v, 0.01).subs(time, 1.5)) for v in s], rel=1e-9
    )
    assert np.isfinite(riccati(np.diag([3.0, 1.0]), start, 100.0)).all()


def test_logit_rank_by_determinants():
    rng = np.random.default_rng(0)
    c = rng.standard_normal((3, 3))
    kappa = -1 / float(np.ones(3) @ np.linalg.inv(c) @ np.ones(3))
    assert np.linalg.matrix_rank(c + kappa, tol=1e-9) == least_logit_rank(c) == 2
    assert least_logit_rank(np.ones((3, 4))) == 0
    assert least_logit_rank(np.outer([1, 2, 4], [1, 0, 3])) == 1


def test_first_direction_is_the_gradient_at_zero():
    c = np.array([[1.0, -2.0, 0.5], [0.0, 1.5, -1.0]])
    left, right, rate = first_direction(c)
    p = np.exp(c) / np.exp(c).sum() - 1 / 6
    assert rate == pytest.approx(abs(left @ p @ right)) == pytest.approx(np.linalg.norm(p, 2))


def test_bad_input():
    with pytest.raises(InputError, match=r"x\^2 > y\^2"):
        unbalanced_curve(1, 1, 1)
    with pytest.raises(InputError, match="positive definite"):
        riccati([[0.0]], [[1.0]], 1.0)
