"""A solution near the boundary, moved so that it satisfies the equations exactly and not only up to the last double.

The program holds polynomials sampled in doubles. Where its matrices reach 1e9, as they do from half degree 13 on, that
leaves 1e-7 in each equation, more than the margin by which a bound is proved. The kernel expands the two polynomials of
a solution in fractions; what they lack is one right-hand side more for the Newton step

    X + X A*(y) X,   x + x^2 (L^T y),   (A X A* X + L x^2 L^T) y = what they lack,

the shortest step in the metric of X: all matrices stay definite if it is shorter than 1.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from packing.bounds.threepoint.programme import Relaxation
from packing.kernel import threepoint as kernel
from packing.numeric import Floats
from packing.sdp.arithmetic import Arithmetic, Matrix, lower
from packing.sdp.primal_dual import Iterate
from packing.sdp.program import Program

SHIFT = 120
"""The kernel expands the polynomials with numbers rounded to multiples of 2^-SHIFT."""


def restored(relaxation: Relaxation, point: Iterate, steps: int = 2) -> Iterate | None:
    """The iterate after so many steps, its matrices in quad-doubles; None where a step would leave the cones."""
    for _ in range(steps):
        moved = _moved(relaxation.program, point, lacking(relaxation, point))
        if moved is None:
            return None
        point = moved
    return replace(point, residuals=lacking(relaxation, point))


def lacking(relaxation: Relaxation, point: Iterate) -> Floats:
    """What the exact polynomials of a solution lack in each equation of the program: (m + degree + 2,)."""
    certificate = relaxation.certificate(point, relaxation.matrices(point), SHIFT)
    entries = kernel.read(certificate)
    f = kernel.kernel_sum(entries)
    triples, pairs = kernel.triple_sum(entries, f), kernel.pair_sum(entries, f)
    diagonal = sum(f.values(), Fraction(0)) + sum(entries.two_point)
    p, q = (Fraction(float(value)) for value in (point.linear[-1], point.linear[-2]))
    return -np.concatenate(
        [
            _values(triples, relaxation.triple_count, q, relaxation.samples.astype(float)),
            _values(pairs, relaxation.pair_count, p, relaxation.nodes[:, None]),
            [float(diagonal - 1)],
        ]
    )


def _values(coefficients: kernel.Polynomial, count: int, constant: Fraction, points: Floats) -> Floats:
    """`count` times a polynomial by its Chebyshev coefficients, plus a constant, at rows of points."""
    degree = max(max(orders) for orders in coefficients)
    tables = [np.polynomial.chebyshev.chebvander(column, degree) for column in points.T]
    total = np.zeros(len(points))
    for orders, coefficient in coefficients.items():
        exact = count * coefficient + (0 if any(orders) else constant)
        product = float(exact) * np.ones(len(points))
        for table, order in zip(tables, orders, strict=True):
            product *= table[:, order]
        total += product
    return total


def _moved(program: Program, point: Iterate, right: Floats) -> Iterate | None:
    """The solution after the step, or None where the step is too long."""
    lift = Arithmetic.QUAD_DOUBLE.lift
    X, x = [lift(matrix) for matrix in point.matrices], lift(point.linear)
    schur: Matrix = (program.columns * (x * x)) @ program.columns.T
    for block, matrix in zip(program.blocks, X, strict=True):
        schur = schur + block.schur(matrix, matrix)
    scale = np.exp2(-np.round(np.log2(np.diag(lower(schur))) / 2))
    schur = schur * np.outer(scale, scale)
    root = Arithmetic.QUAD_DOUBLE.inverse_root((schur + schur.T) * 0.5)
    y = (root.T @ (root @ lift(scale * right))) * scale
    if not float(right @ lower(y)) < 1:
        return None
    moved = tuple(
        matrix + matrix @ block.adjoint(y) @ matrix for block, matrix in zip(program.blocks, X, strict=True)
    )
    return replace(point, matrices=moved, linear=lower(x + x * x * (program.columns.T @ y)))
