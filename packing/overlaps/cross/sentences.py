"""How well two dictionaries match, in sentences that a person can quote."""

from __future__ import annotations

from packing.overlaps.cross.comparison import Comparison


def comparison_sentences(both: Comparison) -> tuple[str, ...]:
    """How well two dictionaries match, against random ones."""
    n, m = both.left.rows.size, both.right.rows.size
    law = both.random.law
    chance = [law.maximum_quantile(rows) if law else 1.0 for rows in (m, n)]
    good = int((abs(both.matching.cosines) > 0.9).sum())
    return (
        f"{n} rows against {m} rows in {both.d} dimensions: E cos^2 is {both.absolute[2] * both.d:.2f} times that of "
        "random rows.",
        f"The best match of a row has |cos| {both.left.mean_best:.4g} on average one way and "
        f"{both.right.mean_best:.4g} the other; half of all random rows would find more than {chance[0]:.3g} and "
        f"{chance[1]:.3g}.",
        f"Matched one to one, {both.matching.left.size} pairs have |cos| {both.matching.mean:.4g} on average; "
        f"{good} of them are above 0.9.",
    )
