"""One real coordinate system for all three kinds of problem, so that every loop is compiled once."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing, Vectors
from packing.problem import Problem

Floats = npt.NDArray[np.float64]


class Kind(IntEnum):
    """What f_ij is for a pair: (1 + <x, y>)/2 of points, <x, y>^2 of real lines, |<x, y>|^2 of complex lines."""

    POINTS = 0
    REAL_LINES = 1
    COMPLEX_LINES = 2


def kind_of(problem: Problem) -> Kind:
    """The kind of a problem.

    >>> from packing.problem import lines, vectors
    >>> kind_of(lines(4, 2, "C")).name, kind_of(vectors(4, 3)).name
    ('COMPLEX_LINES', 'POINTS')
    """
    if not problem.has_lines:
        return Kind.POINTS
    return Kind.COMPLEX_LINES if problem.is_complex else Kind.REAL_LINES


def to_columns(rows: Vectors, kind: Kind) -> Floats:
    """The (n, d) rows as real columns: shape (d, n), or (2d, n) with real parts above imaginary ones."""
    if kind is Kind.COMPLEX_LINES:
        return np.ascontiguousarray(np.concatenate((rows.real, rows.imag), axis=1).T, dtype=np.float64)
    return np.ascontiguousarray(rows.T, dtype=np.float64)


def from_columns(columns: Floats, problem: Problem) -> Packing:
    """The packing whose real columns are given; they need not have length 1.

    >>> from packing.problem import lines
    >>> print(from_columns(np.array([[1.0, 0.0], [0.0, 2.0]]), lines(2, 2)))
    2 lines in R^2, coherence 0
    """
    if not problem.is_complex:
        return Packing(columns.T, problem.objects)
    return Packing(columns[: problem.d].T + 1j * columns[problem.d :].T, problem.objects)


def coherence_of(f: float, kind: Kind) -> float:
    """The coherence that belongs to the largest f: sqrt(f) of lines, 2f - 1 of points.

    >>> coherence_of(0.25, Kind.REAL_LINES), coherence_of(0.25, Kind.POINTS)
    (0.5, -0.5)
    """
    return 2.0 * f - 1.0 if kind is Kind.POINTS else float(np.sqrt(f))


def f_of(coherence: float, kind: Kind) -> float:
    """The largest f of a packing of this coherence.

    >>> f_of(0.5, Kind.REAL_LINES), f_of(-0.5, Kind.POINTS)
    (0.25, 0.25)
    """
    return 0.5 + 0.5 * coherence if kind is Kind.POINTS else coherence * coherence
