"""Settings of a dictionary: the features to recover, their density, atoms and price."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from packing.configuration import Packing
from packing.errors import InputError, finite_number, positive_integer
from packing.numeric import checked_seed
from packing.space import Field
from packing.toymodels.brief import Brief

FRESH = 20_000


_LEAST_EVENTS = 30


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
        if self.features.n * self.density * FRESH < _LEAST_EVENTS:
            raise InputError(
                f"a density must be at least {_LEAST_EVENTS / FRESH / self.features.n:.2g} for {self.features.n} "
                f"features, not {self.density}: below, hardly any is active in the {FRESH} activations that are taken"
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
