"""Every table prints the command that makes it again, byte for byte: all tables, formats and options."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import numpy as np
import pytest
import sympy
from small_tables import as_options, small_query, small_table

import packing as pk
from packing.cli import run
from packing.records import Atlas, Entry
from packing.report.cells import Number
from packing.report.declared import Declaration
from packing.report.exact_columns import KEYS
from packing.report.query import Query
from packing.report.tables.catalogue import TABLES, table, table_names
from packing.report.tabular import Column, Table
from packing.rigor import Rigor

COMMAND = re.compile(r"^(?:% |<!-- )packing [^:]+: packing (.*?)(?: -->)?$", re.MULTILINE)

OPTIONS = (
    "-n 5 -d 3", "-n ..7 -d 2..", "-d 3 --field C", "-d 3 --field H", "-n 6 -d 3 --vectors", "-d 3 --exponent 4/3",
    "-d 3 --exponent 0.1", "--density 0.3", "--sparsity 0.9", "-n 3 -d 2 --seed 3", "-d 4 --subspaces 2",
    "-d 4 --subspaces 2 --distance spectral", "-n 5 -d 3 --store 'a b.sqlite'", "-n 5 -d 3 --store a.json",
)  # fmt: skip
"""Each option of `packing table` that changes what is asked for."""

STYLES = (
    "--format latex",
    "--format latex --cite --siunitx --label tab:mine --columns n,query",
    "--format latex --caption '$x^2$ of \\emph{it}, 50\\%'",
    '--format markdown --cite --caption "it\'s <b>50%</b>" --columns query',
    "--format json --columns query,n --caption ''",
)


def printed(words: str, capsys: pytest.CaptureFixture[str]) -> str | None:
    code = run(shlex.split(words))
    text = capsys.readouterr().out
    return text if code == 0 else None


def again(text: str) -> str:
    """The command that a table names: in a comment, or in its JSON."""
    if text.startswith("{"):
        return str(json.loads(text)["provenance"]).partition(": packing ")[2]
    (command,) = COMMAND.findall(text)
    return str(command)


def query_itself(query: Query) -> Table:
    """A table that shows what it was asked for."""
    return Table("Asked", (Column("n", "n"), Column("query", "query", right=False)), ((1, repr(query)),))


@pytest.fixture
def only_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Declaration, "function", lambda self: query_itself)


@pytest.mark.usefixtures("only_asked")
@pytest.mark.parametrize("number", range(len(OPTIONS)))
def test_every_option_is_in_the_command(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    name = "subspaces" if "--subspaces" in OPTIONS[number] else "bounds"
    first = printed(f"table {name} {OPTIONS[number]} {STYLES[number % len(STYLES)]}", capsys)
    assert first is not None
    assert printed(again(first), capsys) == first


@pytest.mark.usefixtures("only_asked")
@pytest.mark.parametrize("number", range(len(TABLES)))
def test_every_style_is_in_the_command(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    first = printed(f"table {TABLES[number].name} -n 5 -d 3 {STYLES[number % len(STYLES)]}", capsys)
    assert first is not None
    assert printed(again(first), capsys) == first


@pytest.mark.long
@pytest.mark.parametrize("name", table_names())
def test_every_table_is_made_again(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    options, keys = as_options(small_query(name)), small_table(name).keys
    for style in (
        f"--format latex --siunitx --cite --columns {','.join(reversed(keys))}",
        "--format markdown --cite",
        "--format json",
    ):
        first = printed(f"table {name} {options} {style}", capsys)
        assert first is not None
        assert printed(again(first), capsys) == first, style


@pytest.mark.parametrize("name", ["energies", "moments", "pairs", "kissing", "subspaces", "bounds", "constructions"])
def test_tables_of_theorems_cite_them(name: str) -> None:
    asked = {"n": 6, "d": 4} if name not in ("kissing", "energies") else {"d": 4}
    asked |= {"n": 4, "d": 2, "exponent": 1} if name == "energies" else {}
    assert table(name, **asked).references, name  # type: ignore[arg-type]


def test_every_summary_is_one_line() -> None:
    assert all(each.summary and "\n" not in each.summary for each in TABLES)


def test_32_decimals_and_minimal_polynomials_are_columns() -> None:
    made = table("bounds", n="13..14", d=3, vectors=True, columns=["n", *KEYS])
    assert [record["polynomial"] for record in made.records()] == [
        "x^8 - 24x^7 - 12x^6 + 8x^5 + 38x^4 + 24x^3 - 12x^2 - 8x + 1",
        "4x^4 - 2x^3 + 3x^2 - 1",
    ]
    for record in made.records():
        assert re.fullmatch(r"0\.\d{29,32}", record["digits"]), record  # without zeros at its end
        assert record["digits_rigor"] == "certified"
        assert record["polynomial_rigor"] == "numerical"
    assert r"$4x^{4} - 2x^{3} + 3x^{2} - 1$" in made.to_latex()
    assert made.footnotes[1].startswith("* numerical")


def test_the_digits_are_zeros_of_the_polynomial() -> None:
    for asked in ({"n": 13, "d": 3, "vectors": True}, {"n": 7, "d": 3}, {"n": 6, "d": 4, "subspaces": 2}):
        (record,) = table("packings", **asked, columns=["n", *KEYS]).records()  # type: ignore[arg-type]
        x = sympy.Float(record["digits"], 40) ** (1 if "vectors" in asked else 2)
        polynomial = sympy.sympify(re.sub(r"(\d)x", r"\1*x", record["polynomial"]).replace("^", "**"))
        assert abs(polynomial.subs("x", x)) < 1e-29 * max(map(abs, sympy.Poly(polynomial).coeffs()))


def test_where_no_exact_packing_is_proved_the_certified_decimals_stand(tmp_path: Path) -> None:
    problem = pk.subspaces(9, 5, 2)
    rough = pk.Packing(np.random.default_rng(0).standard_normal((9, 2, 5)), problem.space)
    with Atlas(tmp_path / "a.sqlite") as atlas:
        atlas.adopt(Entry(rough, "", "by hand", 0, 1, 1, 0.0, False, "", "0", "2026-01-01T00:00:00+00:00"))
    made = table("packings", n=9, d=5, subspaces=2, store=tmp_path / "a.sqlite", columns=["coherence", *KEYS])
    ((coherence, digits, polynomial),) = made.rows
    assert isinstance(digits, Number)
    assert isinstance(coherence, Number)
    assert (digits.decimals, digits.rigor, polynomial) == (15, Rigor.CERTIFIED, None)
    assert digits.text <= coherence.text
    assert digits.text[:8] == coherence.text[:8]
