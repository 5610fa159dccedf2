"""The best packing known as tables show it: an upper bound on the optimum, rounded up, and the gap to the lower one."""

from __future__ import annotations

from packing.bounds import Bound, SizeBound
from packing.errors import InputError
from packing.numeric import SAME_VALUE
from packing.records import Optimal, Record
from packing.report.cells import Cited, Number
from packing.report.tabular import cited
from packing.rigor import Rigor, float_above
from packing.rounding import Rounding
from packing.rounding import lower as lower_text
from packing.rounding import upper as upper_text

DECIMALS = 8
"""Decimals of a bound in a table: those of an upper bound are rounded up, of a lower bound down."""


def upper(record: Record, decimals: int = DECIMALS) -> Number:
    """The coherence as an upper bound on the optimum: from the exact value, or from 15 decimals that are certified.

    It is marked where a theorem of the literature proves it to be the optimum.

    >>> from packing import lines
    >>> from packing.records import best_known
    >>> print(upper(best_known(lines(6, 3))), upper(best_known(lines(13, 3))))
    0.44721360 0.76813738†
    """
    exact = record.upper
    settled = record.reference if record.optimal is Optimal.LITERATURE else ""
    return Number(float_above(exact), decimals, Rounding.UP, record.rigor, exact, settled)


def found_by(record: Record) -> Cited | str:
    """The construction or the method behind it, with its source."""
    return cited(record.name, record.construction.reference if record.construction is not None else "")


def theorem(bound: Bound | SizeBound) -> Cited | str:
    """The theorem of a bound, with its source."""
    return cited(str(bound.theorem), bound.theorem.reference)


def lower(record: Record, decimals: int = DECIMALS) -> Number:
    """The best lower bound."""
    bound = record.bound
    return Number(bound.value, decimals, Rounding.DOWN, bound.rigor, bound.exact)


def gap(record: Record, decimals: int = DECIMALS) -> Number:
    """The upper bound less the lower one, rounded up; 0 exactly where both are the same number.

    Raises `InputError` where the packing is better than the bound allows: one of the two is wrong.
    """
    if record.is_attained:
        return Number(0.0)
    is_numerical = Rigor.NUMERICAL in (record.rigor, record.bound.rigor)
    difference = float(record.upper) - record.bound.value
    if difference < -SAME_VALUE:
        raise InputError(
            f"{record.problem}: a packing ({record.name}) has coherence {upper_text(record.upper)}, below the bound of "
            f"{record.bound.theorem}, {lower_text(record.bound.exact)}; one of the two is wrong: please report both"
        )
    rigor, exact = Rigor.NUMERICAL if is_numerical else None, record.upper - record.bound.exact
    return Number(float_above(exact), decimals, Rounding.UP, rigor, exact) if exact > 0 else Number(0.0, rigor=rigor)
