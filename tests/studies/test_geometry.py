"""Factors of trained models beside the best packings known: names, excess, and where the reference comes from."""

import re
from pathlib import Path

import numpy as np
import pytest

from packing.problem import vectors
from packing.records import Atlas, Stores
from packing.search import minimize_coherence
from packing.studies import best_known, geometry
from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.autoencoder.trained import TrainedModel, gathered


def test_sparse_antiprism_is_near_the_best_packing_but_does_not_minimise_coherence() -> None:
    found = geometry(train(AutoencoderConfig(8, 3, loss="one_sparse", models=8, seed=5)))
    (match,) = found.factors
    assert match.factor.name == "square antiprism"
    assert match.reference.packing.coherence == pytest.approx(0.2612038749, abs=1e-9)  # Tammes
    assert match.factor.coherence == pytest.approx(0.2685672, abs=1e-6)
    assert match.excess == pytest.approx(0.0073633, abs=1e-6)
    assert 0 < match.distance < 0.05


def test_named_codes_keep_their_names_and_have_no_excess() -> None:
    found = geometry(train(AutoencoderConfig(10, 4, loss="one_sparse", models=6, seed=3)))
    (match,) = found.factors
    assert (match.factor.name, match.reference.source) == ("Petersen code", "Petersen code")
    assert match.excess == pytest.approx(0, abs=1e-5)
    assert found.agreeing > 0
    assert {entry["name"] for entry in found.as_dict()["structures"]} >= {"Petersen code"}


def test_what_is_remembered_counts_where_it_is_better_or_as_good(tmp_path: Path) -> None:
    with Atlas(tmp_path / "a.sqlite") as atlas:
        for problem in (vectors(9, 3), vectors(12, 3), vectors(40, 7)):
            atlas.record(minimize_coherence(problem, restarts=30, seed=7))
        stores = Stores((atlas,), shipped=False)
        assert best_known(vectors(9, 3), stores).source == "atlas"
        assert best_known(vectors(12, 3), stores).source == "icosahedron"
        assert best_known(vectors(40, 7), stores).source == "atlas"
    assert best_known(vectors(65, 8)) is None


def test_where_nobody_searched_a_short_search_says_what_it_found() -> None:
    assert best_known(vectors(15, 6), Stores((), shipped=False)).source.startswith("search")


def test_lone_features_and_empty_models_have_nothing_to_be_held_against() -> None:
    weights = np.diag([1.0, 1.1, 0.1])
    alone = gathered(AutoencoderConfig(3, 3), [TrainedModel(weights, np.zeros(3), 0.1, (), True)])
    found = geometry(alone)
    assert [match.reference for match in found.factors] == [None, None]
    assert found.as_dict()["best_factors"][0]["best_known"] is None
    empty = gathered(AutoencoderConfig(2, 2), [TrainedModel(0.1 * np.eye(2), np.zeros(2), 0.5, (), True)])
    assert geometry(empty).factors == ()


def test_features_on_one_line_are_said_to_be() -> None:
    same = gathered(AutoencoderConfig(2, 1), [TrainedModel(np.array([[0.8], [0.7]]), np.zeros(2), 0.2, (), True)])
    (match,) = geometry(same).factors
    assert match.factor.name == "2 features on one line"
    assert match.excess == pytest.approx(2.0)


@pytest.mark.parametrize(("n", "d", "loss"), [(8, 3, "one_sparse"), (7, 3, "exact"), (5, 2, "one_sparse")])
def test_sentences_are_of_the_numbers(n: int, d: int, loss: str) -> None:
    trained = train(AutoencoderConfig(n, d, loss=loss, models=3, seed=1))
    found = geometry(trained)
    matches = {match.factor.name: match for match in found.factors}
    assert found.sentences
    for sentence in found.sentences:
        told = re.fullmatch(r"Coherence of the (.+): (-?[\d.]+); least known: (-?[\d.]+) \((.+)\)\.", sentence)
        if told is not None:
            match = matches[told[1]]
            rows = trained.weights[trained.best][list(match.factor.indices)]
            unit = rows / np.linalg.norm(rows, axis=1)[:, None]
            measured = (unit @ unit.T)[np.triu_indices(len(unit), 1)].max()
            assert -1e-12 <= float(told[2]) - measured < 1.1e-6
            assert match.reference is not None
            assert -1e-12 <= float(told[3]) - match.reference.packing.coherence < 1.1e-6
            assert told[4] == match.reference.source
            continue
        told = re.fullmatch(
            r"Predicted for as many features: (.+)\. The best model has (.+); (\d+) of (\d+) models have the blocks "
            r"predicted\.",
            sentence,
        )
        assert told is not None, sentence
        assert found.agreement is not None
        predicted = sorted(found.agreement.predicted)
        has = [sorted(trained.blocks(model)) == predicted for model in range(len(trained))]
        assert (sum(has), len(has)) == (int(told[3]), int(told[4]))
        assert told[2].startswith("the predicted blocks" if has[trained.best] else "other blocks than predicted")
