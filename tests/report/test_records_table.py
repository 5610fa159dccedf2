"""The table of records: one row a problem that is published, with what is here, and kissing numbers beside."""

from __future__ import annotations

from fractions import Fraction

import pytest

from packing.errors import InputError
from packing.problem import lines
from packing.records import best_known, published_value
from packing.report import table


def test_a_row_holds_what_is_here_and_what_is_published() -> None:
    (row,) = table("records", n=36, d=5, field="C").records()
    record, value = best_known(lines(36, 5, "C")), published_value(lines(36, 5, "C"))
    assert record is not None and value is not None
    assert Fraction(row["value"]) >= Fraction(str(record.certified)) - Fraction(1, 10**15)
    assert (row["value_rigor"], row["source"], row["seed"]) == ("certified", "found here", record.seed)
    assert (row["published"], row["claimed"]) == (value.coherence, value.claimed)
    assert row["better"] == "here"
    assert row["difference"] == pytest.approx(row["value"] - row["published"], abs=1e-14)
    assert row["command"].startswith("packing sweep --field C")


def test_a_construction_says_its_exact_value_and_a_cell_that_nobody_published_is_still_a_row() -> None:
    (row,) = table("records", n=28, d=7, field="R").records()
    assert (row["exact"], row["source"], row["better"], row["value_rigor"]) == ("1/3", "construction", "tie", "proved")
    (row,) = table("records", n=9, d=5, field="R").records()
    assert (row["published"], row["better"]) == (None, None)
    assert row["value"] == pytest.approx(best_known(lines(9, 5)).coherence, abs=1e-14)  # type: ignore[union-attr]


def test_kissing_numbers_are_rows_unless_other_objects_are_asked_for() -> None:
    rows = {row["d"]: row for row in table("records", d="24..25").records() if row["objects"] == "kissing"}
    assert (rows[24]["value"], rows[24]["published"], rows[24]["better"]) == (196560, 196560, "tie")
    assert (rows[25]["value"], rows[25]["published"]) == (196898, 197056)
    (beyond,) = (row for row in table("records", d=33).records() if row["objects"] == "kissing")
    assert beyond["value"] is None
    assert all(row["objects"] != "kissing" for row in table("records", n=4, d=4, subspaces=2).records())


def test_the_table_has_no_exponent_and_no_empty_answer() -> None:
    with pytest.raises(InputError, match="neither --exponent"):
        table("records", exponent=2.0)
    with pytest.raises(InputError, match="no record is published"):
        table("records", n=977, d="90..91", field="C")
