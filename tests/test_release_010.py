"""What 0.1.0 wrote opens today and says the same; what its commands answered keeps its keys.

`data/release-0.1.0/write.py` made the files, under 0.1.0.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import packing as pk
from packing.cli import run
from packing.overlaps import Settings, compare, conclude, load_counts, merge, overlaps, prepare

RELEASE = Path(__file__).parent / "data" / "release-0.1.0"
FILES = RELEASE / "files"
COMMANDS = json.loads((RELEASE / "commands.json").read_text(encoding="utf-8"))
LONG = {"bounds-compute"}


def answer(words: str, out: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """What a command answers under --json; `$FILES` and `$OUT` are the folder of 0.1.0 and an empty one."""
    given = [word.replace("$FILES", str(FILES)).replace("$OUT", str(out)) for word in words.split()]
    assert run([*given, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def lost_keys(before: Any, now: Any, path: str = "") -> Iterator[str]:
    """The paths of keys that are in one answer and not in a later one; the entries of a list count as one."""
    if isinstance(before, dict):
        if not isinstance(now, dict):
            yield path
            return
        for key, value in before.items():
            if key in now:
                yield from lost_keys(value, now[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}"
    elif isinstance(before, list) and before and isinstance(before[0], dict):
        if not isinstance(now, list) or not now:
            yield path
            return
        kept = {lost for entry in before for lost in lost_keys(entry, now[0], f"{path}[]")}
        for entry in now[1:]:
            kept &= {lost for old in before for lost in lost_keys(old, entry, f"{path}[]")}
        yield from kept


def test_a_lost_key_is_seen() -> None:
    before = {"a": 1, "cells": [{"n": 3, "bound": {"value": 1}}]}
    assert not list(lost_keys(before, {"a": 2, "b": 1, "cells": [{"n": 4, "bound": {"value": 2}, "m": 1}]}))
    assert list(lost_keys(before, {"cells": [{"n": 3, "bound": {}}]})) == [".a", ".cells[].bound.value"]
    assert list(lost_keys(before, {"a": 1, "cells": []})) == [".cells"]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] * (name in LONG)) for name in sorted(COMMANDS)]
)
def test_answers_keep_their_keys(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = json.loads((RELEASE / "answers" / f"{name}.json").read_text(encoding="utf-8"))
    now = answer(COMMANDS[name], tmp_path, capsys)
    assert not list(lost_keys(before, now))


@pytest.mark.parametrize(
    ("name", "problem", "square"),
    [
        ("lines.txt", pk.lines(7, 3), 1 / 3),
        ("lines_R_3x7.txt", pk.lines(7, 3), 1 / 3),
        ("digits.txt", pk.lines(7, 3), 1 / 3),
        ("exact.npz", pk.lines(6, 3), 1 / 5),
        ("complex.txt", pk.lines(5, 3, "C"), (7 - 13**0.5) / 18),
        ("complex.npy", pk.lines(5, 3, "C"), (7 - 13**0.5) / 18),
        ("complex.npz", pk.lines(5, 3, "C"), (7 - 13**0.5) / 18),
        ("lines_C_2x4.txt", pk.lines(4, 2, "C"), 1 / 3),
        ("points.npz", pk.vectors(6, 3), 0),
        ("points_3x5.txt", pk.vectors(5, 3), 0),
    ],
)
def test_packings_open(name: str, problem: pk.Problem, square: float) -> None:
    packing = pk.load(FILES / name, problem)
    assert packing.problem == problem
    assert packing.coherence == pytest.approx(square**0.5, abs=1e-12)


def test_the_digits_of_a_packing_as_json_are_those_of_its_text() -> None:
    held = json.loads((FILES / "digits.json").read_text(encoding="utf-8"))
    text = (FILES / "digits.txt").read_text(encoding="utf-8").split()
    assert [number for row in held["vectors"] for number in row] == text
    assert (held["n"], held["d"], held["coherence"][:18]) == (7, 3, "0.5773502691896257")


def test_an_arrangement_with_the_most_orthogonal_pairs_opens() -> None:
    rows = np.load(FILES / "pairs.npy")
    orthogonal = np.abs(rows @ rows.T)[np.triu_indices(len(rows), 1)] < 1e-12
    assert (len(rows), int(orthogonal.sum())) == (7, 9)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("delsarte.json", "at most 240 points on the unit sphere of R^8 with pairwise <x, y> <= 1/2"),
        ("delsarte-H.json", "at most 36 lines of H^4 with pairwise |<x, y>|^2 <= 1/4"),
        ("equiangular.json", "at most 10 lines of R^5 with |<x, y>| = 1/3 for each pair"),
        ("coherence.json", "at most 7 lines of C^4 with pairwise |<x, y>|^2 <= 1/8"),
        ("three-point.json", "points on the unit sphere of R^3"),
        ("gram.json", "3 points on the unit sphere of R^2"),
    ],
)
def test_certificates_prove_what_they_proved(
    name: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (result,) = answer(f"verify $FILES/{name}", tmp_path, capsys)["results"]
    assert (result["verdict"], result["accepted"]) == ("certified", True)
    assert words in result["reason"]


def test_an_atlas_opens_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = json.loads((RELEASE / "answers" / "atlas-best.json").read_text(encoding="utf-8"))["cells"]
    shutil.copy(FILES / "atlas.sqlite", tmp_path / "atlas.sqlite")
    held = "--store $OUT/atlas.sqlite"

    def cells(words: str) -> dict[tuple[Any, ...], dict[str, Any]]:
        found = answer(f"{words} {held}", tmp_path, capsys)["cells"]
        return {(cell["n"], cell["d"], cell["field"], cell["objects"]): cell for cell in found}

    for words in ("atlas best", "atlas check", "atlas history"):
        for cell in before:
            assert cell.items() <= cells(words)[cell["n"], cell["d"], cell["field"], cell["objects"]].items()
    answer(f"atlas import $FILES/complex.npz -n 5 -d 3 --field C {held}", tmp_path, capsys)
    answer(f"sweep --field C -d 2 -n 6 --seconds 0.1 {held}", tmp_path, capsys)
    now = cells("atlas best")
    assert len(now) == len(before) + 2
    assert now[5, 3, "C", "lines"]["method"] == "imported from complex.npz"


def test_parts_of_a_count_of_overlaps_merge() -> None:
    rows, others = np.load(FILES / "rows.npy"), np.load(FILES / "others.npy")
    settings = Settings(eps=(0.1, 0.3), bins=101, top=5, block=16)
    prepared = prepare(rows, settings)
    merged = conclude(prepared, merge([load_counts(FILES / f"overlaps-{part}.npz") for part in (1, 2)]))
    for found, name in (
        (merged, "overlaps"),
        (overlaps(rows, settings), "overlaps"),
        (compare(rows, others, settings), "compare"),
    ):
        before = json.loads((FILES / f"{name}-numbers.json").read_text(encoding="utf-8"))
        assert found.histogram.tolist() == before["histogram"]
        assert found.coherence == pytest.approx(before["coherence"], rel=1e-12)
        for power, value in found.absolute.items():
            assert value == pytest.approx(before["absolute"][str(power)], rel=1e-12)
            assert found.signed[power] == pytest.approx(before["signed"][str(power)], rel=1e-12)


def test_a_count_of_overlaps_goes_on(tmp_path: Path) -> None:
    rows = np.load(FILES / "rows.npy")
    settings = Settings(eps=(0.1, 0.3), bins=101, top=5, block=16)
    path = tmp_path / "part.npz"
    shutil.copy(FILES / "overlaps-1.npz", path)
    found = overlaps(rows, settings, checkpoint=path)
    assert found.histogram.tolist() == json.loads((FILES / "overlaps-numbers.json").read_text())["histogram"]
    assert load_counts(path).is_complete
