"""A proof that an exact packing lies beside a stored one: Krawczyk's test in ball arithmetic.

For a square system F with approximate zero u, approximate inverse Y of its Jacobian and radius r, put
alpha = |Y F(u)| and beta = |1 - Y F'(u + [-r, r])| in the maximum norm. If alpha + beta r < r, then F has exactly one
zero within r of u, and it lies within alpha / (1 - beta). What is claimed in the end is not the level t but the
largest overlap of all pairs over that enclosure, the ones left out of the system and the rattlers among them.
References: Krawczyk, Computing 4 (1969); Cohn, Kumar, Minton, Geom. Topol. 20 (2016), for codes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from flint import arb, arb_mat, ctx
from scipy.optimize import linprog

from packing.configuration import Packing
from packing.exact.system import (
    Ball,
    Geometry,
    OptimalSystem,
    Pairs,
    RigidSystem,
    balls,
    overlap,
    overlap_parts,
)
from packing.problem import Problem
from packing.search.coordinates import Floats, Kind, kind_of, to_columns

ACTIVE = 1e-9
"""Pairs whose overlap is within this of the largest are taken to touch."""

RANK = 1e-7
RADII = (1e-6, 1e-8, 1e-10, 1e-12)
DIGITS = 250
MOST_UNKNOWNS = 450


@dataclass(frozen=True)
class Existence:
    """An exact packing of `problem` exists within `radius` of the stored one, all its overlaps in known balls.

    `level` encloses the common value of the equations: |<x, y>|^2 of lines, <x, y> of points; `largest` bounds the
    overlap of every pair from above, in the same terms. `ties` pairs are exactly equal; `left_over` more touch to 1e-9
    but are not in the equations, and no overlap is above `largest`. `rigid` says that the equations alone fix the
    packing; else the conditions of first-order optimality are part of them (`first_order`), or the packing is one of
    many near by with equal overlaps, which need not be the best of them. `locally_optimal`: all multipliers are proved
    positive in a rigid system, so no packing nearby has its largest overlap below `level`.
    """

    problem: Problem
    level: Ball
    largest: Ball
    radius: float
    ties: int
    left_over: int
    rigid: bool
    first_order: bool
    locally_optimal: bool

    @property
    def coherence(self) -> Ball:
        """An enclosure of the coherence: from the common value to the largest of all pairs."""
        with ctx.workprec(2 * _bits(DIGITS)):
            top = self.level.union(self.largest)
            return top if not self.problem.has_lines else top.sqrt()

    def __str__(self) -> str:
        kind = "rigid" if self.rigid else "first-order optimal" if self.first_order else "flexible"
        best = ", a proved local optimum" if self.locally_optimal else ""
        return (
            f"an exact {kind} packing with {self.ties} equal overlaps lies within {self.radius:.0e}{best}: "
            f"coherence {self.coherence.str(30)}"
        )


@dataclass(frozen=True)
class NotProved:
    """Why no exact packing could be shown."""

    problem: Problem
    reason: str

    def __str__(self) -> str:
        return f"no proof for {self.problem}: {self.reason}"


def prove_existence(packing: Packing, digits: int = DIGITS) -> Existence | NotProved:
    """An exact packing beside `packing`, proved in ball arithmetic, to `digits` digits; or why not.

    >>> import packing as pk
    >>> from packing.search import minimize_coherence
    >>> found = minimize_coherence(pk.vectors(7, 3), restarts=16).packing
    >>> proof = prove_existence(found)
    >>> print(proof.coherence.str(20, radius=False), proof.locally_optimal)
    0.21013831273060308487 True
    """
    problem = packing.problem
    if packing.n < 2:
        return NotProved(problem, "a single vector has no overlap")
    kind = kind_of(problem)
    x = np.ascontiguousarray(to_columns(packing.vectors, kind).T)
    pairs = _active_pairs(packing)
    touched = sorted({i for pair in pairs for i in pair})
    if kind is not Kind.POINTS and packing.coherence < ACTIVE:
        return NotProved(problem, "orthogonal lines are exact already")
    geometry = Geometry(x, _free_directions(x, touched, kind), kind)
    reason = "the touching pairs carry no positive multipliers: is the packing a local optimum?"
    for choose in (_choose_system, _flexible_system):
        with ctx.workprec(128):
            system, start, rigid = choose(geometry, touched, pairs)
        if system is None:
            return NotProved(problem, reason)
        if system.unknowns > MOST_UNKNOWNS:
            reason = f"{system.unknowns} unknowns are more than {MOST_UNKNOWNS}"
            continue
        zero = _newton(system, start, digits)
        enclosure = None if zero is None else _krawczyk(system, zero, digits)
        if enclosure is not None:
            break
        reason = "the equations are singular or nearly so where the packing lies"
    else:
        return NotProved(problem, reason)
    with ctx.workprec(_bits(digits)):
        vectors, level = system.position(enclosure)
        largest = max((overlap_of_all(vectors, i, j, kind) for i in range(packing.n) for j in range(i)), key=_upper)
        moves = (abs(vectors[i][c] - arb(float(x[i, c]))) for i in touched for c in range(x.shape[1]))
        radius = max(float(move.abs_upper()) for move in moves)
        optimal = isinstance(system, RigidSystem) and _multipliers_positive(system, enclosure)
    return Existence(
        problem, level, largest, radius, len(system.pairs), len(pairs) - len(system.pairs), rigid,
        isinstance(system, OptimalSystem), optimal and rigid,
    )  # fmt: skip


def overlap_of_all(vectors: list[list[Ball]], i: int, j: int, kind: Kind) -> Ball:
    """The overlap of two vectors that need not have length 1: rattlers are kept as they were stored."""
    squares = overlap_parts(vectors[i], vectors[i], kind)[0] * overlap_parts(vectors[j], vectors[j], kind)[0]
    value = overlap(vectors[i], vectors[j], kind)
    return value / squares if kind is not Kind.POINTS else value / squares.sqrt()


def _active_pairs(packing: Packing) -> Pairs:
    first, second = np.triu_indices(packing.n, 1)
    touching = packing.overlaps >= packing.coherence - ACTIVE
    return [(int(i), int(j)) for i, j in zip(first[touching], second[touching], strict=True)]


def _free_directions(x: Floats, touched: list[int], kind: Kind) -> Floats:
    """An orthonormal basis, in doubles, of the moves of touched vectors that are orthogonal to all symmetries."""
    n, k = x.shape
    motions = []
    d = k // 2 if kind is Kind.COMPLEX_LINES else k
    for a in range(d):
        for b in range(a + 1):
            if a != b:
                motions.append(_moved(x, kind, _generator(d, a, b, 1.0, -1.0)))
            if kind is Kind.COMPLEX_LINES:
                motions.append(_moved(x, kind, 1j * _generator(d, a, b, 1.0, 1.0)))
    if kind is Kind.COMPLEX_LINES:
        for i in touched:
            phase = np.zeros((n, k))
            phase[i, :d], phase[i, d:] = -x[i, d:], x[i, :d]
            motions.append(phase.ravel())
    rows = np.zeros((n, k), dtype=bool)
    rows[touched] = True
    kept = rows.ravel()
    matrix = np.array(motions)[:, kept] if motions else np.zeros((0, int(kept.sum())))
    _, singular, right = np.linalg.svd(matrix, full_matrices=True)
    rank = int(np.count_nonzero(singular > RANK * max(float(singular[0]) if len(singular) else 1.0, 1.0)))
    basis = np.zeros((n * k, right.shape[0] - rank))
    basis[kept] = right[rank:].T
    return basis


def _generator(d: int, a: int, b: int, above: float, below: float) -> np.ndarray:
    generator = np.zeros((d, d))
    generator[a, b] += above
    if a != b:
        generator[b, a] += below
    return generator


def _moved(x: Floats, kind: Kind, generator: np.ndarray) -> np.ndarray:
    if kind is not Kind.COMPLEX_LINES:
        return np.asarray(x @ generator.T).ravel()
    d = x.shape[1] // 2
    turned = (x[:, :d] + 1j * x[:, d:]) @ generator.T
    return np.concatenate((turned.real, turned.imag), axis=1).ravel()


def _float_jacobian(geometry: Geometry, norms: list[int], pairs: Pairs) -> Floats:
    system = RigidSystem(geometry, norms, pairs, np.eye(geometry.free + 1))
    ball = system.jacobian(arb_mat(geometry.free + 1, 1))
    return np.array([[float(ball[r, c].mid()) for c in range(ball.ncols())] for r in range(ball.nrows())])


def _choose_system(
    geometry: Geometry, norms: list[int], pairs: Pairs
) -> tuple[RigidSystem | OptimalSystem | None, arb_mat | None, bool]:
    """The square system to solve and where to start: rigid where the equations suffice, else with multipliers."""
    jacobian = _float_jacobian(geometry, norms, pairs)
    rank = int(np.linalg.matrix_rank(jacobian, tol=RANK * np.linalg.norm(jacobian, 2)))
    multipliers = _multipliers(jacobian, len(norms))
    if multipliers is None:
        return None, None, False
    count = len(norms)
    if rank == geometry.free + 1:
        chosen = _independent(jacobian, count, multipliers[count:], rank)
        return RigidSystem(geometry, norms, chosen_pairs(pairs, chosen), np.eye(rank)), arb_mat(rank, 1), True
    support = [p for p in range(len(pairs)) if multipliers[count + p] > RANK]
    chosen = _independent(jacobian, count, multipliers[count:], rank, support)
    kept = chosen_pairs(pairs, chosen)
    part = jacobian[[*range(count), *(count + p for p in chosen)]]
    wanted = np.zeros(part.shape[1])
    wanted[-1] = -1.0
    fitted = np.linalg.lstsq(part.T, wanted, rcond=None)[0]
    if np.linalg.norm(part.T @ fitted - wanted) > 1e-6:
        return None, None, False
    system = OptimalSystem(geometry, norms, kept)
    level = RigidSystem(geometry, norms, kept, np.eye(1)).start_level
    numbers = [*np.zeros(geometry.free), float(level.mid()), *fitted[count:], *fitted[:count]]
    return system, arb_mat([[arb(float(number))] for number in numbers]), False


def _flexible_system(
    geometry: Geometry, norms: list[int], pairs: Pairs
) -> tuple[RigidSystem | None, arb_mat | None, bool]:
    """As many independent equations as there are, for the unknowns that they determine; the others stay."""
    jacobian = _float_jacobian(geometry, norms, pairs)
    rank = int(np.linalg.matrix_rank(jacobian, tol=RANK * np.linalg.norm(jacobian, 2)))
    count = len(norms)
    if rank <= count:
        return None, None, False
    chosen = _independent(jacobian, count, np.ones(len(pairs)), rank)
    rows = jacobian[[*range(count), *(count + p for p in chosen)]]
    span = np.linalg.svd(rows, full_matrices=False)[2].T
    return RigidSystem(geometry, norms, chosen_pairs(pairs, chosen), span), None, False


def chosen_pairs(pairs: Pairs, chosen: list[int]) -> Pairs:
    """The pairs at the given places."""
    return [pairs[p] for p in chosen]


def _multipliers(jacobian: Floats, norms: int) -> Floats | None:
    """Multipliers of all rows with sum J^T l = -e_t, those of the pairs non-negative: a vertex of what is possible."""
    wanted = np.zeros(jacobian.shape[1])
    wanted[-1] = -1.0
    rows = jacobian.shape[0]
    bounds = [(None, None)] * norms + [(0, None)] * (rows - norms)
    slack = 1e-7
    solved = linprog(
        np.zeros(rows),
        A_ub=np.vstack((jacobian.T, -jacobian.T)),
        b_ub=np.concatenate((wanted + slack, slack - wanted)),
        bounds=bounds,
        method="highs-ds",
    )
    return np.asarray(solved.x) if solved.status == 0 else None


def _independent(
    jacobian: Floats, norms: int, multipliers: Floats, rank: int, allowed: list[int] | None = None
) -> list[int]:
    """Pairs whose rows, with those of the norms, are independent: those with large multipliers first."""
    candidates = list(range(len(multipliers))) if allowed is None else allowed
    orthogonal, _ = np.linalg.qr(jacobian[:norms].T)
    weights = np.array([1.0 if multipliers[p] > RANK else 1e-3 for p in candidates])
    rows = jacobian[[norms + p for p in candidates]]
    rows = (rows - (rows @ orthogonal) @ orthogonal.T) * weights[:, None]
    _, triangle, order = scipy.linalg.qr(rows.T, mode="economic", pivoting=True)
    sizes = np.abs(np.diag(triangle))
    count = min(rank - norms, int(np.count_nonzero(sizes > 1e-3 * RANK * sizes[0])))
    return sorted(candidates[int(p)] for p in order[:count])


def _bits(digits: int) -> int:
    return int(digits * 3.33) + 64


def _newton(system: RigidSystem | OptimalSystem, start: arb_mat | None, digits: int) -> arb_mat | None:
    """A zero to about `digits` digits, by Newton's method on midpoints with growing precision."""
    u = start if start is not None else arb_mat(system.unknowns, 1)
    bits = 128
    for _ in range(30):
        with ctx.workprec(bits):
            value, jacobian = system.value(u).mid(), system.jacobian(u).mid()
            try:
                step = jacobian.solve(value)
            except ZeroDivisionError:
                return None
            u = (u - step).mid()
            size = max(float(step[i, 0].abs_upper()) for i in range(system.unknowns))
        if not size < 1e-2:
            return None
        if bits >= _bits(digits) and size < 1e-30 and _tiny(step, digits):
            return u
        if size < 1e-8:
            bits = min(2 * bits, _bits(digits))
    return None


def _tiny(step: arb_mat, digits: int) -> bool:
    limit = arb(10) ** (-digits // 2)
    return all(step[i, 0].abs_upper() < limit for i in range(step.nrows()))


def _krawczyk(system: RigidSystem | OptimalSystem, zero: arb_mat, digits: int) -> arb_mat | None:
    """An enclosure of the one exact zero near `zero`, or None where the test fails."""
    size = system.unknowns
    with ctx.workprec(128):
        middle = system.jacobian(zero).mid()
        floats = np.array([[float(middle[r, c]) for c in range(size)] for r in range(size)])
        try:
            inverse = balls(np.linalg.inv(floats))
        except np.linalg.LinAlgError:
            return None
    with ctx.workprec(_bits(digits)):
        alpha = _largest(inverse * system.value(zero))
    for radius in RADII:
        with ctx.workprec(128):
            box = arb_mat([[arb(zero[i, 0].mid(), radius)] for i in range(size)])
            rest = inverse * system.jacobian(box)
            beta = max(
                (sum((abs(rest[r, c] - (r == c)).upper() for c in range(size)), arb(0)).upper() for r in range(size)),
                key=_upper,
            )
            if beta < 1 and alpha + beta * radius < radius:
                reach = (alpha / (1 - beta)).upper()
                return arb_mat([[_ball(zero[i, 0].mid(), reach, digits)] for i in range(size)])
    return None


def _ball(middle: Ball, reach: Ball, digits: int) -> Ball:
    with ctx.workprec(_bits(digits)):
        return middle + reach * arb(0, 1)


def _largest(column: arb_mat) -> Ball:
    return max((column[i, 0].abs_upper() for i in range(column.nrows())), key=_upper)


def _upper(ball: Ball) -> Ball:
    return ball.upper()


def _multipliers_positive(system: RigidSystem, enclosure: arb_mat) -> bool:
    """Whether J^T l = -e_t has, over the whole enclosure, positive l for every pair: a strict local minimum of max f.

    In any direction v of the free space the derivatives of the pairs satisfy sum l_p (J v)_p = 0 once the norms are
    kept, and J is invertible: some f_p rises faster than t can follow.
    """
    size = system.unknowns
    wanted = arb_mat(size, 1)
    wanted[size - 1, 0] = arb(-1)
    try:
        multipliers = system.jacobian(enclosure).transpose().solve(wanted)
    except ZeroDivisionError:
        return False
    return all(multipliers[len(system.norms) + p, 0] > 0 for p in range(len(system.pairs)))
