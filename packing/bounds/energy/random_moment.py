"""The moments of the overlap of two random vectors, exact."""

from __future__ import annotations

from typing import Any

import sympy

from packing.errors import MOST_DIMENSIONS, positive_integer
from packing.exponents import exact_exponent
from packing.problem import Field, parse_field


def random_moment(d: Any, exponent: Any, field: Field | str = Field.REAL) -> sympy.Expr:
    """E |<u, v>|^p of independent uniform unit vectors u, v in F^d, exact; d and p may be numbers or sympy symbols.

    With s = 1, 2, 4 the dimension of F over R, t^2 is Beta(s/2, s(d-1)/2) distributed, so that the moment is
    Gamma((p+s)/2) Gamma(sd/2) / (Gamma(s/2) Gamma((sd+p)/2)), p > -s. For p = 2k this is 1 3 .. (2k-1) / (d (d+2) ..
    (d+2k-2)) over R, 1/binomial(d+k-1, k) over C and (k+1)/binomial(2d+k-1, k) over H. Here p > 0.

    >>> random_moment(7, 4), random_moment(7, 4, "C"), random_moment(7, 4, "H"), random_moment(3, 1)
    (1/21, 1/28, 1/35, 1/2)
    """
    s = parse_field(field).real_dimension
    p = exponent if isinstance(exponent, sympy.Expr) and exponent.free_symbols else exact_exponent(exponent)
    dimension = (
        d if isinstance(d, sympy.Expr) and d.free_symbols else sympy.Integer(positive_integer("d", d, MOST_DIMENSIONS))
    )
    if p.is_Integer and p % 2 == 0 and dimension.is_Integer:
        return even_moment(dimension, p // 2, parse_field(field))
    value = sympy.gamma((p + s) / 2) * sympy.gamma(s * dimension / 2)
    return sympy.gammasimp(value / (sympy.gamma(sympy.Rational(s, 2)) * sympy.gamma((s * dimension + p) / 2)))


def even_moment(d: Any, k: Any, field: Field) -> sympy.Rational:
    """E |<u, v>|^(2k), in whole numbers at any d: the product over j < k of (s + 2j) / (sd + 2j).

    >>> even_moment(7, 2, Field.REAL), even_moment(10**12, 1, Field.QUATERNION)
    (1/21, 1/1000000000000)
    """
    s = field.real_dimension
    above, below = (sympy.prod(start + 2 * j for j in range(int(k))) for start in (s, s * int(d)))
    return sympy.Rational(above, below)
