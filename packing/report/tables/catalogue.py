"""The tables by name: a table is one declaration here and one function `Query -> Table`, imported when it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib import import_module

import packing
from packing.errors import InputError
from packing.report.query import Query
from packing.report.tabular import Table


@dataclass(frozen=True)
class Declaration:
    """A table by name: what it shows in one line, and the module and function that make it."""

    name: str
    summary: str
    module: str
    function: str

    def make(self, query: Query) -> Table:
        """The table that `query` asks for, with its label and provenance."""
        build: Callable[[Query], Table] = getattr(import_module(self.module), self.function)
        provenance = f"packing {packing.__version__}: packing table {self.name}{query.options}"
        return replace(build(query), label=f"tab:{self.name}", provenance=provenance)


TABLES: tuple[Declaration, ...] = (
    Declaration(
        "constructions",
        "exact packings, with their coherence and the bound they meet",
        "packing.report.tables.constructions",
        "constructions_table",
    ),
    Declaration(
        "bounds",
        "the least coherence that is possible, beside the best packing known",
        "packing.report.tables.bounds",
        "bounds_table",
    ),
    Declaration(
        "packings",
        "the best packings of an atlas, with the bound they stand above and where they come from",
        "packing.report.tables.packings",
        "packings_table",
    ),
    Declaration(
        "kissing",
        "how many spheres touch one: the largest configuration built and a certified bound",
        "packing.report.tables.bounds",
        "kissing_table",
    ),
    Declaration(
        "partitions",
        "the tegum product of least interference at each exponent",
        "packing.report.tables.analytic",
        "partitions_table",
    ),
    Declaration(
        "pairs",
        "the most orthogonal pairs, with and without parallel vectors",
        "packing.report.tables.analytic",
        "pairs_table",
    ),
    Declaration(
        "moments",
        "the mean of |<x, y>|^p: of random vectors, and the least possible",
        "packing.report.tables.analytic",
        "moments_table",
    ),
    Declaration(
        "phases",
        "where the optimal partition changes with the exponent",
        "packing.report.tables.analytic",
        "phases_table",
    ),
    Declaration(
        "claims",
        "the claims of proofs/ with their verdicts",
        "packing.report.tables.claims",
        "claims_table",
    ),
    Declaration(
        "toymodels",
        "trained toy models against the blocks and the loss that theory predicts",
        "packing.report.tables.toymodels",
        "toymodels_table",
    ),
)
"""The tables that `packing table` knows; a new one is one more line here."""


def table(name: str, query: Query | None = None) -> Table:
    """The table of that name, or `InputError` with the names there are.

    >>> from packing.report.query import parse_span
    >>> table("constructions", Query(d=parse_span("8"), n=parse_span("120"))).rows[-1][0]
    'E8 root lines'
    """
    for declaration in TABLES:
        if declaration.name == name:
            return declaration.make(query or Query())
    names = [declaration.name for declaration in TABLES]
    near = get_close_matches(name, names, 1)
    hint = f"did you mean {near[0]}?" if near else "choose one of them"
    raise InputError(f"there is no table {name!r}, only {', '.join(names)}: {hint}")
