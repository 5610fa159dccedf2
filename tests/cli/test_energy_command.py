"""`packing energy`: its contract, its files, its certificates, and bad input in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from packing.cli.commands import run

Capture = pytest.CaptureFixture[str]


def words(line: str) -> list[str]:
    return line.split()


def answer(capsys: Capture, *line: str) -> dict:  # type: ignore[type-arg]
    assert run(["energy", *line, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_the_contract(capsys: Capture) -> None:
    found = answer(capsys, *words("-n 10 -d 4 --vectors --energy relu --exponent 2"))
    assert set(found["lower"]) >= {"value", "exact", "theorem", "rigor"}
    assert set(found["found"]) == {"value", "coherence"}
    assert set(found["partition"]) >= {"blocks", "energy", "scope"}
    assert found["found"]["value"] == pytest.approx(5 / 3)
    assert found["gap"] == pytest.approx(found["found"]["value"] - found["lower"]["value"])
    assert found["problem"]["objects"] == "vectors"


def test_a_certificate_is_written_and_verified(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    found = answer(capsys, *words("-n 6 -d 3 --vectors --energy riesz --exponent 1 --certify"), str(path))
    assert found["met"] is True
    assert found["lower"]["value"] == pytest.approx(2 * 9.98528137423857)
    assert run(["verify", str(path)]) == 0


def test_a_file_has_its_energy_and_rows_of_other_lengths_are_said_to_be_scaled(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "octahedron.npy"
    np.save(path, 3.0 * np.concatenate((np.eye(3), -np.eye(3))))
    found = answer(capsys, str(path), *words("--vectors --energy log"))
    assert found["scaled"] is True and found["gap"] == pytest.approx(0, abs=1e-9)
    assert found["found"]["value"] == pytest.approx(-18 * np.log(2))
    assert run(["energy", str(path), *words("--vectors --energy gauss --exponent 1")]) == 0
    assert "were scaled" in " ".join(capsys.readouterr().out.split())


def test_a_packing_above_an_attained_floor_does_not_meet_it(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "six.npy"
    np.save(path, np.random.default_rng(0).standard_normal((6, 3)))
    found = answer(capsys, str(path), *words("--energy abs --exponent 4"))
    assert found["lower"]["attained"] and not found["met"] and found["gap"] > 1
    assert run(["energy", str(path), *words("--energy abs --exponent 4")]) == 0
    assert "above it" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("-n 7 -d 3 --energy riesz", "needs an exponent"),
        ("-n 7 -d 3 --energy log --exponent 2", "has no exponent"),
        ("-n 7 -d 3 --energy cube --exponent 2", "has no exponent"),
        ("-n 7 -d 3 --energy cube", "must be abs, relu"),
        ("-n 7 --exponent 2", "say -n and -d"),
        ("-n 7 -d 3 --exponent 0", "greater than 0"),
        ("-n 7 -d 3 --exponent 4000", "at most 1000"),
        ("-n 7 -d 3 --field C --energy relu --exponent 2", "needs real vectors"),
        ("-n 4 -d 4 --exponent 3 --certify c.json", "no certificate"),
    ],
)
def test_bad_input_is_one_line(line: str, rule: str, capsys: Capture) -> None:
    assert run(["energy", *line.split()]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and rule in said.err


def test_coinciding_points_have_no_finite_energy(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "twice.npy"
    np.save(path, np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    assert run(["energy", str(path), *words("--vectors --energy riesz --exponent 1")]) == 2
    assert "coincide" in capsys.readouterr().err


def test_the_table_holds_floors(capsys: Capture) -> None:
    assert run(words("table energies -n 7 -d 3 --exponent 3 --format json")) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["n"] == 7


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("-n 5 -d 3 --exponent 1/3", "|t|^(1/3)"),
        ("-n 5 -d 3 --exponent 1.5", "|t|^1.5"),
        ("-n 7 -d 3 --vectors --energy relu --exponent 5/3", "max(t, 0)^(5/3)"),
        ("-n 4 -d 3 --vectors --energy gauss --exponent 1/7", "exp(-(1/7) |x - y|^2)"),
        ("-n 4 -d 3 --vectors --energy riesz --exponent sqrt(2)", "|x - y|^-(sqrt(2))"),
        ("-n 4 -d 3 --vectors --energy -t^3+max(t,1/2)", "-t^3 + max(1/2, t)"),
    ],
)
def test_the_potential_is_named_without_rounding(capsys: Capture, line: str, said: str) -> None:
    assert run(["energy", *words(line)]) == 0
    assert f"sum of {said} over" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(("line", "least"), [("--energy 1", 20), ("--energy -3", -60), ("--energy -t", -20)])
def test_constants_and_signs_are_potentials(capsys: Capture, line: str, least: int) -> None:
    assert answer(capsys, *words("-n 5 -d 3 --vectors"), *words(line))["lower"]["value"] == pytest.approx(least)


@pytest.mark.parametrize(
    ("line", "least"),
    [
        ("-n 1000000 -d 3 --exponent 2", 10**12 / 3 - 10**6),
        ("-n 1000000000000 -d 3 --exponent 4", 10**24 / 5 - 10**12),
        ("-n 5000 -d 3 --exponent 4", 5000**2 / 5 - 5000),
        ("-n 1000000000 -d 1000000 --exponent 2", 999 * 10**9),
        ("-n 30 -d 100000 --exponent 3", 0),
        ("-n 30 -d 1000000 --vectors --energy relu --exponent 3", 0),
    ],
)
def test_very_many_vectors_or_dimensions_have_a_floor_at_once(capsys: Capture, line: str, least: float) -> None:
    assert answer(capsys, *words(line))["lower"]["value"] == pytest.approx(least, rel=1e-12)


def test_a_certificate_of_a_weaker_floor_is_said_to_be_one(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    for line, weaker in (("-n 6 -d 4 --exponent 3", True), ("-n 6 -d 3 --vectors --energy log", False)):
        assert run(["energy", *words(line), "--certify", str(path)]) == 0
        said = "".join(capsys.readouterr().out.split())
        assert f"certificate:{path}" in said and (",oftheweakerfloor0." in said) is weaker


@pytest.mark.parametrize("one", ["-n 3", "-d 2"])
def test_n_and_d_go_together_beside_a_file(capsys: Capture, tmp_path: Path, one: str) -> None:
    np.save(tmp_path / "p.npy", np.eye(2))
    assert run(["energy", str(tmp_path / "p.npy"), "--exponent", "2", *words(one)]) == 2
    assert "both -n and -d" in capsys.readouterr().err
