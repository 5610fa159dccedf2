"""Root systems A_d, D_d, E_6, E_7, E_8: all angles 60 or 90 degrees between their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations, product
from typing import Any

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.ring import Integers
from packing.errors import InputError
from packing.problem import Field, Objects, Problem


def root_system(letter: str, d: int, objects: Objects = Objects.VECTORS) -> Construction:
    """The roots of the simply laced system `letter`_d as points (coherence 1/2), or their lines, half as many.

    | system | points     | valid for    |
    |--------|------------|--------------|
    | A_d    | d (d + 1)  | d >= 2       |
    | D_d    | 2 d (d - 1)| d >= 4       |
    | E_d    | 72, 126, 240 | d = 6, 7, 8 |

    The lines of D_4, E_6, E_7 and E_8 meet Levenshtein's bound n <= d(d+2)(1-a)/(3-(d+2)a), a = 1/4, hence are optimal;
    so are the points of D_4 (de Laat, Leijenhorst, de Muinck Keizer 2024) and E_8 (Levenshtein; Odlyzko, Sloane 1979).
    Reference: Conway and Sloane, Sphere Packings, Lattices and Groups, chapter 4.

    Args: `objects`: points of the sphere (the default), or the lines through them.

    >>> root_system("E", 8).angles[:3]
    (ExactOverlap(value=1/2, multiplicity=6720), ExactOverlap(value=0, multiplicity=15120), \
ExactOverlap(value=-1/2, multiplicity=6720))
    """
    if letter not in _SYSTEMS or not _valid(letter, d):
        raise InputError(f"there is no simply laced root system {letter}_{d}: take A_2.., D_4.., E_6, E_7 or E_8")
    points = _SYSTEMS[letter][0](d)
    has_lines = objects is Objects.LINES
    optimal = (_OPTIMAL_LINES if has_lines else _OPTIMAL_POINTS).get((letter, d), "")
    return Construction(
        f"{letter}{d} {'root lines' if has_lines else 'roots'}",
        Problem(points // 2 if has_lines else points, d, Field.REAL, objects),
        sympy.Rational(1, 2),
        "conway1999",
        partial(_build, letter, d, has_lines),
        optimal=optimal,
    )


def members(problem: Problem) -> Iterator[Construction]:
    """The root systems of rank d with n roots, or n pairs of opposite roots."""
    if problem.field is Field.REAL:
        points = 2 * problem.n if problem.has_lines else problem.n
        for letter, (count, _) in _SYSTEMS.items():
            if _valid(letter, problem.d) and count(problem.d) == points:
                yield root_system(letter, problem.d, problem.objects)


def e8_roots() -> Integers:
    """The 240 roots of E_8 times 2, shape (240, 8): +-2 e_i +- 2 e_j and (+-1, ..., +-1) with an even number of -1."""
    spinors = [signs for signs in product((1, -1), repeat=8) if np.prod(signs) == 1]
    return np.concatenate((2 * _type_d(8), np.array(spinors, dtype=np.int64)))


def _valid(letter: str, d: int) -> bool:
    return {"A": d >= 2, "D": d >= 4, "E": d in (6, 7, 8)}[letter]


def _build(letter: str, d: int, has_lines: bool) -> ExactVectors:
    roots = _SYSTEMS[letter][1](d)
    if has_lines:
        leading = roots[np.arange(len(roots)), (roots != 0).argmax(axis=1)]
        roots = roots[leading > 0]
    return integer_vectors(roots, transitive=True)


def _type_a(d: int) -> Integers:
    """e_i - e_j in R^(d+1), i != j."""
    pairs = [(i, j) for i in range(d + 1) for j in range(d + 1) if i != j]
    basis = np.eye(d + 1, dtype=np.int64)
    return np.array([basis[i] - basis[j] for i, j in pairs])


def _type_d(d: int) -> Integers:
    """+-e_i +- e_j, i < j."""
    basis = np.eye(d, dtype=np.int64)
    pairs = combinations(range(d), 2)
    return np.array([s * basis[i] + t * basis[j] for i, j in pairs for s in (1, -1) for t in (1, -1)])


def _type_e(d: int) -> Integers:
    """The roots of E_8 orthogonal to nothing (d = 8), to the root e_7 + e_8 (d = 7) or to e_6 - e_7 as well (d = 6)."""
    roots = e8_roots()
    if d <= 7:
        roots = roots[roots[:, 6] + roots[:, 7] == 0]
    if d == 6:
        roots = roots[roots[:, 5] == roots[:, 6]]
    return roots


_SYSTEMS: dict[str, tuple[Callable[[int], int], Callable[[int], Any]]] = {
    "A": (lambda d: d * (d + 1), _type_a),
    "D": (lambda d: 2 * d * (d - 1), _type_d),
    "E": (lambda d: {6: 72, 7: 126, 8: 240}[d], _type_e),
}
_OPTIMAL_LINES = dict.fromkeys((("D", 4), ("E", 6), ("E", 7), ("E", 8)), "Levenshtein bound")
_OPTIMAL_POINTS = {("D", 4): "de Laat-Leijenhorst-de Muinck Keizer bound", ("E", 8): "Levenshtein bound"}
