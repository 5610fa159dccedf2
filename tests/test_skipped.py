"""A run says what it skipped and how to install what was missing; where all was promised it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import skipped

REASONS = [
    "pdflatex is not installed",
    "there is no Chromium here",
    "needs the extra 'cluster'",
    "could not import 'jax'",
]


def test_what_was_missing_is_told_with_its_cure() -> None:
    lines = skipped.summary([*REASONS, "the superuser may write everywhere", REASONS[0]])
    assert lines[0] == "2 tests were skipped without LaTeX: apt-get install -y texlive-latex-extra texlive-science"
    assert [line.rpartition(": ")[2].split()[0] for line in lines] == ["apt-get", "apt-get", "pip", "pip"]


def test_a_run_in_which_all_was_promised_fails_where_something_was_missing(tmp_path: Path) -> None:
    here = Path(__file__).parent
    (tmp_path / "conftest.py").write_text((here / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    test = "import pytest\n\n\ndef test_page():\n    pytest.skip('there is no Chromium here')\n"
    (tmp_path / "test_page.py").write_text(test, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(here), *sys.path]), skipped.PROMISE: "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 test was skipped without Chromium: apt-get install -y chromium" in done.stdout
