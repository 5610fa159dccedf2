"""Cores of conference matrices: zero diagonal, entries +-1, S S^T = v I - J, S J = 0: those of Paley and of Mathon."""

from __future__ import annotations

import numpy as np

from packing.constructions.fields import finite_field, prime_power
from packing.constructions.ring import Integers
from packing.errors import InputError


def paley_core(q: int) -> Integers:
    """The q x q matrix chi(x - y) over GF(q), q odd: symmetric for q = 1 mod 4, skew for q = 3 mod 4.

    S S^T = q I - J and S J = 0. Reference: Paley, J. Math. Phys. 12 (1933).
    """
    field = finite_field(q)
    x = np.arange(q)
    core: Integers = field.quadratic_character[field.subtract(x[:, None], x[None, :])]
    return core


def mathon_parameter(v: int) -> int | None:
    """q with v = q^2 (q + 2), where q = 3 mod 4 and q + 2 are prime powers, or None.

    >>> [v for v in range(5000) if mathon_parameter(v)]
    [45, 441, 1573]
    """
    q = 3
    while q * q * (q + 2) < v:
        q += 4
    fits = q * q * (q + 2) == v and prime_power(q) and prime_power(q + 2)
    return q if fits else None


def mathon_core(q: int) -> Integers:
    """The symmetric core of order q^2 (q + 2), q = 3 mod 4 and q + 2 prime powers: 45, 441, 1573, ...

    Rows are pairs of one of q + 2 blocks and a point of the plane GF(q)^2 = GF(q^2). The blocks on the diagonal are
    Paley's cores of order q^2. Block (i, k) is t_ik P M P'^T, where t is Paley's core of order q + 2, M = I + the skew
    core of order q, and P and P' say on which line of a parallel class a point lies, of the class that i keeps for k
    and k for i: i and k differ in whether the directions of the classes are squares. As M M^T = (q + 1) I - J and lines
    of different classes meet once, S^2 = q^2 (q + 2) I - J. Reference: Mathon, Canad. J. Math. 30 (1978).

    >>> core = mathon_core(3)
    >>> bool((core @ core == 45 * np.eye(45) - 1).all())
    True
    """
    if q % 4 != 3 or mathon_parameter(q * q * (q + 2)) != q:
        raise InputError(f"Mathon's core needs prime powers q = 3 mod 4 and q + 2, not q = {q}: take 3, 7 or 11")
    lines = _parallel_classes(q)
    signs, skew = paley_core(q + 2), paley_core(q)
    middle = np.eye(q, dtype=np.int64) + skew
    plane, own, other = paley_core(q * q), *_classes_of_blocks(q)
    core = np.kron(np.eye(q + 2, dtype=np.int64), plane).reshape(q + 2, q * q, q + 2, q * q)
    for i in range(q + 2):
        for k in range(i + 1, q + 2):
            block = signs[i, k] * lines[own[i, k]] @ middle @ lines[other[i, k]].T
            core[i, :, k], core[k, :, i] = block, block.T
    whole: Integers = core.reshape(q * q * (q + 2), -1)
    return whole


def _parallel_classes(q: int) -> Integers:
    """For each of the q + 1 directions of GF(q^2) over GF(q), squares first, the incidence of points and lines."""
    field = finite_field(q * q)
    step = q + 1  # the powers of g^(q+1) are those of GF(q)
    scalars = np.append(0, field.powers[::step])
    found = []
    for direction in (*range(0, step, 2), *range(1, step, 2)):
        line = field.multiply(field.powers[direction], scalars)
        through = np.sort(field.add(np.arange(q * q)[:, None], line[None, :]), axis=1)[:, 0]
        found.append((through[:, None] == np.unique(through)[None, :]).astype(np.int64))
    return np.array(found)


def _classes_of_blocks(q: int) -> tuple[Integers, Integers]:
    """Which class i keeps for k, and which k keeps for i: each of i's classes once, a square one for half the k.

    k - i mod q + 2 is 1, ..., (q + 1)/2 for the square classes of i, and i - k for the others.
    """
    half = (q + 1) // 2
    steps = (np.arange(q + 2)[None, :] - np.arange(q + 2)[:, None]) % (q + 2)
    own = np.where(steps <= half, steps - 1, half + (q + 2 - steps) - 1)
    return own, own.T
