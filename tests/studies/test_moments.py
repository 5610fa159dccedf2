"""The study of moments and that of classes: what is recorded, how a run goes on, and what is said of it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

import packing
from packing.cli import run
from packing.errors import InputError
from packing.studies.gauge_classes import SETTINGS, class_count, class_design, recorded_classes
from packing.studies.moment_cells import METHODS, moment_cell
from packing.studies.moment_run import EXPONENTS, SIZES, design, moment_counts, recorded_moments, run_moments
from packing.studies.moment_sentences import moment_sentences

DATA = Path(packing.__file__).parent / "data"


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def test_the_recorded_runs_are_whole() -> None:
    keys = {(row["n"], row["d"], row["exponent"], row["method"], row["seed"]) for row in lines("moments.jsonl")}
    assert keys == set(design())
    assert sum(row["cpu_seconds"] for row in lines("moments.jsonl")) < 12 * 60
    assert {(row["setting"], row["seed"], row["models"]) for row in lines("gauge.jsonl")} == set(class_design())
    assert {row.setting for row in recorded_classes()} == set(SETTINGS)


@pytest.mark.long
@pytest.mark.parametrize(
    "key",
    [(11, 5, 2.0, "partition", None), (11, 5, 3.0, "limit", 1), (12, 4, 4.0, "limit with bias", 2),
     (11, 5, 4.0, "lines search", 0)],
)  # fmt: skip
def test_a_recorded_cell_is_met_again(key: tuple) -> None:
    names = ("n", "d", "exponent", "method", "seed")
    (recorded,) = (row for row in lines("moments.jsonl") if tuple(row[name] for name in names) == key)
    again = moment_cell(*key)
    assert again.count == len(recorded["blocks"])
    assert again.value == pytest.approx(recorded["value"], rel=1e-3)


def test_a_recorded_batch_is_met_again() -> None:
    again = class_count("autoencoder, n = 5, d = 2, one active", 1)
    (recorded,) = (row for row in recorded_classes() if row.key == again.key)
    assert again.least_loss == pytest.approx(recorded.least_loss, rel=1e-6)
    assert abs(again.best_share - recorded.best_share) < 0.2
    assert abs(again.classes - recorded.classes) <= 3


def test_means_and_errors_are_those_of_the_cells() -> None:
    counts = {(count.n, count.d, count.exponent, count.method): count for count in recorded_moments()}
    assert len(counts) == len(SIZES) * len(EXPONENTS) * len(METHODS)
    for (n, d, p, method), count in counts.items():
        numbers = [
            len(row["blocks"]) for row in lines("moments.jsonl")
            if (row["n"], row["d"], row["exponent"], row["method"]) == (n, d, p, method)
        ]  # fmt: skip
        mean = sum(numbers) / len(numbers)
        spread = sum((number - mean) ** 2 for number in numbers)
        error = math.sqrt(spread / (len(numbers) - 1) / len(numbers)) if len(numbers) > 1 else 0.0
        assert (count.mean, count.seeds) == (pytest.approx(mean), len(numbers))
        assert count.error == pytest.approx(error, abs=1e-12)


def test_theory_holds_for_what_is_recorded() -> None:
    """Above 2 one block where interference is left, at every seed; no search beats a partition, nor the other way."""
    values = {(c.n, c.d, c.exponent, c.method): c for c in recorded_moments()}
    for (n, d, p, method), count in values.items():
        if p > 2 and method in ("partition", "lines partition", "search", "lines search", "limit"):
            assert count.mean == 1
            assert count.error == 0
        if method in ("search", "lines search"):
            best = values[n, d, p, "partition" if method == "search" else "lines partition"]
            assert count.value >= best.value * (1 - 1e-9) - 1e-12
            assert count.value <= best.value * (1 + 1e-6) + 1e-12


@pytest.mark.long
def test_a_run_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from packing.studies import moment_run

    cells, path = design([(5, 2)], [2.0, 3.0], 1)[:2] + design([(5, 2)], [3.0], 1)[:1], tmp_path / "run.jsonl"
    first = run_moments(cells, path)
    path.write_text(path.read_text()[:-20])  # killed in the middle of a line
    made = []
    monkeypatch.setattr(moment_run, "moment_cell", lambda *key: made.append(key) or moment_cell(*key))
    again = run_moments(cells, path)
    assert [cell.key for cell in again] == [cell.key for cell in first] == list(cells)
    assert made == [cells[-1]]
    assert moment_counts(again)[0].blocks == ((5, 2),)
    for text in ("not a cell\n" + path.read_text(), "my notes", "my notes\n"):
        path.write_text(text)
        with pytest.raises(InputError, match=r"line 1 of .* is no cell of a study of moments"):
            run_moments(cells, path)
        assert path.read_text() == text


def test_sentences_are_those_of_the_numbers() -> None:
    said = moment_sentences(recorded_moments())
    where = "12 features in 4 dimensions, trained without a bias on one active feature"
    counts = [c for c in recorded_moments() if (c.n, c.d, c.method) == (12, 4, "limit")]
    last = max(c.exponent for c in counts if c.mean > 1)
    assert f"{where}: 4 blocks at exponent 1 and 1 block at 8; more than one block up to exponent {last:g}." in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["moments", "-n", "5"], "one size needs both -n and -d"),
        (["moments", "-n", "5", "-d", "2", "--exponents", "0.5"], "an error exponent must lie in [1, 64], not 0.5"),
        (["moments", "-n", "5", "-d", "2", "--exponents", "1,two"], "exponents are numbers with commas"),
        (["moments", "-n", "5", "-d", "2", "--exponents", ""], "exponents are numbers with commas"),
        (["moments", "-n", "5", "-d", "2", "--seeds", "0"], "seeds"),
        (["classes", "--setting", "nothing like it"], "no setting is named"),
        (["classes", "--seeds", "-1"], "seeds"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", *arguments]) == 2
    said = capsys.readouterr()
    assert words in " ".join(said.err.split())
    assert not said.out


@pytest.mark.long
def test_the_commands_make_what_the_tables_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "cells.jsonl"
    arguments = ["train", "moments", "-n", "5", "-d", "2", "--exponents", "2,3", "--seeds", "1", "--out", str(out)]
    assert run([*arguments, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(out.read_text().splitlines()) == len(answer["counts"]) == 2 * len(METHODS)
    pentagon = [count for count in answer["counts"] if count["method"] == "limit"]
    assert [count["blocks"] for count in pentagon] == [[[5, 2]], [[5, 2]]]
    assert run(["train", "classes", "--setting", "n = 5, d = 2", "--models", "4", "--seeds", "1", "--json"]) == 0
    (batch,) = json.loads(capsys.readouterr().out)["batches"]
    assert 1 <= batch["classes"] <= batch["models"] == 4
