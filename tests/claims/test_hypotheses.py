"""What the hypotheses of claims are for: each statement fails where one of them is dropped."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
import sympy
from scipy.optimize import minimize

from packing.analytic.superposition import one_sparse_loss, optimal_norms
from packing.claims import claim, verify
from packing.constructions import known
from packing.problem import lines


def division_loss(loss, turns):
    """The loss of three lines of the plane, e1 turned by a, e1 turned by b, and e2."""
    a, b = turns
    return loss(abs(np.cos(a - b))) + loss(abs(np.sin(a))) + loss(abs(np.sin(b)))


@pytest.mark.parametrize(
    ("loss", "minimum"),
    [
        (lambda t: 4 * t**3 - 3 * t**4, True),  # increases on [0, 1], but its slope at 1 is 0
        (lambda t: t**3, False),
        (lambda t: t**1.7, True),
    ],
)
def test_a_loss_needs_a_positive_slope_and_the_order_of_t_squared(loss, minimum):
    scales = (1e-1, 1e-2, 1e-3)
    turns = [s * np.array(t) for s in scales for t in itertools.product(np.linspace(-1, 1, 9), repeat=2) if any(t)]
    assert (min(division_loss(loss, t) for t in turns) > division_loss(loss, (0, 0))) == minimum


def test_a_loss_that_falls_keeps_a_triangle_beside_an_axis():
    """t^3 (1 - 6 (t - 1/2) + 30 (t - 1/2)^2) is o(t^2), and its slope at the overlap 1/2 of the triangle is 0."""
    t = sympy.Symbol("t")
    half = sympy.Rational(1, 2)
    loss = t**3 * (1 - 6 * (t - half) + 30 * (t - half) ** 2)
    assert sympy.diff(loss, t).subs(t, half) == 0
    assert sympy.diff(loss, t, 2).subs(t, half) > 0
    value = sympy.lambdify(t, loss)
    rng = np.random.default_rng(0)
    angles = 2 * np.pi * np.arange(3) / 3
    home = np.zeros((4, 3))
    home[:3, :2], home[3, 2] = np.column_stack((np.cos(angles), np.sin(angles))), 1.0

    def total(x):
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        return float(np.sum(value(np.abs(x @ x.T)[np.triu_indices(4, 1)])))

    changes = [
        total(home + size * rng.standard_normal((4, 3))) - total(home) for size in (1e-2, 3e-3) for _ in range(500)
    ]
    assert min(changes) > 0


def test_equal_norms_are_not_best_for_nine_vectors_of_the_plane():
    angles = 2 * np.pi * np.arange(9) / 9
    gram = np.cos(angles[:, None] - angles[None, :])
    equal = float(optimal_norms(gram)[0])
    assert equal == pytest.approx(1 / np.sum(np.maximum(gram[0], 0) ** 2))
    start = np.sqrt(equal) * (1 + 0.1 * np.random.default_rng(0).standard_normal(9))
    found = minimize(lambda v: one_sparse_loss(np.outer(v, v) * gram), start)
    assert found.fun < one_sparse_loss(equal * gram) - 0.02


def test_the_critical_moment_needs_many_vectors():
    """At (12, 10) d ln(n/d) < ln n: the stated moment is negative, and one subspace is never preferred."""
    stated = claim("heuristic-critical-moment")
    n, d = 12, 10
    assert d * np.log(n / d) < np.log(n)
    assert sympy.sympify(stated.constants["moment"]).subs({"n": n, "d": d}).evalf() < 0
    for p in (0.5, 2, 10):
        one, many = n * n * (np.log(n) / d) ** (p / 2), n * n / d * np.log(n / d) ** (p / 2)
        assert one > many


@pytest.mark.parametrize(
    ("name", "weaker"),
    [
        ("svd-finds-d-directions", {"most": "2*d"}),
        ("tegum-pairs", {"count": "n*(n-1)*(1-1/k)"}),
        ("sparse-recovery-limit", {"most": "sqrt(d*(n-1)/(n-d))"}),
        ("untied-welch", {"least": "n^2/d-n-1"}),
        ("bias-limits-activity", {"most": "2*n/(d*t^2)"}),
    ],
)
def test_a_bound_is_stated_with_where_it_is_met(name, weaker):
    """A weaker constant would be a true bound: the statement says that its own is attained, so it is false."""
    text = claim(name).text
    assert any(word in text for word in ("attained", "met by", "equality", "that many", "no more", "no smaller"))
    assert verify(claim(name).with_constants(**weaker), quick=True).answer.value == "false"


def test_one_more_line_of_four_space_is_open_at_ten():
    """The bound by unit distances is 30 at n = 10, planes have 29: the class 10 mod 20 is left out."""
    pairs = claim("lines-of-four-space").constants["pairs"]
    stated = [int(sympy.sympify(pairs.replace("^", "**")).subs("n", n)) for n in range(1, 15)]
    assert stated[2:] == [3, 6, 8, 11, 15, 20, 24, 29, 35, 42, 48, 55]
    assert stated == [0, 1] + [max(a * (n - a) + a // 2 + (n - a) // 2 for a in range(n + 1)) for n in range(3, 15)]
    points = 20
    assert (points**2 // 4 + points) // 4 == 30


def test_the_kernel_bound_holds_for_complex_constructions():
    """Equiangular and other lines of C^2, C^3 and C^4."""
    for n, d, p in [(4, 2, Fraction(3, 2)), (9, 3, Fraction(3, 2)), (16, 4, Fraction(1))]:
        floor = n * ((n - d) / d) ** (float(p) / 2)
        for construction in known(lines(n, d, "C")):
            gram = np.abs(construction.packing.gram)
            assert np.sum(gram ** float(p)) - n >= floor - 1e-9
