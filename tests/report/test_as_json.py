"""JSON: one function an answer, the keys that programs rely on, and the same numbers through Python and the command."""

from __future__ import annotations

import json
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

import packing as pk
from packing.bounds.sizes import largest_code
from packing.certificates import verify
from packing.cli import run
from packing.records.existence import at_least
from packing.report import as_json
from packing.report.writers.as_json import FUNCTIONS
from packing.report.writers.as_json.bounds import existence_json

KEYS = {
    "problem": "n d field objects",
    "bounds": "problem lower_bound bounds inapplicable certificate",
    "lower_bound": "value exact theorem rigor reference attained",
    "size": "upper_bound exact theorem rigor certificate what attained",
    "search": "problem coherence status converged method seed restarts hits cpu_seconds file",
    "partition": "n d exponent kind blocks names energy exact rigor scope lower_bound",
    "pairs": "n d field distinct lower upper exact rigor theorem file",
    "claim": "id statement",
    "verdict": "id verdict accepted reason evidence seconds rigor",
    "table": "rows caption label provenance headings references",
}
"""The keys of 0.1.0, in their order."""


def answers() -> dict[str, Any]:
    problem = pk.lines(7, 3, "C")
    return {
        "problem": problem,
        "bounds": pk.bounds.lower_bounds(problem),
        "lower_bound": pk.bounds.lower_bound(problem),
        "size": largest_code(8, "1/2"),
        "search": pk.search.minimize_coherence(problem, restarts=2),
        "partition": pk.analytic.best_partition(6, 4, 1.5),
        "pairs": pk.analytic.orthogonal_pairs(6, 3),
        "claim": pk.claims.claim("tegum-pairs"),
        "verdict": pk.claims.verify("tegum-pairs", quick=True),
        "table": pk.report.table("pairs", n=5, d=2),
    }


def test_the_keys_are_those_that_programs_read() -> None:
    for name, answer in answers().items():
        assert list(as_json(answer)) == KEYS[name].split(), name


def test_every_answer_is_json_and_finite() -> None:
    for name, answer in answers().items():
        assert json.loads(json.dumps(as_json(answer), allow_nan=False)) == as_json(answer), name


def test_every_type_named_is_a_class_of_the_package() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(pk.__file__).parent.rglob("*.py"))
    for name, place in FUNCTIONS.items():
        module, _, function = place.partition(":")
        assert f"\nclass {name}" in source
        assert callable(getattr(import_module(f"packing.report.writers.as_json.{module}"), function))


def test_a_certificate_answers_like_a_claim(tmp_path: Path) -> None:
    bound = largest_code(8, "1/2")
    pk.certificates.write(tmp_path / "c.json", bound.certificate)
    (verdict,) = verify(tmp_path / "c.json")
    answer = as_json(verdict)
    assert list(answer) == KEYS["verdict"].split()
    assert (answer["verdict"], answer["accepted"]) == ("certified", True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 3), "1/3"),
        (sympy.sqrt(5) / 5, "sqrt(5)/5"),
        (float("inf"), None),
        (np.float64(0.1), 0.1),
        (np.arange(3), [0, 1, 2]),
        ({1: (True, None)}, {"1": [True, None]}),
        (Path("p.txt"), "p.txt"),
    ],
)
def test_plain_values(value: object, expected: object) -> None:
    assert as_json(value) == expected


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("bounds -n 7 -d 3 --field C", lambda: pk.bounds.lower_bounds(pk.lines(7, 3, "C"))),
        ("bounds -n 15 -d 3 --field H", lambda: pk.bounds.lower_bounds(pk.lines(15, 3, "H"))),
        ("maxsize -d 8 --cosine 1/2", lambda: largest_code(8, "1/2")),
        ("partition -n 6 -d 4 --exponent 1.5", lambda: pk.analytic.best_partition(6, 4, 1.5)),
        ("pairs -n 13 -d 3 --distinct", lambda: pk.analytic.orthogonal_pairs(13, 3, distinct=True)),
        ("table pairs -n 5 -d 2..3", lambda: pk.report.table("pairs", n=5, d="2..3")),
    ],
)
def test_the_command_and_python_say_the_same(command: str, answer: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--json"]) == 0
    found, expected = json.loads(capsys.readouterr().out), as_json(answer())
    if command.startswith("maxsize"):  # which says how many there are, too
        expected |= json.loads(json.dumps(existence_json(at_least(8, "1/2"))))
    assert found == expected
