"""Install the package with the lowest or the newest versions that pyproject.toml allows, and try it.

    python recipe/try_versions.py lowest            # or newest; --tests runs the tests too
A new environment in a temporary folder; needs a package index. The exit code is that of the first step that fails.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]

TRIED = (
    ("--version",),
    ("bounds", "-n", "13", "-d", "3", "--field", "C"),
    ("atlas", "best", "-n", "39", "-d", "6", "--field", "C"),
    ("study", "-n", "6", "-d", "3", "--restarts", "4", "--models", "1", "--json"),
    ("verify", "tegum-beats-bases"),
    ("table", "constructions", "--field", "C", "-d", "2", "-n", "..6", "--format", "latex"),
    ("doctor",),
)
"""Commands that between them use every dependency."""


def lowest() -> list[str]:
    """Each dependency at the lowest version that pyproject.toml allows.

    >>> "numpy==2.0" in lowest()
    True
    """
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    found = (re.match(r"([\w-]+)>=([\w.]+)", line) for line in listed)
    return [f"{match[1]}=={match[2]}" for match in found if match]


def main() -> int:
    """Install and try."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=("lowest", "newest"))
    parser.add_argument("--tests", action="store_true", help="run the tests too")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place, "venv")
        venv.create(home, with_pip=True)
        programs = home / ("Scripts" if os.name == "nt" else "bin")
        constraints = Path(place, "constraints.txt")
        constraints.write_text("\n".join(lowest() if told.which == "lowest" else []) + "\n", encoding="utf-8")
        tests = ["pytest", "pytest-benchmark", "pytest-xdist", "hypothesis", "safetensors"] if told.tests else []
        install = ["install", "-q", "-c", str(constraints), str(ROOT), *tests]
        steps = [[str(programs / "python"), "-m", "pip", *install], [str(programs / "python"), "-m", "pip", "list"]]
        steps += [[str(programs / "packing"), *command] for command in TRIED]
        steps += [[str(programs / "python"), "-m", "pytest", "-q", str(ROOT / "tests")]] if told.tests else []
        for step in steps:
            print("$", " ".join(step), flush=True)
            code = subprocess.run(step, cwd=place, check=False).returncode
            if code:
                return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
