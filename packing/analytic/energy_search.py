"""Energies that a search finds: an undivided block where no theorem gives its energy."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache

from packing.analytic.blocks import Block
from packing.analytic.programme import known_block
from packing.configuration import Packing
from packing.exponents import EnergyKind
from packing.objective import Energy
from packing.problem import Problem, lines, vectors
from packing.records.best_known import best_packing
from packing.records.starts import Starts
from packing.search.minimize import minimize
from packing.search.result import SearchResult
from packing.structure import tegum_factors

FACTOR_TOLERANCE, LOST = 1e-3, 1e-7
"""Overlaps below the first count as 0 when a found packing is split into its factors, if no more energy than the second
part of it is lost by that."""

MOST_KNOWN = 200
"""The best packing known of up to so many vectors is a start, too: peaks of symmetry are narrow."""

FIRST_RESTARTS = 24
"""Where half of so many random starts end in the same packing, the search ends."""

MOST_RESTARTS = 600
"""Else it goes on, with hops, to so many restarts."""

LEAST_CHUNKS, MOST_CHUNKS, CHUNKS_BY_VECTORS, MOST_TERMS = 900, 2500, 75_000, 150_000_000
"""A search ends after `CHUNKS_BY_VECTORS` / n chunks of terms (`search.real_energy.CHUNK`), within the first two, and
fewer where one evaluation is more than a chunk: counted and not timed, so that the end is the same on any machine. That
takes a second or two, for 200 vectors in 20 dimensions three."""


def search_vectors(
    n: int, d: int, p: float, energy: EnergyKind, *, restarts: int = 20, seed: int = 0, starts: Starts = ()
) -> Packing:
    """n lines, or for `relu` n points, of R^d with the least energy that random restarts and `starts` lead to.

    The energy is an upper bound for the least one, nothing more. Deterministic in `seed`.
    """
    return _searched(n, d, p, energy, restarts, seed, starts).packing


def _searched(
    n: int, d: int, p: float, energy: EnergyKind, restarts: int, seed: int, starts: Starts, enough: float = -math.inf
) -> SearchResult:
    chunks = itertools.count().__next__
    most = max(LEAST_CHUNKS, min(MOST_CHUNKS, CHUNKS_BY_VECTORS // n))
    most = most if float(2 * p).is_integer() else most * 3 // 5  # powers by logarithms take longer
    return minimize(
        _problem(n, d, energy), _objective(p, energy), starts=starts, restarts=restarts, seed=seed, enough=enough,
        seconds=max(1, min(most, MOST_TERMS // (n * n))), clock=chunks,
    )  # fmt: skip


def search_block(n: int, d: int, p: float, energy: EnergyKind, *, seed: int = 0) -> Block:
    """The undivided block (n, d) with the energy that a search finds: numerical, an upper bound."""
    return whole_block(least_packing(n, d, p, energy, seed=seed), p, energy)


def least_packing(
    n: int, d: int, p: float, energy: EnergyKind, enough: float = -math.inf, starts: Starts = (), seed: int = 0
) -> Packing:
    """n lines, or for `relu` n points, of R^d with the least energy that a search of some effort leads to.

    It begins with `starts`, the best packing known and `FIRST_RESTARTS` random starts, and goes on with hops from the
    best unless half of them ended there; an energy of at most `enough` ends it. The same answer is remembered.
    """
    return _remembered(n, d, p, energy, enough, tuple(starts), seed)


@lru_cache(maxsize=128)
def _remembered(n: int, d: int, p: float, energy: EnergyKind, enough: float, starts: Starts, seed: int) -> Packing:
    known = best_packing(_problem(n, d, energy)) if n <= MOST_KNOWN else None
    starts = (*starts, *(() if known is None else (known,)))
    first = _searched(n, d, p, energy, FIRST_RESTARTS, seed, starts, enough)
    if 2 * first.hits >= FIRST_RESTARTS or first.restarts < FIRST_RESTARTS or first.value <= enough:
        return first.packing
    return _searched(n, d, p, energy, MOST_RESTARTS, seed + 1, (first.packing,), enough).packing


def whole_block(packing: Packing, p: float, energy: EnergyKind) -> Block:
    """The packing as one undivided block."""
    return _block(packing, packing.d, p, energy)


def factor_blocks(packing: Packing, p: float, energy: EnergyKind) -> tuple[Block, ...]:
    """The tegum factors of a packing as blocks, largest first; one where what lies between factors is not nothing.

    A factor whose energy a known block equals (to 1e-7 of it) is given as that block, exactly.
    """
    whole = whole_block(packing, p, energy)
    factors = sorted(tegum_factors(packing, FACTOR_TOLERANCE), key=lambda factor: factor.shape, reverse=True)
    blocks = [_block(packing.select(factor.indices), factor.rank, p, energy) for factor in factors]
    lost = whole.value(p, energy) - sum(block.value(p, energy) for block in blocks)
    if sum(block.d for block in blocks) > packing.d or lost > LOST * (1 + whole.value(p, energy)):
        return (_named(whole, p, energy),)
    return tuple(_named(block, p, energy) for block in blocks)


def _problem(n: int, d: int, energy: EnergyKind) -> Problem:
    return vectors(n, d) if energy is EnergyKind.RELU else lines(n, d)


def _objective(p: float, energy: EnergyKind) -> Energy:
    return Energy(p, positive=energy is EnergyKind.RELU)


def _block(packing: Packing, rank: int, p: float, energy: EnergyKind) -> Block:
    return Block(packing.n, rank, "found", found=_objective(p, energy).value(packing))


def _named(found: Block, p: float, energy: EnergyKind) -> Block:
    known = known_block(found.n, found.d, p, energy)
    if known is not None and known.value(p, energy) <= found.value(p, energy) * (1 + 1e-7) + 1e-7:
        return known
    return found
