"""Hostile files for every reader: each ends in one line and exit code 1 or 2, or is read as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile.attack import Victim
from hostile.files import cases
from hostile.places import furnish

PARTS = 12

READ = {
    "noise as .csv", "a lying length", "two matrices", "integers beyond a float", "codes in the method", "empty",
    "done cut", "a column twice", "vectors of integers beyond a float", "foreign objects", "floats beyond a float",
    "long names",
}  # fmt: skip
"""What some reader may take for good: it harms nobody."""

UNASKED = ("sweep", "table packings")
"""Commands that need not look into a store: a sweep makes its own, and six lines of R^3 are settled by a theorem."""

pytestmark = pytest.mark.hostile


@pytest.mark.parametrize("part", range(PARTS))
def test_a_hostile_file_is_one_line(part: int, victim: Victim, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    wrong = []
    for number, case in enumerate(list(cases(made))[part::PARTS]):
        folder = tmp_path / str(number)
        folder.mkdir()
        furnish(folder)
        outcome = victim.run(case.placed(folder), folder)
        faults = outcome.faults
        if not outcome.code and case.name not in READ and not case.line.startswith(UNASKED):
            faults = [*faults, "read as if it were sound"]
        if faults:
            wrong.append(f"{case.line}, {case.name}: {', '.join(faults)}\n{outcome}")
    assert not wrong, "\n".join(wrong)
