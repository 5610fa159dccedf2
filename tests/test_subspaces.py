"""Subspaces of dimension m: the space, the problem, and packings of isometries."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.io import loadmat, savemat
from scipy.linalg import subspace_angles

import packing as pk
from packing.cli import run
from packing.errors import InputError
from packing.records.audit import audit
from packing.records.certified import certified_coherence
from packing.space import Space

SPACES = [
    Space.subspaces(d, m, field, distance)
    for d, m in ((4, 2), (5, 2), (5, 3), (6, 3))
    for field in "RCH"
    for distance in ("chordal", "spectral")
]


def random_packing(space: Space, n: int = 6, seed: int = 0) -> pk.Packing:
    return pk.Packing(space.gaussian(n, np.random.default_rng(seed)), space)


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_the_rows_of_each_subspace_are_orthonormal_and_stay(space: Space) -> None:
    packing = random_packing(space)
    assert packing.vectors.shape == (6, *space.shape)
    blocks = space.inner(packing.vectors, packing.vectors)[np.arange(6), np.arange(6)]
    parts = space.field.parts_of(blocks)
    assert np.allclose(parts[..., 0], np.eye(space.m), atol=1e-14)
    assert np.allclose(parts[..., 1:], 0.0, atol=1e-14)
    assert pk.Packing(packing.vectors, space) == packing
    assert pickle.loads(pickle.dumps(packing)) == packing


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_real_coordinates_go_back_and_forth(space: Space) -> None:
    vectors = space.gaussian(5, np.random.default_rng(1))
    rows = space.to_real(vectors)
    assert rows.shape == (5, space.m, space.width)
    assert np.array_equal(space.from_real(rows), vectors)


@pytest.mark.parametrize("space", [space for space in SPACES if space.field != "H"], ids=str)
def test_overlaps_are_those_of_the_principal_angles_of_scipy(space: Space) -> None:
    packing = random_packing(space)
    cosines = np.cos(subspace_angles(packing.vectors[0].T, packing.vectors[3].T))
    expected = np.max(cosines) if space.distance == "spectral" else np.sqrt(np.mean(cosines**2))
    assert packing.overlaps[2] == pytest.approx(expected, abs=1e-12)
    assert packing.overlaps[2] == pytest.approx(float(space.overlaps_in(packing.gram[0, 3])), abs=1e-14)


def test_a_subspace_over_a_smaller_field_has_the_same_overlaps() -> None:
    for distance in ("chordal", "spectral"):
        real = random_packing(Space.subspaces(5, 2, "R", distance))
        for field in "CH":
            wider = pk.Packing(real.vectors, Space.subspaces(5, 2, field, distance))
            assert np.allclose(wider.overlaps, real.overlaps, atol=1e-14)


def test_the_mean_of_f_is_m_over_d() -> None:
    for field in "RCH":
        space = Space.subspaces(5, 2, field)
        overlaps = random_packing(space, 150).overlaps
        assert np.mean(overlaps**2) == pytest.approx(float(space.mean_f), abs=0.01)


def test_chordal_distances_of_complements_are_the_same() -> None:
    for field in "RC":
        space = Space.subspaces(5, 2, field)
        packing = random_packing(space)
        bases = np.stack([np.linalg.svd(basis)[2][2:].conj() for basis in packing.vectors.conj()])
        others = pk.Packing(bases, space.complement)
        assert np.allclose(others.overlaps**2 * 3 - 1, packing.overlaps**2 * 2, atol=1e-13)


def test_dimensions() -> None:
    assert [Space.subspaces(5, 2, field).tangent_dimension for field in "RCH"] == [6, 12, 24]
    assert [Space.subspaces(5, 2, field).gauge for field in "RCH"] == [1, 4, 10]
    assert Space.subspaces(4, 3).complement == Space.lines(4)
    assert Space.lines(4).complement == Space.subspaces(4, 3)
    assert Space.subspaces(4, 4).complement is None


def test_dimension_one_is_lines() -> None:
    for distance in ("chordal", "spectral"):
        assert Space.subspaces(4, 1, "H", distance) == Space.lines(4, "H")
        assert pk.subspaces(9, 3, 1, "C", distance) == pk.lines(9, 3, "C")
    rows = np.random.default_rng(0).standard_normal((5, 1, 4))
    assert pk.Packing(rows, "subspaces") == pk.Packing(rows[:, 0]) == pk.Packing(rows, Space.subspaces(4, 1))


def test_rows_that_only_span_become_the_nearest_orthonormal_ones() -> None:
    rows = np.array([[[1.0, 0, 0], [0.6, 0.8, 0]], [[1e-30, 1e-30, 0], [0, 0, 1e200]]])
    packing = pk.Packing(rows, "subspaces")
    assert packing.coherence == pytest.approx(np.sqrt(0.5))
    assert np.allclose(packing.vectors[0, 0], [3 / np.sqrt(10), -1 / np.sqrt(10), 0])


def test_names() -> None:
    space = Space.subspaces(4, 2)
    assert str(space) == "2-dimensional subspaces of R^4"
    assert str(pk.subspaces(18, 4, 2)) == "18 2-dimensional subspaces of R^4"
    assert str(pk.subspaces(1, 4, 2, "H")) == "1 2-dimensional subspace of H^4"
    assert space.json == {"d": 4, "field": "R", "objects": "subspaces", "m": 2, "distance": "chordal"}
    assert len({space.of(5) for space in SPACES}) == len(SPACES)
    assert len({space.stem(5) for space in SPACES}) == len(SPACES)
    assert len({space.options for space in SPACES}) == len(SPACES)
    for space in SPACES:
        assert Space.of_kind(space.kind, space.d, space.field) == space


@pytest.mark.parametrize(
    ("m", "distance", "message"),
    [
        (0, "chordal", "m must be a positive integer, not 0"),
        (5, "chordal", r"subspaces of R\^4 have a dimension m of at most 4, not 5: take a smaller m"),
        (2, "procrustes", "the distance must be 'chordal' or 'spectral', not 'procrustes'"),
        (1, "other", "the distance must be 'chordal' or 'spectral', not 'other'"),
    ],
)
def test_bad_spaces_are_refused(m: int, distance: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pk.subspaces(7, 4, m, "R", distance)


def test_lines_have_no_dimension_two() -> None:
    with pytest.raises(InputError, match="lines have dimension m = 1, not 2: ask for objects 'subspaces'"):
        pk.Problem(7, 4, m=2)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        ([[[1, 0, 0], [2, 0, 0]]], "those of subspace 0 span 1 dimension: give a basis"),
        ([[[1, 0, 0], [0, 0, 0]]], "non-zero, but subspace 0, row 1 is zero"),
        ([[[1, 0, 0], [0, np.nan, 0]]], "finite, but subspace 0, row 1, column 1 is nan"),
        (np.zeros((2, 3)), r"needs an \(n, m, d\) array, of quaternions \(n, m, d, 4\), .* not shape \(2, 3\)"),
        (np.zeros((2, 4, 3)), r"subspaces of R\^3 have a dimension m of at most 3, not 4"),
    ],
)
def test_bad_arrays_are_refused(array: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pk.Packing(array, "subspaces")


def test_an_array_must_have_the_shape_of_its_space() -> None:
    with pytest.raises(InputError, match=r"need an array of shape \(n, 2, 4\), .* not \(7, 2, 5\)"):
        pk.Packing(np.ones((7, 2, 5)), Space.subspaces(4, 2))


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_every_question_to_bounds_and_records_has_an_answer(space: Space) -> None:
    packing = random_packing(space)
    bound = pk.bounds.lower_bound(packing.problem).value
    assert bound <= packing.coherence + 1e-12
    built = pk.constructions.known(packing.problem)
    best = pk.records.best_known(packing.problem)
    assert all(bound <= float(construction.coherence) + 1e-12 for construction in built)
    assert best is None or best.coherence >= bound - 1e-12
    assert best is not None or not built


def test_orthogonal_subspaces_are_known() -> None:
    assert pk.records.best_known(pk.subspaces(2, 5, 2, "C")).coherence == 0.0
    assert pk.search.minimize(pk.subspaces(3, 6, 2, "H")).packing.coherence == 0.0


@pytest.mark.parametrize(
    ("n", "d", "m", "field", "distance2"),
    [
        (8, 4, 2, "C", 8 / 7),
        (7, 4, 2, "R", 7 / 6),
        (10, 4, 2, "R", 10 / 9),
        (5, 4, 2, "H", 5 / 4),
    ],
)
def test_searches_reach_the_simplex_bound(n: int, d: int, m: int, field: str, distance2: float) -> None:
    """d_c^2 <= (m (d - m)/d) n/(n - 1), met where Conway, Hardin and Sloane found it met, and over C and H."""
    problem = pk.subspaces(n, d, m, field)
    found = pk.search.minimize(problem, restarts=64, starts=())
    assert problem.space.distance2(found.packing.coherence) == pytest.approx(distance2, abs=1e-12)
    assert found.status.converged


@pytest.mark.parametrize("field", ["R", "C", "H"])
def test_a_cyclic_symmetry_is_kept(field: str) -> None:
    problem = pk.subspaces(9, 4, 2, field)
    found = pk.search.minimize(problem, within=pk.search.Cyclic(3), restarts=4)
    squares = np.round(np.sort(found.packing.overlaps**2), 8)
    for _, multiplicity in zip(*np.unique(squares, return_counts=True), strict=True):
        assert multiplicity % 3 == 0


def test_given_subspaces_are_extended() -> None:
    problem = pk.subspaces(6, 4, 2, "C")
    given = random_packing(Space.subspaces(4, 2, "C"), 3)
    found = pk.search.minimize(problem, within=pk.search.Extending(given), restarts=4)
    assert np.allclose(found.packing.vectors[:3], given.vectors, atol=1e-12)


def test_energies_of_subspaces_are_not_searched() -> None:
    with pytest.raises(InputError, match="not of 2-dimensional subspaces"):
        pk.search.minimize(pk.subspaces(6, 4, 2), pk.search.Energy(2), restarts=1)


def certified(packing: pk.Packing) -> Fraction:
    return certified_coherence(packing).square


@pytest.mark.parametrize("space", [*SPACES, Space.subspaces(4, 2, "C", "spectral")], ids=str)
def test_the_certified_coherence_is_that_of_the_stored_spans(space: Space) -> None:
    packing = random_packing(space)
    assert packing.coherence**2 == pytest.approx(float(certified(packing)), abs=1e-14)
    assert certified(pk.Packing(packing.vectors[::-1], space)) == certified(packing)


def test_the_certified_coherence_of_rational_planes_is_exact() -> None:
    """Planes of e1, e2 and of e1 + e3, e2 + 2 e4: squared cosines 1/2 and 1/5."""
    rows = [[[1, 0, 0, 0], [0, 1, 0, 0]], [[1, 0, 1, 0], [0, 1, 0, 2]]]
    chordal = pk.Packing(rows, Space.subspaces(4, 2))
    assert float(certified(chordal)) == pytest.approx(0.35, abs=1e-15)
    spectral = certified(pk.Packing(rows, Space.subspaces(4, 2, "R", "spectral")))
    assert 0 <= spectral - certified(pk.Packing([[1, 0], [1, 1]])) < 1e-15


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_every_format_keeps_every_bit(space: Space, tmp_path: Path) -> None:
    packing = random_packing(space)
    for suffix in (".txt", ".npy", ".npz", ".mat"):
        if suffix == ".mat" and space.field == "H":
            continue
        path = pk.save(packing, tmp_path / f"packing{suffix}")
        assert pk.load(path, packing.problem) == packing
    assert pk.load(tmp_path / "packing.npz") == packing


def test_codebooks_have_bases_as_columns(tmp_path: Path) -> None:
    packing = random_packing(Space.subspaces(5, 2, "C"))
    path = pk.save(packing, tmp_path / "codebook.mat")
    codebook = loadmat(path)["codebook"]
    assert codebook.shape == (5, 2, 6)
    assert np.allclose(codebook[:, :, 3].conj().T @ codebook[:, :, 3], np.eye(2), atol=1e-14)
    savemat(tmp_path / "other.mat", {"W": 3.0 * codebook})
    assert np.allclose(pk.load(tmp_path / "other.mat").overlaps, packing.overlaps, atol=1e-14)
    savemat(tmp_path / "two.mat", {"W": codebook, "V": codebook})
    with pytest.raises(InputError, match="must hold one array of numbers"):
        pk.load(tmp_path / "two.mat")
    with pytest.raises(InputError, match=r"not quaternions: save it as \.npz"):
        pk.save(random_packing(Space.subspaces(5, 2, "H")), tmp_path / "q.mat")


@pytest.mark.parametrize("space", [space for space in SPACES if space.d == 4], ids=str)
def test_an_atlas_holds_subspaces(space: Space, tmp_path: Path) -> None:
    problem = pk.Problem(5, space)
    found = pk.search.minimize(problem, restarts=1, starts=())
    with pk.records.Atlas(tmp_path / "atlas.sqlite") as atlas:
        assert atlas.record(found)
        atlas.record(found)
        assert atlas.problems() == [problem]
        assert [entry.packing for entry in atlas.optima(problem)] == [found.packing]
        assert atlas.check() == []
        assert pk.records.best_known(problem, [atlas]).coherence <= found.packing.coherence


@pytest.mark.parametrize("space", [space for space in SPACES if space.d == 4], ids=str)
def test_isometries_are_found(space: Space) -> None:
    packing = random_packing(space)
    drawn = np.random.default_rng(3).standard_normal((space.width, space.width))
    turns = space.structure.apply(np.eye(space.width))
    left, _, right = np.linalg.svd(sum(turn @ drawn @ turn.T for turn in turns))
    moved = space.from_real(space.to_real(packing.vectors)[[3, 1, 0, 5, 4, 2]] @ (left @ right))
    assert pk.symmetry.same_packing(packing, pk.Packing(moved, space))
    assert not pk.symmetry.same_packing(packing, random_packing(space, seed=9))
    assert pk.symmetry.symmetry_order(packing) == 1


def test_coordinate_planes_have_all_signed_permutations() -> None:
    """The six coordinate planes of R^4: S_4 acts on them by permutations of the coordinates."""
    planes = [np.eye(4)[[i, j]] for i in range(4) for j in range(i)]
    assert pk.symmetry.symmetry_order(pk.Packing(planes, "subspaces")) == 24


def test_a_folder_of_codebooks_is_audited(tmp_path: Path) -> None:
    packing = random_packing(Space.subspaces(4, 2))
    for name in ("subspaces_R_4x2x6.txt", "subspaces_R_4x2x6.npy", "a.npz", "b.mat"):
        pk.save(packing, tmp_path / name)
    done = audit(tmp_path)
    assert {cell.problem for cell in done.cells} == {packing.problem}
    assert (len(done.cells), done.findings) == (4, ())
    np.save(tmp_path / "subspaces_R_4x2x3.npy", np.repeat(packing.vectors[:1], 3, axis=0) * 2)
    rules = {fault.rule for fault in audit(tmp_path).findings}
    assert {"unit", "distinct"} <= rules


def test_the_command_writes_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "p.npz"
    words = f"search -n 8 -d 4 --subspaces 2 --field C --distance chordal --restarts 8 --json --out {file}".split()
    assert run(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["problem"] == {"n": 8, "d": 4, "field": "C", "objects": "subspaces", "m": 2, "distance": "chordal"}
    assert pk.load(file).coherence == answer["coherence"]
    assert answer["chordal_distance2"] == pytest.approx(2 - 2 * answer["coherence"] ** 2, abs=1e-15)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--subspaces 0", "m must be a positive integer, not 0"),
        ("--subspaces 5", "have a dimension m of at most 4, not 5"),
        ("--subspaces 2 --distance geodesic", "must be 'chordal' or 'spectral', not 'geodesic'"),
        ("--subspaces 2 --vectors", "--vectors are points and --subspaces are not"),
        ("--subspaces 2 --digits 20", "--digits is for lines and points"),
        ("--subspaces 2 --symmetry antipodal", "antipodal pairs need an even number of points"),
    ],
)
def test_bad_options_are_one_line(words: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"search -n 8 -d 4 {words}".split()) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1


@pytest.mark.parametrize(("n", "d", "m"), [(200, 200, 100), (2000, 2000, 20), (10**5, 4, 2)])
def test_what_does_not_fit_into_memory_is_one_line(n: int, d: int, m: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"search -n {n} -d {d} --subspaces {m} --restarts 1 --from-scratch".split()) == 2
    error = capsys.readouterr().err
    assert "ask for less" in error and error.count("\n") == 1
