"""Energies that a search finds: an undivided block where no theorem gives its energy."""

from __future__ import annotations

import itertools

from packing.analytic.blocks import Block
from packing.analytic.energy import EnergyKind
from packing.analytic.programme import known_block
from packing.configuration import Packing
from packing.objective import Energy
from packing.problem import Problem, lines, vectors
from packing.records.best_known import best_packing
from packing.records.starts import Starts
from packing.search.local_search import WIDE_STEPS
from packing.search.minimize import minimize
from packing.structure import tegum_factors

FACTOR_TOLERANCE = 1e-3
"""Overlaps below this count as 0 when a found packing is split into its factors."""

MOST_KNOWN = 200
"""The best packing known of up to so many vectors is a start, too: peaks of symmetry are narrow."""

EVALUATED_PAIRS = 20_000_000
"""A descent of more vectors ends after so many terms, counted and not timed: the end is the same on any machine."""


def search_vectors(
    n: int, d: int, p: float, energy: EnergyKind, *, restarts: int = 20, seed: int = 0, starts: Starts = ()
) -> Packing:
    """n lines, or for `relu` n points, of R^d with the least energy that random restarts and `starts` lead to.

    The energy is an upper bound for the least one, nothing more. Deterministic in `seed`.
    """
    most = None if n <= MOST_KNOWN else restarts * (WIDE_STEPS + max(60, EVALUATED_PAIRS // n**2))
    evaluations = itertools.count().__next__
    found = minimize(
        _problem(n, d, energy), _objective(p, energy), starts=starts, restarts=restarts, seed=seed, seconds=most,
        clock=evaluations,
    )  # fmt: skip
    return found.packing


def search_block(n: int, d: int, p: float, energy: EnergyKind, *, seed: int = 0) -> Block:
    """The undivided block (n, d) with the energy that a search finds: numerical, an upper bound."""
    return _block(_least(n, d, p, energy, seed), d, p, energy)


def search_blocks(n: int, d: int, p: float, energy: EnergyKind, *, seed: int = 0) -> tuple[Block, ...]:
    """The tegum factors of the packing with the least energy that a search finds, largest first.

    A factor whose energy a known block equals (to 1e-7 of it) is given as that block, exactly.
    """
    packing = _least(n, d, p, energy, seed)
    return tuple(
        _named(_block(packing.select(factor.indices), factor.rank, p, energy), p, energy)
        for factor in sorted(tegum_factors(packing, FACTOR_TOLERANCE), key=lambda factor: factor.shape, reverse=True)
    )


def _least(n: int, d: int, p: float, energy: EnergyKind, seed: int) -> Packing:
    """From the best packing known and up to 20 random starts, fewer where there are many vectors."""
    restarts = max(1, min(20, 40_000 // n**2))
    known = best_packing(_problem(n, d, energy)) if n <= MOST_KNOWN else None
    starts = () if known is None else (known,)
    return search_vectors(n, d, p, energy, restarts=restarts, seed=seed, starts=starts)


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
