"""The most lines of F^d as sums in orthogonal spaces: blocks of few more lines than dimensions, and what they gain.

Lines of orthogonal spaces overlap by 0. A block of n lines in k dimensions gains n - k. From m lines of F^k with
coherence a that meet the Welch bound come r m lines in r m - k dimensions with coherence 1/(r (1 + (m/k - 1)/a) - 1)
(Bukh and Cox; r = 1 is the complement), which gain k; from the simplex comes one more line than dimensions. Which
blocks to take is a knapsack in the dimension.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import sympy

from packing.constructions import known, repeated_complement
from packing.constructions.construction import Construction
from packing.problem import Field, lines
from packing.rigor import Rigor

FRAMES: dict[Field, tuple[tuple[int, int], ...]] = {
    Field.REAL: (
        (6, 3), (10, 5), (16, 6), (28, 7), (16, 10), (26, 13), (36, 15), (38, 19), (126, 21), (176, 22), (276, 23),
        (36, 21), (42, 21), (50, 25), (64, 28), (120, 35), (64, 36), (82, 41),
    ),
    Field.COMPLEX: (
        (4, 2), (7, 3), (9, 3), (13, 4), (8, 4), (21, 5), (31, 6), (16, 6), (28, 7), (57, 8), (64, 8), (73, 9),
        (91, 10), (133, 12), (183, 14), (273, 17), (307, 18), (381, 20), (276, 23),
    ),
}  # fmt: skip
"""Lines that meet the Welch bound as (n, d), exact ones: the bases of blocks."""

MOST_DIMENSIONS = 20_000
"""The knapsack is filled up to so many dimensions; beyond, the orthonormal basis alone is named."""


@dataclass(frozen=True)
class Sum:
    """So many lines: the blocks by name, and how they are known."""

    n: int
    name: str
    reference: str
    rigor: Rigor


@dataclass(frozen=True)
class _Block:
    n: int
    d: int
    name: str
    reference: str
    rigor: Rigor

    @property
    def gain(self) -> int:
        return self.n - self.d


def largest_sum(d: int, field: Field, fits: Callable[[sympy.Expr], bool]) -> Sum:
    """The largest orthogonal sum of blocks of F^d whose coherences `fits` allows.

    >>> largest_sum(700, Field.REAL, lambda coherence: coherence <= sympy.Rational(1, 50)).n
    771
    """
    blocks = list(_blocks(field, d, fits)) if d <= MOST_DIMENSIONS else []
    chosen = _knapsack(d, blocks)
    if not chosen:
        return Sum(d, "orthonormal basis", "", Rigor.PROVED)
    left = d - sum(block.d for block in chosen)
    counts = Counter(chosen)
    parts = [f"{times} x {block.name}" if times > 1 else block.name for block, times in counts.items()]
    parts += [f"orthonormal basis of {left}"] if left else []
    rigor = min((block.rigor for block in chosen), key=lambda each: each.strength)
    keys = {block.reference for block in chosen}
    name = parts[0] if len(parts) == 1 else f"orthogonal sum of {', '.join(parts)}"
    return Sum(d + sum(block.gain for block in chosen), name, keys.pop() if len(keys) == 1 else "", rigor)


def _blocks(field: Field, d: int, fits: Callable[[sympy.Expr], bool]) -> Iterator[_Block]:
    """The smallest block of each kind that is allowed; a larger one of its kind gains no more."""
    for k in range(2, d + 1):  # a simplex: k + 1 lines with coherence 1/k
        if fits(sympy.Rational(1, k)):
            yield _Block(k + 1, k, f"simplex of {k + 1}", "welch1974", Rigor.PROVED)
            break
    for frame in _frames(field):
        if frame.problem.d <= d and fits(frame.coherence):
            yield _block(frame)
        times = 1
        while times * frame.problem.n - frame.problem.d <= d:
            made = repeated_complement(frame, times)
            if fits(made.coherence):
                yield _block(made)
                break
            times += 1


def _block(made: Construction) -> _Block:
    return _Block(made.problem.n, made.problem.d, made.name, made.reference, made.rigor)


@cache
def _frames(field: Field) -> tuple[Construction, ...]:
    pairs = FRAMES.get(field, ())
    found = [next((c for c in known(lines(n, d, field)) if c.optimal == "Welch bound"), None) for n, d in pairs]
    return tuple(frame for frame in found if frame is not None)


def _knapsack(d: int, blocks: list[_Block]) -> list[_Block]:
    """Blocks with the largest gain in d dimensions altogether, each as often as one likes."""
    gains, last = [0] * (d + 1), [-1] * (d + 1)
    for size in range(1, d + 1):
        gains[size], last[size] = gains[size - 1], -1
        for index, block in enumerate(blocks):
            if block.d <= size and gains[size - block.d] + block.gain > gains[size]:
                gains[size], last[size] = gains[size - block.d] + block.gain, index
    chosen, size = [], d
    while size > 0:
        if last[size] < 0:
            size -= 1
        else:
            chosen.append(blocks[last[size]])
            size -= blocks[last[size]].d
    return chosen
