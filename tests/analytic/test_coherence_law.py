"""The law of the largest overlap of random vectors, and what greedy choice reaches."""

import numpy as np
import pytest
import sympy

from packing.analytic.coherence_law import (
    coherence_rate,
    dense_limit,
    greedy_coherence,
    gumbel_law,
    random_coherence,
)
from packing.configuration import Packing
from packing.errors import InputError
from packing.space import Space


@pytest.mark.parametrize("field", ["R", "C", "H"])
def test_median_of_samples(field):
    rng = np.random.default_rng(6)
    n, d, met = 60, 12, []
    for _ in range(200):
        space = Space.lines(d, field)
        met.append(Packing(space.gaussian(n, rng), space).coherence)
    assert np.median(met) == pytest.approx(random_coherence(n, d, field), abs=4 * 1.25 * np.std(met) / 200**0.5)
    assert random_coherence(n, d, field, 0.9) > random_coherence(n, d, field, 0.1)


@pytest.mark.parametrize("field", ["R", "C", "H"])
def test_limits(field):
    d = 3000
    log_n = 4.0
    n = int(np.exp(log_n) * 40)
    seen = random_coherence(n, d, field) ** 2 * d / np.log(n)
    assert seen == pytest.approx(float(coherence_rate(field)), rel=0.3)
    assert dense_limit(0, field) == 0
    assert float(dense_limit(50, field)) == pytest.approx(1)
    assert sympy.limit(gumbel_law(time := sympy.Symbol("y"), field), time, sympy.oo) == 1


def test_greedy_is_above_the_welch_bound_and_below_one():
    for n, d, field in [(9, 3, "C"), (30, 5, "R"), (300, 6, "C"), (40, 3, "H")]:
        s = greedy_coherence(n, d, field)
        assert ((n - d) / (d * (n - 1))) ** 0.5 < s < 1
    assert greedy_coherence(2, 5) == 0


def test_bad_input():
    with pytest.raises(InputError, match="n and d at least 2"):
        random_coherence(1, 5)
    with pytest.raises(InputError, match=r"probability must lie in \(0, 1\), not 1"):
        random_coherence(5, 5, "R", 1)
    with pytest.raises(InputError, match="single line"):
        greedy_coherence(3, 1)
