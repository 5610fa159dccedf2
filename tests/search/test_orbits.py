"""Packings made of orbits: the group acts, and L_p of the seeds is L_p of all vectors."""

from __future__ import annotations

import numpy as np
import pytest

from packing.problem import Problem, lines, vectors
from packing.search import minimize_coherence
from packing.search.coordinates import from_columns, kind_of
from packing.search.descent import ROUGH, estimate, value_and_gradient
from packing.search.orbits import Orbits, cyclic_orbits
from packing.search.symmetric_descent import SymmetricDescent

PROBLEMS = [lines(13, 3, "C"), lines(47, 5, "C"), lines(20, 5), lines(17, 4), vectors(24, 4), vectors(13, 3)]


def orbits_of(problem: Problem, order: int) -> Orbits:
    """The first choice of exponents and lengths that fills up n."""
    found = (cyclic_orbits(problem, order, np.random.default_rng(seed)) for seed in range(200))
    return next(orbits for orbits in found if orbits is not None)


@pytest.mark.parametrize("order", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_turning_once_more_permutes_the_vectors(problem: Problem, order: int) -> None:
    """One step of the group leaves the Gram matrix in place, up to phases of lines."""
    orbits = orbits_of(problem, order)
    assert orbits.sizes.sum() == problem.n
    seeds = orbits.seeds(np.random.default_rng(1))
    np.testing.assert_allclose(orbits.spread(seeds)[:, orbits.first], seeds)
    gram = from_columns(orbits.spread(seeds), problem).gram
    overlaps = np.abs(gram) if problem.has_lines else gram.real
    next_one = np.arange(problem.n) + 1
    ends = orbits.first + orbits.sizes.astype(int) - 1
    next_one[ends] = orbits.first
    np.testing.assert_allclose(overlaps[np.ix_(next_one, next_one)], overlaps, atol=1e-12)


@pytest.mark.parametrize("order", [2, 3, 4])
@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_seeds_see_what_all_vectors_see(problem: Problem, order: int) -> None:
    rng = np.random.default_rng(order)
    orbits, kind = orbits_of(problem, order), int(kind_of(problem))
    seeds = orbits.seeds(rng)
    columns = orbits.spread(seeds / np.linalg.norm(seeds, axis=0))
    small, large = np.zeros((4, seeds.shape[1], problem.n)), np.zeros((4, problem.n, problem.n))
    gradient = np.zeros_like(seeds)
    value = value_and_gradient(seeds, kind, 3, gradient, small, orbits)
    assert value == pytest.approx(value_and_gradient(columns, kind, 3, np.zeros_like(columns), large, None), abs=1e-12)
    assert estimate(seeds, kind, 8, small, orbits) == pytest.approx(estimate(columns, kind, 8, large, None), rel=1e-10)
    step = 1e-6 * orbits.seeds(rng)
    ahead, behind = (
        value_and_gradient(seeds + sign * step, kind, 3, np.zeros_like(seeds), small, orbits) for sign in (1, -1)
    )
    assert ahead - behind == pytest.approx(2 * np.sum(gradient * step), rel=1e-4, abs=1e-12)


def test_descent_keeps_the_support() -> None:
    problem = lines(23, 5, "C")
    orbits = orbits_of(problem, 4)
    seeds, _ = ROUGH.descend(orbits.seeds(np.random.default_rng(0)), kind_of(problem), orbits)
    assert not seeds[orbits.support == 0].any()


def test_orders_that_do_not_act_are_refused() -> None:
    """Turning by 2 pi/4 with even exponents is turning by 2 pi/2."""
    sizes = [
        orbits.sizes for seed in range(50) if (orbits := cyclic_orbits(lines(8, 2), 4, np.random.default_rng(seed)))
    ]
    assert sizes
    assert len(sizes) < 50
    assert all(4 in size for size in sizes)


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
