"""Trained models of every kind in another gauge are the same, and after a change that is no gauge they are not."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from packing.configuration import Packing
from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, SubspaceConfig, estimated_loss, train
from packing.toymodels.autoencoder.trained import TrainedModel
from packing.toymodels.capacity import CapacityConfig, quadratic_loss, train_capacity
from packing.toymodels.dictionary import DictionaryConfig, train_dictionary
from packing.toymodels.factorization import FactorizationConfig
from packing.toymodels.gauge import compare_models, form_of, model_classes
from packing.toymodels.monosemanticity import MonosemanticityConfig
from packing.toymodels.registry import kind_of


def isometry(d: int, rng: np.random.Generator) -> np.ndarray:
    return np.linalg.qr(rng.normal(size=(d, d)))[0]


def in_disguise(config, model, rng):
    """The model after a random element of the gauge group of its kind."""
    if isinstance(config, AutoencoderConfig) and config.variant == "hidden":
        order, scales = rng.permutation(config.d), np.exp(rng.normal(size=config.d))
        features = rng.permutation(config.n)
        if model.encoder is None:
            return replace(model, weights=model.weights[features][:, order], biases=model.biases[features])
        return replace(
            model,
            weights=(model.weights / scales)[features][:, order],
            encoder=(model.encoder * scales)[features][:, order],
            biases=model.biases[features],
        )
    if isinstance(config, AutoencoderConfig):
        order, signs = rng.permutation(config.n), np.ones((config.n, 1))
        if config.variant == "linear":
            signs = rng.choice([-1.0, 1.0], size=(config.n, 1))
        weights = signs * model.weights[order] @ isometry(config.d, rng)
        return replace(model, weights=weights, biases=model.biases[order])
    if isinstance(config, CapacityConfig):
        signs = rng.choice([-1.0, 1.0], size=(config.n, 1))
        return replace(model, weights=signs * model.weights @ isometry(config.d, rng))
    if isinstance(config, SubspaceConfig):
        order, inside = rng.permutation(config.n), [isometry(config.m, rng) for _ in range(config.n)]
        turned = np.array([turn @ rows for turn, rows in zip(inside, model.weights[order], strict=True)])
        return replace(model, weights=turned @ isometry(config.d, rng), biases=model.biases[order])
    order, scales = rng.permutation(config.neurons), np.exp(rng.normal(size=config.neurons))
    turn = isometry(config.embedding, rng)
    return replace(
        model,
        embedding=turn.T @ model.embedding,
        weights=(scales[:, None] * model.weights)[order] @ turn,
        biases=(scales * model.biases)[order],
        readout=(model.readout / scales)[:, order],
    )


def trained(config):
    made = train(config)
    return kind_of(config).separate(made)[0]


AUTOENCODER = AutoencoderConfig(7, 3, loss="one_sparse", models=1, seed=2)
KINDS = {
    "one sparse": AUTOENCODER,
    "sampled": AutoencoderConfig(6, 3, 0.3, models=1, steps=200, batch=64),
    "signs": replace(AUTOENCODER, variant="linear"),
    "hidden": AutoencoderConfig(5, 4, 0.3, models=1, steps=100, batch=32, variant="hidden"),
    "absolute": AutoencoderConfig(4, 6, 0.3, models=1, steps=100, batch=32, task="absolute"),
    "capacity": CapacityConfig((1.0, 0.9, 0.7, 0.6, 0.5), d=3, kurtosis=9.0, models=1),
    "subspaces": SubspaceConfig(n=4, d=5, density=0.2, models=1, steps=100, batch=32),
    "neurons": MonosemanticityConfig(features=9, embedding=4, neurons=12, density=0.2, steps=40, batch=32),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_model_in_another_gauge_is_the_same(name: str) -> None:
    config, rng = KINDS[name], np.random.default_rng(5)
    model = trained(config)
    for _ in range(3):
        found = compare_models(config, model, in_disguise(config, model, rng), 1e-6)
        assert found.same
        assert found.attained < 1e-9 or name == "subspaces"
        assert found.labels[0] == found.labels[1] or min(found.margins) < 1e-9
        assert found.symmetry_orders[0] == found.symmetry_orders[1] >= 1


@pytest.mark.parametrize("name", KINDS)
def test_a_change_that_is_no_gauge_is_seen(name: str) -> None:
    config, rng = KINDS[name], np.random.default_rng(6)
    model = trained(config)
    changed = in_disguise(config, model, rng)
    weights = changed.weights.copy()
    weights.reshape(-1)[int(np.argmax(np.abs(weights)))] *= 1.2
    found = compare_models(config, model, replace(changed, weights=weights), 1e-6)
    assert not found.same
    assert 1e-6 < found.distance <= found.attained


def test_the_gauge_leaves_the_loss_alone() -> None:
    """What is called a gauge is one: the loss of a disguised model is that of the model."""
    rng = np.random.default_rng(7)
    for name in ("sampled", "hidden", "absolute"):
        config = KINDS[name]
        model = trained(config)
        other = in_disguise(config, model, rng)
        stacks = [
            each.weights if each.encoder is None else np.concatenate((each.weights, each.encoder))
            for each in (model, other)
        ]
        (one, error), (two, _) = (
            estimated_loss(config, stack, each.biases) for stack, each in zip(stacks, (model, other), strict=True)
        )
        assert abs(one - two) < 5 * error
    config = KINDS["capacity"]
    (model,) = train_capacity(config).weights
    other = in_disguise(config, kind_of(config).model(model, 0.0), rng).weights
    losses = [quadratic_loss(weights, np.array(config.importance), config.kurtosis).loss for weights in (model, other)]
    assert losses[0] == pytest.approx(losses[1], abs=1e-12)


def test_the_norms_are_part_of_a_model_and_its_directions_are_not_changed_by_them() -> None:
    config = KINDS["one sparse"]
    model = trained(config)
    found = compare_models(config, model, replace(model, weights=1.05 * model.weights))
    assert not found.same
    assert found.same_directions


def test_symmetries_and_samenesses_by_trying_all_orders() -> None:
    """Against 720 orders of six features, a digon, a triangle and a single one among them."""
    angles = 2 * np.pi * np.arange(3) / 3
    weights = np.zeros((6, 4))
    weights[:2, 0], weights[2:5, 1], weights[2:5, 2], weights[5, 3] = (1, -1), np.cos(angles), np.sin(angles), 1.0
    config, model = AutoencoderConfig(6, 4), TrainedModel(weights, np.zeros(6), 0.0, (), True)
    gram = weights @ weights.T
    orders = [np.array(order) for order in itertools.permutations(range(6))]
    count = sum(bool(np.abs(gram - gram[np.ix_(order, order)]).max() < 1e-9) for order in orders)
    other = replace(model, weights=weights + 0.03 * np.random.default_rng(0).normal(size=(6, 4)))
    moved = other.weights @ other.weights.T
    nearest = min(float(np.abs(gram - moved[np.ix_(order, order)]).max()) for order in orders)
    found = compare_models(config, model, other, 1e-4)
    assert found.symmetry_orders[0] == count == 12
    assert found.distance <= nearest + 1e-12 <= found.attained + 2e-12
    assert found.attained <= 1.3 * nearest
    assert compare_models(config, model, other, 1.001 * nearest).same
    assert not compare_models(config, model, other, 0.999 * nearest).same


def test_features_of_other_importance_are_not_exchanged() -> None:
    weights = np.array([[1.0, 0.0], [0.0, 0.5], [0.3, 0.3]])
    model = TrainedModel(weights, np.zeros(3), 0.0, (), True)
    turned = replace(model, weights=weights[[1, 0, 2]])
    for importance, same in ((1.0, True), ((1.0, 1.0, 0.5), True), ((1.0, 0.5, 1.0), False)):
        config = AutoencoderConfig(3, 2, importance=importance)
        assert compare_models(config, model, turned).same is same
    with pytest.raises(InputError, match="exchangeable in the same numbers"):
        compare_models(
            AutoencoderConfig(3, 2), model, turned, other_config=AutoencoderConfig(3, 2, importance=(1, 1, 2))
        )


def test_factors_and_dictionaries_have_forms() -> None:
    curves = train(FactorizationConfig(size=6, rank=2, time=2.0, models=2))
    assert compare_models(curves.config, curves[0], curves[0]).same
    assert not compare_models(curves.config, curves[0], curves[1]).same
    rows = np.random.default_rng(0).normal(size=(6, 3))
    config = DictionaryConfig(Packing(rows), density=0.1, price=0.2, steps=10)
    result = train_dictionary(config)
    turn, order = isometry(3, np.random.default_rng(1)), np.random.default_rng(2).permutation(6)
    moved = replace(config, features=Packing(rows[order] @ turn))
    parts = {
        name: replace(part, directions=part.directions[::-1] @ turn)
        for name in ("svd", "coding", "autoencoder", "control")
        for part in [getattr(result, name)]
    }
    assert compare_models(config, result, replace(result, config=moved, **parts), other_config=moved).same


@pytest.mark.long
def test_classes_do_not_depend_on_the_order_of_the_models() -> None:
    made = train(AutoencoderConfig(7, 3, loss="one_sparse", models=10))
    found, rng = model_classes(made), np.random.default_rng(0)
    assert sum(found.sizes) == 10
    order = rng.permutation(10)
    disguised = [in_disguise(made.config, made.model(int(number)), rng) for number in order]
    again = model_classes(kind_of(made.config).gather(made.config, disguised))
    as_sets = {frozenset(each.models) for each in found.classes}
    assert as_sets == {frozenset(int(order[number]) for number in each.models) for each in again.classes}
    assert found.classes[0].representative == made.best
    assert min(each for row in found.distances for each in row if each > 0) > 0
    assert len({each.label for each in found.classes}) == len(found.classes)
    both = model_classes(made, None, kind_of(made.config).gather(made.config, disguised))
    assert len(both.classes) == len(found.classes)


def test_a_label_keeps_still_within_its_margin() -> None:
    from packing.symmetry.graph_labels import graph_label
    from packing.symmetry.weighted_graphs import WeightedGraph

    rng = np.random.default_rng(3)
    for seed in range(4):
        config = replace(AUTOENCODER, seed=seed)
        graph = form_of(config, trained(config)).graph
        name = graph_label(graph, 1e-3)
        assert name.margin > 0
        for _ in range(10):
            noise = rng.uniform(-1, 1, graph.ties.shape[1:])
            upper = np.triu(noise, 1)
            moved = WeightedGraph(
                graph.colours,
                graph.marks + 0.99 * name.margin * rng.uniform(-1, 1, graph.marks.shape),
                graph.ties + 0.99 * name.margin * (upper + upper.T),
            )
            assert graph_label(moved, 1e-3).text == name.text
