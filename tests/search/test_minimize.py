"""Searches end where tables and theorems say, repeat to the bit, and say how they ended."""

from __future__ import annotations

import math
import os
import pickle
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np
import pytest

from packing import InputError, Packing, Problem, lines, vectors
from packing.records.shipped import shipped_entry
from packing.search import (
    KNOWN_STARTS,
    Antipodal,
    Cyclic,
    Descent,
    Energy,
    Outcome,
    Status,
    minimize,
    minimize_coherence,
    minimize_energy,
    minimize_within,
)
from packing.search.methods import Hop
from packing.search.optimality import Optimality, optimality

from_scratch = partial(minimize, starts=())

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
    found = from_scratch(problem, restarts=restarts, seed=1)
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
    found = minimize(problem)
    assert found.packing.problem == problem
    assert found.packing.coherence == pytest.approx(exact, abs=4e-16)
    assert found.status.converged
    assert found.restarts == 0


def test_the_search_agrees_with_the_theorems() -> None:
    for problem, exact in [(lines(5, 4, "C"), 0.25), (vectors(6, 5), -0.2), (vectors(8, 5), 0.0), (lines(7, 2), None)]:
        wanted = math.cos(math.pi / 7) if exact is None else exact
        found = from_scratch(problem, restarts=8, method=Descent())
        assert found.packing.coherence == pytest.approx(wanted, abs=1e-10)


def test_optimality_is_that_of_the_packing_itself() -> None:
    """Recomputed from the returned vectors by least squares on the touching pairs alone."""
    found = from_scratch(lines(9, 3, "C"), restarts=16)
    rows = np.concatenate((found.packing.vectors.real, found.packing.vectors.imag), axis=1)
    touching = found.packing.overlaps > found.packing.coherence - 1e-9
    assert optimality(rows, found.packing.problem.space, touching.astype(float)).worst < 1e-7


@pytest.mark.parametrize("seed", [0, 3])
def test_same_seed_and_restarts_give_the_same_bits_with_any_jobs(seed: int) -> None:
    problem = lines(11, 4, "C")
    one = from_scratch(problem, restarts=40, seed=seed)
    two = from_scratch(problem, restarts=40, seed=seed, jobs=2)
    with ThreadPoolExecutor(3) as executor:
        three = from_scratch(problem, restarts=40, seed=seed, executor=executor)
    for other in (two, three):
        assert (one.packing.vectors == other.packing.vectors).all()
        assert (one.hits, one.method) == (other.hits, other.method)


@pytest.mark.long
def test_processes_do_the_same_work() -> None:
    problem = lines(10, 4)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:  # a fork would copy other threads' locks
        there = from_scratch(problem, restarts=8, executor=executor)
    here = from_scratch(problem, restarts=8)
    assert (here.packing.vectors == there.packing.vectors).all()


def test_other_seeds_give_other_packings() -> None:
    problem = lines(10, 4)
    first, second = (from_scratch(problem, restarts=8, seed=seed).packing for seed in (0, 1))
    assert not np.allclose(first.vectors, second.vectors)


@dataclass(frozen=True)
class Coordinates:
    """A method written by a user, without a name or limits: Gaussian vectors, nothing else."""

    def run(self, problem: Problem, rng: np.random.Generator) -> Packing:
        return Packing(rng.standard_normal((problem.n, problem.d)), problem.objects)


def test_a_method_is_any_object_that_runs() -> None:
    found = from_scratch(vectors(9, 3), restarts=8, method=Coordinates())
    assert found.method == "Coordinates"
    assert found.status.converged
    assert found.packing.coherence < 0.5


def test_progress_is_told_and_coherence_never_rises() -> None:
    told = []
    from_scratch(lines(8, 3), restarts=40, progress=told.append)
    assert [event.restarts for event in told] == [4, 8, 16, 32, 40]
    values = [event.value for event in told]
    assert values == sorted(values, reverse=True)


def test_little_time_is_kept_and_said() -> None:
    found = from_scratch(lines(90, 10, "C"), seconds=0.05)
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

    found = from_scratch(lines(9, 4), seconds=60, progress=interrupt)
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
        from_scratch(lines(6, 3), **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_status_that_did_not_converge_names_a_cure(outcome: Outcome) -> None:
    status = Status(outcome, Optimality(0.1, 0.2))
    assert str(status).startswith(outcome.value)
    assert status.converged or "give more seconds" in str(status)


def test_known_packings_are_finished_first_and_a_bound_ends_the_search() -> None:
    problem = lines(7, 3)
    cube_and_axes = Packing([[1, 1, 1], [1, 1, -1], [1, -1, 1], [-1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    for found in (
        minimize(problem, seconds=60, starts=[cube_and_axes], enough=3**-0.5),
        minimize_coherence(problem, seconds=60, known=[cube_and_axes], enough=3**-0.5),
    ):
        assert found.packing.coherence == pytest.approx(3**-0.5, abs=1e-12)
        assert (found.method, found.restarts) == ("known packing", 0)
    with pytest.raises(InputError, match="known packings must be of 8 lines"):
        minimize(lines(8, 3), starts=[cube_and_axes])


@pytest.mark.parametrize(("problem", "coherence"), [(lines(63, 7), 0.5), (lines(39, 6, "C"), 0.419725921114)], ids=str)
def test_what_is_constructed_and_remembered_is_where_searches_begin(problem: Problem, coherence: float) -> None:
    """A random start reaches neither."""
    for found in (minimize(problem, restarts=1), minimize_coherence(problem, restarts=1)):
        assert found.packing.coherence == pytest.approx(coherence, abs=1e-10)
        assert found.method == "known packing"
    for found in (
        minimize(problem, restarts=1, starts=()),
        minimize_coherence(problem, restarts=1, constructions=False),
    ):
        assert found.method != "known packing"
        assert found.packing.coherence > coherence + 1e-4


def test_starts_repeat_to_the_bit() -> None:
    one, two = (minimize(lines(11, 4, "C"), restarts=8, seed=3) for _ in range(2))
    assert (one.packing.vectors == two.packing.vectors).all()
    three = minimize(lines(11, 4, "C"), restarts=8, seed=3, starts=KNOWN_STARTS, jobs=2)
    assert (one.packing.vectors == three.packing.vectors).all()


def test_the_doors_are_the_one_entry() -> None:
    assert minimize_coherence(lines(9, 4), restarts=8).packing == minimize(lines(9, 4), restarts=8).packing
    within = minimize(vectors(12, 4), within=Antipodal(), restarts=3)
    assert minimize_within(vectors(12, 4), Antipodal(), restarts=3).packing == within.packing
    energy = minimize(lines(9, 4), Energy(3), restarts=3)
    door = minimize_energy(lines(9, 4), 3, restarts=3)
    assert (door.packing, door.energy, door.hits) == (energy.packing, energy.value, energy.hits)


def test_an_energy_is_least_within_a_symmetry_too() -> None:
    """Twelve lines in orbits of four: at p = 2 the least energy is that of tight frames."""
    found = minimize(lines(12, 4, "C"), Energy(2), within=Cyclic(4), restarts=4)
    assert found.value == pytest.approx(12**2 / 4 - 12, abs=1e-9)
    assert found.status.converged
    gram = np.abs(found.packing.gram)
    shift = np.concatenate([np.arange(3, 12), np.arange(3)])
    assert np.allclose(gram, gram[np.ix_(shift, shift)], atol=1e-12)


def test_an_energy_goes_on_from_a_method_and_from_packings() -> None:
    from_descents = minimize(lines(12, 5), Energy(3), method=Descent(), restarts=4, starts=())
    assert from_descents.method == "random"
    given = minimize(lines(12, 5), Energy(3), restarts=1, starts=[from_descents.packing])
    assert given.value <= from_descents.value


def test_a_constraint_and_a_method_exclude_each_other() -> None:
    with pytest.raises(InputError, match="leave out the method, or the constraint"):
        minimize(vectors(12, 4), within=Antipodal(), method=Descent())


def test_a_result_is_a_value() -> None:
    """It goes through pickle, has a hash, and prints in a line."""
    for found in (minimize(lines(9, 4), restarts=8, starts=()), minimize(lines(9, 4), Energy(3), restarts=2)):
        again = pickle.loads(pickle.dumps(found))
        assert again == found
        assert hash(again) == hash(found)
        assert len(repr(found)) < 400


def test_hops_start_from_what_is_known() -> None:
    problem = lines(9, 3, "C")
    known = from_scratch(problem, restarts=8, method=Descent()).packing
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
    found = minimize(lines(35, 2, "C"), restarts=4)
    assert found.packing.coherence <= entry.packing.coherence + 1e-12
    assert found.status.converged
    assert found.method == "known packing"
