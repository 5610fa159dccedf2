"""`packing compare` on files of trained models: one in disguise, others, and files that do not go together."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from packing.cli import run
from packing.toymodels import AutoencoderConfig, save_models, train
from packing.toymodels.autoencoder.trained import gathered
from packing.toymodels.capacity import CapacityConfig

CONFIG = AutoencoderConfig(6, 3, 0.3, models=2, steps=300, batch=64)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained models, the same in disguise, and models of another size and kind."""
    folder, rng = tmp_path_factory.mktemp("models"), np.random.default_rng(0)
    trained = train(CONFIG)
    turn, order = np.linalg.qr(rng.normal(size=(3, 3)))[0], rng.permutation(6)
    moved = [
        replace(model, weights=model.weights[order] @ turn, biases=model.biases[order])
        for model in map(trained.model, (1, 0))
    ]
    save_models(trained, folder / "a.npz")
    save_models(gathered(CONFIG, moved), folder / "b.npz")
    save_models(train(replace(CONFIG, n=7, steps=5)), folder / "other-size.npz")
    save_models(train(CapacityConfig((1.0, 0.5), d=1, models=1)), folder / "other-kind.npz")
    np.savetxt(folder / "packing.txt", np.eye(3))
    return folder


def test_the_same_models_in_a_file_of_another_order(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", str(files / "a.npz"), str(files / "b.npz"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["same"] is True
    assert answer["kind"] == "autoencoder"
    assert answer["models"][0] == 1 - answer["models"][1]
    assert answer["labels"][0] == answer["labels"][1]
    assert answer["attained"] < 1e-9
    assert sum(answer["classes"]["sizes"]) == 4
    assert all(len(models) % 2 == 0 for models in answer["classes"]["models"])
    assert run(["compare", str(files / "a.npz"), str(files / "b.npz"), "--model", "0", "--other-model", "1"]) == 0
    assert "the same up to the gauge" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.npz", "other-size.npz"], "models of one shape are compared"),
        (["a.npz", "other-kind.npz"], "models of one kind are compared, not autoencoder with capacity"),
        (["a.npz", "packing.txt"], "two packings or as two files of trained models"),
        (["a.npz", "b.npz", "--model", "2"], "has models 0 to 1, not 2"),
        (["a.npz", "b.npz", "--tolerance", "0"], r"a tolerance must lie in (0, 1)"),
        (["packing.txt", "packing.txt", "--tolerance", "2"], r"a tolerance must lie in (0, 1)"),
        (["packing.txt", "packing.txt", "--model", "0"], "choose among trained models"),
    ],
)
def test_what_does_not_go_together_is_one_line(
    files: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = [str(files / each) if "." in each and not each[0].isdigit() else each for each in arguments]
    assert run(["compare", *named]) == 2
    said = capsys.readouterr()
    assert words in " ".join(said.err.split())
    assert not said.out
