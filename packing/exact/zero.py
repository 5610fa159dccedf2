"""Zeros of square systems to any number of digits, and Krawczyk's proof that they are there.

With Y the inverse of the Jacobian in doubles, u - Y F(u) gains about as many digits a step as doubles keep of Y, and
only F is ever evaluated in high precision. For an approximate zero u and a radius r, put alpha = |Y F(u)| and
beta = |1 - Y F'(u + [-r, r])| in the maximum norm. If alpha + beta r < r, then F has exactly one zero within r of u,
and it lies within alpha / (1 - beta). Reference: Krawczyk, Computing 4 (1969).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flint import arb, arb_mat, ctx

from packing.exact.balls import Ball, balls
from packing.exact.system import WORKING, System, float_jacobian, started
from packing.numeric import Floats

RADII = (1e-6, 1e-8, 1e-10, 1e-12)


@dataclass(frozen=True)
class Zero:
    """An approximate zero `u`; `error` is the size of the last correction, `inverse` about that of the Jacobian."""

    u: arb_mat
    error: Ball
    inverse: Floats


def bits_of(digits: int) -> int:
    """Bits that hold `digits` digits and some to lose."""
    return int(digits * 3.33) + 64


def places_of(error: Ball, most: int) -> int:
    """The largest k <= `most` with error <= 10^-k."""
    places = 0
    while places < most and error * arb(10) ** (places + 1) <= 1:
        places += 1
    return places


def find_zero(system: System, digits: int, inverse: Floats | None = None) -> Zero | None:
    """A zero near the start to about `digits` digits; None where steps do not shrink.

    `inverse` spares the first inversion, where about that of the Jacobian is known.
    """
    u = started(system)
    error = arb(1)
    with ctx.workprec(bits_of(digits)):
        target = arb(10) ** -(digits + 5)
        for _ in range(12 + digits):
            if inverse is None or 1e-10 < error < 1:  # derivatives from further off do not serve near the zero
                inverse = _inverse(float_jacobian(system, u))
                if inverse is None:
                    return None
            step = _step(inverse, system.value(u).mid())
            before, error = error, _largest(step)
            if not (error < 1e-2 and error < before / 2):
                return None
            u = (u - step).mid()
            if error < target:
                return Zero(u, error, inverse)
    return None


def enclose(system: System, zero: Zero, digits: int) -> arb_mat | None:
    """An enclosure of the one exact zero near `zero`, or None where Krawczyk's test fails."""
    size = system.unknowns
    inverse = balls(zero.inverse)
    with ctx.workprec(bits_of(digits)):
        alpha = _largest(inverse * system.value(zero.u))
    one = arb_mat(size, size, [int(r == c) for r in range(size) for c in range(size)])
    for radius in RADII:
        with ctx.workprec(WORKING):
            box = arb_mat([[arb(zero.u[i, 0], radius)] for i in range(size)])
            rest = (inverse * system.jacobian(box) - one).tolist()
            beta = max((sum((abs(entry).upper() for entry in row), arb(0)).upper() for row in rest), key=_upper)
            if not (beta < 1 and alpha + beta * radius < radius):
                continue
            reach = (alpha / (1 - beta)).upper()
        with ctx.workprec(bits_of(digits)):
            return arb_mat([[zero.u[i, 0] + reach * arb(0, 1)] for i in range(size)])
    return None


def _inverse(matrix: Floats) -> Floats | None:
    """The inverse in doubles, or None where fewer than some 5 of its digits are right."""
    if not np.isfinite(matrix).all():
        return None
    try:
        inverse = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(inverse) if np.linalg.norm(matrix, 1) * np.linalg.norm(inverse, 1) < 1e11 else None


def _step(inverse: Floats, value: arb_mat) -> arb_mat:
    """Y F(u), with F scaled so that doubles hold it."""
    size = _largest(value)
    if size == 0:
        return arb_mat(value.nrows(), 1)
    _, exponent = size.man_exp()
    shift = int(exponent) + size.bits()
    scale = arb(2) ** -shift
    floats = np.array([float(entry * scale) for entry in value.entries()])
    back = arb(2) ** shift
    return arb_mat([[arb(float(entry)) * back] for entry in inverse @ floats])


def _largest(column: arb_mat) -> Ball:
    return max((entry.abs_upper() for entry in column.entries()), key=_upper)


def _upper(ball: Ball) -> Ball:
    return ball.upper()
