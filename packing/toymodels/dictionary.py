"""Dictionaries: can features in an overcomplete packing be read off the activations they cause?

Activations h = sum_i x_i f_i of sparse features along n unit vectors f_i in d < n dimensions are taken apart 3 ways.

SVD returns at most d mutually orthogonal directions, so it cannot hold n > d features; if the coherence of the packing
is below 2 tau^2 - 1, no direction is within cosine tau of two features, and at most the share d/n is recovered. For a
tight frame of uncorrelated features the covariance is a multiple of I and its directions mean nothing.

Sparse coding minimises |h - c D|^2 + price |c|_1 over codes c >= 0 (by projected gradient steps) and unit atoms D; a
sparse autoencoder has one matrix product c = ReLU(D h - b) in place of that inner problem, tied to the decoder. Both
are written here, in NumPy, and not taken from scikit-learn: they share one training loop and one price, so that they
can be compared, and nothing has to be installed. The price is chosen without a look at the features: the largest of
`PRICES` at which the autoencoder still explains `EXPLAINED` of the variance of fresh activations.

The control replaces the activations by Gaussian ones of the same mean and covariance: a method that scores as much
there has found nothing. Score: the mean over features of the largest cosine with a found direction (MMCS).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.errors import InputError, finite_number, positive_integer
from packing.numeric import checked_seed
from packing.space import Field
from packing.toymodels.brief import Brief
from packing.toymodels.generators import generator
from packing.toymodels.kind import ModelKind
from packing.toymodels.training import Adam, cosine_rates, descend

Floats = npt.NDArray[np.float64]
Draw = Callable[[int, np.random.Generator], Floats]

_DICTIONARY = 5
"""The purpose of the generators of a sample (0) and of a training (1)."""

_FRESH = 20_000
_LEAST_EVENTS = 30

PRICES = (0.5, 0.3, 0.2, 0.1, 0.05)
EXPLAINED = 0.8

RECOVERED = 0.9
"""A feature counts as recovered if the cosine with some found direction is at least this."""


@dataclass(frozen=True, repr=False)
class DictionaryConfig(Brief):
    """Activations of `features` with chance `density` each, uniform on [0, 1]; a dictionary of `atoms` columns.

    `price` is the L1 price of a code, chosen by `train_dictionary` where it is None.
    """

    features: Packing
    density: float = 1.0 / 32
    atoms: int | None = None
    price: float | None = None
    steps: int = 2000
    batch: int = 256
    learning_rate: float = 0.01
    seed: int = 0

    def __post_init__(self) -> None:
        if self.features.field is not Field.REAL:
            raise InputError(f"features must be real vectors, not a packing over {self.features.field}: give real rows")
        if not 0 < finite_number("density", self.density) <= 1:
            raise InputError(f"a density must lie in (0, 1], not {self.density}: give the chance of a feature")
        if self.features.n * self.density * _FRESH < _LEAST_EVENTS:
            raise InputError(
                f"a density must be at least {_LEAST_EVENTS / _FRESH / self.features.n:.2g} for {self.features.n} "
                f"features, not {self.density}: below, hardly any is active in the {_FRESH} activations that are taken"
            )
        object.__setattr__(self, "seed", checked_seed(self.seed))
        for name in ("steps", "batch"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        atoms = 2 * self.features.n if self.atoms is None else self.atoms
        object.__setattr__(self, "atoms", positive_integer("atoms", atoms))
        for name in ("price", "learning_rate"):
            value = getattr(self, name)
            if value is not None and finite_number(name, value) <= 0:
                raise InputError(f"{name} must be greater than 0, not {value}: give a small number")

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, from which the same dictionary can be trained again."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        rows = np.real(self.features.vectors).tolist()
        return values | {"features": {"rows": rows, "objects": str(self.features.objects)}}


@dataclass(frozen=True, eq=False, repr=False)
class Recovery(Brief):
    """Directions found (m, d), the largest |cosine| of each feature with one of them (n,), and what that makes.

    Only directions that are used count: atoms that never fire are dropped before.
    """

    directions: Floats
    similarities: Floats

    @property
    def mean(self) -> float:
        """Mean max cosine similarity, MMCS."""
        return float(self.similarities.mean())

    @property
    def recovered(self) -> float:
        """The share of features with a direction within cosine `RECOVERED`."""
        return float(np.mean(self.similarities >= RECOVERED))


@dataclass(frozen=True, eq=False, repr=False)
class DictionaryResult(Brief):
    """What SVD, sparse coding and the sparse autoencoder recover, and what the latter scores on the control.

    `active` is the mean number of active codes of the autoencoder, `explained` the share of variance it explains, at
    `price`. Where the coherence is below `2 RECOVERED^2 - 1`, `svd_bound` (d/n) bounds the share SVD recovers, by a
    theorem; else it is 1.
    """

    config: DictionaryConfig
    price: float
    svd: Recovery
    coding: Recovery
    autoencoder: Recovery
    control: Recovery
    active: float
    explained: float

    @property
    def svd_bound(self) -> float:
        """min(1, d/n) where the theorem applies, else 1."""
        features = self.config.features
        coherence = float(np.abs(np.real(features.gram) - np.eye(features.n)).max())
        return min(1.0, features.d / features.n) if coherence < 2.0 * RECOVERED**2 - 1.0 else 1.0


def train_dictionary(config: DictionaryConfig, checkpoint: Path | str | None = None) -> DictionaryResult:
    """Recover the features of `config` three ways, beside the control; deterministic in the seed.

    >>> hexagon = Packing(np.kron(np.eye(4), [[1, 0], [0.5, 0.75**0.5], [-0.5, 0.75**0.5]]))
    >>> found = train_dictionary(DictionaryConfig(hexagon, density=0.05, price=0.1, steps=600))
    >>> found.autoencoder.mean > found.svd.mean and found.svd.recovered <= found.svd_bound
    True
    """
    return KIND.train(config, None, checkpoint)


def recovery(features: Packing, directions: npt.ArrayLike) -> Recovery:
    """How well unit `directions` (m, d) hold the features: the largest |cosine| for each.

    >>> recovery(Packing([[1, 0], [0, 1], [1, 1]]), [[1, 0], [0, 1]]).similarities.round(3).tolist()
    [1.0, 1.0, 0.707]
    """
    rows = np.atleast_2d(np.asarray(directions, dtype=np.float64))
    if rows.size == 0:
        return Recovery(rows, np.zeros(features.n))
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return Recovery(unit, np.abs(np.real(features.vectors) @ unit.T).max(axis=1))


def _result(config: DictionaryConfig) -> DictionaryResult:
    sample = _activations(config, _FRESH, generator(config.seed, 0, _DICTIONARY))
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


def _train(config: DictionaryConfig, price: float, draw: Draw, *, coding: bool) -> tuple[Floats, Floats]:
    """Unit atoms (m, d) and offsets (m,) by Adam on |h - c D|^2 + price |c|_1; by steps (`coding`) or by ReLU."""
    rng = generator(config.seed, 1, _DICTIONARY)
    atoms = _unit(rng.normal(size=(config.atoms or 0, config.features.d)))
    offsets = np.zeros(len(atoms))
    values = [atoms] if coding else [atoms, offsets]

    def gradient() -> tuple[float, list[Floats]]:
        batch = draw(config.batch, rng)
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
