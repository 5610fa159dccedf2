"""Lower bounds for the interference energy of n unit vectors in F^d, by formula and by quick programmes."""

from __future__ import annotations

from typing import Any

import sympy

from packing.analytic.energy_theorems import largest_bound
from packing.analytic.formula import Formula, is_symbolic
from packing.analytic.moments import Moment
from packing.bounds.energy.closed_forms import tight_means
from packing.bounds.energy.least_energy import least_energy
from packing.bounds.energy.random_moment import random_moment
from packing.doors import shown
from packing.errors import MOST_DIMENSIONS, InputError, positive_integer
from packing.exponents import EnergyKind, exact_exponent, parse_energy
from packing.potentials import AbsPower, ReluPower
from packing.problem import Field, lines, parse_field, vectors


def energy_bound(
    n: Any, d: Any, exponent: Any, energy: EnergyKind | str = EnergyKind.ABS, field: Field | str = Field.REAL
) -> Any:
    """`bounds.least_energy` of n unit vectors in F^d at exponent p > 0, without what takes long to compute.

    With symbols of sympy among n, d and p it is a `Formula`: the largest of the closed bounds of `energy_theorems`.

    Args: `energy`: "abs" for |<x, y>|^p, "relu" for max(<x, y>, 0)^p of real vectors; `field`: "R", "C" or "H".

    >>> energy_bound(5, 3, 1).exact, energy_bound(6, 3, 4).exact, energy_bound(10, 2, 2, "relu").exact
    (4, 6/5, 25 - 5*sqrt(5))
    """
    if is_symbolic(n, d, exponent):
        letter = parse_energy(energy).letter(sympy.sympify(exponent, strict=True))
        return Formula("closed bounds", letter, ">=", largest_bound(n, d, exponent, energy, field))
    n, d = positive_integer("n", n), positive_integer("d", d)
    p, kind, scalars = exact_exponent(exponent), parse_energy(energy), parse_field(field)
    if kind is EnergyKind.ABS:
        return least_energy(lines(n, d, scalars), AbsPower(p))
    if scalars is not Field.REAL:
        raise InputError(f"the ReLU energy needs real vectors, not field '{scalars}': use the energy abs")
    return least_energy(vectors(n, d), ReluPower(p))


def measure_bound(d: int, exponent: Any, field: Field | str = Field.REAL) -> Moment:
    """The least of E |<x, y>|^p, x and y independent from one measure on the unit sphere of F^d: see `least_moment`.

    >>> measure_bound(4, 1.5).exact, measure_bound(2, 3).attained, measure_bound(5, 3).attained
    (1/4, True, None)
    """
    d, p, scalars = positive_integer("d", d, MOST_DIMENSIONS), exact_exponent(exponent), parse_field(field)
    if p <= 2 or d == 1:
        return Moment(sympy.Rational(1, d), "Welch", reference="welch1974")
    k = int(sympy.floor(p / 2))
    if p == 2 * k:
        return Moment(random_moment(d, p, scalars), "designs", reference="sidelnikov1974")
    if scalars is Field.REAL:
        for strength, mean in tight_means(d, p):
            return Moment(mean, f"tight {strength}-design", reference="bilyk2022")
    mean = random_moment(d, 2 * k, scalars) ** (p / (2 * k))
    return Moment(mean, "power mean of designs", attained=None, reference="sidelnikov1974")


__dir__ = shown(__name__)
