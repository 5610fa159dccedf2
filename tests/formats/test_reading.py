"""What people have in their files is read, exactly where it is exact, and each choice that nobody told is said."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy
from scipy.io import savemat

import packing as pk
from packing.census import census
from packing.constructions import known
from packing.formats import read

HEXAGON = [[2, -1, -1], [1, 1, -2], [-1, 2, -1], [-2, 1, 1], [-1, -1, 2], [1, -2, 1]]
LONG = 10**40


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.txt", "\n".join(" ".join(map(str, row)) for row in HEXAGON)),
        ("p.txt", "# six points\n6 3\n" + "\n".join("\t".join(map(str, row)) for row in HEXAGON) + "\n\n"),
        ("p.csv", "x,y,z\n" + "\n".join(",".join(map(str, row)) for row in HEXAGON)),
        ("p.tsv", "\n".join("\t".join(f"{entry * LONG}" for entry in row) for row in HEXAGON)),
        ("p.txt", "\n".join(", ".join(f"{entry}/7" for entry in row) for row in HEXAGON)),
        ("p.csv", "\n".join(";".join(f"{entry}/sqrt(6)" for entry in row) for row in HEXAGON)),
        ("p.csv", "\n".join(",".join(f"{entry / 4}" for entry in row) for row in HEXAGON)),
        ("p.txt", "{" + ",\n".join("{" + ", ".join(map(str, row)) + "}" for row in HEXAGON) + "}"),
        ("p.json", json.dumps(HEXAGON)),
        ("p.txt", json.dumps(HEXAGON)),
        ("p.txt", json.dumps(HEXAGON).replace("[", "{").replace("]", "}")),
        ("p.json", json.dumps({"name": "hexagon", "n": 6, "points": [[f"{x}/3" for x in row] for row in HEXAGON]})),
    ],
)
def test_rows_of_all_kinds_keep_their_exact_answer(name: str, text: str, tmp_path: Path) -> None:
    packing = pk.load(written(tmp_path / name, text), objects="vectors")
    counted = census(packing)
    assert packing.problem == pk.vectors(6, 3)
    assert counted.exact == sympy.Rational(1, 2)
    assert [angle.multiplicity for angle in counted.angles or [counted]] == ([6, 6, 3] if counted.angles else [6])
    assert (counted.rank, counted.degrees, counted.rigor) == (2, ((2, 6),), pk.Rigor.CERTIFIED)


@pytest.mark.parametrize("kind", [np.int8, np.int64, np.float32, np.float64])
def test_arrays_of_whole_numbers_are_exact(kind: type, tmp_path: Path) -> None:
    rows = np.array(HEXAGON, dtype=kind)
    np.save(tmp_path / "p.npy", rows)
    np.savez(tmp_path / "p.npz", anything=rows)
    savemat(tmp_path / "p.mat", {"codebook": rows.T})
    for name in ("p.npy", "p.npz", "p.mat"):
        found = census(pk.load(tmp_path / name, objects="vectors"))
        assert (found.exact, found.multiplicity) == (sympy.Rational(1, 2), 6)


def test_gaussian_integers_are_exact(tmp_path: Path) -> None:
    text = "1+i, 0\n0, 2i\n1, 1\n1, i\n1, -1\n1, -i\n"
    counted = census(pk.load(written(tmp_path / "p.csv", text)))
    assert counted.problem == pk.lines(6, 2, "C")
    assert [(angle.value, angle.multiplicity) for angle in counted.angles] == [(sympy.sqrt(2) / 2, 12), (0, 3)]


def test_exact_numbers_of_python_keep_their_answer() -> None:
    third = Fraction(1, 3)
    lists = pk.Packing([[third, third], [2**200, -(2**200)], [1, 7]])
    assert census(lists).square == Fraction(64, 100)
    root = sympy.sqrt(2)
    assert census(pk.Packing(sympy.Matrix([[1 / root, 1 / root], [root, -root], [1, 7]]))).square == Fraction(64, 100)
    assert pk.Packing(sympy.Matrix([[1, root], [root, 1]])).exact is None
    assert lists.select([2, 0]).exact.cosine2(0, 1, signed=True) == Fraction(64, 100)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("entries", "d"),
    [
        ([["1", "-1/2", "-1/2"], ["-1/2", "1", "-1/2"], ["-1/2", "-1/2", "1"]], 2),
        ([["1", "1/2", "0"], ["1/2", "1", "1/2"], ["0", "1/2", "1"]], 3),
        ([["1.0", "0.4472135954999579"], ["0.4472135954999579", "1.0"]], 2),
    ],
)
def test_a_gram_matrix_is_seen_and_said(entries: list[list[str]], d: int, tmp_path: Path) -> None:
    path = written(tmp_path / "g.csv", "\n".join(",".join(row) for row in entries))
    reading = read(path, objects="vectors")
    wanted = np.array([[float(Fraction(entry)) for entry in row] for row in entries])
    assert reading.packing.problem == pk.vectors(len(entries), d)
    np.testing.assert_allclose(reading.packing.gram, wanted, atol=1e-14)
    note, *_ = reading.notes
    assert "is a Gram matrix" in note and f"rank {d}" in note and "--rows" in note
    assert read(path, objects="vectors", layout="rows").packing.problem == pk.vectors(len(entries), len(entries))


def test_gram_matrices_of_constructions_come_back(tmp_path: Path) -> None:
    for problem in (pk.lines(28, 7), pk.lines(9, 3, "C"), pk.vectors(27, 6)):
        packing = known(problem)[0].packing
        np.save(tmp_path / "g.npy", packing.gram)
        reading = read(tmp_path / "g.npy", objects=problem.objects)
        assert reading.packing.problem == problem
        np.testing.assert_allclose(reading.packing.gram, packing.gram, atol=1e-12)


def test_a_saved_packing_is_never_taken_for_a_gram_matrix(tmp_path: Path) -> None:
    for rows in ([[1, 0.5], [0.5, 1]], np.eye(3), [[0.6, 0.8], [0.8, 0.6]]):
        packing = pk.Packing(rows)
        for suffix in (".npy", ".csv", ".json", ".mat"):
            assert pk.load(pk.save(packing, tmp_path / f"p{suffix}")) == packing


def test_columns_are_told_or_shown_by_n_and_d(tmp_path: Path) -> None:
    path = written(tmp_path / "p.csv", "1,0,3,5\n0,1,4,12\n")
    assert pk.load(path).problem == pk.lines(2, 4)
    assert "2 rows of 4 numbers; its rows are the vectors: else say --layout columns" in read(path).notes[0]
    assert pk.load(path, layout="columns").problem == pk.lines(4, 2)
    shown = read(path, pk.vectors(4, 2))
    assert shown.packing.exact.cosine2(2, 3, signed=True) == Fraction(63, 65) ** 2  # type: ignore[union-attr]
    assert "the columns of" in shown.notes[0]


def test_lengths_are_divided_out_and_said(tmp_path: Path) -> None:
    path = written(tmp_path / "p.csv", "0.1,0.3\n7.7,0.2\n")
    assert "has rows of length 0.316228 to 7.7026, which were divided by it" in read(path).notes[0]


def test_codes_and_graphs_are_sources_of_points(tmp_path: Path) -> None:
    words = written(tmp_path / "w.txt", "0000\n0011\n0101\n0110\n1001\n1010\n1100\n1111\n")
    cube = census(pk.load(words, layout="words"))
    assert (cube.problem, cube.exact, cube.multiplicity) == (pk.vectors(8, 4), 0, 24)
    tetracode = written(tmp_path / "t.txt", "1 1 1 0\n0 1 2 1\n")
    ternary = census(pk.load(tetracode, layout="generator"))
    assert (ternary.problem, ternary.exact, ternary.rank) == (pk.vectors(9, 8), sympy.Rational(-1, 8), 8)
    petersen = np.array([[not set(a) & set(b) for b in PAIRS] for a in PAIRS], dtype=int)
    graph = written(tmp_path / "g.txt", "\n".join("".join(map(str, row)) for row in petersen))
    points = census(pk.load(graph, layout="graph"))
    assert (points.problem, points.exact) == (pk.vectors(10, 4), sympy.Rational(1, 6))
    lines = census(pk.load(graph, layout="seidel"))
    assert (lines.problem, [angle.value for angle in lines.angles]) == (pk.lines(10, 5), [sympy.Rational(1, 3)])


PAIRS = [(i, j) for i in range(5) for j in range(i)]


@pytest.mark.parametrize(
    ("name", "text", "layout", "message"),
    [
        ("p.txt", "1 2\n3\n4 5\n", None, "line 2 has 1 numbers and line 1 has 2"),
        ("p.txt", "1 0\n0 one\n", None, "line 2, entry 4 is 'one', not a number"),
        ("p.txt", "1 0\n0 1/0\n", None, "line 2, entry 4 is '1/0', not a number"),
        ("p.txt", "1\n0\n0\n1\n", None, "holds numbers without a shape: say n, d"),
        ("p.txt", "x y\n", None, "'x', not a number"),
        ("p.csv", "# nothing\n", None, "holds no numbers"),
        ("p.json", "[[1, 0], [1]]", None, "lists of different lengths, 1 and 2"),
        ("p.json", '{"a": 1}', None, "no list of rows named 'vectors' or 'gram'"),
        ("p.json", "[[1, null]]", None, "must hold a list of rows of numbers"),
        ("p.json", "[" * 100_000, None, "as JSON"),
        ("p.csv", "9" * 5000 + ",1", None, "a number of 5000 letters"),
        ("p.csv", "1,2\n2,1\n", "gram", "its least eigenvalue is -1"),
        ("p.csv", "1,2\n0,1\n", "gram", r"its entries \(0, 1\) and \(1, 0\) differ"),
        ("p.csv", "1,2,3\n0,1,2\n", "gram", "must be square"),
        ("p.txt", "012\n210\n", "words:2", "the letter 2"),
        ("p.txt", "012\n21\n", "words", "one word a line"),
        ("p.txt", "0123\n", "generator", "a prime number of letters, not 4"),
        ("p.txt", "0 1\n0 0\n", "graph", "must be an adjacency matrix"),
        ("p.txt", "0 0\n0 0\n", "graph", "one eigenvalue only"),
        ("p.csv", "1,0\n0,1\n", "matrix", "a layout is one of rows, columns"),
        ("p.csv", "0,0\n0,1\n", None, "row 0 is zero"),
    ],
)
def test_what_is_refused_is_said_in_one_line(
    name: str, text: str, layout: str | None, message: str, tmp_path: Path
) -> None:
    with pytest.raises(pk.InputError, match=message) as caught:
        pk.load(written(tmp_path / name, text), layout=layout)
    assert "\n" not in str(caught.value)


def test_numbers_at_the_edge_of_a_double_are_read(tmp_path: Path) -> None:
    np.save(tmp_path / "p.npy", np.array([[1e308, 1e308], [5e-324, -5e-324]]))
    reading = read(tmp_path / "p.npy", objects="vectors")
    assert reading.packing.coherence == pytest.approx(0, abs=1e-15)
    assert "rows of length 0 to inf" in reading.notes[0]


def test_a_file_of_matlab_7_3_is_refused_with_the_way_to_convert_it(tmp_path: Path) -> None:
    header = b"MATLAB 7.3 MAT-file, Platform: GLNXA64, HDF5 schema 1.00 .".ljust(116) + bytes(8) + b"\x00\x02IM"
    (tmp_path / "p.mat").write_bytes(header.ljust(512, b"\0") + b"\x89HDF\r\n\x1a\n" + bytes(64))
    with pytest.raises(pk.InputError, match=r"MATLAB 7\.3 file.*save\('p-7\.mat', '-v7'\)") as caught:
        pk.load(tmp_path / "p.mat")
    assert "\n" not in str(caught.value)
