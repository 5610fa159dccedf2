"""Finite data: data points are fixed, losses are what they say, and both ends of the sweep are those of theory."""

import json
from pathlib import Path

import numpy as np
import pytest

from packing.cli import run
from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, load_models, save_models, train
from packing.toymodels.autoencoder.memorization import DataSetFit, fit_of, memorization_sentences, sweep_points
from packing.toymodels.autoencoder.sampled import data_points

SMALL = AutoencoderConfig(n=6, d=2, density=0.4, models=2, steps=300, points=5)


def test_data_points_are_those_of_the_seed_and_the_model_alone() -> None:
    first = data_points(SMALL, 0)
    assert first.shape == (6, 5)
    assert np.array_equal(first, data_points(SMALL, 0)) and not np.array_equal(first, data_points(SMALL, 1))
    assert not np.array_equal(first, data_points(AutoencoderConfig(n=6, d=2, density=0.4, seed=1, points=5), 0))
    assert abs(float(np.mean(data_points(AutoencoderConfig(n=4, d=2, density=0.3, points=4000), 0) > 0)) - 0.3) < 0.02


def test_losses_on_data_points_and_on_fresh_inputs_by_hand(tmp_path: Path) -> None:
    trained = load_models(save_models(train(SMALL), tmp_path / "models.npz"))
    assert trained.config == SMALL
    fit = fit_of(trained)
    for model, (w, b) in enumerate(zip(trained.weights, trained.biases, strict=True)):
        x = data_points(SMALL, model).astype(float)
        answers = np.maximum(w @ w.T @ x + b[:, None], 0)
        assert fit.training[model] == pytest.approx(np.sum((answers - x) ** 2) / 5)
        h = (w.T @ x).T
        squares = (h @ h.T) ** 2
        lengths = np.sum(h**2, axis=1)
        live = lengths > 0
        assert fit.data[model][live] == pytest.approx((lengths**2)[live] / squares.sum(axis=1)[live])
    # steps shrink with the batch noise gone: the data points are fitted better than what was never seen
    assert fit.training.mean() < 0.5 * fit.test.mean()
    assert trained.history[0][-1] == pytest.approx(fit.training[0], rel=1e-2)


@pytest.mark.long
def test_few_points_are_stored_and_many_leave_the_space_to_features() -> None:
    few, peak, many = sweep_points(
        AutoencoderConfig(n=32, d=2, density=0.1, models=4, steps=1500, weight_decay=0.01), [3, 32, 1024]
    )
    assert np.median(few.data) > 5 * np.median(few.features)
    assert np.sort(many.features, axis=1)[:, -3:].mean() > 5 * many.data.max(axis=1).mean()
    assert few.training.mean() < 0.1 * few.test.mean()
    assert many.test.mean() < min(few.test.mean(), peak.test.mean()) and many.training.mean() > 0.9 * many.test.mean()
    for fit in (few, peak, many):
        assert fit.data_share <= 2 + 1e-9 and fit.feature_share <= 2 + 1e-9


def test_sentences_name_a_peak_only_where_it_stands_out() -> None:
    def fit(points: int, losses: list[float]) -> DataSetFit:
        return DataSetFit(points, np.zeros(3), np.array(losses), np.ones((3, 2)) / 2, np.ones((3, points)) / points)

    sure = [fit(2, [1.0, 1.01, 1.02]), fit(8, [3.0, 3.1, 3.2]), fit(32, [0.5, 0.51, 0.52])]
    assert "It descends twice: to 1.010" in memorization_sentences(sure)[1]
    unsure = [fit(2, [1.0, 1.01, 1.02]), fit(8, [0.9, 0.9, 30.0]), fit(32, [0.5, 0.51, 0.52])]
    assert "peaks at T = 2" in memorization_sentences(unsure)[0]
    assert not any("twice" in sentence for sentence in memorization_sentences(unsure))


def test_the_command_answers_and_goes_on(capsys, tmp_path: Path) -> None:
    words = [
        "train",
        "memorization",
        "-n",
        "5",
        "-d",
        "2",
        "--sparsity",
        "0.6",
        "--most",
        "8",
        "--numbers",
        "3",
        "--models",
        "2",
        "--steps",
        "60",
    ]
    assert run([*words, "--json", "--out", str(tmp_path), "--plot", str(tmp_path / "a.png")]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [point["points"] for point in answer["points"]] == [2, 4, 8]
    assert sorted(file.name for file in tmp_path.glob("*.npz")) == ["points-2.npz", "points-4.npz", "points-8.npz"]
    assert run([*words, "--out", str(tmp_path)]) == 0 and "on fresh inputs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("memorization --fewest 0", "numbers of points must rise"),
        ("memorization --most 9000", "at most 8192 data points, not 9000"),
        ("autoencoder -n 4 -d 2 --points 0", "points must be a positive integer, not 0"),
        ("autoencoder -n 4 -d 2 --points 3 --loss exact", "data points have the loss sampled alone, not exact"),
        ("autoencoder -n 4 -d 2 --points 3 --feature-dim 2", "leave --points out"),
        ("autoencoder -n 4 -d 2 --trees 2,2", "do not fall into trees of 3"),
        ("autoencoder -n 3 -d 2 --trees a", "trees must be BRANCHES,LEVELS"),
        ("autoencoder -n 3 -d 2 --trees=-1,2,0", "stand before it, not 2 for feature 1"),
        ("autoencoder -n 3 -d 2 --trees 2,2 --loss exact", "trees have the loss sampled alone"),
        ("autoencoder -n 3 -d 2 --trees 2,2 --correlated 0+1", "to a tree or to a set, not to both"),
        ("autoencoder -n 3 -d 2 --trees 2,2 --density 0.3,0.2,0.2", "must sum to at most 0.3, not 0.4"),
        ("autoencoder -n 3 -d 2 --sparsity 0.9 --density 0.1", "give one of the two, once"),
    ],
)
def test_bad_input_is_one_line(capsys, words: str, text: str) -> None:
    assert run(["train", *words.split(), "--json"]) == 2
    output = capsys.readouterr()
    assert output.out == "" and text in output.err and output.err.count("\n") == 1


def test_a_sweep_without_points_is_refused() -> None:
    with pytest.raises(InputError, match="at least one number of data points"):
        sweep_points(SMALL, [])
    with pytest.raises(InputError, match="settings without points"):
        data_points(AutoencoderConfig(3, 2), 0)
