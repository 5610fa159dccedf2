"""A packing beside the best one known: whether it beats, ties or misses the record, and by how much."""

from __future__ import annotations

from packing.configuration import Packing
from packing.numeric import SAME_VALUE
from packing.records.best_known import best_known
from packing.rounding import Rounding, attained, digits


def against_best_known(packing: Packing) -> str:
    """Whether a packing beats, ties or misses the best one known of its problem, in words.

    >>> against_best_known(Packing([[1, 0], [1, 2]]))
    'it misses the record of 2 lines in R^2, 0 (orthonormal basis), by 0.448'
    """
    record = best_known(packing.problem)
    if record is None:
        return f"no packing of {packing.problem} was known before"
    difference = packing.coherence - record.coherence
    where = f"the record of {packing.problem}, {attained(record.coherence)} ({record.name})"
    if abs(difference) <= SAME_VALUE:
        return f"it ties {where}"
    return f"it {'misses' if difference > 0 else 'beats'} {where}, by {digits(abs(difference), Rounding.UP, 3)}"
