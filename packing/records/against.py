"""A packing beside the best one known and the published value: which it beats, ties or misses, and by how much."""

from __future__ import annotations

from packing.configuration import Packing
from packing.numeric import SAME_VALUE
from packing.records.best_known import best_known
from packing.records.published_values import published_value
from packing.records.sourced import against_published
from packing.rounding import Rounding, attained, digits


def against_best_known(packing: Packing) -> str:
    """Whether a packing beats, ties or misses the best one known of its problem, and what is published, in words.

    >>> against_best_known(Packing([[1, 0], [1, 2]]))
    'it misses the record of 2 lines in R^2, 0 (orthonormal basis), by 0.448'
    """
    published = published_value(packing.problem)
    beside = "" if published is None else f"; {against_published(packing, published)}"
    return f"{_against_record(packing)}{beside}"


def _against_record(packing: Packing) -> str:
    record = best_known(packing.problem)
    if record is None:
        return f"no packing of {packing.problem} was known before"
    difference = packing.coherence - record.coherence
    where = f"the record of {packing.problem}, {attained(record.coherence)} ({record.name})"
    if abs(difference) <= SAME_VALUE:
        return f"it ties {where}"
    return f"it {'misses' if difference > 0 else 'beats'} {where}, by {digits(abs(difference), Rounding.UP, 3)}"
