"""Capacity over importance and kurtosis: the recorded chart, its table and figure, and bad input."""

import json

import pytest

from packing.cli import run
from packing.errors import InputError
from packing.report import figure, table
from packing.toymodels.capacity import optimal_allocation
from packing.toymodels.capacity.chart import allocation_sentences, capacity_chart, chart_of, recorded_chart
from packing.toymodels.capacity.config import falling_importance


def test_the_recorded_chart_is_the_optimum_and_no_model_is_below() -> None:
    chart = recorded_chart()
    for cell in chart.cells:
        best = optimal_allocation(falling_importance(chart.n, cell.ratio), chart.d, cell.kurtosis)
        assert cell.capacities == pytest.approx(best.capacities, abs=1e-4)
        assert cell.loss == pytest.approx(best.loss)
        assert sum(cell.capacities) <= chart.d + 1e-5 and cell.least > -1e-9
        assert cell.whole + cell.shared + cell.ignored == chart.n
        if cell.kurtosis <= 3:
            assert (cell.whole, cell.shared, cell.ignored) == (chart.d, 0, chart.n - chart.d)
    made = table("capacity")
    assert len(made) == len(chart.cells) and made.select(["shared"]).rows[0] == (0,)
    assert len(figure("capacity").axes) == len({cell.ratio for cell in chart.cells}) + 1
    for bad in ({"n": 3}, {"field": "C"}):
        for show in (table, figure):
            with pytest.raises(InputError):
                show("capacity", **bad)


def test_a_cell_is_trained_again_as_it_is_recorded() -> None:
    chart = recorded_chart()
    again = capacity_chart(chart.n, chart.d, [0.8], [10.0], models=8, seed=chart.seed + 7).cells[0]
    (recorded,) = (cell for cell in chart.cells if (cell.ratio, cell.kurtosis) == (0.8, 10.0))
    assert again.capacities == recorded.capacities
    assert abs(again.excess - recorded.excess) <= 4 * (again.error + recorded.error) + 1e-6


def test_the_command_answers_and_writes_what_it_prints(capsys, tmp_path) -> None:
    out = tmp_path / "chart.json"
    words = [
        "train",
        "allocation",
        "-n",
        "4",
        "-d",
        "2",
        "--ratios",
        "0.9,0.5",
        "--kurtoses",
        "3,20",
        "--models",
        "2",
        "--json",
    ]
    assert run([*words, "--out", str(out), "--plot", str(tmp_path / "a.png")]) == 0
    answer = json.loads(capsys.readouterr().out)
    chart = chart_of(json.loads(out.read_text(encoding="utf-8")))
    assert len(answer["cells"]) == len(chart.cells) == 4 and answer["sentences"] == allocation_sentences(chart)
    assert "no features share up to kurtosis 3" in allocation_sentences(capacity_chart(3, 2, [0.9], [3.0], 1))[0]
    for options, text in (("--ratios ,", "one or more ratios, not none"), ("--kurtoses 0", "a kurtosis is at least 1")):
        assert run(["train", "allocation", *options.split()]) == 2
        assert text in capsys.readouterr().err
