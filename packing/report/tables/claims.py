"""The table of claims: each statement with the verdict that its two instruments are held to."""

from __future__ import annotations

from packing.claims import claim, claim_ids
from packing.errors import InputError
from packing.report.query import Query
from packing.report.tabular import Column, Table


def claims_table(query: Query) -> Table:
    """Every claim of `proofs/`: the statement, its verdict, and the correction where it has one.

    The verdicts are those on record, which `packing verify` tests by running the instruments.
    """
    if query.options:
        raise InputError(f"the table of claims has no options, not{query.options}: leave them out")
    columns = (
        Column("id", "claim", right=False),
        Column("statement", "statement", right=False),
        Column("kind", "kind", right=False),
        Column("verdict", "verdict", right=False),
        Column("correction", "corrected to", right=False),
        Column("instruments", "instruments", right=False),
        Column("reference", "source", right=False),
    )
    claims = [claim(name) for name in claim_ids()]
    rows = tuple(
        (
            each.id,
            each.text,
            each.kind.value,
            each.expected.value,
            each.corrected_text or None,
            ", ".join(instrument.method.value for instrument in each.instruments),
            each.reference,
        )
        for each in claims
    )
    return Table("Claims about packings and interference, each tested by two instruments", columns, rows)
