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
from packing.frames import spans
from packing.space import Floats, Space

HOMOGENEOUS = (
    *(Space.sphere(d) for d in (3, 4, 5)),
    *(Space.lines(d, field) for field in "RCH" for d in (2, 3, 4)),
)
"""Two-point homogeneous spaces of small dimension, over every field."""

CHORDAL = (Space.subspaces(4, 2), Space.subspaces(5, 3, "C"))
SPECTRAL = (Space.subspaces(4, 2, "R", "spectral"),)
MEETING = (Space.subspaces(5, 3, "R", "spectral"), Space.subspaces(3, 2, "C", "spectral"))
SPACES = (*HOMOGENEOUS, *CHORDAL, *SPECTRAL)
"""Spaces of all kinds."""

ROUNDING = 1e-12


def problem_in(space: Space, more: int = 3) -> pk.Problem:
    """A problem whose optimum is no orthonormal basis and no simplex: 2d + `more` objects."""
    return pk.Problem(2 * space.d + more, space)


def random_packing(space: Space, n: int, seed: int = 0) -> pk.Packing:
    """n independent uniform objects."""
    return pk.Packing(space.gaussian(n, np.random.default_rng(seed)), space)


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
    return pk.Packing(space.from_real(space.to_real(packing.vectors) @ isometry.T), space)


def shuffled_and_turned(packing: pk.Packing, seed: int = 0) -> pk.Packing:
    """The packing in another order, each line given by another of its unit vectors, subspaces by another basis."""
    space, rng = packing.problem.space, np.random.default_rng(seed)
    rows = space.to_real(packing.vectors)[rng.permutation(packing.n)]
    if space.m > 1:
        rows = np.linalg.qr(rng.standard_normal((packing.n, space.m, space.m)))[0] @ rows
    elif space.has_lines:
        weights = rng.standard_normal((space.components, packing.n, 1))
        weights /= np.linalg.norm(weights, axis=0)
        rows = np.sum(weights * space.structure.apply(rows), axis=0)
    return pk.Packing(space.from_real(rows), space)


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
    records = [pk.records.best_known(pk.Problem(n, space)) for n in range(1, 3 * space.d + 6)]
    known = [record.coherence for record in records if record is not None]
    assert known
    assert all(one <= following + 1e-9 for one, following in pairwise(known))


def no_packing_beats_a_bound(space: Space) -> None:
    """Every packing, random, searched or remembered, lies above every bound."""
    problem = problem_in(space)
    bounds = pk.bounds.lower_bounds(problem).bounds
    found = pk.search.minimize(problem, restarts=8, starts=()).packing
    for packing in (found, random_packing(space, problem.n)):
        for bound in bounds:
            assert packing.coherence >= bound.value - ROUNDING, bound
    record = pk.records.best_known(problem)
    assert record is None or record.coherence >= bounds[0].value - ROUNDING


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
    """What `largest_code` takes: a cosine of points, the square of the coherence of lines and subspaces."""
    return f"{overlap if space.has_points else overlap * abs(overlap):.15f}"


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


def complements_are_isometric(space: Space) -> None:
    """Orthogonal complements have the same chordal distances, and so the same optimum of m (1 - f)."""
    other = space.complement
    assert other is not None
    packing = random_packing(space, 6)
    distances = pk.measure.distances(packing)
    assert np.allclose(pk.measure.distances(complement_of(packing)), distances, atol=1e-10)
    n = space.d + 2
    found = [pk.search.minimize(pk.Problem(n, each), restarts=24, starts=()).packing for each in (space, other)]
    assert abs(np.diff([each.space.distance2(each.coherence) for each in found])[0]) < 1e-9


def complement_of(packing: pk.Packing) -> pk.Packing:
    """Random vectors without their parts in each subspace span what is orthogonal to it."""
    space, other = packing.space, packing.space.complement
    rows = other.to_real(other.gaussian(packing.n, np.random.default_rng(1))).reshape(packing.n, other.m, -1)
    real = spans(space.to_real(packing.vectors).reshape(packing.n, space.m, -1), space)
    rows = rows - rows @ np.swapaxes(real, 1, 2) @ real
    return pk.Packing(other.from_real(rows), other)


def dimension_one_is_lines(field: str) -> None:
    """Asked as subspaces of dimension 1, by any distance, lines give the same bytes."""
    for distance in ("chordal", "spectral"):
        one, two = pk.subspaces(9, 3, 1, field, distance), pk.lines(9, 3, field)
        assert one == two
        found = [pk.search.minimize(problem, restarts=4, starts=()).packing for problem in (one, two)]
        assert found[0] == found[1]


def spectral_coherence_is_one_where_subspaces_meet(space: Space) -> None:
    """Where 2 m > d every two subspaces share a line."""
    assert 2 * space.m > space.d
    assert random_packing(space, 4).coherence > 1 - ROUNDING
    assert pk.bounds.lower_bound(pk.Problem(4, space)).exact == 1
