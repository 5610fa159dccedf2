"""Searches end where tables and theorems say, repeat to the bit, and say how they ended."""

from __future__ import annotations

import math
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
import pytest

from packing import InputError, Packing, Problem, lines, vectors
from packing.records.shipped import shipped_entry
from packing.search import Descent, minimize_coherence
from packing.search.neighbours import Hop
from packing.search.optimality import Optimality, optimality
from packing.search.result import Outcome, Status

# Coherences with a source: theorems, or the tables of Cohn (codes) and of the Game of Sloanes (complex lines).
TARGETS = [
    (lines(13, 3, "C"), 0.622143872864, 24),  # Game of Sloanes
    (lines(17, 5, "C"), 0.393535509440, 120),  # Game of Sloanes
    (lines(20, 4, "C"), 0.5, 24),  # orthoplex bound: mutually unbiased bases
    (lines(6, 3), 5**-0.5, 8),  # Welch bound: diagonals of the icosahedron
    (lines(28, 7), 1 / 3, 60),  # Welch bound
    (lines(16, 6), 1 / 3, 60),  # Welch bound
    (vectors(7, 3), 0.210138312730604, 24),  # Schuette and van der Waerden: root of 3x^3 - 9x^2 - 3x + 1
    (vectors(8, 3), (2 * math.sqrt(2) - 1) / 7, 24),  # square antiprism: root of 7x^2 + 2x - 1
    (vectors(24, 4), 0.5, 24),  # 24-cell
]


@pytest.mark.parametrize(("problem", "target", "restarts"), TARGETS, ids=lambda value: str(value))
def test_known_optima_are_reached_and_converge(problem: Problem, target: float, restarts: int) -> None:
    found = minimize_coherence(problem, restarts=restarts, seed=1)
    assert found.packing.problem == problem
    assert found.packing.coherence == pytest.approx(target, abs=1e-11)
    assert found.status.converged
    assert 1 <= found.hits <= found.restarts == restarts
    assert found.cpu_seconds > 0


@pytest.mark.parametrize(
    ("problem", "exact"),
    [
        (lines(3, 5), 0.0),
        (lines(5, 5, "C"), 0.0),
        (lines(1, 1), 0.0),
        (lines(8, 7, "C"), 1 / 7),
        (lines(5, 4), 1 / 4),
        (lines(4, 1), 1.0),
        (lines(7, 2), math.cos(math.pi / 7)),
        (vectors(1, 3), -1.0),
        (vectors(2, 1), -1.0),
        (vectors(5, 1), 1.0),
        (vectors(4, 6), -1 / 3),
        (vectors(6, 5), -1 / 5),
        (vectors(7, 5), 0.0),
        (vectors(10, 5), 0.0),
        (vectors(9, 2), math.cos(2 * math.pi / 9)),
    ],
    ids=str,
)
def test_theorems_answer_without_a_search(problem: Problem, exact: float) -> None:
    found = minimize_coherence(problem)
    assert found.packing.problem == problem
    assert found.packing.coherence == pytest.approx(exact, abs=4e-16)
    assert found.status.converged
    assert found.restarts == 0


def test_the_search_agrees_with_the_theorems() -> None:
    for problem, exact in [(lines(5, 4, "C"), 0.25), (vectors(6, 5), -0.2), (vectors(8, 5), 0.0), (lines(7, 2), None)]:
        wanted = math.cos(math.pi / 7) if exact is None else exact
        found = minimize_coherence(problem, restarts=8, method=Descent())
        assert found.packing.coherence == pytest.approx(wanted, abs=1e-10)


def test_optimality_is_that_of_the_packing_itself() -> None:
    """Recomputed from the returned vectors by least squares on the touching pairs alone."""
    found = minimize_coherence(lines(9, 3, "C"), restarts=16)
    rows = np.concatenate((found.packing.vectors.real, found.packing.vectors.imag), axis=1)
    touching = found.packing.overlaps > found.packing.coherence - 1e-9
    assert optimality(rows, found.packing.problem.space, touching.astype(float)).worst < 1e-7


@pytest.mark.parametrize("seed", [0, 3])
def test_same_seed_and_restarts_give_the_same_bits_with_any_jobs(seed: int) -> None:
    problem = lines(11, 4, "C")
    one = minimize_coherence(problem, restarts=40, seed=seed)
    two = minimize_coherence(problem, restarts=40, seed=seed, jobs=2)
    with ThreadPoolExecutor(3) as executor:
        three = minimize_coherence(problem, restarts=40, seed=seed, executor=executor)
    for other in (two, three):
        assert (one.packing.vectors == other.packing.vectors).all()
        assert (one.hits, one.method) == (other.hits, other.method)


@pytest.mark.long
def test_processes_do_the_same_work() -> None:
    problem = lines(10, 4)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:  # a fork would copy other threads' locks
        there = minimize_coherence(problem, restarts=8, executor=executor)
    here = minimize_coherence(problem, restarts=8)
    assert (here.packing.vectors == there.packing.vectors).all()


def test_other_seeds_give_other_packings() -> None:
    problem = lines(10, 4)
    first, second = (minimize_coherence(problem, restarts=8, seed=seed).packing for seed in (0, 1))
    assert not np.allclose(first.vectors, second.vectors)


@dataclass(frozen=True)
class Coordinates:
    """A method written by a user, without a name or limits: Gaussian vectors, nothing else."""

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        return Packing(rng.standard_normal((problem.n, problem.d)), problem.objects)


def test_a_method_is_any_object_that_runs() -> None:
    found = minimize_coherence(vectors(9, 3), restarts=8, method=Coordinates())
    assert found.method == "Coordinates"
    assert found.status.converged
    assert found.packing.coherence < 0.5


def test_progress_is_told_and_coherence_never_rises() -> None:
    told = []
    minimize_coherence(lines(8, 3), restarts=40, progress=told.append)
    assert [event.restarts for event in told] == [4, 8, 16, 32, 40]
    values = [event.value for event in told]
    assert values == sorted(values, reverse=True)


def test_little_time_is_kept_and_said() -> None:
    found = minimize_coherence(lines(90, 10, "C"), seconds=0.05)
    assert found.status.outcome is Outcome.STOPPED
    assert not found.status.converged
    assert "give more seconds" in str(found.status)
    assert found.restarts >= 1


@pytest.mark.usefixtures("ctrl_c")
def test_interruption_returns_the_best_so_far() -> None:
    rounds: Iterator[int] = iter(range(1000))

    def interrupt(_progress: object) -> None:
        if next(rounds) == 1:
            os.kill(os.getpid(), signal.SIGINT)

    found = minimize_coherence(lines(9, 4), seconds=60, progress=interrupt)
    assert found.restarts == 8
    assert found.packing.coherence < 0.5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seconds": 0}, "seconds must be greater than 0, not 0: give a time such as 5"),
        ({"seconds": math.nan}, "seconds must be finite"),
        ({"restarts": 0}, "restarts must be a positive integer, not 0"),
        ({"jobs": 0}, "jobs must be a positive integer, not 0"),
        ({"seed": -1}, "the seed must be a whole number of at least 0, not -1"),
        ({"seed": 0.5}, "the seed must be a whole number of at least 0, not 0.5"),
    ],
)
def test_bad_arguments_are_named(arguments: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        minimize_coherence(lines(6, 3), **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_status_that_did_not_converge_names_a_cure(outcome: Outcome) -> None:
    status = Status(outcome, Optimality(0.1, 0.2))
    assert str(status).startswith(outcome.value)
    assert status.converged or "give more seconds" in str(status)


def test_known_packings_are_finished_first_and_a_bound_ends_the_search() -> None:
    problem = lines(7, 3)
    cube_and_axes = Packing([[1, 1, 1], [1, 1, -1], [1, -1, 1], [-1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    found = minimize_coherence(problem, seconds=60, known=[cube_and_axes], enough=3**-0.5)
    assert found.packing.coherence == pytest.approx(3**-0.5, abs=1e-12)
    assert (found.method, found.restarts) == ("known packing", 0)
    with pytest.raises(InputError, match="known packings must be of 8 lines"):
        minimize_coherence(lines(8, 3), known=[cube_and_axes])


def test_hops_start_from_what_is_known() -> None:
    problem = lines(9, 3, "C")
    known = minimize_coherence(problem, restarts=8, method=Descent()).packing
    hop = Hop().learn([known])
    assert not Hop().fits(problem)
    assert hop.fits(problem)
    assert not hop.fits(lines(10, 3, "C"))
    hopped = hop.run(problem, np.random.default_rng(1))
    assert hopped.problem == problem
    assert hopped.coherence < 0.7


def test_a_known_optimum_is_shown_to_be_one() -> None:
    """35 lines in C^2 have many optima within 1e-5; the search must stay at the one that it is given."""
    entry = shipped_entry(lines(35, 2, "C"))
    assert entry is not None
    found = minimize_coherence(lines(35, 2, "C"), restarts=4, known=[entry.packing])
    assert found.packing.coherence <= entry.packing.coherence + 1e-12
    assert found.status.converged
    assert found.method == "known packing"
