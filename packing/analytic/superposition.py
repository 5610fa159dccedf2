"""Expected losses of toy models in closed form: features x_i are 0 or uniform on [0, 1], x' = ReLU(W W^T x + b).

The rows of W are features. Write M = W W^T, a_i = |w_i|^2. A feature is active with probability `density`,
independently of the others.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy

from packing.analytic.formula import is_symbolic
from packing.analytic.loss_polynomial import gram_row, loss_polynomial, row_terms
from packing.errors import InputError, finite_number
from packing.exact_numbers import expression, number_as_given


def own_error(a: Any, b: Any = 0) -> Any:
    """int_0^1 (x - ReLU(a x + b))^2 dx for a > 0: what a feature loses that is active alone.

    b >= 0: (1-a)^2/3 - (1-a) b + b^2. b < 0, t = -b/a: 1/3 if t >= 1, else t^3/3 + int_t^1 (x - a x - b)^2 dx.
    Exact for ints, fractions and sympy numbers, float for floats.

    >>> own_error(sympy.Integer(1), sympy.Rational(-1, 4)), own_error(Fraction(1, 2))
    (5/96, Fraction(1, 12))
    """
    a, b = number_as_given("a", a), number_as_given("b", b)
    c = 1 - a
    if b >= 0:
        return _third(c) * c - c * b + b * b
    t = -b / a
    if t >= 1:
        return _third(1 + 0 * a)
    return _third(t) * t * t + _third(1 - t) * (c * c * (1 + t + t * t) - 3 * c * b * (1 + t) + 3 * b * b)


def cross_error(c: Any, b: Any = 0) -> Any:
    """int_0^1 ReLU(c x + b)^2 dx: what a feature that is off loses to one that is active with overlap c.

    Zero for c <= -b, b <= 0: negative interference, and positive up to |b|, is free.

    >>> cross_error(Fraction(1, 2)), cross_error(Fraction(-1, 2)), cross_error(Fraction(1, 2), Fraction(-1, 4))
    (Fraction(1, 12), 0, Fraction(1, 96))
    """
    c, b = number_as_given("c", c), number_as_given("b", b)
    top, bottom = max(c + b, 0 * c), max(b, 0 * c)
    if top == 0 and bottom == 0:
        return 0
    if c == 0:
        return b * b
    return _third(top * top * top - bottom * bottom * bottom) / c


def own_error_of_two(c: Any) -> Any:
    """E (x - ReLU(x + c y))^2 of a unit feature while another with overlap c is active: c^2/3, or c^2/3 - |c|^3/6.

    Negative interference is not free at second order: its price is 1 - |c|/2 times that of positive interference.

    >>> own_error_of_two(Fraction(-1)), own_error_of_two(Fraction(1, 2))
    (Fraction(1, 6), Fraction(1, 12))
    """
    c = number_as_given("c", c)
    value = _third(c * c)
    return value if c >= 0 else value + c * c * c / 6


def cross_error_of_two(c1: Any, c2: Any) -> Any:
    """E ReLU(c1 x + c2 y)^2: what a feature that is off loses to two active ones, bias 0.

    Both >= 0: c1^2/3 + c2^2/3 + c1 c2/2. Both <= 0: 0. c1 > 0 > c2 = -s: (c1^4 - max(c1 - s, 0)^4) / (12 c1 s).

    >>> cross_error_of_two(Fraction(1, 2), Fraction(-1, 2)), cross_error_of_two(Fraction(1), Fraction(1))
    (Fraction(1, 48), Fraction(7, 6))
    """
    c1, c2 = number_as_given("c1", c1), number_as_given("c2", c2)
    if c1 >= 0 and c2 >= 0:
        return _third(c1 * c1) + _third(c2 * c2) + c1 * c2 / 2
    if c1 <= 0 and c2 <= 0:
        return 0 * c1
    positive, s = (c1, -c2) if c1 > 0 else (c2, -c1)
    rest = max(positive - s, 0 * s)
    return (positive**4 - rest**4) / (12 * positive * s)


def linear_loss(weights: npt.ArrayLike, density: Any, bias: npt.ArrayLike | None = None) -> float:
    """E |x - M x - b|^2 = v |I - M|_F^2 + |(I - M) m - b|^2 with v = q/3 - q^2/4 and m = q/2 at density q.

    Without `bias` the best one, b = (I - M) m, is used. Then the loss is at least v (n - d), with equality iff M is a
    projection of rank d (principal components).

    >>> round(linear_loss([[1, 0], [0, 1], [0, 0]], 0.5), 12), round((0.5 / 3 - 0.25 / 4) * (3 - 2), 12)
    (0.104166666667, 0.104166666667)
    """
    rows, q = _matrix(weights), _density(density)
    rest = np.eye(len(rows)) - rows @ rows.T
    mean = rest @ np.full(len(rows), q / 2)
    shift = np.zeros(len(rows)) if bias is None else mean - np.asarray(bias, dtype=float)
    return float((q / 3 - q * q / 4) * np.sum(rest**2) + shift @ shift)


def exact_loss(weights: npt.ArrayLike, bias: npt.ArrayLike | None, density: Any) -> Any:
    """sum_i E (x_i - ReLU(sum_j M_ij x_j + b_i))^2 as a fraction: exact at a density in [0, 1].

    The entries of W and b are taken as the rationals that the doubles are, the density as the decimal number that it
    prints as; with a symbol for the density it is `loss_polynomial`, whose module has the proof.
    3^m terms for a row with m non-zero entries, m at most 13; `packing.toymodels` evaluates larger models in floats.

    Args: `weights` W of shape (n, d), a feature a row; `bias` of shape (n,), or None for 0.

    >>> exact_loss([[1.0], [-1.0]], None, 0.5)                     # a digon: 2 q^2 / 6
    Fraction(1, 12)
    """
    if is_symbolic(density):
        return loss_polynomial(weights, None if bias is None else np.asarray(bias).tolist(), density)
    rows = [[Fraction(float(entry)) for entry in row] for row in _matrix(weights)]
    n = len(rows)
    shifts = [Fraction(0)] * n if bias is None else [Fraction(float(entry)) for entry in np.asarray(bias, dtype=float)]
    if len(shifts) != n:
        raise InputError(f"there must be one bias a feature, {n}, not {len(shifts)}: give a vector of that length")
    q = Fraction(repr(_density(density)))
    total = Fraction(0)
    for i in range(n):
        terms = row_terms(*gram_row(rows, i), shifts[i])
        k = len(terms) - 1
        total += sum((q**s * (1 - q) ** (k - s) * (q * on + (1 - q) * off) for s, (on, off) in enumerate(terms)), q * 0)
    return total


def optimal_norms(gram: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The stationary squared norms a = K^-1 1, K_ij = max(c_ij, 0)^2, for one active feature and no bias.

    Three times the summed one-sparse loss is n - 2 sum a_i + a^T K a: n - Q, Q = 1^T K^-1 1, at these norms. They are
    best where K is positive semidefinite, as for the pentagon; K of the regular 9-gon is not, and a saddle is returned.
    Equal rows with sum of squares sigma: a = 1/(1 + sigma), the best common one. Raises `InputError` if some a_i < 0.

    >>> optimal_norms([[1, -1], [-1, 1]]).tolist()
    [1.0, 1.0]
    """
    kernel = np.maximum(_matrix(gram), 0.0) ** 2
    norms = np.linalg.lstsq(kernel, np.ones(len(kernel)), rcond=None)[0]
    if norms.min() < 0:
        raise InputError(f"the stationary norms must be >= 0, not {norms.min():.3g}: leave that feature out")
    return np.asarray(norms)


def one_sparse_loss(gram: npt.ArrayLike, bias: npt.ArrayLike | None = None) -> float:
    """sum_i [own(M_ii, b_i) + sum_{j != i} cross(M_ij, b_i)]: n times the mean loss with exactly one active feature.

    >>> one_sparse_loss([[1, -1], [-1, 1]])
    0.0
    """
    m = _matrix(gram)
    b = np.zeros(len(m)) if bias is None else np.asarray(bias, dtype=float)
    total = 0.0
    for i in range(len(m)):
        total += own_error(float(m[i, i]), float(b[i])) if m[i, i] > 0 else 1 / 3 + float(max(b[i], 0.0)) ** 2
        total += sum(cross_error(float(m[i, j]), float(b[i])) for j in range(len(m)) if j != i)
    return float(total)


def best_common_bias(n: Any, mu: Any) -> sympy.Expr:
    """The best bias -t of n unit features with all overlaps mu in (0, 1) in the one-sparse loss.

    own = t^2 - 2 t^3/3 and cross = (mu - t)^3/(3 mu), so t = mu (n - sqrt(2 n (1-mu) + 2 mu - 1)) / (n + 2 mu - 1), and
    0 < t < mu: a small negative bias helps whenever there is positive interference.

    >>> round(float(best_common_bias(28, sympy.Rational(1, 3))), 5)
    0.26406
    """
    n, mu = expression("n", n), expression("mu", mu)
    return mu * (n - sympy.sqrt(2 * n * (1 - mu) + 2 * mu - 1)) / (n + 2 * mu - 1)


def _third(value: Any) -> Any:
    return value / sympy.Integer(3) if isinstance(value, sympy.Expr) else value * Fraction(1, 3)


def _matrix(array: npt.ArrayLike) -> npt.NDArray[np.float64]:
    rows = np.asarray(array, dtype=np.float64)
    if rows.ndim != 2 or not np.isfinite(rows).all():
        raise InputError(f"a matrix of finite numbers is needed, not shape {rows.shape}: give one feature a row")
    return rows


def _density(value: Any) -> float:
    q = finite_number("the density", value)
    if not 0 <= q <= 1:
        raise InputError(f"the density must lie in [0, 1], not {value!r}: give the chance that a feature is active")
    return q
