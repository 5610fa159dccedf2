"""The least interference moment that any vectors can have."""

from __future__ import annotations

from typing import Any

from packing.analytic.energies import energy_bound, measure_bound
from packing.analytic.moments import Moment
from packing.errors import MOST_DIMENSIONS, InputError, positive_integer
from packing.exponents import EnergyKind, exact_exponent
from packing.problem import Field, parse_field


def least_moment(d: int, exponent: Any, n: int | None = None, field: Field | str = Field.REAL) -> Moment:
    """The least possible mean of |<x_i, x_j>|^p: over ordered pairs i != j of n unit vectors, or over measures.

    With n: a lower bound, `energies.energy_bound` divided by n(n-1). Without n: the least of I_p(mu) = E |<x, y>|^p
    over probability measures mu on the sphere, where x and y are independent (so the diagonal counts). It is 1/d for
    p <= 2 (an orthonormal basis), the random moment for even p (designs) and over R^2 the value of ceil(p/2) + 1
    equally spaced lines; elsewhere the bound m_2k^(p/2k) with 2k the largest even number <= p.

    >>> print(least_moment(7, 4))
    1/21 = 0.047619047619 (designs, proved)
    >>> print(least_moment(7, 2, n=28))
    1/9 = 0.111111111111 (Welch, proved)
    """
    d, p, scalars = positive_integer("d", d, MOST_DIMENSIONS), exact_exponent(exponent), parse_field(field)
    if n is None:
        return measure_bound(d, p, scalars)
    n = positive_integer("n", n)
    if n == 1:
        raise InputError("a mean over pairs needs n at least 2, not 1: add a vector or leave n out")
    bound = energy_bound(n, d, p, EnergyKind.ABS, scalars)
    return Moment(bound.exact / (n * (n - 1)), str(bound.theorem), bound.attained, bound.rigor)
