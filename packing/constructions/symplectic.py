"""Equiangular lines from quadratic forms over GF(2): 2^(m-1) (2^m +- 1) lines, among them 28 in R^7 and 36 in R^15."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.ring import Integers
from packing.errors import InputError
from packing.problem import Field, Problem, lines


def symplectic_lines(m: int, sign: int, *, large: bool = False) -> Construction:
    """n = 2^(m-1) (2^m + sign) real lines in d = (2^m + sign)(2^(m-1) + sign)/3 or, `large`, (4^m - 1)/3 dimensions.

    On the points x of GF(2)^(2m) with Q(x) = x_1 x_2 + ... + x_(2m-1) x_2m = 0 (sign 1) or 1 (sign -1), the matrix
    (-1)^B(x, y), B the bilinear form of Q, has the two eigenvalues sign 2^m and -sign 2^(m-1), so that, shifted by
    either, it is a multiple of a projection. Meets the Welch bound: coherence 1/(2^(m-1) + sign) or 1/(2^m - sign).
    Reference: Seidel, A survey of two-graphs (1976).

    >>> print(symplectic_lines(3, -1))
    symplectic lines: 28 lines in R^7, coherence 1/3
    """
    if m < 2 or sign not in (1, -1) or (m, sign) == (2, -1):
        raise InputError(f"symplectic lines need sign 1 or -1 and m >= 2, or 3 for -1, not m = {m}, sign = {sign}")
    n, d = _parameters(m, sign, large=large)
    coherence = sympy.Rational(1, 2**m - sign if large else 2 ** (m - 1) + sign)
    build = partial(_build, m, sign, large)
    return Construction("symplectic lines", lines(n, d), coherence, "seidel1976", build, "Welch bound")


def members(problem: Problem) -> Iterator[Construction]:
    """The symplectic lines, m up to 8."""
    if problem.has_lines and problem.field is Field.REAL and problem.n >= 10:
        for m, sign, large in product(range(2, 9), (1, -1), (False, True)):
            if (m, sign) != (2, -1) and _parameters(m, sign, large=large) == (problem.n, problem.d):
                yield symplectic_lines(m, sign, large=large)


def _parameters(m: int, sign: int, *, large: bool) -> tuple[int, int]:
    n = 2 ** (m - 1) * (2**m + sign)
    return n, (4**m - 1) // 3 if large else (2**m + sign) * (2 ** (m - 1) + sign) // 3


def _build(m: int, sign: int, large: bool) -> ExactVectors:
    points: Integers = np.array(list(product((0, 1), repeat=2 * m)), dtype=np.int64)
    form = (points[:, ::2] * points[:, 1::2]).sum(axis=1) % 2
    chosen = points[form == (0 if sign > 0 else 1)]
    bilinear = chosen[:, ::2] @ chosen[:, 1::2].T
    signs = 1 - 2 * ((bilinear + bilinear.T) % 2)
    removed = 2**m if large else -(2 ** (m - 1))  # the eigenvalue, up to sign, of the eigenspace that goes
    return integer_vectors(signs - sign * removed * np.eye(len(chosen), dtype=np.int64), transitive=True)
