"""Trees of features: a child needs its parent, siblings exclude each other, and the moments are those of samples."""

import json

import numpy as np
import pytest

from packing.cli import run
from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.losses.linear import linear_loss
from packing.toymodels.generators import initial_state
from packing.toymodels.inputs.sampler import Sampler
from packing.toymodels.inputs.trees import regular_trees, tree_densities, tree_law

PARENTS = regular_trees(14, 2, 3)


def test_children_need_their_parents_and_siblings_exclude_each_other() -> None:
    law = tree_law(np.array(tree_densities(PARENTS, 0.6)), PARENTS)
    inputs = np.empty((14, 1 << 15))
    Sampler(law, initial_state(0, 0)).fill(inputs)
    active = inputs > 0
    for child, parent in enumerate(PARENTS):
        if parent >= 0:
            assert not (active[child] & ~active[parent]).any()
            twins = [other for other, of in enumerate(PARENTS) if of == parent and other != child]
            assert not (active[child] & active[twins].any(axis=0)).any()
    together = active.astype(float) @ active.T / active.shape[1]
    assert np.abs(together - law.together).max() < 0.012
    assert np.abs(inputs @ inputs.T / inputs.shape[1] - law.second_moments).max() < 0.012
    assert np.abs(inputs.mean(axis=1) - law.mean).max() < 0.012


def test_a_linear_model_of_trees_has_a_closed_loss_that_samples_confirm() -> None:
    parents = (-1, 0, 0)
    config = AutoencoderConfig(3, 2, (0.6, 0.3, 0.2), variant="linear", parents=parents, models=1, steps=50)
    weights, biases = np.random.default_rng(0).normal(size=(3, 2)), np.array([0.1, -0.2, 0.05])
    inputs = np.empty((3, 1 << 16))
    Sampler(config.law, initial_state(0, 9)).fill(inputs)
    errors = np.sum((weights @ weights.T @ inputs + biases[:, None] - inputs) ** 2, axis=0)
    exact = linear_loss(config.law, config.importances)(weights, biases).loss
    assert abs(errors.mean() - exact) < 4 * errors.std() / np.sqrt(errors.size)
    assert train(config).errors is None


def test_siblings_become_antipodal_and_the_command_says_so(capsys) -> None:
    words = [
        "train",
        "autoencoder",
        "-n",
        "6",
        "-d",
        "4",
        "--trees",
        "2,2",
        "--density",
        "0.5",
        "--models",
        "4",
        "--steps",
        "1500",
    ]
    assert run([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    kin = answer["families"][answer["best"]]
    assert kin["siblings"]["antipodal"] == 2 and sum(kin["children"].values()) == 4
    assert answer["standard_error"] is not None
    assert all(total <= 4 + 1e-6 for total in answer["dimensionality_sum"])


@pytest.mark.parametrize("scale", [0.3, 4.0])
def test_the_sum_of_dimensionalities_does_not_see_the_scale(scale: float) -> None:
    from dataclasses import replace

    trained = train(AutoencoderConfig(6, 3, 0.4, models=2, steps=60))
    other = replace(trained, weights=scale * trained.weights)
    assert other.dimensionality_sum == pytest.approx(trained.dimensionality_sum)
    assert other.norm_per_dimension == pytest.approx(scale**2 * trained.norm_per_dimension)
