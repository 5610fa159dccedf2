"""What is to be said of one packing that was checked: its pairs, and whether it is a kissing configuration."""

from __future__ import annotations

from fractions import Fraction

from packing.census import Census
from packing.records.audit import Audited
from packing.records.kissing import DIMENSIONS, published_kissing


def verdicts(cell: Audited) -> tuple[str, ...]:
    """The census of a cell in words, and whether it is a kissing configuration; empty where none was counted."""
    if cell.census is None or cell.problem.n < 2:
        return ()
    kissing = kissing_verdict(cell.census)
    return (*cell.census.sentences, *([kissing] if kissing else []))


def kissing_verdict(census: Census) -> str:
    """Whether points touch one more sphere with all cosines at most 1/2, beside what is published; empty of others.

    >>> from packing import Packing
    >>> from packing.census import census
    >>> print(kissing_verdict(census(Packing([[1, 0], [-1, 0], [0, 1], [0, -1]], "vectors"))))
    4 points of R^2 with all cosines at most 1/2: proved; published 6 (elementary)
    """
    problem, square = census.problem, census.square
    if not problem.space.has_points:
        return ""
    what = f"{problem.n} points of R^{problem.d} with all cosines at most 1/2"
    if square is None:
        near = abs(census.coherence - 0.5) < 1e-9
        return f"{what} up to 1e-9: numbers of full precision or exact ones would prove it" if near else ""
    if square > Fraction(1, 4):
        return ""
    if problem.d not in DIMENSIONS:
        return f"{what}: proved"
    published = published_kissing(problem.d)
    beaten = ", which these beat" * (problem.n > published.lower)
    return f"{what}: proved; published {published.lower} ({published.lower_source}){beaten}"
