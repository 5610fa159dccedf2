"""The contracts every command keeps: help with an example, JSON alone on standard output, one line for bad input."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from packing.cli import app, run

COMMANDS = [name for name in app if not name.startswith("-")]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert re.search(rf"Examples?: packing {command}", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("bounds -n 0 -d 3", "n must be a positive integer, not 0: give a whole number of at least 1"),
        ("bounds -n 5 -d -2", "d must be a positive integer, not -2"),
        ("bounds -n 2.5 -d 3", "Invalid value for -n: it must be a whole number, not '2.5'"),
        ("bounds -n five -d 3", "it must be a whole number, not 'five'"),
        ("bounds -n 5 -d 3 --field Q", "the field must be R, C or H, not 'Q'"),
        ("bounds -n 5 -d 3 --field C --vectors", "ask for vectors with d = 6"),
        ("bounds -n 5", "-d requires an argument"),
        ("bounds -n 5 -d 3 --colour", "Unknown option: --colour"),
        ("partition -n 6 -d 4 --exponent 0", "the exponent must be greater than 0, not 0"),
        ("partition -n 6 -d 4 --exponent nan", "the exponent must be an exact number, not 'nan'"),
        ("moments -d 7 --exponent -1", "the exponent must be greater than 0"),
        ("search -n 9 -d 3 --seconds 0", "must be greater than 0, not 0"),
        ("search -n 9 -d 3 --out /no/such/folder/p.txt", "there is no folder /no/such/folder"),
        ("search -n 9 -d 3 --out p.doc", "must end in .txt, .npy, .npz"),
        ("study -n 9 -d 3 --plot p.gif", "must end in .png, .pdf, .svg"),
        ("study -n 9 -d 3 --plot /no/such/folder/p.png", "there is no folder /no/such/folder"),
        ("study -n 9 -d 3 --models 0", "models must be a positive integer, not 0"),
        ("train autoencoder -n 9 -d 3 --density 0", "density"),
        ("nonsense", "nonsense"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    arguments: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments.split()) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert captured.err.startswith("packing: ")
    assert message in captured.err


def test_json_is_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bounds", "-n", "13", "-d", "3", "--field", "C", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["problem"] == {"n": 13, "d": 3, "field": "C", "objects": "lines"}
    assert answer["lower_bound"]["value"] >= 0.59160797830996


def test_python_m_packing_is_the_command_and_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m packing bounds -n 13 -d 3 | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "13 lines in R^3" in done.stdout
    assert done.stderr == ""


def test_importing_the_package_loads_no_solver() -> None:
    heavy = "{'sympy', 'numba', 'jax', 'matplotlib', 'cvxpy', 'highspy', 'scipy.optimize', 'flint'}"
    code = f"import packing, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    version = capsys.readouterr().out.strip()
    assert f'version = "{version}"' in (Path(__file__).parents[2] / "pyproject.toml").read_text()
