"""Hadamard and conference matrices of the orders that Sylvester, Paley, Mathon, Goethals-Seidel and Kronecker reach."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from packing.constructions.cores import mathon_core, mathon_parameter, paley_core
from packing.constructions.fields import prime_power
from packing.constructions.goethals_seidel import has_four_circulants, skew_from_circulants
from packing.constructions.ring import Integers
from packing.errors import InputError


def conference_matrix(n: int) -> Integers:
    """C with zero diagonal, entries +-1 and C C^T = (n-1) I: symmetric for n = 2 mod 4, skew for 4 | n.

    Orders: q + 1 for an odd prime power q; q^2 (q + 2) + 1 for prime powers q = 3 mod 4 and q + 2 (Mathon); 36 and 52
    from four circulants; and doubles of skew ones, [[C, C + I], [C - I, -C]].

    >>> conference_matrix(4).tolist()
    [[0, 1, 1, 1], [-1, 0, -1, 1], [-1, 1, 0, -1], [-1, -1, 1, 0]]
    """
    if not has_conference_matrix(n):
        raise InputError(f"no conference matrix of order {n} is built here: take 46 or n - 1 an odd prime power")
    if has_four_circulants(n):
        return skew_from_circulants(n)
    if _odd_prime_power(n - 1):
        return _bordered(paley_core(n - 1))
    if q := mathon_parameter(n - 1):
        return _bordered(mathon_core(q))
    half, identity = conference_matrix(n // 2), np.eye(n // 2, dtype=np.int64)
    return np.block([[half, half + identity], [half - identity, -half]])


def _bordered(core: Integers) -> Integers:
    """The conference matrix with first row 0, 1, ..., 1 and this core."""
    n = len(core) + 1
    matrix = np.ones((n, n), dtype=np.int64)
    matrix[0, 0] = 0
    matrix[1:, 0] = 1 if n % 4 == 2 else -1
    matrix[1:, 1:] = core
    return matrix


@lru_cache(maxsize=4096)
def has_conference_matrix(n: int) -> bool:
    """Whether `conference_matrix` reaches order n > 2.

    >>> [n for n in range(3, 50) if has_conference_matrix(n)]
    [4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 26, 28, 30, 32, 36, 38, 40, 42, 44, 46, 48]
    """
    if n <= 2 or n % 2:
        return False
    if _odd_prime_power(n - 1) or has_four_circulants(n) or mathon_parameter(n - 1) is not None:
        return True
    return n % 8 == 0 and has_conference_matrix(n // 2)


@lru_cache(maxsize=32)
def hadamard_matrix(n: int) -> Integers:
    """H with entries +-1, H H^T = n I and first row 1: orders of Paley and their Kronecker products.

    >>> hadamard_matrix(2).tolist()
    [[1, 1], [1, -1]]
    """
    if not has_hadamard_matrix(n):
        raise InputError(f"no Hadamard matrix of order {n} is built here: take 1, 2 or a multiple of 4 such as 12")
    if n <= 2:
        matrix = np.array([[1]]) if n == 1 else np.array([[1, 1], [1, -1]])
    elif n % 4 == 0 and has_conference_matrix(n):
        matrix = conference_matrix(n) + np.eye(n, dtype=np.int64)
    elif n % 8 == 4 and has_conference_matrix(n // 2):
        symmetric, identity = conference_matrix(n // 2), np.eye(n // 2, dtype=np.int64)
        matrix = np.block([[symmetric + identity, symmetric - identity], [symmetric - identity, -symmetric - identity]])
    else:
        left = _hadamard_factor(n)
        matrix = np.kron(hadamard_matrix(left), hadamard_matrix(n // left))
    normalised: Integers = matrix * matrix[0]
    return normalised


@lru_cache(maxsize=4096)
def has_hadamard_matrix(n: int) -> bool:
    """Whether `hadamard_matrix` reaches order n."""
    if n <= 2:
        return n >= 1
    if n % 4:
        return False
    return has_conference_matrix(n) or (n % 8 == 4 and has_conference_matrix(n // 2)) or _hadamard_factor(n) > 1


def _hadamard_factor(n: int) -> int:
    """A proper factor of n with Hadamard matrices of both orders, or 1."""
    pairs = ((m, n // m) for m in range(2, n // 2 + 1) if n % m == 0)
    return next((m for m, rest in pairs if has_hadamard_matrix(m) and has_hadamard_matrix(rest)), 1)


def _odd_prime_power(q: int) -> bool:
    return q % 2 == 1 and prime_power(q) is not None
