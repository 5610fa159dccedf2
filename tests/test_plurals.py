"""One of a kind takes no s, in every text that counts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import packing
from packing import lines
from packing.cli import run
from packing.search import minimize
from packing.toymodels import AutoencoderConfig, train
from packing.toymodels.geometry.census import census

COUNTED = re.compile(r"\{[^{}]*\} (hits|restarts|threads|draws|results|findings)\b")
WRONG = re.compile(r"(?<![\d.,/])\b1 (hits|restarts|models|dimensions|threads|pairs|rows|features|groups|columns)\b")


def test_results_of_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = replace(minimize(lines(4, 2), restarts=1, seed=0), hits=1, restarts=1)
    trained = train(AutoencoderConfig(n=1, d=1, loss="one_sparse", models=1))
    texts = [str(found), str(census(trained)), str(trained), str(trained.config)]
    np.save(tmp_path / "w.npy", np.array([[1.0], [-2.0], [0.0]]))
    for options in (["--jobs", "1"], ["--against", str(tmp_path / "w.npy")]):
        assert run(["overlaps", str(tmp_path / "w.npy"), *options]) == 0
        texts.append(capsys.readouterr().out)
    assert run(["search", "-n", "4", "-d", "2", "--restarts", "1"]) == 0
    texts.append(capsys.readouterr().out)
    assert "1 hit in 1 restart," in texts[0]
    for text in texts:
        assert not WRONG.search(text), text


def test_what_is_often_one_is_counted_in_one_place() -> None:
    """`packing.rounding.counted` writes these; a literal after a number would be wrong for one."""
    folder = Path(packing.__file__).parent
    for source in folder.rglob("*.py"):
        wrong = COUNTED.search(source.read_text(encoding="utf-8"))
        assert wrong is None, f"{source}: {wrong and wrong.group()}"
