"""Train dictionaries by sparse coding and by a sparse autoencoder, beside the SVD and two controls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np

from packing.configuration import Packing
from packing.numeric import Floats
from packing.toymodels.dictionary.config import FRESH, DictionaryConfig
from packing.toymodels.dictionary.methods.learned import used_atoms
from packing.toymodels.dictionary.methods.online import sparse_codes
from packing.toymodels.dictionary.result import DictionaryResult, Recovery, recovery
from packing.toymodels.dictionary.source import shuffled
from packing.toymodels.generators import generator
from packing.toymodels.kind import ModelKind
from packing.toymodels.training import Adam, cosine_rates, descend

Source = Callable[[int, np.random.Generator], Floats]

_DICTIONARY = 5
"""The purpose of the generators of a sample (0), a training (1), shuffled weights (2) and what judges a control (3)."""

_JUDGED = 4096
"""Activations on which it is seen which atoms are used."""

_CODING_STEPS = 25


PRICES = (0.5, 0.3, 0.2, 0.1, 0.05)


EXPLAINED = 0.8


def train_dictionary(
    config: DictionaryConfig, checkpoint: Path | str | None = None, executor: Executor | None = None
) -> DictionaryResult:
    """Recover the features of `config` three ways, beside the control; deterministic in the seed.

    >>> hexagon = Packing(np.kron(np.eye(4), [[1, 0], [0.5, 0.75**0.5], [-0.5, 0.75**0.5]]))
    >>> result = train_dictionary(DictionaryConfig(hexagon, density=0.05, price=0.1, steps=600))
    >>> result.autoencoder.mean > result.svd.mean and result.svd.recovered <= result.svd_bound
    True
    """
    return KIND.train(config, None, checkpoint, executor)


def _result(config: DictionaryConfig) -> DictionaryResult:
    sample = _activations(config, FRESH, generator(config.seed, 0, _DICTIONARY))
    centre, root = sample.mean(axis=0), np.linalg.cholesky(np.cov(sample.T) + 1e-9 * np.eye(config.features.d))

    def true_activations(size: int, rng: np.random.Generator) -> Floats:
        return _activations(config, size, rng)

    def gaussian_activations(size: int, rng: np.random.Generator) -> Floats:
        noise: Floats = centre + rng.normal(size=(size, len(root))) @ root.T
        return noise

    mixed = shuffled(np.real(config.features.vectors), generator(config.seed, 2, _DICTIONARY))

    def randomised_activations(size: int, rng: np.random.Generator) -> Floats:
        return _activations(config, size, rng, mixed)

    for price in (config.price,) if config.price is not None else PRICES:
        atoms, offsets = _train(config, price, true_activations, coding=False)
        codes = np.maximum(sample @ atoms.T - offsets, 0.0)
        explained = 1.0 - float(np.sum((codes @ atoms - sample) ** 2) / np.sum((sample - centre) ** 2))
        if explained >= EXPLAINED:
            break

    def control(source: Source) -> Recovery:
        learned, shift = _train(config, price, source, coding=False)
        fresh = source(_JUDGED, generator(config.seed, 3, _DICTIONARY))
        return recovery(config.features, learned[used_atoms(np.maximum(fresh @ learned.T - shift, 0.0))])

    coded, _ = _train(config, price, true_activations, coding=True)
    return DictionaryResult(
        config,
        price,
        recovery(config.features, _along(np.linalg.svd(sample, full_matrices=False)[2], centre)),
        recovery(config.features, coded[used_atoms(sparse_codes(sample[:_JUDGED], coded, price, _CODING_STEPS))]),
        recovery(config.features, atoms[used_atoms(codes)]),
        control(gaussian_activations),
        float(np.mean(np.sum(codes > 0, axis=1))),
        explained,
        control(randomised_activations),
    )


def _along(directions: Floats, centre: Floats) -> Floats:
    """Singular vectors, whose signs are free, turned so that the mean activation lies along them."""
    turned: Floats = directions * np.where(directions @ centre < 0, -1.0, 1.0)[:, None]
    return turned


def _train(config: DictionaryConfig, price: float, source: Source, *, coding: bool) -> tuple[Floats, Floats]:
    """Unit atoms (m, d) and offsets (m,) by Adam on |h - c D|^2 + price |c|_1; by steps (`coding`) or by ReLU."""
    rng = generator(config.seed, 1, _DICTIONARY)
    atoms = _unit(rng.normal(size=(config.atoms or 0, config.features.d)))
    offsets = np.zeros(len(atoms))
    values = [atoms] if coding else [atoms, offsets]

    def gradient() -> tuple[float, list[Floats]]:
        batch = source(config.batch, rng)
        before = batch @ atoms.T - offsets
        codes = sparse_codes(batch, atoms, price, _CODING_STEPS) if coding else np.maximum(before, 0.0)
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


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _activations(config: DictionaryConfig, size: int, rng: np.random.Generator, rows: Floats | None = None) -> Floats:
    """Activations of the features, or of other `rows` in their place."""
    uniform = rng.uniform(size=(size, config.features.n))
    active = np.where(uniform < config.density, uniform / config.density, 0.0)
    mixed: Floats = active @ (np.real(config.features.vectors) if rows is None else rows)
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
