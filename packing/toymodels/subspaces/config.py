"""What a training of features of m dimensions is asked to do: a value that decides the result to the last bit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from packing.errors import InputError, check_room, finite_number, positive_integer
from packing.numeric import Floats, checked_seed
from packing.space import Space
from packing.toymodels.autoencoder.options import FloatType
from packing.toymodels.brief import Brief
from packing.toymodels.subspaces.options import FeatureLaw, ReadOut, SubspaceLoss

Profile = float | tuple[float, ...]


@dataclass(frozen=True, repr=False)
class SubspaceConfig(Brief):
    """n features of m >= 2 dimensions through d dimensions; every number that decides the result is here.

    Feature i is active with chance `density` (one for all, or one each), independently, and then uniform in the unit
    ball or on the unit sphere of R^m (`law`). `importance` is the weight of its squared error. Features of one
    dimension are those of `AutoencoderConfig`. `steps` left out is 2000 Adam steps (sampled) or at most 1000 L-BFGS
    iterations; batch, rate, weight decay and `precision` concern `sampled` alone.
    Raises `InputError` for m < 2 or m > d, a density outside (0, 1], negative importances, lists of the wrong length,
    and losses that have no closed form: `exact` with the shrinkage, `one_sparse` with it for m > 2.

    Fields: `variant`: what follows the read-out; `models`: how many are trained; `seed` >= 0; `learning_rate` > 0 and
    `weight_decay` >= 0 are those of Adam.

    >>> print(SubspaceConfig(n=4, d=4, density=0.1))
    n = 4 features of 2 dimensions, uniform in the ball, in d = 4 dimensions, density 0.1, sampled loss
    """

    n: int
    d: int
    m: int = 2
    density: Profile = 0.1
    importance: Profile = 1.0
    law: FeatureLaw = FeatureLaw.BALL
    variant: ReadOut = ReadOut.SHRINKAGE
    loss: SubspaceLoss = SubspaceLoss.SAMPLED
    models: int = 8
    seed: int = 0
    steps: int | None = None
    batch: int = 256
    learning_rate: float = 0.01
    weight_decay: float = 0.0
    precision: FloatType = FloatType.FLOAT32

    def __post_init__(self) -> None:
        for name in ("n", "d", "m", "models", "batch"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        if self.steps is not None:
            object.__setattr__(self, "steps", positive_integer("steps", self.steps))
        object.__setattr__(self, "seed", checked_seed(self.seed))
        if self.m == 1:
            raise InputError(
                f"features of one dimension are those of AutoencoderConfig(n={self.n}, d={self.d}), not m = 1: "
                "ask for that, or for m of at least 2"
            )
        Space.subspaces(self.d, self.m)
        check_room("the weights", self.n, self.m, self.d)
        check_room("a batch", self.batch, self.n, self.m)
        for name, options in (
            ("law", FeatureLaw), ("variant", ReadOut), ("loss", SubspaceLoss), ("precision", FloatType),
        ):  # fmt: skip
            object.__setattr__(self, name, options.named(getattr(self, name)))
        for name in ("density", "importance"):
            object.__setattr__(self, name, _profile(name, getattr(self, name), self.n))
        self._check_numbers()
        self._check_loss()

    @property
    def space(self) -> Space:
        """Where the subspaces of the features are."""
        return Space.subspaces(self.d, self.m)

    @property
    def densities(self) -> Floats:
        """The chance of each feature, (n,)."""
        return np.broadcast_to(np.asarray(self.density, dtype=np.float64), self.n)

    @property
    def importances(self) -> Floats:
        """The weight of each feature's error, (n,)."""
        return np.broadcast_to(np.asarray(self.importance, dtype=np.float64), self.n)

    @property
    def odds(self) -> Floats:
        """Which feature is active, given that exactly one is, as the densities go to 0: p_j/(1 - p_j), normed."""
        odds = self.densities / np.maximum(1.0 - self.densities, 1e-12)
        normed: Floats = odds / odds.sum()
        return normed

    @property
    def nothing(self) -> float:
        """The loss of answering 0: the unit of losses."""
        chances = self.odds if self.loss is SubspaceLoss.ONE_SPARSE else self.densities
        return float(self.importances @ chances) * self.law.second_moment(self.m)

    @property
    def step_count(self) -> int:
        """`steps`, or its default for the loss."""
        if self.steps is not None:
            return self.steps
        return 2000 if self.loss is SubspaceLoss.SAMPLED else 1000

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, from which the same models can be trained again."""
        choices = ("law", "variant", "loss", "precision")
        return asdict(self) | {name: str(getattr(self, name)) for name in choices} | {"steps": self.step_count}

    def __str__(self) -> str:
        place = "in the ball" if self.law is FeatureLaw.BALL else "on the sphere"
        density = f"{self.density:g}" if isinstance(self.density, float) else "per feature"
        text = f"n = {self.n} features of {self.m} dimensions, uniform {place}, in d = {self.d} dimensions"
        text += f", density {density}, {self.loss} loss"
        return text if self.variant is ReadOut.SHRINKAGE else f"{text}, {self.variant} variant"

    def _check_numbers(self) -> None:
        for value in np.unique(self.densities):
            if not 0 < value <= 1:
                raise InputError(f"a density must lie in (0, 1], not {value}: give the chance that a feature is active")
        for value in np.unique(self.importances):
            if value < 0:
                raise InputError(f"an importance must be at least 0, not {value}: give the weight of a feature's error")
        if finite_number("learning_rate", self.learning_rate) <= 0:
            raise InputError(f"learning_rate must be greater than 0, not {self.learning_rate}: give about 0.01")
        finite_number("weight_decay", self.weight_decay)

    def _check_loss(self) -> None:
        """Refuse the losses that have no closed form."""
        if self.variant is ReadOut.LINEAR:
            return
        if self.loss is SubspaceLoss.EXACT:
            raise InputError(
                "the shrinkage has no exact loss in closed form, only the losses sampled and one_sparse: "
                "choose sampled, or the variant linear"
            )
        if self.loss is SubspaceLoss.ONE_SPARSE and self.m > 2:
            raise InputError(
                f"the shrinkage has the loss one_sparse in closed form for features of 2 dimensions, not of {self.m}: "
                "choose sampled, or the variant linear"
            )


def _profile(name: str, value: object, n: int) -> Profile:
    """`value` as one float, or as n of them."""
    if isinstance(value, (str, bytes)) or np.ndim(value) == 0:  # type: ignore[arg-type]
        return finite_number(name, value)
    numbers = tuple(finite_number(name, entry) for entry in np.asarray(value).ravel())
    if len(numbers) != n:
        raise InputError(f"{name} must be one number or n = {n} of them, not {len(numbers)}: give one a feature")
    return numbers
