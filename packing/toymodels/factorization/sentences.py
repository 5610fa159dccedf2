"""What the recorded runs say in words, each sentence made from their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from packing.averages import Average, mean_of
from packing.rounding import counted
from packing.toymodels.factorization.bumps import BUMP_PROMINENCE
from packing.toymodels.factorization.config import Error, FactorizationConfig, Optimizer
from packing.toymodels.factorization.design import (
    ALSO_AT_TWO,
    WAYS,
    ZERO_RANK,
    ZERO_STEPS,
    curve_design,
    way_of,
    zero_design,
)
from packing.toymodels.factorization.recorded import ZERO, RecordedCell, cells_of

CLEAR = 2.0
"""A difference of so many standard errors is called one."""


PAIRS = tuple(
    zip(
        (WAYS[Error.SQUARED][1], ALSO_AT_TWO[0], WAYS[Error.SQUARED][1]),
        (WAYS[Error.SQUARED][2], *ALSO_AT_TWO[1:]),
        strict=True,
    )
)
"""The ways whose bumps are compared: plain steps with Adam."""


class Comparison(NamedTuple):
    """Two cells at one prominence, and the mean difference of their bumps (1 or 0 a run) over the targets of both."""

    first: RecordedCell
    second: RecordedCell
    prominence: float
    difference: Average


def compared(first: RecordedCell, second: RecordedCell, prominence: float = BUMP_PROMINENCE) -> Comparison:
    """The share of runs with a bump of the first cell less that of the second, run by run on the same targets."""
    pairs = zip(first.runs, second.runs, strict=False)
    differences = [float(a.strongest >= prominence) - float(b.strongest >= prominence) for a, b in pairs]
    return Comparison(first, second, prominence, mean_of(differences))


def sentences(cells: Sequence[RecordedCell], prominence: float = BUMP_PROMINENCE) -> list[str]:
    """What the cells of both designs say, as far as they are there."""
    found = optimizer_sentences(cells_of(curve_design(0), cells), prominence)
    return found + zero_sentences(cells_of(zero_design(0), cells))


def optimizer_sentences(cells: Sequence[RecordedCell], prominence: float = BUMP_PROMINENCE) -> list[str]:
    """Whether plain steps have more bumps than Adam at rank 2 for the squared error, start by start: one for each way.

    The ways are batches against whole steps of Adam, whole steps of both at one rate, and batches of both.
    """
    at_two = [cell for cell in cells if cell.config.rank == 2 and cell.config.error is Error.SQUARED]
    said = []
    for plain, adam in PAIRS:
        found = [
            compared(first, second, prominence)
            for first in at_two
            for second in at_two
            if way_of(first.config) == plain
            and way_of(second.config) == adam
            and first.config.scale == second.config.scale
        ]
        if found:
            names = f"{_name(found[0].first.config)} against {_name(found[0].second.config)}"
            parts = "; ".join(map(_verdict, found))
            said.append(f"Rank 2, runs with a bump of {prominence:g}, {names}: {parts}.")
    return said


def zero_sentences(cells: Sequence[RecordedCell]) -> list[str]:
    """Which descents bring rank 10 under cross-entropy to zero loss, and how the others fall: one an optimizer."""
    said = []
    for descent in (Optimizer.ADAM, Optimizer.SGD):
        met = [cell for cell in cells if cell.config.descent is descent]
        if met:
            ends = _met_zero if any(cell.zero.value > 0 for cell in met) else _not_met
            said.append(f"Rank {ZERO_RANK} under cross-entropy, {counted(ZERO_STEPS, 'step')}: {ends(met)}.")
    return said


def _met_zero(cells: Sequence[RecordedCell]) -> str:
    runs, zero = sum(len(cell.runs) for cell in cells), sum(_times_zero(cell) for cell in cells)
    by_rate = _counts("rate", [(cell.config.step, cell) for cell in cells])
    by_start = _counts("start", [(cell.config.scale, cell) for cell in cells])
    return (
        f"{_plain_name(cells[0].config)} comes below a loss of {ZERO:g} in {zero} of {counted(runs, 'run')} "
        f"({by_rate}; {by_start})"
    )


def _counts(name: str, keyed: Sequence[tuple[float, RecordedCell]]) -> str:
    """How many runs came to zero, of how many, for each value of one setting."""
    parts = []
    for key in dict.fromkeys(key for key, _ in keyed):
        chosen = [cell for other, cell in keyed if other == key]
        met, runs = sum(map(_times_zero, chosen)), sum(len(cell.runs) for cell in chosen)
        parts.append(f"{key:g}: {met} of {runs}")
    return f"by {name} {', '.join(parts)}"


def _not_met(cells: Sequence[RecordedCell]) -> str:
    runs = sum(len(cell.runs) for cell in cells)
    best = min(cells, key=lambda cell: cell.log_loss.value)
    least = min(run.least for cell in cells for run in cell.runs)
    return (
        f"{_plain_name(cells[0].config)} comes below a loss of {ZERO:g} in none of {counted(runs, 'run')}; the "
        f"least loss is {least:.1e}, and from start {best.config.scale:g} at the rate {best.config.step:g}, where it "
        f"ends lowest, the loss falls as t^-{best.power.value:.2f} (+- {best.power.error:.2f})"
    )


def _times_zero(cell: RecordedCell) -> int:
    return sum(run.least < ZERO for run in cell.runs)


def _verdict(found: Comparison) -> str:
    first, second, difference = *_shares(found), found.difference
    clear = abs(difference.value) >= CLEAR * difference.error > 0
    verdict = ("more" if difference.value > 0 else "fewer") if clear else "no clear difference"
    return f"start {found.first.config.scale:g}: {first} against {second}, {verdict}"


def _shares(found: Comparison) -> tuple[str, str]:
    shares = (cell.bump_share(found.prominence) for cell in (found.first, found.second))
    first, second = (f"{share.value:.2f} +- {share.error:.2f}" for share in shares)
    return first, second


def _plain_name(config: FactorizationConfig) -> str:
    return {Optimizer.FLOW: "the flow", Optimizer.SGD: "SGD", Optimizer.ADAM: "Adam"}[config.descent]


def _name(config: FactorizationConfig) -> str:
    batches = "" if config.batch is None else f" in batches of {config.batch}"
    return f"{_plain_name(config)}{batches} at the rate {config.step:g}"
