"""`packing bounds`: its contract, its page, and its one-line errors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from packing.cli import run


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["bounds", *arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    answer: dict[str, Any] = json.loads(captured.out)
    return answer


@pytest.mark.parametrize(
    "arguments",
    [("-n", "13", "-d", "3", "--field", "C"), ("-n", "20", "-d", "5"), ("-n", "12", "-d", "3", "--vectors")],
)
def test_keys_and_order(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    answer = _json(capsys, *arguments)
    assert {"problem", "lower_bound", "bounds", "inapplicable"} <= set(answer)
    assert {"value", "exact", "theorem", "rigor"} <= set(answer["lower_bound"])
    assert answer["lower_bound"] == answer["bounds"][0]
    values = [bound["value"] for bound in answer["bounds"]]
    assert values == sorted(values, reverse=True)
    assert all({"theorem", "reason"} == set(other) for other in answer["inapplicable"])
    assert all(isinstance(bound["exact"], str) for bound in answer["bounds"])
    assert {bound["rigor"] for bound in answer["bounds"]} <= {"proved", "certified"}


def test_exact_values_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    answer = _json(capsys, "-n", "28", "-d", "7")
    assert answer["lower_bound"]["exact"] == "1/3"
    assert answer["problem"] == {"n": 28, "d": 7, "field": "R", "objects": "lines"}


def test_page_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bounds", "-n", "13", "-d", "3", "--field", "C"]) == 0
    page = capsys.readouterr().out
    assert "13 lines in C^3" in page
    assert "0.591607978309" in page
    assert "trivial: needs n <= 3" in page


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("-n", "0", "-d", "3"), "n must be a positive integer, not 0"),
        (("-n", "3", "-d", "-1"), "d must be a positive integer, not -1"),
        (("-n", "3", "-d", "2", "--field", "Q"), "the field must be R, C or H, not 'Q'"),
        (("-n", "3", "-d", "2", "--field", "C", "--vectors"), "vectors are points on a real sphere"),
        (("-n", "3.5", "-d", "2"), "whole number"),
    ],
)
def test_bad_input_is_one_line(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], text: str) -> None:
    assert run(["bounds", *arguments, "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert text in captured.err
    assert captured.err.count("\n") == 1
