"""When ends of restarts are finished: soon where a finish costs little, at the end where it takes minutes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from packing import Problem, lines
from packing.deadline import Budget
from packing.search.columns import columns_of
from packing.search.finishing import Finishing
from packing.search.ladder import SMOOTH
from packing.search.restarts import End


def with_one_end(problem: Problem) -> Finishing:
    finishing, space = Finishing(problem, 0, Budget(math.inf)), problem.space
    columns, largest = SMOOTH.descend(columns_of(space.gaussian(problem.n, np.random.default_rng(0)), space), space)
    finishing.meet(End(columns, space.overlap_of(largest), 0), independent=True)
    return finishing


@pytest.mark.parametrize(("problem", "at_once"), [(lines(13, 3, "C"), True), (lines(60, 16, "C"), False)], ids=str)
def test_a_costly_finish_waits_for_the_end(problem: Problem, at_once: bool) -> None:
    finishing = with_one_end(problem)
    finishing.work(restarts=100)
    assert (finishing.best is not None) == at_once
    assert finishing.level < 1
    assert (finishing.longest > 1) == (not at_once), "the time that it will take is known beforehand"


def test_the_first_finish_waits_until_a_part_of_it_is_paid() -> None:
    finishing = with_one_end(lines(45, 7, "C"))
    finishing.work(restarts=4)
    assert finishing.best is None
    finishing.work(restarts=16)
    assert finishing.best is not None


def test_a_finish_pays_for_its_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    paid = {}
    for usual in (80, 5):
        monkeypatch.setattr("packing.search.finishing.USUAL", usual)
        finishing = with_one_end(lines(13, 3, "C"))
        finishing.work(restarts=10)
        assert finishing.steps > 10
        paid[usual] = finishing.credit
    assert paid[5] < paid[80] < 0, "what is left to earn before the next"
