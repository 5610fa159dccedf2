"""A table as JSON."""

from __future__ import annotations

from typing import Any

from packing.report.tabular import Table


def table_json(table: Table) -> dict[str, Any]:
    """One object: `rows`, a record each, then caption, label, provenance, headings and the keys of the references.

    >>> from packing.report.cells import Number
    >>> from packing.report.tabular import Column
    >>> table_json(Table("Nothing", (Column("x", "x"),), ((Number(float("nan")),),)))["rows"]
    [{'x': None}]
    """
    described = {"caption": table.caption, "label": table.label, "provenance": table.made_by("--format json")}
    headings = {column.key: column.heading for column in table.columns}
    return {"rows": table.records(), **described, "headings": headings, "references": list(table.references)}
