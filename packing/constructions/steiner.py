"""Steiner equiangular tight frames: a simplex for each point of a design, spread over the blocks through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from math import isqrt

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.fields import finite_field, prime_power, subspace_points
from packing.constructions.hadamard import hadamard_matrix, has_hadamard_matrix
from packing.constructions.hyperovals import exterior_design, is_even_order
from packing.constructions.ring import Cyclotomic, Integers
from packing.constructions.triples import has_triple_system, triple_system
from packing.problem import Field, Problem


@dataclass(frozen=True)
class Design:
    """A 2-(v, k, 1) design: blocks of k of the v points, each two points in exactly one block."""

    name: str
    v: int
    k: int
    incidence: Callable[[], Integers]

    @property
    def replication(self) -> int:
        """r = (v-1)/(k-1), the number of blocks through a point."""
        return (self.v - 1) // (self.k - 1)

    @property
    def blocks(self) -> int:
        """b = v r / k."""
        return self.v * self.replication // self.k


def designs(blocks: int) -> Iterator[Design]:
    """The designs with `blocks` blocks among: pairs, triple systems, lines of AG(m, q) and PG(m, q), hyperovals' lines.

    >>> [design.name for design in designs(7)]
    ['PG(2, 2)']
    """
    for v in range(4, blocks + 1):
        if v * (v - 1) // 2 == blocks:
            yield Design(f"pairs of {v}", v, 2, partial(_pairs, v))
        if v > 9 and has_triple_system(v) and v * (v - 1) // 6 == blocks:
            yield Design(f"triples of {v}", v, 3, partial(_triples, v))
    q = isqrt(blocks + 1)
    if q > 4 and q * q == blocks + 1 and is_even_order(q):
        yield Design(f"exterior lines, q = {q}", q * (q - 1) // 2, q // 2, partial(exterior_design, q))
    for q in range(2, blocks):
        if prime_power(q):
            m, v = 2, q * q
            while v <= blocks:
                for name, points, build in (
                    (f"AG({m}, {q})", v, _affine),
                    (f"PG({m}, {q})", (v * q - 1) // (q - 1), _projective),
                ):
                    k = q if build is _affine else q + 1
                    if k > 2 and points * (points - 1) == blocks * k * (k - 1):
                        yield Design(name, points, k, partial(build, q, m))
                m, v = m + 1, v * q


def steiner_lines(design: Design, field: Field) -> Construction:
    """v (r + 1) lines in F^b with coherence 1/r, the Welch bound; over R a Hadamard matrix of order r + 1 is needed.

    The r rows of such a flat matrix (over C the Fourier matrix) without its first are r + 1 vectors with inner products
    -1; those of a point occupy its r blocks, and two points share one block. Reference: Fickus, Mixon, Tremain, Linear
    Algebra Appl. 436 (2012).

    Args: `design`: a 2-(v, k, 1) design with b blocks, r through each point; `field`: R or C.

    >>> print(steiner_lines(next(designs(7)), Field.REAL))
    Steiner, PG(2, 2): 28 lines in R^7, coherence 1/3
    """
    n = design.v * (design.replication + 1)
    problem = Problem(n, design.blocks, field)
    coherence = sympy.Rational(1, design.replication)
    build = partial(_build, design, field)
    return Construction(f"Steiner, {design.name}", problem, coherence, "fickus2012", build, "Welch bound")


def members(problem: Problem) -> Iterator[Construction]:
    """The Steiner frames of n lines in d dimensions."""
    if problem.has_lines and problem.n > problem.d:
        for design in _designs(problem.d):
            r = design.replication
            if design.v * (r + 1) == problem.n and _has_flat_rows(problem.field, r + 1):
                yield steiner_lines(design, problem.field)


@lru_cache(maxsize=1024)
def _designs(blocks: int) -> tuple[Design, ...]:
    return tuple(designs(blocks))


def _has_flat_rows(field: Field, order: int) -> bool:
    return field is Field.COMPLEX or (field is Field.REAL and has_hadamard_matrix(order))


def _build(design: Design, field: Field) -> ExactVectors:
    incidence = design.incidence()
    r = design.replication
    if field is Field.REAL:
        ring, flat = Cyclotomic(1), hadamard_matrix(r + 1)[1:, :, None]
    else:
        ring = Cyclotomic(r + 1)
        flat = ring.power(np.arange(1, r + 1)[:, None] * np.arange(r + 1)[None, :])
    rows = np.zeros((design.v, r + 1, design.blocks, ring.degree), dtype=np.int64)
    for point, row in enumerate(incidence):
        rows[point][:, np.flatnonzero(row)] = flat.transpose(1, 0, 2)
    return ExactVectors(ring, rows.reshape(design.v * (r + 1), design.blocks, ring.degree))


def _pairs(v: int) -> Integers:
    return _incidence(v, list(combinations(range(v), 2)))


def _triples(v: int) -> Integers:
    return _incidence(v, triple_system(v))


def _affine(q: int, m: int) -> Integers:
    """The lines x + GF(q) u of GF(q)^m."""
    field = finite_field(q)
    weights = q ** np.arange(m)
    points = np.arange(q**m)[:, None] // weights % q
    found = set()
    for direction in subspace_points(q, m):
        steps = field.multiply(np.arange(q)[:, None], direction[None, :])
        for point in points:
            found.add(tuple(sorted((field.add(point[None, :], steps) @ weights).tolist())))
    return _incidence(q**m, sorted(found))


def _projective(q: int, m: int) -> Integers:
    """The lines of PG(m, q): x, y and x + t y for t in GF(q), normed."""
    field = finite_field(q)
    points = subspace_points(q, m + 1)
    number = {tuple(point): i for i, point in enumerate(points.tolist())}
    inverse = np.zeros(q, dtype=np.int64)
    inverse[field.powers] = field.powers[-np.arange(q - 1) % (q - 1)]
    found = set()
    for x, y in combinations(range(len(points)), 2):
        sums = field.add(points[x][None, :], field.multiply(np.arange(q)[:, None], points[y][None, :]))
        leading = sums[np.arange(q), (sums != 0).argmax(axis=1)]
        normed = field.multiply(sums, inverse[leading][:, None])
        found.add(tuple(sorted({y, *(number[tuple(row)] for row in normed.tolist())})))
    return _incidence(len(points), sorted(found))


def _incidence(v: int, blocks: Sequence[tuple[int, ...]]) -> Integers:
    """The (v, b) matrix with 1 where a point lies in a block."""
    matrix = np.zeros((v, len(blocks)), dtype=np.int64)
    for column, block in enumerate(blocks):
        matrix[list(block), column] = 1
    return matrix
