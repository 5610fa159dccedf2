"""`--sparsity S` is `--density 1 - S` for every command with a density, and refused in one line elsewhere."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from packing.cli import run
from packing.cli.commands import app
from packing.cli.sparsity import with_density
from packing.toymodels.autoencoder.losses.hidden import HiddenOneSparseLoss
from packing.toymodels.autoencoder.losses.one_sparse import OneSparseLoss

TRAIN = ["train", "autoencoder", "-n", "3", "-d", "2", "--models", "1", "--steps", "2", "--json"]


def trained(capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    assert run([*TRAIN, *options]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["train", "autoencoder"], ["--sparsity", "0.6"]),
        (["train", "monosemanticity"], ["--sparsity=0.6"]),
        (["train", "dictionary"], ["--sparsity", "0.6"]),
        (["table", "toy-models"], ["--sparsity", "0.6"]),
    ],
)
def test_every_command_with_a_density_takes_a_sparsity(command: list[str], words: list[str]) -> None:
    assert with_density(app, [*command, *words]) == [*command, "--density=0.4"]


def test_the_density_is_exact_and_lists_go_number_by_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert trained(capsys, "--sparsity", "0.7")["config"]["density"] == 0.3
    assert with_density(app, [*TRAIN, "--sparsity", "0,.25,0.9"])[-1] == "--density=1,0.75,0.1"


@pytest.mark.parametrize("value", ["1", "-0.1", "nan", "inf", "two", "", "1e-400", "0.5,1"])
def test_sparsities_that_are_none(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*TRAIN, "--sparsity", value]) == 2
    assert "--sparsity must be a number in [0, 1)" in capsys.readouterr().err


def test_one_of_the_two_is_given_once(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--sparsity", "0.5", "--density", "0.5"], ["--sparsity=0.5", "--sparsity=0.5"]):
        assert run([*TRAIN, *words]) == 2
        assert "give one of the two, once" in capsys.readouterr().err
    assert run([*TRAIN, "--sparsity"]) == 2
    assert "needs a number" in capsys.readouterr().err
    assert run(["bounds", "-n", "5", "-d", "3", "--sparsity", "0.5"]) == 2
    assert "--sparsity" in capsys.readouterr().err


def test_rounding_makes_no_loss_negative() -> None:
    rng = np.random.default_rng(0)
    digon = OneSparseLoss(np.full(2, 0.5), np.ones(2))
    absolute = HiddenOneSparseLoss(np.ones(1), np.ones(1), signed=True)
    for scale in 1 + 1e-9 * rng.standard_normal(200):
        assert digon(np.array([[scale], [-scale]]), np.zeros(2)).loss >= 0
        neurons = scale * np.array([[0.6, -0.8]])
        assert absolute(np.concatenate((np.abs(neurons), neurons)), np.zeros(1)).loss >= 0
