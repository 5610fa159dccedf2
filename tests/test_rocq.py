"""Certificates as files of Rocq: reasons that hold, what is refused, and `coqc` itself where it is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packing import kernel
from packing.cli import run
from packing.errors import InputError
from packing.proofs_folder import proofs_folder
from packing.rocq import document
from packing.rocq.witness import moved, witness

RATIONALS = st.fractions(min_value=-3, max_value=3, max_denominator=12)

OCTAHEDRON: dict[str, Any] = {
    "schema": 1, "kind": "delsarte", "space": "S", "d": 3, "overlap": "0", "coefficients": [1, 3, 2], "at_most": 6,
}  # fmt: skip
CLEBSCH: dict[str, Any] = {
    "schema": 1, "kind": "angles", "space": "S", "d": 5, "intervals": [["-3/5", "-3/5"], ["1/5", "1/5"]],
    "strength": 0, "antipodal": 0, "coefficients": ["2/25", "2/5", "4/5"], "at_most": 16,
}  # fmt: skip
SQUARES = {"from": "0", "to": "1", "f": ["t", "^2"]}
HALF_SQUARES = [{"from": "-1", "to": "0", "f": ["0"]}, SQUARES]


def energy(space: str, d: int, n: int, potential: list[dict[str, Any]], h: list[str], least: str) -> dict[str, Any]:
    return {
        "schema": 1, "kind": "energy", "space": space, "d": d, "n": n, "potential": potential, "coefficients": h,
        "at_least": least,
    }  # fmt: skip


WELCH = {
    "R": energy("R", 3, 6, [SQUARES], ["1/3", "2/3"], "6"),
    "C": energy("C", 2, 4, [SQUARES], ["1/2", "1/2"], "4"),
    "H": energy("H", 2, 6, [SQUARES], ["1/2", "1/2"], "12"),
}
HALF = energy("S", 3, 30, HALF_SQUARES, ["1/24", "1/2", "1/3"], "45/4")  # t(t + 1)/2 - 1/8 touches t^2 at 1/2


def shipped(name: str, i: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((proofs_folder() / "certificates" / name).read_text())
    return {"schema": found["schema"], **found["certificates"][i]} if "certificates" in found else found


WIDTHS = st.fractions(min_value=0, max_value=2, max_denominator=9)


@given(st.lists(RATIONALS, min_size=1, max_size=3), RATIONALS, WIDTHS)
def test_a_reason_is_one(roots: list[Fraction], low: Fraction, width: Fraction) -> None:
    """p = (x - r)^2 .. (1 + x^2) is a square times the rest, and the rest is at least 0 between the cuts."""
    p = [Fraction(1), Fraction(0), Fraction(1)]
    for root in roots:
        p = _product(p, [root * root, -2 * root, Fraction(1)])
    found = witness(p, low, low + width)
    assert _product(_product(found.square, found.square), found.rest) == p
    assert found.cuts[0] == low
    assert found.cuts[-1] == low + width
    for a, b in pairwise(found.cuts):
        assert a <= b
        assert all(c >= 0 for c in moved(found.rest, a, b))


@given(RATIONALS, st.fractions(min_value="1/9", max_value=2, max_denominator=9))
def test_no_reason_for_what_is_negative_somewhere(low: Fraction, width: Fraction) -> None:
    middle = low + width / 3
    with pytest.raises(InputError, match="is not shown to be at least 0"):
        witness([middle * middle - Fraction(1, 10**6), -2 * middle, Fraction(1)], low, low + width)


def test_what_cannot_be_written_is_refused_with_the_reason() -> None:
    design = CLEBSCH | {"strength": 2, "coefficients": ["2/25", "0", "0"]}
    log = energy("R", 3, 6, [{"from": "0", "to": "1", "f": ["t", "log", "-1", "*"]}], ["0"], "0")
    for certificate, reason in (
        (OCTAHEDRON | {"at_most": 5}, "claims 5, but the coefficients prove 6"),
        (OCTAHEDRON | {"kind": "gram"}, "of kind 'gram' cannot be written"),
        (design, "designs or antipodal codes|is refused"),
        (log, "no polynomial"),
    ):
        with pytest.raises(InputError, match=reason):
            document(certificate)


def test_the_statement_stands_at_the_top() -> None:
    text = document(CLEBSCH)
    statement = "there are at most 16 points on the unit sphere of R^5 with each <x, y> in {-3/5, 1/5}"
    assert text.splitlines()[0] == f"(* {statement}."
    assert "Theorem size :" in text
    assert "Admitted" not in text
    assert "Axiom" not in text


def test_verify_writes_the_files_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collection = {"schema": 1, "certificates": [OCTAHEDRON, CLEBSCH, GRAM]}
    (tmp_path / "three codes.json").write_text(json.dumps(collection))
    assert run(["verify", str(tmp_path / "three codes.json"), "--rocq", str(tmp_path / "out"), "--json"]) == 0
    paths = [entry["rocq"] for entry in json.loads(capsys.readouterr().out)["results"]]
    assert paths == [str(tmp_path / "out/three_codes_0.v"), str(tmp_path / "out/three_codes_1.v"), None]
    assert Path(paths[0]).read_text() == document(OCTAHEDRON)
    assert run(["verify", str(tmp_path / "three codes.json"), "--rocq", str(tmp_path / "out")]) == 0
    assert "2 files" in " ".join(capsys.readouterr().out.split())
    assert run(["verify", "tegum-pairs", "--rocq", str(tmp_path / "out")]) == 2
    assert "--rocq writes certificates, and none is named" in capsys.readouterr().err


GRAM = {
    "schema": 1, "kind": "gram", "space": "S", "d": 1, "gram": [["1"], ["-1", "1"]], "overlaps": ["-1"],
    "statement": "there are 2 points on the unit sphere of R^1 with pairwise <x, y> = -1, all distinct",
}  # fmt: skip

CERTIFICATES = {
    "octahedron": OCTAHEDRON, "clebsch": CLEBSCH, **{f"welch_{field}": each for field, each in WELCH.items()},
    "half_squares": HALF,
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", CERTIFICATES)
def test_coqc_accepts(name: str, tmp_path: Path) -> None:
    assert isinstance(kernel.check(CERTIFICATES[name]), kernel.Statement)
    done = _coqc(document(CERTIFICATES[name]), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "positive_definite" not in done.stdout, "the hypothesis must be discharged, not assumed"


@pytest.mark.long
@pytest.mark.parametrize("name", ["S8-kissing.json", "C3-delsarte.json", "R6-delsarte.json"])
def test_coqc_accepts_what_ships(name: str, tmp_path: Path) -> None:
    done = _coqc(document(shipped(name)), tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.long
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Definition most : Z := 6%Z.", "Definition most : Z := 5%Z."),
        ("Definition largest : Q := (0 # 1)%Q.", "Definition largest : Q := (1 # 9)%Q."),
        ("Definition f0 : Q := (1 # 1)%Q.", "Definition f0 : Q := (2 # 1)%Q."),
    ],
)
def test_coqc_refuses_other_numbers(before: str, after: str, tmp_path: Path) -> None:
    text = document(OCTAHEDRON)
    assert before in text
    done = _coqc(text.replace(before, after), tmp_path)
    assert done.returncode == 1
    assert "Error" in done.stderr


def _coqc(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which("coqc") is None:
        pytest.skip("coqc is not installed")
    (folder / "certificate.v").write_text(text)
    return subprocess.run(["coqc", "certificate.v"], cwd=folder, capture_output=True, text=True, check=False)


def _product(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    total = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return total
