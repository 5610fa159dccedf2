"""Hostile values in every option of every command: each ends at once, in an answer or in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile.attack import Victim
from hostile.options import BASES, cases, commands
from hostile.places import furnish

PARTS = 24

pytestmark = pytest.mark.hostile


@pytest.mark.parametrize("part", range(PARTS))
def test_a_hostile_value_is_answered_or_refused(part: int, victim: Victim, tmp_path: Path) -> None:
    wrong = []
    for number, line in enumerate(cases()[part::PARTS]):
        folder = tmp_path / str(number)
        folder.mkdir()
        furnish(folder)
        outcome = victim.run(line, folder)
        if outcome.faults:
            wrong.append(f"{[word[:80] for word in line]}: {', '.join(outcome.faults)}\n{outcome}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("command", BASES)
def test_the_right_value_is_answered(command: str, victim: Victim, tmp_path: Path) -> None:
    furnish(tmp_path)
    outcome = victim.run([*command.split(), *BASES[command].split()], tmp_path)
    assert (outcome.code, outcome.faults) == (0, []), str(outcome)


def test_every_command_is_attacked() -> None:
    assert set(BASES) == {command for command, _ in commands()}
    assert len(cases()) > 600
