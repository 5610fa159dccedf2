"""Tables of packings, bounds and models: every number is computed again by another route; what is broken is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path

import mpmath
import numpy as np
import pytest
from scipy import integrate

from packing import lines, vectors
from packing.bounds import ALL, Bound
from packing.cli import run
from packing.errors import InputError
from packing.problem import Problem
from packing.records.atlas import Atlas
from packing.report import table
from packing.report.tabular import Column, Table
from packing.report.writers.latex_layout import TEXT_WIDTH, layout, width_of
from packing.search import minimize_coherence
from packing.toymodels.autoencoder.digon import digon, dropped, pair_loss

CELLS = (lines(6, 3), lines(5, 3, "C"), lines(8, 3, "C"), lines(9, 4, "C"), vectors(7, 3))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("atlas") / "a.sqlite"
    with Atlas(path) as atlas:
        for problem in CELLS:
            atlas.record(minimize_coherence(problem, restarts=6))
    return path


def broken(store: Path, folder: Path, change: str) -> Path:
    """A copy of the atlas with one statement run on it."""
    path = folder / "broken.sqlite"
    with Atlas(store):
        shutil.copy(store, path)
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    return path


def coherence_again(rows: np.ndarray, has_lines: bool) -> mpmath.mpf:
    """The coherence of stored doubles with 40 digits, by nothing that the tables use."""
    with mpmath.workdps(40):
        exact = [[mpmath.mpmathify(complex(entry)) for entry in row] for row in rows]
        norms = [mpmath.sqrt(sum(abs(entry) ** 2 for entry in row)) for row in exact]
        values = [
            sum(mpmath.conj(a) * b for a, b in zip(exact[i], exact[j], strict=True)) / (norms[i] * norms[j])
            for i in range(len(exact))
            for j in range(i)
        ]
        return max(abs(value) if has_lines else value.real for value in values)


def best_bound_again(problem: Problem) -> mpmath.mpf:
    with mpmath.workdps(40):
        answers = [theorem(problem) for theorem in ALL]
        return max(mpmath.mpf(str(answer.exact.evalf(40))) for answer in answers if isinstance(answer, Bound))


@pytest.mark.parametrize("name", ["packings", "bounds"])
def test_each_number_is_bracketed_by_one_computed_again(name: str, store: Path) -> None:
    for problem in CELLS:
        made = table(name, n=problem.n, d=problem.d, field=problem.field, vectors=not problem.has_lines, store=store)
        (record,), (row,) = made.records(), made.rows
        cells = dict(zip(made.keys, row, strict=True))
        with Atlas(store) as atlas:
            entry = atlas.best(problem)
        assert entry is not None
        with mpmath.workdps(40):
            stored = coherence_again(entry.packing.vectors, problem.has_lines)
            low, high = mpmath.mpf(cells["bound"].text), mpmath.mpf(cells["coherence"].text)  # type: ignore[union-attr]
            bound = best_bound_again(problem)
            assert 0 <= bound - low < mpmath.mpf(10) ** -8
            # the table takes an exact construction where it is as good, so it is at most rounding away
            assert -1e-9 < high - stored < 2e-8 or record["source"] != entry.method
            assert bound <= high + mpmath.mpf(10) ** -30
            gap = mpmath.mpf(cells["gap"].text)  # type: ignore[union-attr]
            assert gap >= mpmath.mpf(record["coherence"]) - bound - 1e-12
            assert gap <= high - low + mpmath.mpf(10) ** -8


def test_the_shipped_atlas_is_read_where_no_other_is_named() -> None:
    records = {record["n"]: record for record in table("bounds", n="7..9", d=3, field="C").records()}
    assert records[7]["gap"] == records[9]["gap"] == 0
    assert records[8]["coherence"] == pytest.approx(0.5, abs=1e-8)


def test_where_a_construction_is_as_good_it_stands_with_gap_zero(store: Path) -> None:
    (record,) = table("packings", n=6, d=3, store=store).records()
    assert (record["gap"], record["coherence_rigor"], record["seed"]) == (0, "proved", None)
    assert record["source"] == "conference lines"


def test_all_cells_of_the_kind_stand_in_the_table_and_gaps_keep_their_rows(store: Path) -> None:
    everything = table("packings", field="C", store=store).records()
    assert [(record["n"], record["d"]) for record in everything] == [(5, 3), (8, 3), (9, 4)]
    wide = table("packings", n="6..19", d=3, field="R", store=store).records()
    assert [record["n"] for record in wide] == list(range(6, 20))
    assert [wide[-1][key] for key in ("coherence", "gap", "source")] == [None, None, "no packing known"]
    assert wide[-1]["bound"] > 0.7


def test_a_cell_without_a_packing_is_named(store: Path) -> None:
    with pytest.raises(InputError, match=r"no packing is known for -n 400 -d 11 --field C .*search one"):
        table("packings", n=400, d=11, field="C", store=store)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE packings SET certified = '0.100000000000000' WHERE n = 8", "claims coherence 0.100000000000000"),
        ("UPDATE packings SET coherence = 0.1 WHERE n = 8", "claims coherence"),
        ("UPDATE packings SET vectors = substr(vectors, 9) WHERE n = 8", "cannot be read"),
    ],
)
def test_a_broken_row_never_leaves_a_table_silently(change: str, message: str, store: Path, tmp_path: Path) -> None:
    path = broken(store, tmp_path, change)
    for name in ("packings", "bounds"):
        with pytest.raises(InputError, match=message):
            table(name, n=8, d=3, field="C", store=path)


def test_command_says_what_is_wrong_with_an_atlas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty, text = tmp_path / "empty.sqlite", tmp_path / "text.sqlite"
    with Atlas(empty):
        pass
    text.write_text("this is no database, however long one makes it" * 99)
    for place, message in (
        (empty, "no packing is known"),
        (text, "is not an atlas"),
        (tmp_path / "none.sqlite", "there is no such file"),
    ):
        assert run(["table", "packings", "--store", str(place)]) == 2
        printed = capsys.readouterr()
        assert message in printed.err
        assert (printed.out, printed.err.count("\n")) == ("", 1)


# ---- trained models ----


def test_loss_of_a_pair_is_what_a_plain_integral_gives() -> None:
    p, c, b = 0.4, 1.01, 0.05

    def error(x: float, y: float) -> float:
        return (x - max(c * (x - y) + b, 0.0)) ** 2

    both, _ = integrate.dblquad(lambda y, x: error(x, y), 0, 1, 0, 1, epsabs=1e-8)
    alone, _ = integrate.quad(lambda x: error(x, 0.0), 0, 1)
    other, _ = integrate.quad(lambda y: error(0.0, y), 0, 1)
    expected = 2 * (p * p * both + p * (1 - p) * (alone + other) + (1 - p) ** 2 * b * b)
    assert pair_loss(p, c, b) == pytest.approx(expected, abs=1e-7)
    best = digon(p)
    for shift in (-0.01, 0.01):
        assert pair_loss(p, best.scale + shift, best.bias) > best.loss < pair_loss(p, best.scale, best.bias + shift)
    assert dropped(p) == pytest.approx(p * (1 / 3 - p / 4))


def test_trained_models_meet_the_theory() -> None:
    (record,) = table("toymodels", n=5, d=2, density=0.3).records()
    assert record["found"] == record["predicted"] == "2 × (2,1)"
    assert record["loss"] == pytest.approx(record["theory"], rel=5e-6)
    assert record["norm"] == pytest.approx(record["norm_theory"], abs=2e-3)
    for query, message in (
        ({"density": 0.1}, "from 0.23 to 0.49"),
        ({"n": 3, "d": 3}, "without loss"),
        ({"n": 99, "d": 3}, "at most 60"),
        ({"field": "C"}, "leave them out"),
    ):
        with pytest.raises(InputError, match=message):
            table("toymodels", **query)


# ---- pages ----


def test_estimated_widths_are_those_of_the_page() -> None:
    assert width_of("0.59169") == pytest.approx(32.8, abs=1)
    wide = Table("t", tuple(Column(f"c{i}", "a rather long heading") for i in range(9)), ((1,) * 9,))
    assert max(map(len, layout(wide).headings)) > 1
    text = Table("t", (Column("x", "x", right=False), Column("n", "n")), (("many words " * 30, 1),))
    form = layout(text)
    assert form.needs_array
    assert 200 < (form.widths[0] or 0) < TEXT_WIDTH


def test_command_gives_every_digit_as_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", "packings", "--field", "C", "-n", "9", "-d", "4", "--store", str(store), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    with Atlas(store) as atlas:
        entry = atlas.best(lines(9, 4, "C"))
    assert entry is not None
    assert 0 <= Decimal(row["coherence"]) - Decimal(entry.certified) < Decimal("2e-16")
    assert row["coherence_rigor"] == "certified"
