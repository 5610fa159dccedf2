"""Hidden ReLUs: y = ReLU(V ReLU(E^T x) + b) for the target x, or |x|, in the limit of one active feature.

Rows of E (n, d) say how features excite the d neurons, rows of V (n, d) how outputs read them; with tied weights V = E.
A feature j active alone at u in (0, 1] excites the neurons by u ReLU(e_j), one at -u by u ReLU(-e_j), so output i sees
C_ij u + b_i with C = V ReLU(+-E)^T: the same integrals of a ramp as without hidden ReLUs, for each sign. Both signs are
equally likely where the target is |x|. A feature is computed where C+_ii and C-_ii are 1 and nothing interferes: two
neurons do, one for each sign; fewer must share them.
Reference: Elhage et al., Toy Models of Superposition (2022), arXiv:2209.10652, on computation in superposition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packing.numeric import Floats
from packing.toymodels.autoencoder.losses.one_sparse import Value, one_active
from packing.toymodels.brief import Brief


@dataclass(frozen=True, eq=False, repr=False)
class HiddenOneSparseLoss(Brief):
    """The expected loss given one active feature, j with chance odds_j; weights are V over E, (2n, d), or tied (n, d).

    >>> neurons = np.array([[1.0, -1.0]])
    >>> absolute = HiddenOneSparseLoss(np.ones(1), np.ones(1), signed=True)
    >>> abs(absolute(np.concatenate((np.abs(neurons), neurons)), np.zeros(1)).loss) < 1e-15   # ReLU(x) + ReLU(-x)
    True
    """

    odds: Floats
    importance: Floats
    signed: bool = False

    largest_bias: float = 0.0

    def __call__(self, weights: Floats, biases: Floats) -> Value:
        """The loss and its gradient at the stacked weights and b (n,)."""
        readout, encoder = split(weights, len(biases))
        loss, by_bias = 0.0, np.zeros_like(biases)
        by_readout, by_encoder = np.zeros_like(readout), np.zeros_like(encoder)
        signs = (1.0, -1.0) if self.signed else (1.0,)
        for sign in signs:
            neurons = np.maximum(sign * encoder, 0.0)
            one, by_coupling, by_shift = one_active(
                readout @ neurons.T, biases, self.odds / len(signs), self.importance
            )
            loss += one
            by_bias += by_shift
            by_readout += by_coupling @ neurons
            by_encoder += np.where(neurons > 0, sign * (by_coupling.T @ readout), 0.0)
        tied = len(weights) == len(biases)
        return Value(loss, by_readout + by_encoder if tied else np.concatenate((by_readout, by_encoder)), by_bias)


class Halves(NamedTuple):
    """V (n, d), how outputs read the neurons, and E (n, d), how features excite them."""

    readout: npt.NDArray[Any]
    encoder: npt.NDArray[Any]


def split(weights: npt.NDArray[np.floating], n: int) -> Halves:
    """V and E of stacked weights (2n, d); the same array twice where they are tied, (n, d)."""
    return Halves(weights[:n], weights[-n:])


def couplings(readout: Floats, encoder: Floats, *, signed: bool) -> Floats:
    """C_ij, what output i sees of feature j alone at +1 and, where `signed`, at -1: (1 or 2, n, n)."""
    signs = (1.0, -1.0) if signed else (1.0,)
    return np.stack([readout @ np.maximum(sign * encoder, 0.0).T for sign in signs])


def computed(readout: Floats, encoder: Floats, *, signed: bool, threshold: float = 0.5) -> npt.NDArray[np.bool_]:
    """Whether each output answers its own feature alone, at every sign, with at least `threshold` times its size, (n,).

    >>> computed(np.array([[1.0, 1.0]]), np.array([[1.0, -1.0]]), signed=True).tolist()
    [True]
    >>> computed(np.array([[1.0]]), np.array([[1.0]]), signed=True).tolist()
    [False]
    """
    own = np.einsum("sii->si", couplings(readout, encoder, signed=signed))
    return np.asarray((own >= threshold).all(axis=0))
