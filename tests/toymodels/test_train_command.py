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
    assert run(["train", "autoencoder", "-n", "5", "-d", "2", "--loss", "one_sparse", "--models", "12"]) == 0
    assert "best of 12: pentagon" in capsys.readouterr().out


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


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["capacity", "-n", "5", "-d", "2", "--models", "3"], {"loss", "capacities", "blocks", "optimum", "excess"}),
        (
            ["factorization", "--models", "2", "--time", "9"],
            {"plateau", "half_times", "predicted_half_times", "bumps"},
        ),
        (
            ["monosemanticity", "--features", "8", "--embedding", "4", "--neurons", "12", "--steps", "30"],
            {"loss", "strict_share", "energy_share", "alive", "barrier"},
        ),
        (["dictionary", "-n", "8", "-d", "4", "--price", "0.2", "--steps", "30"], {"svd", "autoencoder", "svd_bound"}),
        (
            ["dimensionality", "-n", "4", "-d", "2", "--points", "2", "--models", "1", "--steps", "50"],
            {"points", "config"},
        ),
        (["importance", "--points", "2", "--starts", "1"], {"densities", "importances", "fates", "loss"}),
        (
            ["phases", "-n", "5", "-d", "2", "--points", "2", "--starts", "2", "--width", "1"],
            {"phases", "transitions"},
        ),
    ],
)
def test_each_model_answers_in_json_and_in_words(capsys, tmp_path, arguments: list[str], keys: set[str]) -> None:
    picture = tmp_path / "picture.png"
    assert run(["train", *arguments, "--json", "--plot", str(picture)]) == 0
    assert keys <= set(json.loads(capsys.readouterr().out))
    assert picture.stat().st_size > 5000
    assert run(["train", *arguments]) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["capacity", "-n", "5", "-d", "2", "--kurtosis", "0.2"], "a kurtosis is at least 1, not 0.2"),
        (["capacity", "-n", "5", "-d", "2", "--seed", "-1"], "the seed must be a whole number of at least 0, not -1"),
        (["factorization", "--seed", "-1"], "the seed must be a whole number of at least 0, not -1"),
        (["factorization", "--scale", "1e-300"], "scale must be greater than 1e-100, not 1e-300"),
        (["monosemanticity", "--seed", "-1"], "the seed must be a whole number of at least 0, not -1"),
        (["monosemanticity", "--density", "1e-9"], "a density must be at least 2.9e-05 for 64 features"),
        (["dictionary", "--seed", "-1"], "the seed must be a whole number of at least 0, not -1"),
        (["dictionary", "--density", "1e-9"], "a density must be at least 2.3e-05 for 64 features"),
        (["phases", "-n", "5", "-d", "2", "--width", "0"], "width must be at least 1e-06, not 0.0"),
        (["factorization", "--rank", "50"], "the rank must be at most the size 30, not 50"),
        (["factorization", "--error", "hinge"], "the error must be squared or cross_entropy"),
        (["monosemanticity", "--density", "3"], "a density must lie in (0, 1], not 3.0"),
        (["dictionary", "--price", "-2"], "price must be greater than 0, not -2.0"),
        (["phases", "-n", "5", "-d", "2", "--least", "0.9"], "densities must rise from above 0 to at most 1"),
        (["phases", "-n", "5", "-d", "2", "--points", "1"], "points must be at least 2, not 1"),
        (["importance", "-n", "1"], "n must be at least 2, not 1"),
        (["importance", "--lightest", "0"], "importances must rise from above 0, not from 0.0"),
        (["dimensionality", "-n", "4", "-d", "2", "--most", "2"], "densities must rise from above 0 to at most 1"),
        (["dimensionality", "-n", "4", "-d", "2", "--out", "nowhere"], "there is no folder nowhere"),
        (["autoencoder", "-n", "5", "-d", "2", "--plot", "picture.gif"], "a picture must end in .png, .pdf, .svg"),
        (["autoencoder", "-n", "5", "-d", "2", "--engine", "tpu"], "the engine must be compiled or jax, not 'tpu'"),
    ],
)
def test_bad_settings_of_each_model_are_one_line(capsys, arguments: list[str], text: str) -> None:
    assert run(["train", *arguments]) == 2
    output = capsys.readouterr()
    assert text in output.err
    assert output.err.count("\n") == 1
