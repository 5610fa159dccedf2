"""`packing verify FILE`: a limit on the work, a bar for a collection, and Ctrl-C that loses nothing."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from packing import kernel
from packing.bounds.from_certificates import from_certificate
from packing.certificates import verify, write
from packing.cli import run
from packing.errors import InputError
from packing.kernel import NotChecked, Rejection
from packing.problem import vectors
from packing.report.notebook import card
from packing.rocq.document import document

OCTAHEDRON: dict[str, Any] = {
    "schema": 1, "kind": "delsarte", "space": "S", "d": 3, "overlap": "0", "at_most": 6,
    "coefficients": ["1/3", "1", "2/3"],
}  # fmt: skip


def heavy_gram() -> dict[str, Any]:
    """Some 90 kB that ran past a minute before there was a limit: overlaps with 100 different denominators."""
    values = [Fraction(1, 9**40 + 2 * k) for k in range(1, 101)]
    n = 60
    gram = [[*(str(values[(i * i + j) % 100]) for j in range(i)), "1"] for i in range(n)]
    used = sorted({value for row in gram for value in row[:-1]})
    return {"schema": 1, "kind": "gram", "space": "S", "d": n, "gram": gram, "overlaps": used}


def test_work_beyond_the_limit_is_not_begun_and_not_called_a_rejection(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "heavy.json", heavy_gram())
    write(tmp_path / "wrong.json", {**OCTAHEDRON, "at_most": 5})
    assert run(["verify", str(tmp_path / "heavy.json"), "--json"]) == 2
    printed = capsys.readouterr()
    (entry,) = json.loads(printed.out)["results"]
    assert (entry["verdict"], entry["accepted"], entry["rigor"]) == ("not checked", False, None)
    assert entry["estimated_seconds"] > entry["limit"] == 60
    assert entry["reason"].startswith("not checked: estimated at ")
    assert f"above the limit of 60; packing verify FILE --limit {entry['limit_needed']} (" in entry["reason"]
    assert printed.err.count("\n") == 1
    assert f"--limit {entry['limit_needed']}" in printed.err

    assert run(["verify", str(tmp_path / "heavy.json"), str(tmp_path / "wrong.json")]) == 1
    printed = capsys.readouterr()
    assert "1 checked, 1 rejected, 1 not checked." in printed.out
    assert "rejected" not in printed.err


def test_no_door_calls_rejected_what_was_not_checked(tmp_path: Path) -> None:
    heavy = heavy_gram()
    write(tmp_path / "heavy.json", heavy)
    (checked,) = verify(tmp_path / "heavy.json")
    assert isinstance(checked.outcome, NotChecked)
    assert not isinstance(checked.outcome, Rejection)
    problem = vectors(61, 60)
    said = [str(checked), repr(checked), str(card(checked)), str(from_certificate(problem, heavy))]
    with pytest.raises(InputError) as raised:
        document(OCTAHEDRON, limit=1e-9)
    for text in (*said, str(raised.value)):
        assert "not checked" in text
        assert "refused" not in text
        assert "rejected" not in text


def test_a_limit_of_ones_own_holds_for_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gram = {"schema": 1, "kind": "gram", "space": "S", "d": 1, "gram": [["1"], ["-1", "1"]], "overlaps": ["-1"]}
    angle = {"schema": 1, "kind": "equiangular", "d": 5, "angle": "1/3", "coefficients": ["1", "2", "6"], "at_most": 10}
    write(tmp_path / "c.json", [OCTAHEDRON, gram, angle])
    assert run(["verify", str(tmp_path / "c.json"), "--limit", "1e-9", "--json"]) == 2
    results = json.loads(capsys.readouterr().out)["results"]
    assert [entry["verdict"] for entry in results] == ["not checked"] * 3
    assert run(["verify", str(tmp_path / "c.json"), "--limit", "1"]) == 0
    for limit in ("0", "-1", "nan", "inf"):
        assert run(["verify", str(tmp_path / "c.json"), "--limit", limit]) == 2
        assert "--limit" in capsys.readouterr().err


def test_ctrl_c_shows_what_was_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "c.json", [OCTAHEDRON, {**OCTAHEDRON, "at_most": 5}, OCTAHEDRON, OCTAHEDRON])
    check, calls = kernel.check, []

    def interrupted(certificate: object, limit: float) -> object:
        calls.append(certificate)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return check(certificate, limit=limit)

    monkeypatch.setattr(kernel, "check", interrupted)
    assert run(["verify", str(tmp_path / "c.json"), "--json"]) == 130
    printed = capsys.readouterr()
    assert [entry["id"] for entry in json.loads(printed.out)["results"]] == ["c.json[0]", "c.json[1]"]
    assert "what was tested until now (2 results) is shown" in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan")])
def test_a_limit_that_allows_nothing_checks_nothing(limit: float) -> None:
    answer = kernel.check(OCTAHEDRON, limit=limit)
    assert isinstance(answer, NotChecked)
    assert answer.entry == "work"
