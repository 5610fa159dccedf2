"""Subspaces from subspaces: several copies, sums in orthogonal spaces, and real ones over C.

| subspaces                       | how                                    | f                             |
|---------------------------------|----------------------------------------|-------------------------------|
| k m of F^(k d)                  | X (x) F^k                              | that of X, all angles alike   |
| m + m' of F^(d + d')            | X_i + Y_i, i = 1, ..., n, by pairs     | (m f + m' f')/(m + m')        |
| m of C^d                        | X (x) C for X real                     | that of X                     |

The second for equidistant X and Y, of which all f are equal. Where m/d = m'/d' and both are at the simplex bound, the
sum is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.errors import InputError
from packing.problem import Problem
from packing.space import Distance, Field, Space

_LARGEST = 32
"""Sums are made up to so many dimensions."""

_EQUIDISTANT = ("simplex bound", "Welch bound")

Known = Callable[[Problem], tuple[Construction, ...]]


def copies(subspaces: Construction, k: int) -> Construction:
    """X (x) F^k of F^(k d) for the subspaces X.

    >>> from packing.constructions.planes import turned_planes
    >>> print(copies(turned_planes(10), 2))
    turned planes, 2 copies: 10 4-dimensional subspaces of R^8, coherence 2/3
    """
    space = subspaces.problem.space
    if k < 2 or space.has_points:
        raise InputError(f"copies are made of subspaces, two at least, not {k} of {subspaces.problem}: take k = 2")
    wider = Space.subspaces(k * space.d, k * space.m, space.field, space.distance)
    return _made(subspaces, f"{subspaces.name}, {k} copies", wider, partial(_copies, subspaces, k))


def direct_sum(one: Construction, other: Construction) -> Construction:
    """X_i + Y_i in F^(d + d') for n equidistant X and n equidistant Y, by chordal distance.

    Args: `one` and `other`: constructions of as many subspaces or lines over one field.

    >>> from packing.constructions.planes import turned_planes
    >>> from packing.constructions.subspaces import over_smaller_field
    >>> from packing.constructions.harmonic import members as harmonic
    >>> from packing.problem import lines
    >>> planes = over_smaller_field(next(iter(harmonic(lines(7, 3, "C")))), "R")
    >>> print(direct_sum(turned_planes(7), planes))
    turned planes + harmonic, Singer difference set over R: 7 4-dimensional subspaces of R^10, coherence sqrt(46)/12
    """
    first, second = one.problem.space, other.problem.space
    n, m = one.problem.n, first.m + second.m
    if one.optimal not in _EQUIDISTANT or other.optimal not in _EQUIDISTANT:
        raise InputError(f"sums are of equidistant packings, which {one} and {other} are not known to be: take others")
    if other.problem.n != n or first.field is not second.field or first.distance is not second.distance:
        raise InputError(f"sums are of as many subspaces over one field, not of {one} and {other}: take others")
    space = Space.subspaces(first.d + second.d, m, first.field, first.distance)
    square = (first.m * one.coherence**2 + second.m * other.coherence**2) / sympy.Integer(m)
    made = _made(one, f"{one.name} + {other.name}", space, partial(_sum, one, other))
    return _judged(replace(made, coherence=sympy.sqrt(sympy.expand(square))))


def members(problem: Problem, known: Known) -> Iterator[Construction]:
    """Copies of what is known in fewer dimensions, sums at the simplex bound, and over C what is known over R."""
    space, n = problem.space, problem.n
    d, m = space.d, space.m
    if d > _LARGEST or 2 * m > d:
        return
    for k in (k for k in range(2, m) if m % k == 0 and d % k == 0):
        for part in known(Problem(n, _smaller(space, d // k, m // k))):
            yield copies(part, k)
    if space.distance is Distance.CHORDAL:
        for size in (size for size in range(1, m // 2 + 1) if size * d % m == 0):
            one, other = (
                _simplex(known(Problem(n, _smaller(space, each * d // m, each)))) for each in (size, m - size)
            )
            if one is not None and other is not None:
                yield direct_sum(one, other)
    if space.field is Field.COMPLEX:
        for real in known(Problem(n, Space.subspaces(d, m, Field.REAL, space.distance))):
            yield _made(real, f"{real.name} over C", space, partial(_complex, real))


def _smaller(space: Space, d: int, m: int) -> Space:
    return Space.subspaces(d, m, space.field, space.distance)


def _simplex(constructions: tuple[Construction, ...]) -> Construction | None:
    return next((found for found in constructions if found.optimal in _EQUIDISTANT), None)


def _made(source: Construction, name: str, space: Space, rows: Callable[[], Vectors]) -> Construction:
    made = replace(
        source, name=name, problem=Problem(source.problem.n, space), build=None, rows=rows, optimal="",
    )  # fmt: skip
    return _judged(made)


def _judged(made: Construction) -> Construction:
    """With the name of the bound that the coherence attains: simplex, or orthoplex where that is in force."""
    problem, space = made.problem, made.problem.space
    n, d, m = problem.n, space.d, space.m
    square = made.coherence**2
    if n > 1 and square == sympy.Rational(n * m - d, d * (n - 1)):
        return replace(made, optimal="simplex bound")
    orthoplex = n > space.forms and space.distance is Distance.CHORDAL and square == sympy.Rational(m, d)
    return replace(made, optimal="orthoplex bound" if orthoplex else "")


def _rows(source: Construction) -> Vectors:
    """The frames (n, m, d) of subspaces and lines alike."""
    vectors, space = source.packing.vectors, source.problem.space
    return vectors.reshape(source.problem.n, space.m, *vectors.shape[1 + (space.m > 1) :])


def _copies(source: Construction, k: int) -> Vectors:
    rows, field = _rows(source), source.problem.field
    parts = field.parts_of(rows)
    n, m, d, s = parts.shape
    spread = np.einsum("nads,bc->nabdcs", parts, np.eye(k)).reshape(n, m * k, d * k, s)
    return field.scalars_of(np.ascontiguousarray(spread))


def _sum(one: Construction, other: Construction) -> Vectors:
    field = one.problem.field
    first, second = (field.parts_of(_rows(part)) for part in (one, other))
    n, m, d, s = first.shape
    whole = np.zeros((n, m + second.shape[1], d + second.shape[2], s))
    whole[:, :m, :d], whole[:, m:, d:] = first, second
    return field.scalars_of(whole)


def _complex(real: Construction) -> Vectors:
    return np.asarray(real.packing.vectors, dtype=np.complex128)
