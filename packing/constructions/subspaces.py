"""Subspaces from lines and from Pauli matrices, each with its exact coherence.

| subspaces                        | how                                                 | coherence               |
|----------------------------------|-----------------------------------------------------|-------------------------|
| of R^2d, m = 2; of R^4d, m = 4   | lines of C^d, of H^d read over R                    | of the lines            |
| of C^2d, m = 2                   | lines of H^d read over C                            | of the lines            |
| of F^md                          | x (x) F^m for lines x of F^d                        | of the lines            |
| m = d/p of C^d, d = p^k, p prime | eigenspaces of the Heisenberg-Weyl matrices         | sqrt(m/d), chordal      |
| m = d/2 of R^d, d = 2^k          | eigenspaces of the real Pauli matrices of square 1  | sqrt(m/d), chordal      |
| m > d/2                          | orthogonal complements, chordal distance            | m f = 2m - d + m' f'    |

All principal angles of a pair are equal in the first three, so both distances see the same.
The eigenspaces attain the orthoplex bound: 18 planes of R^4, 70 four-spaces of R^8, 30 planes of C^4, ... References:
Lemmens and Seidel, Indag. Math. 35 (1973); Calderbank, Hardin, Rains, Shor, Sloane, J. Algebraic Combin. 9 (1999).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.errors import InputError
from packing.numeric import Floats
from packing.objects import Distance
from packing.problem import Problem
from packing.space import Field, Space

_LARGEST = 32
"""Eigenspaces are built up to this dimension."""

_EIGENSPACES = "calderbank1999"
_ISOCLINIC = "lemmens1973isoclinic"


def over_smaller_field(lines: Construction, field: Field | str) -> Construction:
    """The lines of C^d or H^d as subspaces over a smaller field, all of whose principal angles are equal.

    A line of F^d is a space of dimension m = s(F)/s(K) over K, and <x, y> acts on it as |<x, y>| times an isometry.

    >>> from packing.constructions.eisenstein import hesse_lines
    >>> print(over_smaller_field(hesse_lines(), "R"))
    Hesse SIC over R: 9 2-dimensional subspaces of R^6, coherence 1/2
    """
    smaller = Field(field)
    m = lines.problem.space.scalars // smaller.real_dimension
    if not lines.problem.has_lines or m < 2:
        raise InputError(f"lines are read over a smaller field, not {lines.problem} over {smaller}: take C or H to R")
    space = Space.subspaces(m * lines.problem.d, m, smaller)
    return _from_lines(lines, f"{lines.name} over {smaller}", space, partial(_read_over, lines, space))


def thickened(lines: Construction, m: int) -> Construction:
    """The subspaces x (x) F^m of F^(md) for the lines x of F^d, all of whose principal angles are equal.

    >>> from packing.constructions.simplices import simplex
    >>> from packing.objects import Objects
    >>> print(thickened(simplex(2, Objects.LINES), 2))
    simplex, times 2: 3 2-dimensional subspaces of R^4, coherence 1/2
    """
    if not lines.problem.has_lines or m < 2:
        raise InputError(f"lines are made thicker, and by m >= 2, not {lines.problem} by {m}: take lines")
    space = Space.subspaces(m * lines.problem.d, m, lines.problem.field)
    return _from_lines(lines, f"{lines.name}, times {m}", space, partial(_thickened, lines, m))


def pauli_eigenspaces(d: int, field: Field | str = Field.COMPLEX) -> Construction:
    """The eigenspaces of the Heisenberg-Weyl matrices of C^d, d = p^k, or of those of R^d, d = 2^k, of square 1.

    There are p (d^2 - 1)/(p - 1) of dimension d/p over C, and d^2 + d - 2 of dimension d/2 over R. Two of one matrix
    are orthogonal; the projections of two matrices have trace product d/p^2, so the mean squared cosine is m/d = 1/p.

    Args: `field`: "R" or "C".

    >>> print(pauli_eigenspaces(8, "R"))
    Pauli eigenspaces: 70 4-dimensional subspaces of R^8, coherence sqrt(2)/2
    """
    real = Field(field) is Field.REAL
    p = next((p for p in (2, 3, 5, 7, 11, 13) if d % p == 0), 0)
    if not (p and 4 <= d <= _LARGEST and p ** round(np.log(d) / np.log(p)) == d and d > p and (p == 2 or not real)):
        raise InputError(f"eigenspaces are built in d = 4, 8, 16, 32 and over C in 9, 25, 27, not in {field}^{d}")
    n = d * d + d - 2 if real else p * (d * d - 1) // (p - 1)
    return Construction(
        "Pauli eigenspaces",
        Problem(n, Space.subspaces(d, d // p, field)),
        1 / sympy.sqrt(p),
        _EIGENSPACES,
        None,
        "orthoplex bound",
        rows=partial(_eigenspaces, d, p, real),
    )


def complements_of(subspaces: Construction) -> Construction:
    """The orthogonal complements, by chordal distance: m f = 2m - d + m' f'.

    >>> from packing.constructions.simplices import simplex
    >>> from packing.objects import Objects
    >>> print(complements_of(simplex(3, Objects.LINES)))
    simplex, complements: 4 2-dimensional subspaces of R^3, coherence sqrt(5)/3
    """
    space = subspaces.problem.space.complement
    if space is None or space.distance is not Distance.CHORDAL:
        raise InputError(f"complements are taken by chordal distance, not of {subspaces.problem}: choose that")
    d, m = space.d, space.m
    square = (2 * m - d + (d - m) * subspaces.coherence**2) / sympy.Integer(m)
    return replace(
        subspaces,
        name=f"{subspaces.name}, complements",
        problem=Problem(subspaces.problem.n, space),
        coherence=sympy.sqrt(square),
        build=None,
        rows=partial(_complements, subspaces),
    )


def members(problem: Problem, known: Callable[[Problem], tuple[Construction, ...]]) -> Iterator[Construction]:
    """The subspaces of a problem with m >= 2; `known` gives the constructions of lines and of complements."""
    space, n = problem.space, problem.n
    d, m = space.d, space.m
    if 2 * m > d:
        if space.distance is Distance.CHORDAL and space.complement is not None:
            yield from map(complements_of, known(Problem(n, space.complement)))
        return
    for larger in (Field.COMPLEX, Field.QUATERNION):
        if larger.real_dimension == m * space.scalars and d % m == 0:
            for lines in known(Problem(n, Space.lines(d // m, larger))):
                yield replace(over_smaller_field(lines, space.field), problem=problem)
    if d % m == 0:
        for lines in known(Problem(n, Space.lines(d // m, space.field))):
            yield replace(thickened(lines, m), problem=problem)
    if space.distance is Distance.CHORDAL and space.field is not Field.QUATERNION:
        whole = _pauli(d, space.field)
        if whole is not None and whole.problem == problem:
            yield whole


def _pauli(d: int, field: Field) -> Construction | None:
    try:
        return pauli_eigenspaces(d, field)
    except InputError:
        return None


def _from_lines(lines: Construction, name: str, space: Space, rows: Callable[[], Vectors]) -> Construction:
    """Subspaces with the coherence of the lines, all of whose principal angles are equal."""
    problem = Problem(lines.problem.n, space)
    optimal = _optimal(lines, problem)
    return replace(lines, name=name, problem=problem, reference=_ISOCLINIC, build=None, rows=rows, optimal=optimal)


def _optimal(lines: Construction, problem: Problem) -> str:
    """Welch's bound is the simplex bound of the subspaces; other bounds of lines say nothing of them."""
    simplex = sympy.Rational(problem.n * problem.m - problem.d, problem.d * (problem.n - 1)) if problem.n > 1 else None
    return "simplex bound" if simplex is not None and lines.coherence**2 == simplex else ""


def _read_over(lines: Construction, space: Space) -> Vectors:
    """x k for the units k of F over K: rows that span the line of x over K."""
    field, vectors = lines.problem.field, lines.packing.vectors
    s, d = field.real_dimension, lines.problem.d
    step = space.scalars
    units = np.eye(s)[::step]
    rows = [field.parts_of(field.multiply(vectors, field.scalars_of(unit))) for unit in units]
    parts = np.stack(rows, axis=1).reshape(lines.problem.n, len(units), d, s // step, step)
    if step == 2:  # H as C + C j on the right: conjugation turns left multiples into right ones
        parts = parts * np.array([[1.0, 1.0], [1.0, -1.0]])
    return space.field.scalars_of(np.ascontiguousarray(parts.reshape(lines.problem.n, len(units), -1, step)))


def _thickened(lines: Construction, m: int) -> Vectors:
    field = lines.problem.field
    parts = field.parts_of(lines.packing.vectors)
    n, d, s = parts.shape
    spread = np.einsum("nds,ab->nadbs", parts, np.eye(m)).reshape(n, m, d * m, s)
    return field.scalars_of(spread)


def _complements(subspaces: Construction) -> Vectors:
    """The last d - m right singular vectors of each basis, over F."""
    space = subspaces.problem.space
    other = space.complement
    assert other is not None
    real = space.to_real(subspaces.packing.vectors).reshape(subspaces.problem.n, space.m, space.width)
    spanned = np.moveaxis(space.structure.apply(real), 0, 1).reshape(subspaces.problem.n, -1, space.width)
    found: list[Floats] = []
    for basis in spanned:
        rows: list[Floats] = list(np.linalg.qr(basis.T)[0].T)
        chosen: list[Floats] = []
        for unit in np.eye(space.width):
            left = unit - sum(row * (row @ unit) for row in rows)
            left = left - sum(row * (row @ left) for row in rows)
            length = float(np.linalg.norm(left))
            if length > 1e-6 and len(chosen) < other.m:
                chosen.append(left / length)
                rows += list(space.structure.apply(chosen[-1]))
        found.append(np.array(chosen))
    vectors = space.from_real(np.array(found))
    return vectors[:, 0] if other.m == 1 else vectors


def _eigenspaces(d: int, p: int, real: bool) -> Vectors:
    """Bases of all eigenspaces of X^a Z^b, one of each class of multiples of (a, b), over F_p^(2k)."""
    k = round(np.log(d) / np.log(p))
    digits = np.array(list(product(range(p), repeat=k)))
    root = np.exp(2j * np.pi / p)
    found = []
    for power in product(range(p), repeat=2 * k):
        first = next((x for x in power if x), 0)
        a, b = np.array(power[:k]), np.array(power[k:])
        if first != 1 or (real and a @ b % 2):
            continue
        moved = (digits + a) % p @ p ** np.arange(k)[::-1]
        matrix = np.zeros((d, d), dtype=complex)
        matrix[moved, np.arange(d)] = root ** (digits @ b)
        if p == 2 and a @ b % 2:
            matrix *= 1j
        for value in root ** np.arange(p):
            projection = sum(np.linalg.matrix_power(matrix / value, j) for j in range(p)) / p
            basis = np.linalg.svd(projection)[0][:, : d // p].T
            found.append(basis.real if real else basis)
    return np.array(found)
