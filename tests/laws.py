"""The laws of the field: what holds in every space, written once and asked of each.

A new space joins `SPACES`; nothing else in this file changes.
"""

from __future__ import annotations

import pickle
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.linalg import expm

import packing as pk
from packing.space import Floats, Space

SPACES = (
    *(Space.sphere(d) for d in (3, 4, 5)),
    *(Space.lines(d, field) for field in "RCH" for d in (2, 3, 4)),
)
"""Two-point homogeneous spaces of small dimension, over every field."""

ROUNDING = 1e-12


def problem_in(space: Space, more: int = 3) -> pk.Problem:
    """A problem whose optimum is no orthonormal basis and no simplex: 2d + `more` objects."""
    return pk.Problem(2 * space.d + more, space)


def random_packing(space: Space, n: int, seed: int = 0) -> pk.Packing:
    """n independent uniform objects."""
    return pk.Packing(space.gaussian(n, np.random.default_rng(seed)), space.objects)


def random_isometry(space: Space, seed: int = 0) -> Floats:
    """A random element of O(d), U(d) or Sp(d) in real coordinates: it commutes with every K_c.

    An antisymmetric matrix is averaged over the group of the K_c, and its exponential taken.
    """
    drawn = np.random.default_rng(seed).standard_normal((space.width, space.width))
    matrices = [matrix.T for matrix in space.structure.apply(np.eye(space.width))]
    mean = sum(matrix.T @ (drawn - drawn.T) @ matrix for matrix in matrices) / len(matrices)
    return np.asarray(expm(mean))


def carried(packing: pk.Packing, isometry: Floats) -> pk.Packing:
    """The packing under an isometry of its space."""
    space = packing.problem.space
    return pk.Packing(space.from_real(space.to_real(packing.vectors) @ isometry.T), space.objects)


def shuffled_and_turned(packing: pk.Packing, seed: int = 0) -> pk.Packing:
    """The packing in another order, each line given by another of its unit vectors."""
    space, rng = packing.problem.space, np.random.default_rng(seed)
    rows = space.to_real(packing.vectors)[rng.permutation(packing.n)]
    if space.has_lines:
        weights = rng.standard_normal((space.components, packing.n, 1))
        weights /= np.linalg.norm(weights, axis=0)
        rows = np.sum(weights * space.structure.apply(rows), axis=0)
    return pk.Packing(space.from_real(rows), space.objects)


def measures_are_invariant(space: Space) -> None:
    """Isometries, order and phases change no measure."""
    packing = random_packing(space, 9)
    for other in (carried(packing, random_isometry(space)), shuffled_and_turned(packing)):
        assert abs(other.coherence - packing.coherence) < ROUNDING
        assert np.allclose(np.sort(other.overlaps), np.sort(packing.overlaps), atol=ROUNDING)
        assert abs(pk.measure.interference(other, 3) - pk.measure.interference(packing, 3)) < 1e-10
        assert abs(pk.measure.frame_potential(other) - pk.measure.frame_potential(packing)) < 1e-10
        assert np.allclose(
            np.sort(pk.measure.feature_dimensionality(other)), np.sort(pk.measure.feature_dimensionality(packing))
        )
        assert pk.symmetry.same_packing(packing, other)
    assert not pk.symmetry.same_packing(packing, random_packing(space, 9, seed=1))


def bounds_grow_with_n(space: Space) -> None:
    """A packing of n + 1 objects contains one of n: the optimum, and so each bound, never falls."""
    values = [pk.bounds.lower_bound(pk.Problem(n, space)).value for n in range(1, 4 * space.d + 8)]
    assert values == sorted(values)


def records_grow_with_n(space: Space) -> None:
    """The best packing known of n + 1 objects is no better than that of n."""
    known = [pk.records.best_known(pk.Problem(n, space)).coherence for n in range(1, 3 * space.d + 6)]
    assert all(one <= following + 1e-9 for one, following in pairwise(known))


def no_packing_beats_a_bound(space: Space) -> None:
    """Every packing, random, searched or remembered, lies above every bound."""
    problem = problem_in(space)
    bounds = pk.bounds.lower_bounds(problem).bounds
    found = pk.search.minimize(problem, restarts=8, starts=()).packing
    for packing in (found, random_packing(space, problem.n)):
        for bound in bounds:
            assert packing.coherence >= bound.value - ROUNDING, bound
    assert pk.records.best_known(problem).coherence >= bounds[0].value - ROUNDING


def sizes_and_coherences_are_inverse(space: Space) -> None:
    """More than `largest_code(s)` objects have a coherence above s, and n objects at their bound are possible."""
    for n in range(space.d + 1, 4 * space.d + 4, 2):
        bound = pk.bounds.lower_bound(pk.Problem(n, space)).value
        if bound >= 1 - 1e-6:
            continue
        below = pk.bounds.largest_code(space, overlap_argument(space, bound - 1e-7))
        above = pk.bounds.largest_code(space, overlap_argument(space, bound + 1e-7))
        assert below.upper_bound < n <= above.upper_bound, (n, bound, below, above)


def overlap_argument(space: Space, overlap: float) -> str:
    """What `largest_code` takes: a cosine of points, the square of the coherence of lines."""
    return f"{overlap * abs(overlap) if space.has_lines else overlap:.15f}"


def same_seed_same_bytes(space: Space) -> None:
    """A search is decided by its seed, whatever the number of jobs."""
    problem = problem_in(space)
    one, two, other = (
        pk.search.minimize(problem, restarts=6, seed=seed, jobs=jobs, starts=())
        for seed, jobs in ((3, 1), (3, 2), (4, 1))
    )
    assert one.packing.vectors.tobytes() == two.packing.vectors.tobytes()
    assert one.restarts == 0 or other.packing.vectors.tobytes() != one.packing.vectors.tobytes()


def every_format_keeps_every_bit(space: Space, folder: Path) -> None:
    """Text, arrays, archives, pickles and an atlas give back the same doubles."""
    packing = random_packing(space, 7)
    for suffix in (".txt", ".npy", ".npz"):
        path = pk.save(packing, folder / f"packing{suffix}")
        assert pk.load(path, packing.problem) == packing
    assert pickle.loads(pickle.dumps(packing)) == packing
    assert hash(pickle.loads(pickle.dumps(packing))) == hash(packing)
    found = pk.search.minimize(packing.problem, restarts=2, starts=())
    with pk.records.Atlas(folder / "atlas.sqlite") as atlas:
        atlas.record(found)
    with pk.records.Atlas(folder / "atlas.sqlite") as atlas:
        entry = atlas.best(packing.problem)
        assert entry is not None
        assert entry.packing == found.packing
