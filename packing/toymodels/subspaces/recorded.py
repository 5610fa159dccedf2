"""Phases as plain values, and the recorded ones that come with the package: read back, they are the same value.

Each file is what `packing train phases --feature-dim 2 --json` prints for one n, d and law; weights have six decimals.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from packing.numeric import Floats
from packing.toymodels.subspaces.average import Estimate
from packing.toymodels.subspaces.config import SubspaceConfig
from packing.toymodels.subspaces.options import FeatureLaw
from packing.toymodels.subspaces.phases import FeaturePhases, FeaturePoint, FeatureState
from packing.toymodels.subspaces.trained import SubspaceModel

DECIMALS = 6
"""Of weights and biases: a loss moves by less than its standard error."""


def phases_as_dict(phases: FeaturePhases) -> dict[str, Any]:
    """The phases as plain values, from which `phases_of` makes them again."""
    config = phases.config
    return {
        "n": config.n,
        "d": config.d,
        "m": config.m,
        "law": config.law.value,
        "seed": config.seed,
        "starts": phases.starts,
        "points": [
            {
                "density": point.density,
                "hits": point.hits,
                "unit": point.config.nothing,
                "structures": [_state_as_dict(state) for state in point.states],
            }
            for point in phases.points
        ],
    }


def phases_of(values: dict[str, Any]) -> FeaturePhases:
    """The phases that `phases_as_dict` gave."""
    points = []
    for point in values["points"]:
        config = SubspaceConfig(
            values["n"], values["d"], values["m"], point["density"],
            law=FeatureLaw(values["law"]), models=values["starts"], seed=values["seed"],
        )  # fmt: skip
        points.append(FeaturePoint(config, tuple(map(_state, point["structures"])), point["hits"]))
    return FeaturePhases(tuple(points), values["starts"])


@lru_cache(maxsize=1)
def recorded_phases() -> tuple[FeaturePhases, ...]:
    """The recorded phases, by n, d, m and law.

    >>> [(chart.config.n, chart.config.d, chart.config.law.value) for chart in recorded_phases()]
    [(4, 4, 'ball')]
    """
    folder = files("packing") / "data" / "feature-phases"
    texts = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".json")]
    charts = [phases_of(json.loads(text)) for text in texts]
    return tuple(sorted(charts, key=lambda chart: (chart.config.n, chart.config.d, chart.config.m, chart.config.law)))


def _state_as_dict(state: FeatureState) -> dict[str, Any]:
    lying = state.lying
    return {
        "name": lying.name,
        "loss": state.loss.loss,
        "error": state.loss.error,
        "above": state.above.loss,
        "above_error": state.above.error,
        "blocks": [list(shape) for shape in lying.blocks],
        "shared": [list(pair) for pair in lying.shared],
        "chordal_coherence": lying.chordal if lying.whole > 1 else None,
        "spectral_coherence": lying.spectral if lying.whole > 1 else None,
        "best_packing": lying.is_best_packing,
        "equi_isoclinic": lying.is_equi_isoclinic,
        "weights": _rounded(state.model.weights),
        "biases": _rounded(state.model.biases),
    }


def _state(values: dict[str, Any]) -> FeatureState:
    weights, biases = np.array(values["weights"]), np.array(values["biases"])
    loss = Estimate(values["loss"], values["error"])
    model = SubspaceModel(weights, biases, loss.loss, (), converged=True, error=loss.error)
    return FeatureState(model, loss, Estimate(values["above"], values["above_error"]))


def _rounded(array: Floats) -> list[Any]:
    return (np.round(array, DECIMALS) + 0.0).tolist()
