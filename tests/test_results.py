"""Every result is shown in a line, in a notebook and in a paper, and comes back from a file to the last bit."""

from __future__ import annotations

import json
import pickle
import re
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

import packing as pk
from packing.errors import InputError
from packing.report.notebook import FUNCTIONS
from packing.results import load_result, save_result, saved_by
from packing.results.codec import decoded, encoded

NAMES = (
    "problem", "space", "subspaces", "certified bound", "bounds", "silent", "size", "search", "packing", "energy",
    "partition", "pairs", "moment", "phases", "record", "claim", "verdict", "construction", "table", "overlaps",
    "trained", "study", "symmetries", "config",
    "energy bound",
)  # fmt: skip


@cache
def results() -> dict[str, Any]:
    problem = pk.lines(7, 3)
    bounds = pk.bounds.lower_bounds(problem)
    found = pk.search.minimize_coherence(problem, restarts=2)
    trained = pk.toymodels.train(pk.toymodels.AutoencoderConfig(n=5, d=2, density=0.3, models=2, steps=20))
    values = (
        problem, problem.space, pk.subspaces(6, 4, 2, "C"), pk.bounds.lower_bound(pk.lines(13, 3, "C")), bounds,
        bounds.inapplicable[0], pk.bounds.largest_code(8, "1/2"), found, found.packing,
        pk.search.minimize_energy(pk.lines(4, 3), 1.5, restarts=1), pk.analytic.best_partition(6, 4, 1.5),
        pk.analytic.orthogonal_pairs(6, 3), pk.analytic.least_moment(3, 4, 7), pk.analytic.phase_diagram(4, 3),
        pk.records.best_known(pk.vectors(13, 3)), pk.claims.claim("tegum-pairs"),
        pk.claims.verify("tegum-pairs", quick=True), pk.constructions.known(pk.lines(120, 8))[0],
        pk.report.table("pairs", n=5, d=2), pk.overlaps.overlaps(np.random.default_rng(0).standard_normal((60, 5))),
        trained, pk.studies.study(pk.lines(4, 3), restarts=1, models=1, progress=lambda _: None),
        pk.symmetry.automorphisms(found.packing), trained.config,
        pk.bounds.least_energy(pk.lines(5, 3), pk.potentials.AbsPower(1)),
    )  # fmt: skip
    return dict(zip(NAMES, values, strict=True))


class Balanced(HTMLParser):
    """Notes the tags that are open and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.text = list[str](), ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag, or the test fails; SVG closes its shapes itself."""
        while self.open and self.open[-1] in ("rect", "line"):
            self.open.pop()
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """A shape of SVG."""

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data


@pytest.mark.parametrize("name", NAMES)
def test_a_result_is_short_as_text_and_whole_in_a_notebook(name: str) -> None:
    value = results()[name]
    assert len(repr(value)) <= 220
    assert "\n" not in repr(value)
    page = value._repr_html_()
    assert Balanced(page).open == []
    assert Balanced(page).text.strip()
    assert "<script" not in page
    assert value._repr_latex_().strip()


@pytest.mark.parametrize("name", NAMES)
def test_a_result_comes_back_from_a_file(name: str, tmp_path: Path) -> None:
    value = results()[name]
    path = save_result(value, tmp_path / "result.json")
    again = load_result(path)
    assert encoded(again) == encoded(value)
    assert repr(again) == repr(value)
    assert type(again) is type(value)
    assert saved_by(path)["packing"] == pk.__version__
    if type(value).__eq__ is not object.__eq__ and name not in ("study", "trained"):
        assert again == value


def test_what_comes_back_is_as_good_as_what_was_saved(tmp_path: Path) -> None:
    study = load_result(save_result(results()["study"], tmp_path / "study.json"))
    assert study.sentences == results()["study"].sentences
    record = load_result(save_result(results()["record"], tmp_path / "record.json"))
    assert record.packing.coherence == results()["record"].packing.coherence
    construction = load_result(save_result(results()["construction"], tmp_path / "construction.json"))
    assert construction.packing == results()["construction"].packing


def test_every_card_is_of_a_class_that_asks_for_it() -> None:
    seen = {type(value).__name__ for value in results().values()}
    sources = [path.read_text(encoding="utf-8") for path in Path(pk.__file__).parent.rglob("*.py")]
    for name, place in FUNCTIONS.items():
        module, _, function = place.partition(":")
        assert callable(getattr(import_module(f"packing.report.notebook.{module}"), function))
        asks = any(
            re.search(rf"^class {name}\b.*(Displayed|Brief|OverlapNumbers)", text, re.MULTILINE) for text in sources
        )
        assert name in seen or asks, name
    assert pickle.loads(pickle.dumps(results()["problem"])) == results()["problem"]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"type": "subprocess:Popen", "fields": {"args": "true"}}, "no class of this package"),
        ({"type": "packing.files:Path", "fields": {}}, "no class of values"),
        ({"function": "os:system"}, "no function that makes exact vectors"),
        ({"function": "packing.files:write_text"}, "no function that makes exact vectors"),
        ({"partial": [{"function": "packing.files:write_text"}, {"tuple": []}, {"dict": []}]}, "no function"),
        ({"sympy": ["sympify", "1"]}, "sympify is no exact number"),
        ({"array": "|O", "shape": [1], "data": "AAAAAAAAAAA="}, "holds no numbers"),
        ({"type": "packing.problem:Problem", "fields": {"n": 3}}, "has the fields"),
        ({"enum": "packing.rigor:Rigor", "name": "SURE"}, "SURE"),
        ({"pickle": "gASVAQAAAAAAAABLAS4="}, "unknown entry"),
    ],
)
def test_a_file_holds_values_and_nothing_that_runs(value: Any, fault: str, tmp_path: Path) -> None:
    path = save_result(1, tmp_path / "one.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(document | {"value": value}), encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        load_result(path)


def test_what_is_no_result_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"must end in \.json"):
        save_result(1, tmp_path / "one.pickle")
    with pytest.raises(InputError, match="is no result of packing: save"):
        save_result(print, tmp_path / "one.json")
    (tmp_path / "other.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match="is no result of packing"):
        load_result(tmp_path / "other.json")


@pytest.mark.parametrize(
    "exact",
    [sympy.sqrt(2 + sympy.sqrt(3)) / 7, -sympy.oo, sympy.pi * sympy.E, sympy.log(3) / sympy.log(2),
     sympy.Rational(-2, 3), sympy.CRootOf(sympy.Symbol("x") ** 3 - sympy.Symbol("x") - 1, 0), sympy.I,
     sympy.Float("0.1", 30)],
)  # fmt: skip
def test_exact_numbers_stay_exact(exact: sympy.Expr) -> None:
    assert decoded(json.loads(json.dumps(encoded(exact))), "here") == exact


@pytest.mark.long
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_latex_of_every_result_compiles(tmp_path: Path) -> None:
    body = "\n\n".join(value._repr_latex_() for value in results().values())
    packages = "".join(rf"\usepackage{{{name}}}" for name in ("amsmath", "amssymb", "array", "booktabs", "longtable"))
    text = f"\\documentclass{{article}}{packages}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (tmp_path / "t.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-1500:]
    assert re.search(r"Output written on t.pdf", done.stdout.decode(errors="replace"))
