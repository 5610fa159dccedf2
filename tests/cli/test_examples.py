"""The example in the help of every command is run; those that take minutes with smaller numbers."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from packing.cli import app, run

SOURCES = sorted((Path(__import__("packing").__file__).parent / "cli").rglob("*.py"))
EXAMPLES = sorted(
    {
        found
        for source in SOURCES
        for found in re.findall(r"Examples?: packing (.*?)(?:\",)?$", source.read_text(encoding="utf-8"), re.MULTILINE)
    }
)

SMALLER = {
    "study": ("-n 20 -d 5", "-n 4 -d 2 --restarts 1 --models 1"),
    "search": ("--seconds 5", "--restarts 1"),
    "sweep": ("-d 2..4 -n ..20 --seconds 5", "-d 2 -n 3..4 --seconds 0.1"),
    "figure gap": ("-d 2..7 -n ..49", "-d 2..3 -n ..6"),
    "table constructions": ("-d 2..8", "-d 2..3"),
    "train autoencoder": ("-n 40 -d 8", "-n 4 -d 2 --steps 5"),
    "train dimensionality": ("-n 40 -d 8", "-n 4 -d 2 --points 2 --models 1 --steps 5"),
    "train phases": ("-n 7 -d 3", "-n 3 -d 2 --points 2 --starts 1"),
    "train importance": ("-n 3", "-n 3 --points 2 --starts 1"),
    "train capacity": ("-n 12 -d 6", "-n 4 -d 2 --models 1"),
    "train factorization": ("--rank 2 --models 8", "--rank 2 --models 1 --size 4 --time 1"),
    "train monosemanticity": ("--models 2", "--models 1 --features 6 --embedding 3 --neurons 6 --steps 5"),
    "train monosemanticity-study": ("--seconds 600", "--features 6 --embedding 3 --neurons 6 --steps 5 --density 0.1"),
    "train dictionary": ("-n 64 -d 32", "-n 6 -d 3 --steps 5"),
    "train memorization": ("-n 64 -d 2", "-n 4 -d 2 --most 4 --numbers 2 --models 1 --steps 5"),
    "train allocation": ("-n 12 -d 6", "-n 4 -d 2 --ratios 0.8 --kurtoses 9 --models 1"),
    "train recovery": ("-n 64 -d 32 --widths 64,128", "-n 6 -d 3 --widths 6 --steps 20 --seeds 1"),
}
"""What is made smaller in which examples."""


def test_every_command_has_an_example_that_its_grammar_takes() -> None:
    assert {example.split()[0] for example in EXAMPLES} == {name for name in app if not name.startswith("-")}
    for example in EXAMPLES:
        words = shlex.split(example.partition(" > ")[0])
        app.parse_args(words, print_error=False, exit_on_error=False, help_on_error=False)


@pytest.mark.long
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_runs(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = np.random.default_rng(0).standard_normal((60, 5)).astype(np.float32)
    save_file({"wte.weight": rows}, "embedding.safetensors")
    for name in ("mine.txt", "yours.txt"):
        np.savetxt(name, np.eye(3))
    Path("paper.tex").write_text(r"\cite{welch1974}", encoding="utf-8")
    command = example.partition(" > ")[0]
    for name, (large, small) in SMALLER.items():
        if command.startswith(name):
            command = command.replace(large, small)
    assert run(shlex.split(command)) == 0, capsys.readouterr().err
