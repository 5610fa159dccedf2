"""Standard output that is full, closed, broken or in another encoding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.hostile, pytest.mark.skipif(os.name != "posix", reason="needs a shell and /dev/full")]

COMMANDS = (
    "bounds -n 13 -d 3", "bounds -n 13 -d 3 --json", "--help", "verify --list",
    "table constructions -d 2..3 --format markdown",
)  # fmt: skip


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a shell, `packing` standing for this package."""
    words = command.replace("packing", f"{sys.executable} -m packing", 1)
    return subprocess.run(
        ["bash", "-c", words], capture_output=True, check=False, env=os.environ | environment, timeout=60
    )


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("place", [">/dev/full", ">&-", "<&- 2>&- >&-"])
def test_an_answer_that_cannot_be_written_is_one_line(words: str, place: str) -> None:
    done = shell(f"packing {words} {place}")
    assert done.returncode == 2
    assert done.stdout == b""
    if "2>&-" not in place:
        (line,) = done.stderr.decode().splitlines()
        assert line.startswith("packing: ")


@pytest.mark.parametrize("words", COMMANDS)
def test_a_reader_that_has_gone_is_no_error(words: str) -> None:
    done = shell(f"set -o pipefail; packing {words} | true")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_rejection_stays_one_where_the_reader_has_gone(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"schema": 1, "kind": "delsarte"}')
    done = shell(f"packing verify {tmp_path}/bad.json | true; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
@pytest.mark.parametrize("words", COMMANDS)
def test_every_encoding_will_do(words: str, encoding: str) -> None:
    done = shell(f"packing {words}", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode(encoding)
    assert text
    if "--json" in words:
        assert json.loads(text)["problem"]["n"] == 13


def test_files_are_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    command = "packing table constructions -d 2..3 --format markdown"
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert shell(f"{command} --out {tmp_path}/table.md", **environment).returncode == 0
    assert (tmp_path / "table.md").read_text(encoding="utf-8") == shell(command).stdout.decode()
