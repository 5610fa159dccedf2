"""A kind of toy model: its settings, how its models are trained one after another, and how they become one value.

Every kind is one `ModelKind` in a file of its own and one line in `registry`. Training, progress, going on from a file
and the words for divergence are the same for all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, overload

from threadpoolctl import threadpool_limits

from packing.errors import InputError
from packing.toymodels.checkpoint import Content, checked_path, plain, read, separate, stacked, write
from packing.toymodels.training import Diverged

Config = TypeVar("Config")
Model = TypeVar("Model")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]

SECONDS = 10.0
"""Time between two writings of a checkpoint: far above the cost of one."""


@dataclass(frozen=True, eq=False)
class Trained(Sequence[Model], Generic[Config, Model]):
    """The models of one training, in order, beside their settings; it unpacks like a tuple."""

    config: Config
    models: tuple[Model, ...]

    @overload
    def __getitem__(self, index: int) -> Model: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Model, ...]: ...
    def __getitem__(self, index: int | slice) -> Model | tuple[Model, ...]:
        return self.models[index]

    def __len__(self) -> int:
        return len(self.models)

    def __repr__(self) -> str:
        return f"{len(self)} trained {type(self.models[0]).__name__}"


class Loaded(NamedTuple, Generic[Config, Model]):
    """The settings and the models of a file."""

    config: Config
    models: list[Model]


def gathered(config: Config, models: Sequence[Model]) -> Trained[Config, Model]:
    """The models of one training as one value; `models` of the config becomes their number."""
    settings: Config = replace(config, models=len(models))  # type: ignore[type-var]
    return Trained(settings, tuple(models))


@dataclass(frozen=True, eq=False)
class ModelKind(Generic[Config, Model, Result]):
    """One kind of toy model.

    `config` is a frozen dataclass of plain values with the attributes `models` (1 where it has none) and `seed`;
    `model` a dataclass of arrays and numbers, what one training leaves. `models(config, first)` trains the models from
    number `first` on, and model k depends on (config, k) alone. `gather(config, models)` makes one value of them, with
    the attribute `config`; `separate` takes it apart again. `rate` names the setting to lower where a loss diverges,
    `restore` makes a config of plain values.
    """

    name: str
    config: type[Config]
    model: type[Model]
    models: Callable[[Config, int], Iterator[Model]]
    gather: Callable[[Config, Sequence[Model]], Result]
    separate: Callable[[Result], Sequence[Model]]
    rate: str = "learning_rate"
    restore: Callable[[dict[str, Any]], Config] | None = None

    def train(
        self,
        config: Config,
        progress: Progress | None = None,
        checkpoint: Path | str | None = None,
        executor: Executor | None = None,
    ) -> Result:
        """Train the models of `config`; `progress(done, models)` is called after each.

        With `checkpoint`, finished models are kept in that file (.npz) and a training that was killed goes on after
        them; a file of other settings is refused. An `executor` of `concurrent.futures` trains them elsewhere, each a
        task. Raises `InputError` where a loss diverges.
        """
        kept = _Checkpoint(self, config, checkpoint)
        wanted, finished = _count(config), kept.read()
        # one thread: matrices this small gain nothing from more, and sums split among threads are not repeatable
        with threadpool_limits(1, user_api="blas"):
            try:
                for model in self._from(config, len(finished), executor):
                    finished.append(model)
                    kept.write(finished)
                    if progress is not None:
                        progress(len(finished), wanted)
            except Diverged as stop:
                rate, words = getattr(config, self.rate), self.rate.replace("_", " ")
                raise InputError(
                    f"the loss of model {len(finished)} diverges at step {stop.step} with {words} {rate}: "
                    f"give a {words} of {rate / 10:g} or less"
                ) from stop
            finally:  # Ctrl-C too, and a loss that diverges, leave what is finished
                kept.write(finished, force=True)
            return self.gather(config, finished)

    def _from(self, config: Config, first: int, executor: Executor | None) -> Iterator[Model]:
        """The models from number `first` on, in order."""
        if executor is None:
            yield from self.models(config, first)
            return
        tasks = [executor.submit(_single, self.models, config, number) for number in range(first, _count(config))]
        try:
            for task in tasks:
                yield task.result()
        finally:
            for task in tasks:
                task.cancel()

    def save(self, config: Config, models: Sequence[Model], path: Path | str) -> Path:
        """Write models, settings and versions to `path` (.npz)."""
        settings = plain(config)
        if "models" in settings:
            settings["models"] = len(models)
        return write(Content(self.name, settings, stacked(models)), path)

    def load(self, content: Content, path: Path | str) -> Loaded[Config, Model]:
        """The config and the models of a file, or `InputError` where it lacks what this kind needs."""
        make = self.restore or (lambda settings: self.config(**settings))
        settings = {key: tuple(value) if isinstance(value, list) else value for key, value in content.settings.items()}
        try:
            config = make(settings)
            return Loaded(config, separate(self.model, content.arrays, config))
        except (KeyError, TypeError, StopIteration) as problem:
            raise InputError(f"cannot read {path}: it holds no whole {self.name}; name another file") from problem


class _Checkpoint(Generic[Config, Model]):
    """The file of one training, written now and then; without a path it keeps nothing."""

    def __init__(self, kind: ModelKind[Config, Model, Any], config: Config, path: Path | str | None) -> None:
        self.kind, self.config = kind, config
        self.path = None if path is None else checked_path(path)
        self.written, self.held = time.monotonic(), 0

    def read(self) -> list[Model]:
        """The models finished so far, at most as many as are wanted; `InputError` if the settings differ."""
        if self.path is None or not self.path.exists():
            return []
        content = read(self.path)
        self._compare("kind", content.kind, self.kind.name)
        config, models = self.kind.load(content, self.path)
        before, now = plain(config), plain(self.config)
        usual = {field.name: field.default for field in fields(type(self.config))}  # type: ignore[arg-type]
        for key in (*now, *(before.keys() - now.keys())):
            if key != "models":
                self._compare(key, before.get(key, usual.get(key)), now.get(key, usual.get(key)))
        return models[: _count(self.config)]

    def write(self, models: Sequence[Model], *, force: bool = False) -> None:
        """Keep `models`, unless the last writing was a moment ago."""
        if self.path is None or len(models) == self.held or (time.monotonic() - self.written < SECONDS and not force):
            return
        self.kind.save(self.config, models, self.path)
        self.written, self.held = time.monotonic(), len(models)

    def _compare(self, key: str, before: object, now: object) -> None:
        if before != now:
            raise InputError(
                f"the checkpoint {self.path} has {key} {before}, not {now}: "
                "name another file, or remove it to start again"
            )


def _single(models: Callable[[Config, int], Iterator[Model]], config: Config, number: int) -> Model:
    """Model `number` alone, where it is trained: a task of an executor."""
    alone = replace(config, models=number + 1) if hasattr(config, "models") else config  # type: ignore[type-var]
    with threadpool_limits(1, user_api="blas"):
        return next(models(alone, number))


def _count(config: object) -> int:
    """How many models a config asks for; one where it does not say."""
    return int(getattr(config, "models", 1))
