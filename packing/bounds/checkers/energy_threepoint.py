"""A second checker of three-point energy certificates, on python-flint, with the polynomials of `threepoint` there."""

from __future__ import annotations

from fractions import Fraction

import flint

from packing.bounds.checkers import threepoint
from packing.bounds.checkers.contacts import is_minorant_over
from packing.bounds.checkers.energy import is_minorant
from packing.bounds.checkers.nulls import check_semidefinite
from packing.bounds.checkers.ring import ONE, T, U, V, W, exactly, put
from packing.kernel.algebraic import Algebraic, Real
from packing.kernel.definite import SPARE
from packing.kernel.energy_threepoint import EnergyEntries, conclusion, least_sum, not_below
from packing.kernel.number_field import UndecidedError
from packing.kernel.statement import EnergyStatement, RefusedError


def prove(entries: EnergyEntries, spare: float = SPARE) -> EnergyStatement:
    """The statement that the entries prove, or `RefusedError`; `MoreWorkError` where `spare` seconds do not suffice."""
    try:
        _check_minorant(entries)
        check_semidefinite(entries.matrices(), entries.field, spare, entries.null)
        return conclusion(entries, *_sums(entries))
    except UndecidedError as undecided:
        raise RefusedError("theta", f"leaves a sign open: {undecided}") from None


def _check_minorant(entries: EnergyEntries) -> None:
    """Refuse a minorant that is not shown to lie below the potential; between lines it is a polynomial in t^2."""
    if any(isinstance(c, Algebraic) for c in entries.minorant):
        _check_irrational(entries)
        return
    squared = flint.fmpq_poly([0, 1] if entries.case.space == "S" else [0, 0, 1])
    m = flint.fmpq_poly([exactly(c) for c in entries.minorant])(squared)
    for i, piece in enumerate(entries.potential):
        if not is_minorant(m, piece):
            raise RefusedError("minorant", not_below(i, piece))


def _check_irrational(entries: EnergyEntries) -> None:
    m = entries.minorant
    in_t = m if entries.case.space == "S" else [c for value in m for c in (value, Fraction(0))]
    for i, piece in enumerate(entries.potential):
        if not is_minorant_over(in_t, piece, entries.contacts, entries.field):
            raise RefusedError("minorant", not_below(i, piece))


def least(entries: EnergyEntries) -> Real:
    """The sum that is proved if all matrices are semidefinite and the minorant is one."""
    return least_sum(entries.case.n, *_sums(entries))


def _sums(entries: EnergyEntries) -> tuple[Real, Real]:
    """f(1, 1, 1) + sum a_k, and an upper bound of the left-hand side on triples."""
    f = threepoint.kernels(entries)
    pairs = threepoint.pair_polynomial(entries.case, f, entries.two_point)
    pairs -= sum((exactly(c) * U**k for k, c in enumerate(entries.minorant)), 0 * ONE)
    moved = [put(pairs, x, x, x, W) for x in (U, V, T)]
    total = f + sum(moved, 0 * ONE) / (3 * (entries.case.n - 2))
    return threepoint.diagonal(entries, f), threepoint.upper_bound(threepoint.triples(entries, total), entries.field)
