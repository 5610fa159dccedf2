"""What a grid of dictionaries says: means over seeds with standard errors, and where features are recovered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from packing.averages import Average, mean_of
from packing.rounding import counted
from packing.toymodels.brief import Brief
from packing.toymodels.dictionary.arrangements import Arrangement
from packing.toymodels.dictionary.grid import CellResult, GridCell
from packing.toymodels.dictionary.methods.settings import Method
from packing.toymodels.dictionary.source import Control

WHOLE = 0.9
"""Features count as recovered where the mean recall over seeds is at least this."""

_KINDS = {
    Arrangement.RANDOM: "random (Johnson-Lindenstrauss)",
    Arrangement.BEST: "best known",
    Arrangement.TEGUM: "tegum product",
    Arrangement.TRAINED: "trained network",
}


@dataclass(frozen=True, repr=False)
class SeedGroup(Brief):
    """The results of cells that differ in the seed alone; `cell` is the first."""

    cell: GridCell
    results: tuple[CellResult, ...]

    def mean(self, of: Callable[[CellResult], float]) -> Average:
        """A number of each result, as a mean."""
        return mean_of([of(result) for result in self.results])

    @property
    def recall(self) -> Average:
        """The share of features with a direction of their own, signed."""
        return self.mean(lambda result: result.signed.recall)

    @property
    def precision(self) -> Average:
        """The share of directions with a feature of their own, signed."""
        return self.mean(lambda result: result.signed.precision)

    @property
    def f1(self) -> Average:
        """Their harmonic mean."""
        return self.mean(lambda result: result.signed.f1)

    @property
    def chance(self) -> Average:
        """F1 that chance reaches at most."""
        return self.mean(lambda result: result.chance.f1)


def by_seed(results: Sequence[CellResult]) -> list[SeedGroup]:
    """Results grouped over seeds, in the order in which the cells come first."""
    groups: dict[GridCell, list[CellResult]] = {}
    for result in results:
        groups.setdefault(replace(result.cell, seed=0), []).append(result)
    return [SeedGroup(members[0].cell, tuple(members)) for members in groups.values()]


def arrangement_name(arrangement: Arrangement) -> str:
    """How an arrangement is called in tables and sentences."""
    return _KINDS[arrangement]


def recovery_sentences(results: Sequence[CellResult]) -> list[str]:
    """Where each method recovers which features, from the values; then what the controls say.

    A method recovers features at a width and a density where its mean recall is at least `WHOLE` and its F1 lies above
    what chance reaches.
    """
    groups = by_seed(results)
    keys = list(dict.fromkeys((group.cell.n, group.cell.d, group.cell.arrangement) for group in groups))
    said = []
    for n, d, arrangement in keys:
        mine = [
            group
            for group in groups
            if (group.cell.n, group.cell.d, group.cell.arrangement, group.cell.control)
            == (n, d, arrangement, Control.NONE)
        ]
        if mine:
            said.append(_recovered(f"{counted(n, 'feature')} in R^{d}, {arrangement_name(arrangement)}", mine))
    return said + _controls(groups)


def _recovered(title: str, groups: Sequence[SeedGroup]) -> str:
    """One sentence on one set of features: for each method the widths, each with its largest density."""
    parts = []
    for method in Method:
        mine = [group for group in groups if group.cell.method is method]
        if mine:
            parts.append(f"{method.full_name} {_where(mine)}")
    return f"{title}, recovered (recall at least {WHOLE:g}) by " + "; ".join(parts) + "."


def _where(groups: Sequence[SeedGroup]) -> str:
    """The largest density of each width at which all is recovered, with recall and precision; else the best recall."""
    told = []
    for width in sorted({group.cell.width for group in groups}):
        whole = [group for group in groups if group.cell.width == width and _is_recovered(group)]
        if whole:
            last = max(whole, key=lambda group: group.cell.density)
            told.append(
                f"width {width} up to density {last.cell.density:.3g} (recall {last.recall}, "
                f"precision {last.precision})"
            )
    if told:
        return "at " + ", ".join(told)
    best = max(groups, key=lambda group: group.recall.value)
    return f"nowhere (best recall {best.recall} at width {best.cell.width}, density {best.cell.density:.3g})"


def _is_recovered(group: SeedGroup) -> bool:
    return group.recall.value >= WHOLE and group.f1.value > group.chance.value


def _controls(groups: Sequence[SeedGroup]) -> list[str]:
    said = []
    for control, what in (
        (Control.GAUSSIAN, "Gaussian activations of the same covariance"),
        (Control.RANDOMISED, "a network with shuffled weights"),
    ):
        mine = [group for group in groups if group.cell.control is control]
        if not mine:
            continue
        most = max(mine, key=lambda group: group.f1.value)
        text = f"From {what} the F1 on the features is at most {most.f1} ({most.cell.method.full_name})"
        if control is Control.RANDOMISED:
            own = max(mine, key=_own)
            text += f", on the rows of the shuffled network itself up to {_own(own):.3f} ({own.cell.method.full_name})"
        said.append(text + ".")
    return said


def _own(group: SeedGroup) -> float:
    return mean_of([result.own.f1 for result in group.results if result.own is not None]).value
