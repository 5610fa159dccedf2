"""A second checker of sharp three-point certificates, on python-flint, with the polynomials of `threepoint` there.

The sum of squares of the pairs is expanded in powers; where it vanishes the kernel says.
"""

from __future__ import annotations

from fractions import Fraction

import flint

from packing.bounds.checkers.threepoint import fraction, means, pair_squares
from packing.kernel.definite import SPARE
from packing.kernel.sharp_threepoint import SharpEntries, conclusion
from packing.kernel.statement import SizeStatement


def prove(entries: SharpEntries, spare: float = SPARE) -> SizeStatement:
    """The statement that the entries prove, or `RefusedError`; `MoreWorkError` where `spare` seconds do not suffice."""
    return conclusion(entries, means(entries, spare), _powers(entries))


def _powers(entries: SharpEntries) -> list[Fraction]:
    """The coefficients of the sum of squares of the pairs in powers of U."""
    polynomial = flint.fmpq_poly([0])
    for exponent, value in pair_squares(entries).terms():
        polynomial[int(exponent[0])] = value
    return [fraction(polynomial[k]) for k in range(polynomial.degree() + 1)]
