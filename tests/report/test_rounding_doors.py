"""Random bounds and packings through every door: what is printed as a lower bound is never above the exact number,
what is printed as an upper bound never below it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from packing import Packing, lines, vectors
from packing.bounds import Bound, BoundReport, lower_bound
from packing.bounds.bound import Theorem
from packing.cli.bounds import _page as bounds_page
from packing.cli.search import _report as search_report
from packing.cli.sweep import _table as sweep_table
from packing.records import Optimal, Record, Source
from packing.report import best
from packing.report.cells import Number
from packing.report.figures.drawing import draw_overlaps
from packing.report.figures.study import study_figure
from packing.report.site.pages import _lower
from packing.report.study_page import study_document, study_page
from packing.report.tabular import Column, Table
from packing.report.writers.as_json import as_json, dumps
from packing.report.writers.render import render
from packing.report.writers.terminal import for_terminal
from packing.rigor import Rigor, float_above, float_below
from packing.rounding import Rounding, digits, lower, upper
from packing.search import Outcome, SearchResult, Status
from packing.search.optimality import UNKNOWN
from packing.studies import Study, study
from packing.sweep import Cell

PROBLEM = lines(9, 4)
THEOREM = Theorem("random numbers", "none")
DECIMAL = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"

fractions = st.fractions(Fraction(1, 1000), Fraction(999, 1000), max_denominator=10**6)


@st.composite
def exact_numbers(draw: st.DrawFn) -> sympy.Expr:
    """Rationals, roots of rationals, doubles, and decimals that end."""
    x = draw(fractions)
    rational = sympy.Rational(x.numerator, x.denominator)
    forms = (
        rational,
        sympy.sqrt(rational),
        sympy.root(rational, 3),
        (sympy.sqrt(rational) + rational) / 2,
        sympy.Rational(*float(x).as_integer_ratio()),
        sympy.Rational(round(x * 10**6), 10**6),
    )
    return draw(st.sampled_from(forms))


def at_most(text: str, exact: sympy.Expr) -> bool:
    """Whether the decimal is at most the number, in exact arithmetic."""
    return bool(sympy.Rational(text) <= exact)


def rendered(page: object, width: int = 300) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width).print(page)
    return stream.getvalue()


def after(words: str, text: str) -> str:
    """The number that follows the words."""
    found = re.search(re.escape(words) + rf"[^\d-]{{0,12}}({DECIMAL})", text)
    assert found is not None, (words, text)
    return found[1]


@cache
def a_study() -> Study:
    return study(PROBLEM, seconds=0.05, models=1, progress=lambda stage: None)


def of_study(bound: Bound) -> Study:
    return replace(a_study(), bounds=BoundReport(PROBLEM, (bound,), ()), best_known=None)


def in_table(number: Number) -> Table:
    return Table("t", (Column("x", "x"),), ((number,),))


def in_column(text: str) -> str:
    """The number alone on a line of a table."""
    return next(word for word in re.findall(DECIMAL, text) if "." in word or word in "01")


def labels(bound: Bound) -> str:
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    draw_overlaps(axes, Packing(np.eye(4)[[0, 1, 2, 3]]), bound=bound.exact, bound_name="x")
    return " ".join(text.get_text() for text in axes.get_legend().get_texts())


LOWER: dict[str, Callable[[Bound], str]] = {
    "text": lambda b: after(">=", str(b)),
    "repr": lambda b: after(">=", repr(b)),
    "float": lambda b: repr(float(b)),
    "JSON": lambda b: repr(json.loads(dumps(as_json(b)))["value"]),
    "report": lambda b: after(">=", repr(BoundReport(PROBLEM, (b,), ()))),
    "command bounds": lambda b: after("random numbers", rendered(bounds_page(BoundReport(PROBLEM, (b,), ())))),
    "LaTeX": lambda b: re.findall(DECIMAL, render(in_table(lowest(b)), "latex").split("midrule")[1])[0],
    "Markdown": lambda b: in_column(render(in_table(lowest(b)), "markdown").split("\n")[4]),
    "CSV": lambda b: next(csv.DictReader(io.StringIO(render(in_table(lowest(b)), "csv"))))["x"],
    "JSON of a table": lambda b: repr(json.loads(render(in_table(lowest(b)), "json"))["rows"][0]["x"]),
    "terminal": lambda b: in_column(rendered(for_terminal(in_table(lowest(b))))),
    "text of a table": lambda b: str(in_table(lowest(b))).split("\n")[2],
    "notebook": lambda b: in_column(in_table(lowest(b))._repr_html_().split("<td")[1].split(">")[1]),
    "site": _lower,
    "record": lambda b: after("bound", str(a_record(b))),
    "table of the best": lambda b: best.lower(a_record(b)).text,
    "sweep": lambda b: re.findall(DECIMAL, rendered(sweep_table([Cell(PROBLEM, 0.999, b.value, "", 0.0)])))[-2],
    "headline": lambda b: after("no packing below", rendered(study_page(of_study(b)))),
    "sentence": lambda b: re.search(rf"({DECIMAL}) \(random numbers|bound, ({DECIMAL}) \(", sentence(b))[0],  # type: ignore[index]
    "study in Markdown": lambda b: after("random numbers |", study_document(of_study(b), "markdown")),
    "picture": lambda b: after("no packing below", labels(b)),
}


BY_STUDY = ("headline", "sentence", "study in Markdown", "picture")
"""The doors that take their time."""


def lowest(bound: Bound) -> Number:
    return Number(bound.value, 8, Rounding.DOWN, exact=bound.exact)


def sentence(bound: Bound) -> str:
    return of_study(bound).sentences[0]


def a_record(bound: Bound) -> Record:
    return Record(PROBLEM, 1.0, sympy.Integer(1), Rigor.PROVED, Source.CONSTRUCTED, "x", "", Optimal.OPEN, bound)


@settings(max_examples=12)
@given(exact=exact_numbers())
@pytest.mark.parametrize("door", [door for door in LOWER if door not in BY_STUDY])
def test_lower_bounds_are_printed_no_higher(door: str, exact: sympy.Expr) -> None:
    printed = LOWER[door](Bound(PROBLEM, THEOREM, exact))
    number = re.search(DECIMAL, printed)
    assert number is not None, printed
    assert at_most(number[0], exact)
    assert exact - sympy.Rational(number[0]) < 2e-8


@pytest.mark.parametrize("door", BY_STUDY)
@pytest.mark.parametrize("exact", [sympy.Rational(1, 5), sympy.sqrt(2) / 7, sympy.Rational("0.30000000001"),
                                   sympy.Rational(2, 7), sympy.Rational("0.1")])  # fmt: skip
def test_a_study_prints_lower_bounds_no_higher(door: str, exact: sympy.Expr) -> None:
    number = re.search(DECIMAL, LOWER[door](Bound(PROBLEM, THEOREM, exact)))
    assert number is not None
    assert at_most(number[0], exact)
    assert exact - sympy.Rational(number[0]) < 1.1e-6


@given(exact=exact_numbers(), decimals=st.integers(0, 30), count=st.integers(1, 20))
def test_the_rule_itself(exact: sympy.Expr, decimals: int, count: int) -> None:
    for number in (exact, -exact, 1000 * exact, exact / 10**7):
        low, high = (sympy.Rational(way(number, decimals)) for way in (lower, upper))
        assert low <= number <= high
        assert high - low <= sympy.Rational(1, 10**decimals)
        low, high = (sympy.Rational(digits(number, way, count)) for way in (Rounding.DOWN, Rounding.UP))
        assert low <= number <= high
        assert high - low <= abs(number) * sympy.Rational(10) ** (1 - count) * 10
        for value in (float_below(number), float_above(number)):
            assert abs(value - float(number)) <= 3 * np.spacing(abs(value))
        assert sympy.Rational(repr(float_below(number))) <= number <= sympy.Rational(repr(float_above(number)))


@settings(max_examples=20)
@given(exact=exact_numbers())
def test_the_best_known_is_printed_no_lower_and_the_gap_too(exact: sympy.Expr) -> None:
    bound = Bound(PROBLEM, THEOREM, exact / 3)
    record = replace(a_record(bound), exact=exact, coherence=float(exact))
    shown = best.upper(record), best.gap(record)
    for number, least in zip(shown, (exact, exact - bound.exact), strict=True):
        assert at_most("-" + number.text, -least)
        machine = next(csv.DictReader(io.StringIO(render(in_table(number), "csv"))))["x"]
        for text in (machine, repr(json.loads(render(in_table(number), "json"))["rows"][0]["x"])):
            assert at_most("-" + text, -least)
    if "<=" in str(record):
        assert at_most("-" + after("<=", str(record)), -exact)


def square_of(packing: Packing) -> Fraction:
    """The exact coherence of the rows of doubles, squared."""
    rows = [[Fraction(float(entry)) for entry in row] for row in packing.vectors]

    def dot(x: list[Fraction], y: list[Fraction]) -> Fraction:
        return sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0))

    return max(dot(x, y) ** 2 / (dot(x, x) * dot(y, y)) for i, x in enumerate(rows) for y in rows[:i])


def result(packing: Packing) -> SearchResult:
    return SearchResult(packing, Status(Outcome.STOPPED, UNKNOWN), "draw", 0, 1, 1, 0.0)


def found_study(packing: Packing) -> Study:
    return replace(a_study(), found=result(packing), best_known=None)


UPPER: dict[str, Callable[[Packing], str]] = {
    "packing": lambda p: after("coherence", str(p)),
    "packing in a list": lambda p: after("coherence", repr([p])),
    "search result": lambda p: after("coherence", str(result(p))),
    "command search": lambda p: after("coherence", search_report(result(p), None)),
    "sweep": lambda p: after(
        "coherence", str(Cell(p.problem, p.coherence, 0.0, "", 0.0)).replace(": ", ": coherence ")
    ),
    "command sweep": lambda p: after("R^4", rendered(sweep_table([Cell(PROBLEM, p.coherence, 0.0, "", 0.0)]))),
    "headline": lambda p: after("best packing found", rendered(study_page(found_study(p)))),
    "sentence": lambda p: after("has coherence", found_study(p).sentences[0]),
    "LaTeX of a study": lambda p: after("has coherence", study_document(found_study(p), "latex")),
    "picture": lambda p: after("coherence", study_figure(found_study(p)).get_suptitle()),
}


@pytest.mark.parametrize("door", UPPER)
def test_coherences_are_printed_no_lower(door: str) -> None:
    for seed in range(2 if door == "picture" else 6):
        packing = Packing(np.random.default_rng(seed).standard_normal((9, 4)))
        printed = Fraction(UPPER[door](packing))
        assert printed**2 >= square_of(packing)
        assert float(printed) - packing.coherence < 2e-8


def test_a_packing_on_its_bound_is_no_contradiction() -> None:
    """The decimals are cut apart, and the same exact number stands beside both."""
    for problem in (vectors(12, 3), lines(6, 3)):
        made = study(problem, seconds=0.05, models=1, progress=lambda stage: None)
        page = rendered(study_page(made))
        exact = lower_bound(problem).exact
        assert at_most("-" + after("best packing found", page), -exact)
        assert at_most(after("no packing below", page), exact)
        assert page.count(f"exactly {exact}") >= 3
        assert "0: the packing is optimal" in page
