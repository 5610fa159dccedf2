"""How well two dictionaries match, in sentences that a person can quote."""

from __future__ import annotations

from packing.overlaps.cross.chance import Simulated
from packing.overlaps.cross.comparison import Comparison
from packing.overlaps.cross.matching import Matching
from packing.rounding import Rounding, counted, digits


def comparison_sentences(both: Comparison) -> tuple[str, ...]:
    """How well two dictionaries match, against random ones.

    Args: `both`: what `compare` returns.
    """
    n, m = both.left.rows.size, both.right.rows.size
    left, right = both.left, both.right
    lines = [
        f"{counted(n, 'row')} against {counted(m, 'row')} in {counted(both.d, 'dimension')}: E "
        f"cos^2 is {both.absolute[2] * both.d:.2f} times that of "
        "random rows.",
        f"The best match of a row has |cos| {left.mean_best:.4g} on average one way and {right.mean_best:.4g} the "
        f"other; against random rows it would have {left.chance:.3g} and {right.chance:.3g}.",
        f"With sign (MMCS) the best match has cos {left.mean_best_signed:.4g} and {right.mean_best_signed:.4g}; "
        f"against random rows {left.chance_signed:.3g} and {right.chance_signed:.3g}.",
        f"The best matches are {round(left.distinct * n)} different rows of {m} one way and "
        f"{round(right.distinct * m)} of {n} the other.",
    ]
    if both.row_by_row is not None:
        lines.append(
            f"Row by row, {both.row_by_row.rows.size} rows of equal number have cos {both.row_by_row.mean:.4g} "
            f"on average, {both.row_by_row.cosines.min():.4g} at least."
        )
    if both.matching is not None and both.signed_matching is not None:
        lines += [_matched(both.matching, both.chance), _matched(both.signed_matching, both.signed_chance)]
        over = sum(both.unmatched)
        if over:
            lines.append(f"{over} row{'s have' if over > 1 else ' has'} no partner: one dictionary is larger.")
    return tuple(lines)


def _matched(found: Matching, chance: Simulated | None) -> str:
    name, value = ("with sign", "cos") if found.signed else ("one to one", "|cos|")
    good = int(((found.cosines if found.signed else abs(found.cosines)) > 0.9).sum())
    text = f"Matched {name}, {found.left.size} pairs have {value} {found.mean:.4g} on average"
    text += " (PW-MCC)" * (not found.signed) + f"; {good} of them {'is' if good == 1 else 'are'} above 0.9. "
    text += "No matching has a larger mean" + (
        "" if found.is_exact else f" by more than {digits(found.gap, Rounding.UP, 1)}"
    )
    return text + (f"; random dictionaries reach {chance}." if chance is not None else ".")
