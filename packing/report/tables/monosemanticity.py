"""Tables of recorded layers of neurons: shares and loss, main effects, noise at the inputs, pruning, paths."""

from __future__ import annotations

import math
from collections.abc import Sequence

from packing.errors import InputError
from packing.report.cells import Cell, Number
from packing.report.query import Query
from packing.report.tabular import Column, Table
from packing.rigor import Rigor
from packing.toymodels.monosemanticity.design import AXES, PAPER, Changes
from packing.toymodels.monosemanticity.record import Summary, recorded

_DECIMALS = {"loss": 4, "ends": 4, "middle": 4, "barrier": 4, "unmatched": 4}
"""Of numbers that are not shares, which have three."""

_HEADINGS = {
    "strict": "strict share",
    "squares": "share of squares",
    "loss": "loss / variance",
    "alive": "living",
    "false_alarms": "false alarms",
    "lost": "lost",
    "change": "squared change / square",
    "barrier": "barrier",
    "unmatched": "barrier unmatched",
    "ends": "loss at the ends",
    "middle": "loss in the middle",
}

_SETTINGS = {
    "bias": Column("bias", "bias"),
    "learning_rate": Column("learning_rate", "rate"),
    "neurons": Column("neurons", "neurons"),
    "l1": Column("l1", "l1", r"$\ell_1$"),
    "bias_decay": Column("bias_decay", "decay"),
    "input_noise": Column("input_noise", "input noise"),
    "power_law": Column("power_law", "power law"),
}
"""The settings in which cells differ."""

_SHARES = ("strict", "squares", "loss", "alive")

_SIZE = f"{PAPER.features} features in {PAPER.embedding} dimensions, {PAPER.steps} steps of {PAPER.batch} inputs"


def monosemanticity_table(query: Query) -> Table:
    """Every recorded cell: its settings, and the means over its seeds with standard errors.

    The strict share is that of living neurons with max/sum of answers at least .999; the loss is over the variance of
    the features; living neurons answer to some feature.
    Rows at the size of the paper come first, then the 8 cells of the design.
    """
    _refuse(query, "monosemanticity")
    shares = ("strict", "loss", "alive")
    paper = [({"bias": bias}, recorded("layers").of({}, kind=kind)) for kind, bias in (("mono", -1.0), ("poly", 0.0))]
    variants = [(row.changes, row) for row in recorded("variants").summaries if not row.key]
    design = [(row.changes, row) for row in recorded("design").summaries]
    rows = tuple((*_cells(changes), *_numbers(row, shares), row.runs) for changes, row in (*paper, *variants, *design))
    columns = (*_SETTINGS.values(), *_columns(shares), Column("runs", "seeds"))
    return Table(f"Layers of ReLU neurons that answer to one feature: {_SIZE}", columns, rows)


def effects_table(query: Query) -> Table:
    """Main effects: the mean over the four cells of the design at each level of each axis, with standard errors."""
    _refuse(query, "monosemanticity-effects")
    shares = ("strict", "loss", "alive")
    rows = []
    for axis, levels in AXES.items():
        for level in levels:
            cells = [row for row in recorded("design").summaries if row.changes[axis] == level]
            means = {name: sum(row.means[name] for row in cells) / len(cells) for name in shares}
            errors = {name: math.hypot(*(row.errors[name] for row in cells)) / len(cells) for name in shares}
            rows.append((axis.replace("_", " "), f"{level:g}", *_pairs(means, errors, shares)))
    columns = (Column("axis", "axis", right=False), Column("level", "level"), *_columns(shares))
    return Table(f"Main effects on layers of neurons, four cells of three seeds a level: {_SIZE}", columns, tuple(rows))


def noise_table(query: Query) -> Table:
    """Noise at the inputs of trained layers: what it does to neurons of one feature and to the other living ones.

    False alarms are silent pairs (neuron, input) that noise makes active, lost are active ones that it silences, each
    as a share; the squared change of activations is over their mean square.
    """
    _refuse(query, "monosemanticity-noise")
    names = ("false_alarms", "lost", "change")
    cells: list[tuple[Changes, Summary]] = [
        ({"bias": -1.0 if row.key["kind"] == "mono" else 0.0}, row)
        for row in recorded("layers").summaries
        if "neurons" in row.key
    ]
    cells += [(row.changes, row) for row in recorded("variants").summaries if "neurons" in row.key]
    rows = tuple(
        (*_cells(changes, ("bias", "input_noise", "power_law")), Number(float(row.key["test_noise"]), 4),
         "one feature" if row.key["neurons"] == "mono" else "others", Number(row.means["neurons"], 0),
         *_numbers(row, names))
        for changes, row in cells
        if row.means["neurons"] > 0
    )  # fmt: skip
    columns = (
        _SETTINGS["bias"],
        Column("input_noise", "noise in training"),
        _SETTINGS["power_law"],
        Column("test_noise", "noise tested"),
        Column("answer_to", "neurons of", right=False),
        Column("living", "how many"),
        *_columns(names),
    )
    return Table(f"Noise at the inputs of layers of neurons: {_SIZE}", columns, rows)


def pruning_table(query: Query) -> Table:
    """Magnitude pruning with rewinding and its random control, by the share of the weights that is left."""
    _refuse(query, "monosemanticity-pruning")
    rows = tuple(
        (str(row.key["way"]), Number(float(row.key["kept"]), 4), *_numbers(row, _SHARES), row.runs)
        for row in recorded("pruning").summaries
    )
    columns = (
        Column("way", "weights kept", right=False),
        Column("kept", "share kept"),
        *_columns(_SHARES),
        Column("runs", "seeds"),
    )
    neurons = recorded("pruning").summaries[0].changes["neurons"]
    return Table(f"Layers of {neurons} neurons pruned and rewound: {_SIZE}", columns, rows)


def paths_table(query: Query) -> Table:
    """Straight paths between layers, neurons matched up to order and positive rescaling, or not matched.

    A barrier is the largest excess of the loss above the line between the ends, all over the variance of the features.
    """
    _refuse(query, "monosemanticity-paths")
    names = ("ends", "middle", "barrier", "unmatched")
    rows = tuple(
        (str(row.key["pair"]), *_numbers(row, names), row.runs)
        for row in recorded("layers").summaries
        if "pair" in row.key
    )
    columns = (Column("pair", "layers", right=False), *_columns(names), Column("runs", "seeds"))
    return Table(f"Straight paths between layers from bias -1 (mono) and 0 (poly): {_SIZE}", columns, rows)


def _refuse(query: Query, name: str) -> None:
    """The recorded tables read no option."""
    if query.options:
        raise InputError(f"the table of {name} is recorded and has no options, not{query.options}: leave them out")


def _cells(changes: Changes, names: Sequence[str] = tuple(_SETTINGS)) -> tuple[Cell, ...]:
    values = [changes.get(name, getattr(PAPER, name)) for name in names]
    return tuple(value if isinstance(value, int) else Number(float(value), 4) for value in values)


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    return tuple(
        column for name in names for column in (Column(name, _HEADINGS[name]), Column(f"{name}_error", "+-", r"$\pm$"))
    )


def _numbers(row: Summary, names: Sequence[str]) -> tuple[Cell, ...]:
    return _pairs(row.means, row.errors, names)


def _pairs(means: dict[str, float], errors: dict[str, float], names: Sequence[str]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for name in names:
        decimals = _DECIMALS.get(name, 3)
        cells += [Number(means[name], decimals, rigor=Rigor.NUMERICAL), Number(errors[name], decimals)]
    return tuple(cells)
