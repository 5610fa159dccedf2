"""How many equiangular lines R^d can hold: for a given angle, and over all angles."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import isqrt

from packing.bounds import checkers
from packing.bounds.bound import Theorem
from packing.bounds.sizebound import SizeBound
from packing.bounds.theorems.gerzon import gerzon
from packing.bounds.theorems.relative import exact_between, relative
from packing.certificates import Certificate
from packing.errors import InputError, positive_integer
from packing.kernel import SCHEMA, EquiangularStatement
from packing.kernel.equiangular import derived_overlaps
from packing.kernel.polynomial import value, zonal_polynomials
from packing.problem import Field
from packing.rigor import Rigor

THEOREM = Theorem("Barg-Yu", "barg2014")
LEMMENS_SEIDEL = Theorem("Lemmens-Seidel", "lemmens1973")

MOST_DEGREE = 16
"""Zonal polynomials tried; two of degree at most 3 suffice for the values in print."""


def equiangular(d: int, angle: Fraction | str) -> SizeBound:
    """At most how many lines of R^d have |<x, y>| = a for each pair: the least of Gerzon, relative bound, Barg-Yu.

    Args: d >= 1 and a = `angle` rational in (0, 1), such as 1/5. Equality: 36 lines in R^15, 276 in R^23 and so up to
    R^60, at 1/5. Reference: Lemmens and Seidel (1973), Barg and Yu (2014).

    >>> [equiangular(d, "1/5").exact for d in (15, 22, 23, 43, 60)]
    [Fraction(36, 1), Fraction(176, 1), Fraction(276, 1), Fraction(276, 1), Fraction(276, 1)]
    """
    positive_integer("d", d)
    a = exact_between("the angle", angle, 0)
    if a == 0:
        raise InputError("the angle must be greater than 0, not 0: orthogonal lines are at most d; give 1/5, say")
    answers = [gerzon(d)]
    if isinstance(bound := relative(d, a * a), SizeBound):
        answers.append(bound)
    certificate = derived_certificate(d, a) if d >= 3 else None
    if certificate is not None:
        answers.append(from_certificate(certificate))
    best = min(answers, key=lambda answer: (answer.upper_bound, answer.certificate is None))
    what = f"lines of R^{d} with |<x, y>| = {a}"
    return SizeBound(what, best.theorem, best.exact, best.rigor, best.attained, best.certificate)


def most_equiangular(d: int) -> SizeBound:
    """At most how many equiangular lines R^d holds, over all angles.

    More than 2d lines need an odd 1/a (Neumann), and below the relative bound is at most 2d unless a^2 (2d - 1) > 1; so
    finitely many angles remain. At a = 1/3 there are at most max(28, 2(d-1)) lines (Lemmens and Seidel).

    >>> [most_equiangular(d).upper_bound for d in (3, 7, 15, 21, 22, 23, 41)]
    [6, 28, 36, 126, 176, 276, 276]
    """
    positive_integer("d", d)
    answers = [SizeBound("", LEMMENS_SEIDEL, 2 * d)]
    for inverse in range(3, isqrt(2 * d - 1) + 1, 2):
        bound = equiangular(d, Fraction(1, inverse))
        third = SizeBound("", LEMMENS_SEIDEL, max(28, 2 * (d - 1)))
        answers.append(min(bound, third, key=lambda one: one.upper_bound) if inverse == 3 else bound)
    largest = max(answers, key=lambda answer: answer.upper_bound)
    best = min(largest, gerzon(d, Field.REAL), key=lambda answer: answer.upper_bound)
    return SizeBound(f"equiangular lines in R^{d}", best.theorem, best.exact, best.rigor, best.attained)


def derived_certificate(d: int, angle: Fraction) -> Certificate | None:
    """The best certificate of Barg and Yu for lines of R^d at a fixed angle, d >= 3; exact, without a solver.

    The linear programme min 1 + sum f_k, f_k >= 0, has one constraint for each of the two derived inner products: so an
    optimal f has at most two entries beside f_0 = 1, and all pairs of them are tried. None if none is feasible.
    """
    overlaps = derived_overlaps(angle)
    polynomials = zonal_polynomials("S", d - 1, MOST_DEGREE)
    table = [[value(p, overlap) for overlap in overlaps] for p in polynomials]
    candidates = [found for k in range(1, len(table)) if (found := _single(table, k))]
    if len(overlaps) == 2:
        pairs = combinations(range(1, len(table)), 2)
        candidates += [found for i, j in pairs if (found := _pair(table, i, j))]
    if not candidates:
        return None
    f = min(candidates, key=lambda found: (sum(found.values()), len(found)))
    coefficients = [f.get(k, Fraction(0)) for k in range(max(f) + 1)]
    certificate: Certificate = {
        "schema": SCHEMA,
        "kind": "equiangular",
        "d": d,
        "angle": str(angle),
        "coefficients": [str(weight) for weight in coefficients],
        "at_most": int(1 + sum(coefficients)),
        "made_by": "a vertex of the linear programme",
    }
    statement = checkers.check(certificate)
    assert isinstance(statement, EquiangularStatement), statement
    return {**certificate, "statement": statement.sentence}


def from_certificate(certificate: Certificate) -> SizeBound:
    """The bound that a certificate about equiangular lines proves, after the fast check, or `InputError`."""
    statement = checkers.check(certificate)
    if not isinstance(statement, EquiangularStatement):
        raise InputError(f"not a certificate about equiangular lines: {statement}; make it again")
    what = f"lines of R^{statement.d} with |<x, y>| = {statement.angle}"
    attained = "derived two-distance sets that are tight"
    return SizeBound(what, THEOREM, statement.size, Rigor.CERTIFIED, attained, certificate)


def _single(table: list[list[Fraction]], k: int) -> dict[int, Fraction] | None:
    """f_0 = 1 and the least f_k that meets both constraints, if P_k is negative at both."""
    largest = max(table[k])
    return {0: Fraction(1), k: -1 / largest} if largest < 0 else None


def _pair(table: list[list[Fraction]], i: int, j: int) -> dict[int, Fraction] | None:
    """f_0 = 1 and the f_i, f_j with which both constraints are equalities, if they are not negative."""
    (a, b), (c, d) = table[i], table[j]
    determinant = a * d - b * c
    if determinant == 0:
        return None
    f_i, f_j = (c - d) / determinant, (b - a) / determinant
    return {0: Fraction(1), i: f_i, j: f_j} if f_i >= 0 and f_j >= 0 else None
