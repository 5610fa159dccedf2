"""Tables: digits are honest, every format is well formed whatever the text, unknown names are named."""

from __future__ import annotations

import csv
import io
import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import packing
from packing import bounds
from packing.analytic import best_partition, orthogonal_pairs
from packing.claims import claim_ids
from packing.cli import run
from packing.constructions import LANDMARKS, known, largest_kissing, reached
from packing.errors import InputError
from packing.problem import lines
from packing.records.kissing import published_kissing
from packing.report import table
from packing.report.cells import Exact, Formula, Number, converged
from packing.report.query import Span, parse_span
from packing.report.tabular import Column, Table
from packing.report.writers.latex_text import escape_latex
from packing.report.writers.render import Format, parse_format, render
from packing.report.writers.terminal import for_terminal
from packing.rigor import Rigor, float_above
from packing.rounding import Rounding

finite = st.floats(min_value=-1e6, max_value=1e6)
awkward = st.text(alphabet=st.sampled_from("abc \\{}$&#%_^~<>|*`[]\"',;\n\t≤≥×²πé"), max_size=12)


@given(value=finite, decimals=st.integers(0, 17))
def test_rounding_goes_the_way_it_says(value: float, decimals: int) -> None:
    ways = (Rounding.DOWN, Rounding.UP, Rounding.NEAREST)
    down, up, nearest = (Fraction(Number(value, decimals, way).text) for way in ways)
    step = Fraction(1, 10**decimals)
    assert down <= Fraction(value) <= up
    assert up - down in (0, step)
    assert abs(nearest - Fraction(value)) <= step / 2


@given(p=st.integers(-999, 999), q=st.integers(1, 999), decimals=st.integers(0, 20))
def test_exact_numbers_are_cut_from_what_they_are(p: int, q: int, decimals: int) -> None:
    exact = sympy.Rational(p, q)
    down = Fraction(Number(float(exact), decimals, Rounding.DOWN, exact=exact).text)
    assert down <= Fraction(p, q) < down + Fraction(1, 10**decimals)
    root = Number(3**-0.5, decimals, Rounding.DOWN, exact=1 / sympy.sqrt(3)).text
    assert Fraction(root) ** 2 * 3 < 1 < (Fraction(root) + Fraction(1, 10**decimals)) ** 2 * 3
    assert len(root) == (decimals + 2 if decimals else 1)


def test_a_bound_is_never_improved_by_printing() -> None:
    third = 1 / 3
    assert (
        Fraction(Number(third, 8, Rounding.DOWN).text) < Fraction(third) < Fraction(Number(third, 8, Rounding.UP).text)
    )
    assert Number(-third, 2, Rounding.DOWN).text == "-0.34"
    assert Number(-third, 2, Rounding.UP).text == "-0.33"


@pytest.mark.parametrize(
    ("number", "text"),
    [(Number(0.5), "0.5"), (Number(0.1, 3), "0.1"), (Number(2.0), "2"), (Number(0.29999999, 4), "0.3000"),
     (Number(1e22, 2), "1" + "0" * 22), (Number(-1e-9, 3), "0.000"), (Number(math.inf), "–"), (Number(math.nan), "–"),
     (Number(-0.0), "0"), (Number(0.25, 1), "0.2"), (Number(0.3, 4, Rounding.DOWN), "0.2999"),
     (Number(0.3, 4, Rounding.DOWN, exact=sympy.Rational("3/10")), "0.3"),
     (Number(0.25, 2, rigor=Rigor.CERTIFIED), "0.25†"),
     (Number(1.0, rigor=Rigor.PROVED), "1")],
)  # fmt: skip
def test_numbers_as_text(number: Number, text: str) -> None:
    assert str(number) == text


@given(value=st.floats(min_value=-10, max_value=10), exponent=st.integers(-14, -1))
def test_converged_digits_are_certain(value: float, exponent: int) -> None:
    error = 3.7 * 10.0**exponent
    number = converged(value, error)
    assert 10.0**-number.decimals >= 2 * error or number.decimals == 0
    assert converged(value, 0.0).decimals == 15


SAMPLE = Table(
    "Sample of 50% & more_so",
    (Column("name", "name", right=False), Column("n", "n", "$n$"), Column("x", "value|bound"), Column("e", "exact")),
    (
        ("aa_b & {c} | 100% \\ ~^#$", 12, Number(0.25, 4), Exact(1 / sympy.sqrt(5))),
        ("*bold* `code` <tag>", -3, Number(1 / 3, 6, Rounding.DOWN, Rigor.NUMERICAL), Exact(sympy.Rational(-1, 3))),
        ("µ ≥ π", 0, Number(2 / 3, 6, rigor=Rigor.CERTIFIED), None),
        ("", 7, None, Formula("R^3", r"$\mathbf{R}^3$")),
    ),
    "tab:sample",
    "packing 0: packing table sample --x",
)


def test_latex_of_the_sample_is_this() -> None:
    assert render(SAMPLE, Format.LATEX).splitlines() == [
        "% packing 0: packing table sample --x --format latex",
        r"% needs \usepackage{booktabs}",
        r"\begin{table}",
        r"  \centering",
        r"  \caption{Sample of 50\% \& more\_so}",
        r"  \label{tab:sample}",
        r"  \setlength{\abovetopsep}{4pt}",
        r"  \begin{tabular}{lrrr}",
        r"    \toprule",
        r"    name & $n$ & value\textbar{}bound & exact \\",
        r"    \midrule",
        r"    aa\_b \& \{c\} \textbar{} 100\% \textbackslash{} \textasciitilde{}\^{}\#\$ & 12 & "
        r"0.25\phantom{0000} & $\sqrt{5} / 5$ \\",
        r"    *bold* `code` \textless{}tag\textgreater{} & $-$3 & 0.333333\rlap{$^\ast$} & $- 1 / 3$ \\",
        r"    µ $\geq$ $\pi$ & 0 & 0.666667\rlap{$^\dagger$} & -- \\",
        r"     & 7 & -- & $\mathbf{R}^3$ \\",
        r"    \bottomrule",
        r"  \end{tabular}",
        "",
        r"  \smallskip",
        r"  \footnotesize $^\dagger$ certified: checked in exact or ball arithmetic \quad "
        r"$^\ast$ numerical: floating point only",
        r"\end{table}",
    ]


def test_markdown_of_the_sample_has_one_cell_for_each_column() -> None:
    lines = render(SAMPLE, "markdown").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert {line.replace("\\\\", "").replace("\\|", "").count("|") for line in rows} == {5}
    assert rows[2].startswith("| aa\\_b \\& {c} \\| 100% \\\\ \\~^#\\$ | 12 | 0.25 |")
    assert lines[0] == "**Sample of 50% \\& more\\_so**"
    assert lines[-3] == "\\* numerical: floating point only"
    assert lines[-1] == "<!-- packing 0: packing table sample --x --format markdown -->"


def test_csv_and_json_keep_full_precision_and_rigor() -> None:
    rows = list(csv.DictReader(io.StringIO(render(SAMPLE, "csv"))))
    records = json.loads(render(SAMPLE, "json"))["rows"]
    assert (
        [row["name"] for row in rows] == [record["name"] for record in records] == [str(row[0]) for row in SAMPLE.rows]
    )
    assert float(rows[1]["x"]) == records[1]["x"] == 1 / 3
    assert [record["x_rigor"] for record in records] == [None, "numerical", "certified", None]
    assert [record["e"] for record in records] == ["sqrt(5)/5", "-1/3", None, "R^3"]
    assert rows[3]["x"] == ""


def test_json_has_no_nan() -> None:
    broken = Table("t", (Column("x", "x"),), ((Number(math.inf),), (Number(math.nan),)))
    assert json.loads(render(broken, "json"), parse_constant=pytest.fail)["rows"] == [{"x": None}, {"x": None}]


@settings(max_examples=60)
@given(cells=st.lists(st.tuples(awkward, finite), min_size=1, max_size=4), caption=awkward)
def test_no_text_breaks_a_format(cells: list[tuple[str, float]], caption: str) -> None:
    rows = tuple((text, Number(value, 6)) for text, value in cells)
    made = Table(caption, (Column("text", "text", right=False), Column("x", "x")), rows)
    latex = render(made, "latex")
    bare = latex.replace("\\\\", "").replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")
    assert len(latex.splitlines()) == 12 + len(rows)
    for line in latex.splitlines()[9:-3]:
        assert line.replace("\\&", "").count("&") == 1
        assert line.replace("\\$", "").count("$") % 2 == 0
    table_lines = [line for line in render(made, "markdown").split("\n") if line.startswith("| ")]
    assert len(table_lines) == 1 + len(rows)
    assert [row[0] for row in csv.reader(io.StringIO(render(made, "csv")))][1:] == [text for text, _ in cells]
    assert [record["x"] for record in json.loads(render(made, "json"))["rows"]] == [value for _, value in cells]


def test_long_tables_become_longtables() -> None:
    long = Table("Squares", (Column("n", "n"), Column("s", "s")), tuple((n, n * n) for n in range(60)), "tab:squares")
    latex = render(long, "latex")
    assert r"% needs \usepackage{booktabs} \usepackage{longtable}" in latex
    assert latex.count(r" \\") == 60 + 3
    assert r"\endlastfoot" in latex
    assert r"\caption{Squares}\label{tab:squares} \\" in latex


def test_claims_table_holds_every_claim_and_phases_their_thresholds() -> None:
    records = table("claims").records()
    assert [record["id"] for record in records] == list(claim_ids())
    assert {record["verdict"] for record in records} >= {"true", "false", "corrected"}
    assert all(bool(record["correction"]) == (record["verdict"] == "corrected") for record in records)
    thresholds = table("phases", n=4, d=3).records()
    assert [record["low_exact"] for record in thresholds] == [None, "log(3)/log(2)", "log(2)/log(3/2)"]
    assert [record["blocks"] for record in thresholds] == ["(2,1) + 2 × (1,1)", "(3,2) + (1,1)", "(4,3)"]


def test_characters_that_latex_lacks_are_named() -> None:
    with pytest.raises(InputError, match=r"LaTeX has no text for '☃' \(U\+2603\): write it in words"):
        escape_latex("a ☃")


def test_terminal_table_shows_markup_as_text() -> None:
    from rich.console import Console

    console = Console(width=200, record=True, file=io.StringIO())
    console.print(for_terminal(Table("[red]x", (Column("a", "[b]"),), (("[/nothing]",),))))
    text = console.export_text()
    assert "[red]x" in text
    assert "[/nothing]" in text


def test_columns_are_chosen_by_key() -> None:
    assert SAMPLE.select(["x", "n"]).keys == ("x", "n")
    with pytest.raises(InputError, match="there is no column 'nam', only name, n, x, e: did you mean name"):
        SAMPLE.select(["nam"])


def test_broken_rows_and_unknown_names_are_refused() -> None:
    with pytest.raises(InputError, match="needs 1 cells, but row 1 has 2: complete it"):
        Table("t", (Column("x", "x"),), ((1,), (1, 2)))
    with pytest.raises(InputError, match="latex, markdown, csv, json, not 'html'"):
        parse_format("html")
    with pytest.raises(InputError, match=r"no table 'constrctions', only .*did you mean constructions"):
        table("constrctions")


@pytest.mark.parametrize(
    ("text", "span"),
    [("2..7", Span(2, 7)), ("..49", Span(None, 49)), ("3..", Span(3, None)), ("12", Span(12, 12)), ("..", Span())],
)
def test_spans(text: str, span: Span) -> None:
    assert parse_span(text) == span
    assert parse_span(str(span)) == span


@pytest.mark.parametrize("text", ["", "x", "2-7", "7..2", "0", "0..3", "1.5", "-3", "2...4", "٣"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="-n"):
        parse_span(text, "-n")


# ---- the table of constructions ----


def test_constructions_table_agrees_with_the_constructions() -> None:
    made = table("constructions", d="5", n="..30")
    assert made.provenance == f"packing {packing.__version__}: packing table constructions -n ..30 -d 5"
    records = made.records()
    assert len(records) > 15
    for record in records:
        value = sympy.sympify(record["exact"])
        assert record["coherence"] == pytest.approx(float(value), abs=1e-15)
        assert record["d"] == 5
    assert ("hesse" in str(records)) is False
    numerical = [record for record in records if record["coherence_rigor"] == "numerical"]
    assert [record["name"] for record in numerical] == ["Weyl-Heisenberg SIC"]


def test_bounds_table_brackets_the_best_coherence() -> None:
    made = table("bounds", d="3", n="4..12", field="C")
    for record, row in zip(made.records(), made.rows, strict=True):
        problem = lines(record["n"], record["d"], "C")
        exact = bounds.lower_bound(problem).exact
        assert record["bound"] == bounds.lower_bound(problem).value
        assert sympy.Rational(row[2].text) <= exact  # type: ignore[union-attr]
        best = reached(problem)[0]
        assert record["coherence"] <= float_above(best.coherence)
        if record["source"] == best.name:
            assert sympy.Rational(row[4].text) >= best.coherence  # type: ignore[union-attr]
        assert record["gap"] == pytest.approx(record["coherence"] - record["bound"], abs=1e-15)
    gaps = {record["n"]: record["gap"] for record in made.records()}
    assert gaps[9] == gaps[12] == gaps[7] == 0
    assert gaps[8] > 0.01


def test_kissing_table_brackets_the_kissing_numbers() -> None:
    known_numbers = {2: 6, 3: 12, 4: 24, 8: 240, 24: 196560}  # Conway and Sloane, table 1.5
    spans = (Span(2, 4), Span(8, 14), Span(24, 24))
    records = {record["d"]: record for span in spans for record in table("kissing", d=span).records()}
    assert list(records) == [2, 3, 4, *range(8, 15), 24]
    for d, record in records.items():
        assert record["lower"] <= known_numbers.get(d, record["upper"]) <= record["upper"]
    assert {d for d, record in records.items() if record["lower"] == record["upper"]} >= {2, 8, 24}
    for d in (9, 11, 13, 14):
        packing = largest_kissing(d).packing
        assert (packing.n, packing.d) == (records[d]["lower"], d)
        assert packing.coherence == pytest.approx(0.5, abs=1e-14)


def test_kissing_table_tells_what_is_built_from_what_is_published() -> None:
    """Published in August 2026: 510, 604, 841, 1154, 1932 points of R^10 to R^14; here 510 and 1154, else fewer."""
    made = table("kissing", d="9..14")
    records = {record["d"]: record for record in made.records()}
    assert {d: record["published"] for d, record in records.items()} == {
        9: 306, 10: 510, 11: 604, 12: 841, 13: 1154, 14: 1932,
    }  # fmt: skip
    assert [column.heading for column in made.columns if column.key in ("lower", "upper", "published")] == [
        "built here", "published", "certified here, at most",
    ]  # fmt: skip
    assert "August 2026" in made.caption
    for record in records.values():
        assert record["lower"] <= record["published"] <= record["published_upper"] <= record["upper"]
    assert [d for d, record in records.items() if record["lower"] == record["published"]] == [9, 10, 13]


def test_published_kissing_numbers_bracket_each_other() -> None:
    for d in range(2, 33):
        published = published_kissing(d)
        assert largest_kissing(d).problem.n <= published.lower <= published.upper
        assert published.is_proved == (published.lower == published.upper) == (d in (2, 3, 4, 8, 24))
        assert published.lower_source
        assert published.upper_source
        assert published.claimed is None or published.lower < published.claimed <= published.upper
    assert published_kissing(18).claimed == 8358
    with pytest.raises(InputError, match="1 to 48 dimensions, not 49"):
        published_kissing(49)


def test_constructions_table_names_what_is_published_at_sixty_degrees() -> None:
    (record,) = table("constructions", n=756, d=12).records()
    assert (record["published"], record["optimal"]) == (841, None)
    assert "built here" in table("constructions", n=756, d=12).caption
    assert {record["published"] for record in table("constructions", d=3, field="C").records()} == {None}


def test_partitions_table_agrees_with_the_library() -> None:
    (record,) = table("partitions", n=6, d=4, exponent=1.5).records()
    assert record["blocks"] == "2 × (2,1) + 2 × (1,1)"
    assert record["energy"] == 4 >= record["bound"]
    wide = table("partitions", n="4..5", d=3).records()
    for entry in wide:
        best = best_partition(entry["n"], entry["d"], entry["exponent"])
        assert (entry["energy"], entry["bound"]) == (best.energy, best.bound.value)


def test_pairs_table_agrees_with_the_library() -> None:
    for record in table("pairs", d="3..4", n="5..8").records():
        n, d = record["n"], record["d"]
        assert record["parallel"] == orthogonal_pairs(n, d).exact
        distinct = orthogonal_pairs(n, d, distinct=True)
        assert (record["lower"], record["upper"]) == (distinct.lower, distinct.upper)


def test_moments_table_agrees_with_monte_carlo() -> None:
    rng = np.random.default_rng(3)
    for record in table("moments", d="3..5", field="C").records():
        d, p = record["d"], record["exponent"]
        u, v = rng.normal(size=(2, 60_000, d)) + 1j * rng.normal(size=(2, 60_000, d))
        overlaps = np.abs(np.sum(u.conj() * v, axis=1)) / np.linalg.norm(u, axis=1) / np.linalg.norm(v, axis=1)
        error = 6 * float(np.std(overlaps**p)) / 60_000**0.5
        assert record["random"] == pytest.approx(float(np.mean(overlaps**p)), abs=error)
        assert record["least"] < record["random"]


@pytest.mark.parametrize(
    ("name", "query", "message"),
    [("claims", {"d": 2}, "no options, not -d 2"), ("phases", {"exponent": 2.0}, "leave out --exponent"),
     ("kissing", {"n": "2..3"}, "neither -n"), ("kissing", {"d": 49}, "1 to 48 dimensions, not 49"),
     ("partitions", {"field": "C"}, "leave out --field C"),
     ("pairs", {"exponent": 2.0}, "neither --vectors"),
     ("moments", {"vectors": True}, "no --vectors"), ("bounds", {"n": "2..9999"}, "too many")],
)  # fmt: skip
def test_tables_refuse_options_that_they_lack(name: str, query: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        table(name, **query)


def test_landmarks_are_known_and_listed() -> None:
    for landmark in LANDMARKS:
        assert known(landmark), landmark
    sizes = {(record["n"], record["d"]) for record in table("constructions").records()}
    assert {(landmark.n, landmark.d) for landmark in LANDMARKS} <= sizes


@pytest.mark.parametrize(
    ("query", "message"),
    [({"n": 11, "d": 4, "field": "R"}, "no construction is known for -n 11 -d 4 --field R"),
     ({"field": "C", "vectors": True}, "not field 'C'"),
     ({"n": "2..500000", "d": "2..9"}, "too many")],
)  # fmt: skip
def test_queries_without_an_answer(query: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        table("constructions", **query)


def test_command_writes_each_format(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ["table", "constructions", "-d", "3", "-n", "6..12"]
    assert run([*words, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {row["n"] for row in rows} <= set(range(6, 13))
    assert run([*words, "--format", "csv", "--columns", "n,name"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "n,name"
    target = tmp_path / "table.tex"
    assert run([*words, "--format", "latex", "--out", str(target)]) == 0
    assert capsys.readouterr().out == ""
    assert r"\label{tab:constructions-n6..12-d3}" in target.read_text(encoding="utf-8")
    assert run([*words, "--columns", "name,coherence"]) == 0
    assert "icosahedron" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [(["nothing"], "there is no table 'nothing', only constructions"), (["constructions", "-d", "x"], "-d must be"),
     (["constructions", "--format", "pdf"], "not 'pdf'"), (["constructions", "--columns", "q"], "no column 'q'"),
     (["constructions", "--out", "x.tex"], "needs a format"),
     (["constructions", "--json", "--format", "csv"], "one of the"),
     (["constructions", "--exponent", "-1", "-d", "3"], "greater than 0"), ([], "NAME")],
)  # fmt: skip
def test_command_refuses_bad_input_in_one_line(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["table", *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert message in printed.err
    assert printed.err.count("\n") == 1


def test_kissing_table_goes_on_where_nothing_is_built() -> None:
    (one,), (last,) = (table("kissing", d=d).records() for d in (1, 48))
    assert (one["d"], one["lower"], one["upper"]) == (1, 2, 2)
    assert (last["lower"], last["published"]) == (None, 52416000)
    assert last["upper"] >= last["published_upper"] > last["published"]


@pytest.mark.parametrize(("name", "asked"), [("partitions", {"n": 6, "d": 4}), ("energies", {"n": 5, "d": 3})])
def test_an_exponent_is_exact_in_a_table_and_in_its_command(name: str, asked: dict[str, int]) -> None:
    """A float near 4/3 is another exponent: its powers have no closed form that a person can read."""
    made = table(name, exponent="4/3", **asked)
    assert " --exponent 4/3" in made.provenance
    assert made.records() == table(name, exponent=sympy.Rational(4, 3), **asked).records()
    assert table(name, exponent=1.5, **asked).provenance.endswith(" --exponent 1.5")
