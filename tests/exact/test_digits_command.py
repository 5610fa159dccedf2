"""`packing search --digits`: files with all digits, and one clear line where they cannot be had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packing.cli import run as run_command


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run_command(["search", *words])
    output = capsys.readouterr()
    return code, output.out, output.err


def test_digits_are_printed_and_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "p.json"
    words = ("-n", "7", "-d", "3", "--vectors", "--restarts", "16", "--digits", "60", "--out", str(out))
    code, output, _ = run(capsys, *words, "--json")
    assert code == 0
    polished = json.loads(output)["polished"]
    assert polished["converged"]
    assert polished["digits"] == 60
    assert polished["coherence"].startswith("0.210138312730603084865765301618530829419390960138")
    stored = json.loads(out.read_text())
    assert stored["coherence"].startswith(polished["coherence"][:-1])
    assert {len(entry.lstrip("-")) for row in stored["vectors"] for entry in row} == {65}


def test_the_report_names_digits_and_status(capsys: pytest.CaptureFixture[str]) -> None:
    code, output, _ = run(capsys, "-n", "5", "-d", "4", "--digits", "30")
    assert code == 0
    assert "polished  0.250000000000000000000000000000\n" in output
    assert "converged to 30 digits" in output


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("--digits", "0"), "between 1 and 10000, not 0"),
        (("--digits", "20", "--symmetry", "antipodal"), "leave out --symmetry"),
        (("--digits", "20", "--objective", "energy"), "leave out --symmetry, --fix and energies"),
        (("--digits", "20", "--out", "p.npy"), "must end in .txt or .json"),
        (("--out", "p.xyz"), "must end in"),
    ],
)
def test_bad_input_is_one_line(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], rule: str) -> None:
    code, output, error = run(capsys, "-n", "6", "-d", "3", *words)
    assert (code, output) == (2, "")
    assert rule in error
    assert error.count("\n") == 1


def test_exact_names_a_bound_that_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    code, output, _ = run(capsys, "-n", "6", "-d", "5", "--exact")
    assert code == 0
    assert "optimal   no packing is better by more than 1e-50: Welch, proved\n" in output
