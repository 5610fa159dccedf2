"""Mutually unbiased bases in prime-power dimensions: up to d + 1 bases of C^d with all overlaps 0 or 1/sqrt d."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.fields import finite_field, prime_power
from packing.constructions.ring import Cyclotomic, Integers
from packing.errors import InputError
from packing.problem import Field, Problem, lines


def unbiased_bases(d: int, bases: int | None = None) -> Construction:
    """`bases` (default d + 1, at least 2) mutually unbiased bases of C^d, d a prime power, as d * bases lines.

    Besides the standard basis, for a in GF(d) the basis {x_ab : b in GF(d)} has the entries

    | d     | entry at x                                                                    |
    |-------|-------------------------------------------------------------------------------|
    | odd   | exp(2 pi i Tr(a x^2 + b x)/p), x in GF(d): Gauss sums have modulus sqrt d     |
    | even  | i^Tr((a + 2b) x), x in the Teichmueller set of the Galois ring GR(4, k)         |

    All d (d+1) lines meet Levenshtein's bound, more than d^2 lines the orthoplex bound. Reference: Wootters and Fields,
    Ann. Phys. 191 (1989); Klappenecker and Roetteler (2004).

    >>> print(unbiased_bases(4))
    5 unbiased bases: 20 lines in C^4, coherence 1/2
    """
    if prime_power(d) is None:
        raise InputError(f"unbiased bases are built in prime-power dimensions, not in {d}: take d such as 4, 5, 7, 8")
    count = d + 1 if bases is None else bases
    if not 2 <= count <= d + 1:
        raise InputError(f"C^{d} has 2 to {d + 1} unbiased bases here, not {bases}: change the number of bases")
    return _construction(d, count)


def members(problem: Problem) -> Iterator[Construction]:
    """n/d unbiased bases of C^d, d a prime power and 2 d <= n <= d (d + 1)."""
    n, d = problem.n, problem.d
    if problem.is_complex and d > 1 and n % d == 0 and 2 <= n // d <= d + 1 and prime_power(d):
        yield _construction(d, n // d)


def _construction(d: int, bases: int) -> Construction:
    optimal = "Levenshtein bound" if bases == d + 1 else "orthoplex bound" if bases * d > d * d else ""
    return Construction(
        f"{bases} unbiased bases",
        lines(bases * d, d, Field.COMPLEX),
        1 / sympy.sqrt(d),
        "wootters1989",
        partial(_build, d, bases),
        optimal,
    )


def _build(d: int, bases: int) -> ExactVectors:
    order, exponents = _even(d) if d % 2 == 0 else _odd(d)
    ring = Cyclotomic(order)
    standard = np.zeros((d, d, ring.degree), dtype=np.int64)
    standard[np.arange(d), np.arange(d), 0] = 1
    flat = ring.power(exponents[: bases - 1].reshape(-1, d))
    return ExactVectors(ring, np.concatenate((standard, flat)))


def _odd(d: int) -> tuple[int, Integers]:
    """Tr(a x^2 + b x) over GF(d), indices (a, b, x)."""
    field = finite_field(d)
    x = np.arange(d)
    squares = field.multiply(x[:, None], field.multiply(x, x)[None, :])
    linear = field.multiply(x[:, None], x[None, :])
    return field.p, field.trace[squares][:, None, :] + field.trace[linear][None, :, :]


def _even(d: int) -> tuple[int, Integers]:
    """Tr((a + 2b) x) over GR(4, k), d = 2^k, with a, b, x in the Teichmueller set {0, 1, t, ..., t^(d-2)}."""
    k = d.bit_length() - 1
    powers = next(filter(None, (_teichmueller(np.array(tail)) for tail in product(range(4), repeat=k))))
    traces = [sum(powers[e * 2**j % (d - 1)] for j in range(k)) % 4 for e in range(d - 1)]  # Frobenius: t -> t^2
    logarithms = np.arange(-1, d - 1)
    products = np.add.outer(logarithms, logarithms) % (d - 1)
    zero = np.minimum.outer(logarithms, logarithms) < 0
    table = np.where(zero, 0, np.array(traces)[products, 0])
    return 4, table[:, None, :] + 2 * table[None, :, :]


def _teichmueller(tail: Integers) -> list[Integers] | None:
    """The powers of t in Z_4[t]/(t^k + tail), if they are d - 1 units, different modulo 2, with t^(d-1) = 1."""
    k = len(tail)
    powers = [np.eye(k, dtype=np.int64)[0]]
    for _ in range(2**k - 1):
        shifted = np.concatenate(([0], powers[-1][:-1]))
        powers.append((shifted - powers[-1][-1] * tail) % 4)
    last = powers.pop()
    different = {tuple(power % 2) for power in powers} - {(0,) * k}
    return powers if len(different) == len(powers) and (last == powers[0]).all() else None
