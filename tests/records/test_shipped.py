"""The packings that come with the package are what they say, and no worse than the constructions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from packing.bounds import lower_bound
from packing.cli import run
from packing.constructions import known
from packing.errors import InputError
from packing.problem import Field, Objects, Problem, lines, vectors
from packing.records.atlas import Atlas
from packing.records.recipes import command_of
from packing.records.shipped import PLACE, best_of, ship, shipped_atlas, shipped_entry
from packing.search import minimize_coherence

SAMPLE = 25


def shipped_problems() -> list[Problem]:
    with shipped_atlas() as atlas:
        return atlas.problems()


def test_the_cells_of_the_published_tables_are_all_there() -> None:
    wanted = {lines(n, d, "C") for d in range(2, 8) for n in range(d + 2, 101 if d in (4, 5) else 50)}
    wanted |= {lines(n, d) for d in range(3, 17) for n in range(d + 2, 51)}
    wanted |= {vectors(n, d) for d in (3, 4, 5) for n in range(d + 2, 131)}
    wanted |= {vectors(n, d) for d in (6, 7, 8) for n in range(2 * d + 1, 65)}
    assert wanted <= set(shipped_problems())


def test_the_file_stays_small() -> None:
    assert PLACE.stat().st_size < 20e6


def test_every_packing_names_the_command_that_found_it() -> None:
    with shipped_atlas() as atlas:
        entries = [atlas.best(problem) for problem in atlas.problems()]
    assert [str(entry.problem) for entry in entries if entry is None or not command_of(entry)] == []


def test_stored_values_are_certified_and_above_the_bounds() -> None:
    problems = [problem for problem in shipped_problems() if problem.m == 1]
    chosen = np.random.default_rng(20).choice(len(problems), SAMPLE, replace=False)
    with shipped_atlas() as atlas:
        for index in chosen:
            entry = atlas.best(problems[index])
            assert entry is not None
            space, rows = entry.packing.space, entry.packing.vectors
            parts, lengths = space.components_of(rows, rows), np.linalg.norm(space.to_real(rows), axis=1)
            overlaps = np.sqrt(np.sum(parts**2, axis=0)) if space.has_lines else parts[0]
            largest = np.max((overlaps / np.outer(lengths, lengths))[np.triu_indices(len(rows), 1)])
            assert float(entry.certified) == pytest.approx(largest, abs=1e-13)
            assert float(entry.certified) >= lower_bound(problems[index]).value - 1e-15


def test_no_construction_is_better() -> None:
    for problem in (problem for problem in shipped_problems() if problem.m == 1):
        entry, named = shipped_entry(problem), known(problem)[:1]
        assert entry is not None
        assert all(entry.packing.coherence <= float(construction.coherence) + 1e-9 for construction in named)


def test_fewer_lines_are_never_worse() -> None:
    with shipped_atlas() as atlas:
        for problem in atlas.problems():
            here, there = atlas.coherence(problem), atlas.coherence(problem.resized(problem.n + 1))
            assert here is not None
            assert there is None or here <= there + 1e-9


def test_the_atlas_of_the_package_is_only_read() -> None:
    with shipped_atlas() as atlas, pytest.raises(InputError, match="readonly"):
        atlas.record(minimize_coherence(lines(6, 3), restarts=8))


def test_shipping_keeps_the_best_of_several(tmp_path: Path) -> None:
    first, second, target = tmp_path / "a.sqlite", tmp_path / "b.sqlite", tmp_path / "c.sqlite"
    worse, better = (minimize_coherence(lines(14, 3, "C"), restarts=restarts) for restarts in (1, 40))
    with Atlas(first) as a, Atlas(second) as b:
        a.record(worse)
        b.record(better)
        b.record(minimize_coherence(lines(7, 3, "C"), restarts=8))
        assert [entry.problem.n for entry in best_of([a, b])] == [7, 14]
    assert ship([first, second], target) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.sqlite", "b.sqlite", "c.sqlite"]
    with Atlas(target, read_only=True) as atlas:
        assert atlas.coherence(lines(14, 3, "C")) == pytest.approx(better.packing.coherence, abs=1e-15)


def test_the_command_answers_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run(["atlas", "best", "-n", "39", "-d", "6", "--field", "C"]) == 0
    assert "39 lines in C^6" in capsys.readouterr().out


def test_the_best_are_of_the_kinds_named() -> None:
    assert {problem.field for problem in shipped_problems()} == set(Field)
    assert {problem.objects for problem in shipped_problems()} == set(Objects)
