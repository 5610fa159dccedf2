r"""Lines of H^d that no smaller field has: fifteen equiangular ones in H^3, and 2d + 1 unbiased bases.

**Fifteen lines.** Let u_0, u_1, u_2 be the roots of u^3 - u^2 + c = 0, c = (5 - sqrt 14)/11, so that their sum and the
sum of their squares are 1, and x_k = (1 + 2c)/(7 (1 - u_k^2)) > 0; the x_k have sum 1 and x_1 x_2 = (1 - u_0^2)/7 and
so on. With zeta = exp(2 pi i/5) the lines of

    (sqrt x_r, zeta^k sqrt x_(r+1) exp(j phi_r), zeta^(2k) sqrt x_(r+2) exp(j psi_r)),    r mod 3, k mod 5,
    phi = (0, arg(-u_2 u_0 - i u_1), arg(-u_2 u_1 + i u_0)),    phi_r - psi_r = arg(u_(r+2) + i u_(r+1))

have |<x, y>|^2 = 2/7, the Welch bound: n = d (2d - 1) lines, as many as can be equiangular. That such lines exist near
floats is due to Cohn, Kumar, Minton, Geom. Topol. 20 (2016); `tests/constructions/test_quaternionic.py` proves the
form above in exact arithmetic.

**Bases.** The operators q (x) P on H^d = H (x) R^d, d = 2^m, with q in {1, i, j, k} from the left and P a product of
the real Pauli matrices X, Z, XZ on m bits, commute or anticommute; those with square 1 are the singular points of a
quadratic form of minus type on Z_2^(2m+2). Sets of m that commute have common eigenlines, a basis each; 2d + 1 such
sets that share no operator (a spread) give unbiased bases. Reference: Kantor, Linear Algebra Appl. 226-228 (1995).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from itertools import combinations

import numpy as np
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.errors import InputError
from packing.numeric import Floats
from packing.problem import Problem, lines
from packing.space import Field, Space

H = Field.QUATERNION
LARGEST_BASES = 4
"""Unbiased bases are built up to this dimension: beyond it a spread has to be searched for."""


def fifteen_lines() -> Construction:
    """15 equiangular lines of H^3, coherence sqrt(2/7): the Welch bound. The coherence is exact, the vectors floats.

    >>> print(fifteen_lines().packing)
    15 lines in H^3, coherence 0.534522483825
    """
    coherence = sympy.sqrt(sympy.Rational(2, 7))
    return Construction(
        "fifteen equiangular lines", lines(15, 3, H), coherence, "cohn2016", None, "Welch bound", rows=_fifteen
    )


def quaternionic_bases(d: int) -> Construction:
    """2d + 1 unbiased bases of H^d, d = 2 or 4: coherence 1/sqrt d, by Levenshtein's bound the least.

    >>> print(quaternionic_bases(4))
    9 unbiased bases over H: 36 lines in H^4, coherence 1/2
    """
    if d not in (2, LARGEST_BASES):
        raise InputError(f"unbiased bases over H are built in 2 or {LARGEST_BASES} dimensions, not {d}: take one")
    n = d * (2 * d + 1)
    return Construction(
        f"{2 * d + 1} unbiased bases over H", lines(n, d, H), 1 / sympy.sqrt(d), "kantor1995", None,
        "Levenshtein bound", rows=partial(_bases, d),
    )  # fmt: skip


def members(problem: Problem) -> Iterator[Construction]:
    """The fifteen lines, and the maximal sets of unbiased bases of H^4 (those of H^2 are a cross-polytope)."""
    if problem == lines(15, 3, H):
        yield fifteen_lines()
    if problem == lines(LARGEST_BASES * (2 * LARGEST_BASES + 1), LARGEST_BASES, H):
        yield quaternionic_bases(LARGEST_BASES)


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


@cache
def _bases(d: int) -> Vectors:
    """The eigenlines of a spread of commuting operators, in multiples of 1/2: exact in doubles after normalisation."""
    space, operators = Space.lines(d, H), _involutions(d)
    bases = [_eigenlines(space, [operators[i] for i in chosen]) for chosen in _spread(operators, d)]
    return np.concatenate(bases)


def _involutions(d: int) -> list[Floats]:
    """The operators q (x) P of square 1, one of each pair of opposite ones, without 1: real matrices of width 4 d."""
    space = Space.lines(1, H)
    units = [
        np.column_stack([H.multiply(unit, column) for column in np.eye(4)]) for unit in np.eye(space.width)
    ]  # from the left
    paulis = [np.eye(1)]
    x, z = np.array([[0.0, 1.0], [1.0, 0.0]]), np.diag([1.0, -1.0])
    for _ in range(d.bit_length() - 1):
        paulis = [np.kron(old, new) for old in paulis for new in (np.eye(2), x, z, x @ z)]
    products = [np.kron(unit, pauli) for unit in units for pauli in paulis]
    identity = np.eye(4 * d)
    return [a for a in products if np.array_equal(a @ a, identity)][1:]


def _spread(operators: list[Floats], d: int) -> list[tuple[int, ...]]:
    """Sets of d - 1 commuting operators, closed under products up to sign, that contain each operator once."""
    known = {_key(a): i for i, a in enumerate(operators)}
    blocks = []
    if d == 2:
        blocks = [(i,) for i in range(len(operators))]
    else:
        for i, j in combinations(range(len(operators)), 2):
            product = operators[i] @ operators[j]
            if np.array_equal(product, operators[j] @ operators[i]) and known[_key(product)] > j:
                blocks.append((i, j, known[_key(product)]))
    found = _exact_cover(blocks, frozenset(range(len(operators))))
    assert found is not None
    return found


def _key(operator: Floats) -> bytes:
    """The operator up to sign."""
    leading = operator.ravel()[np.flatnonzero(operator)[0]]
    return (operator * leading + 0.0).tobytes()


def _exact_cover(blocks: list[tuple[int, ...]], left: frozenset[int]) -> list[tuple[int, ...]] | None:
    if not left:
        return []
    first = min(left)
    for block in blocks:
        if first in block and left.issuperset(block):
            rest = _exact_cover(blocks, left.difference(block))
            if rest is not None:
                return [block, *rest]
    return None


def _eigenlines(space: Space, operators: list[Floats]) -> Vectors:
    """The common eigenlines of commuting involutions, read off the projections to them."""
    projections = [np.eye(space.width)]
    for operator in operators[: space.d.bit_length() - 1]:
        halves = [(np.eye(space.width) + sign * operator) / 2 for sign in (1, -1)]
        projections = [projection @ half for projection in projections for half in halves]
    rows = [projection[:, int(np.argmax(np.diagonal(projection)))] for projection in projections]
    return space.from_real(np.array(rows))
