"""Real mutually unbiased bases: d/2 + 1 from Kerdock sets, d a power of 4; two from a Hadamard matrix of order d."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.fields import finite_field
from packing.constructions.hadamard import hadamard_matrix, has_hadamard_matrix
from packing.errors import InputError
from packing.problem import Field, Problem, lines


def real_unbiased_bases(d: int, bases: int | None = None) -> Construction:
    """`bases` (default d/2 + 1, at least 2) unbiased bases of R^d, d = 4, 16, 64, ..., as d * bases lines.

    On V = GF(2^t) x GF(2), 2^(t+1) = d, t odd, the quadratic forms Q_a(x, u) = sum_(j=1)^((t-1)/2) Tr((a x)^(2^j + 1))
    + u Tr(a x), a in GF(2^t), have pairwise differences of full rank: the bases ((-1)^(Q_a(v) + <b, v>))_v, b in V, and
    the standard one are unbiased. All d (d+2)/2 lines meet Levenshtein's bound. Reference: Calderbank, Cameron, Kantor,
    Seidel, Proc. London Math. Soc. 75 (1997).

    >>> print(real_unbiased_bases(16))
    9 real unbiased bases: 144 lines in R^16, coherence 1/4
    """
    if not _is_power_of_four(d):
        raise InputError(f"real unbiased bases are built where d is a power of 4, not {d}: take 4, 16 or 64")
    count = d // 2 + 1 if bases is None else bases
    if not 2 <= count <= d // 2 + 1:
        raise InputError(f"R^{d} has 2 to {d // 2 + 1} unbiased bases, not {bases}: change the number of bases")
    return _construction(d, count)


def members(problem: Problem) -> Iterator[Construction]:
    """n/d real unbiased bases: two where there is a Hadamard matrix of order d, more where d is a power of 4."""
    n, d = problem.n, problem.d
    if not problem.has_lines or problem.field is not Field.REAL or n % d:
        return
    if _is_power_of_four(d) and 2 <= n // d <= d // 2 + 1:
        yield _construction(d, n // d)
    elif n == 2 * d and d > 2 and has_hadamard_matrix(d):
        yield two_bases(d)


def two_bases(d: int) -> Construction:
    """The standard basis of R^d and the rows of a Hadamard matrix: 2d lines with coherence 1/sqrt(d).

    Raises `InputError` where no Hadamard matrix of order d is built here.

    >>> print(two_bases(12))
    2 real unbiased bases: 24 lines in R^12, coherence sqrt(3)/6
    """
    hadamard_matrix(d)
    return Construction("2 real unbiased bases", lines(2 * d, d), 1 / sympy.sqrt(d), "calderbank1997", partial(_two, d))


def _two(d: int) -> ExactVectors:
    return integer_vectors(np.concatenate([np.eye(d, dtype=np.int64), hadamard_matrix(d)]))


def _is_power_of_four(d: int) -> bool:
    return d >= 4 and d & (d - 1) == 0 and d.bit_length() % 2 == 1


def _construction(d: int, bases: int) -> Construction:
    optimal = "Levenshtein bound" if 2 * bases == d + 2 else ""
    coherence = 1 / sympy.sqrt(d)
    build = partial(_build, d, bases)
    return Construction(
        f"{bases} real unbiased bases", lines(bases * d, d), coherence, "calderbank1997", build, optimal
    )


def _build(d: int, bases: int) -> ExactVectors:
    field = finite_field(d // 2)
    t = field.k
    points = np.array(list(product(range(field.q), (0, 1))), dtype=np.int64)
    bits = np.concatenate((field.digits[points[:, 0]], points[:, 1:]), axis=1)
    characters = bits @ bits.T
    rows = [np.eye(d, dtype=np.int64) * 2 ** ((t + 1) // 2)]
    for a in range(bases - 1):
        scaled = field.multiply(a, points[:, 0])
        form = points[:, 1] * field.trace[scaled]
        conjugate = scaled
        for _ in range((t - 1) // 2):
            conjugate = field.multiply(conjugate, conjugate)
            form = form + field.trace[field.multiply(scaled, conjugate)]
        rows.append(1 - 2 * ((characters + form[None, :]) % 2))
    return integer_vectors(np.concatenate(rows))
