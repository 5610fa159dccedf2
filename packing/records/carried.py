"""Packings carried from one space into another, with what becomes of their coherence.

| from                  | to                   | coherence c becomes  |
|-----------------------|----------------------|----------------------|
| lines, subspaces of F^d | those over a larger field | c             |
| n/2 lines of R^d      | n points, both ends  | c                    |
| points of S^1, S^2, S^4 | lines of F^2       | sqrt((1 + c)/2)      |
| lines of F^2          | points of S^1, S^2, S^4 | 2 c^2 - 1         |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import sympy

from packing.configuration import Packing
from packing.constructions.bloch import lines_as_points, points_as_lines
from packing.problem import Problem
from packing.space import Space


@dataclass(frozen=True)
class Way:
    """A map of packings: `overlap` of a coherence there (exact or a float), `packing` of a packing there."""

    text: str
    overlap: Callable[[Any], Any]
    packing: Callable[[Packing, Problem], Packing]


def sources(problem: Problem) -> Iterator[tuple[Problem, Way]]:
    """The problems whose packings are packings of this one, and how.

    >>> from packing.problem import lines, vectors
    >>> [str(other) for other, _ in sources(lines(9, 2, "C"))]
    ['9 lines in R^2', '9 vectors on S^2']
    >>> [str(other) for other, _ in sources(vectors(9, 3))]
    ['9 lines in C^2', '5 lines in R^3']
    """
    space, n = problem.space, problem.n
    if not space.has_points:
        for field in space.field.smaller:
            yield Problem(n, replace(space, field=field)), LARGER_FIELD
    if space.sphere_twin is not None:
        yield Problem(n, space.sphere_twin), SPHERE_AS_LINES
    if space.line_twin is not None:
        yield Problem(n, space.line_twin), LINES_AS_SPHERE
    if space.has_points and n > 2:
        yield Problem((n + 1) // 2, Space.lines(space.d)), BOTH_ENDS


def _same(coherence: Any) -> Any:
    return coherence


def _of_points(coherence: Any) -> Any:
    square = (1 + coherence) / 2
    return sympy.sqrt(square) if isinstance(square, sympy.Expr) else max(square, 0.0) ** 0.5


def _of_lines(coherence: Any) -> Any:
    return 2 * coherence**2 - 1


def _embedded(packing: Packing, problem: Problem) -> Packing:
    return Packing(packing.vectors, problem.space)


def _both_ends(packing: Packing, problem: Problem) -> Packing:
    rows = np.concatenate((packing.vectors, -packing.vectors))
    return Packing(rows[: problem.n], problem.space)


def _as_lines(packing: Packing, problem: Problem) -> Packing:
    return points_as_lines(packing)


def _as_points(packing: Packing, problem: Problem) -> Packing:
    return lines_as_points(packing)


LARGER_FIELD = Way("over a larger field", _same, _embedded)
SPHERE_AS_LINES = Way("as lines", _of_points, _as_lines)
LINES_AS_SPHERE = Way("as points", _of_lines, _as_points)
BOTH_ENDS = Way("both ends", _same, _both_ends)
