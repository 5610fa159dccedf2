"""Linear mode connectivity: the loss between two layers whose neurons are matched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.errors import InputError
from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.monosemanticity.layer import NeuronLayer, fresh_inputs, mean_loss


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


def connection(first: NeuronLayer, second: NeuronLayer, points: int = 11) -> ConnectedPath:
    """The loss along the line from `first` to `second`, whose neurons are permuted to match those of `first`.

    Neurons are matched by their incoming weights, bias and outgoing weights together (an assignment of largest inner
    product). Both must share the embedding. A barrier near 0 means linear mode connectivity.
    """
    from scipy.optimize import linear_sum_assignment

    if not np.array_equal(first.embedding, second.embedding):
        raise InputError("two layers are compared under one embedding, not two: train both with the same seed")
    order = linear_sum_assignment(-(_signature(first) @ _signature(second).T))[1]
    inputs = fresh_inputs(first.config, 1)
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
        losses.append(mean_loss(first.embedding, weights, biases, readout, inputs))
    return ConnectedPath(places, np.array(losses))


def _signature(layer: NeuronLayer) -> Floats:
    return np.concatenate((layer.weights, layer.biases[:, None], layer.readout.T), axis=1)
