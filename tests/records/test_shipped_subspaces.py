"""The subspaces that come with the package: scored again by their projections, and above every bound."""

from __future__ import annotations

import json

import numpy as np
import pytest

from packing import Packing, Problem, subspaces
from packing.bounds import lower_bounds
from packing.cli import run
from packing.constructions import known
from packing.records.shipped import shipped_atlas, shipped_entry
from packing.search import minimize

GRASSMANNIANS = [
    *(("R", d, m, 50) for m, d in ((2, 4), (2, 5), (2, 6), (2, 7), (2, 8), (3, 6), (3, 7), (3, 8), (4, 8))),
    *(("C", d, m, 40) for m, d in ((2, 4), (2, 5), (2, 6), (3, 6))),
]
CELLS = [subspaces(n, d, m, field) for field, d, m, most in GRASSMANNIANS for n in range(3, most + 1) if n * m > d]


def distance2(packing: Packing) -> float:
    """The least squared chordal distance m - tr P P' of the spans, by projections."""
    problem = packing.problem
    frames = np.linalg.qr(np.swapaxes(packing.vectors, 1, 2))[0]
    flat = (frames @ np.swapaxes(frames, 1, 2).conj()).reshape(problem.n, -1)
    traces = (flat @ flat.conj().T).real
    return problem.m - float(traces[np.triu_indices(problem.n, 1)].max())


def test_every_cell_of_the_sweep_is_there() -> None:
    with shipped_atlas() as atlas:
        missing = set(CELLS) - set(atlas.problems())
    assert not missing, sorted(map(str, missing))


@pytest.mark.long
def test_no_bound_is_above_a_packing() -> None:
    """All bounds of all cells; certified values are those of the spans; more subspaces are never further apart."""
    met = 0
    with shipped_atlas() as atlas:
        for problem in CELLS:
            entry, more = atlas.best(problem), atlas.coherence(problem.resized(problem.n + 1))
            assert entry is not None
            value = float(entry.certified)
            assert problem.space.distance2(value) == pytest.approx(distance2(entry.packing), abs=1e-12)
            bounds = lower_bounds(problem).bounds
            assert all(bound.value <= value for bound in bounds), (problem, bounds[0])
            assert more is None or value <= more + 1e-9, problem
            met += bounds[0].value >= value - 1e-9
    assert met > 60


@pytest.mark.parametrize(
    ("field", "d", "m", "n"),
    [
        ("C", 4, 2, 8),
        ("C", 4, 2, 16),
        ("C", 6, 2, 8),
        ("C", 6, 3, 32),
        *(("R", 4, 2, n) for n in (3, 4, 5, 6, 7, 8, 10)),
    ],
)
def test_the_simplex_bound_is_met(field: str, d: int, m: int, n: int) -> None:
    entry = shipped_entry(subspaces(n, d, m, field))
    assert entry is not None
    assert distance2(entry.packing) == pytest.approx(m * (d - m) / d * n / (n - 1), abs=1e-12)


@pytest.mark.parametrize("problem", [subspaces(18, 4, 2), subspaces(40, 8, 4), subspaces(25, 4, 2, "C")], ids=str)
def test_what_is_shipped_is_no_worse_than_constructions(problem: Problem) -> None:
    entry = shipped_entry(problem)
    assert entry is not None
    assert all(entry.packing.coherence <= float(found.coherence) + 1e-9 for found in known(problem))


def test_the_command_and_the_search_begin_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["atlas", "best", "-n", "20", "-d", "4", "--subspaces", "2", "--json"]) == 0
    cell = json.loads(capsys.readouterr().out)["cells"][0]
    entry = shipped_entry(subspaces(20, 4, 2))
    assert entry is not None
    assert (cell["m"], cell["distance"]) == (2, "chordal")
    assert cell["coherence"] == pytest.approx(entry.packing.coherence, abs=1e-12)
    assert minimize(entry.problem, restarts=1).packing.coherence <= entry.packing.coherence + 1e-15
