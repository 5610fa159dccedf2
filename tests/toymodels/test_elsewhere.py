"""Models trained elsewhere are those trained here, to the last bit: by an executor that pickles, by workers of dask."""

from __future__ import annotations

import json
import pickle
import warnings
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from packing.cli import run
from packing.errors import InputError
from packing.toymodels import AutoencoderConfig, SubspaceConfig, registry, train
from packing.toymodels.checkpoint import stacked
from packing.toymodels.factorization import FactorizationConfig
from packing.toymodels.monosemanticity import MonosemanticityConfig

CONFIGS = (
    AutoencoderConfig(n=4, d=2, models=3, steps=20, batch=32),
    SubspaceConfig(n=3, d=4, density=0.2, models=3, steps=20, batch=32),
    FactorizationConfig(size=6, rank=2, time=2.0, models=3),
    MonosemanticityConfig(features=8, embedding=4, neurons=6, density=0.2, steps=20, batch=32, models=3),
)


class Pickling(Executor):
    """What another process would get: each task and each answer goes through bytes."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        done: Future[Any] = Future()
        task, values = pickle.loads(pickle.dumps((work, arguments)))
        try:
            done.set_result(pickle.loads(pickle.dumps(task(*values))))
        except ArithmeticError as stop:
            done.set_exception(pickle.loads(pickle.dumps(stop)))
        return done


def arrays(trained: Any) -> dict[str, np.ndarray]:
    return stacked(registry.kind_of(trained.config).separate(trained))


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: type(config).__name__)
def test_models_of_an_executor_are_those_of_this_process(config: Any) -> None:
    seen: list[int] = []
    here, there = train(config), train(config, lambda done, _: seen.append(done), executor=Pickling())
    assert seen == list(range(1, config.models + 1))
    one, other = arrays(here), arrays(there)
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


def test_a_training_that_diverges_elsewhere_says_the_same() -> None:
    config = AutoencoderConfig(4, 2, 0.4, models=2, steps=200, batch=16, learning_rate=1e9)
    said = []
    for executor in (None, Pickling()):
        with pytest.raises(InputError, match="diverges at step") as caught:
            train(config, executor=executor)
        said.append(str(caught.value))
    assert said[0] == said[1]


COMMANDS = (
    "autoencoder -n 4 -d 2 --models 3 --steps 30 --seed 5",
    "capacity -n 4 -d 2 --models 2",
    "recovery -n 8 -d 4 --methods svd --seeds 1 --steps 20",
)


@pytest.mark.long
def test_commands_train_on_a_cluster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    distributed = pytest.importorskip("distributed", reason="needs the extra 'cluster'")

    def answer(command: str, *options: str) -> Any:
        assert run(["train", *command.split(), *options, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        return [cell | {"cpu_seconds": 0} for cell in found["cells"]] if "cells" in found else found

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=None, local_directory=tmp_path
        ) as local:
            for command in COMMANDS:
                assert answer(command, "--cluster", local.scheduler_address) == answer(command), command
    assert run(["train", *COMMANDS[0].split(), "--cluster", "tcp://127.0.0.1:1"]) == 2
    assert "no scheduler answers" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["recovery", "moments", "classes", "curves --out x.jsonl", "monosemanticity-study layers --out x.jsonl"]
)
def test_a_recorded_run_has_processes_or_a_cluster(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["train", *command.split(), "--cluster", "tcp://127.0.0.1:1", "--jobs", "2"]) == 2
    assert capsys.readouterr().err.strip().endswith("--cluster and --jobs do not go together: leave one out")
