"""The law of the largest squared cosine of two random subspaces, from a determinant or Pfaffian in ball arithmetic.

P(all y_i <= x) of the Jacobi ensemble with weight w(y) = y^a (1-y)^b, a = s/2 - 1, b = s (d - 2m + 1)/2 - 1, is, up to
a constant, by de Bruijn's formulas

    s = 2:  det (I_(i+j)),              I_k = integral of y^k w from 0 to x: incomplete beta functions,
    s = 4:  Pf ((j - i) I_(i+j-1)),     2m rows,
    s = 1:  Pf (double integrals of sgn(v - u) u^i v^j w(u) w(v)),  m rows, bordered by the I_i where m is odd.

The double integrals come from one another by parts. References: de Bruijn, J. Indian Math. Soc. 19 (1955); Chiani,
IEEE Trans. Inf. Theory 63 (2017), "On the probability that all eigenvalues of Gaussian, Wishart, and double Wishart
random matrices lie within an interval".
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from packing.errors import InputError
from packing.numeric import Floats

ACCURACY = 1e-14
"""The relative error of every probability."""

_NOTHING = 1e-290
"""A smaller probability may be told as 0."""

_PRECISIONS = tuple(128 * 2**k for k in range(7))


@dataclass(frozen=True)
class LargestCosine:
    """The law of the largest squared cosine of two m-dimensional subspaces of F^d, 2m <= d.

    >>> law = LargestCosine(2, 4, 2)                                # planes of C^4: P(y_1 <= x) = x^4
    >>> law.cdf(np.array([0.5])).tolist()
    [0.0625]
    """

    m: int
    d: int
    scalars: int

    def cdf(self, x: Floats) -> Floats:
        """P(largest squared cosine <= x)."""
        return self._each(x, "cdf")

    def survival(self, x: Floats) -> Floats:
        """P(largest squared cosine > x), as precise where it is small."""
        return self._each(x, "survival")

    def density(self, x: Floats) -> Floats:
        """The density at x, where 0 < x < 1."""
        return self._each(x, "density")

    def _each(self, x: Floats, what: Literal["cdf", "survival", "density"]) -> Floats:
        points = np.asarray(x, dtype=np.float64)
        values, places = np.unique(points, return_inverse=True)
        found = np.array([_probability(self.m, self.d, self.scalars, float(value), what) for value in values])
        return np.asarray(found[places].reshape(points.shape))


@lru_cache(maxsize=4096)
def _probability(m: int, d: int, scalars: int, x: float, what: str) -> float:
    """One number of the law, by balls of rising precision until its relative radius is below `ACCURACY`."""
    import flint

    if x <= 0.0 or x >= 1.0:
        return {"cdf": float(x >= 1.0), "survival": float(x <= 0.0), "density": 0.0}[what]
    before = flint.ctx.prec
    try:
        for bits in _PRECISIONS:
            flint.ctx.prec = bits
            ball = _ball(m, d, scalars, x, what)
            if ball is None:
                continue
            middle, radius = float(ball.mid()), float(ball.rad())
            if radius <= ACCURACY * abs(middle):
                return middle
            if abs(middle) + radius <= _NOTHING:
                return 0.0
    finally:
        flint.ctx.prec = before
    raise InputError(
        f"the law of the largest cosine of {m}-dimensional subspaces needs more than {_PRECISIONS[-1]} bits at {x}: "
        "take a smaller m or the chordal distance"
    )


def _ball(m: int, d: int, scalars: int, x: float, what: str) -> Any:
    from flint import arb

    matrix, slope = _matrix(m, d, scalars, arb(x))
    share = matrix.det() / _whole(m, d, scalars)
    if not share > 0:
        return None
    root = share if scalars == 2 else share.sqrt()
    if what != "density":
        return root if what == "cdf" else 1 - root
    try:
        logarithmic = matrix.solve(slope).trace()
    except ZeroDivisionError:
        return None
    return root * (logarithmic if scalars == 2 else logarithmic / 2)


def _whole(m: int, d: int, scalars: int) -> Any:
    """The determinant at x = 1, at the working precision."""
    from flint import arb

    return _matrix(m, d, scalars, arb(1))[0].det()


def _matrix(m: int, d: int, scalars: int, x: Any) -> tuple[Any, Any]:
    """The matrix of de Bruijn's formula at x and its derivative."""
    a, b = Fraction(scalars, 2) - 1, Fraction(scalars * (d - 2 * m + 1), 2) - 1
    if scalars == 1:
        return _pfaffian_of_lines(m, a, b, x)
    from flint import arb_mat

    size = m if scalars == 2 else 2 * m
    shift = 0 if scalars == 2 else -1
    factor = [[1 if scalars == 2 else j - i for j in range(size)] for i in range(size)]
    integrals = {k: _beta(a + k, b, x) for k in range(2 * size)}
    slopes = {k: _weight(a + k, b, x) for k in range(2 * size)}

    def made(entry: dict[int, Any]) -> Any:
        rows = [[factor[i][j] * entry[max(i + j + shift, 0)] for j in range(size)] for i in range(size)]
        return arb_mat(rows)

    return made(integrals), made(slopes)


def _pfaffian_of_lines(m: int, a: Fraction, b: Fraction, x: Any) -> tuple[Any, Any]:
    """The antisymmetric matrix over R and its derivative.

    With E(i, j) the integral of v^(a+j) (1-v)^b B_v(a+i+1, b+1): E(i, i) = B_i^2/2, E(i, j) + E(j, i) = B_i B_j, and by
    parts E(i+1, j) = ((a+i+1) E(i, j) - B_x(2a+i+j+2, 2b+2)) / (a+b+i+2).
    """
    from flint import arb, arb_mat

    single = [_beta(a + i, b, x) for i in range(m)]
    weights = [_weight(a + i, b, x) for i in range(m)]
    border = m % 2
    size = m + border
    entries = [[arb(0)] * size for _ in range(size)]
    slopes = [[arb(0)] * size for _ in range(size)]
    products = {k: _beta(2 * a + k + 1, 2 * b + 1, x) for k in range(2 * m)}
    for j in range(m):
        double = single[j] * single[j] / 2
        for i in range(j, m - 1):
            double = (_real(a + i + 1) * double - products[i + j]) / _real(a + b + i + 2)
            value = 2 * double - single[i + 1] * single[j]
            slope = weights[j] * single[i + 1] - weights[i + 1] * single[j]
            entries[i + 1][j], entries[j][i + 1] = value, -value
            slopes[i + 1][j], slopes[j][i + 1] = slope, -slope
    if border:
        for i in range(m):
            entries[i][m], entries[m][i] = single[i], -single[i]
            slopes[i][m], slopes[m][i] = weights[i], -weights[i]
    return arb_mat(entries), arb_mat(slopes)


def _beta(power: Fraction, other: Fraction, x: Any) -> Any:
    """The integral of y^power (1-y)^other from 0 to x, by the shorter of the two ends."""
    from flint import arb

    one, two = _real(power + 1), _real(other + 1)
    return x.beta_lower(one, two) if x < 0.5 else arb(1).beta_lower(one, two) - (1 - x).beta_lower(two, one)


def _weight(power: Fraction, other: Fraction, x: Any) -> Any:
    return x ** _real(power) * (1 - x) ** _real(other)


def _real(number: Fraction | int) -> Any:
    from flint import arb, fmpq

    exact = Fraction(number)
    return arb(fmpq(exact.numerator, exact.denominator))
