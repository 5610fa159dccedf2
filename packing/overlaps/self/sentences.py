"""What the statistics say, in sentences that a person can quote."""

from __future__ import annotations

from packing.overlaps.self.blocks import Blocks
from packing.overlaps.self.how_far import times
from packing.overlaps.self.numbers import OverlapNumbers
from packing.overlaps.self.shapes import Kind, Shape, gathered
from packing.rounding import Rounding, counted, digits, upper


def sentences(found: OverlapNumbers) -> tuple[str, ...]:
    """Size, moments, the largest overlap, blocks, named shapes, how far from the best, dimensionality, warnings.

    >>> import numpy as np
    >>> from packing.overlaps import overlaps
    >>> for line in sentences(overlaps(np.eye(4)[:3]))[:2]:
    ...     print(line)
    3 rows in 4 dimensions, 3 pairs.
    All rows are orthogonal.
    """
    lines = [_size(found)]
    if found.coherence == 0:
        lines.append("All rows are orthogonal.")
    else:
        lines += [_moments(found), _largest(found), _rows(found)]
    lines += _blocks(found)
    lines += _named(found)
    lines += _how_far(found)
    lines += _capacity(found)
    return (*lines, *found.notes)


def _size(found: OverlapNumbers) -> str:
    text = f"{found.live} rows in {counted(found.d, 'dimension', ',')}, {counted(found.pairs, 'pair', ',')}."
    kinds = {
        "zero": found.dropped.zero,
        "NaN": found.dropped.nan,
        "infinite": found.dropped.infinite,
        "short": found.dropped.small,
        "copied": found.dropped.copies_dropped,
    }
    listed = [f"{len(rows)} {kind} (first: row {rows[0]})" for kind, rows in kinds.items() if rows]
    return text + (f" Dropped of {found.n}: {', '.join(listed)}." if listed else "")


def _moments(found: OverlapNumbers) -> str:
    random, least = found.random.moments, found.least.moments
    text = f"E cos^2 is {times(found.absolute[2], random[2])} that of random rows"
    if least[2] > 0:
        text += f" and {times(found.absolute[2], least[2])} the Welch bound"
    text += f"; E |cos| is {times(found.absolute[1], random[1])} and E cos^4 {times(found.absolute[4], random[4])}"
    text += " that of random rows."
    if found.mean > 0 and found.mean**2 > 0.01 * found.absolute[2]:  # below 0 there is no common direction
        text += (
            f" The mean cosine is {found.mean:+.3g}, not 0: its square is "
            f"{100 * found.mean**2 / found.absolute[2]:.0f} % of E cos^2 (center the rows to remove it)."
        )
    return text


def _largest(found: OverlapNumbers) -> str:
    pair, bound = found.top[0], found.least.coherence
    text = (
        f"The largest |cos| is {abs(pair.cosine):.6g} (rows {pair.left} and {pair.right}, cosine {pair.cosine:+.6g}); "
        f"random rows would have {found.random.maximum:.3g} (the median), and no {found.live} rows have less than "
        f"{digits(bound.exact, Rounding.DOWN, 3)} ({bound.theorem})."
    )
    other = found.distinct_coherence
    if found.dropped.duplicates and not found.dropped.copies_dropped and other is not None:
        text += f" Without copies the largest is {other:.6g}."
    near = found.near_copies
    if near is not None:
        text += f" {near} {'pair has' if near == 1 else 'pairs have'} |cos| > {found.settings.eps[-1]:g}."
    return text


def _rows(found: OverlapNumbers) -> str:
    median = sorted(found.row_maximum)[found.live // 2]
    return (
        f"The closest partner of a row has |cos| {median:.3g} in the middle, {found.row_maximum.min():.3g} at least; "
        f"of a random row {found.random.row_maximum:.3g} (the median)."
    )


def _blocks(found: OverlapNumbers) -> list[str]:
    if not found.factors:
        return []
    tegum = next((factors for factors in found.factors if factors.is_tegum), None)
    if tegum is None:
        first = found.factors[0]
        if first.count == 1:
            return [f"No orthogonal blocks: all rows are connected by pairs with |cos| > {first.eps:g}."]
        return [
            f"Joined by pairs with |cos| > {first.eps:g}, the rows form {first.count} components: the largest has "
            f"{counted(first.first_sizes(1)[0], 'row', ',')}, and {first.singletons} stand alone."
        ]
    last = [factors.eps for factors in found.factors if factors.count == tegum.count][-1]
    sizes = tegum.first_sizes(3)
    text = (
        f"The rows fall into {tegum.count} blocks, orthogonal to each other within {tegum.eps:g}"
        + (f" (the same ones up to |cos| > {last:g})" if last != tegum.eps else "")
        + f"; the largest have {', '.join(map(str, sizes))} rows"
    )
    text += f" and {', '.join(map(str, tegum.ranks[:3]))} dimensions." if tegum.ranks else "."
    return [text, *([_prediction(found, found.blocks)] if found.blocks is not None else [])]


def _prediction(found: OverlapNumbers, blocks: Blocks) -> str:
    random, expected = found.random.moments, blocks.moments
    return (
        f"Random rows within such blocks would have E cos^4 {expected[4] / random[4]:.3g} times random "
        f"(K equal blocks: K^(p/2-1) = {blocks.factor(4):g}); measured {found.absolute[4] / random[4]:.3g}. "
        f"For E |cos|: {expected[1] / random[1]:.3g}, measured {found.absolute[1] / random[1]:.3g}."
    )


def _named(found: OverlapNumbers) -> list[str]:
    """The components where the most rows lie in codes, families of near duplicates and hubs; nothing where none do."""
    factors = max(found.factors, key=lambda factors: factors.named_rows, default=None)
    if factors is None or not factors.named_rows:
        return []
    named = [shape for shape in factors.shapes if shape.is_named]
    rest = len(factors.shapes) - len(named)
    left = int(factors.sizes.size) - len(factors.shapes)
    text = f"Named components at |cos| > {factors.eps:g}: {gathered(map(str, named))}"
    text += f"; {counted(rest, 'component', ',')} without a name" * bool(rest)
    text += f" ({counted(left, 'smaller one', ',')} not looked at)" * bool(left)
    return [f"{text}. {_example(named[0])}"]


def _example(shape: Shape) -> str:
    listed = ", ".join(map(str, shape.rows[:8])) + (", .." if shape.size > 8 else "")
    text = f"The first has rows {listed}"
    if shape.kind is Kind.CODE:
        text += f", cosines within {upper(shape.distance or 0.0, 2)} of the exact ones"
    if shape.hub is not None:
        text += f" and is joined by row {shape.hub}"
    return text + f"; their mean dimensionality is {shape.dimensionality:.3g}."


def _how_far(found: OverlapNumbers) -> list[str]:
    far = found.how_far
    if far is None or far.coherence == 0:
        return []
    copies = " of two rows that are no copies" if far.n < found.live else ""
    return [f"The largest |cos|{copies}, {far.coherence:.6g}, is {far}"]


def _capacity(found: OverlapNumbers) -> list[str]:
    total = float(found.dimensionality.sum())
    text = f"The dimensionalities of the rows add up to {total:.4g} of {min(found.d, found.live)}"
    if found.frame is not None:
        text += f"; their directions have rank {found.frame.rank} and effective rank {found.frame.effective_rank:.4g}"
    return [text + "."]
