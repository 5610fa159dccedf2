"""On terminals of every width, and on none, no number and no word of a page or a help text is cut or broken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from packing.cli import app, output, run
from packing.report.cells import Number
from packing.report.tabular import Column, Table
from packing.report.writers.terminal import Frame, for_terminal, page
from packing.rigor import Rigor

WIDTHS = (20, 40, 60, 80, 200)
WIDEST = 100_000
COMMANDS = [name for name in app if not name.startswith("-")]
MODELS = [name for name in app["train"] if not name.startswith("-")]

QUICK = (
    "bounds -n 13 -d 3",
    "bounds -n 12 -d 3 --vectors",
    "pairs -n 13 -d 3 --distinct",
    "moments -d 7 --exponent 3",
    "maxsize -d 8 --cosine 1/3",
    "verify --list",
    "verify tegum-beats-bases --quick",
    "verify tegum-beats-bases balance-conserved --quick",
    "atlas best -n 39 -d 6 --field C",
    "search -n 7 -d 3 --restarts 2",
    "table bounds -d 3 -n 6..8",
    "table packings --field C -d 3 -n 9..11",
    "table partitions -d 2 -n 3..4 --exponent 1.5",
    "table moments -d 5 --exponent 2.5",
    "table claims",
    "table zero-loss",
    "train curves",
    "overlaps {rows}",
    "overlaps {rows} --against {rows}",
    "overlaps {rows} --sample 9",
    "sweep -d 2 -n 5..6 --seconds 0.1 --store {folder}/a.sqlite",
    "train dictionary -n 8 -d 6 --steps 20",
)
MORE = (
    "partition -n 6 -d 4 --exponent 1.8",
    "table phases -d 2 -n 3",
    "table kissing -d 4",
    "train importance --points 2 --starts 1",
    "table pairs -d 3 -n 9",
    "table constructions -d 4",
    "study -n 12 -d 3 --vectors --seconds 0.1 --models 1",
    "study -n 5 -d 3 --field C --seconds 0.1 --models 1",
    "table toymodels -d 2 -n 3",
    "train autoencoder -n 5 -d 2 --models 2 --loss exact",
    "train autoencoder -n 4 -d 2 --models 1 --variant linear --loss exact",
    "train dimensionality -n 4 -d 2 --points 2 --models 1 --steps 50",
    "train phases -n 3 -d 2 --points 2 --starts 2 --width 0.5",
    "train capacity -n 4 -d 2 --models 2",
    "train factorization --models 1",
    "train monosemanticity --features 8 --embedding 4 --neurons 8 --density 0.1 --steps 50",
)

Pages = dict[int | None, str]


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Pages]:
    """What one run of a command prints at each width, on a terminal and (None) on none."""

    def printed(width: int | None, show: Callable[[], None]) -> str:
        for name in ("COLUMNS", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        if width is not None:
            monkeypatch.setenv("COLUMNS", str(width))
            monkeypatch.setenv("FORCE_COLOR", "1")
        show()
        return re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)

    def all_pages(command: str) -> Pages:
        found: Pages = {}
        show_page = output.show_page

        def at_every_width(report: object, least_width: int = 0) -> None:
            for width in (WIDEST, *WIDTHS, None):
                found[width] = printed(width, lambda: show_page(report, least_width))  # type: ignore[arg-type]

        for module in (output, import_module("packing.cli.table")):
            monkeypatch.setattr(module, "show_page", at_every_width)
        assert run(command.split()) in (0, 1)
        return found

    return all_pages


def words(text: str) -> Counter[str]:
    """The words of a page without its rules and frames; a heading before a cell ends with a colon."""
    return Counter(word.removesuffix(":") for word in re.sub(r"[─│╭╮╰╯]+", " ", text).split())


@pytest.mark.parametrize("command", [*QUICK, *(pytest.param(each, marks=pytest.mark.long) for each in MORE)])
def test_every_word_and_number_is_whole_at_every_width(
    command: str, pages: Callable[[str], Pages], tmp_path: Path
) -> None:
    np.save(tmp_path / "rows.npy", np.random.default_rng(0).standard_normal((40, 5)))
    found = pages(command.format(rows=tmp_path / "rows.npy", folder=tmp_path))
    whole = words(found[WIDEST])
    assert whole
    for width in (*WIDTHS, None):
        shown = words(found[width])
        assert set(shown) == set(whole), width
        assert all(shown[word] >= whole[word] for word in whole), width


@pytest.mark.parametrize("command", ["--help", *(f"{name} --help" for name in COMMANDS)])
def test_help_has_every_word_on_a_narrow_terminal(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _help_is_whole(command, monkeypatch, capsys)


@pytest.mark.parametrize("model", MODELS)
def test_help_of_a_model_has_every_word_on_a_narrow_terminal(
    model: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _help_is_whole(f"train {model} --help", monkeypatch, capsys)


def _help_is_whole(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for width in (300, 20, 80):
        monkeypatch.setattr(output, "get_terminal_size", lambda width=width: _Size(width))
        with pytest.MonkeyPatch.context() as patch:
            if width >= output.HELP:
                patch.setattr("packing.cli.commands.console_for_help", lambda width=width: _console(width))
            assert run(command.split()) == 0
        found.append(set(words(capsys.readouterr().out)))
    assert all(each == found[0] for each in found)


class _Size:
    def __init__(self, columns: int) -> None:
        self.columns = columns


def _console(width: int) -> object:
    from rich.console import Console

    return Console(width=width)


def test_an_exponent_of_1_5_is_never_1(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    columns = (Column("p", "p"), Column("blocks", "optimal partition", right=False), Column("energy", "its energy"))
    rows = ((Number(1.5), "(2,1) + 4 × (3,2)", Number(18.0, 6, rigor=Rigor.NUMERICAL)),)
    drawn = for_terminal(Table("Partitions of many vectors into orthogonal subspaces", columns, rows))
    for width in range(1, 90):
        Console(width=width).print(page(drawn, Frame("In words", "of 1.5 and 18")), crop=False)
        assert {"1.5", "18*", "(2,1)", "(3,2)", "orthogonal"} <= set(words(capsys.readouterr().out)), width
