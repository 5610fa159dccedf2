"""`packing train ...`: its JSON keys stay, and bad input is one line and exit code 2."""

import json

import pytest

from packing.cli import run


def test_autoencoder_answers_one_entry_a_model(capsys) -> None:
    code = run(
        ["train", "autoencoder", "-n", "6", "-d", "3", "--models", "3", "--steps", "600", "--seed", "4", "--json"]
    )
    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert len(answer["loss"]) == len(answer["norm_per_dimension"]) == 3
    assert [len(row) for row in answer["dimensionality"]] == [6, 6, 6]
    assert [[2, 1], [2, 1], [2, 1]] in answer["blocks"]
    assert [sum(n for n, _ in blocks) for blocks in answer["blocks"]] == answer["represented"]
    assert answer["config"]["seed"] == 4


def test_autoencoder_report_names_the_blocks(capsys) -> None:
    assert run(["train", "autoencoder", "-n", "5", "-d", "2", "--loss", "one_sparse", "--models", "4"]) == 0
    assert "(5, 2)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["-n", "6", "-d", "3", "--density", "0"], "a density must lie in (0, 1], not 0.0"),
        (["-n", "6", "-d", "0"], "d must be a positive integer, not 0"),
        (["-n", "6", "-d", "3", "--loss", "mean"], "the loss must be one of sampled, one_sparse, exact, not 'mean'"),
        (["-n", "6"], "-d"),
    ],
)
def test_bad_input_is_one_line_and_code_2(capsys, options: list[str], text: str) -> None:
    assert run(["train", "autoencoder", *options, "--json"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert text in output.err
    assert output.err.count("\n") == 1
