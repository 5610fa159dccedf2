"""What the overlaps of groups say, in sentences that a person can quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packing.overlaps.self.how_far import times
from packing.problem import Distance
from packing.rounding import Rounding, counted, digits

if TYPE_CHECKING:
    from packing.overlaps.groups.statistics import GroupOverlaps


def group_sentences(found: GroupOverlaps) -> tuple[str, ...]:
    """Size and ranks, what was left out, the mean, the largest overlap by both distances, the farthest pair."""
    return (_size(found), *_left_out(found), _mean(found), *(_largest(found, each) for each in Distance), _far(found))


def _size(found: GroupOverlaps) -> str:
    rank = found.random.rank
    if rank is not None:
        spans = f"each of rank {rank}"
    else:
        listed = ", ".join(f"{many} of rank {rank}" for rank, many in list(found.ranks.items())[:4])
        spans = f"of unequal ranks ({listed}{', ..' * (len(found.ranks) > 4)}): angles are as many as the smaller rank"
    text = f"{counted(found.count, 'group', ',')} in {counted(found.d, 'dimension', ',')}, "
    text += f"{counted(found.pairs, 'pair', ',')}; their spans are {spans}."
    if found.deficient:
        verb = "spans" if found.deficient == 1 else "span"
        text += f" {counted(found.deficient, 'group', ',')} {verb} fewer dimensions than its rows could."
    return text.replace("its rows", "their rows") if found.deficient > 1 else text


def _left_out(found: GroupOverlaps) -> list[str]:
    said = []
    if found.dropped.count:
        said.append(f"{counted(found.dropped.count, 'row', ',')} without a direction, or too short, took no part.")
    if found.unlabelled:
        said.append(f"{counted(found.unlabelled, 'row', ',')} of no group took no part.")
    if found.empty:
        names = ", ".join(map(str, found.empty[:4])) + (", .." if len(found.empty) > 4 else "")
        said.append(f"{counted(len(found.empty), 'group', ',')} without any direction took no part: {names}.")
    return said


def _mean(found: GroupOverlaps) -> str:
    random = found.random
    text = f"The mean squared cosine is {found.mean:.4g} over pairs, {times(found.mean, random.mean)} that of random "
    text += f"spans ({random.mean:.4g})"
    if random.deviation is not None:
        text += f"; it deviates by {found.deviation:.3g}, of random spans by {random.deviation:.3g}"
    if found.beyond is not None:
        text += f". {100 * found.beyond:.3g} % of the pairs lie above what 99 % of random pairs stay below"
    return text + "."


def _largest(found: GroupOverlaps, distance: Distance) -> str:
    pair = found.near[0] if distance is Distance.CHORDAL else found.sharp[0]
    named = "The largest root mean squared cosine" if distance is Distance.CHORDAL else "The largest cosine"
    text = f"{named} is {found.coherence(distance):.6g} (groups {pair.left} and {pair.right})"
    chance, bound = found.random.largest(distance), found.random.least(distance)
    if chance is not None:
        text += f"; random spans would have {chance:.3g} (the median)"
    if bound is not None:
        text += f", and no {found.count} subspaces have less than {digits(bound.exact, Rounding.DOWN, 3)} "
        text += f"({bound.theorem})"
    return text + "."


def _far(found: GroupOverlaps) -> str:
    pair = found.far[0]
    if pair.largest_cosine <= found.settings.precision.floor:
        return f"The farthest groups, {pair.left} and {pair.right}, are orthogonal."
    named = f"The farthest groups are {pair.left} and {pair.right}"
    return f"{named}, with mean squared cosine {pair.mean_squared_cosine:.3g}."
