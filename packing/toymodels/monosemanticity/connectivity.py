"""Linear mode connectivity: the loss between two layers whose neurons are matched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.errors import InputError, positive_integer
from packing.numeric import Floats
from packing.toymodels.brief import Brief
from packing.toymodels.monosemanticity.config import EVALUATED
from packing.toymodels.monosemanticity.layer import NeuronLayer, fresh_inputs, mean_loss
from packing.toymodels.monosemanticity.matching import balanced, match_neurons


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


def connection(
    first: NeuronLayer, second: NeuronLayer, points: int = 11, inputs: int = EVALUATED, *, matched: bool = True
) -> ConnectedPath:
    """The loss along the line from `first` to `second`, whose neurons are matched to those of `first`.

    Args: two layers under one embedding; `points` of the line, at least 2; `inputs`, how many fresh ones, at most
    16384; without `matched` the neurons stay in their order. Both are balanced, so that neither the order nor the
    positive scales of neurons matter (`match_neurons`): a rescaled or permuted copy has no barrier. A barrier near 0
    means linear mode connectivity. Raises `InputError` for other embeddings, shapes or too few points.
    """
    if not np.array_equal(first.embedding, second.embedding):
        raise InputError("two layers are compared under one embedding, not two: train both with the same seed")
    if positive_integer("points", points) < 2:
        raise InputError(f"a line needs at least 2 points, its ends, not {points}: give 11")
    order = match_neurons(first, second).order
    start, end = balanced(first), balanced(second)
    end = end.ordered(order) if matched else end
    fresh = fresh_inputs(first.config, 1)[:, : positive_integer("inputs", inputs, EVALUATED)]
    places = np.linspace(0.0, 1.0, points)
    between = [start.towards(end, place) for place in places]
    losses = [mean_loss(first.embedding, at.weights, at.biases, at.readout, fresh) for at in between]
    return ConnectedPath(places, np.array(losses))
