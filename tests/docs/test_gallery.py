"""Each script of the gallery runs in an empty folder, and prints and draws what its page shows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from golden import same_text

FOLDER = Path(__file__).parents[2] / "docs" / "gallery"
SCRIPTS = sorted(script.name for script in FOLDER.glob("*.py"))

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder docs/ is not part of this distribution")


@pytest.mark.long
@pytest.mark.parametrize("name", SCRIPTS)
def test_script(name: str, tmp_path: Path) -> None:
    script = FOLDER / name
    environment = os.environ | {"MPLBACKEND": "Agg"}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    recorded = script.with_suffix(".txt").read_text()
    assert same_text(recorded, done.stdout), f"{done.stdout}\nrun python docs/hooks/gallery.py and look at it"
    for picture in tmp_path.iterdir():
        assert picture.stat().st_size > 1000
        assert (FOLDER / picture.name).exists()


def test_every_script_is_listed_and_asserts_its_answer() -> None:
    listed = (FOLDER / "index.md").read_text()
    assert len(SCRIPTS) >= 6
    for name in SCRIPTS:
        assert f"({Path(name).stem}.md)" in listed
        assert "assert " in (FOLDER / name).read_text()
