"""Each picture is drawn from real results, holds what it should, and is the same file twice."""

import numpy as np
import pytest

from packing.configuration import Packing
from packing.report import phase_plots
from packing.report import toymodel_plots as plots
from packing.report.style import save_figure
from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.capacity import CapacityConfig, train_capacity
from packing.toymodels.dictionary import DictionaryConfig, train_dictionary
from packing.toymodels.factorization import FactorizationConfig, train_factorization
from packing.toymodels.importance import importance_map
from packing.toymodels.monosemanticity import MonosemanticityConfig, train_neurons
from packing.toymodels.phases import phase_diagram


def autoencoder():
    return plots.autoencoder_figure(train(AutoencoderConfig(6, 3, models=2, steps=400)))


def dimensionality():
    return plots.dimensionality_figure([train(AutoencoderConfig(6, 2, p, models=2, steps=200)) for p in (0.5, 0.1)])


def phases():
    return phase_plots.phase_figure(phase_diagram(5, 2, [0.15, 0.3], starts=4, width=0.1))


def strips():
    return phase_plots.phase_strips_figure([("n = 5, d = 2", (0.01, 0.22, 1.0), ("(5,2)", "2 x (2,1)"))])


def importance():
    return phase_plots.importance_figure(importance_map(2, 1, [0.05, 0.8], [0.3, 1.5], starts=2))


def capacity():
    return plots.capacity_figure(train_capacity(CapacityConfig((1.0, 0.8, 0.5), 2, 8.0, models=2)))


def factorization():
    config = FactorizationConfig(rank=2, models=2, time=15)
    return plots.factorization_figure(config, train_factorization(config))


def monosemanticity():
    config = MonosemanticityConfig(features=8, embedding=4, neurons=12, density=0.1, steps=40, batch=32)
    return plots.monosemanticity_figure(train_neurons(config))


def dictionary():
    features = Packing(np.random.default_rng(0).normal(size=(8, 4)))
    return plots.dictionary_figure(train_dictionary(DictionaryConfig(features, price=0.2, steps=30)))


FIGURES = (
    autoencoder,
    dimensionality,
    phases,
    strips,
    importance,
    capacity,
    factorization,
    monosemanticity,
    dictionary,
)


@pytest.mark.parametrize("make", FIGURES, ids=lambda make: make.__name__)
def test_picture_is_drawn_and_labelled(make, tmp_path) -> None:
    figure = make()
    first = save_figure(figure, tmp_path / "first.png").read_bytes()
    assert len(first) > 5000
    axes = [one for one in figure.axes if one.get_label() != "<colorbar>"]
    assert all(one.get_xlabel() or one.get_title(loc="left") for one in axes)
    assert any(one.get_title(loc="left") for one in axes)


def test_same_models_same_file(tmp_path) -> None:
    one, two = (save_figure(capacity(), tmp_path / f"{name}.svg").read_bytes() for name in "ab")
    assert one == two
