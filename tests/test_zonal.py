from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import eval_jacobi

from packing import InputError, Problem, lines, vectors
from packing.space import Space

spaces = st.builds(Space.of_letter, st.sampled_from("SRCH"), st.integers(2, 9))


@given(spaces, st.integers(0, 12))
def test_polynomials_are_scipys_jacobi_polynomials_scaled_at_one(geometry: Space, degree: int) -> None:
    alpha, beta = float(geometry.alpha), float(geometry.beta)
    x = np.linspace(-1, 1, 23)
    reference = eval_jacobi(degree, alpha, beta, x) / eval_jacobi(degree, alpha, beta, 1.0)
    np.testing.assert_allclose(geometry.zonal.values(degree, x)[degree], reference, atol=1e-11)
    exact = sum(float(c) * x**power for power, c in enumerate(geometry.zonal.polynomial(degree)))
    np.testing.assert_allclose(exact, reference, atol=1e-8)
    assert sum(geometry.zonal.polynomial(degree)) == 1


@given(spaces)
def test_the_random_law_has_a_density_that_matches_its_distribution(geometry: Space) -> None:
    law = geometry.random_law
    for t in np.linspace(*law.support, 9)[1:-1]:
        mass, _ = quad(lambda u: float(law.density(u)), law.support[0], t, limit=200)
        assert mass == pytest.approx(float(law.cdf(t)), abs=2e-5)
        assert float(law.quantile(law.cdf(t))) == pytest.approx(t, abs=1e-9)
        assert float(law.cdf(t) + law.survival(t)) == pytest.approx(1)


@given(spaces, st.integers(1, 6), st.integers(1, 6))
def test_zonal_polynomials_are_orthogonal_under_the_random_law(geometry: Space, j: int, k: int) -> None:
    nodes = (np.arange(4000) + 0.5) / 4000
    values = geometry.zonal.values(6, geometry.variable(geometry.random_law.quantile(nodes)))
    product = float(np.mean(values[j] * values[k]))
    expected = 1 / geometry.zonal.dimension(k) if j == k else 0.0
    assert product == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(
    ("problem", "letter"),
    [(lines(9, 4), "R"), (lines(9, 4, "C"), "C"), (lines(9, 4, "H"), "H"), (vectors(9, 4), "S")],
)
def test_each_problem_has_its_space(problem: Problem, letter: str) -> None:
    assert problem.space == Space.of_letter(letter, 4)


@pytest.mark.parametrize("letter", "SRCH")
def test_the_random_law_is_that_of_random_vectors(letter: str) -> None:
    space, pairs = Space.of_letter(letter, 5), 40_000
    x = space.to_real(space.gaussian(pairs, np.random.default_rng(11)))
    y = space.to_real(space.gaussian(pairs, np.random.default_rng(12)))
    parts = np.sum(space.structure.apply(y) * x, axis=2)
    lengths = np.linalg.norm(x, axis=1) * np.linalg.norm(y, axis=1)
    overlap = np.sort((np.linalg.norm(parts, axis=0) if space.has_lines else parts[0]) / lengths)
    distance = np.max(np.abs(space.random_law.cdf(overlap) - np.arange(pairs) / pairs))
    assert distance < 1.95 / math.sqrt(pairs)  # Kolmogorov's 0.1 % point


def test_the_largest_of_many_overlaps() -> None:
    law = Space.lines(6).random_law
    pairs = 190
    assert law.maximum_quantile(1, 0.3) == pytest.approx(float(law.quantile(0.3)))
    assert float(law.cdf(law.maximum_quantile(pairs))) ** pairs == pytest.approx(0.5)
    assert law.maximum_quantile(10**9) > law.maximum_quantile(10**6) > law.maximum_quantile(10**3)


def test_one_dimension_has_no_zonal_polynomials() -> None:
    with pytest.raises(InputError, match="d at least 2, not 1"):
        _ = lines(3, 1).space.zonal
