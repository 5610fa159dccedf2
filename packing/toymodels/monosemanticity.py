"""Monosemanticity: which neurons of a hidden ReLU layer answer to a single feature, and what that costs.

Sparse features x (N) arrive through a fixed random embedding with unit columns, h = E x in m < N dimensions; k neurons
a = ReLU(W h + b) are read by x' = V a. All of W, b, V are trained by Adam on the mean of |x - x'|^2 + l1 |a|_1, from
biases that start at one (negative) value and may decay during the first half of training. Noise, if any, is added to
the neurons before the ReLU.

Neuron j answers to feature i with r_ij = |ReLU(w_j . e_i + b_j) - ReLU(b_j)|. It is called monosemantic at threshold t
if its largest answer has at least the share t of their sum (`strict`), or of the sum of their squares (`energy`).
Published: more monosemantic minima, from negative biases, at no cost in loss, with the strict share at t = .999. What
of that is seen depends on sizes and rates; both shares are given here, with the loss beside them.
Reference: Jermyn, Schiefer, Hubinger, Engineering Monosemanticity in Toy Models, arXiv:2211.09169.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from packing.errors import InputError, finite_number, positive_integer
from packing.numeric import checked_seed
from packing.toymodels.brief import Brief
from packing.toymodels.generators import LANES, draw_features, generator, initial_state
from packing.toymodels.kind import ModelKind, Progress, Trained, gathered
from packing.toymodels.training import RECORDS, Adam, Diverged, cosine_rates, descend

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]

STRICT, ENERGY = 0.999, 0.9
"""The published threshold on max/sum of answers, and the milder one on max^2/sum of squares."""

_NEURONS, _EMBEDDING = 6, 7
"""The purposes of the generators of starts and noise, and of the embedding."""

_DIVERGED = 1e3
"""A batch loss this many times that of answering 0 is taken as divergence."""

_EVALUATED = 1 << 14
_LEAST_EVENTS = 30


@dataclass(frozen=True, repr=False)
class MonosemanticityConfig(Brief):
    """Sizes, data, start and training; `bias_decay` is the total exponent by which biases shrink in the first half.

    With `power_law` the frequency of feature i is proportional to i^-power_law, with mean `density`, clipped at 1.
    """

    features: int = 64
    embedding: int = 16
    neurons: int = 128
    density: float = 1.0 / 64
    power_law: float = 0.0
    bias: float = -0.5
    bias_decay: float = 3.0
    l1: float = 0.0
    noise: float = 0.0
    learning_rate: float = 0.005
    steps: int = 3000
    batch: int = 512
    models: int = 1
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("features", "embedding", "neurons", "steps", "batch", "models"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        object.__setattr__(self, "seed", checked_seed(self.seed))
        if not 0 < finite_number("density", self.density) <= 1:
            raise InputError(f"a density must lie in (0, 1], not {self.density}: give the mean chance of a feature")
        if self.features * self.density * _EVALUATED < _LEAST_EVENTS:
            raise InputError(
                f"a density must be at least {_LEAST_EVENTS / _EVALUATED / self.features:.2g} for {self.features} "
                f"features, not {self.density}: below, hardly any is active in the {_EVALUATED} inputs that are tested"
            )
        for name in ("power_law", "bias_decay", "l1", "noise"):
            if finite_number(name, getattr(self, name)) < 0:
                raise InputError(f"{name} must be at least 0, not {getattr(self, name)}: give 0 to leave it out")
        finite_number("bias", self.bias)
        if finite_number("learning_rate", self.learning_rate) <= 0:
            raise InputError(f"learning_rate must be greater than 0, not {self.learning_rate}: give about 0.005")
        if self.batch % LANES:
            raise InputError(
                f"batch must be a multiple of {LANES}, not {self.batch}: give {self.batch + -self.batch % LANES}"
            )

    @property
    def frequencies(self) -> Floats:
        """The chance of each feature, (N,)."""
        weights = np.arange(1, self.features + 1) ** -float(self.power_law)
        return np.minimum(1.0, self.density * weights / weights.mean())


@dataclass(frozen=True, eq=False, repr=False)
class NeuronLayer(Brief):
    """A trained model: embedding E (m, N), W (k, m), b (k,), V (N, k), its loss and the variance it could explain."""

    config: MonosemanticityConfig
    embedding: Floats
    weights: Floats
    biases: Floats
    readout: Floats
    loss: float
    variance: float
    history: tuple[float, ...]

    @property
    def relative_loss(self) -> float:
        """The loss over the variance of the features: 1 for a model that answers the mean."""
        return self.loss / self.variance

    @property
    def answers(self) -> Floats:
        """r, (k, N): how much each neuron answers to each feature alone at full strength."""
        before = self.weights @ self.embedding + self.biases[:, None]
        return np.abs(np.maximum(before, 0.0) - np.maximum(self.biases, 0.0)[:, None])

    @property
    def alive(self) -> npt.NDArray[np.bool_]:
        """The neurons that answer to some feature."""
        return np.asarray(self.answers.max(axis=1) > 1e-6)

    def share(self, threshold: float = STRICT) -> float:
        """The share of living neurons whose largest answer is at least `threshold` of the sum of answers."""
        return self._share(self.answers[self.alive], threshold)

    def energy_share(self, threshold: float = ENERGY) -> float:
        """The same with squared answers."""
        return self._share(self.answers[self.alive] ** 2, threshold)

    @staticmethod
    def _share(answers: Floats, threshold: float) -> float:
        if not answers.size:
            return 0.0
        return float(np.mean(answers.max(axis=1) >= threshold * answers.sum(axis=1)))


Layers = Trained[MonosemanticityConfig, NeuronLayer]


@dataclass(frozen=True, eq=False, repr=False)
class ConnectedPath(Brief):
    """Losses on the straight line between two models after matching their neurons; `barrier` above the chord."""

    places: Floats
    losses: Floats

    @property
    def barrier(self) -> float:
        """The largest excess of the loss over the straight line between the ends' losses."""
        chord = (1.0 - self.places) * self.losses[0] + self.places * self.losses[-1]
        return float(np.max(self.losses - chord))


def train_neurons(
    config: MonosemanticityConfig, progress: Progress | None = None, checkpoint: Path | str | None = None
) -> Layers:
    """Train `models` layers; layer k depends on (config, seed, k) alone, and all share the embedding of the seed.

    Raises `InputError` where a loss diverges.

    >>> small = MonosemanticityConfig(features=12, embedding=6, neurons=16, density=0.1, steps=200, batch=64)
    >>> (layer,) = train_neurons(small)
    >>> layer.loss < layer.variance
    True
    """
    return KIND.train(config, progress, checkpoint)


def sweep_rates(
    config: MonosemanticityConfig, rates: Sequence[float], progress: Progress | None = None
) -> tuple[Layers, ...]:
    """The layers at each learning rate: minima differ in monosemanticity, so a rate is part of a result."""
    found = []
    for done, rate in enumerate(rates):
        found.append(train_neurons(replace(config, learning_rate=rate)))
        if progress is not None:
            progress(done + 1, len(rates))
    return tuple(found)


def connection(first: NeuronLayer, second: NeuronLayer, points: int = 11) -> ConnectedPath:
    """The loss along the line from `first` to `second`, whose neurons are permuted to match those of `first`.

    Neurons are matched by their incoming weights, bias and outgoing weights together (an assignment of largest inner
    product). Both must share the embedding. A barrier near 0 means linear mode connectivity.
    """
    from scipy.optimize import linear_sum_assignment

    if not np.array_equal(first.embedding, second.embedding):
        raise InputError("two layers are compared under one embedding, not two: train both with the same seed")
    order = linear_sum_assignment(-(_signature(first) @ _signature(second).T))[1]
    inputs = _sample(first.config, 1)
    places = np.linspace(0.0, 1.0, points)
    losses = []
    for place in places:
        weights, biases, readout = (
            (1.0 - place) * a + place * b
            for a, b in (
                (first.weights, second.weights[order]),
                (first.biases, second.biases[order]),
                (first.readout, second.readout[:, order]),
            )
        )
        losses.append(_loss(first.embedding, weights, biases, readout, inputs))
    return ConnectedPath(places, np.array(losses))


def _models(config: MonosemanticityConfig, first: int) -> Iterator[NeuronLayer]:
    for model in range(first, config.models):
        yield _train(config, model)


def _train(config: MonosemanticityConfig, model: int) -> NeuronLayer:
    embedding = _embedding(config).astype(np.float32)
    rng = generator(config.seed, model, _NEURONS)
    n, m, k = config.features, config.embedding, config.neurons
    values: list[Floats32] = [
        (rng.normal(size=(k, m)) / np.sqrt(m)).astype(np.float32),
        np.full(k, config.bias, dtype=np.float32),
        (rng.normal(size=(n, k)) / np.sqrt(k)).astype(np.float32),
    ]
    state, chance = initial_state(config.seed, model), config.frequencies.astype(np.float32)
    inputs = np.empty((n, config.batch), dtype=np.float32)
    fading = np.float32(np.exp(-config.bias_decay / max(1, config.steps // 2)))

    def gradient() -> tuple[float, list[Floats32]]:
        draw_features(state, chance, inputs)
        return _slopes(config, embedding, values, inputs, rng)

    def fade(step: int) -> None:
        if 2 * step < config.steps:
            values[1] *= fading

    history = descend(
        gradient,
        Adam(values),
        cosine_rates(config.learning_rate, config.steps),
        stride=max(1, config.steps // RECORDS),
        limit=_DIVERGED * float(np.sum(config.frequencies)) / 3.0,
        after=fade,
    )
    weights, biases, readout = (value.astype(np.float64) for value in values)
    fresh = _sample(config, model)
    variance = float(np.mean(np.sum((fresh - fresh.mean(axis=1, keepdims=True)) ** 2, axis=0)))
    exact = embedding.astype(np.float64)
    loss = _loss(exact, weights, biases, readout, fresh)
    if not np.isfinite(loss):
        raise Diverged(config.steps)
    return NeuronLayer(config, exact, weights, biases, readout, loss, variance, history)


def _slopes(
    config: MonosemanticityConfig,
    embedding: Floats32,
    values: list[Floats32],
    inputs: Floats32,
    rng: np.random.Generator,
) -> tuple[float, list[Floats32]]:
    """The batch loss and its gradient by W, b, V."""
    weights, biases, readout = values
    share = np.float32(1.0 / inputs.shape[1])
    hidden = embedding @ inputs
    before = weights @ hidden + biases[:, None]
    if config.noise:
        before += np.float32(config.noise) * rng.standard_normal(before.shape, dtype=np.float32)
    active = np.maximum(before, np.float32(0.0))
    gap = readout @ active - inputs
    loss = float(share * (np.vdot(gap, gap) + config.l1 * active.sum()))
    gap *= np.float32(2.0) * share
    push = np.where(before > 0, readout.T @ gap + np.float32(config.l1) * share, np.float32(0.0))
    return loss, [push @ hidden.T, push.sum(axis=1), gap @ active.T]


def _loss(embedding: Floats, weights: Floats, biases: Floats, readout: Floats, inputs: Floats) -> float:
    outputs = readout @ np.maximum(weights @ (embedding @ inputs) + biases[:, None], 0.0)
    return float(np.mean(np.sum((outputs - inputs) ** 2, axis=0)))


def _embedding(config: MonosemanticityConfig) -> Floats:
    columns = generator(config.seed, 0, _EMBEDDING).normal(size=(config.embedding, config.features))
    unit: Floats = columns / np.linalg.norm(columns, axis=0)
    return unit


def _sample(config: MonosemanticityConfig, model: int) -> Floats:
    """Fresh features for evaluation, (N, many), from a stream that training does not use."""
    fresh = np.empty((config.features, _EVALUATED), dtype=np.float32)
    draw_features(initial_state(config.seed + 1, 1_000_000 + model), config.frequencies.astype(np.float32), fresh)
    return fresh.astype(np.float64)


def _signature(layer: NeuronLayer) -> Floats:
    return np.concatenate((layer.weights, layer.biases[:, None], layer.readout.T), axis=1)


KIND = ModelKind("monosemanticity", MonosemanticityConfig, NeuronLayer, _models, gathered, list)
