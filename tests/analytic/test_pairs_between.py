"""Pairs in a window of overlaps: sharp codes exactly, no code at hand outside, Turan's number where he speaks."""

from __future__ import annotations

import json
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
import pytest

from packing import certificates, kernel
from packing.analytic import near_pairs, pairs_between
from packing.cli import run
from packing.errors import InputError
from packing.kernel import DistributionStatement
from packing.problem import Problem, lines, vectors
from packing.records import best_known


@pytest.mark.parametrize(
    ("problem", "window", "angles", "pairs"),
    [
        (vectors(24, 4), "1/2", "-1, -1/2, 0, 1/2", 24 * 8 // 2),
        (vectors(240, 8), "1/2:1", "-1, -1/2, 0, 1/2", 240 * 56 // 2),
        (vectors(16, 5), "-3/5", "1/5, -3/5", 16 * 5 // 2),
        (lines(20, 4, "C"), "1/4", "0, 1/4", 160),
        (lines(16, 6), "1/9", "0, 1/9", comb(16, 2)),
    ],
)
def test_sharp_codes_have_just_one_number(problem: Problem, window: str, angles: str, pairs: int) -> None:
    found = pairs_between(problem, window, angles=angles)
    assert found.exact == pairs
    for side in (found.least, found.most):
        if side.certificate is not None:
            statement = kernel.check(side.certificate)
            assert isinstance(statement, DistributionStatement)
            assert statement.n == problem.n
            assert 2 * side.number == abs(statement.bound)


def roots(rng: np.random.Generator) -> np.ndarray:
    """Some vectors with two entries 1 or -1 and zeros."""
    d = int(rng.integers(3, 6))
    rows = np.unique(rng.integers(-1, 2, (int(rng.integers(20, 90)), d)), axis=0)
    return rows[(rows**2).sum(axis=1) == 2]


def test_no_code_at_hand_has_more_or_fewer() -> None:
    """Random codes of roots, as they are, with their opposites, and with the overlaps of others allowed."""
    rng = np.random.default_rng(8)
    for trial in range(6):
        rows = roots(rng)
        antipodal = trial % 3 == 0
        rows = np.unique(np.vstack([rows, -rows]), axis=0) if antipodal else rows
        gram = rows @ rows.T
        overlaps = [Fraction(int(g), 2) for g in gram[np.triu_indices(len(rows), 1)]]
        low, high = sorted(rng.choice([Fraction(k, 4) for k in range(-4, 3)], 2))
        window = [(low, high)] if trial % 2 else [low]
        angles = "-1:1/2" if trial % 5 == 1 else sorted(set(overlaps))
        found = pairs_between(vectors(len(rows), rows.shape[1]), window, angles=angles, antipodal=antipodal)
        count = sum(low <= t <= (high if trial % 2 else low) for t in overlaps)
        assert found.least.number <= count <= found.most.number


def test_designs_have_as_many_as_they_have() -> None:
    """The icosahedron and the cube, as designs of strength 5 and 3."""
    cube = pairs_between(vectors(8, 3), "1/3", angles="-1, -1/3, 1/3", strength=3)
    assert cube.exact == 8 * 3 // 2
    icosahedron = pairs_between(vectors(12, 3), "0:1/2", angles="-1:1/2", strength=5)
    assert icosahedron.least.number <= 12 * 5 // 2 <= icosahedron.most.number


def test_one_question_has_one_answer() -> None:
    """Up to an overlap with nothing else known, it is Turan's number of the largest code."""
    for problem, s in (
        (lines(40, 7), "1/9"),
        (vectors(10, 4), "0"),
    ):
        least = "-1" if problem.space.has_points else "0"
        assert pairs_between(problem, f"{least}:{s}").most.number == near_pairs(problem.n, problem.space, s).upper
        others = pairs_between(problem, f"{s}:1").least.number
        assert others >= comb(problem.n, 2) - near_pairs(problem.n, problem.space, s).upper


@pytest.mark.parametrize(
    ("problem", "window", "least"),
    [
        (vectors(10, 4), "0:1", 5),  # five points at most have negative cosines only
        (lines(12, 3, "C"), "1/3:1", 3),  # nine lines at most stay below the overlap of unbiased bases
        (lines(5, 3), "0:1", 10),
        (vectors(2, 3), "-1:1", 1),
    ],
)
def test_an_overlap_at_the_end_of_the_window_counts(problem, window, least) -> None:
    assert pairs_between(problem, window).least.number == least


def test_known_packings_lie_within() -> None:
    for problem in (vectors(20, 3), lines(16, 6)):
        packing = best_known(problem).packing
        assert packing is not None
        gram = np.asarray(packing.gram)[np.triu_indices(problem.n, 1)]
        values = gram.real if problem.space.has_points else np.abs(gram) ** 2
        found = pairs_between(problem, "1/5:2/5")
        assert found.least.number <= np.sum((values >= 0.2 - 1e-9) & (values <= 0.4 + 1e-9))
        assert np.sum((values > 0.2 + 1e-9) & (values < 0.4 - 1e-9)) <= found.most.number


def test_at_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    options = ["-n", "24", "-d", "4", "--window", "1/2", "--angles", "-1,-1/2,0,1/2", "--certify", str(file)]
    assert run(["pairs", *options, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["lower"], found["upper"], found["exact"], found["most"]["rigor"]) == (96, 96, 96, "certified")
    assert all(checked.accepted for checked in certificates.verify(file))
    assert len(certificates.verify(file)) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--angles 0", "add --window"),
        ("--window 2", "the square of the cosine must lie in [0, 1]"),
        ("--window 1/2 --angles -1:0", "9 objects with such overlaps do not exist"),
        ("--window 1/2 --antipodal --vectors", "an even number of points"),
        ("--window 0 --angles2 0,1/9 --vectors", "--angles2 is about lines"),
        ("--window 0 --cosine 1/2", "drop the others"),
        ("--window 0 --vectors --field C", "points are of the real sphere"),
        ("--window 0 --strength 99", "the strength of a design must be 0 to 8"),
        ("--window 1/2:0", "an interval begin below its end"),
    ],
)
def test_bad_input_is_one_line(options: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pairs", "-n", "9", "-d", "3", *options.split()]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="do not exist"):
        pairs_between(vectors(25, 4), "1/2", angles="-1:1/2")
    with pytest.raises(InputError, match="2 to"):
        pairs_between(vectors(1, 4), "1/2")
