"""The contracts every command keeps: help with an example, JSON alone on standard output, one line for bad input."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

import packing
from packing.checkup import CheckUp, Kernel
from packing.cli import app, run
from packing.cli.front import PAGE

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


def test_packing_alone_shows_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--help"], ["-h"]):
        assert run(words) == 0
        assert capsys.readouterr().out == PAGE
    named = set(re.findall(r"^  packing (\w+)", PAGE, re.MULTILINE)) - {"COMMAND"}
    assert named == set(COMMANDS)
    assert max(map(len, PAGE.splitlines())) <= 80


def test_help_imports_nothing_slow() -> None:
    code = (
        "import sys\nfrom packing.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit as end: assert end.code == 0\n"
        "print(sorted({'numpy', 'rich', 'cyclopts', 'attrs'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_lines_of_the_front_page_are_commands() -> None:
    for line in re.findall(r"^  packing ([^ ].*?)(?:  .*)?$", PAGE, re.MULTILINE):
        if not line.startswith("COMMAND"):
            app.parse_args(line.split(), print_error=False, exit_on_error=False, help_on_error=False)


def test_doctor_says_what_is_there_and_what_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["well"] is True
    assert found["versions"]["packing"] == packing.__version__
    assert len(found["kernels"]) >= 5
    sick = CheckUp({}, {"jax": None}, {"pdflatex": None}, {}, (Kernel("search", 0.1, "a wrong answer"),))
    assert not sick.is_well
    assert "pip install 'packing[train]'" in str(sick)
    assert "apt-get install texlive-latex-extra" in str(sick)


def test_completion_is_a_script_of_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "bash"]) == 0
    script = capsys.readouterr().out
    assert "complete" in script
    assert "maxsize" in script


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    version, solvers = " ".join(capsys.readouterr().out.split()).split(" ", 1)
    assert version == packing.__version__
    assert re.fullmatch(r"numpy \S+, .*highspy \S+, python-flint \S+", solvers)
