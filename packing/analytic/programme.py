"""The integer program behind optimal tegum products: least total energy of blocks with sum n_i = n, sum d_i <= d."""

from __future__ import annotations

from typing import Any

import numpy as np

from packing.analytic.blocks import (
    Block,
    line,
    line_energies,
    primitives,
    repeated,
    simplex,
    simplex_energies,
)
from packing.exponents import EnergyKind
from packing.numeric import Floats

TIE = 1e-12
"""Energies that agree to this relative size count as equal: the rounding of sums of at most 64 block energies."""


def cheapest_blocks(n: int, d: int, p: float, kind: EnergyKind, extra: tuple[Block, ...]) -> tuple[Block, ...]:
    """Dynamic programming over the number of dimensions: least[D][N] is the best energy of N vectors in D dimensions.

    A block that some partition of its own (n_i, d_i) equals or beats is never needed, so each dimension adds few.
    Ties are decided for more blocks.
    """
    least: Floats = np.full((d + 1, n + 1), np.inf)
    number = np.zeros((d + 1, n + 1), dtype=np.int64)
    choice = np.full((d + 1, n + 1, 2), -1, dtype=np.int64)
    least[:, 0] = 0.0
    useful: list[tuple[int, int, float]] = []
    for dimensions in range(1, d + 1):
        whole = _whole_blocks(n, dimensions, p, kind, extra)
        least[dimensions] = least[dimensions - 1]
        number[dimensions] = number[dimensions - 1]
        choice[dimensions] = choice[dimensions - 1]
        for block in useful:
            _relax(least, number, choice, dimensions, *block)
        needed = np.flatnonzero(whole + TIE * (1 + whole) < least[dimensions])
        for size in map(int, needed):
            _relax(least, number, choice, dimensions, size, dimensions, float(whole[size]))
        useful += [(int(size), dimensions, float(whole[size])) for size in needed]
    return _parts(choice, n, d, p, kind, extra)


def block_table(n: int, d: int, p: float, kind: EnergyKind) -> list[Floats]:
    """table[k][a]: the least energy of a known block of a vectors in exactly k dimensions, infinite where none is."""
    empty = np.full(n + 1, np.inf)
    return [empty, *(_whole_blocks(n, dimensions, p, kind, ()) for dimensions in range(1, d + 1))]


def _relax(least: Floats, number: Any, choice: Any, dimensions: int, size: int, rank: int, value: float) -> None:
    """Let partitions of `dimensions` dimensions end in a block (size, rank) of energy `value`."""
    rest = np.flatnonzero(np.isfinite(least[dimensions - rank, : least.shape[1] - size]))
    ends = rest + size
    candidate = least[dimensions - rank, rest] + value
    blocks = number[dimensions - rank, rest] + 1
    slack = TIE * (1 + candidate)
    better = candidate + slack < least[dimensions, ends]
    taken = better | ((candidate <= least[dimensions, ends] + slack) & (blocks > number[dimensions, ends]))
    ends = ends[taken]
    least[dimensions, ends] = candidate[taken]
    number[dimensions, ends] = blocks[taken]
    choice[dimensions, ends] = size, rank


def _whole_blocks(n: int, d: int, p: float, kind: EnergyKind, extra: tuple[Block, ...]) -> Floats:
    """The least energy of one known block of 0..n vectors that spans exactly d dimensions."""
    if d == 1:
        values = line_energies(n, kind)
        values[0] = np.inf
    else:
        values = simplex_energies(n, d, p, kind)
    for block in primitives(kind):
        if block.d == d:
            copies = np.arange(1, n // block.n + 1)
            energies = copies**2 * block.value(p, kind) + block.n * copies * (copies - 1.0)
            np.minimum.at(values, copies * block.n, energies)
    for block in extra:
        if block.d == d and block.n <= n:
            values[block.n] = min(values[block.n], block.value(p, kind))
    return values


def _parts(choice: Any, n: int, d: int, p: float, kind: EnergyKind, extra: tuple[Block, ...]) -> tuple[Block, ...]:
    shapes: list[tuple[int, int]] = []
    vectors, dimensions = n, d
    while vectors:
        size, rank = map(int, choice[dimensions, vectors])
        shapes.append((size, rank))
        vectors, dimensions = vectors - size, dimensions - rank
    known = {shape: known_block(*shape, p, kind, extra) for shape in set(shapes)}
    return tuple(block for shape in sorted(shapes, reverse=True) if (block := known[shape]) is not None)


def known_block(n: int, d: int, p: float, kind: EnergyKind, extra: tuple[Block, ...] = ()) -> Block | None:
    """The known block of n vectors in exactly d dimensions with the least energy; exact ones go first in a tie."""
    if d == 1:
        return line(n, kind)
    known = [simplex(n, d)] if n > d else []
    known += [repeated(base, n // base.n) for base in primitives(kind) if base.d == d and n % base.n == 0]
    known += [block for block in extra if block.shape == (n, d)]
    if not known:
        return None
    return min(known, key=lambda block: (round(block.value(p, kind), 12), -block.rigor.strength))
