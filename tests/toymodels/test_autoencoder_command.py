"""`packing train autoencoder` with variants, tasks, sets and profiles: JSON, page, picture, one line for bad input."""

import json

import pytest

from packing.cli import run

ABSOLUTE = ["-n", "4", "-d", "6", "--task", "absolute", "--importance", "geometric:1,0.7", "--steps", "300"]
SETS = ["-n", "5", "-d", "2", "--correlated", "0+3", "--anticorrelated", "1+2", "--density", "0.3,0.2,0.2,0.3,0.1"]
LINEAR = ["-n", "5", "-d", "2", "--variant", "linear", "--loss", "exact", "--density", "power:0.9,1"]


def answered(capsys, options: list[str]) -> dict:
    assert run(["train", "autoencoder", *options, "--models", "2", "--json"]) == 0
    answer: dict = json.loads(capsys.readouterr().out)
    return answer


def test_absolute_task(capsys) -> None:
    answer = answered(capsys, ABSOLUTE)
    assert all(0 < error < 0.01 for error in answer["standard_error"])
    assert [0 <= count <= 4 for count in answer["computed"]] == [True, True]
    assert answer["config"]["task"] == "absolute" and answer["config"]["variant"] == "hidden"
    assert answer["config"]["importance"] == pytest.approx([1, 0.7, 0.49, 0.343])


def test_sets(capsys) -> None:
    answer = answered(capsys, [*SETS, "--steps", "200", "--precision", "float64"])
    assert answer["config"]["correlated"] == [[0, 3]] and answer["config"]["anticorrelated"] == [[1, 2]]
    assert answer["config"]["precision"] == "float64"
    assert [sum(pairs["anticorrelated"].values()) for pairs in answer["pairs"]] == [1, 1]
    assert answer["standard_error"] is None


def test_linear(capsys) -> None:
    answer = answered(capsys, LINEAR)
    assert answer["least"]["reached"] is True
    assert answer["loss"] == pytest.approx([answer["least"]["loss"]] * 2, rel=1e-8)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (ABSOLUTE, ["+-", "computed", "answered at half its"]),
        ([*SETS, "--loss", "exact"], ["Correlated pairs of the best model: ", "Anticorrelated pairs"]),
        (LINEAR, ["Least loss there is (Eckart and Young): "]),
        (
            ["-n", "5", "-d", "2", "--density", "0.1", "--steps", "100"],
            ["No weights without a bias lose", "No weights and biases lose", "one active feature alone, 32.8 % of all"],
        ),
    ],
)
def test_page_and_picture(capsys, tmp_path, options: list[str], words: list[str]) -> None:
    picture = tmp_path / "models.png"
    assert run(["train", "autoencoder", *options, "--models", "2", "--plot", str(picture)]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert all(word in page for word in words)
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 20_000


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["--correlated", "x"], "correlated must be a size such as 2, or sets such as 0+1,2+3, not 'x'"),
        (["--correlated", "3"], "n = 8 features do not fall into sets of 3: give a divisor"),
        (["--anticorrelated", "4"], "must sum to at most 1, not 1.6 for (0, 1, 2, 3)"),
        (["--density", "power:1"], "density must be a number, a list a,b,.., geometric:FIRST,RATIO"),
        (["--density", "geometric:0.4,2"], "a density must lie in (0, 1], not"),
        (["--importance", "1,2"], "importance must be one number or n = 8 of them, not 2"),
        (["--variant", "deep"], "the variant must be one of relu, linear, hidden, not 'deep'"),
        (["--task", "square"], "the task must be identity or absolute, not 'square'"),
        (["--precision", "half"], "the precision must be float32 or float64, not 'half'"),
        (["--task", "absolute", "--loss", "exact"], "hidden ReLUs have no exact loss in closed form"),
        (["--task", "absolute", "--variant", "relu"], "the task absolute needs ReLUs on the hidden layer"),
    ],
)
def test_bad_input_is_one_line_and_code_2(capsys, options: list[str], text: str) -> None:
    assert run(["train", "autoencoder", "-n", "8", "-d", "4", *options, "--json"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert text in output.err
    assert output.err.count("\n") == 1


@pytest.mark.parametrize(("n", "may"), [(6, False), (7, True)])
def test_nothing_goes_below_a_floor_of_zero(capsys: pytest.CaptureFixture[str], n: int, may: bool) -> None:
    assert run(["train", "autoencoder", "-n", str(n), "-d", "3", "--models", "1", "--steps", "3"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "No weights without a bias lose less than" in said
    assert ("a bias may go below that" in said) is may
