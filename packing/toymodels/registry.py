"""The kinds of toy models by name: one line a kind. Training, saving and loading take any of them."""

from __future__ import annotations

from concurrent.futures import Executor
from importlib import import_module
from pathlib import Path
from typing import Any, overload

from packing.errors import InputError
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.trained import TrainedModels
from packing.toymodels.checkpoint import read
from packing.toymodels.kind import ModelKind, Progress

KINDS = {
    "autoencoder": "packing.toymodels.autoencoder.model",
    "capacity": "packing.toymodels.capacity",
    "factorization": "packing.toymodels.factorization",
    "monosemanticity": "packing.toymodels.monosemanticity",
    "dictionary": "packing.toymodels.dictionary",
    "subspaces": "packing.toymodels.subspaces",
}
"""The module of each kind, which holds it as `KIND`."""


@overload
def train(
    config: AutoencoderConfig,
    progress: Progress | None = None,
    checkpoint: Path | str | None = None,
    executor: Executor | None = None,
) -> TrainedModels: ...
@overload
def train(
    config: object,
    progress: Progress | None = None,
    checkpoint: Path | str | None = None,
    executor: Executor | None = None,
) -> Any: ...
def train(
    config: Any,
    progress: Progress | None = None,
    checkpoint: Path | str | None = None,
    executor: Executor | None = None,
) -> Any:
    """Train the models of a config of any kind; model k depends on (config, seed, k) alone, to the last bit.

    `progress(done, models)` is called after each model. With `checkpoint`, finished models are kept in that file (.npz)
    and a training that was killed goes on after them; a file of other settings is refused. With `executor`, of
    `concurrent.futures` or `packing.cluster`, each model is a task. Raises `InputError` where a loss diverges, with the
    step and the learning rate.

    >>> trained = train(AutoencoderConfig(n=6, d=3, density=0.4, models=2, steps=600))
    >>> trained.blocks(0)                                           # three antipodal pairs, mutually orthogonal
    ((2, 1), (2, 1), (2, 1))
    """
    return kind_of(config).train(config, progress, checkpoint, executor)


def save_models(trained: Any, path: Path | str) -> Path:
    """Write trained models of any kind, their settings and versions to `path` (.npz), the settings to a .json too."""
    kind = kind_of(getattr(trained, "config", trained))
    return kind.save(trained.config, kind.separate(trained), path)


def load_models(path: Path | str) -> Any:
    """Read what `save_models` or a training wrote, of this version or an older one. Raises `InputError` otherwise.

    Args: `path`: the `.npz` file.
    """
    content = read(path)
    if content.kind not in KINDS:
        raise InputError(
            f"cannot read {path}: it holds models of the kind {content.kind}, not one of {', '.join(KINDS)}; "
            "install a newer version"
        )
    kind = named(content.kind)
    return kind.gather(*kind.load(content, path))


def named(name: str) -> ModelKind[Any, Any, Any]:
    """The kind with this name, one of `KINDS`."""
    kind: ModelKind[Any, Any, Any] = import_module(KINDS[name]).KIND
    return kind


def kind_of(config: object) -> ModelKind[Any, Any, Any]:
    """The kind with configs of this type, or `InputError`."""
    for kind in map(named, KINDS):
        if isinstance(config, kind.config):
            return kind
    raise InputError(
        f"a training needs the settings of a toy model such as AutoencoderConfig(n=20, d=5), not {config!r:.60}: "
        "give one of them"
    )
