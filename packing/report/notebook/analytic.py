"""Cards of closed forms: partitions, orthogonal pairs, moments, phases."""

from __future__ import annotations

from packing.analytic import Moment, OrthogonalPairs, Partition
from packing.analytic.phases import PhaseDiagram
from packing.report.cells import Cell, Exact, Number
from packing.report.notebook.card import Card, tex
from packing.report.tabular import Column, Table
from packing.rounding import Rounding
from packing.structure import tegum_sum


def partition_card(partition: Partition) -> Card:
    """The blocks, their energy, and among what they are best."""
    exact = None if partition.exact is None else Exact(partition.exact)
    rows = (
        ("energy", Number(partition.energy, 12, Rounding.UP, partition.rigor, partition.exact)),
        ("exactly", exact),
        ("optimal among", str(partition.scope)),
        ("no packing below", Number(partition.bound.value, 12, Rounding.DOWN, exact=partition.bound.exact)),
    )
    return Card(tegum_sum(partition.blocks), rows, str(partition.rigor))


def pairs_card(pairs: OrthogonalPairs) -> Card:
    """How many pairs can be orthogonal."""
    kind = "different lines" if pairs.distinct else "vectors, parallel ones allowed"
    rows = (("constructed", pairs.lower), ("at most", pairs.upper), ("theorem", pairs.theorem))
    title = f"orthogonal pairs of {pairs.n} {kind} over {pairs.field} in {pairs.d} dimensions"
    return Card(title, rows, str(pairs.rigor))


def moment_card(moment: Moment) -> Card:
    """A mean of |<x, y>|^p."""
    rows = (("mean", Number(moment.value, 12, exact=moment.exact)), ("exactly", Exact(moment.exact)))
    return Card(str(moment.theorem), rows, str(moment.rigor), tex(moment.exact))


def phases_card(diagram: PhaseDiagram) -> Card:
    """Which blocks are best at which exponents."""
    columns = (
        Column("low", "p above"),
        Column("high", "to"),
        Column("blocks", "best blocks", right=False),
        Column("rigor", "known", right=False),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Number(phase.low, 6), Number(phase.high, 6), tegum_sum(phase.blocks), str(phase.rigor))
        for phase in diagram.phases
    )
    title = f"{diagram.n} vectors in {diagram.d} dimensions"
    return Card(title, tables=(Table("Best blocks by exponent", columns, rows),))
