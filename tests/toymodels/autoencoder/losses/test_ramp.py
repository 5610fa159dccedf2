"""The ramp integrals against adaptive quadrature, over all signs and sizes of slope and offset."""

import numpy as np
import pytest
from scipy.integrate import quad

from packing.toymodels.autoencoder.losses.ramp import ramp

CASES = [
    (1.3, -0.4), (1.3, 0.25), (-0.7, 0.3), (-0.2, 0.3), (-0.9, -0.1), (0.0, 0.4), (0.0, -0.4),
    (1e-9, 0.2), (-1e-9, 0.2), (1e-7, -5e-8), (0.31, -0.28), (0.2, -0.28), (2.5, 0.0), (-2.5, 0.0), (0.0, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("c", "b"), CASES)
def test_integrals_are_those_of_the_definition(c: float, b: float) -> None:
    kink = [point for point in ([-b / c] if c else []) if 0 < point < 1]

    def integral(function) -> float:
        return quad(function, 0, 1, points=kink or None, epsabs=1e-14)[0]

    found = ramp(c, b)
    on = (lambda u: c * u + b > 0) if (c, b) != (0.0, 0.0) else (lambda u: False)
    assert found.square == pytest.approx(integral(lambda u: max(c * u + b, 0) ** 2), abs=1e-12)
    assert found.product == pytest.approx(integral(lambda u: 2 * u * max(c * u + b, 0)), abs=1e-12)
    assert found.square_b == pytest.approx(integral(lambda u: 2 * max(c * u + b, 0)), abs=1e-12)
    assert found.product_c == pytest.approx(integral(lambda u: 2 * u * u * on(u)), abs=1e-9)
    assert found.product_b == pytest.approx(integral(lambda u: 2 * u * on(u)), abs=1e-9)


def test_values_do_not_jump_where_a_formula_changes() -> None:
    for c in (0.6, -0.6):
        for edge in (0.0, -c):
            below, above = ramp(c, edge - 1e-10), ramp(c, edge + 1e-10)
            np.testing.assert_allclose(below[:3], above[:3], atol=1e-9)
