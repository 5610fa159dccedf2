"""Derived codes: the points of a code at one inner product with one of them, seen from there: E8 and Leech towers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.golay import leech_vectors
from packing.constructions.ring import Integers
from packing.constructions.roots import e8_roots
from packing.errors import InputError
from packing.problem import Field, Objects, Problem


def derived(points: Integers, centre: Integers, product: int) -> Integers:
    """The rows x with <x, c> = `product`, projected off c and divided by their common factor, shape (m, width).

    From points of squared norm N and a centre of squared norm M, inner products p become (p - product^2/M)/(N -
    product^2/M). Reference: Delsarte, Goethals, Seidel, Geom. Dedicata 6 (1977).

    >>> derived(e8_roots(), e8_roots()[0], 4).shape
    (56, 8)
    """
    chosen = points[points @ centre == product]
    if not len(chosen):
        raise InputError(f"no point has inner product {product} with the centre: take one that occurs")
    rows = int(centre @ centre) * chosen - product * centre
    reduced: Integers = rows // np.gcd.reduce(rows, axis=None)
    return reduced


@dataclass(frozen=True)
class SharpCode:
    """A code of the towers: n points of R^d with the cosine num/den; `rows` makes them."""

    name: str
    n: int
    d: int
    cosine: tuple[int, int]
    reference: str
    rows: Callable[[], Integers]
    optimal: str = "Levenshtein bound"
    transitive: bool = True


def sharp_code(code: SharpCode) -> Construction:
    """The points of `code` as a construction.

    >>> [str(sharp_code(code)) for code in CODES[:2]]
    ['Gosset code: 56 vectors on S^6, coherence 1/3', 'Schlaefli code: 27 vectors on S^5, coherence 1/4']
    """
    problem = Problem(code.n, code.d, Field.REAL, Objects.VECTORS)
    build = partial(_exact, code)
    return Construction(code.name, problem, sympy.Rational(*code.cosine), code.reference, build, code.optimal)


def antipodal_lines(code: SharpCode, name: str, optimal: str) -> Construction:
    """The lines of an antipodal code, one of each pair of opposite points."""
    problem = Problem(code.n // 2, code.d, Field.REAL, Objects.LINES)
    build = partial(_exact_half, code)
    return Construction(name, problem, sympy.Rational(*code.cosine), code.reference, build, optimal)


def members(problem: Problem) -> Iterator[Construction]:
    """The codes of the towers, and the lines of the antipodal ones."""
    if problem.field is Field.REAL:
        for code in CODES:
            if not problem.has_lines and (code.n, code.d) == (problem.n, problem.d):
                yield sharp_code(code)
        for code, name, optimal in LINES:
            if problem.has_lines and (code.n, code.d) == (2 * problem.n, problem.d):
                yield antipodal_lines(code, name, optimal)


def _exact(code: SharpCode) -> ExactVectors:
    return integer_vectors(code.rows(), transitive=code.transitive)


def _exact_half(code: SharpCode) -> ExactVectors:
    return integer_vectors(half(code.rows()), transitive=code.transitive)


def half(points: Integers) -> Integers:
    """Of each pair x, -x the one whose first non-zero coordinate is positive."""
    leading = points[np.arange(len(points)), (points != 0).argmax(axis=1)]
    return points[leading > 0]


@cache
def _gosset(steps: int) -> Integers:
    """The tower of E8: 240, 56, 27, 16, 10 points in dimensions 8 to 4, each at the largest inner product."""
    points = e8_roots()
    for _ in range(steps):
        products = points @ points[0]
        points = derived(points, points[0], int(np.unique(products)[-2]))
    return points


@cache
def _leech(steps: int) -> Integers:
    """196560, 4600, 891 points in dimensions 24, 23, 22."""
    points = leech_vectors()
    for _ in range(steps):
        products = points @ points[0]
        points = derived(points, points[0], int(np.unique(products)[-2]))
    return points


@cache
def _type_three() -> Integers:
    """552 points of R^23: the minimal vectors x of Leech with x and v - x both minimal, v of squared norm 6, off v."""
    vectors = leech_vectors()
    second = vectors[np.flatnonzero(vectors @ vectors[0] == 8)[0]]
    return derived(vectors, vectors[0] - second, 24)


@cache
def _mclaughlin(steps: int) -> Integers:
    """275 points of R^22 from the 552 at 1/5, then 162 of R^21 from these at 1/6."""
    points = _type_three()
    for _ in range(steps + 1):
        products = points @ points[0]
        points = derived(points, points[0], int(np.unique(products)[-2]))
    return points


CODES = (
    SharpCode("Gosset code", 56, 7, (1, 3), "levenshtein1979", partial(_gosset, 1)),
    SharpCode("Schlaefli code", 27, 6, (1, 4), "levenshtein1979", partial(_gosset, 2)),
    SharpCode("Clebsch code", 16, 5, (1, 5), "levenshtein1979", partial(_gosset, 3)),
    SharpCode("Leech minimal vectors", 196560, 24, (1, 2), "leech1967", leech_vectors),
    SharpCode("Leech derived code", 4600, 23, (1, 3), "levenshtein1979", partial(_leech, 1)),
    SharpCode("Leech twice derived code", 891, 22, (1, 4), "levenshtein1979", partial(_leech, 2)),
    SharpCode("Conway code", 552, 23, (1, 5), "cohn2007", _type_three),
    SharpCode("McLaughlin code", 275, 22, (1, 6), "cohn2007", partial(_mclaughlin, 0)),
    SharpCode("McLaughlin subconstituent", 162, 21, (1, 7), "cohn2007", partial(_mclaughlin, 1)),
)
"""The sharp codes of the towers below E8 and the Leech lattice."""

_BY_SIZE = {code.n: code for code in CODES}

LINES = (
    (_BY_SIZE[56], "28 bitangent lines", "Welch bound"),
    (_BY_SIZE[196560], "Leech lines", "Levenshtein bound"),
    (_BY_SIZE[4600], "Leech derived lines", "Levenshtein bound"),
    (_BY_SIZE[552], "McLaughlin lines", "Welch bound"),
)
"""The antipodal codes among them with the names of their lines."""
