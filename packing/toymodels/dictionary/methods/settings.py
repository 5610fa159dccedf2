"""Which method learns a dictionary, and the numbers that it is given."""

from __future__ import annotations

from dataclasses import dataclass

from packing.errors import finite_number, positive_integer, positive_number
from packing.toymodels.brief import Brief
from packing.toymodels.option import Option


class Method(Option):
    """How directions are found: by the SVD, online sparse coding, or an autoencoder with L1, top-k or gated codes."""

    SVD = "svd"
    CODING = "coding"
    L1 = "l1"
    TOPK = "topk"
    GATED = "gated"

    @property
    def full_name(self) -> str:
        """The name in tables and pictures."""
        return _NAMES[self]


_NAMES = {
    Method.SVD: "SVD",
    Method.CODING: "sparse coding",
    Method.L1: "L1 autoencoder",
    Method.TOPK: "TopK autoencoder",
    Method.GATED: "gated autoencoder",
}


@dataclass(frozen=True, repr=False)
class LearningSettings(Brief):
    """How long a dictionary is learned, on `steps` batches of `batch` activations, at which price of a code.

    `active` is how many codes of an activation TopK keeps at the end: the mean number of active features, which it is
    told. The other methods have `price` instead. Sparse coding takes `steps * batch / 4` activations in batches four
    times as large, enough for its updates, which use second moments.
    """

    steps: int = 1000
    batch: int = 128
    price: float = 0.2
    learning_rate: float = 0.01
    active: float = 1.0

    def __post_init__(self) -> None:
        for name in ("steps", "batch"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        for name in ("price", "learning_rate", "active"):
            positive_number(name, finite_number(name, getattr(self, name)))
