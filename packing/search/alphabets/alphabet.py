"""Alphabets of codebooks: what the entries may be, and one restart of a search among the frames that have such entries.

| written            | the entries of every frame, times sqrt(d)                                               |
|--------------------|-----------------------------------------------------------------------------------------|
| constant-modulus   | of modulus 1; over R signs                                                              |
| roots:q            | q-th roots of unity: BPSK q = 2, QPSK q = 4; over R q = 2                               |
| dft-rows           | those of d rows of the n-point Fourier matrix, of subspaces turned as `dft_rows` says   |

The m vectors of a frame are orthonormal: they are characters of a group of order d or a divisor of d, or rows of a
Hadamard matrix, with their coordinates permuted and turned (`words`). So of subspaces a search is among these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

import numpy as np
import sympy

from packing.configuration import Packing
from packing.deadline import overdue
from packing.errors import InputError, check_room
from packing.numeric import Floats, Indices
from packing.objects import Distance
from packing.problem import Problem
from packing.search import tiles
from packing.search.alphabets import dft_rows, moves, phases
from packing.search.alphabets.words import exact_coherence, orthogonal_words, table_of, vectors_of
from packing.search.columns import packing_of_rows
from packing.search.finishing import MOST_UNKNOWNS
from packing.search.interior_point import InteriorPoint
from packing.search.ladder import SHARP, SHARPER, SHARPEST, SMOOTH, TILES_FROM, Ladder, first_step
from packing.search.lbfgs import minimize
from packing.search.optimality import UNKNOWN, Optimality
from packing.search.pairs import form_of, log_norm, room_for
from packing.search.restarts import End, Evaluated
from packing.space import Field

MOST_ROOTS = 64
"""Roots of a higher order are as good as all phases, and as many moves are tried one by one."""

RUNGS = (2, 4, 6, 8)
"""k of the norms p = 2^k whose moves are made one after the other."""

KICKS = 12
"""So many kicks in a row that gain nothing end a restart among words."""

SWEEPS = 60
GAIN = 1e-12

AT_REST = Optimality(0.0, 0.0)
"""No change of one entry, or of one row, lowers the norm: a discrete optimum, which has no first order."""


@runtime_checkable
class Alphabet(Protocol):
    """What the entries of frames may be."""

    @property
    def name(self) -> str:
        """The name that results carry."""

    def check(self, problem: Problem) -> None:
        """Raise `InputError` where the problem has no frames with such entries."""

    def restart(self, problem: Problem, seed: int, number: int) -> End:
        """Restart `number` of the search with this seed."""

    def finished(self, problem: Problem, end: End) -> Evaluated:
        """The packing that the end leads to."""

    def exact(self, packing: Packing) -> sympy.Expr | None:
        """The coherence as an algebraic number, where the alphabet makes it one."""


@dataclass(frozen=True)
class RootsOfUnity:
    """Entries exp(2 pi i e / q) / sqrt d: coordinate moves, and kicks of frames that touch.

    Fields: `order` q >= 2, the order of the roots.

    >>> from packing.problem import lines
    >>> from packing.search import minimize
    >>> round(minimize(lines(4, 3), within=RootsOfUnity(2), restarts=2).packing.coherence, 9)
    0.333333333
    """

    order: int

    @property
    def name(self) -> str:
        """Such as "roots of unity of order 4"."""
        return f"roots of unity of order {self.order}"

    def check(self, problem: Problem) -> None:
        """Complex or, with signs, real lines or chordal subspaces, with orthonormal frames of such entries."""
        _check(problem, self.name)
        if not 2 <= self.order <= MOST_ROOTS:
            raise InputError(
                f"roots of unity have an order from 2 to {MOST_ROOTS}, not {self.order}: take constant-modulus for more"
            )
        if problem.space.scalars == 1 and self.order != 2:
            raise InputError(f"real roots of unity are 1 and -1, of order 2, not {self.order}: add --field C")
        if orthogonal_words(problem.d, problem.m, self.order) is None:
            raise InputError(
                f"no {problem.m} orthogonal rows of {problem.d} {self.name} are known here: take another order or d"
            )
        check_room(f"the products of {problem}", problem.n**2, problem.m**2)

    def restart(self, problem: Problem, seed: int, number: int) -> End:
        """Random words, moved to a local optimum, then kicked as long as that leads lower."""
        rng = np.random.default_rng((seed, number))
        state = self._descended(moves.begin(self._drawn(problem, rng), table_of(self.order)), rng)
        best, least, idle = state, moves.norm(state, RUNGS[-1]), 0
        while idle < KICKS and not overdue():
            state = self._descended(self._kicked(best, rng), rng, RUNGS[2:])
            reached, idle = moves.norm(state, RUNGS[-1]), idle + 1
            if reached < least - GAIN:
                best, least, idle = state, reached, 0
        estimate = problem.space.overlap_of(float(best.f.max()))
        return End(best.words.astype(np.float64), estimate)

    def finished(self, problem: Problem, end: End) -> Evaluated:
        """The packing of the words."""
        packing = Packing(vectors_of(end.columns.astype(np.int64), self.order, problem.space), problem.space)
        return Evaluated(packing, packing.coherence, AT_REST)

    def exact(self, packing: Packing) -> sympy.Expr | None:
        """The algebraic number."""
        return exact_coherence(packing, self.order)

    def _drawn(self, problem: Problem, rng: np.random.Generator) -> Indices:
        words = orthogonal_words(problem.d, problem.m, self.order)
        assert words is not None
        parts = np.stack([words[:, rng.permutation(problem.d)] for _ in range(problem.n)])
        return (parts + rng.integers(self.order, size=(problem.n, 1, problem.d))) % self.order

    def _descended(self, state: moves.Words, rng: np.random.Generator, rungs: tuple[int, ...] = RUNGS) -> moves.Words:
        for squarings in rungs:
            for _ in range(SWEEPS):
                if overdue() or not moves.sweep(state, rng.permutation(len(state.words)), squarings):
                    break
        return state

    def _kicked(self, state: moves.Words, rng: np.random.Generator) -> moves.Words:
        """One of the frames that touch, turned in some coordinates."""
        words = state.words.copy()
        first, _ = np.nonzero(state.f >= state.f.max() * (1.0 - 1e-9))
        i = int(rng.choice(first))
        chosen = rng.random(words.shape[2]) < rng.uniform(0.2, 1.0)
        words[i] = (words[i] + chosen * rng.integers(self.order, size=words.shape[2])) % self.order
        return moves.begin(words, table_of(self.order))


@dataclass(frozen=True)
class ConstantModulus:
    """Entries of modulus 1 / sqrt d: descents on phases, then the interior point on them; over R signs.

    Fields: `name`: what the search calls it.

    >>> from packing.problem import lines
    >>> from packing.search import minimize
    >>> round(minimize(lines(7, 3, "C"), within=ConstantModulus(), restarts=4).packing.coherence, 9)
    0.471404521
    """

    name: str = "constant modulus"

    def check(self, problem: Problem) -> None:
        """Lines or chordal subspaces over C; over R those of signs."""
        _check(problem, self.name)
        if problem.space.scalars == 1:
            RootsOfUnity(2).check(problem)

    def restart(self, problem: Problem, seed: int, number: int) -> End:
        """Random phases, down the ladder."""
        if problem.space.scalars == 1:
            return RootsOfUnity(2).restart(problem, seed, number)
        rng = np.random.default_rng((seed, number))
        words = orthogonal_words(problem.d, problem.m, problem.d)
        assert words is not None
        torus, angles = phases.at_random(problem.space, problem.n, words, problem.d, rng)
        for ladder in (SMOOTH, SHARP):
            angles = _descended(torus, angles, ladder)
        return End(angles, problem.space.overlap_of(float(torus.f(angles).max())), branch=torus)

    def finished(self, problem: Problem, end: End) -> Evaluated:
        """A first-order optimum among these offsets near by; of very many phases the sharpest norms."""
        if not isinstance(end.branch, phases.Torus):
            return RootsOfUnity(2).finished(problem, end)
        torus, small = end.branch, end.columns.size <= MOST_UNKNOWNS
        angles, found = _descended(torus, end.columns, SHARPER if small else SHARPEST), UNKNOWN
        if small:
            finish = InteriorPoint().descend(angles, torus, overdue)
            angles, found = finish.rows, finish.optimality
        packing = packing_of_rows(torus.rows(angles), problem.space)
        return Evaluated(packing, packing.coherence, found)

    def exact(self, packing: Packing) -> sympy.Expr | None:
        """Of signs a rational square root; phases may be any numbers."""
        return exact_coherence(packing, 2) if packing.space.scalars == 1 else None


@dataclass(frozen=True)
class DftRows:
    """d rows of the n-point Fourier matrix: a difference set where one is known, then exchanges of rows.

    Fields: `name`: what the search calls it.

    >>> from packing.problem import lines
    >>> from packing.search import minimize
    >>> round(minimize(lines(13, 4, "C"), within=DftRows(), restarts=1).packing.coherence, 9)
    0.433012702
    """

    name: str = "rows of a Fourier matrix"

    def check(self, problem: Problem) -> None:
        """Complex lines, n of them at least d, or chordal complex subspaces."""
        _check(problem, self.name)
        if problem.space.scalars == 1:
            raise InputError(f"the {self.name} are complex, not as {problem}: add --field C")
        if problem.m == 1 and problem.n < problem.d:
            raise InputError(f"{problem.d} rows are chosen of {problem.n}: take n at least {problem.d}")
        check_room(f"the {self.name} of order {problem.n}", problem.n, problem.n, 4)

    def restart(self, problem: Problem, seed: int, number: int) -> End:
        """Rows that no exchange improves."""
        rng = np.random.default_rng((seed, number))
        rows = dft_rows.restart(problem, rng, first=number == 0)
        largest = float(dft_rows.FourierRows(problem.n, problem.d, problem.m).overlaps(rows).max())
        return End(rows.astype(np.float64), problem.space.overlap_of(largest))

    def finished(self, problem: Problem, end: End) -> Evaluated:
        """The packing of the rows."""
        rows = dft_rows.FourierRows(problem.n, problem.d, problem.m)
        words, order = rows.words(end.columns.astype(np.int64))
        packing = Packing(vectors_of(words, order, problem.space), problem.space)
        return Evaluated(packing, packing.coherence, AT_REST)

    def exact(self, packing: Packing) -> sympy.Expr | None:
        """A sum of cosines of rational angles."""
        order = packing.n if packing.space.m == 1 else int(np.lcm(packing.n, packing.d))
        return exact_coherence(packing, order)


def parse_alphabet(text: str) -> Alphabet:
    """The alphabet that `text` names: "constant-modulus", "roots:4", "dft-rows".

    >>> parse_alphabet("roots:4")
    RootsOfUnity(order=4)
    """
    kind, _, order = text.partition(":")
    if kind == "roots" and order.isdecimal() and order.isascii() and len(order) <= 4:
        return RootsOfUnity(int(order))
    named: dict[str, Alphabet] = {"constant-modulus": ConstantModulus(), "dft-rows": DftRows()}
    if text in named:
        return named[text]
    raise InputError(
        f"an alphabet must be 'constant-modulus', 'roots:q' or 'dft-rows', not {text!r}: write roots:4 for QPSK"
    )


def _check(problem: Problem, name: str) -> None:
    """Raise `InputError` where alphabets say nothing of the problem."""
    space = problem.space
    if space.has_points or space.field is Field.QUATERNION:
        raise InputError(f"entries among {name} are those of real or complex lines and subspaces, not of {problem}")
    if space.distance is not Distance.CHORDAL:
        raise InputError(f"codebooks with {name} are searched by chordal distance, not by {space.distance}: leave it")
    if problem.n < 2:
        raise InputError(f"a search needs at least 2 frames, not {problem.n}: raise n")


def _descended(torus: phases.Torus, angles: Floats, ladder: Ladder) -> Floats:
    """The phases down the rungs of a ladder."""
    space, n = torus.space, len(angles)
    form, room = form_of(space), room_for(space, n if n < TILES_FROM else 1)

    def value(point: Floats, gradient: Floats, squarings: int) -> float:
        columns = torus.columns(point)
        by_columns = np.empty_like(columns)
        if n < TILES_FROM:
            found = float(log_norm(columns, form, squarings, by_columns, room))
        else:
            found = tiles.log_norm(columns, form, squarings, by_columns)
        gradient[:] = torus.pull(point, by_columns)
        return found

    for squarings, steps in zip(ladder.squarings, ladder.steps, strict=True):
        if overdue():
            break
        objective = partial(value, squarings=squarings)
        tolerance = ladder.tolerance / 2.0**squarings
        angles = minimize(objective, angles, steps, tolerance, first_step(squarings), overdue).point
    return angles
