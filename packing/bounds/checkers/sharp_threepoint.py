"""A second checker of sharp three-point certificates, on python-flint, with the polynomials of `threepoint` there.

The sum of squares of the pairs is expanded in powers; where it vanishes the kernel says.
"""

from __future__ import annotations

from fractions import Fraction

from packing.bounds.checkers.ring import coefficients
from packing.bounds.checkers.threepoint import means, pair_squares
from packing.kernel.algebraic import Real
from packing.kernel.definite import SPARE
from packing.kernel.number_field import UndecidedError
from packing.kernel.sharp_threepoint import SharpEntries, conclusion
from packing.kernel.statement import RefusedError, SizeStatement


def prove(entries: SharpEntries, spare: float = SPARE) -> SizeStatement:
    """The statement that the entries prove, or `RefusedError`; `MoreWorkError` where `spare` seconds do not suffice."""
    try:
        return conclusion(entries, means(entries, spare), _powers(entries))
    except UndecidedError as undecided:
        raise RefusedError("theta", f"leaves a sign open: {undecided}") from None


def _powers(entries: SharpEntries) -> list[Real]:
    """The coefficients of the sum of squares of the pairs in powers of U."""
    found = {order[0]: c for order, c in coefficients(pair_squares(entries), entries.field).items()}
    return [found.get(k, Fraction(0)) for k in range(max(found, default=-1) + 1)]
