"""Losses of toy models: quadrature, enumeration by another route, samples, symmetry."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from scipy.integrate import dblquad, quad

from packing.analytic.superposition import (
    best_common_bias,
    cross_error,
    cross_error_of_two,
    exact_loss,
    linear_loss,
    one_sparse_loss,
    optimal_norms,
    own_error,
    own_error_of_two,
)
from packing.errors import InputError


@pytest.mark.parametrize("a", [0.3, 1.0, 1.6])
@pytest.mark.parametrize("b", [-2.0, -0.4, 0.0, 0.25])
def test_own_error(a, b):
    value = quad(lambda x: (x - max(a * x + b, 0)) ** 2, 0, 1, points=[min(max(-b / a, 0), 1)])[0]
    assert float(own_error(a, b)) == pytest.approx(value, abs=1e-9)
    assert isinstance(own_error(Fraction(1, 3), Fraction(-1, 5)), Fraction)
    assert own_error(sympy.Rational(1, 3), sympy.Rational(1, 5)).is_Rational


@pytest.mark.parametrize("c", [-0.9, -0.2, 0.0, 0.35, 1.0])
@pytest.mark.parametrize("b", [-0.5, -0.3, 0.0, 0.25])
def test_cross_error(c, b):
    value = quad(lambda x: max(c * x + b, 0) ** 2, 0, 1, points=[min(max(-b / c, 0), 1)] if c else None)[0]
    assert float(cross_error(c, b)) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(("c1", "c2"), [(0.4, 0.3), (0.7, -0.2), (-0.9, 0.5), (-0.1, -0.3)])
def test_errors_of_two(c1, c2):
    value = dblquad(lambda y, x: max(c1 * x + c2 * y, 0) ** 2, 0, 1, 0, 1, epsabs=1e-7)[0]
    assert float(cross_error_of_two(c1, c2)) == pytest.approx(value, abs=1e-6)
    own = dblquad(lambda y, x: (x - max(x + c1 * y, 0)) ** 2, 0, 1, 0, 1, epsabs=1e-7)[0]
    assert float(own_error_of_two(c1)) == pytest.approx(own, abs=1e-6)


def test_exact_loss_is_the_sum_over_one_and_two_active_features():
    """For two features every active set is one of the closed integrals."""
    gram = np.array([[1.0, -0.6], [-0.6, 1.0]])
    rows = np.array([[1.0, 0.0], [-0.6, 0.8]])
    q = 0.25
    one = one_sparse_loss(gram)
    c = float(rows[0] @ rows[1])
    two = 2 * float(own_error_of_two(c))
    assert float(exact_loss(rows, None, q)) == pytest.approx(q * (1 - q) * one + q * q * two, rel=1e-12)


@pytest.mark.parametrize("density", [0.1, 0.6, 1.0])
def test_exact_loss_of_samples(density):
    rng = np.random.default_rng(4)
    w, b = rng.standard_normal((5, 3)) * 0.7, rng.uniform(-0.4, 0.2, 5)
    w[2] = 0.0  # a feature that is not represented
    x = rng.random((150_000, 5)) * (rng.random((150_000, 5)) < density)
    losses = np.sum((x - np.maximum(x @ (w @ w.T) + b, 0)) ** 2, axis=1)
    error = losses.std() / len(losses) ** 0.5
    assert abs(losses.mean() - float(exact_loss(w, b, density))) < 4.5 * error


def test_exact_loss_of_orthogonal_parts_adds():
    rng = np.random.default_rng(1)
    left, right = rng.standard_normal((2, 2)), rng.standard_normal((3, 2))
    whole = np.zeros((5, 4))
    whole[:2, :2], whole[2:, 2:] = left, right
    b = np.array([-0.1, 0.2, 0.0, -0.3, 0.1])
    parts = exact_loss(left, b[:2], 0.3) + exact_loss(right, b[2:], 0.3)
    assert exact_loss(whole, b, 0.3) == parts


def test_linear_loss_prefers_its_bias_and_projections():
    rng = np.random.default_rng(2)
    w = rng.standard_normal((5, 2)) / 2
    best = linear_loss(w, 0.4)
    assert best <= linear_loss(w, 0.4, np.zeros(5))
    assert best > (0.4 / 3 - 0.16 / 4) * 3


def test_norms_and_bias():
    angles = 2 * np.pi * np.arange(7) / 7
    gram = np.cos(angles[:, None] - angles[None, :])
    norms = optimal_norms(gram)
    sigma = np.sum(np.maximum(gram[0], 0) ** 2) - 1
    assert norms == pytest.approx(np.full(7, 1 / (1 + sigma)))
    scaled = np.sqrt(np.outer(norms, norms)) * gram
    assert one_sparse_loss(scaled) == pytest.approx((7 - norms.sum()) / 3)
    bias = float(best_common_bias(28, sympy.Rational(1, 3)))
    losses = [own_error(1.0, -t) + 27 * cross_error(1 / 3, -t) for t in (bias - 1e-4, bias, bias + 1e-4)]
    assert losses[1] < min(losses[0], losses[2])


def test_bad_input():
    with pytest.raises(InputError, match=r"density must lie in \[0, 1\], not 1.5"):
        exact_loss([[1.0]], None, 1.5)
    with pytest.raises(InputError, match="one bias a feature, 2, not 1"):
        exact_loss([[1.0], [-1.0]], [0.0], 0.5)
    with pytest.raises(InputError, match="at most 13 overlaps"):
        exact_loss(np.ones((15, 1)), None, 0.5)
    with pytest.raises(InputError, match="stationary norms"):
        optimal_norms([[1, 0.99, 0.9], [0.99, 1, 0.99], [0.9, 0.99, 1]])
