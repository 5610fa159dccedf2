"""Orthogonal blocks: what random rows within the blocks found would have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from packing.bounds.energy.random_moment import random_moment
from packing.overlaps.counts import POWERS
from packing.overlaps.self.components import Factors


@dataclass(frozen=True)
class Blocks:
    """Random rows within orthogonal blocks: what the components found at one eps would predict.

    With n_i rows spanning d_i dimensions in block i the mean of |cos|^p over all pairs is sum C(n_i, 2) m_p(d_i) /
    C(n, 2), with m_p(d) the random moment. K equal blocks multiply the random moment by about K^(p/2 - 1): the second
    moment does not see them, all others do.

    Fields: `shapes`: (n_i, d_i) of each block.

    >>> from packing.overlaps.baselines import RandomRows
    >>> equal = Blocks(((512, 32),) * 8)
    >>> round(equal.moments[4] / RandomRows(4096, 256).moments[4], 2), equal.factor(4)
    (7.58, 8.0)
    """

    shapes: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """The number K of blocks."""
        return len(self.shapes)

    @property
    def moments(self) -> Mapping[int, float]:
        """E |cos|^p over all pairs."""
        pairs = math.comb(sum(n for n, _ in self.shapes), 2)
        dimensions = {d for _, d in self.shapes}
        table = {(d, p): float(random_moment(d, p)) for d in dimensions for p in POWERS}
        return {p: sum(math.comb(n, 2) * table[d, p] for n, d in self.shapes) / pairs for p in POWERS}

    def factor(self, power: float) -> float:
        """K^(p/2 - 1)."""
        return float(self.count ** (power / 2 - 1))


def blocks_of(factors: tuple[Factors, ...]) -> Blocks | None:
    """The blocks at the smallest eps where the rows fall into blocks and all their ranks are known."""
    for found in factors:
        if found.is_tegum and len(found.ranks) == found.count:
            return Blocks(tuple(zip(found.first_sizes(found.count), found.ranks, strict=True)))
    return None
