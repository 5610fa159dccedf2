"""Constrained searches keep their constraint to the last step, and end at optima within it."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

import numpy as np
import pytest

from packing import InputError, Packing, lines, save, vectors
from packing.cli import run
from packing.constructions import known
from packing.search import (
    Antipodal,
    Constraint,
    Cyclic,
    Extending,
    Outcome,
    Progress,
    minimize,
    minimize_within,
    parse_symmetry,
)
from packing.search.tangent import tangent_bases


def test_antipodal_codes_stay_antipodal() -> None:
    found = minimize_within(vectors(24, 4), Antipodal(), restarts=6)
    assert found.packing.coherence == pytest.approx(0.5, abs=1e-11)
    assert found.status.converged
    assert np.allclose(found.packing.vectors[:12], -found.packing.vectors[12:], atol=1e-12)


@pytest.mark.parametrize(("n", "d", "field", "order"), [(10, 4, "C", 5), (9, 3, "R", 3), (12, 5, "R", 4)])
def test_cyclic_packings_stay_cyclic(n: int, d: int, field: str, order: int) -> None:
    """Shifting every orbit by one step is an isometry: it keeps all overlaps."""
    found = minimize_within(lines(n, d, field), Cyclic(order), restarts=6)
    assert found.status.converged
    shift = np.concatenate([np.arange(n // order, n), np.arange(n // order)])
    gram = np.abs(found.packing.gram)
    assert np.allclose(gram, gram[np.ix_(shift, shift)], atol=1e-10)
    free = minimize(lines(n, d, field), restarts=24, starts=())
    assert found.packing.coherence >= free.packing.coherence - 1e-10


def test_the_icosahedron_takes_two_more_at_the_centres_of_faces() -> None:
    """The circumradius of a face is the angle that a thirteenth point keeps from its corners."""
    icosahedron = next(found.packing for found in known(vectors(12, 3)) if found.name == "icosahedron")
    found = minimize_within(vectors(13, 3), Extending(icosahedron), restarts=8)
    centre = math.sqrt((5 + 2 * math.sqrt(5)) / 15)
    assert found.packing.coherence == pytest.approx(centre, abs=1e-11)
    assert (found.packing.vectors[:12] == icosahedron.vectors).all()


def test_two_threads_find_what_one_finds_and_tell_of_it() -> None:
    told: list[Progress] = []
    one = minimize_within(lines(12, 5, "C"), Cyclic(4), restarts=6)
    two = minimize_within(lines(12, 5, "C"), Cyclic(4), restarts=6, jobs=2, progress=told.append)
    assert (one.packing.vectors == two.packing.vectors).all()
    assert [event.restarts for event in told] == list(range(1, 7))
    assert [told[-1].value, told[-1].hits] == [two.packing.coherence, two.hits]
    assert one.hits == two.hits


@pytest.mark.long
def test_seconds_break_a_descent_off() -> None:
    began = time.thread_time()
    found = minimize_within(lines(600, 24), Cyclic(3), seconds=0.3)
    assert time.thread_time() - began < 6
    assert found.restarts == 1
    assert found.status.outcome is Outcome.STOPPED


@pytest.mark.parametrize(
    ("constraint", "problem"),
    [(Cyclic(3), lines(6, 4, "C")), (Cyclic(4), vectors(8, 5)), (Antipodal(), vectors(8, 3))],
)
def test_charts_pull_gradients_back_and_move_along_themselves(constraint: Constraint, problem: object) -> None:
    rng = np.random.default_rng(3)
    chart = constraint.draw(problem, rng)
    free = rng.standard_normal(chart.start.shape)
    covector = rng.standard_normal(chart.place(free).shape)
    assert np.sum(chart.place(free) * covector) == pytest.approx(np.sum(free * chart.pull(covector)), abs=1e-12)
    columns = chart.place(free)
    rows = np.ascontiguousarray((columns / np.linalg.norm(columns, axis=0)).T)
    bases = tangent_bases(rows, problem.space)
    moves = chart.allowed(bases)
    assert np.allclose(moves.T @ moves, np.eye(moves.shape[1]), atol=1e-12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cyclic:1", "or a file of these, not 'cyclic:1': write cyclic:7"),
        ("dihedral", "a symmetry must be"),
        ("cyclic:x", "a symmetry must be"),
    ],
)
def test_symmetries_are_read(text: str, message: str) -> None:
    assert parse_symmetry("cyclic:12", 24) == Cyclic(12)
    assert parse_symmetry("antipodal", 24) == Antipodal()
    with pytest.raises(InputError, match=message):
        parse_symmetry(text, 24)


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(InputError, match="5 does not divide 13: choose a divisor of 13"):
        minimize_within(lines(13, 3), Cyclic(5), restarts=1)
    with pytest.raises(InputError, match="antipodal pairs need an even number of points"):
        minimize_within(lines(12, 3), Antipodal(), restarts=1)
    with pytest.raises(InputError, match="7 lines in R\\^3 cannot extend 2 lines in R\\^2"):
        minimize_within(lines(7, 3), Extending(Packing(np.eye(2))), restarts=1)


def test_the_command_extends_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = tmp_path / "axes.npy"
    save(Packing(np.eye(3)), given)
    assert run(["search", "-n", "4", "-d", "3", "--fix", str(given), "--restarts", "6", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["coherence"] == pytest.approx(3**-0.5, abs=1e-11)
    assert answer["method"] == "extending 3 given"
    assert run(["search", "-n", "7", "-d", "3", "--symmetry", "cyclic:2", "--restarts", "2"]) == 2
    assert "2 does not divide 7" in capsys.readouterr().err
    assert run(["search", "-n", "7", "-d", "3", "--fix", str(tmp_path / "no.npy")]) == 2
    assert "there is no such file" in capsys.readouterr().err
