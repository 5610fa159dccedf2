"""Random and least moments: exact integrals, samples, designs, and bounds that searched frames respect."""

import numpy as np
import pytest
import sympy

from packing.analytic import gaussian_moment, least_moment, overlap_law, random_moment
from packing.analytic.moments import overlap
from packing.errors import InputError
from packing.space import Space


@pytest.mark.parametrize("field", ["R", "C", "H"])
@pytest.mark.parametrize("d", [2, 3, 4, 7])
@pytest.mark.parametrize("p", [1, 2, 3, 4, sympy.Rational(5, 2)])
def test_moments_integrate_the_density(d, field, p):
    density, tail = overlap_law(d, field)
    as_function = sympy.lambdify(overlap, density * overlap**p, "numpy")
    angle, weight = np.polynomial.legendre.leggauss(200)
    angle, weight = (angle + 1) * np.pi / 4, weight * np.pi / 4
    integral = float(np.sum(weight * as_function(np.sin(angle)) * np.cos(angle)))
    assert float(random_moment(d, p, field)) == pytest.approx(integral, rel=1e-6)
    slope = sympy.lambdify(overlap, sympy.diff(tail, overlap) + density, "numpy")
    assert np.allclose(slope(np.linspace(0.01, 0.97, 7)), 0, atol=1e-12)
    assert tail.subs(overlap, 1) == 0


def test_even_moments_are_the_known_fractions():
    d = sympy.Symbol("d", positive=True)
    assert sympy.simplify(random_moment(d, 6) - 15 / (d * (d + 2) * (d + 4))) == 0
    for dimension in (2, 5):
        for k in (1, 2, 3):
            assert random_moment(dimension, 2 * k, "C") == 1 / sympy.binomial(dimension + k - 1, k)
            assert random_moment(dimension, 2 * k, "H") == (k + 1) / sympy.binomial(2 * dimension + k - 1, k)


def test_symbolic_exponent_and_limit():
    p = sympy.Symbol("p", positive=True)
    for field in "RCH":
        assert random_moment(4, p, field).subs(p, 2).simplify() == sympy.Rational(1, 4)
        scaled = [float(random_moment(d, 2.5, field)) * d**1.25 for d in (50, 100)]
        limit = 2 * scaled[1] - scaled[0]
        assert limit == pytest.approx(float(gaussian_moment(2.5, field)), rel=1e-3)


@pytest.mark.parametrize("field", ["R", "C", "H"])
def test_moments_of_samples(field):
    rng = np.random.default_rng(8)
    space = Space.lines(5, field)
    u, v = rng.standard_normal((2, 200_000, space.width))
    parts = np.einsum("nw,cnw->cn", u, space.structure.apply(v))
    values = np.linalg.norm(parts, axis=0) / np.linalg.norm(u, axis=1) / np.linalg.norm(v, axis=1)
    for p in (0.6, 1.7, 3.2):
        powers = values**p
        error = powers.std() / len(powers) ** 0.5
        assert abs(powers.mean() - float(random_moment(5, p, field))) < 4.5 * error


def test_least_moments():
    assert least_moment(7, 4).exact == sympy.Rational(1, 21)
    assert least_moment(7, 4, 28).exact * 28 * 27 == sympy.Rational(28 * 28, 21) - 28
    welch = sympy.Rational(13, 7 * 19) ** 2
    assert least_moment(7, 4, 20, "C").exact == welch
    assert welch < float(least_moment(7, 4, 20).exact) < 1.01 * welch  # no equiangular tight frame has these signs
    assert least_moment(3, 2.5, 6).exact == sympy.Integer(5) ** sympy.Rational(-5, 4)
    assert least_moment(3, 2.5, 6).attained
    assert least_moment(5, 1.3).exact == sympy.Rational(1, 5)
    assert least_moment(5, 2, 4).exact == 0
    assert least_moment(2, 6, 30, "C").exact * 870 == sympy.Rational(900, 4) - 30
    assert least_moment(3, 2, 15, "H").exact == sympy.Rational(2, 7)
    assert least_moment(3, 4, field="H").exact == random_moment(3, 4, "H") == sympy.Rational(1, 7)
    assert least_moment(7, 2.6, field="R").theorem == "tight 2-design"


@pytest.mark.parametrize(("d", "p"), [(2, 3.1), (3, 2.4), (4, 5.0), (6, 7.7)])
def test_least_measure_moment_is_below_random_and_below_repeated_bases(d, p):
    least = least_moment(d, p)
    assert least.value <= float(random_moment(d, p)) + 1e-15
    assert least.value <= 1 / d
    rng = np.random.default_rng(0)
    rows = rng.standard_normal((9, d))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    assert np.mean(np.abs(rows @ rows.T) ** p) >= least.value


def test_bad_input():
    with pytest.raises(InputError, match="n at least 2, not 1"):
        least_moment(4, 2, 1)
    with pytest.raises(InputError, match="d at least 2, not 1"):
        overlap_law(1)
    with pytest.raises(InputError, match="exponent must be greater than 0"):
        random_moment(4, 0)
