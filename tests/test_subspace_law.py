"""The law of the overlap of random subspaces: exact cases, moments, the law of lines at m = 1, Monte Carlo."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from packing import Distance, InputError, Packing
from packing.space import Space
from packing.subspace_law import SubspaceLaw
from packing.subspace_law.mean_cosine import beta_series
from packing.subspace_law.moments import trace_moment
from packing.subspace_law.planes import planes_cdf

INSIDE = np.linspace(0.03, 0.97, 33)


@pytest.mark.parametrize("letter", "RCH")
@pytest.mark.parametrize("distance", Distance)
def test_of_dimension_one_it_is_the_law_of_lines(letter: str, distance: Distance) -> None:
    space = Space.lines(5, letter)
    lines, law = space.random_law, SubspaceLaw(5, 1, space.scalars, distance)
    for question in ("cdf", "survival", "density"):
        np.testing.assert_allclose(getattr(law, question)(INSIDE), getattr(lines, question)(INSIDE), rtol=1e-11)
    np.testing.assert_allclose(law.quantile([0.1, 0.6]), lines.quantile([0.1, 0.6]), rtol=1e-12)
    assert law.maximum_quantile(10**4) == pytest.approx(lines.maximum_quantile(10**4), abs=1e-9)
    assert (law.mean_f, law.variance_f) == pytest.approx((float(lines.mean_f), float(lines.variance_f)), abs=1e-9)
    assert law.support == lines.support


@pytest.mark.parametrize(
    "space",
    [
        Space.subspaces(4, 2),
        Space.subspaces(5, 2, "C"),
        Space.subspaces(5, 2, "H"),
        Space.subspaces(7, 3),
        Space.subspaces(5, 3),
        Space.subspaces(9, 4),
        Space.subspaces(7, 3, "C", "spectral"),
        Space.subspaces(7, 3, "R", "spectral"),
        Space.subspaces(9, 4, "R", "spectral"),
        Space.subspaces(5, 2, "H", "spectral"),
    ],
    ids=str,
)
def test_it_is_the_law_of_random_subspaces(space: Space) -> None:
    n = 200
    random = Packing(space.gaussian(n, np.random.default_rng(5)), space)
    overlaps = np.sort(random.overlaps)[::40]
    reached, law = np.arange(overlaps.size) / overlaps.size, space.random_law
    assert np.max(np.abs(law.cdf(overlaps) - reached)) < 2.2 / n  # pairs are independent two by two: 1 / sqrt(2 pairs)
    assert law.support[0] <= overlaps[0]
    assert overlaps[-1] <= law.support[1]
    f = random.overlaps**2
    assert float(f.mean()) == pytest.approx(float(law.mean_f), abs=6 * math.sqrt(float(law.variance_f)) / n)
    assert float(f.var()) == pytest.approx(float(law.variance_f), rel=0.1)


def test_planes_of_two_spaces_have_laws_in_closed_form() -> None:
    """Of R^4 f = (1 + u v)/2 with u, v uniform on [-1, 1]; of C^4 the density of (y, z) is 6 (y - z)^2."""
    f = INSIDE
    w = 2 * f - 1
    size = np.abs(w)
    real = 0.5 + np.sign(w) * 0.5 * size * (1 - np.log(np.maximum(size, 1e-300)))
    np.testing.assert_allclose(Space.subspaces(4, 2).random_law.cdf(np.sqrt(f)), real, atol=1e-11)
    t = 2 * f
    complex_ = np.where(t < 1, t**4 / 2, 1 - (2 - t) ** 4 / 2)
    np.testing.assert_allclose(Space.subspaces(4, 2, "C").random_law.cdf(np.sqrt(f)), complex_, atol=1e-11)
    spectral = Space.subspaces(4, 2, "C", "spectral").random_law
    np.testing.assert_allclose(spectral.cdf(np.sqrt(f)), f**4, rtol=1e-13)
    np.testing.assert_allclose(spectral.density(np.sqrt(f)), 8 * f**3.5, rtol=1e-13)


@pytest.mark.parametrize(("d", "m", "s"), [(4, 2, 1), (7, 3, 1), (5, 3, 1), (6, 2, 2), (5, 4, 4), (6, 4, 4)])
def test_mean_and_variance_are_the_exact_moments_and_those_of_the_distribution(d: int, m: int, s: int) -> None:
    law = SubspaceLaw(d, m, s)
    first, second = (trace_moment(r, m, m, d, s) / Fraction(m) ** r for r in (1, 2))
    assert law.mean_f == first
    assert law.variance_f == second - first**2
    f = (np.arange(1000) + 0.5) / 1000
    survival = law.survival(np.sqrt(f))
    assert survival.mean() == pytest.approx(float(first), abs=3e-5)
    assert (2 * f * survival).mean() == pytest.approx(float(second), abs=3e-5)


def test_moments_of_unequal_ranks_are_symmetric_and_keep_the_whole_space() -> None:
    assert trace_moment(3, 2, 4, 7, 1) == trace_moment(3, 4, 2, 7, 1)
    assert trace_moment(3, 2, 5, 5, 2) == 8  # Q = 1: tr P = 2
    assert trace_moment(1, 2, 3, 7, 4) == Fraction(6, 7)


@pytest.mark.parametrize(("d", "m", "s"), [(5, 3, 1), (7, 5, 2), (8, 5, 1)])
def test_complements_have_the_same_chordal_distances(d: int, m: int, s: int) -> None:
    law, of_complements = SubspaceLaw(d, m, s), SubspaceLaw(d, d - m, s)
    f = np.linspace(law.support[0] ** 2, 1, 21)[1:-1]
    other = 1 - m * (1 - f) / (d - m)
    np.testing.assert_allclose(law.cdf(np.sqrt(f)), of_complements.cdf(np.sqrt(other)), atol=1e-12)
    spectral = SubspaceLaw(d, m, s, Distance.SPECTRAL)
    assert spectral.cdf([0.999999, 1.0]).tolist() == [0, 1]
    assert float(spectral.quantile(0.3)) == spectral.mean_f == 1
    assert spectral.variance_f == 0


@pytest.mark.parametrize(("d", "scalars"), [(6, 1), (9, 1), (12, 2), (44, 1)])
def test_the_series_is_as_accurate_as_it_says(d: int, scalars: int) -> None:
    series = beta_series(2, d, scalars)
    errors = np.abs(series.cdf(INSIDE) - planes_cdf(d, scalars, INSIDE))
    assert errors.max() <= series.accuracy + 1e-12


@pytest.mark.parametrize("law", [SubspaceLaw(5, 2, 1), SubspaceLaw(8, 3, 2), SubspaceLaw(6, 3, 1, Distance.SPECTRAL)])
def test_the_density_is_the_derivative(law: SubspaceLaw) -> None:
    points, step = np.array([0.42, 0.61, 0.7]), 1e-5
    slope = (law.cdf(points + step) - law.cdf(points - step)) / (2 * step)
    np.testing.assert_allclose(law.density(points), slope, rtol=1e-6, atol=1e-8)
    assert law.density([-0.1, 0, 1, 1.5]).tolist() == [0, 0, 0, 0]


def test_small_tails_are_told_or_refused() -> None:
    planes = Space.subspaces(768, 2, "R", "spectral").random_law
    largest = planes.maximum_quantile(5 * 10**7)
    assert float(planes.survival(largest)) == pytest.approx(math.log(2) / 5e7, rel=1e-6)
    assert Space.subspaces(768, 2).random_law.maximum_quantile(5 * 10**7) < largest
    rough = Space.subspaces(7, 3).random_law
    with pytest.raises(InputError, match=r"known to .*, too little for a tail of 7e-08: take fewer pairs"):
        rough.maximum_quantile(10**7)


def test_one_subspace_has_no_law() -> None:
    with pytest.raises(InputError, match="needs d more than m, not 3-dimensional subspaces of R"):
        _ = Space.subspaces(3, 3).random_law
