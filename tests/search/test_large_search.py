"""Many vectors: the frames are what they say, descents go down and break off, searches end in time with the best."""

from __future__ import annotations

import time

import numpy as np
import pytest

from packing import Packing, lines, vectors
from packing.constructions.frames import Frame, frames
from packing.deadline import overdue, stopping_when
from packing.problem import Problem
from packing.search import Constructions, Outcome, minimize
from packing.search.ladder import SMOOTH, TILES_FROM
from packing.search.methods.large import Walk, is_large
from packing.space import Space

SMALL = [
    lines(300, 16), lines(1000, 16), lines(900, 32), lines(40, 16, "C"), lines(700, 16, "C"), lines(300, 14, "C"),
    vectors(200, 20), vectors(301, 16),
]  # fmt: skip


@pytest.mark.parametrize("problem", SMALL, ids=str)
def test_frames_have_the_coherence_they_promise(problem: Problem) -> None:
    found = frames(problem)
    assert found
    for frame in found:
        rows = frame.rows(frame.size if frame.size < 2000 else 500)
        assert Packing(rows).coherence <= frame.coherence + 1e-12
        start = Packing(frame.start(problem, np.random.default_rng(1)), problem.objects)
        assert start.problem == problem
        if frame.d <= problem.d:
            whole = Packing(frame.packing(problem), problem.objects)
            assert whole.problem == problem
            assert whole.coherence <= frame.coherence + 1e-12


def test_long_sequences_reach_what_weil_allows() -> None:
    by_name = {frame.name: frame for frame in frames(lines(1025, 32))}
    bch = by_name["BCH sequences"]
    rows = bch.rows(3000)
    assert Packing(rows).coherence == pytest.approx(0.5, abs=1e-12)
    assert Packing(rows[:1024]).coherence == pytest.approx(0.25, abs=1e-12)


@pytest.mark.parametrize("letter", "SRCH")
def test_a_rung_in_single_precision_goes_where_double_goes(letter: str) -> None:
    space = Space.of_letter(letter, 6)
    y = np.random.default_rng(7).standard_normal((space.width, 200))
    double, single = Walk(y, space), Walk(y.astype(np.float32), space)
    before = double.estimate(4)
    for walk in (double, single):
        walk.rung(4, 40, 0.0)
    assert double.estimate(4) < 0.97 * before
    assert single.estimate(4) == pytest.approx(double.estimate(4), rel=0.02)
    assert single.columns.dtype == np.float32


def test_the_ladder_asks_for_the_time_with_many_vectors_and_with_few() -> None:
    for n in (12, TILES_FROM):
        y = np.random.default_rng(n).standard_normal((6, n))
        with stopping_when(lambda: True):
            assert overdue()
            columns, _ = SMOOTH.descend(y, Space.lines(len(y)))
        assert not overdue()
        assert np.allclose(columns, y)


def test_the_first_start_is_the_best_known_frame() -> None:
    problem = lines(1000, 64)
    assert is_large(problem)
    found = minimize(problem, restarts=1, enough=0.125)
    assert found.packing.coherence == pytest.approx(0.125, abs=1e-12)
    assert found.method == "Kerdock lines"
    assert found.restarts == 0


def test_what_is_known_is_never_lost_and_a_search_ends_in_time() -> None:
    problem = lines(720, 20)
    known = Packing(np.random.default_rng(3).standard_normal((720, 20)))
    began = time.thread_time()
    found = minimize(problem, seconds=1.0, starts=[known, Constructions()], clock=time.thread_time)
    assert time.thread_time() - began < 20.0
    assert found.packing.coherence < known.coherence
    assert found.status.outcome is Outcome.STOPPED
    best = minimize(problem, seconds=0.2, starts=[found.packing], clock=time.thread_time)
    assert best.packing.coherence <= found.packing.coherence + 1e-15


def test_restarts_without_a_clock_repeat_to_the_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packing.search.methods.large.STEPS", {3: 5, 6: 5, 11: 3})
    first, second = (minimize(lines(400, 70), seed=4, restarts=2) for _ in range(2))
    assert (first.packing.vectors == second.packing.vectors).all()
    assert first.restarts == 2


def test_an_interrupted_search_returns_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Frame, "start", interrupted)
    found = minimize(lines(1000, 64), seconds=60)
    assert found.status.interrupted
    assert found.packing.coherence == pytest.approx(0.125, abs=1e-12)
