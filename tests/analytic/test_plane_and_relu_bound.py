"""Certificates for the ReLU energy: exact checks that reject every change, and descents that stay above."""

import dataclasses
from fractions import Fraction

import pytest
import sympy

from packing.analytic.energies import energy_bound
from packing.analytic.energy_search import search_vectors
from packing.analytic.plane import COEFFICIENTS, check_plane_bound
from packing.bounds.energy.relu_bound import holds, relu_bound
from packing.errors import InputError
from packing.exponents import EnergyKind
from packing.measure import positive_interference


def test_plane_certificate_holds_and_every_weight_matters():
    assert check_plane_bound().holds
    for k in COEFFICIENTS:
        changed = check_plane_bound({**COEFFICIENTS, k: COEFFICIENTS[k] + sympy.Rational((-1) ** k, 10**9)})
        assert not changed.holds
        assert changed.reason
    assert "not positive" in check_plane_bound({**COEFFICIENTS, 3: -COEFFICIENTS[3]}).reason


def test_plane_bound_is_met_by_repeated_pentagons():
    for copies in (1, 2, 7):
        n = 5 * copies
        energy = copies**2 * 10 * sympy.cos(2 * sympy.pi / 5) ** 2 + n * (copies - 1)
        assert sympy.simplify(energy - energy_bound(n, 2, 2, "relu").exact) == 0


@pytest.mark.parametrize(("n", "d"), [(6, 2), (8, 3), (10, 4), (13, 5)])
def test_programme_is_below_every_descent(n, d):
    bound = relu_bound(n, d, 7)
    met = positive_interference(search_vectors(n, d, 2.0, EnergyKind.RELU, restarts=4, seed=1), 2)
    assert 0 <= bound.value <= met
    assert holds(bound)


def test_changed_certificates_are_rejected():
    bound = relu_bound(9, 3)
    for k in range(len(bound.coefficients)):
        weights = list(bound.coefficients)
        weights[k] += Fraction(1, 100)
        assert not holds(dataclasses.replace(bound, coefficients=tuple(weights)))
    assert not holds(dataclasses.replace(bound, exact=bound.exact + sympy.Rational(1, 10**12)))


def test_bad_input():
    with pytest.raises(InputError, match="d at least 2"):
        relu_bound(5, 1)
    with pytest.raises(InputError, match="degree must be a positive integer"):
        relu_bound(5, 2, 0)
