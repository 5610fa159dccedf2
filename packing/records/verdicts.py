"""What is to be said of one packing that was checked: its pairs, kissing, room for one more, rigidity."""

from __future__ import annotations

from fractions import Fraction

from packing.census import Census
from packing.configuration import Packing
from packing.holes import deepest_hole
from packing.records.audit import Audited
from packing.records.kissing import DIMENSIONS, published_kissing
from packing.rigidity import rigidity


def verdicts(cell: Audited) -> tuple[str, ...]:
    """The census of a cell in words, and whether it is a kissing configuration; empty where none was counted."""
    if cell.census is None or cell.problem.n < 2:
        return ()
    said = [*cell.census.sentences, kissing_verdict(cell.census)]
    if cell.packing is not None and cell.problem.m == 1:
        said += [room_verdict(cell.packing, cell.census), rigidity_verdict(cell.packing)]
    return tuple(filter(None, said))


def room_verdict(packing: Packing, census: Census) -> str:
    """Whether one more object fits: at cosines up to 1/2 of a kissing configuration, else at the coherence.

    >>> from packing.census import census
    >>> square = Packing([[1, 0], [-1, 0], [0, 1], [0, -1]], "vectors")
    >>> print(room_verdict(square, census(square)))
    no more fits with overlaps of at most 1/2: the deepest hole is at 0.707106781 (floats)
    """
    if packing.space.scalars > 1:
        return ""
    hole = deepest_hole(packing)
    if hole is None:
        return ""
    is_kissing = packing.space.has_points and census.square is not None and census.square <= Fraction(1, 4)
    limit, text = (0.5, "1/2") if is_kissing else (census.coherence, f"{census.coherence:.9g}")
    room = hole.has_room(limit)
    place = f"the deepest hole{'' if hole.is_deepest else ' found'} is at {hole.overlap:.9g} (floats)"
    if room is None:
        return f"no place for one more with overlaps of at most {text} was found, which is no proof: {place}"
    return f"{'one' if room else 'no'} more fits with overlaps of at most {text}: {place}"


def rigidity_verdict(packing: Packing) -> str:
    """Whether the vectors are rigid to first order, in words; empty where there are too many.

    >>> print(rigidity_verdict(Packing([[1, 0], [-0.5, 0.75**0.5], [-0.5, -(0.75**0.5)]], "vectors")))
    rigid to first order: 3 of 3 closest pairs bear stress (floats)
    """
    found = rigidity(packing)
    if found is None:
        return ""
    but = f", {found.rattlers} vectors touch nothing" if found.rattlers else ""
    if found.is_rigid:
        return f"rigid to first order: {found.stressed} of {found.contacts} closest pairs bear stress{but} (floats)"
    return f"not rigid: it moves to first order in {found.freedom} ways beyond the motions of the space{but} (floats)"


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
