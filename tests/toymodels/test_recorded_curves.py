"""Recorded factorizations: statistics in a second way, going on after a stop, tables and sentences of one source."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pytest

from packing.cli import run
from packing.errors import InputError
from packing.report import table
from packing.toymodels.factorization import FactorizationConfig, train_factorization
from packing.toymodels.factorization.design import curve_design, zero_design
from packing.toymodels.factorization.recorded import (
    RECIPE,
    RecordedCell,
    RunSummary,
    cells_of,
    record_curves,
    recorded_cells,
    run_cell,
    summary,
)
from packing.toymodels.factorization.sentences import compared, optimizer_sentences, sentences, zero_sentences

SMALL = tuple(
    FactorizationConfig(size=6, rank=2, descent=descent, step=step, time=step * 150, scale=0.05, models=3, seed=5)
    for descent, step in (("sgd", 0.1), ("adam", 0.01), ("flow", 0.1))
)


def test_a_stopped_recording_goes_on_and_ends_the_same(tmp_path) -> None:
    whole = record_curves(tmp_path / "whole.jsonl", design=SMALL)
    path = tmp_path / "parts.jsonl"
    seen = []

    def stopped(done: int, cells: int) -> None:
        seen.append((done, cells))
        if len(seen) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record_curves(path, design=SMALL, progress=stopped)
    assert len(RECIPE.rows_of(path)) == 1
    assert record_curves(path, design=SMALL, progress=stopped) == whole == tuple(RECIPE.rows_of(path))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert path.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    # nothing is left to do, and no time either
    assert record_curves(path, design=SMALL, seconds=1e-9) == whole
    assert record_curves(tmp_path / "none.jsonl", design=SMALL, seconds=1e-9) == ()


@pytest.mark.long
def test_two_processes_record_what_one_does(tmp_path) -> None:
    one = record_curves(tmp_path / "one.jsonl", design=SMALL)
    assert record_curves(tmp_path / "two.jsonl", design=SMALL, jobs=2) == one


def test_a_cell_sums_up_its_curves() -> None:
    config = SMALL[0]
    cell, curves = run_cell(config), train_factorization(config)
    assert [run.plateaus for run in cell.runs] == [len(curve.plateaus) for curve in curves]
    assert [run.bumps for run in cell.runs] == [curve.bumps for curve in curves]
    for h in (0.05, 0.1, 0.3):
        assert cell.bump_share(h).value == np.mean([bool(curve.find_bumps(h)) for curve in curves])
    np.testing.assert_allclose([run.loss for run in cell.runs], [curve.losses[-1] for curve in curves], rtol=1e-3)
    assert all(summary(curve).least <= summary(curve).loss for curve in curves)


def runs(strengths, losses) -> tuple[RunSummary, ...]:
    return tuple(
        RunSummary(h, int(h > 0.2), 1, loss, loss / 10, 1.0) for h, loss in zip(strengths, losses, strict=True)
    )


def test_means_shares_and_errors_are_those_of_the_runs() -> None:
    cell = RecordedCell(SMALL[0], runs((0.0, 0.3, 0.6, 0.15), (1e-2, 1e-4, 1e-30, 0.0)))
    assert cell.bump_share().value == 0.5
    assert cell.bump_share(0.1).value == 0.75
    assert cell.log_loss.value == pytest.approx((-2 - 4 - 16 - 16) / 4)
    assert cell.log_loss.error == pytest.approx(np.std([-2, -4, -16, -16], ddof=1) / 2)
    assert cell.zero.value == 0.5
    other = RecordedCell(SMALL[1], runs((0.0, 0.0, 0.6, 0.6), (1.0,) * 4))
    found = compared(cell, other)
    assert found.difference.value == 0.0
    assert found.difference.error == pytest.approx(np.std([0, 1, 0, -1], ddof=1) / 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [("text\n", "line 1 of .* is no cell"), ("[]\n", "no cell of recorded curves"), ('{"config": {}}\n', "is no cell"),
     ('{"config": {"rank": 99}, "runs": []}\n', "is no cell"), ('{"config": {}, "runs": [[1, 2]]}\n', "is no cell")],
)  # fmt: skip
def test_other_files_are_refused_in_one_line(text, words, tmp_path) -> None:
    path = tmp_path / "curves.jsonl"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        record_curves(path, design=SMALL)


def test_bad_designs_seeds_and_prominences_are_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="the design has no cell"):
        record_curves(tmp_path / "a.jsonl", design=())
    path = tmp_path / "b.jsonl"
    path.write_text(RECIPE.line(RecordedCell(SMALL[0], runs((0.1,), (0.1,)))))
    with pytest.raises(InputError, match="holds runs of the seed 5, not 0"):
        record_curves(path)
    with pytest.raises(InputError, match=r"recorded from the prominence 0\.05 on"):
        RECIPE.rows_of(path)[0].bump_share(0.01)


def test_the_package_brings_every_cell_of_both_designs() -> None:
    cells = recorded_cells()
    for design in (curve_design(0), zero_design(0)):
        found = cells_of(design, cells)
        assert [cell.config for cell in found] == list(design)
        assert all(len(cell.runs) == cell.config.models for cell in found)


def test_a_recorded_cell_is_what_training_gives_today() -> None:
    """A cheap cell with the digits that another processor gives too."""
    design = [c for c in curve_design(0) if c.rank == 1 and c.descent == "adam" and c.error == "squared"]
    (cell,) = cells_of(design[:1], recorded_cells())
    again = run_cell(cell.config)
    changed = [now.plateaus != then.plateaus for now, then in zip(again.runs, cell.runs, strict=True)]
    assert sum(changed) <= 2
    assert {run.strongest for run in again.runs} == {0.0}


def test_rank_one_has_no_bump_and_the_flow_reaches_zero_under_the_squared_error() -> None:
    for cell in recorded_cells():
        if cell.config.rank == 1:
            assert cell.bump_share().value == 0.0
        if cell.config.error == "squared" and cell.config.descent == "flow":
            assert cell.log_loss.value < -10


def test_tables_show_the_recorded_numbers_in_all_formats() -> None:
    cells = cells_of(curve_design(0), recorded_cells())
    made = table("factorization")
    assert len(made) == len(cells)
    for record, cell in zip(made.records(), cells, strict=True):
        strengths = [run.strongest for run in cell.runs]
        assert record["bump_share"] == np.mean([h >= 0.2 for h in strengths])
        assert record["plateaus"] == pytest.approx(np.mean([run.plateaus for run in cell.runs]))
        logs = [math.log10(max(run.loss, 1e-16)) for run in cell.runs]
        assert record["log_loss"] == pytest.approx(np.mean(logs))
        assert record["log_loss_error"] == pytest.approx(np.std(logs, ddof=1) / len(logs) ** 0.5)
    zeros = table("zero-loss").records()
    assert len(zeros) == len(zero_design(0))
    for record, cell in zip(zeros, cells_of(zero_design(0), recorded_cells()), strict=True):
        assert record["zero"] == np.mean([run.least < 1e-6 for run in cell.runs])
    assert table("factorization", columns=["rank", "bump_share"]).keys == ("rank", "bump_share")
    for name in ("factorization", "zero-loss"):
        text = table(name).to_latex()
        assert text.count(r"\toprule") >= 1
        assert table(name).to_markdown().count("\n") > 10


def test_tables_of_recorded_runs_have_no_options() -> None:
    for name in ("factorization", "zero-loss"):
        with pytest.raises(InputError, match=rf"the table of {name} is of recorded runs and has no options, not -d 3"):
            table(name, d=3)


def test_sentences_say_what_the_cells_hold() -> None:
    cells = recorded_cells()
    for sentence in optimizer_sentences(cells_of(curve_design(0), cells)):
        for scale, first, second, verdict in re.findall(
            r"start ([\d.]+): ([\d.]+) \+- [\d.]+ against ([\d.]+) \+- [\d.]+, (more|fewer|no clear difference)",
            sentence,
        ):
            shares = {
                f"{c.bump_share().value:.2f}" for c in cells if f"{c.config.scale:g}" == scale and c.config.rank == 2
            }
            assert {first, second} <= shares
            assert (float(first) > float(second)) == (verdict == "more") or verdict == "no clear difference"
    zero = zero_sentences(cells_of(zero_design(0), cells))
    assert len(zero) == 2
    assert sentences(cells)[-2:] == zero


def test_a_sentence_turns_with_its_numbers() -> None:
    """The same two cells with their runs exchanged: more becomes fewer; equal runs are not told apart."""
    cells = [c for c in cells_of(curve_design(0), recorded_cells()) if c.config.rank == 2 and c.config.scale == 0.001]
    (said, *_) = optimizer_sentences(cells)
    plain = next(c for c in cells if c.config.descent == "sgd" and c.config.batch == 90)
    adam = next(c for c in cells if c.config.descent == "adam" and c.config.step == 0.005 and c.config.batch is None)
    turned = optimizer_sentences([RecordedCell(plain.config, adam.runs), RecordedCell(adam.config, plain.runs)])
    same = optimizer_sentences([plain, RecordedCell(adam.config, plain.runs)])
    assert "more" in said
    assert "fewer" in turned[0]
    assert "no clear difference" in same[0]


def test_the_command_shows_the_recorded_runs_and_trains_others(tmp_path, capsys) -> None:
    assert run(["train", "curves", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["cells"]) == len(curve_design(0)) + len(zero_design(0))
    assert answer["sentences"] == sentences(recorded_cells())
    assert run(["train", "curves", "--prominence", "0.1"]) == 0
    assert "runs with a bump of 0.1" in " ".join(capsys.readouterr().out.split())
    out = tmp_path / "curves.jsonl"
    assert run(["train", "curves", "--out", str(out), "--seconds", "1e-9", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cells"] == []
    for words, text in (
        (["--seconds", "5"], "add --out FILE"),
        (["--prominence", "0.01"], "recorded from the prominence 0.05 on"),
        (["--prominence", "2"], "the prominence must lie between 0 and 1"),
        (["--out", str(out), "--jobs", "0"], "jobs must be a positive integer"),
        (["--out", str(out), "--seconds", "-1"], "seconds must be"),
    ):
        assert run(["train", "curves", *words]) == 2
        assert text in capsys.readouterr().err
