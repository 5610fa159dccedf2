"""The tables by name: a table is one declaration here and one function `Query -> Table`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import packing
from packing.report.declared import Declaration, named
from packing.report.query import Query, Range, query
from packing.report.tabular import Table, label_of

TABLES: tuple[Declaration, ...] = (
    Declaration(
        "constructions",
        "exact packings, with their coherence and the bound they meet",
        "packing.report.tables.constructions:constructions_table",
    ),
    Declaration(
        "bounds",
        "the least coherence that is possible, beside the best packing known",
        "packing.report.tables.bounds:bounds_table",
    ),
    Declaration(
        "packings",
        "the best packings of an atlas, with the bound they stand above and where they come from",
        "packing.report.tables.packings:packings_table",
    ),
    Declaration(
        "subspaces",
        "packings of subspaces: the best known, what no packing beats, and how each is known",
        "packing.report.tables.subspaces:subspaces_table",
    ),
    Declaration(
        "kissing",
        "how many spheres touch one: built here, certified here, and the best that is published",
        "packing.report.tables.kissing:kissing_table",
    ),
    Declaration(
        "equiangular",
        "equiangular lines by dimension and angle: built, at most, and published",
        "packing.report.tables.equiangular:equiangular_table",
    ),
    Declaration(
        "records",
        "what is built here, found here, published and claimed, with sources, and which is better",
        "packing.report.tables.records:records_table",
    ),
    Declaration(
        "partitions",
        "the tegum product of least interference at each exponent, and among what it is that",
        "packing.report.tables.partitions:partitions_table",
    ),
    Declaration(
        "energies",
        "what no packing has less of, certified, beside the least energy known",
        "packing.report.tables.energies:energies_table",
    ),
    Declaration(
        "p-frames",
        "sums of |<x, y>|^p, p = 3 and 5, of 40 drawn (n, d): floors by two and three points, and the least found",
        "packing.report.tables.least_energies:p_frames_table",
    ),
    Declaration(
        "relu-floors",
        "the least positive interference of 2d + 1 to 2d + 4 vectors: certified floors, partitions, the least found",
        "packing.report.tables.least_energies:relu_floors_table",
    ),
    Declaration(
        "pairs",
        "the most orthogonal pairs, with and without parallel vectors",
        "packing.report.tables.pairs:pairs_table",
    ),
    Declaration(
        "moments",
        "the mean of |<x, y>|^p: of random vectors, and the least possible",
        "packing.report.tables.moments:moments_table",
    ),
    Declaration(
        "phases",
        "where the optimal partition changes with the exponent",
        "packing.report.tables.partitions:phases_table",
    ),
    Declaration(
        "claims",
        "the claims of proofs/ with their verdicts",
        "packing.report.tables.claims:claims_table",
    ),
    Declaration(
        "factorization",
        "recorded S-curves: runs with a bump, plateaus and last losses by optimizer, rank and start",
        "packing.report.tables.factorization:factorization_table",
    ),
    Declaration(
        "zero-loss",
        "recorded descents of rank 10 under cross-entropy: which starts and rates come to zero loss",
        "packing.report.tables.factorization:zero_loss_table",
    ),
    Declaration(
        "toymodels",
        "trained toy models against the blocks and the loss that theory predicts",
        "packing.report.tables.toymodels:toymodels_table",
    ),
    Declaration(
        "moment-blocks",
        "how many orthogonal blocks features form, by the moment of the interference that counts",
        "packing.report.tables.moment_blocks:moment_blocks_table",
    ),
    Declaration(
        "gauge",
        "how many classes trained models fall into, up to what leaves their loss alone",
        "packing.report.tables.gauge:gauge_table",
    ),
    Declaration(
        "capacity",
        "which features have a dimension, share one or have none, by importance and kurtosis (recorded)",
        "packing.report.tables.capacity:capacity_table",
    ),
    Declaration(
        "dictionary",
        "which features dictionaries recover, by width, density and method, beside chance and controls (recorded)",
        "packing.report.tables.dictionary:dictionary_table",
    ),
    Declaration(
        "monosemanticity",
        "recorded layers of neurons: which share answers to one feature, at what loss",
        "packing.report.tables.monosemanticity:monosemanticity_table",
    ),
    Declaration(
        "monosemanticity-effects",
        "main effects of bias, learning rate, neurons, l1 and decay on layers of neurons",
        "packing.report.tables.monosemanticity:effects_table",
    ),
    Declaration(
        "monosemanticity-noise",
        "what noise at the inputs does to neurons of one feature and to the others",
        "packing.report.tables.monosemanticity:noise_table",
    ),
    Declaration(
        "monosemanticity-pruning",
        "layers of neurons pruned by magnitude and at random",
        "packing.report.tables.monosemanticity:pruning_table",
    ),
    Declaration(
        "monosemanticity-paths",
        "the loss on straight paths between layers with matched neurons",
        "packing.report.tables.monosemanticity:paths_table",
    ),
)
"""The tables that `packing table` knows; a new one is one more line here."""

OF_SUBSPACES = ("subspaces", "packings", "records", "bounds", "constructions")
"""The tables that can be of subspaces of a dimension above 1."""


def table_names() -> dict[str, str]:
    """The names of the tables, with what each shows."""
    return {declaration.name: declaration.summary for declaration in TABLES}


def table(
    name: str,
    *,
    n: Range = None,
    d: Range = None,
    field: str | None = None,
    vectors: bool = False,
    exponent: Any = None,
    density: float | None = None,
    seed: int = 0,
    store: Path | str | None = None,
    columns: Sequence[str] | None = None,
    label: str | None = None,
    caption: str | None = None,
    subspaces: int | None = None,
    distance: str = "chordal",
) -> Table:
    """The table of that name; each reads the options that concern it and makes its own choice of those left out.

    Args: `n` and `d` a number, a range or text such as "2..7"; `field` R, C or H; `vectors` for points on the sphere;
    `exponent` p, a number or exact text such as "4/3"; `density` of the features of toy models, and their `seed`;
    `store` an atlas, the shipped one without; `subspaces` of dimension m by their `distance` instead of lines;
    `columns` by their keys, those of packings also `digits` and `polynomial` (32 decimals, the minimal polynomial),
    made only where they are named; `label` and `caption` in place of those that it has. The value has `to_latex`,
    `to_markdown`, `to_pandas` and `records`. Raises `InputError` for a name, an option or a column that there is not.

    >>> table("constructions", n=120, d=8, field="R").rows[-1][0]
    'E8 root lines'
    >>> table("bounds", field="C", d="2..4", n="..20").label
    'tab:bounds-n..20-d2..4-C'
    """
    asked = query(
        n=n, d=d, field=field, vectors=vectors, exponent=exponent, density=density, seed=seed, store=store,
        subspaces=subspaces, distance=distance,
    )  # fmt: skip
    return make_table(name, asked, columns).named(label, caption)


def make_table(name: str, asked: Query, columns: Sequence[str] | None = None) -> Table:
    """The table that a query asks for, with a label of its own and the command that makes it again."""
    declaration = named(name, TABLES, "table")
    if name != "subspaces":
        asked = asked.about(f"the table of {name}", name in OF_SUBSPACES)
    made: Table = declaration.function()(replace(asked, columns=tuple(columns or ())))
    made = replace(made, provenance=f"packing {packing.__version__}: packing table {name}{asked.options}")
    made = made if columns is None else made.select(columns)
    return replace(made, label=label_of(made.provenance.partition(": packing table ")[2]))
