"""Least energies against theorems: tight frames at p = 2, bases with multiplicity at small p, ReLU's free antipodes."""

from __future__ import annotations

import json
import time
from fractions import Fraction

import numpy as np
import pytest

from packing import InputError, Packing, Problem, lines, vectors
from packing.cli import run
from packing.measure import interference, positive_interference
from packing.objective import Energy
from packing.search import Progress, minimize_energy
from packing.search.local_search import smooth_energy


@pytest.mark.parametrize("problem", [lines(7, 4), lines(6, 3, "C"), lines(11, 5)], ids=str)
def test_at_two_the_least_energy_is_that_of_tight_frames(problem: Problem) -> None:
    """Benedetto and Fickus: sum over i != j of |<x_i, x_j>|^2 >= n^2/d - n."""
    found = minimize_energy(problem, 2, restarts=4)
    assert found.energy == pytest.approx(float(Fraction(problem.n**2, problem.d) - problem.n), abs=1e-9)
    assert found.hits == 4


@pytest.mark.parametrize(("n", "d"), [(6, 4), (7, 3), (5, 4)])
def test_below_two_a_basis_with_repetitions_is_least(n: int, d: int) -> None:
    """n = q d + r: r axes of q + 1 vectors and d - r of q, at p = 1."""
    q, r = divmod(n, d)
    found = minimize_energy(lines(n, d), 1.0, restarts=24)
    assert found.energy == pytest.approx(r * (q + 1) * q + (d - r) * q * (q - 1), abs=1e-6)


def test_antipodal_pairs_are_free_to_a_relu() -> None:
    found = minimize_energy(vectors(8, 4), 2, positive=True, restarts=8)
    assert found.energy == pytest.approx(0.0, abs=1e-12)
    assert positive_interference(found.packing, 2) == found.energy


def test_the_energy_is_that_of_the_packing_and_repeats() -> None:
    first, second = (minimize_energy(lines(8, 3, "C"), 2.7, restarts=3, seed=4) for _ in range(2))
    assert first.energy == interference(first.packing, 2.7)
    assert (first.packing.vectors == second.packing.vectors).all()


def test_two_threads_find_what_one_finds_and_tell_of_it() -> None:
    told: list[Progress] = []
    one = minimize_energy(lines(8, 3, "C"), 2.7, restarts=5, seed=4)
    two = minimize_energy(lines(8, 3, "C"), 2.7, restarts=5, seed=4, jobs=2, progress=told.append)
    assert (one.packing.vectors == two.packing.vectors).all()
    assert [event.restarts for event in told] == [1, 2, 3, 4, 5]
    assert told[-1].value == two.energy
    assert told[-1].hits == two.hits == one.hits


@pytest.mark.long
def test_seconds_break_a_descent_off() -> None:
    began = time.thread_time()
    found = minimize_energy(lines(1200, 50, "C"), 1.1, seconds=0.2)
    assert time.thread_time() - began < 5
    assert found.restarts == 1
    assert found.energy == interference(found.packing, 1.1)


@pytest.mark.parametrize(
    ("p", "positive", "problem"),
    [
        (1.5, False, lines(6, 4)),
        (3.3, False, lines(5, 3, "C")),
        (2.5, False, lines(5, 3, "H")),
        (1.3, True, vectors(6, 4)),
        (2, True, lines(5, 3)),
    ],
)
def test_gradients(p: float, positive: bool, problem: Problem) -> None:
    rng = np.random.default_rng(9)
    space, energy = problem.space, Energy(p, positive)
    columns, along = rng.standard_normal((2, space.width, problem.n))
    gradient, ignored = np.empty_like(columns), np.empty_like(columns)
    smooth_energy(columns, gradient, energy, space, 0.1)
    h = 1e-5
    ahead, back = (smooth_energy(columns + sign * h * along, ignored, energy, space, 0.1) for sign in (1, -1))
    assert np.sum(gradient * along) == pytest.approx((ahead - back) / (2 * h), rel=1e-6)
    packing = Packing(space.from_real(columns.T), space)
    assert smooth_energy(columns, ignored, energy, space, 1e-12) == pytest.approx(energy.value(packing), rel=1e-9)


def test_bad_energies_are_named() -> None:
    with pytest.raises(InputError, match="the exponent must be greater than 0"):
        minimize_energy(lines(5, 3), 0)
    with pytest.raises(InputError, match="needs real vectors, not field 'C'"):
        minimize_energy(lines(5, 3, "C"), 2, positive=True)
    with pytest.raises(InputError, match="seconds must be greater than 0"):
        minimize_energy(lines(5, 3), 2, seconds=0)


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["search", "-n", "6", "-d", "4", "--objective", "energy", "--exponent", "1.5", "--restarts", "12", "--json"]
    assert run(words) == 0
    assert json.loads(capsys.readouterr().out)["energy"] == pytest.approx(4.0, abs=1e-6)
    assert run(["search", "-n", "6", "-d", "4", "--exponent", "2"]) == 2
    assert "add --objective energy" in capsys.readouterr().err
