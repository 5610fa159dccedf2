"""Two-point bounds with equality: where the optimal polynomial touches the potential, as exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import sympy

from packing.bounds.energy.program_text import program_text
from packing.bounds.energy.programme import EnergyGuess
from packing.certificates import Certificate
from packing.kernel import SCHEMA, EnergyStatement, check
from packing.numeric import Floats
from packing.potentials import Potential
from packing.problem import Problem

_DIGITS = 60
_NEAR = 1e-2
"""Dips nearer to each other are one contact."""

_POSITIVE = 1e-9
"""A coefficient of at most so much of the largest is 0."""

_STEPS = 12
_SURE = 1e-40
_MOST_DENOMINATOR = 10**5
_MOST_DEGREE = 3
_MOST_COEFFICIENT = 2000
"""Overlaps are looked for among algebraic numbers of so small degree and coefficients."""


@dataclass(frozen=True)
class Quadrature:
    """Overlaps t_i, their numbers m_i and orders of contact, and the degrees K, with 60 digits."""

    overlaps: list[Any]
    numbers: list[Any]
    orders: list[int]
    degrees: list[int]


def sharp_certificate(
    problem: Problem, potential: Potential, guess: EnergyGuess
) -> tuple[Certificate, sympy.Expr] | None:
    """A certificate of the exact optimum of the programme, and that number; None where its overlaps are not simple.

    The overlaps t_i where h touches f and their numbers m_i solve sum m_i P_k(t_i) = n [k = 0] - 1 for the degrees K
    in h: as many equations as unknowns. They are polished to 60 digits, recognised as algebraic numbers, and checked.
    """
    polished = _quadrature(problem, guess)
    exact = None if polished is None else _recognised(polished.overlaps, polished.numbers)
    if polished is None or exact is None:
        return None
    theta, overlaps, numbers, symbols = exact
    certificate: Certificate = {
        "schema": SCHEMA,
        "kind": "sharp-energy",
        "space": problem.space.letter,
        "d": problem.d,
        "n": problem.n,
        "potential": program_text(potential, problem.space),
        **({} if theta is None else {"theta": theta}),
        "overlaps": overlaps,
        "numbers": numbers,
        "orders": polished.orders,
        "degrees": polished.degrees,
        "made_by": "linear programme, its contacts recognised",
    }
    statement = check(certificate)
    if not isinstance(statement, EnergyStatement):
        return None
    value = problem.n * sympy.Add(*(m * potential.exact(t, problem.space) for t, m in symbols))
    return {**certificate, "statement": statement.sentence}, value


def _quadrature(problem: Problem, guess: EnergyGuess) -> Quadrature | None:
    """The contacts and the degrees of a guess, polished by Newton's method; None where it does not converge."""
    contacts = _clusters(guess.contacts)
    low = -1.0 if problem.space.has_points else 0.0
    contacts = [t for t in contacts if t < 1 - _NEAR / 10]
    orders = [1 if t < low + _NEAR / 10 else 2 for t in contacts]
    largest = float(np.max(np.abs(guess.coefficients)))
    degrees = [0, *(k for k, h in enumerate(guess.coefficients) if k and h > _POSITIVE * largest)]
    if not contacts or sum(orders) != len(degrees):
        degrees = list(range(sum(orders)))
    if not contacts or sum(orders) > 24:
        return None
    with mpmath.workdps(_DIGITS):
        return _polished(problem, contacts, orders, degrees)


def _clusters(dips: Floats) -> list[float]:
    """One overlap for each group of neighbours: their mean."""
    found: list[list[float]] = []
    for t in sorted(map(float, dips)):
        if found and t - found[-1][-1] < _NEAR:
            found[-1].append(t)
        else:
            found.append([t])
    return [sum(group) / len(group) for group in found]


def _polished(problem: Problem, contacts: list[float], orders: list[int], degrees: list[int]) -> Quadrature | None:
    mpf, space = mpmath.mpf, problem.space
    basis = [[mpf(c.numerator) / c.denominator for c in space.zonal.polynomial(k)][::-1] for k in degrees]
    low = mpf(-1 if space.has_points else 0)
    t = [low if order == 1 else mpf(x) for x, order in zip(contacts, orders, strict=True)]
    right = mpmath.matrix([problem.n * (k == 0) - 1 for k in degrees])
    free = [i for i, order in enumerate(orders) if order == 2]

    def table(points: list[Any]) -> Any:
        return mpmath.matrix([[mpmath.polyval(p, space.variable(x)) for x in points] for p in basis])

    values = np.array(table(t).tolist(), dtype=float)
    m = [mpf(x) for x in np.linalg.lstsq(values, np.array(right.tolist(), dtype=float).ravel(), rcond=None)[0]]
    try:
        for _ in range(_STEPS):
            error = table(t) * mpmath.matrix(m) - right
            jacobian = mpmath.matrix(len(degrees), len(degrees))
            for row, p in enumerate(basis):
                for j, x in enumerate(t):
                    jacobian[row, j] = mpmath.polyval(p, space.variable(x))
                for j, i in enumerate(free):
                    slope = mpmath.polyval(p, space.variable(t[i]), derivative=True)[1]
                    jacobian[row, len(t) + j] = m[i] * slope * (1 if space.has_points else 4 * t[i])
            step = mpmath.lu_solve(jacobian, error)
            m = [a - step[j] for j, a in enumerate(m)]
            for j, i in enumerate(free):
                t[i] -= step[len(t) + j]
            if mpmath.norm(step) < mpf(10) ** (8 - _DIGITS) * problem.n:
                return Quadrature(t, m, orders, degrees) if all(low <= x < 1 for x in t) else None
            if mpmath.norm(step) > 100 * problem.n:
                return None
    except (ZeroDivisionError, ValueError):
        return None
    return None


Exact = tuple[dict[str, Any] | None, list[Any], list[Any], list[tuple[sympy.Expr, sympy.Expr]]]


def _recognised(overlaps: list[Any], numbers: list[Any]) -> Exact | None:
    """The field Q(theta) of the overlaps, overlaps and numbers as certificates write them, and both as sympy's."""
    with mpmath.workdps(_DIGITS):
        irrational = [t for t in overlaps if _rational(t) is None]
        if not irrational:
            t, m = (_all_of([_rational(x) for x in group]) for group in (overlaps, numbers))
            if t is None or m is None:
                return None
            symbols = [(sympy.Rational(str(a)), sympy.Rational(str(b))) for a, b in zip(t, m, strict=True)]
            return None, list(map(str, t)), list(map(str, m)), symbols
        polynomial = mpmath.findpoly(irrational[0], _MOST_DEGREE, maxcoeff=_MOST_COEFFICIENT, tol=mpmath.mpf(_SURE))
        if not polynomial:
            return None
        theta = irrational[0]
        found = [[_element(x, theta, len(polynomial) - 1) for x in group] for group in (overlaps, numbers)]
        if any(x is None for group in found for x in group):
            return None
        return _in_field([int(c) for c in polynomial][::-1], theta, found)  # type: ignore[arg-type]


def _all_of(items: list[Any]) -> list[Any] | None:
    """The items, or None where one is."""
    kept = [item for item in items if item is not None]
    return kept if len(kept) == len(items) else None


def _in_field(polynomial: list[int], theta: Any, found: list[list[list[Fraction]]]) -> Exact | None:
    x = sympy.Symbol("x")
    roots = sympy.Poly(polynomial[::-1], x).real_roots()
    root = min(roots, key=lambda r: abs(float(r) - float(theta)))
    low = Fraction(float(theta)).limit_denominator(10**6) - Fraction(1, 10**5)
    entry = {"polynomial": polynomial, "interval": [str(low), str(low + Fraction(2, 10**5))]}
    written = [[[str(c) for c in element] for element in group] for group in found]
    symbols = [
        [
            sympy.Add(*(sympy.Rational(c.numerator, c.denominator) * root**i for i, c in enumerate(element)))
            for element in group
        ]
        for group in found
    ]
    pairs = [(sympy.radsimp(sympy.expand(t)), sympy.radsimp(sympy.expand(m))) for t, m in zip(*symbols, strict=True)]
    return entry, written[0], written[1], pairs


def _rational(x: Any) -> Fraction | None:
    """The rational number of small denominator that x is, to 40 digits."""
    near = Fraction(float(x)).limit_denominator(_MOST_DENOMINATOR)
    return near if abs(x * near.denominator - near.numerator) < _SURE * 10**6 else None


def _element(x: Any, theta: Any, degree: int) -> list[Fraction] | None:
    """The coefficients of x in 1, theta, .., if they are small rational numbers."""
    near = _rational(x)
    if near is not None:
        return [near]
    relation = mpmath.pslq(
        [x, *(theta**i for i in range(degree))], maxcoeff=10**6, maxsteps=10**4, tol=mpmath.mpf(_SURE)
    )
    if relation is None or relation[0] == 0:
        return None
    return [Fraction(-int(c), int(relation[0])) for c in relation[1:]]
