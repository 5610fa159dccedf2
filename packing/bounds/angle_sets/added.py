"""Constraints of cvxpy in the counts of a programme, as exact limits on sums over pairs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from packing.bounds.angle_sets.allowed import Interval
from packing.bounds.angle_sets.question import PairLimit, PairSum
from packing.doors import shown
from packing.numeric import Floats

__dir__ = shown(__name__)

_SIMPLE = 1000
"""A float within a rounding of a fraction with a denominator up to this stands for it, else for its decimals."""

_ROUNDING = 4e-16
_FIT = 1e-11
_MOST_DEGREE = 4


def exact_limits(constraint: Any, counts: Any, places: list[tuple[Interval, Floats]]) -> list[PairLimit] | None:
    """The limits that a constraint says, one a row, two of an equation; None where it says something else.

    Args: `constraint` of cvxpy, `counts` the variable; `places`: the intervals, and the overlaps of each in `counts`.
    A row must be affine, its coefficients on each interval those of a polynomial of the overlap of degree up to 4 with
    simple coefficients, such as one number: what changes inside of an interval otherwise has no exact place there.
    """
    rows = _affine(constraint, counts)
    if rows is None:
        return None
    signs = [1, -1] if type(constraint).__name__ in ("Equality", "Zero") else [1]
    ends = np.cumsum([len(points) for _, points in places])[:-1]
    found = []
    for coefficients, constant in rows:
        parts = np.split(coefficients, ends)
        exact = [_polynomial(points, values) for (_, points), values in zip(places, parts, strict=True)]
        if any(p is None for p in exact):
            return None
        for sign in signs:
            windows = [
                (interval, tuple(sign * c for c in p)) for (interval, _), p in zip(places, exact, strict=True) if p
            ]
            found.append(PairLimit(PairSum(tuple(windows)), -sign * _fraction(constant)))
    return found


def _polynomial(points: Floats, values: Floats) -> tuple[Fraction, ...] | None:
    """The simple polynomial with these values; None where there is none, () for 0."""
    if not np.any(values):
        return ()
    for degree in range(min(_MOST_DEGREE, len(points) - 1) + 1):
        found = np.polynomial.Polynomial.fit(points, values, degree).convert().coef if degree else values[:1]
        exact = tuple(_fraction(float(c), _FIT if degree else _ROUNDING) for c in found)
        again = np.polynomial.polynomial.polyval(points, [float(c) for c in exact])
        if np.allclose(again, values, rtol=0, atol=_ROUNDING * 4 * np.abs(values).max()):
            return exact
    return None


def _affine(constraint: Any, counts: Any) -> list[tuple[Floats, float]] | None:
    """(coefficients, constant) of the rows of expression <= 0, or = 0."""
    expression = getattr(constraint, "expr", None)
    if type(constraint).__name__ not in ("Equality", "Zero", "Inequality", "NonPos") or expression is None:
        return None
    if not expression.is_affine() or [v.id for v in expression.variables()] not in ([], [counts.id]):
        return None
    kept = counts.value
    try:
        counts.value = np.zeros(counts.shape)
        constant = np.atleast_1d(np.asarray(expression.value, dtype=float)).ravel(order="F")
        slopes = expression.grad.get(counts) if expression.variables() else None
    finally:
        counts.value = kept
    if slopes is None:
        matrix = np.zeros((counts.size, constant.size))
    else:
        matrix = np.asarray(slopes.todense() if hasattr(slopes, "todense") else slopes, dtype=float)
    matrix = matrix.reshape(counts.size, constant.size)
    if not (np.isfinite(matrix).all() and np.isfinite(constant).all()):
        return None
    return [(matrix[:, i], float(constant[i])) for i in range(constant.size)]


def _fraction(number: float, rounding: float = _ROUNDING) -> Fraction:
    simple = Fraction(number).limit_denominator(_SIMPLE)
    near = abs(float(simple) - number) <= rounding * (1 if rounding == _FIT else abs(number))
    return simple if near else Fraction(repr(number))
