"""A semidefinite program by its blocks, each of which knows how its rows act; in any arithmetic.

A block is `Dense`, its rows A_i given entry by entry, or `Squares`, sums of squares sampled at points:
A_i = w_i sum_c v_ic v_ic^T, whose share of the Schur complement costs two products of matrices. Rows, weights and
factors are doubles or quad-doubles, of which each arithmetic takes as much as it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from packing.numeric import Floats
from packing.sdp.arithmetic import Matrix, like, row_products, symmetric_product


@dataclass(frozen=True)
class Dense:
    """A block of size k by its rows (m, k, k), all symmetric; it has no cost."""

    rows: Matrix

    @property
    def size(self) -> int:
        return int(self.rows.shape[2])

    def _flat(self, other: Matrix) -> Matrix:
        return like(self.rows, other).reshape(len(self.rows), -1)

    def apply(self, matrix: Matrix) -> Matrix:
        """<A_i, X> for each row."""
        return self._flat(matrix) @ matrix.reshape(-1)

    def adjoint(self, y: Matrix) -> Matrix:
        """sum_i y_i A_i."""
        return (y @ self._flat(y)).reshape(self.size, self.size)

    def schur(self, left: Matrix, right: Matrix) -> Matrix:
        """<A_i, X A_j W>: the share in the Schur complement of X = `left`, W = `right`."""
        m, k = len(self.rows), self.size
        rows = like(self.rows, left)
        products = (rows.reshape(m * k, k) @ right).reshape(m, k, k).transpose(0, 2, 1).reshape(m * k, k) @ left
        return symmetric_product(rows.reshape(m, k * k), products.reshape(m, k * k).T)


@dataclass(frozen=True)
class Squares:
    """A block without cost: A_i = weights_i sum_c v_ci v_ci^T, `factors` of shape (components, m, k)."""

    weights: Matrix
    factors: Matrix

    @property
    def size(self) -> int:
        return int(self.factors.shape[2])

    def apply(self, matrix: Matrix) -> Matrix:
        """<A_i, X> for each row."""
        return sum(row_products(v @ matrix, v) for v in like(self.factors, matrix)) * like(self.weights, matrix)

    def adjoint(self, y: Matrix) -> Matrix:
        """sum_i y_i A_i."""
        share = (y * like(self.weights, y)).reshape(-1, 1)
        return sum(v.T @ (share * v) for v in like(self.factors, y))

    def schur(self, left: Matrix, right: Matrix) -> Matrix:
        """<A_i, X A_j W> = w_i w_j sum_cd (v_ci X v_dj)(v_dj W v_ci)."""
        total: Matrix = 0.0
        factors, weights = like(self.factors, left), like(self.weights, left).reshape(-1, 1)
        for c, a in enumerate(factors):
            one, other = (weights * a) @ left, a @ right
            for b in factors[:c]:
                part = (one @ (weights * b).T) * (other @ b.T)
                total = total + (part + part.T)
            total = total + symmetric_product(one, (weights * a).T) * symmetric_product(other, a.T)
        return total


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
