"""A second checker of certificates about equiangular lines, on python-flint; see `packing.kernel.equiangular`."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from packing.bounds.checkers.delsarte import PairLaw
from packing.bounds.rationals import to_flint
from packing.kernel import equiangular as kernel
from packing.kernel.statement import EquiangularStatement, RefusedError


def prove(found: kernel.EquiangularEntries) -> EquiangularStatement:
    """The statement that the entries prove, or `RefusedError`; derived inner products come from their Gram matrices."""
    d, angle, coefficients = found.d, found.angle, found.coefficients
    law = PairLaw("S", d - 1)
    for product in (angle, -angle):
        derived = (product - angle**2) / (1 - angle**2)  # of the components orthogonal to the fixed line
        if derived < -1:
            continue
        z = law.z(to_flint(derived))
        if sum((to_flint(f) * law.zonal(k)(z) for k, f in enumerate(coefficients)), to_flint(Fraction(0))) > 0:
            raise RefusedError("coefficients", kernel.positive_at(derived))
    size = 1 + sum(coefficients, Fraction(0)) / coefficients[0]
    if floor(size) > found.at_most:
        raise RefusedError("at_most", f"claims {found.at_most}, but the coefficients prove {floor(size)}")
    return EquiangularStatement("equiangular", kernel.sentence(d, angle, size), d, angle, size)
