"""The 600-cell: the 120 unit icosians as points on S^3, or their 60 lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.operations import both_signs
from packing.constructions.ring import Quadratic
from packing.problem import Field, Objects, Problem, lines


def cell_600(objects: Objects = Objects.VECTORS) -> Construction:
    """120 points of R^4 with coherence (1 + sqrt 5)/4, or their 60 lines.

    (+-1, 0, 0, 0), (+-1, +-1, +-1, +-1)/2 and the even permutations of (+-g, +-1, +-1/g, 0)/2, g = (1 + sqrt 5)/2.
    Optimal as points, hence as lines: 60 better lines would give 120 better points. Reference: Boroczky, Acta Math.
    Hungar. 32 (1978).

    Args: `objects`: points of the sphere (the default), or the lines through them.

    >>> [(str(value), pairs) for value, pairs in cell_600(Objects.LINES).angles]
    [('1/4 + sqrt(5)/4', 360), ('1/2', 600), ('-1/4 + sqrt(5)/4', 360), ('0', 450)]
    """
    coherence = (1 + sympy.sqrt(5)) / 4
    axes = Construction("600-cell", lines(60, 4), coherence, "boroczky1978", _axes, "Boroczky bound")
    return axes if objects is Objects.LINES else replace(both_signs(axes), name=axes.name, optimal=axes.optimal)


def members(problem: Problem) -> Iterator[Construction]:
    """The 600-cell."""
    if problem.d == 4 and problem.field is Field.REAL and problem.n == (60 if problem.has_lines else 120):
        yield cell_600(problem.objects)


def _axes() -> ExactVectors:
    """Four times one of each pair of opposite vertices, over Z[sqrt 5]: 2 g = 1 + sqrt 5, 2/g = sqrt 5 - 1."""
    whole, half, zero = (4, 0), (2, 0), (0, 0)
    golden, inverse = (1, 1), (-1, 1)
    rows = [[whole if i == j else zero for j in range(4)] for i in range(4)]
    rows += [[half, *_signed((half,) * 3, signs)] for signs in product((1, -1), repeat=3)]
    for places in permutations(range(4)):
        if _is_even(places):
            for signs in product((1, -1), repeat=2):
                entries = [golden, *_signed((half, inverse), signs), zero]
                rows.append([entries[place] for place in places])
    return ExactVectors(Quadratic(5), np.array(rows), transitive=True)


def _signed(entries: tuple[tuple[int, int], ...], signs: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(sign * a, sign * b) for (a, b), sign in zip(entries, signs, strict=True)]


def _is_even(places: tuple[int, ...]) -> bool:
    inversions = sum(places[i] > places[j] for i in range(4) for j in range(i + 1, 4))
    return inversions % 2 == 0
