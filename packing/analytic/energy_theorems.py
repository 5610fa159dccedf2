"""Lower bounds for energies as formulas in n, d and p: what `energies.energy_bound` is made of, for symbols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy

from packing.analytic.formula import Formula, is_symbolic
from packing.bounds.energy.orthogonal_simplices import best_simplex, simplices, transition
from packing.bounds.energy.positive_overlaps import MOST, crowded
from packing.bounds.energy.random_moment import random_moment
from packing.bounds.energy.sign_parity import near_equiangular
from packing.bounds.energy.weighted_kernel import above_two, dense
from packing.doors import shown
from packing.errors import MOST_DIMENSIONS, InputError, positive_integer
from packing.exponents import EnergyKind, exact_exponent, parse_energy
from packing.problem import Field, parse_field

__dir__ = shown(__name__)

ORDERS = 8
"""Welch-Sidelnikov bounds of higher order and larger simplices are left out of the theorems at a symbolic exponent."""


def energy_theorems(
    n: Any, d: Any, exponent: Any, energy: EnergyKind | str = EnergyKind.ABS, field: Field | str = Field.REAL
) -> tuple[Formula, ...]:
    """Every closed lower bound for the energy of n unit vectors in F^d at exponent p, each with its conditions.

    n, d and p are numbers or symbols of sympy. These are the theorems of `energies.energy_bound`, whose text has the
    proofs, but for tight designs, the linear programme and, where d or p is a symbol, the bound for n = d + 1 vectors.
    Orders k of the Welch-Sidelnikov bound go to p/2, or to `ORDERS` where p is a symbol; so do the dimensions of
    simplices.

    Raises: `InputError` as `energy_bound`.

    Args: `energy`: "abs" or "relu"; `field`: "R", "C" or "H".

    >>> n, d, p = sympy.symbols("n d p", positive=True)
    >>> for theorem in energy_theorems(n, d, sympy.Rational(3, 2))[2:4]:
    ...     print(theorem)
    E_3/2 >= n*(-d + n)/d if n >= d (Welch)
    E_3/2 >= n*(-d + n)**(3/4)/d**(3/4) if (n > d) & (3*n/2 >= 2*d) (kernel bound)
    >>> [theorem.name for theorem in energy_theorems(n, d, 1, "relu")]
    ['obtuse simplices', 'one axis', 'half of Welch']
    """
    kind, scalars = parse_energy(energy), parse_field(field)
    if kind is EnergyKind.RELU and scalars is not Field.REAL:
        raise InputError(f"the ReLU energy needs real vectors, not field '{scalars}': use the energy abs")
    n, d = _count("n", n), _count("d", d, MOST_DIMENSIONS)
    p = exponent if is_symbolic(exponent) else exact_exponent(exponent)
    left = kind.letter(p)
    theorems = _absolute(left, n, d, p, scalars) if kind is EnergyKind.ABS else _positive(left, n, d, p)
    return tuple(theorem for theorem in theorems if theorem.condition != sympy.false)


def largest_bound(
    n: Any, d: Any, exponent: Any, energy: EnergyKind | str = EnergyKind.ABS, field: Field | str = Field.REAL
) -> sympy.Expr:
    """The largest of the bounds of `energy_theorems`, one expression that holds for all n, d and p.

    >>> n, p = sympy.symbols("n p", positive=True)
    >>> bound = largest_bound(n, 3, p)
    >>> bound.subs({n: 5, p: 1}), bound.subs({n: 6, p: 4})
    (4, 6/5)
    """
    theorems = energy_theorems(n, d, exponent, energy, field)
    return sympy.Max(sympy.Integer(0), *(theorem.piecewise() for theorem in theorems))


def _count(name: str, value: Any, most: int | None = None) -> sympy.Expr:
    if is_symbolic(value):
        return value
    return sympy.Integer(positive_integer(name, value) if most is None else positive_integer(name, value, most))


def _absolute(left: str, n: sympy.Expr, d: sympy.Expr, p: sympy.Expr, field: Field) -> Iterator[Formula]:
    zero, one, two = sympy.Integer(0), sympy.Integer(1), sympy.Integer(2)
    yield Formula("orthonormal", left, ">=", zero, n <= d)
    yield Formula("one line", left, ">=", n * (n - 1), sympy.Eq(d, 1))
    yield Formula("Welch", left, ">=", n * (n - d) / d, sympy.And(n >= d, p <= two), "Welch 1974")
    kernel = "Glazyrin and Park, arXiv:1901.06096"
    yield Formula("kernel bound", left, ">=", 2 * (n - d), sympy.And(n >= d, p <= one), kernel)
    between = sympy.And(p >= one, p <= two, n > d)
    yield Formula("kernel bound", left, ">=", n * ((n - d) / d) ** (p / 2), sympy.And(between, p * n >= 2 * d), kernel)
    if p != two:
        low = 2 * (n - d) * p ** (-p / 2) * (2 - p) ** ((p - 2) / 2)
        yield Formula("kernel bound", left, ">=", low, sympy.And(between, p < two, p * n < 2 * d), kernel)
    yield from _weighted(left, n, d, p, field)
    yield from _simplices(left, n, d, p)
    if field is Field.REAL:
        yield from _near_equiangular(left, n, d, p)
        yield from _cited(left, n, d, p)
    yield from _welch_sidelnikov(left, n, d, p, field)


def _weighted(left: str, n: sympy.Expr, d: sympy.Expr, p: sympy.Expr, field: Field) -> Iterator[Formula]:
    """`packing.bounds.energy.weighted_kernel`; above p = 2 at numbers alone."""
    name, source, two = "weighted kernel bound", "derived here; Lewis 1978", sympy.Integer(2)
    many = sympy.And(n * (p - 1) >= d, p > 1, p <= two)
    yield Formula(name, left, ">=", dense(n, d, p), sympy.And(n > d, n <= 2 * d, many), source)
    if n.is_Integer and d.is_Integer and p.is_number and p > 2 and n > d:
        found = above_two(int(n), int(d), p, field)
        if found is not None:
            yield Formula(name, left, ">=", found[0], sympy.true, source)


def _simplices(left: str, n: sympy.Expr, d: sympy.Expr, p: sympy.Expr) -> Iterator[Formula]:
    """`packing.bounds.energy.orthogonal_simplices`: the best simplex at a number p, each of the first at a symbol."""
    name, source, two = "orthogonal simplices", "derived here; Lewis 1978", sympy.Integer(2)
    if p.is_number and p >= two:
        return
    for m in [best_simplex(p)] if p.is_number else range(1, ORDERS + 1):
        best = sympy.true if p.is_number else sympy.And(p > transition(m - 1), p <= transition(m))
        yield Formula(name, left, ">=", simplices(n, d, p, m), sympy.And(n > d, best), source)


def _near_equiangular(left: str, n: sympy.Expr, d: sympy.Expr, p: sympy.Expr) -> Iterator[Formula]:
    """`packing.bounds.energy.sign_parity`, at numbers alone."""
    if n.is_Integer and d.is_Integer and p.is_number and p > 2 and 1 < d < n:
        raised = near_equiangular(int(n), int(d), p)
        if raised is not None:
            yield Formula("parity of signs", left, ">=", raised, sympy.true, "derived here; von Neumann 1937")


def _cited(left: str, n: sympy.Expr, d: sympy.Expr, p: sympy.Expr) -> Iterator[Formula]:
    if d.is_Integer:
        values = [sympy.Integer(m + 1) * sympy.Integer(m) ** (1 - p) for m in range(1, int(d) + 1)]
        condition = sympy.And(sympy.Eq(n, d + 1), p < 2)
        least = sympy.Min(*values) if is_symbolic(p) else min(values, key=float)
        yield Formula("Xu-Xu", left, ">=", least, condition, "Xu and Xu, arXiv:1907.10861")
    source = "Ben Av, Chen, Goldberger, Kang and Okoudjou, arXiv:2212.04444"
    odd = sympy.And(sympy.Eq(d, 2), sympy.Eq(sympy.Mod(n, 2), 1), p <= sympy.log(3) / sympy.log(2))
    yield Formula("repeated basis in the plane", left, ">=", (n - 1) ** 2 / sympy.Integer(2), odd, source)


def _welch_sidelnikov(left: str, n: sympy.Expr, d: sympy.Expr, p: sympy.Expr, field: Field) -> Iterator[Formula]:
    """n(n-1) ((n^2 m_2k - n)/(n(n-1)))^(p/2k) for the random moment m_2k, by the power mean."""
    pairs = n * (n - 1)
    for k in range(1, (ORDERS if is_symbolic(p) else int(p / 2)) + 1):
        moment = random_moment(d, 2 * k, field)
        if is_symbolic(d):
            moment = sympy.factor(sympy.expand_func(moment))
        value = pairs * ((n * moment - 1) / (n - 1)) ** (p / (2 * k))
        condition = sympy.And(p >= 2 * k, n * moment > 1, n > 1)
        yield Formula(f"Welch-Sidelnikov of order {k}", left, ">=", value, condition, "Sidelnikov 1974")


def _positive(left: str, n: sympy.Expr, d: sympy.Expr, p: sympy.Expr) -> Iterator[Formula]:
    pairs = n * (n - 1)
    yield Formula("obtuse simplices", left, ">=", sympy.Integer(0), n <= 2 * d)
    up, down = sympy.ceiling(n / 2), sympy.floor(n / 2)
    yield Formula("one axis", left, ">=", up * (up - 1) + down * (down - 1), sympy.Eq(d, 1))
    many = n > 2 * d
    first = n * n / (2 * d) - n
    yield Formula("half of Welch", left, ">=", first, sympy.And(many, p <= 1))
    mean = (n / (2 * d) - 1) / (n - 1)
    yield Formula("half of Welch and power mean", left, ">=", pairs * mean**p, sympy.And(many, p > 1))
    second = n**2 * (7 - sympy.sqrt(5)) / 20 - n
    plane = sympy.And(sympy.Eq(d, 2), many)
    yield Formula("pentagon", left, ">=", second, sympy.And(plane, p > 1, p <= 2))
    raised = pairs * (second / pairs) ** (p / 2)
    yield Formula("pentagon and power mean", left, ">=", raised, sympy.And(plane, p > 2, second > 0))
    for k in range(1, MOST + 1):
        square, enough, source = crowded(n, d, k), n >= 2 * d + k, "derived here"
        yield Formula("cubes of overlaps", left, ">=", square, sympy.And(enough, p > 1, p <= 2), source)
        raised = pairs * (square / pairs) ** (p / 2)
        yield Formula("cubes of overlaps and power mean", left, ">=", raised, sympy.And(enough, p > 2), source)
