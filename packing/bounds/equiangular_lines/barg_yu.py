"""Barg and Yu's bound on equiangular lines at a fixed angle: Delsarte's theorem for the derived points."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from packing.bounds import checkers
from packing.bounds.bound import Theorem
from packing.bounds.size_bound import SizeBound
from packing.bounds.theorems.neumann import lines_at
from packing.certificates import Certificate
from packing.errors import InputError
from packing.kernel import SCHEMA, EquiangularStatement, NotChecked
from packing.kernel.equiangular import derived_overlaps
from packing.kernel.polynomial import value, zonal_polynomials
from packing.rigor import Rigor

THEOREM = Theorem("Barg-Yu", "barg2014")

MOST_DEGREE = 16
"""Zonal polynomials tried; two of degree at most 3 suffice for the values in print."""


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


def size_of(certificate: Certificate) -> SizeBound:
    """The bound that a certificate about equiangular lines proves, after the fast check, or `InputError`."""
    statement = checkers.check(certificate)
    if isinstance(statement, NotChecked):
        raise InputError(f"the certificate was {statement}")
    if not isinstance(statement, EquiangularStatement):
        raise InputError(f"not a certificate about equiangular lines: {statement}; make it again")
    attained = "derived two-distance sets that are tight"
    return SizeBound(
        lines_at(statement.d, statement.angle), THEOREM, statement.size, Rigor.CERTIFIED, attained, certificate
    )


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
