"""Train dictionaries by sparse coding and by a sparse autoencoder, beside the SVD and a control."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from packing.configuration import Packing
from packing.numeric import Floats
from packing.toymodels.dictionary.config import FRESH, DictionaryConfig
from packing.toymodels.dictionary.result import DictionaryResult, recovery
from packing.toymodels.generators import generator
from packing.toymodels.kind import ModelKind
from packing.toymodels.training import Adam, cosine_rates, descend

Source = Callable[[int, np.random.Generator], Floats]

_DICTIONARY = 5
"""The purpose of the generators of a sample (0) and of a training (1)."""


PRICES = (0.5, 0.3, 0.2, 0.1, 0.05)


EXPLAINED = 0.8


def train_dictionary(config: DictionaryConfig, checkpoint: Path | str | None = None) -> DictionaryResult:
    """Recover the features of `config` three ways, beside the control; deterministic in the seed.

    >>> hexagon = Packing(np.kron(np.eye(4), [[1, 0], [0.5, 0.75**0.5], [-0.5, 0.75**0.5]]))
    >>> result = train_dictionary(DictionaryConfig(hexagon, density=0.05, price=0.1, steps=600))
    >>> result.autoencoder.mean > result.svd.mean and result.svd.recovered <= result.svd_bound
    True
    """
    return KIND.train(config, None, checkpoint)


def _result(config: DictionaryConfig) -> DictionaryResult:
    sample = _activations(config, FRESH, generator(config.seed, 0, _DICTIONARY))
    centre, root = sample.mean(axis=0), np.linalg.cholesky(np.cov(sample.T) + 1e-9 * np.eye(config.features.d))

    def true_activations(size: int, rng: np.random.Generator) -> Floats:
        return _activations(config, size, rng)

    def gaussian_activations(size: int, rng: np.random.Generator) -> Floats:
        noise: Floats = centre + rng.normal(size=(size, len(root))) @ root.T
        return noise

    for price in (config.price,) if config.price is not None else PRICES:
        atoms, offsets = _train(config, price, true_activations, coding=False)
        codes = np.maximum(sample @ atoms.T - offsets, 0.0)
        explained = 1.0 - float(np.sum((codes @ atoms - sample) ** 2) / np.sum((sample - centre) ** 2))
        if explained >= EXPLAINED:
            break
    coded, _ = _train(config, price, true_activations, coding=True)
    control, _ = _train(config, price, gaussian_activations, coding=False)
    used = codes.mean(axis=0) > 1e-4 * codes.mean()
    return DictionaryResult(
        config,
        price,
        recovery(config.features, np.linalg.svd(sample, full_matrices=False)[2]),
        recovery(config.features, coded),
        recovery(config.features, atoms[used]),
        recovery(config.features, control),
        float(np.mean(np.sum(codes > 0, axis=1))),
        explained,
    )


def _train(config: DictionaryConfig, price: float, source: Source, *, coding: bool) -> tuple[Floats, Floats]:
    """Unit atoms (m, d) and offsets (m,) by Adam on |h - c D|^2 + price |c|_1; by steps (`coding`) or by ReLU."""
    rng = generator(config.seed, 1, _DICTIONARY)
    atoms = _unit(rng.normal(size=(config.atoms or 0, config.features.d)))
    offsets = np.zeros(len(atoms))
    values = [atoms] if coding else [atoms, offsets]

    def gradient() -> tuple[float, list[Floats]]:
        batch = source(config.batch, rng)
        before = batch @ atoms.T - offsets
        codes = _codes(batch, atoms, price) if coding else np.maximum(before, 0.0)
        gap = codes @ atoms - batch
        loss = (float(np.sum(gap**2)) + price * float(codes.sum())) / config.batch
        by_atoms = 2.0 * codes.T @ gap / config.batch
        if coding:
            return loss, [_tangent(by_atoms, atoms)]
        by_codes = np.where(before > 0, 2.0 * gap @ atoms.T + price, 0.0) / config.batch
        return loss, [_tangent(by_codes.T @ batch + by_atoms, atoms), -by_codes.sum(axis=0)]

    def normalise(step: int) -> None:
        atoms[...] = _unit(atoms)

    descend(gradient, Adam(values), cosine_rates(config.learning_rate, config.steps), after=normalise)
    return atoms, offsets


def _tangent(slope: Floats, atoms: Floats) -> Floats:
    """The part of the slope of each atom that keeps its length."""
    along: Floats = slope - np.sum(slope * atoms, axis=1, keepdims=True) * atoms
    return along


def _codes(batch: Floats, atoms: Floats, price: float, steps: int = 25) -> Floats:
    """Codes c >= 0 near the least of |h - c D|^2 + price |c|_1: accelerated projected gradient steps (FISTA)."""
    gram, seen = atoms @ atoms.T, batch @ atoms.T
    size = 1.0 / np.linalg.eigvalsh(gram)[-1]
    codes = np.zeros_like(seen)
    ahead, pace = codes, 1.0
    for _ in range(steps):
        moved = np.maximum(ahead + size * (seen - ahead @ gram - 0.5 * price), 0.0)
        faster = 0.5 * (1.0 + np.sqrt(1.0 + 4.0 * pace * pace))
        ahead = moved + (pace - 1.0) / faster * (moved - codes)
        codes, pace = moved, faster
    return codes


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _activations(config: DictionaryConfig, size: int, rng: np.random.Generator) -> Floats:
    uniform = rng.uniform(size=(size, config.features.n))
    active = np.where(uniform < config.density, uniform / config.density, 0.0)
    mixed: Floats = active @ np.real(config.features.vectors)
    return mixed


def _models(config: DictionaryConfig, first: int) -> Iterator[DictionaryResult]:
    if first == 0:
        yield _result(config)


def _gather(config: DictionaryConfig, models: Sequence[DictionaryResult]) -> DictionaryResult:
    return models[0]


def _separate(result: DictionaryResult) -> list[DictionaryResult]:
    return [result]


def _restore(settings: dict[str, Any]) -> DictionaryConfig:
    features = settings["features"]
    return DictionaryConfig(**settings | {"features": Packing(features["rows"], features["objects"])})


KIND = ModelKind("dictionary", DictionaryConfig, DictionaryResult, _models, _gather, _separate, restore=_restore)
