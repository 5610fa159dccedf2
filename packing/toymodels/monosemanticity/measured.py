"""What one run of each study measures: rows of a key, in words or settings, and of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from packing.errors import InputError
from packing.toymodels.monosemanticity.config import MonosemanticityConfig
from packing.toymodels.monosemanticity.connectivity import connection
from packing.toymodels.monosemanticity.design import (
    PRUNED,
    VARIANTS,
    Changes,
    fractional_cells,
)
from packing.toymodels.monosemanticity.layer import STRICT, NeuronLayer
from packing.toymodels.monosemanticity.pruning import pruned_layers
from packing.toymodels.monosemanticity.robustness import noise_response
from packing.toymodels.monosemanticity.training import train_neurons

Key = dict[str, str | float]
Numbers = dict[str, float]
Row = tuple[Key, Numbers]

TESTED = (0.01, 0.02, 0.05)
"""Standard deviations of the noise at which trained layers are tested."""

_ON_PATHS = 2048
"""Inputs at which the loss is taken on a path."""


@dataclass(frozen=True)
class NeuronStudy:
    """A recorded study: its name, what it asks, its cells, and what the settings of one cell and one seed measure."""

    name: str
    summary: str
    cells: tuple[Changes, ...]
    measure: Callable[[MonosemanticityConfig], list[Row]]


def shares(layer: NeuronLayer) -> Numbers:
    """Strict share (max/sum at .999), that of squares (max^2/sum^2 at .999), loss over variance, living share."""
    return {
        "strict": layer.share(),
        "squares": layer.energy_share(STRICT),
        "loss": layer.relative_loss,
        "alive": float(layer.alive.mean()),
    }


def _design(config: MonosemanticityConfig) -> list[Row]:
    (layer,) = train_neurons(config)
    return [({}, shares(layer))]


def _variant(config: MonosemanticityConfig) -> list[Row]:
    (layer,) = train_neurons(config)
    return [({}, shares(layer)), *_noisy(layer)]


def _noisy(layer: NeuronLayer, model: int = 0) -> list[Row]:
    """What noise at the inputs does to a trained layer, at each of `TESTED`."""
    rows: list[Row] = []
    for noise in TESTED:
        response = noise_response(layer, noise, model=model)
        rows.append(({"test_noise": noise}, {"loss": response.relative_loss}))
        for name, neurons in (("mono", response.monosemantic), ("poly", response.polysemantic)):
            numbers = {"neurons": float(neurons.neurons), "false_alarms": neurons.false_alarms}
            numbers |= {"lost": neurons.lost, "change": neurons.change}
            rows.append(({"test_noise": noise, "neurons": name}, numbers))
    return rows


def _pruning(config: MonosemanticityConfig) -> list[Row]:
    pruning = pruned_layers(config, keep=0.4, rounds=2)
    rows: list[Row] = [({"way": "dense", "kept": 1.0}, shares(pruning.dense))]
    for way, layers in (("magnitude", pruning.magnitude), ("random", pruning.random)):
        rows += [({"way": way, "kept": kept}, shares(layer)) for kept, layer in zip(pruning.kept, layers, strict=True)]
    return rows


def _layers(config: MonosemanticityConfig) -> list[Row]:
    """Two layers from the bias of the cell and two from 0, all under one embedding, and the paths between all pairs."""
    two = replace(config, models=2)
    kinds = {"mono": train_neurons(two), "poly": train_neurons(replace(two, bias=0.0))}
    rows: list[Row] = []
    for kind, layers in kinds.items():
        rows.append(({"kind": kind}, _mean([shares(layer) for layer in layers])))
        rows += [({"kind": kind, **key}, numbers) for key, numbers in _noisy(layers[0])]
    pairs = {
        "mono-mono": [(kinds["mono"][0], kinds["mono"][1])],
        "mono-poly": [(mono, poly) for mono in kinds["mono"] for poly in kinds["poly"]],
        "poly-poly": [(kinds["poly"][0], kinds["poly"][1])],
    }
    return rows + [({"pair": pair}, _mean([_path(*ends) for ends in both])) for pair, both in pairs.items()]


def _path(first: NeuronLayer, second: NeuronLayer) -> Numbers:
    matched, plain = (connection(first, second, inputs=_ON_PATHS, matched=way) for way in (True, False))
    losses = matched.losses / first.variance
    return {
        "barrier": matched.barrier / first.variance,
        "unmatched": plain.barrier / first.variance,
        "ends": float(losses[0] + losses[-1]) / 2.0,
        "middle": float(losses[len(losses) // 2]),
    }


def _mean(rows: Sequence[Numbers]) -> Numbers:
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


STUDIES = {
    study.name: study
    for study in (
        NeuronStudy("layers", "layers from bias -1 and from 0: shares, noise at the inputs, paths", ({},), _layers),
        NeuronStudy("design", "shares and loss over five axes of training", fractional_cells(), _design),
        NeuronStudy("pruning", "whether neurons of one feature survive pruning", PRUNED, _pruning),
        NeuronStudy("variants", "training with noise at the inputs, and power-law frequencies", VARIANTS, _variant),
    )
}
"""The recorded studies by name."""


def study_named(name: str) -> NeuronStudy:
    """The study of this name, or `InputError`."""
    if name not in STUDIES:
        raise InputError(f"there is no study {name!r}: give one of {', '.join(STUDIES)}")
    return STUDIES[name]
