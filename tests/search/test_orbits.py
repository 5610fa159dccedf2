"""Packings made of orbits: the group acts, and L_p of the seeds is L_p of all vectors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from packing.problem import Problem, lines, vectors
from packing.search import minimize_coherence
from packing.search.columns import columns_of, packing_of
from packing.search.ladder import SMOOTH
from packing.search.methods import SymmetricDescent
from packing.search.methods.symmetric import Branch, orders_for
from packing.search.orbits import draw_type, orbits_of
from packing.search.pairs import Orbits, form_of, log_norm, room_for, room_for_orbits, sharp_estimate
from packing.search.restarts import End

PROBLEMS = [lines(13, 3, "C"), lines(47, 5, "C"), lines(20, 5), lines(17, 4), vectors(24, 4), vectors(13, 3)]
QUATERNIONIC = [lines(15, 3, "H"), lines(13, 5, "H")]


def some_orbits(problem: Problem, order: int, mirrored: bool = False) -> Orbits:
    """The first choice of exponents and lengths that fills up n."""
    drawn = (draw_type(problem, order, np.random.default_rng(seed), mirrored) for seed in range(200))
    return next(orbits_of(problem, chosen) for chosen in drawn if chosen is not None)


@pytest.mark.parametrize("order", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("problem", [*PROBLEMS, *QUATERNIONIC], ids=str)
def test_turning_once_more_permutes_the_vectors(problem: Problem, order: int) -> None:
    """One step of the group leaves the Gram matrix in place, up to phases of lines."""
    orbits = some_orbits(problem, order)
    assert orbits.sizes.sum() == problem.n
    seeds = orbits.seeds(np.random.default_rng(1))
    np.testing.assert_allclose(orbits.spread(seeds)[:, orbits.first], seeds)
    placed = packing_of(orbits.spread(seeds), problem.space).vectors
    overlaps = problem.space.overlaps(placed, placed)
    next_one = np.arange(problem.n) + 1
    ends = orbits.first + orbits.sizes.astype(int) - 1
    next_one[ends] = orbits.first
    np.testing.assert_allclose(overlaps[np.ix_(next_one, next_one)], overlaps, atol=1e-12)


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_the_mirror_permutes_the_vectors(problem: Problem, order: int) -> None:
    """Conjugation, or one axis of each plane turned over, leaves the overlaps in place up to order."""
    orbits = some_orbits(problem, order, mirrored=True)
    assert orbits.sizes.sum() == problem.n
    packing = packing_of(orbits.spread(orbits.seeds(np.random.default_rng(1))), problem.space)
    signs = np.where(np.arange(problem.d) % 2 == 1, -1.0, 1.0)
    mirrored = packing.vectors.conj() if problem.is_complex else packing.vectors * signs
    between = packing.vectors @ mirrored.conj().T
    overlaps = np.abs(between) if problem.has_lines else between.real
    image = np.argmax(overlaps, axis=1)
    np.testing.assert_allclose(overlaps[np.arange(problem.n), image], 1.0, atol=1e-12)
    assert sorted(image) == list(range(problem.n))
    assert any(image != np.arange(problem.n))


@pytest.mark.parametrize(("order", "mirrored"), [(2, False), (3, False), (4, False), (1, True), (3, True), (4, True)])
@pytest.mark.parametrize("problem", [*PROBLEMS, *QUATERNIONIC], ids=str)
def test_seeds_see_what_all_vectors_see(problem: Problem, order: int, mirrored: bool) -> None:
    rng = np.random.default_rng(order)
    orbits, space = some_orbits(problem, order, mirrored), form_of(problem.space)
    seeds = orbits.seeds(rng)
    columns = orbits.spread(seeds / np.linalg.norm(seeds, axis=0))
    small, large = room_for_orbits(problem.space, orbits), room_for(problem.space, problem.n)
    gradient = np.zeros_like(seeds)
    value = log_norm(seeds, space, 3, gradient, small)
    assert value == pytest.approx(log_norm(columns, space, 3, np.zeros_like(columns), large), abs=1e-12)
    assert sharp_estimate(seeds, space, 8, small) == pytest.approx(sharp_estimate(columns, space, 8, large), rel=1e-10)
    step = 1e-6 * orbits.seeds(rng)
    ahead, behind = (log_norm(seeds + sign * step, space, 3, np.zeros_like(seeds), small) for sign in (1, -1))
    assert ahead - behind == pytest.approx(2 * np.sum(gradient * step), rel=1e-4, abs=1e-12)


def test_descent_keeps_the_support() -> None:
    problem = lines(23, 5, "C")
    orbits = some_orbits(problem, 4)
    seeds, _ = SMOOTH.descend(orbits.seeds(np.random.default_rng(0)), problem.space, orbits)
    assert not seeds[orbits.support == 0].any()


def test_orders_that_do_not_act_are_refused() -> None:
    """Turning by 2 pi/4 with even exponents is turning by 2 pi/2; a quarter turn takes a line to one other."""
    drawn = [draw_type(lines(8, 2), 4, np.random.default_rng(seed)) for seed in range(50)]
    types = [chosen for chosen in drawn if chosen is not None]
    assert 0 < len(types) < 50
    assert {tuple(orbit.length for orbit in chosen.orbits) for chosen in types} == {(2, 2, 2, 2)}


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("order", [2, 3, 4, 6])
@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_no_two_vectors_of_an_orbit_are_one(problem: Problem, order: int, mirrored: bool) -> None:
    for seed in range(30):
        chosen = draw_type(problem, order, np.random.default_rng(seed), mirrored)
        if chosen is not None:
            orbits = orbits_of(problem, chosen)
            packing = packing_of(orbits.spread(orbits.seeds(np.random.default_rng(1))), problem.space)
            assert packing.coherence < 1 - 1e-6, chosen


def test_a_common_phase_and_another_generator_are_the_same_type() -> None:
    """Z_5 on C^2: exponents (a, b) are (0, 1) up to a shift and a unit; with a = b the group moves no line."""
    drawn = [draw_type(lines(11, 2, "C"), 5, np.random.default_rng(seed)) for seed in range(50)]
    assert {chosen.exponents for chosen in drawn if chosen is not None} == {(0, 1)}
    assert None in drawn


def test_types_are_remembered_by_their_best_ends() -> None:
    problem, rng = lines(13, 3, "C"), np.random.default_rng(0)
    fresh = SymmetricDescent()
    branches = [fresh.branch(problem, rng) for _ in range(4)]
    columns = np.zeros((6, 13))
    ends = [End(columns, 0.7 - 0.01 * place, 0, branch) for place, branch in enumerate(branches)]
    taught = fresh.after(ends)
    assert taught.seen[0].chosen == branches[3].chosen
    assert taught.runs == 4
    at_first = [taught.branch(problem, np.random.default_rng(seed)) for seed in range(100)]
    again = [replace(taught, runs=1000).branch(problem, np.random.default_rng(seed)) for seed in range(100)]
    counts = [sum(branch.chosen == branches[3].chosen for branch in drawn) for drawn in (at_first, again)]
    assert counts[1] > max(10, 2 * counts[0]), "many types are tried before some are preferred"
    assert any(branch.columns is columns for branch in again)


def test_a_type_whose_best_is_met_again_and_again_is_left() -> None:
    problem = lines(13, 3, "C")
    branch = SymmetricDescent().branch(problem, np.random.default_rng(0))
    taught = SymmetricDescent(loyal=1.0, runs=10_000).after([End(np.zeros((6, 13)), 0.7, 0, branch)] * 3)
    assert taught.branch(problem, np.random.default_rng(1)).chosen == branch.chosen
    tired = taught.after([End(np.zeros((6, 13)), 0.7, 0, branch)])
    chosen = [tired.branch(problem, np.random.default_rng(seed)).chosen for seed in range(20)]
    assert len(set(chosen)) > 1


def test_a_run_goes_on_from_the_best_packing_of_its_type() -> None:
    """Going on from an end never ends above it, where the ladder's last rung is the same."""
    problem, rng = lines(16, 4, "C"), np.random.default_rng(3)
    method = SymmetricDescent()
    branch = method.branch(problem, rng)
    first = method.follow(branch, problem, rng)
    columns = columns_of(first.vectors, problem.space)
    second = method.follow(Branch(branch.chosen, columns), problem, rng)
    assert second.coherence < first.coherence + 1e-4


@pytest.mark.parametrize(
    ("problem", "coherence"),
    [(lines(28, 7), 1 / 3), (lines(16, 6), 1 / 3), (lines(7, 3, "C"), 2**0.5 / 3), (vectors(24, 4), 0.5)],
    ids=str,
)
def test_symmetric_descents_reach_symmetric_packings(problem: Problem, coherence: float) -> None:
    found = minimize_coherence(problem, restarts=24, seed=5, method=SymmetricDescent())
    assert found.packing.coherence == pytest.approx(coherence, abs=1e-10)


@pytest.mark.parametrize("problem", [lines(9, 3), vectors(10, 3), lines(6, 2, "C")], ids=str)
def test_a_run_is_a_packing_of_the_problem_and_repeats(problem: Problem) -> None:
    first, again = (SymmetricDescent().run(problem, np.random.default_rng(7)) for _ in range(2))
    assert first.problem == problem
    np.testing.assert_array_equal(first.vectors, again.vectors)


def test_two_circulants_of_order_d_are_found_in_high_dimensions() -> None:
    """Eighteen equiangular lines in R^9 are a double circulant: 1/sqrt(17), Welch's bound."""
    found = minimize_coherence(lines(18, 9), restarts=24, seed=1, method=SymmetricDescent(orders=(9,)))
    assert found.packing.coherence == pytest.approx(17**-0.5, abs=1e-10)
    assert 9 in orders_for(lines(18, 9))
