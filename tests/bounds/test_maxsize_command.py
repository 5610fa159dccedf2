"""`packing maxsize` and the computed part of `packing bounds`: contracts, certificates, one-line errors."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from packing.bounds.twopoint.size_certificate import delsarte_certificate
from packing.certificates import verify
from packing.cli import run
from packing.space import Space


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run([*arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    answer: dict[str, Any] = json.loads(captured.out)
    return answer


def test_contract_and_certificate(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    answer = _json(capsys, "maxsize", "-d", "8", "--cosine", "1/2", "--certify", str(path))
    assert {"upper_bound", "exact", "theorem", "rigor", "certificate"} <= set(answer)
    assert (answer["upper_bound"], answer["exact"], answer["rigor"]) == (240, "240", "certified")
    assert answer["certificate"] == str(path)
    (verdict,) = verify(path)
    assert verdict.accepted
    assert "at most 240 points" in str(verdict)


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        (("-d", "7", "--coherence2", "1/9", "--field", "R"), 28),
        (("-d", "6", "--coherence2", "0.25", "--field", "C"), 126),
        (("-d", "6", "--cosine", "-1/5"), 6),
        (("-d", "3", "--cosine=-1/3"), 4),
        (("-d", "1", "--cosine", "0"), 2),
        (("-d", "24", "--equiangular", "1/5"), 276),
    ],
)
def test_sizes(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], size: int) -> None:
    assert _json(capsys, "maxsize", *arguments)["upper_bound"] == size


def test_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["maxsize", "-d", "5", "--cosine", "1/5"]) == 0
    page = capsys.readouterr().out.replace("\n", " ")
    assert "points on the unit sphere of R^5 with <x, y> <= 1/5: n <= 16" in page


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("-d", "4", "--subspaces", "2", "--distance2", "3"), "the squared distance must lie in (0, 2], not 3"),
        (("-d", "4", "--subspaces", "2", "--distance2", "0"), "the squared distance must lie in (0, 2], not 0"),
        (("-d", "4", "--subspaces", "2", "--cosine", "1/2"), "subspaces are asked about by --distance2, not --cosine"),
        (("-d", "4", "--subspaces", "5", "--distance2", "1"), "a dimension m of at most 4, not 5"),
        (("-d", "3"), "--distance2, --angles, --angles2 is needed, not 0"),
        (("-d", "3", "--cosine", "1/2", "--coherence2", "1/4"), "is needed, not 2 of them"),
        (("-d", "3", "--cosine", "1"), "the cosine must lie in [-1, 1), not 1"),
        (("-d", "3", "--cosine", "half"), "the cosine must be an exact number, not 'half'"),
        (("-d", "3", "--coherence2", "-1/9"), "the square of the coherence must lie in [0, 1)"),
        (("-d", "3", "--equiangular", "0"), "the angle must be greater than 0"),
        (("-d", "3", "--equiangular", "5"), "the angle must lie in [0, 1), not 5"),
        (("-d", "3", "--coherence2", "1/9", "--field", "Q"), "the field must be R, C or H"),
        (("-d", "x", "--cosine", "1/2"), "whole number"),
        (("-d", "3", "--cosine", "1/2", "--certify", "/nowhere/at/all.json"), "there is no folder"),
        (("-d", "3", "--angles", "1/2:1/4"), "an interval begin below its end, not 1/2:1/4"),
        (("-d", "3", "--angles", "1/2,1"), "must lie in [-1, 1)"),
        (("-d", "3", "--angles", ""), "must be an exact number"),
        (("-d", "1", "--angles", "0"), "two or more dimensions"),
        (("-d", "3", "--angles", "0", "--strength", "99"), "the strength of a design must be 0 to 8, not 99"),
        (("-d", "3", "--angles2", "0", "--antipodal"), "antipodal codes are of points"),
        (("-d", "3", "--cosine", "1/2", "--antipodal"), "--strength and --antipodal go with --angles"),
        (("-d", "1", "--cosine", "0", "--certify", "c.json"), "there is no certificate to write"),
    ],
)
def test_bad_input(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], text: str) -> None:
    assert run(["maxsize", *arguments, "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert text in captured.err
    assert captured.err.count("\n") == 1
    assert not Path("c.json").exists()


@pytest.mark.long
def test_bounds_compute_and_certify(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    cell = ("-n", "9", "-d", "2", "--field", "C")
    answer = _json(capsys, "bounds", *cell, "--compute", "--certify", str(path))
    assert {"Delsarte", "three-point"} <= {bound["theorem"] for bound in answer["bounds"]}
    assert answer["lower_bound"]["value"] >= _json(capsys, "bounds", *cell)["lower_bound"]["value"]
    (verdict,) = verify(path)
    assert verdict.accepted


def test_equiangular_lines_with_certificate(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    answer = _json(capsys, "maxsize", "-d", "23", "--equiangular", "1/5", "--certify", str(path))
    assert (answer["upper_bound"], answer["exact"]) == (276, "276")
    (verdict,) = verify(path)
    assert "at most 276 lines of R^23" in str(verdict)


@pytest.mark.long
def test_three_points_say_more_than_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    cell = ("maxsize", "-d", "4", "--cosine", "9/20")
    two = _json(capsys, *cell)
    three = _json(capsys, *cell, "--compute", "--certify", str(path))
    assert delsarte_certificate(Space.sphere(4), Fraction(9, 20))["at_most"] == 22  # type: ignore[index]
    assert (three["theorem"], three["rigor"]) == ("three-point", "certified")
    assert three["upper_bound"] <= min(two["upper_bound"], 21)
    (verdict,) = verify(path)
    assert verdict.accepted


def test_certify_without_certificate(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = ["bounds", "-n", "10", "-d", "9", "--field", "R", "--certify", str(tmp_path / "b.json")]
    assert run(arguments) == 2
    assert "there is no certificate for 10 lines in R^9 to write: add --compute" in capsys.readouterr().err


def test_dimensions_beyond_all_bounds_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["maxsize", "-d", "1000000000", "--cosine", "1/2"]) == 2
    assert "is worked out: lower d" in capsys.readouterr().err
