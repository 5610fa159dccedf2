"""The table of equiangular lines."""

from __future__ import annotations

import pytest

from packing.errors import InputError
from packing.report import table


def test_rows_at_the_famous_dimensions() -> None:
    rows = {row["d"]: row for row in table("equiangular", d="18..23").records()}
    assert {d: rows[d]["lower"] for d in (21, 22, 23)} == {21: 126, 22: 176, 23: 276}
    assert all(rows[d]["lower"] == rows[d]["upper"] == rows[d]["published_lower"] for d in (21, 22, 23))
    assert (rows[18]["lower"], rows[18]["published_lower"], rows[18]["published_upper"]) == (48, 57, 59)
    assert [rows[23][f"{side}_{a}"] for a in (3, 5) for side in ("lower", "upper")] == [44, 44, 276, 276]


def test_what_it_has_no_place_for() -> None:
    for options in ({"n": 5}, {"field": "C"}, {"vectors": True}, {"d": 1}, {"d": "2..9000"}):
        with pytest.raises(InputError, match="equiangular"):
            table("equiangular", **options)
