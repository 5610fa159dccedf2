"""A three-point energy certificate from a solution in floats: multiples of a power of two, the minorant lowered."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np

from packing.bounds.energy.threepoint_programme import EnergyRelaxation
from packing.bounds.threepoint.integers import GRID, congruent, dyadic, integers, lower_triangle
from packing.certificates import Certificate
from packing.sdp.arithmetic import lower
from packing.sdp.primal_dual import Iterate

FINE = 20_001
"""Points at which the minorant is held against the potential before it is lowered."""

MINORANT_BITS = 70

LIFT = 1e-10
"""What is added to the eigenvalues of matrices, by part of the energy, so that they survive rounding to doubles."""


def rounded(relaxation: EnergyRelaxation, point: Iterate, shift: int, named: Certificate) -> Certificate:
    """The solution in the fixed bases of the checker; `named` holds the potential."""
    triples = relaxation.triples
    lift = LIFT * (1 + abs(point.primal))
    matrices = [lower(matrix) + lift * np.eye(len(matrix)) for matrix in point.matrices]
    triple_count = (relaxation.n - 1) * (relaxation.n - 2)
    kernels = []
    for (_, scale), (_, _, size) in zip(relaxation.kernels, triples.blocks(), strict=True):
        change = triples.change_of_powers(size)
        kernels.append(lower_triangle(congruent(integers(matrices.pop(0) * scale), change, 0), shift))
    squares: list[list[list[str]]] = []
    for group in relaxation.squares:
        squares.append([])
        for item in group:
            gram = np.zeros((0, 0)) if item is None else matrices.pop(0) / triple_count
            exact = integers(gram) if item is None else congruent(integers(gram), integers(item[1]), GRID)
            squares[-1].append(lower_triangle(exact, shift))
    return {
        "schema": 1,
        "kind": "three-point-energy",
        "space": triples.letter,
        "d": triples.space.d,
        "n": relaxation.n,
        **named,
        "half_degree": triples.half,
        "denominator": 1 << shift,
        "two_point": [dyadic(a, shift) for a in point.linear[: relaxation.degree]],
        "minorant": [str(c) for c in minorant(relaxation, point)],
        "kernels": kernels,
        "triple_squares": squares,
    }


def minorant(relaxation: EnergyRelaxation, point: Iterate) -> list[Fraction]:
    """The coefficients in the overlap of a polynomial close to that of `point` that lies below the potential."""
    grid = fine_grid()
    excess = relaxation.excess(point, grid)
    top = float(excess.max())
    down = max(top + 1e-9 * (1 + abs(top)), 0.0) + _between(grid, excess)
    values = relaxation.minorant_values(point, relaxation.nodes) - relaxation.raised - down
    table = np.polynomial.chebyshev.chebvander(relaxation.nodes, relaxation.degree)
    coefficients = np.linalg.solve(table, values)
    return in_overlaps([_dyadic_below(c) for c in coefficients], relaxation.triples.has_w)


def fine_grid() -> np.ndarray:
    """Points of [-1, 1], dense at the ends."""
    grid: np.ndarray = np.cos(np.linspace(0, np.pi, FINE))
    return grid


def _between(grid: np.ndarray, excess: np.ndarray) -> float:
    """How much more than at the points of a grid m - g may be between them, by parabolas at its highest maxima."""
    middle = excess[1:-1]
    peaks = (middle >= excess[:-2]) & (middle >= excess[2:]) & (middle > excess.max() - 1e-4)
    bend = 2 * middle - excess[:-2] - excess[2:]
    return float(bend[peaks].max(initial=0.0)) / 2


def _dyadic_below(value: float) -> Fraction:
    return Fraction(floor(Fraction(float(value)) * 2**MINORANT_BITS), 2**MINORANT_BITS)


def in_overlaps(chebyshev: list[Fraction], has_lines: bool) -> list[Fraction]:
    """The coefficients in u of a series in Chebyshev polynomials of U, where U = 2u - 1 between lines and u else.

    >>> in_overlaps([Fraction(0), Fraction(0), Fraction(1)], False) == [-1, 0, 2]
    True
    """
    slope, shift = (2, -1) if has_lines else (1, 0)
    before: list[Fraction] = []
    now = [Fraction(1)]
    total = [Fraction(0)] * len(chebyshev)
    for k, weight in enumerate(chebyshev):
        for power, c in enumerate(now):
            total[power] += weight * c
        factor = 1 if k == 0 else 2
        following = [Fraction(0)] * (len(now) + 1)
        for power, c in enumerate(now):
            following[power] += factor * shift * c
            following[power + 1] += factor * slope * c
        for power, c in enumerate(before):
            following[power] -= c
        before, now = now, following
    return total
