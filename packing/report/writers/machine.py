"""A table for programs: CSV and JSON, numbers in full precision, exact ones as text."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from packing.report.tabular import Table


def csv_table(table: Table) -> str:
    """A line of keys and a line for each row (RFC 4180, but lines end with one character).

    >>> from packing.report.cells import Number
    >>> from packing.report.tabular import Column
    >>> print(csv_table(Table("A third", (Column("x", "x"),), ((Number(1 / 3, 2),),))))
    x
    0.3333333333333333
    """
    records = table.records()
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(records[0].keys() if records else table.keys)
    writer.writerows(record.values() for record in records)
    return stream.getvalue().rstrip("\n")


def json_table(table: Table) -> str:
    """One object: `rows` (a record each), caption, label, provenance."""
    return json.dumps(table_json(table), ensure_ascii=False, allow_nan=False)


def table_json(table: Table) -> dict[str, Any]:
    """The table as a value that JSON can hold.

    >>> from packing.report.cells import Number
    >>> from packing.report.tabular import Column
    >>> table_json(Table("Nothing", (Column("x", "x"),), ((Number(float("nan")),),)))["rows"]
    [{'x': None}]
    """
    described = {"caption": table.caption, "label": table.label, "provenance": table.provenance}
    headings = {column.key: column.heading for column in table.columns}
    return {"rows": table.records(), **described, "headings": headings}
