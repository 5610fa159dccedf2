"""Training features of m dimensions: minima that theory gives, the same bits again, what is refused."""

import numpy as np
import pytest
from scipy.optimize import minimize

from packing import subspaces
from packing.errors import InputError
from packing.records import best_known
from packing.toymodels import SubspaceConfig, train
from packing.toymodels.subspaces import FeatureLaw, least_loss
from packing.toymodels.subspaces.arrangement import arrangement
from packing.toymodels.subspaces.radial import radial
from packing.toymodels.subspaces.trained import SubspaceModel, gathered


def test_the_sparse_optimum_of_four_planes_is_equi_isoclinic() -> None:
    law = FeatureLaw.BALL
    trained = train(SubspaceConfig(4, 4, law=law, loss="one_sparse", models=4))
    best = arrangement(trained.weights[trained.best])
    assert best.name == "4 planes" and best.is_best_packing and best.is_equi_isoclinic
    assert best.cosines == pytest.approx(3**-0.5, abs=1e-5)
    second, square = law.second_moment(2), lambda c, t: float(radial(law, 2, c, t).square)

    def predicted(point: np.ndarray) -> float:
        c, t = np.abs(point)
        own = second - 2 * c * float(radial(law, 2, c, t).own) + square(c, t)
        return own + 3 * square(c / 3**0.5, t)

    least = minimize(predicted, (2.0, 1.0), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-15}).fun
    assert trained.losses.min() == pytest.approx(least, rel=1e-7)
    assert float(best.frame[0]) == pytest.approx(2.0, abs=1e-4)
    assert "So training found the best packing known, equi-isoclinic" in trained._repr_html_()


def test_on_the_sphere_one_active_feature_is_read_without_loss_by_any_packing() -> None:
    # of length 1 alone: a threshold above all interference takes as much off as large weights put on
    trained = train(SubspaceConfig(4, 4, law="sphere", loss="one_sparse", models=2))
    assert trained.losses.max() < 1e-8


def test_linear_read_outs_reach_their_least_loss_and_split_features() -> None:
    config = SubspaceConfig(3, 4, 2, density=0.3, importance=(1.0, 0.5, 0.1), variant="linear", loss="exact", models=3)
    trained = train(config)
    assert least_loss(config) == pytest.approx(0.3 * 0.1 / 2)
    assert trained.losses == pytest.approx([0.015] * 3, rel=1e-6)
    assert [trained.ranks(model).tolist() for model in range(3)] == [[2, 2, 0]] * 3
    assert np.all(trained.biases == 0) and trained.errors is None


@pytest.mark.parametrize("settings", [{}, {"law": "sphere", "precision": "float64", "m": 3}, {"variant": "linear"}])
def test_a_model_depends_on_its_number_alone(settings: dict) -> None:
    config = SubspaceConfig(**{"n": 4, "d": 4, "density": 0.2, "models": 3, "steps": 60, "batch": 64} | settings)
    trained, again = train(config), train(SubspaceConfig(**config.as_dict() | {"models": 2}))
    assert np.array_equal(trained.weights[:2], again.weights) and np.array_equal(trained.losses[:2], again.losses)
    assert not np.array_equal(trained.weights[0], trained.weights[1])
    assert np.all(trained.biases <= 0) and np.all(trained.losses < config.nothing)


def test_sampled_training_keeps_three_planes_and_judges_them() -> None:
    trained = train(SubspaceConfig(3, 4, density=0.1, models=2, steps=1000, seed=1))
    best = arrangement(trained.weights[trained.best])
    assert best.name == "3 planes" and best.chordal < best_known(subspaces(3, 4, 2)).coherence + 0.05
    assert trained.errors is not None and np.all(trained.errors < 0.01 * trained.losses)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("rate", "variant"), [(50.0, "linear"), (1e30, "shrinkage")])
def test_a_loss_that_diverges_says_what_to_lower(rate: float, variant: str) -> None:
    with pytest.raises(InputError, match=r"diverges at step .* give a learning rate of"):
        train(SubspaceConfig(4, 4, density=0.9, models=1, steps=200, learning_rate=rate, variant=variant))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "settings",
    [{"loss": "one_sparse"}, {"variant": "linear", "loss": "exact"}, {"steps": 3}, {"density": 1e-300, "steps": 3}],
)
def test_features_that_count_nothing_or_never_come_lose_nothing(settings: dict) -> None:
    importance = 1.0 if "density" in settings else 0.0
    trained = train(SubspaceConfig(**{"n": 3, "d": 3, "importance": importance, "models": 1} | settings))
    assert 0.0 <= trained.losses[0] < 1e-290


def test_planes_in_orthogonal_blocks_shared_and_lost() -> None:
    plane = np.eye(6)[:2]
    turned = np.array([[0.6, 0.8], [-0.8, 0.6]]) @ plane
    lying = arrangement(np.stack((plane, turned, np.eye(6)[2:4], 0.3 * np.eye(6)[4:], np.diag([1.0, 0.2])
                                  @ np.eye(6)[4:])))  # fmt: skip
    assert lying.name == "3 planes + 1 line + 1 lost"
    assert lying.blocks == ((2, 2), (1, 2), (1, 1)) and lying.shared == ((0, 1),)
    assert (lying.whole, lying.lost, lying.splits) == (3, 1, True)
    assert (lying.chordal, lying.spectral, lying.is_best_packing) == (1.0, 1.0, False)
    empty = arrangement(np.zeros((2, 2, 3)))
    assert (empty.name, empty.blocks, empty.packing) == ("2 lost", (), None)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"m": 1}, r"are those of AutoencoderConfig\(n=4, d=4\), not m = 1: ask for that"),
        ({"m": 5}, "have a dimension m of at most 4, not 5"),
        ({"m": 0}, "m must be a positive integer, not 0"),
        ({"density": 1.5}, r"a density must lie in \(0, 1\], not 1.5"),
        ({"density": (0.1, 0.2)}, "density must be one number or n = 4 of them, not 2"),
        ({"importance": -1}, "an importance must be at least 0, not -1"),
        ({"law": "cube"}, "the law must be ball or sphere, not 'cube'"),
        ({"variant": "relu"}, "the variant must be shrinkage or linear, not 'relu'"),
        ({"loss": "exact"}, "the shrinkage has no exact loss in closed form"),
        ({"m": 3, "loss": "one_sparse"}, "closed form for features of 2 dimensions, not of 3"),
        ({"learning_rate": 0}, "learning_rate must be greater than 0, not 0"),
        ({"n": 10**9}, "the weights|a batch"),
    ],
)
def test_bad_settings_are_refused_with_rule_value_and_cure(settings: dict, text: str) -> None:
    with pytest.raises(InputError, match=text):
        SubspaceConfig(**{"n": 4, "d": 4} | settings)


def test_a_model_that_keeps_nothing_has_no_packing() -> None:
    config = SubspaceConfig(2, 2, models=1)
    lost = gathered(config, [SubspaceModel(np.full((2, 2, 2), 0.1), np.zeros(2), 0.1, (), converged=True)])
    with pytest.raises(InputError, match=r"keeps no feature whole: none has 2 singular values of at least 0\.5; train"):
        lost.packing(0)
    with pytest.raises(InputError, match="there are models 0 to 0, not 3"):
        lost.packing(3)
