"""Which pairs touch, with which multipliers, and which square systems of equations that makes: choices, in doubles.

Nothing here is proved and nothing need be: a wrong choice makes a proof fail later, never wrong. With J the
derivatives of the norms and of the touching overlaps minus t, rank r, and q free directions and t to be found:

- r = q + 1 on pairs with positive multipliers: as many independent ties fix the packing (`TiedSystem`);
- else the conditions of first-order optimality do (`OptimalSystem`), unless
- these too are singular, in a family of packings: the family's directions are held fixed (`RestrictedSystem`).

Multipliers are positive on as many pairs as can be: those at a vertex of what is possible often vanish on some.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy

from packing.configuration import Packing
from packing.exact.balls import Condition, Pairs, conditions_of, float_gradients
from packing.exact.chart import Chart, free_directions
from packing.exact.system import OptimalSystem, RestrictedSystem, System, TiedSystem, float_jacobian, started
from packing.numeric import Floats
from packing.space import Space

ACTIVE = 1e-9
"""Pairs whose overlap is within this of the largest are taken to touch."""

RANK = 1e-7
"""Singular values below this, in units of the largest, count as zero."""

POSITIVE = 1e-8
"""Multipliers (of sum 1) above this count as positive."""

STATIONARY = 1e-4
"""The pull that the best multipliers may leave: Newton's method takes it from there, or fails."""

MISSED = 1e3
"""What a miss of the first-order conditions costs: more than all that can be gained by positive multipliers."""

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Choice:
    """A square system in some of the touching `pairs`, and `others` outside it with the multipliers that they keep.

    `first_order`: a zero with positive multipliers fulfils the first-order conditions. `rigid`: the ties alone fix it.
    """

    system: System
    touching: Pairs
    pairs: Pairs
    others: Pairs
    fixed: Floats
    rigid: bool
    first_order: bool


@dataclass(frozen=True)
class Contacts:
    """The touching `pairs` of a packing, the vectors `touched` by them, and the chart around it."""

    chart: Chart
    touched: list[int]
    pairs: Pairs

    @cached_property
    def norms(self) -> list[Condition]:
        """The conditions on the touched vectors: length 1, of frames orthonormal."""
        return conditions_of(self.touched, self.chart.space)

    @cached_property
    def jacobian(self) -> Floats:
        """The derivatives along the free directions and by t of the norms, then of the touching overlaps minus t."""
        ties = float_gradients(self.chart.x, self.norms, self.pairs, self.chart.space) @ self.chart.basis
        return np.column_stack((ties, np.append(np.zeros(len(self.norms)), -np.ones(len(self.pairs)))))

    @cached_property
    def multipliers(self) -> Floats | None:
        """Multipliers l of all rows with J^T l = -e_t, positive on as many pairs as can be; None where there are none.

        The least ones by norm, if all are positive; else those of a linear program.
        """
        wanted = np.append(np.zeros(self.chart.free), -1.0)
        least = np.linalg.lstsq(self.jacobian.T, wanted, rcond=RANK)[0]
        if np.linalg.norm(self.jacobian.T @ least - wanted) > STATIONARY:
            return None
        share = 1e-3 / len(self.pairs)
        return least if least[len(self.norms) :].min() > share else self._most_positive(wanted, share)

    @property
    def missed(self) -> float:
        """What the best multipliers miss the first-order conditions by; 1 where there are none."""
        if self.multipliers is None:
            return 1.0
        wanted = np.append(np.zeros(self.chart.free), -1.0)
        return float(np.linalg.norm(self.jacobian.T @ self.multipliers - wanted))

    def choices(self) -> Iterator[Choice]:
        """The square systems worth trying, those that prove most first; none where there are no multipliers."""
        if self.multipliers is None:
            return
        weights = self.multipliers[len(self.norms) :]
        every = np.arange(len(self.pairs))
        support = np.flatnonzero(weights > POSITIVE)
        unknowns = self.chart.free + 1
        if self._rank(support) == unknowns:
            yield self._tied(support, support)
        else:
            optimal = self._optimal(support)
            matrix = _floats(optimal.system)
            _, singular, right = np.linalg.svd(matrix)
            rank = int(np.count_nonzero(singular > RANK * singular[0]))
            if rank == len(matrix):
                yield optimal
            if self._rank(every) == unknowns:
                yield self._tied(every, support)
            if rank < len(matrix):
                yield self._within_family(optimal, right[:rank].T)
        if self._rank(every) < unknowns:
            yield self._least_motion(every)
        carrying = {i for p in support for i in self.pairs[p]}
        if 0 < len(carrying) < len(self.touched):  # the others touch as if by accident: let them be free
            kept = [pair for pair in self.pairs if carrying.issuperset(pair)]
            yield from _around(self.chart.x, self.chart.space, kept).choices()

    def _tied(self, candidates: Indices, support: Indices) -> Choice:
        chosen = self._independent(candidates, self.chart.free + 1)
        system = TiedSystem(self.chart, self.norms, self._at(chosen))
        return self._choice(system, chosen, support, rigid=True, first_order=True)

    def _optimal(self, support: Indices) -> Choice:
        """The first-order conditions on an independent part of the support."""
        assert self.multipliers is not None
        count = len(self.norms)
        chosen = self._independent(support, self._rank(support))
        others = np.setdiff1d(support, chosen)
        fixed = self.multipliers[count + others]
        rows = self.jacobian[np.concatenate((np.arange(count), count + chosen))]
        wanted = np.append(np.zeros(self.chart.free), -1.0) - self.jacobian[count + others].T @ fixed
        fitted = np.linalg.lstsq(rows.T, wanted, rcond=None)[0]
        system = OptimalSystem(
            self.chart, self.norms, self._at(chosen), np.concatenate((fitted[count:], fitted[:count])),
            self._at(others), fixed,
        )  # fmt: skip
        return self._choice(system, chosen, support, rigid=False, first_order=True)

    def _within_family(self, optimal: Choice, span: Floats) -> Choice:
        """The first-order conditions with the directions of a family held fixed; all ties stay as they are."""
        assert isinstance(optimal.system, OptimalSystem)
        reduced = _floats(optimal.system) @ span
        size, free = len(reduced), self.chart.free
        kept, _ = np.linalg.qr(reduced[free:].T)
        pulls = reduced[:free] - (reduced[:free] @ kept) @ kept.T
        left = np.linalg.svd(pulls)[0][:, : span.shape[1] - (size - free)]
        rows = np.zeros((span.shape[1], size))
        rows[: left.shape[1], :free] = left.T
        rows[left.shape[1] :, free:] = np.eye(size - free)
        system = RestrictedSystem(optimal.system, span, rows, started(optimal.system))
        return Choice(system, self.pairs, optimal.pairs, optimal.others, optimal.fixed, rigid=False, first_order=False)

    def _least_motion(self, every: Indices) -> Choice:
        """As many independent ties as there are, for the unknowns that they determine; the others stay."""
        chosen = self._independent(every, self._rank(every))
        rows = self.jacobian[np.concatenate((np.arange(len(self.norms)), len(self.norms) + chosen))]
        span = np.linalg.svd(rows, full_matrices=False)[2].T
        whole = TiedSystem(self.chart, self.norms, self._at(chosen))
        system = RestrictedSystem(whole, span, np.eye(len(rows)), started(whole))
        return self._choice(system, chosen, every, rigid=False, first_order=False)

    def _choice(self, system: System, chosen: Indices, support: Indices, rigid: bool, first_order: bool) -> Choice:
        assert self.multipliers is not None
        others = np.setdiff1d(support, chosen)
        fixed = self.multipliers[len(self.norms) + others]
        return Choice(system, self.pairs, self._at(chosen), self._at(others), fixed, rigid, first_order)

    def _rank(self, chosen: Indices) -> int:
        count = len(self.norms)
        rows = self.jacobian[np.concatenate((np.arange(count), count + chosen))]
        return int(np.linalg.matrix_rank(rows, tol=RANK * np.linalg.norm(rows, 2)))

    def _independent(self, candidates: Indices, rank: int) -> Indices:
        """Pairs whose rows, with those of the norms, are independent: those with large multipliers first."""
        assert self.multipliers is not None
        count = len(self.norms)
        orthogonal, _ = np.linalg.qr(self.jacobian[:count].T)
        rows = self.jacobian[count + candidates]
        rows = rows - (rows @ orthogonal) @ orthogonal.T
        rows *= np.where(self.multipliers[count + candidates] > POSITIVE, 1.0, 1e-3)[:, None]
        _, _, order = scipy.linalg.qr(rows.T, mode="economic", pivoting=True)
        return np.sort(candidates[order[: rank - count]])

    def _at(self, chosen: Indices) -> Pairs:
        return [self.pairs[int(p)] for p in chosen]

    def _most_positive(self, wanted: Floats, share: float) -> Floats | None:
        """The multipliers l >= 0 that miss least and maximise sum min(l_p, share) over the pairs."""
        from scipy.optimize import linprog

        jacobian, count = self.jacobian, len(self.norms)
        rows, pairs = len(jacobian), len(jacobian) - count
        none, miss = np.zeros((len(wanted), pairs)), -np.ones((len(wanted), 1))
        below = np.hstack((np.zeros((pairs, count)), -np.eye(pairs), np.eye(pairs), np.zeros((pairs, 1))))
        solved = linprog(
            np.concatenate((np.zeros(rows), -np.ones(pairs), [MISSED])),
            A_ub=np.vstack(
                (np.hstack((jacobian.T, none, miss)), np.hstack((-jacobian.T, none, miss)), below),
            ),
            b_ub=np.concatenate((wanted, -wanted, np.zeros(pairs))),
            bounds=[(None, None)] * count + [(0, None)] * pairs + [(0, share)] * pairs + [(0, STATIONARY)],
            method="highs",
        )
        return np.asarray(solved.x[:rows]) if solved.status == 0 else None


def contacts(packing: Packing) -> Contacts:
    """The contacts of a packing of at least 2 vectors.

    >>> found = contacts(Packing([[1, 0], [0.5, 0.75**0.5], [-0.5, 0.75**0.5]]))
    >>> len(found.pairs), found.chart.free, np.round(found.multipliers[3:], 12).tolist()
    (3, 5, [0.333333333333, 0.333333333333, 0.333333333333])
    """
    first, second = np.triu_indices(packing.n, 1)
    touching = packing.overlaps >= packing.coherence - ACTIVE
    pairs = [(int(i), int(j)) for i, j in zip(first[touching], second[touching], strict=True)]
    return _around(packing.space.to_real(packing.vectors).reshape(packing.n, -1), packing.space, pairs)


def _around(x: Floats, space: Space, pairs: Pairs) -> Contacts:
    touched = sorted({i for pair in pairs for i in pair})
    return Contacts(Chart(x, free_directions(x, touched, space), space), touched, pairs)


def _floats(system: System) -> Floats:
    """The derivatives of a system at its start, in doubles."""
    return float_jacobian(system, started(system))
