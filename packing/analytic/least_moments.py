"""The least interference moment that any vectors can have."""

from __future__ import annotations

from typing import Any

import sympy

from packing.analytic.energies import energy_bound, measure_bound
from packing.analytic.formula import is_symbolic
from packing.analytic.moments import Moment
from packing.bounds.energy.random_moment import random_moment
from packing.errors import MOST_DIMENSIONS, InputError, positive_integer
from packing.exponents import EnergyKind, exact_exponent
from packing.problem import Field, parse_field


def least_moment(d: Any, exponent: Any, n: Any = None, field: Field | str = Field.REAL) -> Moment:
    """The least possible mean of |<x_i, x_j>|^p: over ordered pairs i != j of n unit vectors, or over measures.

    With n: a lower bound, `energies.energy_bound` divided by n(n-1). Without n: the least of I_p(mu) = E |<x, y>|^p
    over probability measures mu on the sphere, where x and y are independent (so the diagonal counts). It is 1/d for
    p <= 2 (an orthonormal basis), the random moment for even p (designs) and over R^2 the value of ceil(p/2) + 1
    equally spaced lines; elsewhere the bound m_2k^(p/2k) with 2k the largest even number <= p.

    d, p and n are numbers or symbols of sympy; with symbols it is the largest of the closed bounds (`energy_theorems`).

    Args: `exponent` p > 0; `field`: "R", "C" or "H".

    >>> print(least_moment(7, 4))
    1/21 = 0.047619047619 (designs, proved)
    >>> print(least_moment(7, 2, n=28))
    1/9 = 0.111111111111 (Welch, proved)
    >>> d, n = sympy.symbols("d n", positive=True)
    >>> least_moment(d, 4).exact, least_moment(d, 2, n).exact.subs({d: 7, n: 28})
    (3/(d*(d + 2)), 1/9)
    """
    if is_symbolic(d, exponent, n):
        return _symbolic(d, exponent, n, field)
    d, p, scalars = positive_integer("d", d, MOST_DIMENSIONS), exact_exponent(exponent), parse_field(field)
    if n is None:
        return measure_bound(d, p, scalars)
    n = positive_integer("n", n)
    if n == 1:
        raise InputError("a mean over pairs needs n at least 2, not 1: add a vector or leave n out")
    bound = energy_bound(n, d, p, EnergyKind.ABS, scalars)
    return Moment(bound.exact / (n * (n - 1)), str(bound.theorem), bound.attained, bound.rigor, bound.theorem.reference)


def _symbolic(d: Any, exponent: Any, n: Any, field: Field | str) -> Moment:
    """The bound for symbols: of vectors through their energy, of measures by the power mean from an even moment."""
    if n is not None:
        bound = energy_bound(n, d, exponent, EnergyKind.ABS, field)
        return Moment(bound.expression / (n * (n - 1)), bound.name, None)
    p = exponent if is_symbolic(exponent) else exact_exponent(exponent)
    even = 2 * sympy.floor(p / 2)
    power = sympy.factor(sympy.expand_func(random_moment(d, even, field))) if even.is_Integer and even else None
    if power is None:
        above = random_moment(d, even, field) ** (p / even) if even.free_symbols else sympy.Integer(0)
        return Moment(
            sympy.Piecewise((1 / sympy.sympify(d, strict=True), p <= 2), (above, True)), "power mean of designs", None
        )
    return Moment(power if p == even else power ** (p / even), "power mean of designs", None)
