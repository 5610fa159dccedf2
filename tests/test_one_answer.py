"""One question, one answer: the best value and the lower bound of a problem by every door."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from packing import Problem, lines, vectors
from packing.bounds import lower_bound
from packing.cli import run
from packing.records import best_known
from packing.search import minimize_coherence
from packing.studies import study

QUICK = (lines(16, 6), lines(39, 6, "C"), lines(9, 2, "H"), vectors(13, 3), lines(13, 3))
PROBLEMS = (
    *(lines(n, d) for n, d in ((2, 5), (6, 3), (8, 3), (20, 5), (12, 4), (63, 7), (28, 7), (36, 6), (276, 23))),
    *(lines(n, d, "C") for n, d in ((7, 2), (12, 2), (24, 2), (5, 3), (13, 3), (40, 4), (31, 5), (45, 5), (64, 8))),
    *(lines(n, d, "H") for n, d in ((3, 2), (5, 2), (6, 2), (8, 2), (10, 2), (16, 2), (4, 3), (15, 3), (5, 4))),
    *(vectors(n, d) for n, d in ((5, 2), (7, 3), (14, 3), (24, 3), (10, 4), (24, 4), (16, 5), (27, 6), (56, 7))),
)
SPACES = ("R lines", "C lines", "H lines", "R vectors")


def answer(words: str, problem: Problem, capsys: pytest.CaptureFixture[str]) -> Any:
    """What a command says about the problem under --json."""
    assert run([*words.split(), "-n", str(problem.n), *problem.space.options.split(), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def doors(problem: Problem, folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[float, float | None]]:
    """The best coherence and the lower bound (None where it is not said) by each door, the first one in Python."""
    record = best_known(problem)
    assert record is not None
    found = minimize_coherence(problem, restarts=2)
    said = study(problem, seconds=0.05, models=1, progress=lambda stage: None)
    searched = answer("search --restarts 2", problem, capsys)
    (best,) = answer("atlas best", problem, capsys)["cells"]
    (packings,) = answer("table packings", problem, capsys)["rows"]
    (bounds,) = answer("table bounds", problem, capsys)["rows"]
    answer(f"atlas site {folder / 'pages'}", problem, capsys)
    (page,) = json.loads((folder / "pages" / "atlas.json").read_text(encoding="utf-8"))["rows"]
    return {
        "best_known": (record.coherence, lower_bound(problem).value),
        "minimize": (found.packing.coherence, None),
        "study": (said.found.packing.coherence, said.bounds.best.value),
        "search": (searched["coherence"], None),
        "atlas best": (best["coherence"], best["lower_bound"]["value"]),
        "table packings": (packings["coherence"], packings["bound"]),
        "table bounds": (bounds["coherence"], bounds["bound"]),
        "atlas site": (float(page["coherence_at_most"]), float(page["lower_bound"])),
    }


def one_answer(problem: Problem, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = doors(problem, folder, capsys)
    value, bound = said["best_known"]
    assert bound is not None
    assert bound <= value + 1e-12
    assert {door: best for door, (best, _) in said.items() if abs(best - value) > 1e-9} == {}
    assert {door: low for door, (_, low) in said.items() if low is not None and abs(low - bound) > 1e-12} == {}


def test_every_space_is_asked() -> None:
    kinds = {f"{problem.field} {problem.objects}" for problem in PROBLEMS + QUICK}
    assert kinds == set(SPACES)
    assert len(set(PROBLEMS + QUICK)) >= 40


@pytest.mark.parametrize("problem", QUICK, ids=str)
def test_the_doors_agree(problem: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one_answer(problem, tmp_path, capsys)


@pytest.mark.long
@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_the_doors_agree_everywhere(problem: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one_answer(problem, tmp_path, capsys)
