"""Finished models in a file, so that a killed training goes on; and the same file as the lasting record of a result.

The file is an `.npz` without pickle: weights (R, n, d), biases (R, n), losses (R,), histories (R, records), converged,
where there are any also encoders (R, n, d) and standard errors (R,), and the settings with the versions that made them
as JSON text. A `.json` beside it repeats that text for people.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from packing.errors import InputError
from packing.files import check_readable, check_writable, replacing
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.trained import TrainedModel, TrainedModels, gathered

_SECONDS = 10.0
"""Time between two writings: far above the cost of one."""

_PACKAGES = ("packing", "numpy", "scipy", "numba", "jax", "optax")


class Checkpoint:
    """The file of one training; without a path it keeps nothing."""

    def __init__(self, path: Path | str | None, config: AutoencoderConfig) -> None:
        self.path = None if path is None else _npz(path)
        self.config = config
        self.written = time.monotonic()

    def read(self) -> list[TrainedModel]:
        """The models finished so far, at most as many as are wanted; `InputError` if the settings differ."""
        if self.path is None or not self.path.exists():
            return []
        config, models = _load(self.path)
        for key, value in self.config.as_dict().items():
            if key != "models" and config.as_dict()[key] != value:
                raise InputError(
                    f"the checkpoint {self.path} has {key} {config.as_dict()[key]}, not {value}: "
                    "name another file, or remove it to start again"
                )
        return models[: self.config.models]

    def write(self, models: Sequence[TrainedModel], *, force: bool = False) -> None:
        """Keep `models`, unless the last writing was a moment ago."""
        if self.path is None or (time.monotonic() - self.written < _SECONDS and not force):
            return
        save_models(gathered(self.config, models), self.path)
        self.written = time.monotonic()


def save_models(trained: TrainedModels, path: Path | str) -> Path:
    """Write weights, losses, settings and versions to `path` (.npz) and the settings to a .json beside it."""
    target = _npz(path)
    settings = json.dumps({"config": trained.config.as_dict(), "versions": _versions()}, indent=1)
    longest = max(len(history) for history in trained.history)
    histories = np.full((len(trained), longest), np.nan)
    for row, history in zip(histories, trained.history, strict=True):
        row[: len(history)] = history
    with replacing(target) as draft, draft.open("wb") as file:
        np.savez(
            file,
            weights=trained.weights,
            biases=trained.biases,
            losses=trained.losses,
            histories=histories,
            converged=np.array(trained.converged),
            **_optional(trained),
            settings=np.array(settings),
        )
    with replacing(target.with_suffix(".json")) as draft:
        draft.write_text(settings + "\n")
    return target


def load_models(path: Path | str) -> TrainedModels:
    """Read what `save_models` wrote. Raises `InputError` for another kind of file."""
    config, models = _load(check_readable(path))
    return gathered(config, models)


def _load(path: Path) -> tuple[AutoencoderConfig, list[TrainedModel]]:
    try:
        with np.load(path, allow_pickle=False) as data:
            settings = json.loads(str(data["settings"]))["config"]
            arrays = [data[name] for name in ("weights", "biases", "losses", "histories", "converged")]
            more = [data[name] if name in data else [None] * len(arrays[2]) for name in ("encoders", "errors")]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as problem:
        raise InputError(f"cannot read {path}: it holds no trained models; name a file of them") from problem
    config = AutoencoderConfig(**_tuples(settings))
    return config, [
        TrainedModel(
            w,
            b,
            float(loss),
            tuple(map(float, history[~np.isnan(history)])),
            bool(done),
            encoder,
            None if error is None else float(error),
        )
        for w, b, loss, history, done, encoder, error in zip(*arrays, *more, strict=True)
    ]


def _optional(trained: TrainedModels) -> dict[str, Any]:
    named = {"encoders": trained.encoders, "errors": trained.errors}
    return {name: array for name, array in named.items() if array is not None}


def _tuples(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in settings.items()}


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _npz(path: Path | str) -> Path:
    target = check_writable(path)
    if target.suffix != ".npz":
        raise InputError(f"trained models are kept in a .npz file, not in {target.name}: rename it")
    return target
