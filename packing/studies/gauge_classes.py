"""How many classes a batch of trained models falls into, by kind and setting: a run that comes with the package.

Models of a class are one up to the gauge of their kind (`packing.toymodels.gauge`). Few classes mean that training
finds the same few minima whatever it starts from; many, that minima are many or form families.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from packing.errors import InputError, positive_integer
from packing.numeric import checked_seed
from packing.recording import Recipe, record
from packing.studies.moment_run import MOST_SEEDS
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.options import Loss, Task
from packing.toymodels.capacity import CapacityConfig, falling_importance
from packing.toymodels.gauge import model_classes
from packing.toymodels.gauge.classes import MOST_MODELS
from packing.toymodels.monosemanticity import MonosemanticityConfig
from packing.toymodels.registry import train
from packing.toymodels.subspaces.config import SubspaceConfig
from packing.toymodels.subspaces.options import SubspaceLoss

MODELS, SEEDS = 16, 3

_SPARSE = Loss.ONE_SPARSE

SETTINGS: dict[str, Any] = {
    "autoencoder, n = 5, d = 2, one active": AutoencoderConfig(5, 2, loss=_SPARSE),
    "autoencoder, n = 8, d = 3, one active": AutoencoderConfig(8, 3, loss=_SPARSE),
    "autoencoder, n = 10, d = 4, one active": AutoencoderConfig(10, 4, loss=_SPARSE),
    "autoencoder, n = 12, d = 4, one active": AutoencoderConfig(12, 4, loss=_SPARSE),
    "autoencoder, n = 12, d = 4, one active, |error|^4": AutoencoderConfig(12, 4, loss=_SPARSE, error_exponent=4),
    "autoencoder, n = 12, d = 4, density 0.4": AutoencoderConfig(12, 4, 0.4),
    "autoencoder, n = 12, d = 4, density 0.1": AutoencoderConfig(12, 4, 0.1),
    "hidden ReLUs, |x| of n = 4 by d = 8": AutoencoderConfig(4, 8, loss=_SPARSE, task=Task.ABSOLUTE),
    "capacity, n = 8, d = 4, kurtosis 10": CapacityConfig(falling_importance(8, 0.9), 4, 10.0),
    "features of 2 dimensions, n = 4, d = 4, one active": SubspaceConfig(4, 4, loss=SubspaceLoss.ONE_SPARSE),
    "neurons, 16 features, 32 neurons": MonosemanticityConfig(16, 8, 32, density=0.0625, steps=800, batch=128),
}
"""What is trained, by name."""


@dataclass(frozen=True)
class ClassCount:
    """The classes of one batch: how many, the share of models in that of the least loss, and how far the next is.

    `next_distance` and `next_loss`, over the least loss, are of the class with the second least loss (None where all
    models are one). `closest` is the least distance between two classes, None where there is one.
    """

    setting: str
    seed: int
    models: int
    classes: int
    best_share: float
    least_loss: float
    next_loss: float | None
    next_distance: float | None
    closest: float | None
    tolerance: float
    cpu_seconds: float

    @property
    def key(self) -> tuple[str, int, int]:
        """What it was asked for."""
        return self.setting, self.seed, self.models

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def class_count(setting: str, seed: int, models: int = MODELS) -> ClassCount:
    """Train the models of one setting and count their classes.

    >>> class_count("autoencoder, n = 5, d = 2, one active", 0, 4).models
    4
    """
    begun = time.process_time()
    found = model_classes(train(replace(SETTINGS[setting], models=models, seed=seed)))
    best, table = found.classes[0], found.distances
    second = found.classes[1] if len(found.classes) > 1 else None
    apart = [] if table is None else [table[i][j] for i in range(len(table)) for j in range(i)]
    return ClassCount(
        setting, seed, models, len(found.classes), len(best.models) / models, best.loss,
        None if second is None else second.loss, None if second is None or table is None else table[0][1],
        min(apart) if apart else None, found.tolerance, round(time.process_time() - begun, 3),
    )  # fmt: skip


def class_design(
    settings: Sequence[str] | None = None, seeds: int = SEEDS, first: int = 0, models: int = MODELS
) -> tuple[tuple[str, int, int], ...]:
    """The cells of a run. Raises `InputError` for a setting that there is not.

    >>> len(class_design()), class_design(["capacity, n = 8, d = 4, kurtosis 10"], 1)
    (33, (('capacity, n = 8, d = 4, kurtosis 10', 0, 16),))
    """
    chosen = tuple(SETTINGS) if settings is None else tuple(settings)
    unknown = [name for name in chosen if name not in SETTINGS]
    if unknown or not chosen:
        raise InputError(f"a setting is one of {'; '.join(SETTINGS)}, not {unknown[0] if unknown else 'none'}")
    wanted = [checked_seed(first) + k for k in range(positive_integer("seeds", seeds, MOST_SEEDS))]
    return tuple((name, seed, positive_integer("models", models, MOST_MODELS)) for name in chosen for seed in wanted)


def run_classes(
    cells: Sequence[tuple[str, int, int]],
    path: Path | str | None = None,
    *,
    seconds: float = math.inf,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
    executor: Executor | None = None,
) -> tuple[ClassCount, ...]:
    """Compute the cells of a `class_design`; those that the file `path` holds already are not computed again.

    No cell is begun after `seconds` of the clock; `jobs` processes, or tasks at once of an `executor`;
    `progress(done, all)` is called after each.

    >>> len(run_classes([("autoencoder, n = 5, d = 2, one active", 0, 3)]))
    1
    """
    return record(RECIPE, cells, path, seconds=seconds, jobs=jobs, progress=progress, executor=executor)


@lru_cache(maxsize=1)
def recorded_classes() -> tuple[ClassCount, ...]:
    """The run that comes with the package, made by `packing train classes --out FILE`.

    >>> {row.setting for row in recorded_classes()} == set(SETTINGS)
    True
    """
    return RECIPE.shipped("gauge.jsonl")


def _made(key: tuple[str, int, int]) -> ClassCount:
    return class_count(*key)


RECIPE = Recipe(
    _made, lambda row: row.key, ClassCount.as_dict, lambda values: ClassCount(**values), "batch of trained models"
)
"""How batches are trained, and kept in a file."""
