"""What a training of the autoencoder is asked to do: a value that decides the result to the last bit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from packing.errors import InputError, check_room, finite_number, positive_integer
from packing.numeric import Floats, checked_seed
from packing.rounding import counted
from packing.toymodels.autoencoder.options import Engine, FloatType, Loss, Task, Variant
from packing.toymodels.brief import Brief
from packing.toymodels.generators import LANES
from packing.toymodels.inputs.law import Law, Sets, checked_sets, law
from packing.toymodels.inputs.trees import checked_parents, tree_law

MOST_EXPONENT = 64
"""The largest error exponent: |error|^q is still a number in float32."""


@dataclass(frozen=True, repr=False)
class AutoencoderConfig(Brief):
    """What to train; every number that decides the result is here.

    `density` is the chance that a feature is active (one for all, or one each), `importance` the weight of its error.
    Active features are uniform on [0, 1], or on [-1, 1] where the task is their absolute value. Features of a set in
    `correlated` are active all together or not at all (equal densities), of a set in `anticorrelated` at most one at a
    time (densities that sum to at most 1); all others, and different sets, are independent. `variant` left out is
    `hidden` for the task `absolute`, which needs it, and `relu` else. What is minimised is the mean of
    sum_i I_i |error_i|^q, with the `error_exponent` q >= 1, 2 where nothing else is said. Without `bias` all b are 0.
    `parents` names the parent of each feature of a tree, -1 for a root: a feature is active only if its parent is, and
    of siblings at most one. With `points` T every step takes the same T inputs, all of them (see `data_points`).
    `steps` left out is 2000 Adam steps (sampled) or at most 1000 L-BFGS iterations; the learning rate falls to 0 along
    a cosine. Batch, rate, weight decay, engine and `precision` concern `sampled`; its reported expected loss, and the
    other losses, are in float64. Hidden ReLUs have no closed exact loss: `exact` refuses them, `one_sparse` takes them
    with independent or anticorrelated features. Error exponents other than 2 have the loss `sampled`, and ReLUs on
    the output alone, with independent features, `one_sparse` too.
    Raises `InputError` for a density outside (0, 1], n, d, models, steps or batch below 1, negative importances,
    lists of the wrong length, sets that overlap or whose densities cannot be, and losses that do not exist.

    Fields: `seed` >= 0 draws weights and inputs; `learning_rate` > 0 and `weight_decay` >= 0 are those of Adam.

    >>> print(AutoencoderConfig(n=20, d=5, density=0.4))
    n = 20 features in d = 5 dimensions, density 0.4, sampled loss
    """

    n: int
    d: int
    density: float | tuple[float, ...] = 0.4
    importance: float | tuple[float, ...] = 1.0
    loss: Loss = Loss.SAMPLED
    models: int = 8
    seed: int = 0
    steps: int | None = None
    batch: int = 256
    learning_rate: float = 0.01
    weight_decay: float = 0.0
    engine: Engine = Engine.COMPILED
    variant: Variant | None = None
    task: Task = Task.IDENTITY
    correlated: Sets = ()
    anticorrelated: Sets = ()
    precision: FloatType = FloatType.FLOAT32
    error_exponent: float = 2.0
    bias: bool = True
    points: int | None = None
    parents: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for name in ("n", "d", "models", "batch"):
            object.__setattr__(self, name, positive_integer(name, getattr(self, name)))
        if self.steps is not None:
            object.__setattr__(self, "steps", positive_integer("steps", self.steps))
        object.__setattr__(self, "seed", checked_seed(self.seed))
        check_room("the weights", self.n, self.d)
        check_room("a batch", self.batch, self.n)
        object.__setattr__(self, "loss", Loss.named(self.loss))
        object.__setattr__(self, "engine", Engine.named(self.engine))
        object.__setattr__(self, "precision", FloatType.named(self.precision))
        object.__setattr__(self, "task", Task.named(self.task))
        object.__setattr__(self, "variant", self._variant())
        object.__setattr__(self, "density", _per_feature("density", self.density, self.n))
        object.__setattr__(self, "importance", _per_feature("importance", self.importance, self.n))
        for value in np.unique(self.densities):
            if not 0 < value <= 1:
                raise InputError(f"a density must lie in (0, 1], not {value}: give the chance that a feature is active")
        for value in np.unique(self.importances):
            if value < 0:
                raise InputError(f"an importance must be at least 0, not {value}: give the weight of a feature's error")
        if self.batch % LANES:
            raise InputError(
                f"batch must be a multiple of {LANES}, not {self.batch}: give {self.batch + -self.batch % LANES}"
            )
        if finite_number("learning_rate", self.learning_rate) <= 0:
            raise InputError(f"learning_rate must be greater than 0, not {self.learning_rate}: give about 0.01")
        finite_number("weight_decay", self.weight_decay)
        object.__setattr__(self, "bias", bool(self.bias))
        exponent = finite_number("error_exponent", self.error_exponent)
        if not 1 <= exponent <= MOST_EXPONENT:
            raise InputError(
                f"error_exponent must lie in [1, {MOST_EXPONENT}], not {self.error_exponent}: give 2 for squared errors"
            )
        object.__setattr__(self, "error_exponent", exponent)
        correlated, anticorrelated = checked_sets(self.n, self.correlated, self.anticorrelated)
        object.__setattr__(self, "correlated", correlated)
        object.__setattr__(self, "anticorrelated", anticorrelated)
        object.__setattr__(self, "parents", checked_parents(self.n, self.parents))
        if self.points is not None:
            object.__setattr__(self, "points", positive_integer("points", self.points))
            check_room("the data points", self.points, self.n)
        _ = self.law
        self._check_loss()
        self._check_inputs()

    @property
    def densities(self) -> Floats:
        """The chance of each feature, (n,)."""
        return np.broadcast_to(np.asarray(self.density, dtype=np.float64), self.n)

    @property
    def importances(self) -> Floats:
        """The weight of each feature's error, (n,)."""
        return np.broadcast_to(np.asarray(self.importance, dtype=np.float64), self.n)

    @property
    def law(self) -> Law:
        """Which features are active together, and how often."""
        if self.parents:
            return tree_law(self.densities, self.parents)
        return law(self.densities, self.correlated, self.anticorrelated)

    @property
    def tied(self) -> bool:
        """Whether one matrix both encodes and reads out; the task `absolute` has two."""
        return self.task is Task.IDENTITY

    @property
    def squared(self) -> bool:
        """Whether errors are squared, as in the published models."""
        return self.error_exponent == 2

    @property
    def step_count(self) -> int:
        """`steps`, or its default for the loss."""
        if self.steps is not None:
            return self.steps
        return 2000 if self.loss is Loss.SAMPLED else 1000

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, from which the same models can be trained again; as they were before errors to powers.

        An error exponent of 2 and trained biases are left out.
        """
        choices = ("loss", "engine", "variant", "task", "precision")
        values = asdict(self) | {name: str(getattr(self, name)) for name in choices} | {"steps": self.step_count}
        usual = {"error_exponent": 2.0, "bias": True, "points": None, "parents": ()}
        return {name: value for name, value in values.items() if name not in usual or value != usual[name]}

    def __str__(self) -> str:
        density = self.density if isinstance(self.density, float) else "per feature"
        text = (
            f"n = {counted(self.n, 'feature')} in d = {counted(self.d, 'dimension')}, density "
            f"{density}, {self.loss.value} loss"
        )
        if self.variant is not Variant.RELU:
            text += f", {self.variant} variant"
        if self.task is not Task.IDENTITY:
            text += f", {self.task} task"
        if not self.squared:
            text += f", |error|^{self.error_exponent:g}"
        if not self.bias:
            text += ", no bias"
        if self.points is not None:
            text += f", {counted(self.points, 'data point')}"
        if self.parents:
            text += f", {counted(sum(parent < 0 for parent in self.parents), 'tree')}"
        for name in ("correlated", "anticorrelated"):
            if sets := getattr(self, name):
                text += f", {len(sets)} {name} set{'s' if len(sets) > 1 else ''}"
        return text

    def _variant(self) -> Variant:
        if self.variant is None:
            return Variant.RELU if self.task is Task.IDENTITY else Variant.HIDDEN
        variant = Variant.named(self.variant)
        if self.task is Task.ABSOLUTE and variant is not Variant.HIDDEN:
            raise InputError(
                f"the task absolute needs ReLUs on the hidden layer, not the variant {variant.value}: "
                "choose the variant hidden"
            )
        return variant

    def _check_loss(self) -> None:
        """Refuse the losses that have no closed form."""
        self._check_exponent()
        if self.variant is not Variant.HIDDEN or self.loss is Loss.SAMPLED:
            return
        if self.loss is Loss.EXACT:
            raise InputError(
                "hidden ReLUs have no exact loss in closed form, only the losses sampled and one_sparse: choose sampled"
            )
        if self.correlated:
            raise InputError(
                "hidden ReLUs have the loss one_sparse for independent and anticorrelated features only, not with "
                f"{len(self.correlated)} correlated sets: choose the loss sampled"
            )

    def _check_inputs(self) -> None:
        """Refuse what finite data and trees do not go with."""
        if self.parents and (self.correlated or self.anticorrelated):
            raise InputError("a feature belongs to a tree or to a set, not to both: leave parents or the sets out")
        for name, given in (("data points", self.points is not None), ("trees", bool(self.parents))):
            if given and self.loss is not Loss.SAMPLED:
                raise InputError(f"{name} have the loss sampled alone, not {self.loss}: choose sampled")
            if given and self.engine is not Engine.COMPILED:
                raise InputError(f"{name} are trained by the engine compiled alone, not {self.engine}: leave it out")

    def _check_exponent(self) -> None:
        """Refuse closed forms of other powers than squares where there are none."""
        if self.squared or self.loss is Loss.SAMPLED:
            return
        plain = self.variant is Variant.RELU and self.law.independent
        if self.loss is Loss.EXACT or not plain:
            raise InputError(
                f"the error exponent {self.error_exponent:g} has no {self.loss} loss in closed form here: "
                "choose sampled, or one_sparse with the variant relu and independent features"
            )


def _per_feature(name: str, value: object, n: int) -> float | tuple[float, ...]:
    """`value` as one float, or as n of them."""
    if isinstance(value, (str, bytes)) or np.ndim(value) == 0:  # type: ignore[arg-type]
        return finite_number(name, value)
    numbers = tuple(finite_number(name, entry) for entry in np.asarray(value).ravel())
    if len(numbers) != n:
        raise InputError(f"{name} must be one number or n = {n} of them, not {len(numbers)}: give one a feature")
    return numbers
