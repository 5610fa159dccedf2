"""Starts for many vectors: frames of sequences from number theory, cut to n, padded or projected to d dimensions.

Where n is large, descent from random vectors ends far above what algebra reaches: 1000 lines in R^64 at 0.181, while 33
unbiased bases hold 2112 lines at 1/8. The families here have many more vectors than dimensions, low coherence, and a
member in or near every dimension; the coherence is bounded by Weil's theorem on character sums.

| family                | lines            | dimension      | coherence at most              |
|-----------------------|------------------|----------------|--------------------------------|
| Kerdock, real         | d (d + 2)/2      | 4^k            | 1/sqrt d                       |
| (-1)^Tr(b x + a x^3)  | q^2, real        | q = 2^m        | sqrt(2/q), m odd; 2/sqrt q     |
| ... + Tr(c x^5)       | q^3, real        | q = 2^m        | twice that                     |
| unbiased bases        | d (d + 1) complex| 2^k            | 1/sqrt d                       |
| chirps of degree 2, 3 | p^2, p^3 complex | p >= 5 prime   | 1/sqrt p, 2/sqrt p             |
| chirps as real lines  | twice as many    | 2p             | the same                       |

References: Calderbank, Cameron, Kantor, Seidel, Proc. London Math. Soc. 75 (1997); Gold, IEEE Trans. Inform. Theory 14
(1968); Alltop, IEEE Trans. Inform. Theory 26 (1980).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.constructions.fields import finite_field, prime_power
from packing.constructions.kerdock import real_unbiased_bases
from packing.constructions.mub import unbiased_bases
from packing.problem import Problem
from packing.space import Field

Rows = npt.NDArray[Any]

WIDEST = 1.5
"""Frames in up to so many times the dimensions are projected."""

NARROWEST = 0.5
"""Frames in no less than this part of the dimensions are padded."""

LARGEST = 1024
"""Frames in more dimensions are not built."""

SPREAD = 4
"""A projection chooses among so many times n vectors."""

NOISE = 0.02
"""Padded rows are moved by so much of their length: symmetric packings are saddles where they are no minima."""


@dataclass(frozen=True)
class Frame:
    """`size` unit vectors in d dimensions with at most this coherence; `rows(n)` makes the first n."""

    name: str
    d: int
    size: int
    coherence: float
    rows: Callable[[int], Rows]

    def promise(self, problem: Problem) -> float:
        """About where descent from here ends: measured 0.05 and 0.105 more than before for 1/16 and 1/4 of d lost."""
        return self.coherence + 0.6 * max(0.0, 1.0 - problem.d / self.d)

    def start(self, problem: Problem, rng: np.random.Generator) -> Rows:
        """n rows in d dimensions: padded by zeros and a little noise, or some of the rows, projected at random."""
        if self.d <= problem.d:
            rows = self.packing(problem)
            return rows + NOISE / math.sqrt(problem.d) * _gaussian(rows.shape, problem, rng)
        count = _count(problem)
        rows = self.rows(min(self.size, SPREAD * count))
        rows = rows[rng.choice(len(rows), count, replace=False)]
        onto, _ = np.linalg.qr(_gaussian((self.d, problem.d), problem, rng))
        return _signed(rows @ onto, problem)

    def packing(self, problem: Problem) -> Rows:
        """The first n rows, padded by zeros: a packing of the problem with this coherence, where d is large enough."""
        rows = self.rows(_count(problem))
        return _signed(np.pad(rows, ((0, 0), (0, problem.d - self.d))), problem)


def random_promise(problem: Problem) -> float:
    """About where descent from random vectors ends: half above Welch's bound, at hundreds of vectors."""
    n = _count(problem)
    return 1.5 * math.sqrt(max(n - problem.d, 0) / (problem.d * max(n - 1, 1)))


def frames(problem: Problem) -> list[Frame]:
    """The frames to start from, the most promising first; of each family the next ones below and above in dimension.

    >>> from packing.problem import lines
    >>> [(frame.name, frame.d) for frame in frames(lines(4096, 128))][0]
    ('Gold sequences', 128)
    """
    found = []
    for family in FAMILIES[problem.field]:
        enough = [frame for frame in family() if frame.size >= _count(problem)]
        below = [frame for frame in enough if NARROWEST * problem.d <= frame.d <= problem.d]
        above = [frame for frame in enough if problem.d < frame.d <= WIDEST * problem.d]
        found += [min(below, key=lambda frame: (frame.coherence, -frame.d))] if below else []
        found += [min(above, key=lambda frame: frame.promise(problem))] if above else []
    return sorted(found, key=lambda frame: frame.promise(problem))


def _kerdock() -> Iterator[Frame]:
    for d in (4**k for k in range(2, 6)):
        yield Frame("Kerdock lines", d, d * (d + 2) // 2, 1 / math.sqrt(d), partial(_bases, d))


def _bases(d: int, n: int) -> Rows:
    return real_unbiased_bases(d, max(2, -(-n // d))).packing.vectors[:n]


def _binary() -> Iterator[Frame]:
    for m in range(4, LARGEST.bit_length()):
        q = 2**m
        root = math.sqrt(2 / q) if m % 2 else 2 / math.sqrt(q)
        yield Frame("Gold sequences", q, q**2, root, partial(_signs, q))
        yield Frame("BCH sequences", q, q**3, 2 * root, partial(_signs, q))


def _signs(q: int, n: int) -> Rows:
    """(-1)^Tr(b x + a x^3 + c x^5)/sqrt q, coefficients counted up with b first."""
    field = finite_field(q)
    x = np.arange(q)
    square = field.multiply(x, x)
    powers = [x, field.multiply(x, square)]
    powers.append(field.multiply(powers[1], square))
    exponent = np.zeros((n, q), dtype=np.int8)
    for place, power in enumerate(powers[: 1 + (n > q) + (n > q**2)]):
        values = field.trace[field.multiply(x[:, None], power[None, :])].astype(np.int8)
        exponent ^= values[np.arange(n) // q**place % q]
    return (1.0 - 2.0 * exponent) / math.sqrt(q)


def _chirps() -> Iterator[Frame]:
    for p in (p for p in range(5, LARGEST) if prime_power(p) == (p, 1)):
        yield Frame("quadratic chirps", p, p**2, 1 / math.sqrt(p), partial(_chirp_rows, p))
        yield Frame("cubic chirps", p, p**3, 2 / math.sqrt(p), partial(_chirp_rows, p))


def _chirp_rows(p: int, n: int) -> Rows:
    """exp(2 pi i (b x + a x^2 + c x^3)/p)/sqrt p, coefficients counted up with b first."""
    counter, x = np.arange(n)[:, None], np.arange(p)[None, :]
    phase = counter % p * x + counter // p % p * (x**2 % p) + counter // p**2 * (x**3 % p)
    rows: Rows = np.exp(2j * np.pi * (phase % p) / p) / math.sqrt(p)
    return rows


def _unbiased() -> Iterator[Frame]:
    for d in (16, 32, 64):
        yield Frame("unbiased bases", d, d * (d + 1), 1 / math.sqrt(d), partial(_complex_bases, d))


def _complex_bases(d: int, n: int) -> Rows:
    return unbiased_bases(d, max(2, -(-n // d))).packing.vectors[:n]


def _real_chirps() -> Iterator[Frame]:
    for frame in _chirps():
        yield Frame(f"{frame.name}, real", 2 * frame.d, 2 * frame.size, frame.coherence, partial(_real_parts, frame))


def _real_parts(frame: Frame, n: int) -> Rows:
    """x and i x of each complex line, at an angle drawn for the line: real parts are smaller than moduli."""
    turned = frame.rows(-(-n // 2))
    turned = turned * np.exp(2j * np.pi * np.random.default_rng(frame.d).random((len(turned), 1)))
    both = np.concatenate((turned, 1j * turned))[:n]
    return np.concatenate((both.real, both.imag), axis=1)


def _count(problem: Problem) -> int:
    """Points are pairs x, -x of half as many lines."""
    return problem.n if problem.has_lines else -(-problem.n // 2)


def _signed(rows: Rows, problem: Problem) -> Rows:
    return rows if problem.has_lines else np.concatenate((rows, -rows))[: problem.n]


def _gaussian(shape: tuple[int, ...], problem: Problem, rng: np.random.Generator) -> Rows:
    noise: Rows = rng.standard_normal(shape)
    return noise + 1j * rng.standard_normal(shape) if problem.field is Field.COMPLEX else noise


FAMILIES: dict[Field, tuple[Callable[[], Iterator[Frame]], ...]] = {
    Field.REAL: (_kerdock, _binary, _real_chirps),
    Field.COMPLEX: (_chirps, _unbiased),
    Field.QUATERNION: (),
}
