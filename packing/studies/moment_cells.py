"""One cell of the study of moments: how many orthogonal blocks n features in d dimensions form at one exponent.

Methods, each with the exponent q of what it makes small:

    partition, lines partition    the tegum product of least energy, of max(<x, y>, 0)^q or of |<x, y>|^q
    search, lines search          the packing of least energy that random restarts find
    limit                         ReLU models without a bias, loss |error|^q, exactly one active feature
    limit with bias               the same with biases
    density 0.1, density 0.4      ReLU models with biases on batches at that density

Of trained models the one with the least loss counts; its blocks are those of the features that it represents.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from packing.analytic.energy_search import factor_blocks, search_vectors, whole_block
from packing.analytic.partitions import best_partition
from packing.exponents import EnergyKind
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.options import Loss
from packing.toymodels.registry import train

Blocks = tuple[tuple[int, int], ...]

STARTS = 24
"""Random starts of a search, and of models trained in the limit of one active feature."""

SAMPLED = 4
"""Models trained on batches."""


@dataclass(frozen=True)
class MomentCell:
    """What one method made of n features in d dimensions at `exponent`, from one seed (None where it has none).

    `value` is the least energy or loss, `blocks` the shapes (n_i, d_i), `known` how a partition is known, else "".
    """

    n: int
    d: int
    exponent: float
    method: str
    seed: int | None
    value: float
    blocks: Blocks
    known: str
    cpu_seconds: float

    @property
    def count(self) -> int:
        """The number of blocks."""
        return len(self.blocks)

    @property
    def key(self) -> tuple[int, int, float, str, int | None]:
        """What it was asked for."""
        return self.n, self.d, self.exponent, self.method, self.seed

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self) | {"blocks": [list(shape) for shape in self.blocks]}


def cell_of(values: dict[str, Any]) -> MomentCell:
    """The cell that `as_dict` gave."""
    return MomentCell(**values | {"blocks": tuple((int(n), int(d)) for n, d in values["blocks"])})


def moment_cell(n: int, d: int, exponent: float, method: str, seed: int | None) -> MomentCell:
    """Compute one cell; `method` is one of `METHODS`.

    >>> moment_cell(5, 2, 2.0, "limit", 0).blocks                   # the pentagon
    ((5, 2),)
    """
    begun = time.process_time()
    value, blocks, known = METHODS[method](n, d, exponent, 0 if seed is None else seed)
    return MomentCell(n, d, exponent, method, seed, value, blocks, known, round(time.process_time() - begun, 3))


Found = tuple[float, Blocks, str]


def _partition(kind: EnergyKind) -> Callable[[int, int, float, int], Found]:
    def found(n: int, d: int, exponent: float, _seed: int) -> Found:
        best = best_partition(n, d, exponent, kind)
        return best.energy, best.blocks, best.standing

    return found


def _search(kind: EnergyKind) -> Callable[[int, int, float, int], Found]:
    def found(n: int, d: int, exponent: float, seed: int) -> Found:
        packing = search_vectors(n, d, exponent, kind, restarts=STARTS, seed=seed)
        blocks = tuple(block.shape for block in factor_blocks(packing, exponent, kind))
        return whole_block(packing, exponent, kind).value(exponent, kind), blocks, ""

    return found


def _trained(density: float | None, *, bias: bool = True) -> Callable[[int, int, float, int], Found]:
    def found(n: int, d: int, exponent: float, seed: int) -> Found:
        config = AutoencoderConfig(
            n, d, 0.1 if density is None else density,
            loss=Loss.ONE_SPARSE if density is None else Loss.SAMPLED,
            models=STARTS if density is None else SAMPLED,
            seed=seed, error_exponent=exponent, bias=bias,
        )  # fmt: skip
        trained = train(config)
        return float(trained.losses[trained.best]), trained.blocks(trained.best), ""

    return found


METHODS: dict[str, Callable[[int, int, float, int], Found]] = {
    "partition": _partition(EnergyKind.RELU),
    "lines partition": _partition(EnergyKind.ABS),
    "search": _search(EnergyKind.RELU),
    "lines search": _search(EnergyKind.ABS),
    "limit": _trained(None, bias=False),
    "limit with bias": _trained(None),
    "density 0.1": _trained(0.1),
    "density 0.4": _trained(0.4),
}
"""The methods by name: functions (n, d, exponent, seed) -> (value, blocks, how it is known)."""

SEEDLESS = ("partition", "lines partition")
"""Methods without a seed."""
