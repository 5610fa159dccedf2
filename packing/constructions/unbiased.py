"""Mutually unbiased subspaces: joint eigenspaces of Heisenberg-Weyl matrices, one group for each point over GF(q).

Of C^d, d = p^k, take q = p^r with r | k. A point of the projective space over GF(q) of the vectors (u, v), u and v in
GF(q)^(k/r), is a space of r dimensions over GF(p). With Tr(u v') as the coordinates, the q matrices X^a Z^b of a point
commute; so C^d is split into q joint eigenspaces of dimension m = d/q. Two points share the identity alone, so the
projections to eigenspaces of theirs have the trace product m^2/d: f = m/d for these, 0 within a point. In all there are

    q (d^2 - 1)/(q - 1) subspaces,        d (d + 1) lines for q = d, p (d^2 - 1)/(p - 1) for q = p,

at the orthoplex bound by chordal distance. Reference: Calderbank, Hardin, Rains, Shor, Sloane, J. Algebraic Combin. 9
(1999).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np
import numpy.typing as npt
import sympy

from packing.configuration import Vectors
from packing.constructions.construction import Construction
from packing.constructions.fields import finite_field, prime_power, subspace_points
from packing.constructions.ring import Integers
from packing.errors import InputError
from packing.problem import Problem
from packing.space import Distance, Field, Space

_LARGEST = 32
"""Subspaces are built in so many dimensions."""


def unbiased_subspaces(d: int, m: int) -> Construction:
    """q (d^2 - 1)/(q - 1) subspaces of dimension m = d/q of C^d, d = p^k, q = p^r, r | k and r < k.

    >>> print(unbiased_subspaces(16, 4))
    unbiased subspaces: 340 4-dimensional subspaces of C^16, coherence 1/2
    """
    if not _exist(d, m):
        raise InputError(
            f"unbiased subspaces have d = p^k up to {_LARGEST} and d/m = p^r with r a divisor of k, not d = {d}, "
            f"m = {m}: take d = 16, m = 4"
        )
    q = d // m
    problem = Problem(q * (d * d - 1) // (q - 1), Space.subspaces(d, m, Field.COMPLEX))
    return Construction(
        "unbiased subspaces", problem, 1 / sympy.sqrt(q), "calderbank1999", None, "orthoplex bound",
        rows=partial(_eigenspaces, d, q),
    )  # fmt: skip


def members(problem: Problem) -> Iterator[Construction]:
    """Those of the problem; the eigenspaces of single matrices, q = p, are `pauli_eigenspaces`."""
    space = problem.space
    complex_ = space.field is Field.COMPLEX and space.distance is Distance.CHORDAL and space.m > 1
    if complex_ and _exist(space.d, space.m) and prime_power(space.d // space.m) != (space.d // space.m, 1):
        found = unbiased_subspaces(space.d, space.m)
        if found.problem == problem:
            yield found


def _exist(d: int, m: int) -> bool:
    whole, part = prime_power(d), prime_power(d // m) if m and d % m == 0 else None
    fits = whole is not None and part is not None and 1 <= m < d <= _LARGEST and m > 1
    return fits and whole is not None and part is not None and whole[0] == part[0] and whole[1] % part[1] == 0


def _eigenspaces(d: int, q: int) -> Vectors:
    """Bases of the joint eigenspaces, the q of a point one after the other."""
    found = []
    p = finite_field(q).p
    for generators in _groups(d, q):
        matrices = [_weyl(a, b, p) for a, b in generators]
        for values in product(range(p), repeat=len(matrices)):
            projection: npt.NDArray[np.complex128] = np.eye(d, dtype=np.complex128)
            for matrix, value in zip(matrices, values, strict=True):
                turned = matrix * np.exp(-2j * np.pi * value / p)
                projection = projection @ (sum(np.linalg.matrix_power(turned, j) for j in range(p)) / p)
            found.append(np.linalg.svd(projection)[0][:, : d // q].T)
    return np.array(found)


def _groups(d: int, q: int) -> Iterator[list[tuple[Integers, Integers]]]:
    """For each point generators (a, b) over GF(p): the multiples of (u, v), u by digits, v by traces with a basis."""
    field = finite_field(q)
    half = round(np.log(d) / np.log(q))
    basis = field.p ** np.arange(field.k)
    for point in subspace_points(q, 2 * half):
        group = []
        for factor in basis:
            scaled = field.multiply(factor, point)
            a = field.digits[scaled[:half]].ravel()
            b = field.trace[field.multiply(scaled[half:, None], basis[None, :])].ravel()
            group.append((a, b))
        yield group


def _weyl(a: Integers, b: Integers, p: int) -> npt.NDArray[np.complex128]:
    """X^a Z^b on functions of GF(p)^k, times i where that makes its square 1."""
    k = len(a)
    digits = np.array(list(product(range(p), repeat=k)))
    moved = (digits + a) % p @ p ** np.arange(k)[::-1]
    matrix = np.zeros((len(digits), len(digits)), dtype=np.complex128)
    matrix[moved, np.arange(len(digits))] = np.exp(2j * np.pi / p * (digits @ b))
    return 1j * matrix if p == 2 and a @ b % 2 else matrix
