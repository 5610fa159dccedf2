"""A second checker of certificates about prescribed overlaps, on python-flint, by other means than the kernel's."""

from __future__ import annotations

import flint

from packing.bounds.checkers.delsarte import PairLaw, is_nonpositive
from packing.bounds.rationals import to_flint
from packing.kernel import angles as kernel
from packing.kernel.statement import AngleStatement, RefusedError


def prove(found: kernel.AngleEntries) -> AngleStatement:
    """The statement that the entries prove, or `RefusedError`."""
    law = PairLaw(found.space, found.d)
    g = sum((to_flint(f) * law.zonal(k) for k, f in enumerate(found.coefficients)), flint.fmpq_poly())
    for low, high in found.intervals:
        if not is_nonpositive(g, law.z(to_flint(high)), law.z(to_flint(low))):
            raise RefusedError("coefficients", kernel.positive_in(low, high))
    return kernel.proved(found)
