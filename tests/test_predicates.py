"""What a packing is: published facts of famous packings, each with a neighbour for which they fail."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import packing as pk
from packing.census import census
from packing.cli import run
from packing.constructions import known
from packing.holes import deepest_hole
from packing.predicates import predicates
from packing.rigidity import rigidity

FACTS = [
    (pk.lines(28, 7), "equiangular tight frame", True),
    (pk.lines(27, 7), "equiangular tight frame", False),
    (pk.lines(28, 7), "rigid", True),
    (pk.lines(9, 3, "C"), "SIC", True),
    (pk.lines(8, 3, "C"), "SIC", False),
    (pk.lines(12, 3, "C"), "mutually unbiased bases", True),
    (pk.lines(9, 3, "C"), "mutually unbiased bases", False),
    (pk.vectors(24, 4), "kissing configuration", True),
    (pk.vectors(120, 4), "kissing configuration", False),
    (pk.vectors(24, 4), "antipodal", True),
    (pk.vectors(10, 4), "antipodal", False),
    (pk.vectors(10, 4), "two-distance", True),
    (pk.vectors(24, 4), "two-distance", False),
    (pk.vectors(12, 3), "universally optimal by theorem", True),
    (pk.vectors(240, 8), "universally optimal by theorem", True),
    (pk.vectors(120, 4), "universally optimal by theorem", True),
    (pk.vectors(24, 4), "universally optimal by theorem", None),  # Cohn, Conway, Elkies, Kumar: it is not
    (pk.vectors(24, 4), "maximal", True),
]


@pytest.mark.parametrize(("problem", "name", "holds"), FACTS, ids=str)
def test_facts(problem: pk.Problem, name: str, holds: bool | None) -> None:
    if problem.n in (27, 8):  # a part of the next larger one
        larger = known(pk.Problem(problem.n + 1, problem.space))[0].packing
        packing = larger.select(range(problem.n))
    else:
        packing = known(problem)[0].packing
    assert predicates(packing)[name].holds is holds


NEARLY = {
    "equidistant": [pk.vectors(4, 3), pk.vectors(6, 5)],
    "equiangular": [pk.lines(28, 7), pk.lines(9, 3, "C")],
    "tight": [pk.lines(16, 6), pk.vectors(24, 4)],
    "equiangular tight frame": [pk.lines(28, 7), pk.lines(7, 3, "C")],
    "SIC": [pk.lines(4, 2, "C"), pk.lines(9, 3, "C")],
    "mutually unbiased bases": [pk.lines(12, 3, "C"), pk.lines(20, 4, "C")],
    "projective design": [pk.lines(12, 3, "C"), pk.lines(36, 8)],
    "spherical design": [pk.vectors(12, 3), pk.vectors(24, 4)],
    "two-distance": [pk.vectors(27, 6), pk.vectors(16, 5)],
    "antipodal": [pk.vectors(12, 3), pk.vectors(24, 4)],
    "kissing configuration": [pk.vectors(24, 4), pk.vectors(40, 5)],
    "rigid": [pk.vectors(12, 3), pk.vectors(8, 4)],
    "universally optimal by theorem": [pk.vectors(27, 6), pk.vectors(12, 3)],
}

WITH_ONE_LESS = ("equidistant", "equiangular", "two-distance", "kissing configuration")
"""These hold of every part; of the others one vector less breaks all but rigidity, which is not asked."""


@pytest.mark.parametrize("name", NEARLY)
def test_each_property_holds_and_breaks_at_a_billionth_or_without_a_vector(name: str) -> None:
    """What is moved by some 1e-9 is told from what is exact, the same way by every property."""
    for problem in NEARLY[name]:
        found = known(problem)
        if not found:
            continue
        packing, noise = found[0].packing, np.random.default_rng(0).standard_normal((problem.n, problem.d)) * 4e-9
        floats = predicates(pk.Packing(packing.vectors, packing.space))[name]
        moved = predicates(pk.Packing(packing.vectors + noise, packing.space))[name]
        less = predicates(packing.select(range(problem.n - 1)))[name]
        assert predicates(packing)[name].holds, problem
        assert floats.holds or name == "kissing configuration", problem  # 1/2 and a little more look alike in floats
        assert not moved.holds, (problem, moved)
        assert any(letter.isdigit() for letter in moved.evidence)
        if name != "rigid":
            assert bool(less.holds) is (name in WITH_ONE_LESS), (problem, less)


def test_integers_make_the_evidence_exact() -> None:
    roots = known(pk.vectors(240, 8))[0].packing
    found = predicates(roots)
    assert found["kissing configuration"].rigor is pk.Rigor.CERTIFIED
    assert "strength 7" in found["spherical design"].evidence
    assert found["tight"].evidence == "sum |<x, y>|^2 = 7200 = n^2/d"
    broken = pk.Packing([[2, 0, 0], [1, 1, 0], [0, 0, 5]])
    assert "pair (0, 1) with 0.707106781 and pair (0, 2) with 0 differ" in predicates(broken)["equiangular"].evidence


def test_a_hole_is_no_deeper_than_random_points_find() -> None:
    rows = np.random.default_rng(3).standard_normal((30, 4))
    hole = deepest_hole(pk.Packing(rows, "vectors"))
    assert hole is not None and hole.is_deepest
    units = pk.Packing(rows, "vectors").vectors
    others = np.random.default_rng(4).standard_normal((20_000, 4))
    others /= np.linalg.norm(others, axis=1)[:, None]
    assert hole.overlap <= (others @ units.T).max(axis=1).min()
    assert (units @ hole.point).max() == pytest.approx(hole.overlap, abs=1e-12)


def test_the_five_points_that_move_are_not_rigid() -> None:
    poles = pk.Packing([[0, 0, 1], [0, 0, -1], [1, 0, 0], [-0.5, 0.75**0.5, 0], [-0.5, -(0.75**0.5), 0]], "vectors")
    found = rigidity(poles)
    assert found is not None and not found.is_rigid
    assert census(poles).multiplicity == 6


def test_the_command_answers_for_files_and_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "square.csv"
    file.write_text("1,0\n0,3\n-1,0\n0,-1/7\n")
    assert run(["predicates", str(file), "--vectors", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    holds = {each["name"]: each["holds"] for each in answer["predicates"]}
    assert holds["tight"] and holds["antipodal"] and holds["maximal"]
    assert answer["census"]["exact"] == "0"
    assert run(["predicates", "-n", "6", "-d", "3"]) == 0
    assert "equiangular tight frame: yes" in " ".join(capsys.readouterr().out.split())
    assert run(["predicates"]) == 2
    assert "name a file, or give -n and -d" in capsys.readouterr().err
