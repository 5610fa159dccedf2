"""Exact packings of subspaces beside those that searches find, and the equations behind them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from flint import arb, arb_mat, ctx

import packing as pk
from packing import Packing, Problem
from packing.cli import run
from packing.constructions import turned_planes
from packing.exact import Existence, NotProved, met_bound, prove_existence, recognize
from packing.exact.balls import conditions_of, overlap, overlap_of_all
from packing.exact.contacts import contacts
from packing.exact.system import OptimalSystem, float_jacobian, started
from packing.search import minimize
from packing.space import Space


@pytest.mark.parametrize(
    ("problem", "restarts", "polynomial", "rigid"),
    [
        (pk.subspaces(20, 4, 2), 16, "11x - 6", True),
        pytest.param(pk.subspaces(8, 4, 2, "C"), 8, "7x - 3", False, marks=pytest.mark.long),
        (pk.subspaces(3, 4, 2, "H"), 2, "4x - 1", False),
    ],
    ids=str,
)
def test_values_of_what_is_found(problem: Problem, restarts: int, polynomial: str, rigid: bool) -> None:
    found = minimize(problem, restarts=restarts, starts=(), seed=1).packing
    proof = prove_existence(found, 80)
    assert isinstance(proof, Existence), proof
    assert (proof.rigid, proof.locally_optimal or not rigid) == (rigid, True)
    assert str(recognize(proof)) == polynomial
    assert float(proof.coherence.mid()) == pytest.approx(found.coherence, abs=1e-12)
    assert proof.radius < 1e-10


def test_ten_planes_meet_the_simplex_bound_to_fifty_digits() -> None:
    proof = prove_existence(turned_planes(10).packing, 80)
    assert isinstance(proof, Existence)
    assert proof.locally_optimal
    assert str(recognize(proof)) == "9x - 4"
    met = met_bound(proof)
    assert met is not None
    assert (str(met.bound.theorem), met.digits) == ("simplex", 50)


def test_a_turned_frame_is_the_same_packing() -> None:
    """Another basis of each plane and a turn of R^4: the same level and ties."""
    packing = turned_planes(10).packing
    rng = np.random.default_rng(0)
    turn = np.linalg.qr(rng.standard_normal((4, 4)))[0]
    bases = np.array([np.linalg.qr(rng.standard_normal((2, 2)))[0] @ each @ turn for each in packing.vectors])
    one, other = (prove_existence(each, 60) for each in (packing, Packing(bases, packing.space)))
    assert isinstance(one, Existence)
    assert isinstance(other, Existence)
    assert one.level.overlaps(other.level)
    assert (one.ties, one.left_over, one.rigid) == (other.ties, other.left_over, other.rigid)


@pytest.mark.parametrize(("d", "m", "field"), [(4, 2, "R"), (5, 3, "R"), (4, 2, "C"), (3, 2, "H")])
def test_overlaps_in_balls_are_those_in_floats(d: int, m: int, field: str) -> None:
    space = Space.subspaces(d, m, field)
    packing = Packing(space.gaussian(2, np.random.default_rng(1)), space)
    rows = [[arb(float(entry)) for entry in row] for row in space.to_real(packing.vectors).reshape(2, -1)]
    stretched = [[(2 if k < space.width else 1) * entry for k, entry in enumerate(row)] for row in rows]
    with ctx.workprec(120):
        values = [overlap(rows[0], rows[1], space), overlap_of_all(stretched[0], stretched[1], space)]
    assert [float(value.mid()) for value in values] == pytest.approx([packing.coherence**2] * 2, abs=1e-12)
    count = m + space.scalars * m * (m - 1) // 2
    assert len(conditions_of([0], space)) == count


@pytest.mark.parametrize(("n", "field"), [(9, "R"), pytest.param(6, "C", marks=pytest.mark.long)])
def test_the_jacobian_is_that_of_the_equations(n: int, field: str) -> None:
    """First-order conditions in frames: conditions, ties, pulls, and their derivatives by differences."""
    problem = pk.subspaces(n, 4, 2, field)
    found = contacts(minimize(problem, restarts=8, starts=(), seed=1).packing)
    system = next(choice.system for choice in found.choices())
    if not isinstance(system, OptimalSystem):
        system = found._optimal(np.arange(len(found.pairs))).system
    u, step = started(system), 1e-30
    with ctx.workprec(400):
        for column in np.random.default_rng(0).choice(system.unknowns, 6, replace=False):
            ends = []
            for sign in (1, -1):
                entries = u.entries()
                entries[column] += arb(sign) * step
                ends.append(system.value(arb_mat([[entry] for entry in entries])))
            slope = (ends[0] - ends[1]) * arb(1 / (2 * step))
            expected = float_jacobian(system, u)[:, column]
            assert [float(entry.mid()) for entry in slope.entries()] == pytest.approx(expected, abs=1e-9)


def test_what_is_not_proved() -> None:
    spectral = Packing(turned_planes(5).packing.vectors, Space.subspaces(4, 2, "R", "spectral"))
    lone = Packing(np.eye(4)[None, :2], Space.subspaces(4, 2))
    apart = Packing(np.stack([np.eye(4)[:2], np.eye(4)[2:]]), Space.subspaces(4, 2))
    for packing, text in ((spectral, "chordal"), (lone, "no overlap"), (apart, "exact already")):
        proof = prove_existence(packing)
        assert isinstance(proof, NotProved)
        assert text in proof.reason


def test_the_command_proves_subspaces(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--subspaces", "2", "--restarts", "8", "--from-scratch", "--exact", "--json"]
    assert run(["search", "-n", "10", "-d", "4", *options]) == 0
    exact = json.loads(capsys.readouterr().out)["exact"]
    assert exact["minimal"] == "9x - 4 in x = mu^2 (recognised, not proved)"
    assert "simplex, proved" in exact["optimal"]
    assert run(["search", "-n", "10", "-d", "4", "--subspaces", "2", "--digits", "20"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
