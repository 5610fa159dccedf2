"""Kissing numbers as published, in 1 to 48 dimensions: figures and citations, none of them checked here.

The state is that of August 2026. Values that were claimed in public without a refereed paper or a preprint stand apart,
with their date. Some upper bounds come from semidefinite programs in floats. What the package builds and certifies
itself are `packing.constructions.largest_kissing` and `packing.bounds.largest_code`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from packing.errors import InputError

STATE = "August 2026"
"""When the figures were collected."""

DIMENSIONS = range(1, 49)
"""The dimensions that the figures are of."""


@dataclass(frozen=True)
class PublishedKissing:
    """The most points of S^(d-1) with <x, y> <= 1/2 that are published, an upper bound, and what is claimed beyond.

    `is_proved` says whether the two agree by theorems of the literature; elsewhere both are as published.
    """

    d: int
    lower: int
    lower_source: str
    upper: int
    upper_source: str
    is_proved: bool
    claimed: int | None
    claimed_source: str


def published_kissing(d: int) -> PublishedKissing:
    """What is published of the kissing number of R^d, 1 <= d <= 48.

    >>> twelve = published_kissing(12)
    >>> twelve.lower, twelve.upper, twelve.lower_source
    (841, 1355, 'Takhanov-Assylbekov-Yun 2026, arXiv:2606.18984')
    >>> published_kissing(24).is_proved, published_kissing(18).claimed
    (True, 8358)
    >>> published_kissing(48).lower
    52416000
    """
    try:
        return _table()[d]
    except KeyError:
        raise InputError(
            f"published kissing numbers are at hand in 1 to 48 dimensions, not {d}: choose another d"
        ) from None


@cache
def _table() -> dict[int, PublishedKissing]:
    text = (files("packing") / "data" / "kissing.csv").read_text(encoding="utf-8")
    return {
        int(row["d"]): PublishedKissing(
            int(row["d"]), int(row["lower"]), row["lower_source"], int(row["upper"]), row["upper_source"],
            row["rigor"] == "proved", int(row["claimed"]) if row["claimed"] else None, row["claimed_source"],
        )
        for row in csv.DictReader(text.splitlines())
    }  # fmt: skip
