"""What goes into a manuscript: labels, captions, citations, and commands that make the same bytes again."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from small_tables import small_table

import packing as pk
from packing.cli import run
from packing.errors import InputError
from packing.references import keys_cited, reference, references
from packing.report import Column, Table, render, table, table_names
from packing.report.cells import Cited, Number
from packing.report.writers.latex_text import with_mathematics
from packing.rigor import Rigor

COMMAND = re.compile(r"^(?:% |<!-- |`)?packing [^:]+: (packing .*?)(?: -->|`)?$", re.MULTILINE)


def printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run(words) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [
        "table pairs -n 5..6 -d 2 --format latex",
        "table pairs -n 5..6 -d 2 --columns d,n,upper --format markdown",
        "table moments -d 3 -n 5 --exponent 4/3 --field C --format latex --siunitx",
        "table bounds -n 10..11 -d 3 --vectors --cite --label tab:mine --caption 'Of $S^2$ & more' --format latex",
        "table bounds -n 4 -d 2..3 --caption '50% of it' --cite --format markdown",
        "table constructions -n 6..8 -d 3 --cite --format latex --columns name,n,reference",
    ],
)
def test_the_command_above_a_table_makes_it_again(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    if "&" in command:
        command = command.replace(" & ", " and ")
    first = printed(shlex.split(command), capsys)
    (again,) = COMMAND.findall(first)
    assert printed(shlex.split(again)[1:], capsys) == first


@pytest.mark.long
@pytest.mark.parametrize("options", ["--format latex --cite --label tab:app", "--seed 3 --format markdown"])
def test_the_command_above_a_study_makes_its_tables_again(options: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = printed(["study", "-n", "7", "-d", "3", "--restarts", "6", "--models", "2", *options.split()], capsys)
    again = COMMAND.findall(first)
    assert len(set(again)) == 1
    second = printed(shlex.split(again[0])[1:], capsys)
    words = re.compile(r"^.*CPU.*$", re.MULTILINE)  # the one sentence that says how long it took
    assert words.sub("", second) == words.sub("", first)


def test_labels_of_tables_differ_where_the_tables_do() -> None:
    asked = [
        {"n": 5, "d": 2}, {"n": 5, "d": 3}, {"n": "5..6", "d": 2}, {"n": 5, "d": 2, "field": "C"},
        {"n": 5, "d": 2, "columns": ["n", "d"]}, {"n": 5, "d": 2, "columns": ["d", "n"]},
    ]  # fmt: skip
    labels = [table("pairs", **each).label for each in asked] + [table("moments", n=5, d=2).label]  # type: ignore[arg-type]
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"tab:[A-Za-z0-9.-]+", label) for label in labels)


def test_two_stores_whose_names_read_alike_have_two_labels(tmp_path: Path) -> None:
    from packing.report.tabular import label_of

    assert label_of("packings --store a/b") != label_of("packings --store a-b")


@pytest.mark.parametrize(
    ("words", "latex"),
    [
        ("sum of |<x, y>|^p over pairs", r"sum of $|\langle x, y\rangle|^{p}$ over pairs"),
        ("max(<x, y>, 0)^2 of n", r"$\max(\langle x, y\rangle, 0)^{2}$ of $n$"),
        ("lines over C, d > n", r"lines over $\mathbb{C}$, $d$ \textgreater{} $n$"),
        ("points on S^2 and R^n", r"points on $S^{2}$ and $\mathbb{R}^{n}$"),
        ("Cohn, R. and a pad; n's", "Cohn, R. and a pad; n's"),
    ],
)
def test_mathematics_among_words(words: str, latex: str) -> None:
    assert with_mathematics(words) == latex


def test_every_caption_and_heading_is_set_as_mathematics() -> None:
    for name, asked in (("partitions", {"n": 4, "d": 2}), ("moments", {"d": 2}), ("pairs", {"d": 2, "n": 4})):
        latex = render(table(name, **asked), "latex")  # type: ignore[arg-type]
        assert "textless" not in latex, name
        assert " n unit" not in latex, name


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--format csv --cite", "citations stand in LaTeX and Markdown"),
        ("--siunitx", "add --format latex"),
        ("--format latex --label 'a{b'", "a label is letters, digits and :.+-/_ alone"),
        ("--format latex --caption '$x'", "in pairs"),
        ("--format latex --caption '\\emph{x'", "in pairs"),
        ("--format latex --caption '\\emph x}{'", "in pairs"),
    ],
)
def test_what_cannot_be_written_is_one_line(options: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", "pairs", "-n", "4", "-d", "2", *shlex.split(options)]) == 2
    shown = capsys.readouterr()
    assert message in shown.err
    assert (shown.out, shown.err.count("\n")) == ("", 1)


def test_an_optimum_of_the_literature_is_starred_with_its_source() -> None:
    made = table("bounds", n="13..15", d=3, vectors=True)
    stars = {row[0]: row[4].settled for row in made.rows if isinstance(row[4], Number)}
    assert stars == {13: "musin2012", 14: "musin2015", 15: ""}
    assert made.footnotes[-1].endswith("by a theorem of the literature: Musin and Tarasov 2012; Musin and Tarasov 2015")
    assert r"~\cite{musin2012,musin2015}" in made.to_latex(cite=True)
    assert made.records()[0]["coherence_reference"] == "musin2012"
    assert "⋆" in str(made)


def test_citations_are_those_of_the_bibliography() -> None:
    made = table("bounds", n="4..9", d=3)
    latex = made.to_latex(cite=True)
    named = [record[key] for record in made.records() for key in ("theorem_reference", "source_reference")]
    assert set(keys_cited(latex)) == set(made.references) == {key for key in named if key} | set(made.settled)
    assert keys_cited(made.to_latex()) == made.references
    assert "[@welch1974]" in made.to_markdown(cite=True)


def test_references_are_entries_with_authors_and_years() -> None:
    keys = [entry.key for entry in references()]
    assert keys == sorted(set(keys))
    for entry in references():
        assert re.search(r" (1[89]|20)\d\d$", entry.short), entry
        assert "{" not in entry.short + str(entry)
        assert entry.doi == "" or re.fullmatch(r"10\.\d{4,5}/\S+", entry.doi)
        assert entry.bibtex.count("{") == entry.bibtex.count("}")
    with pytest.raises(InputError, match=r"no reference 'welch1975': did you mean welch1974\?"):
        reference("welch1975")


def test_the_command_lists_what_a_file_cites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "paper.tex"
    paper.write_text(r"As in \citep[p.~3]{cohn2007,elsewhere2000}. % cites nothing", encoding="utf-8")
    text = printed(["references", "--for", str(paper), "--format", "bibtex"], capsys)
    assert text.startswith("@article{cohn2007,")
    assert text.count("@") == 1
    paper.write_text("no citation", encoding="utf-8")
    assert run(["references", "--for", str(paper)]) == 2
    assert "--cite" in capsys.readouterr().err


def test_numbers_of_siunitx_have_columns_as_wide_as_they_are() -> None:
    rows = ((Number(-0.25, rigor=Rigor.NUMERICAL), "a"), (Number(12.5), "b"), (None, "c"))
    latex = Table("t", (Column("x", "x in d"), Column("y", "y", right=False)), rows).to_latex(siunitx=True)
    assert r"\begin{tabular}{S[table-format=-2.2]l}" in latex
    assert "{x in $d$} & y" in latex
    assert r"-0.25{\rlap{$^\ast$}} & a" in latex
    assert "{--} & c" in latex
    assert r"\usepackage{siunitx}" in latex


def test_a_data_frame_needs_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Table("t", (Column("x", "x"),), ((Cited("", ("welch1974",)),),))
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(InputError, match="pip install pandas"):
        made.to_pandas()
    assert made.records() == [{"x": "welch1974"}]


def test_a_data_frame_holds_the_records() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: pip install 'packing[notebook]'")
    made = table("bounds", n="5..7", d=3, columns=["n", "bound", "coherence", "digits", "gap", "theorem"])
    frame = made.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == list(made.records()[0])
    assert frame.astype(object).where(frame.notna(), None).to_dict("records") == made.records()
    assert (frame["bound"] <= frame["coherence"]).all()
    assert frame["n"].dtype.kind == "i"
    assert frame["bound"].dtype.kind == "f"
    assert frame["digits"].map(len).max() >= 30  # text: a double does not hold them
    assert (frame.attrs["label"], frame.attrs["provenance"]) == (made.label, made.provenance)
    assert list(table("pairs", n="4..8", d=3).to_pandas()["parallel"]) == [5, 8, 12, 16, 21]


PACKAGES = ("amssymb", "array", "booktabs", "longtable", "pdflscape", "hyperref")


@pytest.mark.long
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_all_tables_and_a_study_in_one_document_compile_without_a_warning(tmp_path: Path) -> None:
    study = pk.studies.study(pk.lines(7, 3), restarts=4, models=2, progress=lambda _: None)
    made = [small_table(name) for name in table_names()] + [
        table("bounds", n="4..8", d=3, field="C"), table("bounds", n="13", d=3, vectors=True),
        table("constructions", d=5, n="..16"), table("subspaces", n="5..7", d=4),
        table("bounds", n="13..15", d=3, vectors=True, columns=["n", "d", "bound", "digits", "polynomial", "source"]),
    ]  # fmt: skip
    body = [each.to_latex(cite=True) for each in made]
    body.append(pk.report.study_document(study, "latex", cite=True))
    needed = {name for text in body for name in re.findall(r"usepackage\{(\w+)\}", text)}
    assert needed <= set(PACKAGES)
    assert compiled(tmp_path / "plain", body, PACKAGES) == []
    if has_latex("siunitx.sty"):
        assert compiled(tmp_path / "s", [each.to_latex(siunitx=True) for each in made], (*PACKAGES, "siunitx")) == []


def has_latex(file: str) -> bool:
    found = subprocess.run(["kpsewhich", file], capture_output=True, check=False)
    return found.returncode == 0


def compiled(folder: Path, body: list[str], packages: tuple[str, ...]) -> list[str]:
    """The warnings of pdflatex about one document of all these texts, with its references."""
    folder.mkdir()
    items = "\n".join(rf"\bibitem{{{key}}} {key}" for key in keys_cited("\n".join(body)))
    loaded = "".join(rf"\usepackage{{{name}}}" for name in packages)
    bibliography = f"\\begin{{thebibliography}}{{99}}\n{items}\n\\end{{thebibliography}}" if items else ""
    document = f"\\documentclass{{article}}{loaded}\n\\begin{{document}}\n%s\n{bibliography}\n\\end{{document}}\n"
    (folder / "t.tex").write_text(document % "\n\\clearpage\n".join(body), encoding="utf-8")
    for _ in range(4):  # a longtable finds its widths in the second run, references in the third
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"],
            cwd=folder, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        log = done.stdout.decode(errors="replace")
        assert done.returncode == 0, log[-1500:]
    return [line for line in log.splitlines() if "Warning" in line or line.startswith("Overfull \\hbox")]
