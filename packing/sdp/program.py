"""A semidefinite program by its blocks, each of which knows how its rows act; in any arithmetic.

A block is `Dense`, its rows A_i given entry by entry, or `Squares`, sums of squares sampled at points:
A_i = w_i sum_c v_ic v_ic^T, whose share of the Schur complement costs two products of matrices.
"""

from __future__ import annotations

from dataclasses import dataclass

from packing.numeric import Floats
from packing.sdp.arithmetic import Matrix, symmetric_product


@dataclass(frozen=True)
class Dense:
    """A block of size k by its rows (m, k, k), all symmetric; it has no cost."""

    rows: Floats

    @property
    def size(self) -> int:
        return int(self.rows.shape[2])

    @property
    def _flat(self) -> Floats:
        return self.rows.reshape(len(self.rows), -1)

    def apply(self, matrix: Matrix) -> Matrix:
        """<A_i, X> for each row."""
        return self._flat @ matrix.reshape(-1)

    def adjoint(self, y: Matrix) -> Matrix:
        """sum_i y_i A_i."""
        return (y @ self._flat).reshape(self.size, self.size)

    def schur(self, left: Matrix, right: Matrix) -> Matrix:
        """<A_i, X A_j W>: the share in the Schur complement of X = `left`, W = `right`."""
        m, k = len(self.rows), self.size
        products = (self.rows.reshape(m * k, k) @ right).reshape(m, k, k).transpose(0, 2, 1).reshape(m * k, k) @ left
        return symmetric_product(self._flat, products.reshape(m, k * k).T)


@dataclass(frozen=True)
class Squares:
    """A block without cost: A_i = weights_i sum_c v_ci v_ci^T, `factors` of shape (components, m, k)."""

    weights: Floats
    factors: Floats

    @property
    def size(self) -> int:
        return int(self.factors.shape[2])

    def apply(self, matrix: Matrix) -> Matrix:
        """<A_i, X> for each row."""
        return sum(((v @ matrix) * v).sum(1) for v in self.factors) * self.weights

    def adjoint(self, y: Matrix) -> Matrix:
        """sum_i y_i A_i."""
        return sum(v.T @ ((y * self.weights).reshape(-1, 1) * v) for v in self.factors)

    def schur(self, left: Matrix, right: Matrix) -> Matrix:
        """<A_i, X A_j W> = w_i w_j sum_cd (v_ci X v_dj)(v_dj W v_ci)."""
        total: Matrix = 0.0
        for c, a in enumerate(self.factors):
            one, other = a @ left, a @ right
            for b in self.factors[:c]:
                part = (one @ b.T) * (other @ b.T)
                total = total + part + part.T
            total = total + symmetric_product(one, a.T) * symmetric_product(other, a.T)
        return total * self.weights[:, None] * self.weights[None, :]


Block = Dense | Squares


@dataclass(frozen=True)
class Program:
    """A semidefinite program: blocks, the linear part (costs (p,), columns (m, p)) and the right-hand side (m,)."""

    blocks: tuple[Block, ...]
    costs: Floats
    columns: Floats
    right: Floats

    @property
    def barrier(self) -> int:
        """The number of eigenvalues and linear variables that must stay positive."""
        return sum(block.size for block in self.blocks) + self.costs.size
