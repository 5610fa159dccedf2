"""What a hostile command line must end in, and the client of the process that runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MEGABYTES = 1500
"""The most that a process may hold: 1 GB beside the libraries it imports."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing it."""

TROUBLE = re.compile(r"Traceback|Warning: |^(\w+\.)*\w*(Error|Exception)\b", re.MULTILINE)
"""Words of Python's own that no user should read."""


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    hung: bool
    out: str
    err: str
    cpu: float
    megabytes: float

    @property
    def faults(self) -> list[str]:
        """What no command may do, whatever it is given."""
        found = []
        if self.hung:
            found.append(f"runs for more than {self.cpu:.1f} CPU seconds")
        if self.code not in (0, 1, 2):
            found.append(f"exit code {self.code}")
        if self.megabytes > MEGABYTES:
            found.append(f"{self.megabytes:.0f} MB")
        if TROUBLE.search(self.err) or "Traceback" in self.out:
            found.append("words of Python's own")
        if UNPRINTABLE.search(self.err + self.out):
            found.append("control characters")
        if self.code == 2 and not re.fullmatch(r"packing: [^\n]+\n", self.err):
            found.append("not one line on standard error")
        if self.code == 2 and self.out:
            found.append("bad input, and an answer on standard output")
        if self.code in (0, 1) and self.err:
            found.append("an answer, and something on standard error")
        if self.code == 1 and not self.out:
            found.append("a rejection without a word")
        return found

    def __str__(self) -> str:
        return f"exit code {self.code}, {self.cpu:.1f} s\n{self.out[-1000:]}\n{self.err[-3000:]}"


class Victim:
    """The process that runs commands."""

    def __init__(self, home: Path) -> None:
        environment = os.environ | {
            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1", "COLUMNS": "100",
            "XDG_DATA_HOME": str(home),
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("server.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment,
        )  # fmt: skip

    def run(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Outcome:
        """How `packing` with these arguments ends in this folder."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"arguments": list(arguments), "folder": str(folder), "environment": dict(environment or {})}
        print(json.dumps(request), file=self._process.stdin, flush=True)
        return Outcome(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()
