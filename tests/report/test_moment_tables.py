"""The tables and the figure of recorded runs on moments and classes: the numbers of the files, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import packing
from packing.errors import InputError
from packing.report import figure, table

DATA = Path(packing.__file__).parent / "data"


def test_rows_are_the_recorded_cells() -> None:
    rows = [json.loads(line) for line in (DATA / "moments.jsonl").read_text(encoding="utf-8").splitlines()]
    shown = table("moment-blocks").records()
    assert len(shown) == len({(row["n"], row["d"], row["exponent"]) for row in rows})
    for record in shown:
        own = [row for row in rows if all(row[name] == record[name] for name in ("n", "d", "exponent"))]
        for method, key in (("limit", "limit"), ("density 0.4", "density_04"), ("lines search", "lines_search")):
            counts = [len(row["blocks"]) for row in own if row["method"] == method]
            assert record[key] == pytest.approx(sum(counts) / 3, abs=0.01)
    (narrow,) = table("moment-blocks", n=11, exponent=2).records()
    assert narrow["blocks"] == "(5,2) + 3 × (2,1)"


def test_classes_are_the_recorded_batches() -> None:
    rows = [json.loads(line) for line in (DATA / "gauge.jsonl").read_text(encoding="utf-8").splitlines()]
    for record in table("gauge").records():
        own = [row for row in rows if row["setting"] == record["setting"]]
        assert record["runs"] == len(own) == 3
        assert record["classes"] == pytest.approx(sum(row["classes"] for row in own) / 3, abs=0.06)
        assert record["least_loss"] == pytest.approx(min(row["least_loss"] for row in own), abs=1e-8)


def test_the_figure_has_a_panel_for_the_heuristics_and_one_for_each_size() -> None:
    for size in ("slide", "column"):
        drawn = figure("moment-blocks", size=size)
        assert len(drawn.axes) == 3
        drawn.canvas.draw()


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("moment-blocks", {"n": 7}, "no such cells are recorded"),
        ("moment-blocks", {"density": 0.4}, "is of a recorded run"),
        ("gauge", {"n": 5}, "is of recorded batches and has no options"),
    ],
)
def test_options_that_have_no_rows_are_refused(name: str, options: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        table(name, **options)
    with pytest.raises(InputError, match="leave options out"):
        figure("moment-blocks", n=5)
