"""Floors of potentials that need no programme: one object, one dimension, and pairs at the mean distance."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from packing.bounds.bound import Theorem
from packing.bounds.energy.energy_bound import EnergyBound
from packing.doors import shown
from packing.errors import InputError
from packing.potentials import Gauss, Logarithm, Potential, Riesz
from packing.potentials.powers import Power
from packing.problem import Problem


def few(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """One object has no pairs; in one dimension k points are at one end and n - k at the other, and all lines are one.

    The energy of n(n-1) - 2k(n-k) pairs at the overlap 1 and the others at -1 is least at k = 0 or k = n//2.
    Raises `InputError` where all energies are infinite.

    >>> from packing.potentials import Polynomial
    >>> from packing.problem import vectors
    >>> next(few(vectors(5, 1), Polynomial([0, 1, 3]))).exact
    56
    """
    n, space = problem.n, problem.space
    if n == 1:
        yield EnergyBound(problem, potential, sympy.S.Zero, Theorem("no pairs", "benedetto2003"), attained=True)
        return
    if problem.d > 1 or isinstance(potential, Power):
        return
    pairs, apart = n * (n - 1), 2 * (n // 2) * ((n + 1) // 2)
    splits = [(pairs, 0), (pairs - apart, apart)] if space.has_points else [(pairs, 0)]
    energies = [_weighted(potential, problem, counts) for counts in splits]
    finite = [energy for energy in energies if energy.is_finite]
    if not finite:
        raise InputError(f"{problem} have no finite energy: two of them coincide; take d = 2 or more")
    yield EnergyBound(problem, potential, min(finite, key=float), Theorem("one dimension", ""), attained=True)


def _weighted(potential: Potential, problem: Problem, counts: tuple[int, int]) -> sympy.Expr:
    """The energy of so many pairs at the overlaps 1 and -1."""
    ends = zip(counts, (1, -1), strict=True)
    return sympy.Add(*(count * potential.exact(end, problem.space) for count, end in ends if count))


def mean_pair(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """No energy is below that of pairs at the mean overlap, of potentials that are convex and rise with it.

    Riesz's, the logarithmic and Gauss's are such functions of y, the overlap of points and the square of that of
    lines. The mean y is at least -1/(n-1) (the square of a sum is not negative), and (n-d)/(d(n-1)) (Welch), or 0 where
    that is negative. Equality: simplices of at most d + 1 points, orthonormal and equiangular tight lines.

    >>> from packing.problem import lines, vectors
    >>> next(mean_pair(vectors(4, 3), Riesz(2))).exact, next(mean_pair(lines(6, 3), Riesz(2))).exact
    (9/2, 75/2)
    """
    n, d = problem.n, problem.d
    if not isinstance(potential, (Riesz, Logarithm, Gauss)) or n == 1 or d == 1:
        return
    points = problem.space.has_points
    mean = sympy.Rational(-1, n - 1) if points else sympy.sqrt(sympy.Rational(max(n - d, 0), d * (n - 1)))
    met = n <= 2 if points else n <= d
    theorem = Theorem("pairs at the mean overlap", "rankin1955" if points else "welch1974")
    energy = n * (n - 1) * potential.exact(mean, problem.space)
    yield EnergyBound(problem, potential, energy, theorem, met or None)


__dir__ = shown(__name__)
