"""Sparse autoencoders with unit atoms D (m, d) that are encoder and decoder at once, by Adam on fresh batches.

With the products z = D h, an encoder makes codes c >= 0, and the batch loss is the mean of

    L1       c = ReLU(z + b):                                        |h - c D|^2 + price |c|_1,
    TopK     c = the k largest z, where positive:                    |h - c D|^2,
    gated    c = [z + b > 0] ReLU(e^r z + q), g = ReLU(z + b):       |h - c D|^2 + price |g|_1 + |h - g D*|^2,

where D* is the decoder held fixed. TopK begins with 4 k codes and comes down to k over the first half: at k from the
start most atoms never fire. Directions are the atoms that fire.
References: Cunningham et al., arXiv:2309.08600 (L1); Gao et al., arXiv:2406.04093 (TopK); Rajamanoharan et al.,
arXiv:2404.16014 (gated; its encoder and decoder are two matrices, here one).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from packing.toymodels.dictionary.methods.learned import Learned, learned
from packing.toymodels.dictionary.methods.settings import LearningSettings, Method
from packing.toymodels.dictionary.source import Source
from packing.toymodels.generators import Floats32
from packing.toymodels.training import Adam, cosine_rates, descend

_WIDEST = 4.0
"""TopK begins with this many times k codes."""


@dataclass
class Encoder:
    """The atoms and offsets of one autoencoder, changed in place, and the slopes of its loss on a batch."""

    atoms: Floats32
    settings: LearningSettings
    offsets: Floats32 = field(init=False)
    scales: Floats32 = field(init=False)
    gates: Floats32 = field(init=False)
    step: int = 0

    def __post_init__(self) -> None:
        self.offsets, self.scales, self.gates = (np.zeros(len(self.atoms), dtype=np.float32) for _ in range(3))

    @property
    def values(self) -> list[Floats32]:
        """What is trained, the atoms first."""
        return [self.atoms]

    def codes(self, batch: Floats32) -> Floats32:
        """The codes of a batch, (batch, m)."""
        raise NotImplementedError

    def slopes(self, batch: Floats32) -> tuple[float, list[Any]]:
        """The loss of a batch and its slopes by `values`."""
        raise NotImplementedError

    def gap(self, codes: Floats32, batch: Floats32) -> Floats32:
        """c D - h."""
        missing: Floats32 = codes @ self.atoms
        missing -= batch
        return missing

    def atom_slopes(self, by_codes: Any, codes: Floats32, gap: Floats32, batch: Floats32) -> Floats32:
        """The slope of the atoms, as encoder and as decoder, along the sphere."""
        slope: Floats32 = by_codes.T @ batch
        slope += (2.0 / np.float32(len(batch))) * (codes.T @ gap)
        slope -= np.sum(slope * self.atoms, axis=1, keepdims=True) * self.atoms
        return slope


class L1Encoder(Encoder):
    """Codes by a ReLU, with a price."""

    @property
    def values(self) -> list[Floats32]:
        """Atoms and offsets."""
        return [self.atoms, self.offsets]

    def codes(self, batch: Floats32) -> Floats32:
        """ReLU(D h + b)."""
        return np.maximum(batch @ self.atoms.T + self.offsets, np.float32(0))

    def slopes(self, batch: Floats32) -> tuple[float, list[Any]]:
        """Those of |h - c D|^2 + price |c|_1."""
        codes, size, price = self.codes(batch), np.float32(len(batch)), np.float32(self.settings.price)
        gap = self.gap(codes, batch)
        loss = (float(np.sum(gap**2)) + self.settings.price * float(codes.sum())) / len(batch)
        by_codes: Any = np.where(codes > 0, 2.0 * (gap @ self.atoms.T) + price, np.float32(0)) / size
        return loss, [self.atom_slopes(by_codes, codes, gap, batch), by_codes.sum(axis=0)]


class TopKEncoder(Encoder):
    """The k largest products."""

    @property
    def kept(self) -> int:
        """How many codes are kept at this step."""
        wide = 1.0 + (_WIDEST - 1.0) * max(0.0, 1.0 - 2.0 * self.step / self.settings.steps)
        return min(len(self.atoms), max(1, round(self.settings.active * wide)))

    def codes(self, batch: Floats32) -> Floats32:
        """The largest products where they are positive."""
        products = batch @ self.atoms.T
        least = np.partition(products, -self.kept, axis=1)[:, -self.kept, None]
        return np.where((products >= least) & (products > 0), products, np.float32(0))

    def slopes(self, batch: Floats32) -> tuple[float, list[Any]]:
        """Those of |h - c D|^2 with the choice held fixed."""
        codes, share = self.codes(batch), np.float32(2.0 / len(batch))
        gap = self.gap(codes, batch)
        by_codes: Any = np.where(codes > 0, gap @ self.atoms.T, np.float32(0)) * share
        return float(np.sum(gap**2)) / len(batch), [self.atom_slopes(by_codes, codes, gap, batch)]


class GatedEncoder(Encoder):
    """A gate decides which codes are active, a magnitude how large they are."""

    @property
    def values(self) -> list[Floats32]:
        """Atoms, offsets of the gates, logarithms of the scales, offsets of the magnitudes."""
        return [self.atoms, self.offsets, self.scales, self.gates]

    def codes(self, batch: Floats32) -> Floats32:
        """[z + b > 0] ReLU(e^r z + q)."""
        products = batch @ self.atoms.T
        sizes = np.exp(self.scales) * products + self.gates
        return np.where((products + self.offsets > 0) & (sizes > 0), sizes, np.float32(0))

    def slopes(self, batch: Floats32) -> tuple[float, list[Any]]:
        """Those of |h - c D|^2 + price |g|_1 + |h - g D*|^2."""
        products, share, price = batch @ self.atoms.T, np.float32(1.0 / len(batch)), np.float32(self.settings.price)
        scale = np.exp(self.scales)
        gates = np.maximum(products + self.offsets, np.float32(0))
        sizes = scale * products + self.gates
        codes = np.where((gates > 0) & (sizes > 0), sizes, np.float32(0))
        gap, gate_gap = self.gap(codes, batch), self.gap(gates, batch)
        loss = float(np.sum(gap**2) + np.sum(gate_gap**2)) + self.settings.price * float(gates.sum())
        by_codes = np.where(codes > 0, 2.0 * (gap @ self.atoms.T), np.float32(0)) * share
        by_gates = np.where(gates > 0, 2.0 * (gate_gap @ self.atoms.T) + price, np.float32(0)) * share
        atoms = self.atom_slopes(by_codes * scale + by_gates, codes, gap, batch)
        by_scales = np.sum(by_codes * products, axis=0) * scale
        return loss / len(batch), [atoms, by_gates.sum(axis=0), by_scales, by_codes.sum(axis=0)]


ENCODERS: dict[Method, type[Encoder]] = {
    Method.L1: L1Encoder,
    Method.TOPK: TopKEncoder,
    Method.GATED: GatedEncoder,
}
"""The autoencoder of each method that has one."""


def learn_autoencoder(
    method: Method, source: Source, width: int, settings: LearningSettings, rng: np.random.Generator
) -> Learned:
    """The atoms of an autoencoder that fire, after `settings.steps` steps from atoms along activations."""
    encoder = ENCODERS[method](first_atoms(source, width, rng), settings)

    def gradient() -> tuple[float, list[Any]]:
        return encoder.slopes(source.take(settings.batch, rng))

    def after(step: int) -> None:
        encoder.step = step + 1
        encoder.atoms /= np.linalg.norm(encoder.atoms, axis=1, keepdims=True)

    descend(gradient, Adam(encoder.values), cosine_rates(settings.learning_rate, settings.steps), after=after)
    return learned(encoder.atoms, encoder.codes, source, rng)


def first_atoms(source: Source, width: int, rng: np.random.Generator) -> Floats32:
    """Unit rows along as many activations that are not 0, (width, d)."""
    atoms = source.take(width, rng)
    for _ in range(100):
        (empty,) = np.nonzero(np.sum(atoms**2, axis=1) < 1e-12)
        if not empty.size:
            break
        atoms[empty] = source.take(empty.size, rng)
    else:  # at a density so low that hardly any activation is not 0
        atoms[empty] = rng.standard_normal((empty.size, atoms.shape[1]), dtype=np.float32)
    unit: Floats32 = atoms / np.linalg.norm(atoms, axis=1, keepdims=True)
    return unit
