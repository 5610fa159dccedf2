"""Settings of the layer of ReLU neurons: sizes, frequencies, starting biases and training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packing.errors import InputError, check_room, finite_number, positive_integer
from packing.numeric import Floats, checked_seed
from packing.toymodels.brief import Brief
from packing.toymodels.generators import LANES

EVALUATED = 1 << 14

MOST_POWER = 100


_LEAST_EVENTS = 30


@dataclass(frozen=True, repr=False)
class MonosemanticityConfig(Brief):
    """Sizes, data, start and training; `bias_decay` is the total exponent by which biases shrink in the first half.

    With `power_law` the frequency of feature i is proportional to i^-power_law, with mean `density`, clipped at 1.
    `noise` is the standard deviation of what training adds to the neurons before the ReLU, `input_noise` of what it
    adds to every feature before the embedding; the loss is always against the features without noise.
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
    input_noise: float = 0.0

    def __post_init__(self) -> None:
        for name in ("features", "embedding", "neurons", "steps", "batch", "models"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        object.__setattr__(self, "seed", checked_seed(self.seed))
        if not 0 < finite_number("density", self.density) <= 1:
            raise InputError(f"a density must lie in (0, 1], not {self.density}: give the mean chance of a feature")
        if self.features * self.density * EVALUATED < _LEAST_EVENTS:
            raise InputError(
                f"a density must be at least {_LEAST_EVENTS / EVALUATED / self.features:.2g} for {self.features} "
                f"features, not {self.density}: below, hardly any is active in the {EVALUATED} inputs that are tested"
            )
        for name in ("power_law", "bias_decay", "l1", "noise", "input_noise"):
            if finite_number(name, getattr(self, name)) < 0:
                raise InputError(f"{name} must be at least 0, not {getattr(self, name)}: give 0 to leave it out")
        if self.power_law > MOST_POWER:
            raise InputError(
                f"power_law must be at most {MOST_POWER}, not {self.power_law}: all else would be too rare"
            )
        check_room("the weights", self.features + self.neurons, self.embedding)
        check_room("a batch", self.batch + EVALUATED, self.features + self.neurons)
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
