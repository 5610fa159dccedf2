"""A table as CSV: numbers in full precision, exact ones as text."""

from __future__ import annotations

import csv
import io

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
