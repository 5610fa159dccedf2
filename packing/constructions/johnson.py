"""Johnson codes: the k-subsets of v things as points on a sphere; the Petersen code is (v, k) = (5, 2)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations
from math import comb

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.errors import InputError
from packing.problem import Field, Objects, Problem


def johnson_code(v: int, k: int) -> Construction:
    """C(v, k) points on S^(v-2): the indicators of k-subsets of v, projected off (1, ..., 1). Valid for 2 <= k <= v/2.

    Two subsets that share k - i elements have inner product 1 - i v/(k (v-k)), so the coherence is 1 - v/(k(v-k)).
    The Petersen code v = 5, k = 2 has 10 points of R^4 with inner products 1/6 and -2/3 and is optimal. Reference:
    Bachoc and Vallentin, Optimality and uniqueness of the (4, 10, 1/6) spherical code, JCTA 116 (2009).

    >>> johnson_code(5, 2).angles
    (ExactOverlap(value=1/6, multiplicity=30), ExactOverlap(value=-2/3, multiplicity=15))
    """
    if not 2 <= k <= v / 2:
        raise InputError(f"a Johnson code needs 2 <= k <= v/2, not v = {v}, k = {k}: take k-subsets of at least 2k")
    petersen = (v, k) == (5, 2)
    return Construction(
        "Petersen code" if petersen else f"Johnson code ({v}, {k})",
        Problem(comb(v, k), v - 1, Field.REAL, Objects.VECTORS),
        1 - sympy.Rational(v, k * (v - k)),
        "bachoc2009" if petersen else "delsarte1973",
        partial(_subsets, v, k),
        optimal="Bachoc-Vallentin bound" if petersen else "",
    )


def _subsets(v: int, k: int) -> ExactVectors:
    rows = np.full((comb(v, k), v), -k, dtype=np.int64)
    for row, subset in enumerate(combinations(range(v), k)):
        rows[row, subset] += v
    return integer_vectors(rows, transitive=True)


def members(problem: Problem) -> Iterator[Construction]:
    """The Johnson codes with v = d + 1 and C(v, k) = n."""
    if problem.has_lines:
        return
    v = problem.d + 1
    for k in range(2, v // 2 + 1):
        if comb(v, k) >= problem.n:
            if comb(v, k) == problem.n and (v, k) != (4, 2):  # (4, 2) is the octahedron
                yield johnson_code(v, k)
            return
