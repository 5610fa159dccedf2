"""One answer to what the best packing of a problem is: never above a store, a construction or a larger packing."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from packing import Packing, Problem, lines, vectors
from packing.bounds import lower_bound
from packing.constructions import reached
from packing.errors import InputError
from packing.records import Atlas, Optimal, Record, Source, best_known, shipped_atlas
from packing.report.writers.as_json import as_json
from packing.search import SearchResult, minimize_coherence

CELLS = [
    *(lines(n, d) for d in range(1, 8) for n in (1, 2, d, d + 1, d + 2, 2 * d, 3 * d + 1, 28, 33)),
    *(lines(n, d, "C") for d in range(1, 7) for n in (1, 2, d + 1, d + 2, d * d, d * d + 1, 39, 49)),
    *(lines(n, d, "H") for d in range(1, 5) for n in (1, d + 1, 5, 9, 16, 33)),
    *(vectors(n, d) for d in range(1, 7) for n in (1, 2, d + 1, 2 * d, 2 * d + 1, 16, 24, 37)),
]


def known(problem: Problem) -> Record:
    best = best_known(problem)
    assert best is not None
    return best


@pytest.mark.parametrize("problem", sorted(set(CELLS), key=str), ids=str)
def test_it_is_a_packing_above_the_bound_and_not_above_what_is_here(problem: Problem) -> None:
    best = best_known(problem)
    with shipped_atlas() as atlas:
        stored = atlas.coherence(problem)
    here = [float(made.coherence) for made in reached(problem)] + ([] if stored is None else [stored])
    if best is None:
        assert here == []
        return
    assert best.packing is not None
    assert best.packing.problem == problem
    assert best.packing.coherence == pytest.approx(best.coherence, abs=4e-15 * (problem.d + 4))
    assert best.coherence >= lower_bound(problem).value - 1e-12
    assert best.coherence <= min(here, default=2.0) + 1e-9
    larger = best_known(problem.resized(problem.n + 1))
    assert larger is None or best.coherence <= larger.coherence + 1e-9
    assert pickle.loads(pickle.dumps(best)) == best
    assert hash(best) == hash(known(problem))
    assert len(repr(best)) < 200


@pytest.mark.parametrize(
    ("problem", "exact", "name", "standing"),
    [
        (lines(276, 23), "1/5", "McLaughlin lines", "optimal (proved)"),
        (lines(63, 7), "1/2", "E7 root lines", "optimal (proved)"),
        (lines(62, 7), "1/2", "E7 root lines, first 62", "open"),
        (vectors(240, 8), "1/2", "E8 roots", "optimal (certified)"),
        (vectors(10, 4), "1/6", "Petersen code", "optimal (certified)"),
        (lines(3, 1, "C"), "1", "one line", "optimal (proved)"),
        (vectors(1, 3), "-1", "simplex", "optimal (proved)"),
    ],
)
def test_constructions_are_named_with_their_exact_value(problem: Problem, exact: str, name: str, standing: str) -> None:
    best = known(problem)
    assert (best.source, str(best.exact), best.name, best.standing) == (Source.CONSTRUCTED, exact, name, standing)
    assert best.certified is None


def test_what_ships_is_found_here() -> None:
    best = known(lines(39, 6, "C"))
    assert best.source is Source.FOUND
    assert best.optimal is Optimal.OPEN
    assert best.certified == "0.419725921114440"
    assert as_json(best)["exact"] == best.certified
    assert best.coherence == pytest.approx(0.41973, abs=1e-5)
    assert best.entry is not None


def test_the_vectors_of_a_huge_construction_wait_until_they_are_asked_for() -> None:
    best = known(vectors(196560, 24))
    assert best.standing == "optimal (certified)"
    assert "packing" not in vars(best)
    assert best.construction is not None
    assert "packing" not in vars(best.construction)


def test_lines_of_a_plane_and_points_of_a_sphere_have_one_record() -> None:
    for n in (5, 8, 13, 20, 37, 49):
        points, spinors = known(vectors(n, 3)), known(lines(n, 2, "C"))
        assert spinors.coherence**2 == pytest.approx((1 + points.coherence) / 2, abs=1e-9)
        circle, real = known(vectors(n, 2)), known(lines(n, 2))
        assert real.coherence**2 == pytest.approx((1 + circle.coherence) / 2, abs=1e-12)


def test_two_ends_of_lines_are_points() -> None:
    points, halves = known(vectors(31, 3)), known(lines(16, 3))
    assert points.coherence <= halves.coherence + 1e-12


def found(problem: Problem) -> SearchResult:
    return minimize_coherence(problem, restarts=8, seed=1)


def test_a_store_counts_where_it_is_better(tmp_path: Path) -> None:
    problem = lines(70, 4)
    before = best_known(problem)
    with Atlas(tmp_path / "a.sqlite") as store:
        store.record(found(problem))
        best = best_known(problem, [store])
        assert best is not None
        assert best.source is Source.FOUND
        assert before is None or best.coherence < before.coherence
        smaller = best_known(lines(69, 4), [store], shipped=False)
        assert smaller is not None
        assert smaller.coherence <= best.coherence
        assert smaller.packing is not None
        assert smaller.packing.n == 69
        complex_lines = best_known(lines(70, 4, "C"), [store], shipped=False)
        assert complex_lines is not None
        assert complex_lines.coherence <= best.coherence
    assert best_known(problem) is before


def test_a_store_that_claims_too_much_is_refused(tmp_path: Path) -> None:
    problem = lines(37, 4)
    with Atlas(tmp_path / "a.sqlite") as store:
        store.record(found(problem))
        store._connection.execute("UPDATE packings SET coherence = 0.1")
        with pytest.raises(InputError, match=r"claims coherence 0\.\d+ for 37 lines in R\^4, but its vectors have"):
            best_known(problem, [store])


def test_packings_are_carried_with_their_overlaps() -> None:
    from packing.records.carried import LINES_AS_SPHERE, SPHERE_AS_LINES

    rows = Packing(known(vectors(14, 3)).packing.vectors, "vectors")  # type: ignore[union-attr, arg-type]
    spinors = SPHERE_AS_LINES.packing(rows, lines(14, 2, "C"))
    back = LINES_AS_SPHERE.packing(spinors, vectors(14, 3))
    assert spinors.gram.real**2 + spinors.gram.imag**2 == pytest.approx((1 + rows.gram) / 2, abs=1e-14)
    assert back.gram == pytest.approx(rows.gram, abs=1e-14)
