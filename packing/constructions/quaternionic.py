r"""2d + 1 unbiased bases of H^d.

The operators q (x) P on H^d = H (x) R^d, d = 2^m, with q in {1, i, j, k} from the left and P a product of the real
Pauli matrices X, Z, XZ on m bits, commute or anticommute; those with square 1 are the singular points of a quadratic
form of minus type on Z_2^(2m+2). Sets of 2^m - 1 of them that commute have common eigenlines, a basis each; 2d + 1 such
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
LARGEST = 4
"""Bases are built in 2 and 4 dimensions: beyond these a spread has to be searched for."""


def quaternionic_bases(d: int) -> Construction:
    """2d + 1 unbiased bases of H^d, d = 2 or 4: coherence 1/sqrt d, by Levenshtein's bound the least.

    >>> print(quaternionic_bases(4))
    9 unbiased bases over H: 36 lines in H^4, coherence 1/2
    """
    if d not in (2, LARGEST):
        raise InputError(f"unbiased bases over H are built in 2 or {LARGEST} dimensions, not {d}: take one")
    n = d * (2 * d + 1)
    return Construction(
        f"{2 * d + 1} unbiased bases over H", lines(n, d, H), 1 / sympy.sqrt(d), "kantor1995", None,
        "Levenshtein bound", rows=partial(_bases, d),
    )  # fmt: skip


def members(problem: Problem) -> Iterator[Construction]:
    """The nine bases of H^4; the five of H^2 are a cross-polytope of S^4."""
    if problem == lines(LARGEST * (2 * LARGEST + 1), LARGEST, H):
        yield quaternionic_bases(LARGEST)


@cache
def _bases(d: int) -> Vectors:
    """The eigenlines of a spread of commuting operators, in multiples of 1/2: exact in doubles after normalisation."""
    space, operators = Space.lines(d, H), _involutions(d)
    bases = [_eigenlines(space, [operators[i] for i in chosen]) for chosen in _spread(operators, d)]
    rows: Floats = np.concatenate(bases)
    return rows


def _involutions(d: int) -> list[Floats]:
    """The operators q (x) P of square 1, one of each pair of opposite ones, without 1: real matrices of width 4 d."""
    units = [H.parts_of(H.multiply(unit, np.eye(4))).T for unit in np.eye(4)]  # y -> unit y
    paulis: list[Floats] = [np.eye(1)]
    x, z = np.array([[0.0, 1.0], [1.0, 0.0]]), np.diag([1.0, -1.0])
    for _ in range(d.bit_length() - 1):
        paulis = [np.kron(old, new) for old in paulis for new in (np.eye(2), x, z, x @ z)]
    products = [np.asarray(np.kron(unit, pauli), dtype=np.float64) for unit in units for pauli in paulis]
    identity: Floats = np.eye(4 * d)
    return [a for a in products if np.array_equal(a @ a, identity)][1:]


def _spread(operators: list[Floats], d: int) -> list[tuple[int, ...]]:
    """Sets of d - 1 commuting operators, closed under products up to sign, that contain each operator once."""
    known = {_key(a): i for i, a in enumerate(operators)}
    blocks: list[tuple[int, ...]] = []
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


def _eigenlines(space: Space, operators: list[Floats]) -> Floats:
    """The common eigenlines of commuting involutions, read off the projections to them."""
    projections = [np.eye(space.width)]
    for operator in operators[: space.d.bit_length() - 1]:
        halves = [(np.eye(space.width) + sign * operator) / 2 for sign in (1, -1)]
        projections = [projection @ half for projection in projections for half in halves]
    rows = [projection[:, int(np.argmax(np.diagonal(projection)))] for projection in projections]
    return H.parts_of(space.from_real(np.array(rows)))
