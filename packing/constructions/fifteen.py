r"""Fifteen equiangular lines in H^3, as many as there can be, in closed form.

Let u_0, u_1, u_2 be the roots of u^3 - u^2 + c = 0, c = (5 - sqrt 14)/11, so that their sum and that of their squares
are 1, and x_k = (1 + 2c)/(7 (1 - u_k^2)) > 0; the x_k have sum 1 and x_1 x_2 = (1 - u_0^2)/7 and so on. The lines of

    (sqrt x_r, zeta^k sqrt x_(r+1) exp(j phi_r), zeta^(2k) sqrt x_(r+2) exp(j psi_r)),    r mod 3, k mod 5,
    zeta = exp(2 pi i/5),    phi = (0, arg(-u_2 u_0 - i u_1), arg(-u_2 u_1 + i u_0)),
    phi_r - psi_r = arg(u_(r+2) + i u_(r+1)),

have |<x, y>|^2 = 2/7, the Welch bound: proved in exact arithmetic by the claim `fifteen-quaternionic-lines`.
That such lines exist near floats is due to Cohn, Kumar, Minton, Geom. Topol. 20 (2016).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.numeric import Floats
from packing.problem import Problem, lines
from packing.space import Field

H = Field.QUATERNION


def fifteen_lines() -> Construction:
    """15 equiangular lines of H^3, coherence sqrt(2/7): the Welch bound. The coherence is exact, the vectors floats.

    >>> print(fifteen_lines().packing)
    15 lines in H^3, coherence 0.534522483825
    """
    coherence = sympy.sqrt(sympy.Rational(2, 7))
    return Construction(
        "fifteen equiangular lines", lines(15, 3, H), coherence, "cohn2016", None, "Welch bound", rows=_fifteen
    )


def members(problem: Problem) -> Iterator[Construction]:
    """The fifteen lines of H^3."""
    if problem == lines(15, 3, H):
        yield fifteen_lines()


@cache
def _fifteen() -> Vectors:
    u, x = fifteen_parameters()
    phi = np.array([0.0, np.angle(-u[2] * u[0] - 1j * u[1]), np.angle(-u[2] * u[1] + 1j * u[0])])
    psi = phi - np.angle(np.roll(u, -2) + 1j * np.roll(u, -1))
    size = np.sqrt(x)
    rows = np.zeros((3, 5, 3, 4))
    for r in range(3):
        angles = (0.0, float(phi[r]), float(psi[r]))
        for k in range(5):
            for place, angle in enumerate(angles):
                turn = 2 * np.pi * (place * k % 5) / 5
                zeta = np.array([np.cos(turn), np.sin(turn), 0.0, 0.0])
                phase = np.array([np.cos(angle), 0.0, np.sin(angle), 0.0])
                rows[r, k, place] = size[(r + place) % 3] * H.multiply(zeta, phase)
    return rows.reshape(15, 3, 4)


def fifteen_parameters() -> tuple[Floats, Floats]:
    """u_0, u_1, u_2 and x_0, x_1, x_2 in doubles."""
    c = (5 - np.sqrt(14)) / 11
    u = np.sort(np.roots([1.0, -1.0, 0.0, c]).real)
    for _ in range(3):  # Newton: the roots to the last bit or two
        u = u - (u**3 - u**2 + c) / (3 * u**2 - 2 * u)
    return u, (1 + 2 * c) / (7 * (1 - u**2))
