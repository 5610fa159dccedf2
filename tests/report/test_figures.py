"""Figures: what is drawn are the numbers, in every size and format; what cannot be drawn is said in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from packing import Packing, lines
from packing.analytic.phases import phase_diagram
from packing.bounds import lower_bound
from packing.cli import run
from packing.constructions import known, reached
from packing.errors import InputError
from packing.records import Stores, shipped_atlas
from packing.report import figure
from packing.report.figures.contacts import contact_figure
from packing.report.figures.gap import gap_figure, gap_points
from packing.report.figures.packing import gram_figure, overlaps_figure, packing_of, view_figure
from packing.report.figures.partitions import partition_figure
from packing.report.figures.style import Size
from packing.report.figures.view import view_of
from packing.report.query import query
from packing.space import Space


def icosahedral() -> Packing:
    return known(lines(6, 3))[0].packing


def test_gaps_drawn_are_coherence_less_bound() -> None:
    problems = [lines(n, d, "C") for d in (3, 4) for n in (5, 8, 9, 13)]
    points = gap_points(problems, Stores())
    with shipped_atlas() as atlas:
        stored = {problem: atlas.best(problem) for problem in problems}
    figure = gap_figure(points, Size.COLUMN)
    assert figure.get_size_inches()[0] == pytest.approx(3.4)
    drawn: dict[tuple[int, int], float] = {}
    for d, axes in zip((3, 4), [axes for axes in figure.axes if axes.get_visible()], strict=True):
        for line in axes.lines[1:]:
            drawn |= {(int(n), d): float(y) for n, y in zip(*line.get_data(), strict=True)}
    assert len(drawn) == len(problems)
    for problem in problems:
        entry, built = stored[problem], reached(problem)
        values = [float(built[0].coherence)] if built else []
        values += [entry.packing.coherence] if entry is not None else []
        expected = min(values) - lower_bound(problem).value
        assert drawn[problem.n, problem.d] == pytest.approx(expected, abs=1e-9)


def test_every_contact_is_drawn_once() -> None:
    packing = icosahedral()
    figure = contact_figure(packing)
    (edges,) = [each for each in figure.axes[0].collections if isinstance(each, LineCollection)]
    assert len(edges.get_segments()) == 15
    places = {tuple(np.round(point, 6)) for segment in edges.get_segments() for point in segment}
    assert len(places) == 6
    loose = Packing([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1]])
    axes = contact_figure(loose).axes[0]
    assert axes.get_legend() is not None
    with pytest.raises(InputError, match="at most 400 vectors, not 401"):
        contact_figure(Packing(np.random.default_rng(0).normal(size=(401, 3))))


def test_bars_of_phases_end_where_the_partition_changes() -> None:
    diagram = phase_diagram(4, 3)
    axes = partition_figure([diagram]).axes[0]
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert [low for low, _ in bars] == [0, pytest.approx(np.log(3) / np.log(2)), pytest.approx(np.log(2) / np.log(1.5))]
    assert {text.get_text() for text in axes.texts} == {"(2,1) + 2 × (1,1)", "(3,2) + (1,1)", "(4,3)"}


def test_views_hold_the_points_of_the_packing() -> None:
    packing = icosahedral()
    axes = view_figure(packing).axes[0]
    dots = [np.ravel(line.get_data_3d()) for line in axes.lines if line.get_marker() == "o"]
    assert len(dots) == 12
    expected = np.concatenate((packing.vectors, -packing.vectors))
    assert np.allclose(np.sort(dots, axis=0), np.sort(expected, axis=0))
    square = view_figure(Packing([[1, 0], [0, 1]]), Size.COLUMN)
    assert "coherence 0" in square.axes[0].get_title(loc="left") + square.axes[0].get_title()
    with pytest.raises(InputError, match="draw its contact graph"):
        view_figure(known(lines(16, 6))[0].packing)


def test_gram_and_overlaps_show_the_entries() -> None:
    packing = icosahedral()
    image = gram_figure(packing).axes[0].images[0].get_array()
    assert np.allclose(np.sort(np.abs(np.ravel(image))), np.sort(np.abs(np.ravel(packing.gram))))
    bars = overlaps_figure(packing).axes[0].patches
    assert sum(bar.get_height() for bar in bars if hasattr(bar, "get_x")) == 15


@pytest.mark.parametrize("suffix", ["pdf", "svg", "png"])
def test_command_writes_the_same_file_twice(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    for target in (first, second):
        assert run(["figure", "contact", "-n", "7", "-d", "3", "--out", str(target), "--size", "column"]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert "7 lines in R^3" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gap", "p.txt"], "leave the file out"),
        (["packing", "-n", "3..4", "-d", "2"], "one n and one d"),
        (["packing"], "needs a file"),
        (["phases", "--field", "C"], "leave out --field C"),
        (["contact", "none.npy"], "no such file"),
        (["gram", "-n", "400", "-d", "11", "--field", "C"], "search one"),
    ],
)
def test_command_refuses_in_one_line(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["figure", *words, "--out", str(tmp_path / "x.pdf")]) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_the_packing_drawn_is_the_best_known() -> None:
    packing = packing_of(query(n=13, d=3, field="C"), None)
    with shipped_atlas() as atlas:
        assert packing.coherence <= (atlas.coherence(lines(13, 3, "C")) or 0) + 1e-9


def test_quaternionic_lines_are_drawn_by_their_moduli() -> None:
    space = Space.lines(3, "H")
    packing = Packing(space.gaussian(7, np.random.default_rng(0)), space)
    (axes, bar) = gram_figure(packing).axes
    (image,) = axes.images
    shown = np.asarray(image.get_array())
    assert shown.shape == (7, 7)
    assert sorted(shown[np.triu_indices(7, 1)]) == pytest.approx(sorted(packing.overlaps))
    assert "7 lines in $\\mathbb{H}^{3}$" in axes.get_title("left")
    assert "|" in bar.get_ylabel()
    with pytest.raises(InputError, match=r"this is 7 lines in H\^3: draw its contact graph"):
        view_figure(packing)
    assert "$\\mathbb{H}^{3}$" in contact_figure(packing).axes[0].get_title("left")


def test_lines_of_c2_are_the_points_of_their_sphere() -> None:
    rng = np.random.default_rng(1)
    packing = Packing(rng.normal(size=(6, 2)) + 1j * rng.normal(size=(6, 2)))
    seen = view_of(packing)
    assert seen is not None
    assert (seen.is_paired, seen.is_twin, seen.is_flat) == (False, True, False)
    cosines = (seen.points @ seen.points.T)[np.triu_indices(6, 1)]
    assert packing.overlaps**2 == pytest.approx((1 + cosines) / 2)


ASKED = {
    "gap": {"field": "C", "d": 3, "n": "5..9"},
    "phases": {"n": 4, "d": 3},
    "contact": {"n": 13, "d": 3, "field": "C"},
    "packing": {"n": 20, "d": 2, "field": "C"},
    "gram": {"n": 16, "d": 5},
    "overlaps": {"n": 36, "d": 3, "field": "C"},
}


@pytest.mark.long
@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("name", ASKED)
def test_no_text_of_a_figure_is_clipped_and_a_notebook_shows_it(name: str, size: Size) -> None:
    drawn = figure(name, size=size, **ASKED[name])  # type: ignore[arg-type]
    assert drawn._repr_png_().startswith(b"\x89PNG")
    drawn.draw_without_rendering()
    for text in drawn.findobj(Text):
        if text.get_text() and text.axes is not None and text in (text.axes._left_title, text.axes.title):
            box = text.get_window_extent()
            assert box.x0 >= 0 and box.x1 <= drawn.bbox.x1 + 1, text.get_text()


@pytest.mark.long
@pytest.mark.parametrize("name", ASKED)
def test_a_figure_is_drawn_into_a_panel_of_ones_own(name: str) -> None:
    mine = Figure()
    kind = {"projection": "3d"} if name == "packing" else {}
    axes = mine.add_subplot(1, 2, 1, **kind)
    assert figure(name, ax=axes, **ASKED[name]) is axes  # type: ignore[arg-type]
    assert axes.has_data() or axes.images
    assert mine.axes[0] is axes


def test_a_panel_that_cannot_hold_a_figure_is_refused() -> None:
    axes = Figure().add_subplot()
    with pytest.raises(InputError, match="projection='3d'"):
        figure("packing", icosahedral(), ax=axes)
    with pytest.raises(InputError, match="ask for one d, not 2"):
        figure("gap", d="2..3", n=5, ax=axes)


def test_a_figure_says_how_its_file_was_read_and_no_more_than_its_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    np.savetxt(tmp_path / "g.csv", [[1, 0.25, 0.25], [0.25, 1, -0.25], [0.25, -0.25, 1]], delimiter=",")
    out = tmp_path / "g.png"
    assert run(["figure", "gram", str(tmp_path / "g.csv"), "--out", str(out), "--json"]) == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert "is a Gram matrix" in notes[0]
    assert "its vectors were read as lines" in notes[-1]
    assert not gram_figure(Packing([[1, 0], [0.6, 0.8]])).axes[0].get_xlabel()
    assert gram_figure(Packing([[1, 0], [0, 1]])).axes[0].get_xlabel() == "orthogonal blocks 2 × (1,1)"
    drawn = contact_figure(Packing([[1, 0], [0.6, 0.8], [-0.8, 0.6]]))
    assert drawn.axes[0].get_title("left").endswith(": 1 contact")
