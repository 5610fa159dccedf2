"""A small table of every name in the catalogue, so that new tables are tested without being named in the tests."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from packing.errors import InputError
from packing.report.tables.catalogue import table
from packing.report.tabular import Table

SMALL: dict[str, dict[str, Any]] = {
    "constructions": {"n": "12", "d": "3"},
    "energies": {"n": "4", "d": "2", "exponent": 1.0},
    "kissing": {"d": "4"},
    "p-frames": {"n": "4", "d": "3", "exponent": 3.0},
    "relu-floors": {"n": "5", "d": "2"},
    "partitions": {"n": "4", "d": "2", "exponent": 1.5},
    "phases": {"n": "4", "d": "2"},
    "toymodels": {"n": "3", "d": "2"},
}
"""Queries of tables that are slow, or without n; the others are asked for `GUESSES` until one is answered."""

GUESSES: tuple[dict[str, Any], ...] = ({"n": "4..5", "d": "3"}, {"n": "4..5", "d": "2"}, {"d": "3"}, {"n": "5"}, {})


def small_query(name: str) -> dict[str, Any]:
    """Options with which the table of that name is answered and small."""
    for options in (SMALL[name],) if name in SMALL else GUESSES:
        try:
            table(name, **options)
        except InputError:
            continue
        return options
    raise AssertionError(f"no small query of the table {name} is answered: name one in SMALL")


@lru_cache(maxsize=64)
def small_table(name: str) -> Table:
    """That table."""
    return table(name, **small_query(name))


def as_options(query: dict[str, Any]) -> str:
    """A query as the command line has it."""
    return " ".join(f"-{key} {value}" if len(key) == 1 else f"--{key} {value}" for key, value in query.items())
