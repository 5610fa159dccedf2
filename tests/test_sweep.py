"""Sweeps feed cells from their neighbours, record at once, go on where they were cut, and refuse empty ranges."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from packing import InputError, Packing, Problem, lines, vectors
from packing.cli import run
from packing.constructions import known
from packing.constructions.cut import cut_down, dropped
from packing.records.atlas import Atlas
from packing.records.entry import Entry
from packing.records.shipped import shipped_entry
from packing.search import Constructions, SearchResult, minimize
from packing.search.methods.symmetric import Seen
from packing.sweep import _chains, _settled, cells, sweep


def test_cells_start_where_theorems_end() -> None:
    assert cells([3], range(1, 7)) == [lines(5, 3), lines(6, 3)]
    with pytest.raises(InputError, match="the ranges hold no cell with n >= d \\+ 2"):
        cells([5], range(1, 7))


def test_a_sweep_reaches_known_values_and_tells_each_cell(tmp_path: Path) -> None:
    told = []
    problems = cells([2, 3], range(4, 8), "C")
    with Atlas(tmp_path / "a.sqlite") as atlas:
        swept = sweep(problems, atlas, seconds=0.3, progress=told.append)
        assert [cell.problem for cell in swept] == problems
        assert {cell.problem for cell in told} == set(problems)
        for cell in swept:
            assert cell.lower_bound <= cell.coherence + 1e-15
            assert cell.coherence == pytest.approx(atlas.coherence(cell.problem), abs=1e-15)
    values = {(cell.problem.n, cell.problem.d): cell.coherence for cell in swept}
    assert values[4, 2] == pytest.approx(3**-0.5, abs=1e-12)
    assert values[7, 3] == pytest.approx(2**0.5 / 3, abs=1e-12)
    assert values[5, 3] == pytest.approx(((7 - 13**0.5) / 18) ** 0.5, abs=1e-11)


def test_adding_a_vector_never_helps_in_what_a_sweep_records(tmp_path: Path) -> None:
    with Atlas(tmp_path / "a.sqlite") as atlas:
        swept = sweep(cells([3], range(5, 12)), atlas, seconds=0.1)
    values = [cell.coherence for cell in swept]
    assert all(low <= high + 1e-12 for low, high in pairwise(values))


def test_neighbours_and_constructions_feed_cells(tmp_path: Path) -> None:
    """Thirty lines in C^6 from the thirty-one of Singer's difference set: at once, and not by chance."""
    with Atlas(tmp_path / "a.sqlite") as atlas:
        (cell,) = sweep([lines(30, 6, "C")], atlas, seconds=0.01)
        assert cell.coherence <= 5**0.5 / 6 + 1e-12
        (next_cell,) = sweep([lines(29, 6, "C")], atlas, seconds=0.01)
        assert next_cell.coherence <= 5**0.5 / 6 + 1e-12


def test_dropping_takes_the_most_crowded() -> None:
    rows = np.vstack((np.eye(4), [1.0, 0.9, 0.0, 0.0]))
    from packing import Packing

    assert dropped(Packing(rows), 1)[0].coherence < 0.1
    assert cut_down(known(lines(28, 7))[0].packing, 20).n == 20


@pytest.mark.parametrize(
    ("problem", "coherence"),
    [(lines(25, 6, "C"), 5**0.5 / 6), (lines(80, 16, "C"), 0.25), (lines(19, 4, "C"), 0.5), (vectors(230, 8), 0.5)],
    ids=str,
)
def test_constructions_reach_what_random_starts_miss(problem: Problem, coherence: float) -> None:
    packings = Constructions().packings(problem)
    assert packings[-1].problem == problem
    assert packings[-1].coherence == pytest.approx(coherence, abs=1e-12)
    assert Constructions().packings(problem, below=coherence) == []


def test_resuming_leaves_out_what_is_done(tmp_path: Path) -> None:
    problems = cells([3], range(5, 8))
    with Atlas(tmp_path / "a.sqlite") as atlas:
        sweep(problems[:2], atlas, seconds=0.05, seed=3)
        sweep(problems, atlas, seconds=0.05, seed=3, resume=True)
        assert [atlas.runs(problem) for problem in problems] == [1, 1, 1]
        sweep(problems, atlas, seconds=0.05, seed=4, resume=True)
        assert [atlas.runs(problem) for problem in problems] == [2, 2, 2]


def test_an_executor_and_two_passes(tmp_path: Path) -> None:
    problems = cells([3, 4], range(7, 10))
    with Atlas(tmp_path / "a.sqlite") as atlas, ThreadPoolExecutor(2) as executor:
        swept = sweep(problems, atlas, seconds=0.05, passes=2, jobs=2, executor=executor)
        assert [cell.problem for cell in swept] == problems
        assert all(atlas.runs(problem) in (1, 2) for problem in problems)


@pytest.mark.long
def test_one_dimension_is_work_for_several_jobs(tmp_path: Path) -> None:
    problems = cells([3], range(5, 12))
    assert [list(chain) for chain in _chains(problems, False, 1)] == [problems]
    assert [list(chain) for chain in _chains(problems, False, 3)] == [problems[:3], problems[3:6], problems[6:]]
    assert [list(chain) for chain in _chains(problems, True, 2)] == [problems[:2:-1], problems[2::-1]]
    both = _chains(cells([3, 4], range(6, 9)), False, 2)
    assert [{problem.d for problem in chain} for chain in both] == [{3}, {4}]
    with Atlas(tmp_path / "a.sqlite") as atlas:
        swept = sweep(problems, atlas, seconds=0.05, jobs=2)
        assert [cell.problem for cell in swept] == problems
        assert all(atlas.runs(problem) == 1 for problem in problems)


def test_later_passes_leave_out_what_is_settled(tmp_path: Path) -> None:
    """Six lines in R^3 meet their bound; 47 lines in C^5 do not, and are searched until the time is spent."""
    settled, hard = lines(6, 3), lines(47, 5, "C")
    with Atlas(tmp_path / "a.sqlite") as atlas:
        sweep([settled, hard], atlas, seconds=0.1, passes=3)
        assert (atlas.runs(settled), atlas.runs(hard)) == (1, 3)


def test_a_settled_cell_is_searched_again_after_a_new_record_beside_it(tmp_path: Path) -> None:
    """25 lines in C^6 were settled at the value of 31, and lie lower since 24 do."""

    def entry(packing: Packing, seed: int, moment: str) -> Entry:
        return Entry(packing, "", "random", seed, 100, 9, 1.0, True, "converged", "0", moment)

    part = known(lines(31, 6, "C"))[0].packing
    low = shipped_entry(lines(24, 6, "C"))
    assert low is not None
    with Atlas(tmp_path / "a.sqlite") as atlas:
        for seed in (0, 1):
            assert not _settled(lines(25, 6, "C"), atlas)
            atlas.adopt(entry(part.select(range(25)), seed, f"2026-01-0{2 + seed}T00:00:00"))
        assert _settled(lines(25, 6, "C"), atlas)
        atlas.adopt(entry(part.select(range(26)), 0, "2026-01-05T00:00:00"))
        atlas.adopt(entry(part.select(range(24)), 0, "2026-01-05T00:00:00"))
        assert _settled(lines(25, 6, "C"), atlas)
        atlas.adopt(entry(low.packing, 1, "2026-01-06T00:00:00"))
        assert not _settled(lines(25, 6, "C"), atlas)
        atlas.adopt(entry(part.select(range(25)), 2, "2026-01-07T00:00:00"))
        assert _settled(lines(25, 6, "C"), atlas)


def test_a_total_is_spent_and_not_overdrawn(tmp_path: Path) -> None:
    problem = lines(47, 5, "C")
    with Atlas(tmp_path / "a.sqlite") as atlas:
        sweep([problem], atlas, seconds=0.2, total=0.5)
        spent = sum(run.cpu_seconds for run in atlas.history(problem))
        assert atlas.runs(problem) >= 2
        assert spent < 1.5
        sweep([problem], atlas, seconds=0.2, total=0.5, resume=True)
        assert sum(run.cpu_seconds for run in atlas.history(problem)) == spent
        with pytest.raises(InputError, match="total must be greater than 0"):
            sweep([problem], atlas, total=0.0)


def test_a_sweep_goes_on_from_what_is_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """39 lines in C^6: no search of a tenth of a second comes near the best that is known."""
    command = ["sweep", "-d", "6", "-n", "39", "--field", "C", "--seconds", "0.1", "--json", "--start"]
    best = shipped_entry(lines(39, 6, "C"))
    first, second = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    for start, store in (("best", first), (str(first), second)):
        assert run([*command, start, "--store", str(store)]) == 0
        (cell,) = json.loads(capsys.readouterr().out)["cells"]
        assert best is not None
        assert cell["coherence"] <= best.packing.coherence + 1e-12
    assert run([*command, "nowhere.sqlite", "--store", str(first)]) == 2
    assert "cannot read nowhere.sqlite" in capsys.readouterr().err


@pytest.mark.long
def test_later_passes_go_on_with_the_types_of_earlier_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[Seen, ...]] = []
    learned: list[tuple[Seen, ...]] = []

    def watched(*arguments: Any, **options: Any) -> SearchResult:
        found = minimize(*arguments, **options)
        given.append(options["seen"])
        learned.append(found.seen)
        return found

    monkeypatch.setattr("packing.sweep.minimize", watched)
    with Atlas(tmp_path / "a.sqlite") as atlas:
        sweep([lines(14, 4, "C")], atlas, seconds=1.0, passes=2)
    assert given == [(), learned[0]]
    assert 0 < len(learned[0]) <= len(learned[1])
    assert learned[1][0].estimate <= learned[0][0].estimate


@pytest.mark.long
def test_killed_and_resumed(tmp_path: Path) -> None:
    """kill -9 in the middle: what was recorded stays, and the same command finishes the rest."""
    store = tmp_path / "a.sqlite"
    words = f"sweep -d 3 -n 5..9 --field C --seconds 0.4 --seed 1 --resume --json --store {store}".split()
    process = subprocess.Popen([sys.executable, "-m", "packing", *words], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    recorded = 0
    while recorded < 2 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
        if store.exists():
            with Atlas(store) as atlas:
                recorded = len(atlas.problems())
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with Atlas(store) as atlas:
        before = {problem: atlas.best(problem).packing.vectors for problem in atlas.problems()}
        assert len(before) >= 2
        assert atlas.check() == []
        sweep(cells([3], range(5, 10), "C"), atlas, seconds=0.2, seed=1, resume=True)
        assert len(atlas.problems()) == 5
        for problem, rows in before.items():
            assert (atlas.best(problem).packing.vectors == rows).all()


def test_a_recorded_search_is_found_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "a.sqlite"
    with Atlas(store) as atlas:
        atlas.record(minimize(vectors(7, 3), restarts=24))
    assert run(["sweep", "-d", "3", "-n", "7", "--vectors", "--seconds", "0.05", "--store", str(store), "--json"]) == 0
    (cell,) = json.loads(capsys.readouterr().out)["cells"]
    assert {"n", "d", "coherence", "lower_bound", "status", "cpu_seconds"} <= set(cell)
    assert cell["coherence"] == pytest.approx(0.210138312730604, abs=1e-11)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-d", "7..2", "-n", "9"], "-d must not be empty as '7..2' is: write 2..7"),
        (["-d", "3", "-n", "some"], "-n must be a number or a span such as 2..7 or ..49, not 'some'"),
        (["-d", "3", "-n", "8.."], "-n must end somewhere"),
        (["-d", "5", "-n", "..6"], "the ranges hold no cell"),
        (["-d", "3", "-n", "5", "--seconds", "0"], "seconds must be greater than 0"),
        (["-d", "3", "-n", "5", "--field", "Q"], "the field must be R, C or H"),
    ],
)
def test_bad_sweeps_are_one_line(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sweep", *arguments, "--store", str(tmp_path / "a.sqlite")]) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert said.out == ""
    assert said.err.count("\n") == 1


@pytest.mark.long
@pytest.mark.usefixtures("ctrl_c")
def test_interruption_ends_a_sweep_and_keeps_what_was_found(tmp_path: Path) -> None:
    """Ctrl-C in the middle of the second cell: both are in the atlas, the third was never begun."""
    store = tmp_path / "a.sqlite"
    words = f"sweep -d 3 -n 13..15 --field C --seconds 3 --store {store}".split()
    process = subprocess.Popen([sys.executable, "-m", "packing", *words], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    recorded = 0
    while recorded < 1 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
        if store.exists():
            with Atlas(store) as atlas:
                recorded = len(atlas.problems())
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in said
    with Atlas(store) as atlas:
        assert 1 <= len(atlas.problems()) <= 2
        assert atlas.check() == []


def test_a_process_that_dies_ends_a_sweep_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(*_arguments: object, **_options: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr("packing.sweep.sweep", dying)
    assert run(["sweep", "-d", "3", "-n", "6", "--jobs", "2", "--store", str(tmp_path / "a.sqlite")]) == 2
    said = capsys.readouterr().err
    assert "go on with --resume, and fewer --jobs than 2" in said
    assert said.count("\n") == 1
