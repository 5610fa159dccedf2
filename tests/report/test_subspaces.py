"""Tables and figures of subspaces: numbers by another route, lines at m = 1, options that fit nothing."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from packing import InputError, Packing, subspaces
from packing.bounds import lower_bound
from packing.cli import run
from packing.records import best_known
from packing.report import figure, table


def test_the_table_of_subspaces_by_another_route() -> None:
    rows = table("subspaces", n="2..10", d=4, field="R").records()
    assert [row["n"] for row in rows] == list(range(2, 11))
    for row in rows:
        packing = best_known(subspaces(row["n"], 4, 2)).packing
        projectors = np.einsum("nai,naj->nij", packing.vectors, packing.vectors)
        inner = np.einsum("nij,kij->nk", projectors, projectors)[np.triu_indices(row["n"], 1)]
        assert row["coherence"] == pytest.approx(math.sqrt(max(inner.max(), 0) / 2), abs=1e-7)
        assert row["distance2"] == pytest.approx(2 - inner.max(), abs=1e-7)
        assert row["bound"] <= row["coherence"]
        assert (row["gap"] == 0) == (row["optimal"] == "proved")
        assert (row["m"], row["field"], row["distance"], row["bound_rigor"]) == (2, "R", "chordal", "proved")


def test_dimension_one_is_the_table_of_lines() -> None:
    lines = table("bounds", n="3..7", d=3, field="C").records()
    for distance in ("chordal", "spectral"):
        rows = table("subspaces", n="3..7", d=3, field="C", subspaces=1, distance=distance).records()
        for key in ("bound", "coherence", "gap", "theorem", "source"):
            assert [row[key] for row in rows] == [row[key] for row in lines]
    assert table("bounds", n="3..7", d=3, field="C", subspaces=1).records() == lines


@pytest.mark.parametrize("name", ["bounds", "packings", "subspaces"])
def test_tables_agree_on_subspaces(name: str) -> None:
    (row,) = table(name, n=6, d=4, field="C", subspaces=2, distance="spectral").records()
    problem = subspaces(6, 4, 2, "C", "spectral")
    assert row["coherence"] == pytest.approx(best_known(problem).coherence, abs=1e-9)
    assert row["bound"] == pytest.approx(lower_bound(problem).value, abs=1e-9)


def test_constructions_of_subspaces_are_listed() -> None:
    rows = table("constructions", n=18, d=4, subspaces=2, field="R").records()
    assert [(row["construction"] if "construction" in row else row["name"], row["exact"]) for row in rows] == [
        ("Pauli eigenspaces", "sqrt(2)/2")
    ]


@pytest.mark.parametrize("distance", ["chordal", "spectral"])
def test_figures_of_subspaces(distance: str) -> None:
    planes = Packing(
        subspaces(7, 4, 2).space.gaussian(7, np.random.default_rng(1)), subspaces(7, 4, 2, "R", distance).space
    )
    for name in ("gram", "overlaps", "contact"):
        assert figure(name, planes).axes
    gaps = figure("gap", n="..10", d=4, subspaces=2, distance=distance)
    assert gaps.get_supxlabel() == "subspaces n"


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("subspaces", {"subspaces": 0}, "--subspaces must be a positive integer, not 0"),
        ("subspaces", {"subspaces": 5, "d": 4}, "a dimension m of at most 4, not 5"),
        ("subspaces", {"subspaces": 2, "vectors": True}, "--vectors are points and --subspaces are not"),
        ("subspaces", {"distance": "angle"}, "the distance must be 'chordal' or 'spectral', not 'angle'"),
        ("pairs", {"subspaces": 2}, "the table of pairs is not of subspaces: leave out --subspaces 2"),
        ("bounds", {"distance": "spectral"}, "--distance spectral is of subspaces: add --subspaces M"),
    ],
)
def test_options_that_fit_no_table(name: str, options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        table(name, **options)


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--subspaces", "2", "-n", "5", "-d", "4", "--field", "C"]
    assert run(["table", "subspaces", *options, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["rows"][0]["optimal"] == "proved"
    assert "packing table subspaces -n 5 -d 4 --field C --subspaces 2" in answer["provenance"]
    assert run(["figure", "gap", *options, "--out", str(tmp_path / "gap.svg")]) == 0
    assert "gaps of 1 cell, 1 of them proved optimal" in " ".join(capsys.readouterr().out.split())
    assert run(["figure", "phases", *options, "--out", str(tmp_path / "a.svg")]) == 2
    assert "the figure of phases is not of subspaces" in capsys.readouterr().err
