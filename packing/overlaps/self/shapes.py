"""What a component is: a code (digon, pentagon, simplex), a family of near duplicates, a hub, or a block (n_i, d_i)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from packing.configuration import Packing
from packing.named_codes import LARGEST, nearest_code
from packing.numeric import Floats
from packing.problem import Objects

NEAR_DUPLICATES = 0.95**0.5
"""Near duplicates have at least this |cos| with their common direction: then any two have |cos| >= 0.9."""

RANK_GAP = 10.0
"""Eigenvalues of the Gram matrix of unit rows below a gap of this factor are noise."""

LEAST_PIECES = 4
"""A hub is linked to half of the other rows or more, and without it so many pieces are left, or more, none of them with
more than half of the other rows."""


class Kind(StrEnum):
    """What a component was found to be."""

    CODE = "code"
    FAMILY = "near duplicates"
    HUB = "hub"
    BLOCK = "block"
    UNCLASSIFIED = "unclassified"


@dataclass(frozen=True)
class Shape:
    """A component of `size` rows that span `rank` dimensions up to noise (None: not computed), and its name.

    `rows` are the numbers of its rows in the matrix, the first 128 where there are more. `dimensionality` is the mean
    D_i of its rows. `distance` is the largest difference of cosines to the exact code of that name, None for others.
    `hub` is the row that joins the pieces of a hub.

    Fields: `kind`: what the component is, in one word.
    """

    name: str
    kind: Kind
    size: int
    rank: int | None
    rows: tuple[int, ...]
    dimensionality: float
    distance: float | None = None
    hub: int | None = None

    @property
    def is_named(self) -> bool:
        """Whether it is a code, a family of near duplicates, or a hub."""
        return self.kind in (Kind.CODE, Kind.FAMILY, Kind.HUB)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Found:
    """The name of unit rows, before it is known which rows of which matrix they are; `hub` is a place among them."""

    name: str
    kind: Kind
    rank: int | None
    distance: float | None = None
    hub: int | None = None


def shape_of(unit: Floats, eps: float, rounding: float = 1e-7, least_pieces: int = LEAST_PIECES) -> Found:
    """The name of a component at `eps`, from its unit rows (k, d), k <= 128.

    Asked in this order: near duplicates; an exact code whose Gram matrix differs by at most 0.1 in every entry; a hub;
    of at least `least_pieces`; and else the block (k, rank). `rounding` is the relative error of the stored rows.

    >>> angles = 2 * np.pi * np.arange(5) / 5
    >>> rows = np.column_stack((np.cos(angles), np.sin(angles)))
    >>> shape_of(rows, 0.1).name, shape_of(rows[[0, 0, 0]], 0.1).name
    ('pentagon', 'family of 3 near duplicates')
    """
    if not 2 <= len(unit) <= LARGEST:
        raise ArithmeticError(f"a component of {len(unit)} rows is not one of 2 .. {LARGEST}")
    sums = aligned_sum(unit, unit[0])
    family = family_name(len(unit), *agreement(unit, sums))
    gram = unit @ unit.T
    if family is not None and family != "digon":
        return Found(family, Kind.FAMILY, 1)
    eigenvalues = np.linalg.eigvalsh(gram)[::-1].astype(np.float64)
    rank = noisy_rank(eigenvalues, rounding)
    if rank == 1 and family is None:
        rank = int(np.linalg.matrix_rank(gram, tol=len(unit) * rounding**2, hermitian=True))
    near = nearest_code(Packing(unit, Objects.VECTORS), (len(unit), rank))
    if near.is_code:
        return Found(near.name, Kind.CODE, rank, near.distance)
    hub = _hub(np.abs(gram) > eps, least_pieces)
    if hub is None:
        return Found(near.name, Kind.BLOCK, rank)
    center, pieces = hub
    names = _pieces([unit[piece] for piece in pieces], eps, rounding)
    return Found(f"hub joining {names}", Kind.HUB, rank, hub=center)


def aligned_sum(unit: Floats, direction: Floats) -> Floats:
    """The sum of +-x over unit rows x, each turned to the side of `direction`."""
    signs = np.where(unit @ direction < 0, -1.0, 1.0)
    total: Floats = signs @ unit
    return total


def agreement(unit: Floats, direction: Floats) -> tuple[float, int]:
    """The least |cos| of a row with a direction, and how many rows point against it."""
    cosines = unit @ direction / np.linalg.norm(direction)
    return float(np.abs(cosines).min()), int(np.count_nonzero(cosines < 0))


def family_name(size: int, least: float, opposite: int) -> str | None:
    """The name of rows that all have at least `least` |cos| with one direction, None where that is too little.

    >>> family_name(4, 0.99, 0), family_name(4, 0.99, 1), family_name(2, 0.99, 1), family_name(4, 0.9, 0)
    ('family of 4 near duplicates', 'family of 4 near duplicates of both signs', 'digon', None)
    """
    if least < NEAR_DUPLICATES:
        return None
    if size == 2:
        return "digon" if opposite else "near-duplicate pair"
    return f"family of {size} near duplicates" + " of both signs" * (0 < opposite < size)


def noisy_rank(eigenvalues: Floats, rounding: float) -> int:
    """The number of falling eigenvalues of a Gram matrix of unit rows before the noise.

    Noise begins after the widest gap, where that is a factor of 10 or more; without such a gap only rounding is noise.

    >>> noisy_rank(np.array([2.5, 2.49, 0.01, 0.008, 0.005]), 1e-7), noisy_rank(np.array([3.0, 1.0, 0.5]), 1e-7)
    (2, 3)
    """
    floor = float(eigenvalues.sum()) * rounding**2
    values = np.maximum(eigenvalues, floor)
    gaps = values[:-1] / values[1:]
    best = int(np.argmax(gaps))
    return best + 1 if gaps[best] >= RANK_GAP else int(np.count_nonzero(eigenvalues > floor))


def gathered(names: Iterable[str], most: int = 8) -> str:
    """Names with equal ones counted, in order, at most `most` different ones.

    >>> gathered(["pentagon", "digon", "digon"]), gathered("abc", 2)
    ('pentagon + 2 x digon', 'a + b + 1 other')
    """
    counted = Counter(names)
    kinds = list(counted.items())
    shown = [f"{count} x {name}" if count > 1 else name for name, count in kinds[:most]]
    rest = sum(count for _, count in kinds[most:])
    return " + ".join(shown + [f"{rest} other{'s' * (rest > 1)}"] * bool(rest))


def _hub(linked: npt.NDArray[np.bool_], least: int) -> tuple[int, list[npt.NDArray[np.intp]]] | None:
    """The row of most links, and the pieces that are left without it, largest first; None where it is no hub."""
    center = int(np.argmax(linked.sum(axis=1)))
    others = np.delete(np.arange(len(linked)), center)
    if 2 * np.count_nonzero(linked[center, others]) < others.size:
        return None
    count, labels = connected_components(csr_array(linked[np.ix_(others, others)]), directed=False)
    pieces = sorted((others[labels == label] for label in range(count)), key=lambda piece: -piece.size)
    return (center, pieces) if count >= least and 2 * pieces[0].size <= others.size else None


def _pieces(pieces: list[Floats], eps: float, rounding: float) -> str:
    """The pieces of a hub: those with a name, and the others counted."""
    alone = sum(len(piece) == 1 for piece in pieces)
    found = [shape_of(piece, eps, rounding, LARGEST) for piece in pieces if len(piece) > 1]
    blocks = sum(piece.kind is Kind.BLOCK for piece in found)
    parts = [gathered(piece.name for piece in found if piece.kind is not Kind.BLOCK)] * (blocks < len(found))
    parts += [f"{blocks} block{'s' * (blocks > 1)}"] * bool(blocks)
    parts += [f"{alone} single row{'s' * (alone > 1)}"] * bool(alone)
    return " + ".join(parts)
