"""Equiangular lines from conference matrices: n = 2d lines in R^d or C^d, and n = 2d +- 1 lines in C^d from cores."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import isqrt

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.cores import mathon_parameter
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.goethals_seidel import has_four_circulants
from packing.constructions.hadamard import conference_matrix, has_conference_matrix
from packing.constructions.ring import Quadratic
from packing.errors import InputError
from packing.problem import Field, Problem, lines


def conference_lines(n: int) -> Construction:
    """n lines in F^(n/2) with coherence 1/sqrt(n-1), the Welch bound.

    The Gram matrix is I + C/sqrt(n-1) for a symmetric conference matrix C (n = 2 mod 4, F = R) and I + iC/sqrt(n-1) for
    a skew one (4 | n, F = C): C^2 = +-(n-1) I makes it twice a projection, and its rows are the vectors. Reference:
    Strohmer and Heath, Appl. Comput. Harmon. Anal. 14 (2003).

    >>> print(conference_lines(14))
    conference lines: 14 lines in R^7, coherence sqrt(13)/13
    """
    _check(n)
    field = Field.REAL if n % 4 == 2 else Field.COMPLEX
    coherence = 1 / sympy.sqrt(n - 1)
    build = partial(_build, n)
    return Construction("conference lines", lines(n, n // 2, field), coherence, _reference(n), build, "Welch bound")


def core_lines(n: int, d: int) -> Construction:
    """n lines in C^d, d = (n-1)/2 or (n+1)/2, from the core S of a skew conference matrix of order n + 1.

    S S^T = n I - J and S J = 0, so n I - J + sqrt(-n) S (for the smaller d; n I + J for the larger) has just two
    eigenvalues, one of them 0. Meets the Welch bound. Reference: Renes, Linear Algebra Appl. 426 (2007).

    >>> print(core_lines(7, 3))
    conference core: 7 lines in C^3, coherence sqrt(2)/3
    """
    _check(n + 1)
    if (n + 1) % 4 or 2 * d not in (n - 1, n + 1):
        raise InputError(f"a conference core gives 4m - 1 lines in (n-1)/2 or (n+1)/2 dimensions, not {n} in {d}")
    coherence = sympy.sqrt(sympy.Rational(n - d, d * (n - 1)))
    build = partial(_build_core, n, 2 * d - n)
    return Construction("conference core", lines(n, d, Field.COMPLEX), coherence, "renes2007", build, "Welch bound")


def members(problem: Problem) -> Iterator[Construction]:
    """The conference lines and cores of n lines in about n/2 dimensions."""
    n, d = problem.n, problem.d
    if problem.has_lines and n == 2 * d and n > 2 and has_conference_matrix(n):
        found = conference_lines(n)
        if found.problem == problem:
            yield found
    elif problem.is_complex and n % 4 == 3 and 2 * d in (n - 1, n + 1) and d > 1 and has_conference_matrix(n + 1):
        yield core_lines(n, d)


def _reference(n: int) -> str:
    """The source of the lines, or of a matrix that is neither Paley's nor a double of one."""
    if has_four_circulants(n):
        return "goethals1970"
    return "strohmer2003" if mathon_parameter(n - 1) is None else "mathon1978"


def _check(n: int) -> None:
    if n < 4 or not has_conference_matrix(n):
        raise InputError(f"no conference matrix of order {n} is built here: take 46 or n - 1 an odd prime power")


def _build(n: int) -> ExactVectors:
    matrix, identity = conference_matrix(n), np.eye(n, dtype=np.int64)
    if n % 4 == 0:  # (n-1) I + sqrt(1-n) C
        return ExactVectors(Quadratic(1 - n), np.stack(((n - 1) * identity, matrix), axis=2))
    root = isqrt(n - 1)
    if root * root == n - 1:
        return integer_vectors(root * identity + matrix)
    return ExactVectors(Quadratic(n - 1), np.stack((matrix, identity), axis=2))


def _build_core(n: int, sign: int) -> ExactVectors:
    matrix = conference_matrix(n + 1)
    matrix = matrix * np.where(matrix[0] == 0, 1, matrix[0])  # first row 1; then scale rows to make the column -1
    matrix = matrix * np.where(matrix[:, :1] == 0, 1, -matrix[:, :1])
    core = matrix[1:, 1:]
    real = n * np.eye(n, dtype=np.int64) + sign
    return ExactVectors(Quadratic(-n), np.stack((real, core), axis=2))
