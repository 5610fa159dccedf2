"""`pk.report`: tables and figures by name, values with manners, and an import that draws nothing."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import packing as pk
from packing.errors import InputError
from packing.report.cells import Number
from packing.report.tabular import Column, Table

SQUARES = Table("Squares", (Column("n", "n"), Column("square", "n²")), ((2, Number(4.0)), (3, Number(9.0))))


def test_every_name_is_listed_and_answers() -> None:
    assert {"constructions", "bounds", "packings", "kissing", "claims"} <= set(pk.report.table_names())
    assert set(pk.report.figure_names()) >= {"gap", "phases", "contact", "packing", "gram", "overlaps"}
    for name in dir(pk.report):
        assert getattr(pk.report, name) is not None


def test_drawing_is_imported_when_a_figure_is_drawn() -> None:
    asked = "pk.report.table_names(); pk.report.figure_names()"
    code = f"import packing as pk, sys; {asked}; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("given", ["5..8", range(5, 9)])
def test_spans_are_given_as_text_or_ranges(given: str | range) -> None:
    made = pk.report.table("pairs", n=given, d=3)
    assert [record["n"] for record in made.records()] == [5, 6, 7, 8]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 2.5}, "-n must be a number or a span, not 2.5"),
        ({"n": range(5, 5)}, "not empty"),
        ({"d": "7..2"}, "write 2..7"),
        ({"n": 0}, "counts from 1"),
        ({"field": "Q"}, "R, C or H, not 'Q'"),
        ({"columns": ["m"]}, "no column 'm'"),
    ],
)
def test_bad_options_are_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        pk.report.table("pairs", **options)  # type: ignore[arg-type]


def test_names_that_there_are_not_have_neighbours() -> None:
    with pytest.raises(InputError, match="did you mean gram"):
        pk.report.figure("gramm")
    with pytest.raises(InputError, match="did you mean bounds"):
        pk.report.table("bound")
    with pytest.raises(InputError, match="one of column, slide, not 'poster'"):
        pk.report.figure("gram", pk.Packing([[1, 0], [0, 1]]), size="poster")


def test_a_figure_is_of_a_packing_a_file_or_the_best_known(tmp_path: Path) -> None:
    basis = pk.Packing([[1, 0], [0, 1]])
    pk.save(basis, tmp_path / "basis.npy")
    for picture in (
        pk.report.figure("gram", basis),
        pk.report.figure("gram", tmp_path / "basis.npy"),
        pk.report.figure("gram", n=2, d=2),
    ):
        assert "2 lines in $\\mathbb{R}^{2}$" in picture.axes[0].get_title("left")


def test_tables_are_values() -> None:
    assert pickle.loads(pickle.dumps(SQUARES)) == SQUARES
    assert hash(pickle.loads(pickle.dumps(SQUARES))) == hash(SQUARES)
    assert len(SQUARES) == 2
    assert repr(SQUARES) == "Table('Squares', 2 rows of n, square)"
    assert str(SQUARES).splitlines() == ["Squares", "n  n²", "2   4", "3   9"]


def test_a_notebook_shows_a_table_with_its_text_escaped() -> None:
    shown = Table("a < b", (Column("x", "<i>", right=False),), (("1 & 2",), (Number(0.5, rigor=pk.Rigor.NUMERICAL),)))
    html = shown._repr_html_()
    assert "<caption>a &lt; b</caption>" in html
    assert "<th>&lt;i&gt;</th>" in html
    assert '<td style="text-align: left">1 &amp; 2</td>' in html
    assert "<p>* numerical" in html


@pytest.mark.parametrize(("field", "where"), [("H", "H^3"), ("C", "C^3")])
def test_quaternionic_and_complex_lines_are_named(field: str, where: str) -> None:
    made = pk.report.table("bounds", n=4, d=3, field=field)
    assert len(made) == 1
    assert made.provenance.endswith(f"-n 4 -d 3 --field {field}")
    constructions = pk.report.table("constructions", n=3, d=3, field=field)
    assert {record["space"] for record in constructions.records()} == {where}
    assert f"$\\mathbb{{{field}}}^{{3}}$" in pk.report.render(constructions, "latex")


def test_a_bar_changes_one_line_of_a_notebook_and_is_silent_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[str] = []

    class ZMQInteractiveShell:
        """The shell of a notebook."""

    class Handle:
        def update(self, value: pk.report.ProgressBar) -> None:
            shown.append(value._repr_html_())

    def display(value: pk.report.ProgressBar, display_id: bool) -> Handle:
        shown.append(value._repr_html_())
        return Handle()

    bar = pk.report.ProgressBar("a < b", seconds=2)
    bar("bounds")
    assert capsys.readouterr() == ("", "")
    library = SimpleNamespace(get_ipython=ZMQInteractiveShell, display=SimpleNamespace(display=display))
    monkeypatch.setitem(sys.modules, "IPython", library)  # type: ignore[arg-type]
    bar("packing")
    bar(pk.search.Progress(1.0, 7, 2, 0.25))
    assert [text.partition("</progress> ")[2] for text in shown] == [
        "a &lt; b: packing", "a &lt; b: 7 restarts, 0.2500000000 met 2 times",
    ]  # fmt: skip
    assert 'value="0.500"' in shown[-1]
