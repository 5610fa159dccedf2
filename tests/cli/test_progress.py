"""The progress bar: seen on a terminal alone, never on standard output, gone when its block ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest

from packing.cli import run
from packing.cli.progress import progress

SHOWN, HIDDEN = "\x1b[?25h", "\x1b[?25l"
"""What a terminal is told so that the cursor is seen, or not."""


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes standard error a terminal; called in the test, for the stream is another one before it."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    return lambda: monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


def test_a_bar_is_drawn_on_a_terminal(look: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    look()
    with progress("sweep", 4) as bar:
        assert bar.is_shown
        bar.count(3, 4)
    printed = capsys.readouterr()
    assert "sweep: 3 of 4" in printed.err
    assert printed.out == ""


def test_nothing_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("sweep", 4) as bar:
        assert not bar.is_shown
        bar.count(3, 4)
    assert capsys.readouterr() == ("", "")


def test_quiet_hides_the_bar(look: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    look()
    with progress("sweep", 4, quiet=True) as bar:
        bar.move(1)
    assert capsys.readouterr() == ("", "")


def test_ctrl_c_goes_through_and_the_cursor_comes_back(
    look: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    look()
    with pytest.raises(KeyboardInterrupt), progress("sweep", 4) as bar:
        bar.move(1)
        raise KeyboardInterrupt
    said = capsys.readouterr().err
    assert said.rindex(SHOWN) > said.rindex(HIDDEN)


@pytest.mark.parametrize(
    "command",
    [
        "search -n 5 -d 3 --restarts 2 --from-scratch",
        "verify tegum-pairs --quick",
        "train phases -n 4 -d 2 --points 2 --starts 1",
        "train dimensionality -n 3 -d 2 --points 2 --loss exact --models 1",
    ],
)
def test_json_stands_alone_on_both_streams(
    command: str, look: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    look()
    assert run([*command.split(), "--json"]) == 0
    printed = capsys.readouterr()
    json.loads(printed.out)
    assert printed.err == ""
