r"""What a trained model is up to its gauge, as a weighted graph: equal graphs in some order are equal models.

    x' = ReLU(W W^T x + b)        nodes: features; marks |w_i|^2 and b_i, ties <w_i, w_j>: hidden isometries
    hidden ReLUs                  nodes: features and neurons; ties as features excite neurons and as neurons are read,
                                  neurons balanced by their positive rescaling where encoder and readout differ
    x^T W W^T x  (capacity)       ties up to signs s_i s_j: features have mean 0
    features of m dimensions      ties: singular values of W_i W_j^T, up to rotations within each feature
    neurons (monosemanticity)     nodes: features and neurons, balanced; ties w_j . e_i and v_ij, marks b_j
    dictionaries                  nodes: features and what each method found; ties their cosines, of the SVD up to sign
    factorization                 nodes: modes; marks their strength and what was learned of each (A B^T, not A and B)

Features are exchangeable where density, importance and sets agree. Signs are free where the loss has them free: for
the quadratic model, and for linear models without biases in the limit of one active feature.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.numeric import Floats
from packing.symmetry.weighted_graphs import Order, SwitchedGraph, WeightedGraph
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.options import Loss, Variant
from packing.toymodels.autoencoder.trained import REPRESENTED, TrainedModel
from packing.toymodels.capacity import CapacityConfig, CapacityModel
from packing.toymodels.dictionary import DictionaryConfig, DictionaryResult
from packing.toymodels.factorization import FactorizationConfig, LearningCurve
from packing.toymodels.gauge.spans import SpanGraph
from packing.toymodels.monosemanticity import MonosemanticityConfig, NeuronLayer
from packing.toymodels.monosemanticity.matching import Neurons, balanced
from packing.toymodels.subspaces.config import SubspaceConfig
from packing.toymodels.subspaces.trained import SubspaceModel


@dataclass(frozen=True, eq=False)
class Form:
    """A model up to its gauge: its graph, and that of the directions of its represented features where it has such."""

    graph: WeightedGraph
    directions: WeightedGraph | None = None


def form_of(config: Any, model: Any) -> Form:
    """The graph of one model of any kind that `save_models` keeps.

    >>> config = AutoencoderConfig(3, 2)
    >>> model = TrainedModel(np.eye(3, 2), np.zeros(3), 0.0, (), True)
    >>> form_of(config, model).graph.marks.tolist()
    [[1.0, 0.0], [1.0, 0.0], [0.0, 0.0]]
    """
    for kind, made in FORMS.items():
        if isinstance(config, kind):
            form: Form = made(config, model)
            return form
    raise InputError(f"models of {type(config).__name__} have no graph to compare: give trained models of the package")


def _autoencoder(config: AutoencoderConfig, model: TrainedModel) -> Form:
    colours = _exchangeable(config.densities, config.importances)
    together = _sets(config.n, config.correlated) + 2.0 * _sets(config.n, config.anticorrelated)
    if config.variant is Variant.HIDDEN:
        return Form(_two_layers(config, model, colours, together))
    weights, biases = model.weights, model.biases
    gram = weights @ weights.T
    free = config.variant is Variant.LINEAR and config.loss is Loss.ONE_SPARSE and not np.any(biases)
    marks, ties = np.column_stack((np.diagonal(gram), biases)), gram[None] if free else np.stack((gram, together))
    graph = (SwitchedGraph if free else WeightedGraph)(colours, marks, ties)
    return Form(graph, _directions(weights, colours, signed=free))


def _two_layers(
    config: AutoencoderConfig, model: TrainedModel, colours: npt.NDArray[np.intp], together: Floats
) -> WeightedGraph:
    """Hidden ReLUs: neurons have an order, and where encoder and readout differ a positive scale, that mean nothing."""
    n, d = config.n, config.d
    encoder, readout = model.weights if model.encoder is None else model.encoder, model.weights
    if model.encoder is not None:
        even = balanced(Neurons(encoder.T, np.zeros(d), readout))
        encoder, readout = even.weights.T, even.readout
    marks = np.concatenate((model.biases, np.zeros(d)))[:, None]
    ties = np.zeros((3, n + d, n + d))
    ties[0, :n, n:], ties[1, :n, n:], ties[2, :n, :n] = encoder, readout, together
    return WeightedGraph(np.concatenate((colours, np.full(d, -1))), marks, _symmetric(ties))


def _capacity(config: CapacityConfig, model: CapacityModel) -> Form:
    colours = _exchangeable(np.array(config.importance))
    gram = model.weights @ model.weights.T
    graph = SwitchedGraph(colours, np.diagonal(gram)[:, None], gram[None])
    return Form(graph, _directions(model.weights, colours, signed=True))


def _subspaces(config: SubspaceConfig, model: SubspaceModel) -> Form:
    colours = _exchangeable(config.densities, config.importances)
    products = np.einsum("iad,jbd->ijab", model.weights, model.weights)
    sizes = np.moveaxis(np.linalg.svd(products, compute_uv=False), 2, 0)
    marks = np.column_stack((np.einsum("kii->ik", sizes), model.biases))
    forms = np.einsum("iad,iae->ide", model.weights, model.weights)
    return Form(SpanGraph(colours, marks, sizes, forms))


def _monosemanticity(config: MonosemanticityConfig, model: NeuronLayer) -> Form:
    n, k = config.features, config.neurons
    even = balanced(model)
    ties = np.zeros((2, n + k, n + k))
    ties[0, :n, n:], ties[1, :n, n:] = (even.weights @ model.embedding).T, even.readout
    colours = np.concatenate((_exchangeable(config.frequencies), np.full(k, -1)))
    return Form(WeightedGraph(colours, np.concatenate((np.zeros(n), even.biases))[:, None], _symmetric(ties)))


def _dictionary(config: DictionaryConfig, result: DictionaryResult) -> Form:
    features = np.real(np.asarray(config.features.vectors))
    found = [np.atleast_2d(part.directions) for part in (result.svd, result.coding, result.autoencoder, result.control)]
    parts = [features, *(part for part in found if part.size)]
    rows = np.concatenate(parts)
    colours = np.concatenate([np.full(len(part), number) for number, part in enumerate(parts)])
    cosines = rows @ rows.T
    svd = colours == 1  # an axis of the SVD has no sign
    unsigned = svd[:, None] | svd[None, :]
    ties = np.where(unsigned, np.abs(cosines), cosines)
    return Form(WeightedGraph(colours, np.zeros((len(rows), 0)), ties[None]))


def _factorization(_config: FactorizationConfig, curve: LearningCurve) -> Form:
    learned = curve.overlaps[-1]
    count = min(len(curve.modes), len(learned))
    marks = np.column_stack((curve.modes[:count], learned[:count]))
    return Form(WeightedGraph(np.zeros(count, dtype=np.intp), marks, np.zeros((1, count, count))))


FORMS: dict[type, Callable[[Any, Any], Form]] = {
    AutoencoderConfig: _autoencoder,
    CapacityConfig: _capacity,
    SubspaceConfig: _subspaces,
    MonosemanticityConfig: _monosemanticity,
    DictionaryConfig: _dictionary,
    FactorizationConfig: _factorization,
}
"""How a model becomes a graph, by the type of its settings; a new kind is one line more."""


def _exchangeable(*profiles: Floats) -> Order:
    """The class of each feature: those of equal density, importance, and so on."""
    table = np.column_stack([np.broadcast_to(profile, np.shape(profiles[0])) for profile in profiles])
    return np.asarray(np.unique(table, axis=0, return_inverse=True)[1].reshape(-1), dtype=np.intp)


def _sets(n: int, sets: tuple[tuple[int, ...], ...]) -> Floats:
    """1 where two features are in one of the sets, (n, n)."""
    joined = np.zeros((n, n))
    for members in sets:
        joined[np.ix_(members, members)] = 1.0
    return joined


def _directions(weights: Floats, colours: Order, *, signed: bool) -> WeightedGraph:
    """The cosines of the represented features alone: the model without its norms and biases."""
    norms = np.linalg.norm(weights, axis=1)
    live = np.flatnonzero(norms >= REPRESENTED)
    unit = weights[live] / norms[live, None]
    kind = SwitchedGraph if signed else WeightedGraph
    return kind(colours[live], np.zeros((len(live), 0)), (unit @ unit.T)[None])


def _symmetric(ties: Floats) -> Floats:
    """Ties with the upper triangle repeated below."""
    upper = np.triu(ties, 1)
    return np.asarray(upper + np.swapaxes(upper, 1, 2))
