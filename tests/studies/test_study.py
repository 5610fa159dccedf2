"""The main job on small problems: its parts agree, its page, document, JSON and picture hold what it found."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from matplotlib.image import imread
from rich.console import Console

from packing import Objects, Problem, lines, vectors
from packing.cli import run
from packing.report.figures.study import study_figure
from packing.report.figures.style import save_figure
from packing.report.study_page import study_document, study_page
from packing.studies import EXPONENTS, Study, study
from packing.studies.study import STAGES


def _study(problem: Problem) -> Study:
    return study(problem, seconds=0.4, seed=3, models=2, progress=lambda stage: None)


@pytest.fixture(scope="module")
def icosahedron() -> Study:
    return _study(vectors(12, 3))


@pytest.fixture(scope="module")
def complex_lines() -> Study:
    return _study(lines(5, 3, "C"))


def test_a_packing_that_meets_a_bound_is_called_optimal(icosahedron: Study) -> None:
    assert icosahedron.gap < 1e-12
    assert icosahedron.found.status.converged
    words = " ".join(icosahedron.sentences)
    assert "meets the Fejes Tóth bound, 0.4472135954: it is optimal, exactly sqrt(5)/5 (proved)" in words
    assert "known construction: icosahedron, exactly sqrt(5)/5" in words


def test_a_gap_is_told_with_its_size(complex_lines: Study) -> None:
    assert complex_lines.found.packing.coherence == pytest.approx(((7 - 13**0.5) / 18) ** 0.5, abs=1e-12)
    assert complex_lines.gap == pytest.approx(complex_lines.found.packing.coherence - complex_lines.bounds.best.value)
    assert "the optimum lies between the two" in complex_lines.sentences[0]


def test_the_found_packing_never_has_less_than_the_least_moment(icosahedron: Study, complex_lines: Study) -> None:
    for result in (icosahedron, complex_lines):
        assert [row.exponent for row in result.moments] == list(EXPONENTS)
        for row in result.moments:
            assert row.least is not None
            assert row.found >= row.least.value - 1e-12


def test_partitions_are_of_points_for_points_and_of_lines_for_lines(icosahedron: Study, complex_lines: Study) -> None:
    assert {partition.kind.value for partition in icosahedron.partitions} == {"relu"}
    assert {partition.kind.value for partition in complex_lines.partitions} == {"abs"}


def test_training_is_held_against_the_prediction(icosahedron: Study) -> None:
    assert icosahedron.toys.predicted == ((2, 1), (2, 1), (2, 1))
    assert icosahedron.toys.matching == 2
    assert icosahedron.toys.sparse_blocks == ((12, 3),)
    assert "3 × (2,1), as predicted; 2 of 2 models" in " ".join(icosahedron.sentences)


@pytest.mark.parametrize(
    ("problem", "predicted"),
    [
        (lines(3, 2), ((2, 1), (1, 1))),
        (lines(2, 3), ((1, 1), (1, 1))),
        (lines(9, 1), ((2, 1),)),
    ],
)
def test_what_is_predicted_between_d_and_2d_features(problem: Problem, predicted: object) -> None:
    assert _study(problem).toys.predicted == predicted


@pytest.mark.long
@pytest.mark.parametrize(
    "problem",
    [
        lines(1, 1),
        lines(4, 1, "C"),
        vectors(1, 3),
        vectors(2, 1),
        lines(2, 5, "C"),
        Problem(4, 2, "R", Objects.VECTORS),  # type: ignore[arg-type]
    ],
)
def test_corners_have_a_study_a_page_and_a_picture(problem: Problem, tmp_path: Path) -> None:
    result = _study(problem)
    assert result.gap < 1e-15
    page = io.StringIO()
    Console(width=100, file=page).print(study_page(result))
    assert str(problem) in page.getvalue()
    assert save_figure(study_figure(result), tmp_path / "picture.svg").stat().st_size > 1000


def test_every_stage_is_announced_once_in_order() -> None:
    heard: list[str] = []
    study(vectors(4, 3), seconds=0.1, models=1, progress=heard.append)
    assert tuple(heard) == STAGES


def test_documents_hold_the_sentences_and_the_six_tables(icosahedron: Study) -> None:
    latex = study_document(icosahedron, "latex")
    assert latex.count(r"\begin{table}") == latex.count(r"\end{table}") == 6
    assert latex.count(r"\item") == len(icosahedron.sentences)
    assert not set(latex) & set("×≤≥→…")
    markdown = study_document(icosahedron, "markdown")
    assert markdown.startswith("# 12 vectors on S^2\n")
    assert "packing study -n 12 -d 3 --vectors --seed 3" in markdown


@pytest.mark.long
def test_the_same_picture_is_the_same_file(icosahedron: Study, tmp_path: Path) -> None:
    first, second = (save_figure(study_figure(icosahedron), tmp_path / f"{name}.pdf") for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    pixels = imread(save_figure(study_figure(icosahedron), tmp_path / "c.png"))
    assert pixels.shape[1] > 2 * pixels.shape[0]
    assert pixels.std() > 0.05


def test_the_command_prints_the_contracted_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = tmp_path / "study.svg"
    command = f"study -n 5 -d 3 --field C --seconds 0.3 --models 2 --seed 4 --json --plot {picture}"
    assert run(command.split()) == 0
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    contracted = {"problem", "lower_bound", "bounds", "found", "gap", "partitions", "pairs", "moments", "toy_model"}
    assert contracted <= set(answer)
    assert answer["found"]["converged"] is True
    assert answer["found"]["seed"] == 4
    assert answer["gap"] == pytest.approx(answer["found"]["coherence"] - answer["lower_bound"]["value"])
    assert captured.err == ""
    assert picture.exists()


def test_a_table_can_be_pasted_from_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["study", "-n", "4", "-d", "3", "--seconds", "0.2", "--models", "1", "--format", "latex"]) == 0
    assert r"\toprule" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("problem", "coherence", "said"),
    [
        (lines(63, 7), 0.5, "it is optimal, exactly 1/2 (proved)"),
        (lines(39, 6, "C"), 0.419725921114440, "the optimum lies between the two"),
        (vectors(13, 3), 0.542636486829639, "the literature proves this packing optimal (musin2012)"),
    ],
)
def test_the_packing_found_is_never_worse_than_the_best_known(problem: Problem, coherence: float, said: str) -> None:
    result = study(problem, seconds=0.05, models=1, progress=lambda stage: None)
    assert result.found.packing.coherence == pytest.approx(coherence, abs=1e-12)
    assert result.best_known is not None
    assert result.best_known.coherence == pytest.approx(coherence, abs=1e-12)
    assert said in result.sentences[0]


def test_sentences_know_a_better_packing_and_a_worse_one() -> None:
    from packing.bounds import lower_bound
    from packing.records import best_known
    from packing.studies.sentences import against_the_bound, known_value

    record = best_known(vectors(13, 3))
    assert record is not None
    assert known_value(0.5, record) == (
        f"It is better than the best packing known here before, {record.name} with 0.5426364869.",
    )
    assert "known is not at hand: coherence 0.5426364869" in known_value(0.6, record)[0]
    assert "literature proves a coherence of" in against_the_bound(0.6, lower_bound(vectors(13, 3)), record)
    assert known_value(0.5, None) == ()


def test_subspaces_have_the_sections_that_make_sense(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["study", "-n", "6", "-d", "4", "--subspaces", "2", "--seconds", "0.2"]
    assert run([*command, "--json", "--plot", str(tmp_path / "study.png")]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["lower_bound"]["exact"] == "sqrt(10)/5"
    assert (answer["partitions"], answer["moments"], answer["toy_model"]) == ([], [], None)
    assert answer["pairs"] == {"parallel": None, "distinct": None}
    left_out = ["partitions", "energies", "orthogonal pairs", "moments", "toy models"]
    assert [each["section"] for each in answer["left_out"]] == left_out
    of = answer["subspaces"]
    assert of["mean_squared_cosine"]["minimum"]["exact"] == "2/5"
    assert of["mean_squared_cosine"]["found"] == pytest.approx(0.4, abs=1e-9)
    assert (of["tight"], of["equidistant"], of["equi_isoclinic"]) == (True, True, False)
    assert (tmp_path / "study.png").stat().st_size > 10_000
    assert run([*command, "--format", "latex"]) == 0
    latex = capsys.readouterr().out
    assert "mean squared cosine" in latex
    assert "Left out are partitions, energies" in latex


def test_subspaces_of_dimension_one_are_studied_as_lines(capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for kind in ([], ["--subspaces", "1", "--distance", "spectral"]):
        assert run(["study", "-n", "4", "-d", "2", "--restarts", "1", "--models", "1", *kind, "--json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0]["sentences"][-2:] == answers[1]["sentences"][-2:]
    assert answers[0]["bounds"] == answers[1]["bounds"]
    assert "left_out" not in answers[1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--subspaces", "0"], "m must be a positive integer, not 0"),
        (["--subspaces", "7"], "a dimension m of at most 6, not 7"),
        (["--subspaces", "2", "--distance", "angle"], "the distance must be 'chordal' or 'spectral'"),
        (["--subspaces", "2", "--vectors"], "--vectors are points and --subspaces are not"),
    ],
)
def test_subspaces_that_there_are_not(options: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["study", "-n", "20", "-d", "6", *options]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
