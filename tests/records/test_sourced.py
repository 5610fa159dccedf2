"""Records beside their sources: published figures obey the theorems, comparisons say who is ahead, every packing
that is shipped has a command, and an import is told where it stands."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from packing.bounds import lower_bound
from packing.cli import run
from packing.configuration import Packing
from packing.formats import save
from packing.problem import Problem, lines, vectors
from packing.records import Better, best_known, published_value, published_values, sourced
from packing.records.against import against_best_known
from packing.records.literature import published as theorem_of
from packing.records.recipes import RECIPES, command_of, script
from packing.records.shipped import shipped_atlas


def welch(problem: Problem) -> float:
    """The simplex bound of lines and of subspaces, from n, d and m alone; of points -1/(n - 1)."""
    n, d, m = problem.n, problem.d, problem.m
    if problem.space.has_points:
        return -1 / (n - 1)
    return math.sqrt(max(0.0, (n * m - d) / (d * (n - 1))))


def test_no_published_value_is_below_a_theorem() -> None:
    for value in published_values():
        problem = value.problem
        assert value.coherence >= welch(problem) - 2 * value.error, value
        assert value.claimed is None or welch(problem) <= value.claimed < value.coherence, value
        settled = theorem_of(problem)
        if settled is not None:
            assert abs(float(settled.coherence) - value.coherence) <= value.tie, value
    for value in published_values()[::12]:
        if value.problem.n < 60:
            assert value.coherence >= lower_bound(value.problem).value - 2 * value.error, value


@pytest.mark.parametrize(
    ("problem", "better"),
    [
        (lines(9, 3, "C"), Better.TIE),
        (lines(39, 6, "C"), Better.HERE),
        (lines(26, 7, "C"), Better.CLAIMED),
        (lines(9, 3, "C").resized(10), None),
        (vectors(15, 3), Better.TIE),
    ],
)
def test_who_is_ahead(problem: Problem, better: Better | None) -> None:
    beside, record, value = sourced(problem), best_known(problem), published_value(problem)
    assert record is not None
    assert beside.record == record
    assert (beside.published is None) == (value is None)
    if better is not None:
        assert beside.better is better
    if value is not None and beside.difference is not None:
        assert beside.difference == pytest.approx(record.coherence - value.coherence, abs=1e-15)


def test_every_packing_shipped_has_a_command_and_the_script_names_every_store() -> None:
    with shipped_atlas() as atlas:
        entries = [entry for problem in atlas.problems() if (entry := atlas.best(problem)) is not None]
    assert [str(entry.problem) for entry in entries if not command_of(entry)] == []
    lines_of_script = script().splitlines()
    assert {f"{recipe.store}.sqlite" for recipe in RECIPES if recipe.is_sweep} == set(lines_of_script[-1].split()[3:])
    for line in lines_of_script[1:-1]:
        assert line.startswith("packing sweep ")
        assert "{" not in line


def test_an_import_is_told_what_it_beats_and_what_it_misses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = published_value(lines(13, 3, "C"))
    assert value is not None
    record = best_known(lines(13, 3, "C"))
    assert record is not None and record.packing is not None
    turned = np.random.default_rng(3).normal(size=(3, 3)) * 1e-3 + np.eye(3)
    worse = Packing(record.packing.vectors @ turned, record.packing.space)
    told = against_best_known(worse)
    assert "misses the record" in told
    assert f"misses the published {value.coherence:.12g}" in told
    assert "ties the record" in against_best_known(record.packing)
    assert "the published 0.62214387" in against_best_known(record.packing)
    save(worse, tmp_path / "worse.txt")
    asked = ["atlas", "import", str(tmp_path / "worse.txt"), "-n", "13", "-d", "3", "--field", "C"]
    assert run([*asked, "--store", str(tmp_path / "a.sqlite")]) == 0
    assert "misses the published" in capsys.readouterr().out
