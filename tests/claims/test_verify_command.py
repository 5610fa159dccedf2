"""`packing verify` and the analytic commands: exit codes, JSON, error lines."""

import json
import shutil
import subprocess
import sys

import pytest

from packing.cli import run
from packing.proofs_folder import proofs_folder


def answer(capsys, *arguments):
    code = run([*arguments, "--json"])
    out = capsys.readouterr()
    assert out.out.count("\n") == 1
    return code, json.loads(out.out)


def test_verify_one_claim(capsys):
    code, said = answer(capsys, "verify", "overlapping-bases-pairs")
    assert code == 0
    (result,) = said["results"]
    assert result["verdict"] == "corrected"
    assert result["reason"] == "n*(d-1) ordered pairs"
    assert len(result["evidence"]) == 2


def test_verify_rejects_a_changed_claim_file(capsys, tmp_path):
    text = (proofs_folder() / "overlapping-bases-pairs.py").read_text()
    changed = tmp_path / "overlapping-bases-pairs.py"
    changed.write_text(text.replace('"counted": "n*(d-1)"}', '"counted": "n*(d-2)"}', 1))
    assert changed.read_text() != text
    code, said = answer(capsys, "verify", str(changed))
    assert code == 1
    assert said["results"][0]["accepted"] is False


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["verify", "turan-pear"], "nearest are turan-pairs"),
        (["verify", "missing.json"], "no such file"),
        (["verify", "missing.py"], "no such file"),
        (["partition", "-n", "6", "-d", "4", "--exponent", "0"], "greater than 0, not 0"),
        (["partition", "-n", "6", "-d", "4", "--exponent", "inf"], "must be an exact number"),
        (["partition", "-n", "0", "-d", "4", "--exponent", "1"], "n must be a positive integer, not 0"),
        (["pairs", "-n", "4", "-d", "1", "--distinct"], "single line"),
        (["moments", "-d", "4", "--exponent", "2", "-n", "1"], "n at least 2"),
    ],
)
def test_bad_input_is_one_line_and_exit_two(capsys, arguments, complaint):
    assert run(arguments) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.count("\n") == 1
    assert complaint in out.err


def test_partition_pairs_moments(capsys):
    _, partition = answer(capsys, "partition", "-n", "3", "-d", "2", "--exponent", "1.8")
    assert (partition["blocks"], partition["exact"], partition["rigor"]) == ([[3, 2]], "3*2**(1/5)/2", "proved")
    _, pairs = answer(capsys, "pairs", "-n", "12", "-d", "3", "--distinct")
    assert (pairs["lower"], pairs["upper"], pairs["exact"]) == (21, 21, 21)
    _, moments = answer(capsys, "moments", "-d", "5", "--exponent", "2", "--field", "C")
    assert moments["random"] == {"exact": "1/5", "value": 0.2}
    assert moments["minimum"]["exact"] == "1/5"


def test_pairs_saves_the_arrangement(capsys, tmp_path):
    path = tmp_path / "pairs.txt"
    code, said = answer(capsys, "pairs", "-n", "9", "-d", "4", "--distinct", "--out", str(path))
    assert code == 0
    assert path.exists()
    assert said["lower"] == 24


def test_verify_runs_away_from_the_source_tree(tmp_path):
    """As a module, in another folder, with a copy of the proofs where an installed package has them."""
    assert shutil.which("python") or sys.executable
    done = subprocess.run(
        [sys.executable, "-m", "packing", "verify", "tegum-pairs", "--quick", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"][0]["verdict"] == "true"
