"""New constructions from old: over a larger field, both signs, complements of tight frames, parts, tegum products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from math import lcm
from typing import cast

import numpy as np
import sympy

from packing.configuration import Packing, Vectors
from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.gramian import vectors_of
from packing.constructions.ring import INTEGERS, Cyclotomic, Ring
from packing.errors import InputError
from packing.problem import Field, Objects, Problem
from packing.rigor import Rigor
from packing.space import Space

_ALL_FIELDS = ("Welch bound", "orthonormal")
"""Bounds that hold over R, C and H alike, so that lines which attain one are optimal over a larger field too."""


def over(lines: Construction, field: Field) -> Construction:
    """The same lines over a larger field.

    >>> from packing.constructions.eisenstein import hesse_lines
    >>> print(over(hesse_lines(), Field.QUATERNION))
    Hesse SIC: 9 lines in H^3, coherence 1/2
    """
    return replace(
        lines,
        problem=Problem(lines.problem.n, lines.problem.d, field, Objects.LINES),
        rows=None if lines.rows is None else partial(_rows_over, lines, field),
        optimal=lines.optimal if lines.optimal in _ALL_FIELDS else "",
    )


def complexified(real: Construction) -> Construction:
    """The same lines in C^d.

    Args: `real`: a construction of real lines.

    >>> from packing.constructions.roots import root_system
    >>> print(complexified(root_system("E", 8, Objects.LINES)))
    E8 root lines: 120 lines in C^8, coherence 1/2
    """
    return over(real, Field.COMPLEX)


def both_signs(lines: Construction) -> Construction:
    """The 2n points on the sphere at the ends of n > 1 real lines: +x_1, ..., +x_n, -x_1, ..., -x_n.

    >>> from packing.constructions.simplices import simplex
    >>> print(both_signs(simplex(3, Objects.LINES)))
    simplex, both signs: 8 vectors on S^2, coherence 1/3
    """
    if lines.problem.space != Space.lines(lines.problem.d):
        raise InputError(f"both signs are taken of real lines, not of {lines.problem}: choose lines over R")
    return replace(
        lines,
        name=f"{lines.name}, both signs",
        problem=Problem(2 * lines.problem.n, Space.sphere(lines.problem.d)),
        build=None if lines.build is None else partial(_both_signs, lines),
        rows=None if lines.rows is None else partial(_rows_both_signs, lines),
        optimal="",
    )


def complement(lines: Construction) -> Construction:
    """n equiangular lines in F^(n-d) from n in F^d that meet the Welch bound: the multiple of I - P as Gram matrix.

    P = (d/n) G is a projection, and so is I - P. The coherence is d/(n-d) times the old one and meets Welch's bound
    again. Reference: Naimark 1940.

    >>> from packing.constructions.eisenstein import hesse_lines
    >>> print(complement(hesse_lines()))
    Hesse SIC, complement: 9 lines in C^6, coherence 1/4
    """
    n, d = lines.problem.n, lines.problem.d
    if lines.optimal != "Welch bound" or n <= d + 1:
        raise InputError(
            f"a complement needs more than d + 1 lines that meet the Welch bound, not {lines}: take others"
        )

    return replace(
        lines,
        name=f"{lines.name}, complement",
        problem=Problem(n, n - d, lines.problem.field, Objects.LINES),
        coherence=lines.coherence * sympy.Rational(d, n - d),
        build=None if lines.build is None else partial(_complement, lines),
        rows=None if lines.build is not None else partial(_rows_of_complement, lines),
    )


def part(construction: Construction, n: int) -> Construction:
    """The first n vectors: their coherence is at most that of all, and is read from them exactly where they are exact.

    Args: `construction`: of at least n vectors.

    >>> from packing.constructions.simplices import simplex
    >>> print(part(simplex(4, Objects.LINES), 3))
    simplex, first 3: 3 lines in R^4, coherence 1/4
    """
    whole = construction.problem
    if not 1 < n <= whole.n:
        raise InputError(f"a part has 2 to {whole.n} vectors, not {n}: choose n in that range")

    build = partial(_first, construction, n)
    exact = construction.build is not None
    return replace(
        construction,
        name=f"{construction.name}, first {n}",
        problem=whole.resized(n),
        coherence=_coherence(construction, build()) if exact else construction.coherence,
        build=build if exact else None,
        rows=None if construction.rows is None else partial(_first_rows, construction, n),
        optimal="",
    )


def _rows_over(lines: Construction, field: Field) -> Vectors:
    return Space.lines(lines.problem.d, field).embedded(lines.packing.vectors)


def _both_signs(lines: Construction) -> ExactVectors:
    half = lines.vectors
    return ExactVectors(half.ring, np.concatenate((half.coefficients, -half.coefficients)), half.transitive)


def _rows_both_signs(lines: Construction) -> Vectors:
    half = lines.packing.vectors
    return cast("Vectors", np.concatenate((half, -half)))


def _complement(lines: Construction) -> ExactVectors:
    n, d, source = lines.problem.n, lines.problem.d, lines.vectors
    norms = set(source.norms.tolist())
    if len(norms) > 1:
        raise ValueError("a complement needs rows of one length")
    rows = -d * source.inner(slice(None), slice(None))
    rows[np.arange(n), np.arange(n), 0] += n * norms.pop()
    return ExactVectors(source.ring, rows // np.gcd.reduce(rows, axis=None), source.transitive)


def _rows_of_complement(lines: Construction) -> Vectors:
    """Vectors with the Gram matrix (n I - d G)/(n - d)."""
    n, d, field = lines.problem.n, lines.problem.d, lines.problem.field
    parts = -d * field.parts_of(lines.packing.gram)
    parts[np.arange(n), np.arange(n), 0] += n
    return vectors_of(field.scalars_of(parts / (n - d)), n - d)


def _first(construction: Construction, n: int) -> ExactVectors:
    every = construction.vectors
    return ExactVectors(every.ring, every.coefficients[:n])


def _first_rows(construction: Construction, n: int) -> Vectors:
    return construction.packing.vectors[:n]


def _coherence(whole: Construction, rows: ExactVectors) -> sympy.Expr:
    """That of the whole where two of `rows` attain it, seen in floats, else the largest of all overlaps."""
    space = whole.problem.space
    largest = Packing(rows.floats(space.d, space.field), space).coherence
    if abs(largest - float(whole.coherence)) < 1e-9:
        return whole.coherence
    return rows.angles(whole.problem.objects)[0].value


def tegum_product(*factors: Construction) -> Construction:
    """The factors in mutually orthogonal subspaces: n and d add up, the coherence is the largest one, or 0 if more.

    Raises `InputError` where the factors differ in field or objects.

    >>> from packing.constructions.simplices import simplex
    >>> print(tegum_product(simplex(2), simplex(1)))
    simplex (+) simplex: 5 vectors on S^2, coherence 0
    """
    kinds = {(factor.problem.field, factor.problem.objects) for factor in factors}
    if len(factors) < 2 or len(kinds) > 1:
        named = ", ".join(str(factor.problem) for factor in factors) or "none"
        raise InputError(f"a tegum product needs two or more factors of one kind, not {named}: take all over one field")
    ((field, objects),) = kinds
    problem = Problem(sum(f.problem.n for f in factors), sum(f.problem.d for f in factors), field, objects)
    coherences = [factor.coherence for factor in factors if factor.problem.n > 1]
    exact = all(factor.build is not None for factor in factors)

    return Construction(
        " (+) ".join(factor.name for factor in factors),
        problem,
        max([*coherences, sympy.S.Zero], key=float),
        factors[0].reference,
        partial(_sum, factors) if exact else None,
        rows=partial(_block_rows, factors),
        rigor=min((factor.rigor for factor in factors), key=lambda rigor: Rigor(rigor).strength),
    )


def _sum(factors: Sequence[Construction]) -> ExactVectors:
    """The orthogonal sum over a ring that contains those of the factors."""
    parts = [factor.vectors for factor in factors]
    ring = _common_ring([part.ring for part in parts])
    blocks = [_embedded(part, ring) for part in parts]
    return ExactVectors(
        ring, np.stack([_block_diagonal([b[..., e] for b in blocks]) for e in range(ring.degree)], axis=2)
    )


def _common_ring(rings: Sequence[Ring]) -> Ring:
    different = {ring for ring in rings if ring != INTEGERS}
    if len(different) <= 1:
        return different.pop() if different else INTEGERS
    return Cyclotomic(lcm(*(ring.conductor for ring in different)))


def _embedded(part: ExactVectors, ring: Ring) -> np.ndarray:
    if part.ring == ring:
        return part.coefficients
    if part.ring == INTEGERS:
        padding = [(0, 0), (0, 0), (0, ring.degree - 1)]
        return np.pad(part.coefficients, padding)
    return part.coefficients @ part.ring.embedding(ring.conductor)


def _block_rows(factors: Sequence[Construction]) -> Vectors:
    field = factors[0].problem.field
    blocks = [field.parts_of(factor.packing.vectors) for factor in factors]
    parts = [_block_diagonal([block[..., c] for block in blocks]) for c in range(field.real_dimension)]
    return field.scalars_of(np.stack(parts, axis=-1))


def _block_diagonal(blocks: Sequence[np.ndarray]) -> np.ndarray:
    height, width = sum(len(block) for block in blocks), sum(block.shape[1] for block in blocks)
    matrix = np.zeros((height, width), dtype=np.result_type(*blocks))
    row = column = 0
    for block in blocks:
        matrix[row : row + block.shape[0], column : column + block.shape[1]] = block
        row, column = row + block.shape[0], column + block.shape[1]
    return matrix
