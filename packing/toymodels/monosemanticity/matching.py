"""The same function by other neurons: hidden ReLU layers up to the order and the positive rescaling of their neurons.

A layer x -> V ReLU(W x + b) does not change when its neurons are permuted, nor when (w_j, b_j) is divided and column
v_j multiplied by one c_j > 0. Balanced neurons, |(w_j, b_j)| = |v_j|, are one representative of every class of
rescalings; two layers are then matched by the permutation that brings their balanced neurons (w_j, b_j, v_j) closest
together, an assignment of largest inner product.
Reference: Entezari et al., The role of permutation invariance in linear mode connectivity, arXiv:2110.06296; Ainsworth,
Hayase, Srinivasa, Git Re-Basin, arXiv:2209.04836.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from packing.errors import InputError
from packing.numeric import Floats
from packing.toymodels.brief import Brief


class HiddenLayer(Protocol):
    """What has `weights` (k, m), `biases` (k,) and `readout` (N, k), such as a `NeuronLayer`."""

    @property
    def weights(self) -> Floats: ...
    @property
    def biases(self) -> Floats: ...
    @property
    def readout(self) -> Floats: ...


@dataclass(frozen=True, eq=False, repr=False)
class Neurons(Brief):
    """The neurons of a hidden layer: weights W (k, m), biases b (k,), readout V (N, k)."""

    weights: Floats
    biases: Floats
    readout: Floats

    @property
    def rows(self) -> Floats:
        """One neuron a row: (w_j, b_j, v_j), (k, m + 1 + N)."""
        return np.concatenate((self.weights, self.biases[:, None], self.readout.T), axis=1)

    def ordered(self, order: npt.NDArray[np.intp]) -> Neurons:
        """The neurons in this order."""
        return Neurons(self.weights[order], self.biases[order], self.readout[:, order])

    def towards(self, other: Neurons, place: float) -> Neurons:
        """The point at `place` in [0, 1] on the straight line from these neurons to `other`."""
        ends = zip((self.weights, self.biases, self.readout), (other.weights, other.biases, other.readout), strict=True)
        return Neurons(*((1.0 - place) * a + place * b for a, b in ends))


@dataclass(frozen=True, eq=False, repr=False)
class Matching(Brief):
    """Neuron j of the first layer is neuron `order[j]` of the second, with (w, b) times and v over `scales[j]`.

    `distance` is that of the balanced and matched layers over the root of the sum of their squared norms: 0 where one
    is a copy of the other, 1 where their neurons are orthogonal.
    """

    order: npt.NDArray[np.intp]
    scales: Floats
    distance: float


def balanced(layer: HiddenLayer) -> Neurons:
    """The same function by neurons with |(w_j, b_j)| = |v_j|; a neuron that adds nothing, where one is 0, is 0.

    >>> layer = Neurons(np.array([[3.0, 4.0]]), np.array([0.0]), np.array([[20.0]]))
    >>> balanced(layer).readout, balanced(layer).weights
    (array([[10.]]), array([[6., 8.]]))
    """
    scales = _scales(layer)
    with np.errstate(divide="ignore"):
        back = np.where(scales > 0, 1.0 / scales, 0.0)
    return Neurons(layer.weights * scales[:, None], layer.biases * scales, layer.readout * back)


def match_neurons(first: HiddenLayer, second: HiddenLayer) -> Matching:
    """Match the neurons of `second` to those of `first` up to order and positive rescaling.

    Args: two layers with `weights` (k, m), `biases` (k,) and `readout` (N, k) of the same shapes. Raises `InputError`
    where the shapes differ. The order is optimal for the sum of squared distances of balanced neurons; another one may
    bring the *functions* closer.

    >>> rng = np.random.default_rng(0)
    >>> layer = Neurons(rng.normal(size=(3, 2)), rng.normal(size=3), rng.normal(size=(4, 3)))
    >>> copy = Neurons(5 * layer.weights[::-1], 5 * layer.biases[::-1], layer.readout[:, ::-1] / 5)
    >>> match = match_neurons(layer, copy)
    >>> match.order.tolist(), match.scales.round(9).tolist(), round(match.distance, 7)
    ([2, 1, 0], [5.0, 5.0, 5.0], 0.0)
    """
    from scipy.optimize import linear_sum_assignment

    shapes = [(layer.weights.shape, layer.readout.shape) for layer in (first, second)]
    if shapes[0] != shapes[1]:
        raise InputError(
            f"layers of other shapes have no matching neurons: {shapes[0]} and {shapes[1]}; give equal ones"
        )
    one, two = balanced(first).rows, balanced(second).rows
    order = np.asarray(linear_sum_assignment(-(one @ two.T))[1])
    size = np.sqrt(np.sum(one**2) + np.sum(two**2))
    distance = float(np.linalg.norm(one - two[order]) / size) if size else 0.0
    left, right = _scales(first), _scales(second)[order]
    scales = np.divide(left, right, out=np.ones_like(left), where=(left > 0) & (right > 0))
    return Matching(order, scales, distance)


def _scales(layer: HiddenLayer) -> Floats:
    """What (w_j, b_j) is multiplied by to be as long as v_j then is, (k,); 0 where one of both is 0."""
    incoming = np.hypot(np.linalg.norm(layer.weights, axis=1), layer.biases)
    outgoing = np.linalg.norm(layer.readout, axis=0)
    squares = np.divide(outgoing, incoming, out=np.zeros_like(incoming), where=incoming > 0)
    return np.asarray(np.sqrt(squares))
