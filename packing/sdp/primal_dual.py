"""Small dense semidefinite programs: a primal-dual interior point that hands out its interior iterates.

    minimise    c.x
    subject to  sum_b <A_ib, X_b> + (L x)_i = b_i  (i = 1..m),   X_b positive semidefinite,  x >= 0.

The blocks are those of `packing.sdp.program`.

The direction is that of Helmberg-Kojima-Monteiro with Mehrotra's corrector. The iterates stay close to the central
path, so that a run stopped early (`accept`) returns matrices X_b well inside their cones: such matrices survive
rounding, the ones at the optimum do not. Nothing returned from here is a bound; bounds are checked exactly elsewhere.

The same code runs in doubles or, where the Schur complement is too ill-conditioned, in sums of two or four of them.

Reference: Helmberg, Rendl, Vanderbei, Wolkowicz, SIAM J. Optim. 6 (1996); Mehrotra, SIAM J. Optim. 2 (1992).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from packing.numeric import Floats
from packing.sdp.arithmetic import Arithmetic, Matrix, lower
from packing.sdp.program import Program


class Stop(StrEnum):
    """Why the interior point stopped."""

    ACCEPTED = "the caller accepted an iterate"
    REFUTED = "the dual value passed the given limit"
    OPTIMAL = "the gap closed"
    STALLED = "the precision was exhausted"
    LIMIT = "the limit of iterations was reached"


@dataclass(frozen=True)
class Iterate:
    """An iterate: matrices in the arithmetic of the run; linear variables, both values and residuals in doubles."""

    matrices: tuple[Matrix, ...]
    linear: Floats
    primal: float
    dual: float
    residuals: Floats
    stop: Stop = Stop.LIMIT

    @property
    def residual(self) -> float:
        """The worst primal residual."""
        return float(np.abs(self.residuals).max())


CAUTION = 1e5
"""How many times its residual a dual value must pass a limit by, to count as having passed it."""


@dataclass(frozen=True)
class PrimalDual:
    """The method: it starts at X = Z = `start` I and ends at a relative `gap` or after so many `iterations`.

    A step is the `fraction` of the longest one. It aims at the gap that the predictor alone would leave over, as a part
    of the present one, to the power `centring`: the lower the power, the nearer to the central path. With `refine`, a
    step in which rounding errors grow is taken again in a finer arithmetic, in which the run goes on.
    """

    start: float = 1.0
    gap: float = 1e-7
    fraction: float = 0.9
    iterations: int = 100
    arithmetic: Arithmetic = Arithmetic.DOUBLE
    refine: bool = False
    centring: float = 2.0

    def run(
        self,
        program: Program,
        accept: Callable[[Iterate], bool] = lambda point: False,
        dual_limit: float = np.inf,
    ) -> Iterate:
        """Solve `program` until `accept(point)`, the dual value passes `dual_limit`, the gap closes or it stalls."""
        state = _State.at_start(program, self)
        point, lowest = state.point, np.inf
        for _ in range(self.iterations):
            point = state.point
            lowest = min(lowest, point.residual)
            feasible = state.dual_residual < 1e-7
            if point.residual < 1e-6 and accept(point):
                return replace(point, stop=Stop.ACCEPTED)
            if point.dual - dual_limit > CAUTION * state.dual_residual:
                return replace(point, stop=Stop.REFUTED)
            if feasible and point.residual < 1e-7 and state.total_gap < self.gap * (1 + abs(point.primal)):
                return replace(point, stop=Stop.OPTIMAL)
            following, finer = state.next(), state.method.arithmetic.finer
            if self.refine and finer and (following is None or following.loses(lowest)):
                state = state.lifted(finer)
            elif following is None:
                return replace(point, stop=Stop.STALLED)
            else:
                state = following
        return point


@dataclass(frozen=True)
class _State:
    """X, x (primal), Z, z (dual slacks), y, and what they leave over in the equations."""

    program: Program
    method: PrimalDual
    X: list[Matrix]
    x: Matrix
    Z: list[Matrix]
    z: Matrix
    y: Matrix

    @classmethod
    def at_start(cls, program: Program, method: PrimalDual) -> _State:
        lift = method.arithmetic.lift
        X = [lift(method.start * np.eye(block.size)) for block in program.blocks]
        x = lift(np.full(program.costs.size, method.start))
        return cls(program, method, X, x, X, x, lift(np.zeros(program.right.size)))

    def lifted(self, arithmetic: Arithmetic) -> _State:
        """The same iterate, to be continued in a finer arithmetic."""
        lift = arithmetic.lift
        X, Z = [lift(matrix) for matrix in self.X], [lift(matrix) for matrix in self.Z]
        method = replace(self.method, arithmetic=arithmetic)
        return _State(self.program, method, X, lift(self.x), Z, lift(self.z), lift(self.y))

    def loses(self, lowest: float) -> bool:
        """Whether rounding errors make the primal residual grow, which was `lowest` before."""
        return self.point.residual > max(100 * lowest, 1e-9)

    @cached_property
    def primal_residual(self) -> Matrix:
        """What the primal variables leave over in the equations."""
        values = self.program.columns @ self.x
        for block, X in zip(self.program.blocks, self.X, strict=True):
            values = values + block.apply(X)
        return self.program.right - values

    @cached_property
    def dual_residuals(self) -> list[Matrix]:
        """What y and Z leave over in the dual equations."""
        return [-block.adjoint(self.y) - Z for block, Z in zip(self.program.blocks, self.Z, strict=True)]

    @cached_property
    def linear_residual(self) -> Matrix:
        """The same for the linear variables."""
        return self.program.costs - self.program.columns.T @ self.y - self.z

    @property
    def dual_residual(self) -> float:
        """The worst dual residual."""
        residuals = [*self.dual_residuals, self.linear_residual]
        return max(float(np.abs(lower(residual)).max(initial=0.0)) for residual in residuals)

    @property
    def total_gap(self) -> float:
        """<X, Z> + x.z."""
        return _inner(self.X, self.Z) + _inner([self.x], [self.z])

    @property
    def point(self) -> Iterate:
        """What this iterate tells."""
        x = lower(self.x)
        primal, dual = float(self.program.costs @ x), float(self.program.right @ lower(self.y))
        return Iterate(tuple(self.X), x, primal, dual, lower(self.primal_residual))

    def next(self) -> _State | None:
        """The next iterate; None where a matrix is no longer positive definite or no step is left."""
        try:
            return self._next()
        except np.linalg.LinAlgError:
            return None

    def _next(self) -> _State:
        roots = [self.method.arithmetic.inverse_root(Z) for Z in self.Z]
        W = [root.T @ root for root in roots]
        schur, scale = self._schur_root(W)
        mu = self.total_gap / self.program.barrier

        predictor = self._direction(W, schur, scale, 0.0, None)
        X, x, Z, z, _ = self._moved(predictor, roots, 1.0)
        affine = (_inner(X, Z) + _inner([x], [z])) / self.program.barrier
        sigma = min(1.0, max(0.05, (affine / mu) ** self.method.centring))
        corrector = self._direction(W, schur, scale, sigma * mu, predictor)
        X, x, Z, z, y = self._moved(corrector, roots, self.method.fraction)
        return _State(self.program, self.method, X, x, Z, z, y)

    def _schur_root(self, W: list[Matrix]) -> tuple[tuple[Matrix, Matrix], Floats]:
        """The scaled Schur complement with the inverse of its Cholesky factor, and the scaling."""
        columns = self.program.columns
        schur = (columns * (self.x / self.z)) @ columns.T
        for block, X, inverse in zip(self.program.blocks, self.X, W, strict=True):
            schur = schur + block.schur(X, inverse)
        schur = _symmetric(schur)
        scale = np.exp2(-np.round(np.log2(np.diag(lower(schur))) / 2))
        schur = schur * np.outer(scale, scale)
        return (schur, self.method.arithmetic.inverse_root(schur)), scale

    def _direction(
        self, W: list[Matrix], schur: tuple[Matrix, Matrix], scale: Floats, target: float, first: _Direction | None
    ) -> _Direction:
        """The Newton step towards X Z = target I, with the second-order terms of a `first` step."""
        program = self.program
        product = target - (0.0 if first is None else first.x * first.z)
        linear = product / self.z - self.x
        ratio = self.x / self.z
        right = self.primal_residual - program.columns @ (linear - ratio * self.linear_residual)
        parts = []
        for b, (block, X, inverse) in enumerate(zip(program.blocks, self.X, W, strict=True)):
            bend = X @ self.dual_residuals[b]
            if first is not None:
                bend = bend + first.X[b] @ first.Z[b]
            part = target * inverse - X - _symmetric(bend @ inverse)
            parts.append(part)
            right = right - block.apply(part)
        matrix, root = schur
        y = root.T @ (root @ (scale * right))
        for _ in range(2):
            y = y + root.T @ (root @ (scale * right - matrix @ y))
        y = scale * y
        Xs, Zs = [], []
        for block, X, inverse, part, residual in zip(
            program.blocks, self.X, W, parts, self.dual_residuals, strict=True
        ):
            pull = block.adjoint(y)
            Zs.append(residual - pull)
            Xs.append(part + _symmetric(X @ pull @ inverse))
        z = self.linear_residual - program.columns.T @ y
        step = _Direction(Xs, linear - ratio * z, Zs, z, y)
        return step if first is None else self._refined(step, W, schur, scale)

    def _refined(self, step: _Direction, W: list[Matrix], schur: tuple[Matrix, Matrix], scale: Floats) -> _Direction:
        """The step after one more solve for what it leaves over in the primal equations.

        The Schur complement and its solution carry rounding errors of the size of X and Z^-1; without this they
        stay in X, and grow from step to step.
        """
        program, root = self.program, schur[1]
        left = self.primal_residual - program.columns @ step.x
        for block, change in zip(program.blocks, step.X, strict=True):
            left = left - block.apply(change)
        y = scale * (root.T @ (root @ (scale * left)))
        pulls = [block.adjoint(y) for block in program.blocks]
        z = program.columns.T @ y
        return _Direction(
            [
                change + _symmetric(X @ pull @ inverse)
                for change, X, pull, inverse in zip(step.X, self.X, pulls, W, strict=True)
            ],
            step.x + self.x / self.z * z,
            [change - pull for change, pull in zip(step.Z, pulls, strict=True)],
            step.z - z,
            step.y + y,
        )

    def _moved(
        self, step: _Direction, roots: list[Matrix], fraction: float
    ) -> tuple[list[Matrix], Matrix, list[Matrix], Matrix, Matrix]:
        """The iterate after the longest steps, times `fraction`, that keep all matrices and values positive."""
        primal_roots = [self.method.arithmetic.inverse_root(X) for X in self.X]
        p = _longest(primal_roots, step.X, lower(step.x / self.x), fraction)
        d = _longest(roots, step.Z, lower(step.z / self.z), fraction)
        if max(p, d) < 1e-3:
            raise np.linalg.LinAlgError("no step is left")
        X = [matrix + p * change for matrix, change in zip(self.X, step.X, strict=True)]
        Z = [matrix + d * change for matrix, change in zip(self.Z, step.Z, strict=True)]
        return X, self.x + p * step.x, Z, self.z + d * step.z, self.y + d * step.y


@dataclass(frozen=True)
class _Direction:
    """Changes of X, x, Z, z, y."""

    X: list[Matrix]
    x: Matrix
    Z: list[Matrix]
    z: Matrix
    y: Matrix


def _longest(roots: list[Matrix], changes: list[Matrix], slopes: Floats, fraction: float) -> float:
    """The longest step <= 1 with root^-1 + step change >= 0 and 1 + step slope >= 0, times `fraction` if below 1."""
    least = float(slopes.min(initial=0.0))
    for root, change in zip(roots, changes, strict=True):
        least = min(least, float(np.linalg.eigvalsh(lower(_symmetric(root @ change @ root.T)))[0]))
    return 1.0 if least >= -fraction else -fraction / least


def _inner(left: list[Matrix], right: list[Matrix]) -> float:
    """The sum of all products of entries."""
    return float(sum(np.sum(lower(a * b)) for a, b in zip(left, right, strict=True)))


def _symmetric(matrix: Matrix) -> Matrix:
    return (matrix + matrix.T) * 0.5
