"""Files as other programs write them: read as they mean it, or refused in one line; never read as another thing."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import packing as pk
from packing.cli import run
from packing.errors import InputError
from packing.formats import read
from packing.records.atlas import Atlas
from packing.search import Outcome, SearchResult, Status
from packing.search.optimality import UNKNOWN

COMPLEX = {
    "numpy savetxt": " (1.0e+00+2.0e+00j) (3.0e+00+-4.0e+00j)\n (0.0e+00+0.0e+00j) (0.0e+00+1.0e+00j)\n",
    "MATLAB": "   1.0000 + 2.0000i   3.0000 - 4.0000i\n   0.0000 + 0.0000i   0.0000 + 1.0000i\n",
    "pairs of C++ and Fortran": "(1,2) (3,-4)\n(0,0) (0,1)\n",
    "commas": "(1+2j),(3-4j)\n(0+0j),(0+1j)\n",
    "named columns": "x_re,x_im,y_re,y_im\n1,2,3,-4\n0,0,0,1\n",
    "named halves": "real 1,real 2,imag 1,imag 2\n1,3,2,-4\n0,0,0,1\n".replace(" ", "_"),
}

REAL = {
    "Fortran": " 0.1000D+01 0.0000D+00\n 0.6D0 0.8d0\n",
    "Mathematica": "{{1., 0.`}, {0.6`15.95, 8.*^-1}}",
    "minus sign": "\u22121 0\n0.6 0.8\n",
    "numpy repr": "array([[1. , 0. ],\n       [0.6, 0.8]])\n",
    "Sage": "[[1, 0], [3/5, 4/5]]",
    "Maple": "Matrix([[1,0],[3/5,4/5]]);",
    "Mathematica rows": "{{1, 0},\n {3/5, 4/5}}\n",
    "count": "2 3\n1 0 0\n.6 .8 0\n",
    "BOM and CRLF": "\ufeffx,y\r\n1,0\r\n0.6,0.8\r\n",
    "trailing commas": "1,0,\n0.6,0.8,\n",
}

REFUSED = {
    "decimal commas and semicolons": ("1,0;0,0\n0,6;0,8\n", "comma is a decimal point or stands between numbers"),
    "decimal commas and blanks": ("0,6 0,8\n-0,8 0,6\n", "comma is a decimal point"),
    "decimal commas, one a line": ("0,86602540378\n1,0\n", "comma is a decimal point"),
    "thousands": ("1,000 2,000\n3,000 4,000\n", "comma is a decimal point"),
    "column of row numbers": (",x,y,z\n0,1,0,0\n1,0,1,0\n2,0,0,1\n", "3 names over 4 columns: leave out the column"),
    "numbers as names": ("0,1,2\n1,0,0\n0.6,0.8,0\n", "begins with '0 1 2' over decimals, a row or a line that counts"),
    "count as wide as a row": ("3 2\n1 0\n0.6 0.8\n0 1\n", "begins with '3 2' over decimals"),
    "exponent without a letter": ("0.1-103 1.0\n0.5 0.5\n", "line 1, entry 1 is '0.1-103', not a number"),
    "parts that do not match": ("x_re,x_im,y_re\n1,2,3\n0,0,1\n", "2 columns of real and 1 of imaginary parts, of 3"),
    "moduli": ("1,.9,.9\n.9,1,0\n.9,0,1\n", "a table of cosines .* with the eigenvalue -0.272792"),
    "words": ("0 0 0\n1 1 0\n0 1 1\n", "row 0 is zero: remove it; for words of a code say --layout words"),
    "not a number": ("1 nan\n0 1\n", "cannot read .*f.txt as a packing: every entry of a packing must be finite"),
}


def written(folder: Path, text: str, name: str = "f.txt") -> Path:
    (folder / name).write_bytes(text.encode())
    return folder / name


@pytest.mark.parametrize("name", COMPLEX)
def test_complex_numbers(name: str, tmp_path: Path) -> None:
    text = COMPLEX[name].replace("0.0000 + 0.0000i", "0.5000 - 0.5000i").replace("(0,0)", "(.5,-.5)")
    packing = pk.load(written(tmp_path, text.replace("(0+0j)", "(.5-.5j)").replace("(0.0e+00+0.0e+00j)", "(.5+-.5j)")))
    rows = np.array([[1 + 2j, 3 - 4j], [0 if name.startswith("named") else 0.5 - 0.5j, 1j]])
    assert packing.space == pk.lines(2, 2, "C").space
    assert np.allclose(packing.vectors, rows / np.linalg.norm(rows, axis=1, keepdims=True), rtol=0, atol=1e-15)


@pytest.mark.parametrize("name", REAL)
def test_real_numbers(name: str, tmp_path: Path) -> None:
    packing = pk.load(written(tmp_path, REAL[name]))
    assert packing.n == 2
    assert np.allclose(np.abs(packing.vectors[:, :2]), [[1, 0], [0.6, 0.8]], rtol=0, atol=1e-15)


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_two_meanings_is_refused(name: str, tmp_path: Path) -> None:
    text, words = REFUSED[name]
    with pytest.raises(InputError, match=words) as caught:
        pk.load(written(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_first_row_of_whole_numbers_is_a_row(tmp_path: Path) -> None:
    for text in ("0 1\n0.6 0.8\n", "1 0 0\n0.6 0.8 0\n", "0 1 2\n1 1 1\n", "points of a square\n1 0\n0.6 0.8\n"):
        assert pk.load(written(tmp_path, text)).n == 2


@pytest.mark.parametrize(("digits", "noise"), [(4, 0.0), (6, 0.0), (17, 1e-7)])
def test_a_gram_matrix_with_rounding_errors_has_its_rank(digits: int, noise: float, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    rows = pk.Packing(rng.standard_normal((12, 4))).vectors
    gram = rows @ rows.T + noise * rng.standard_normal((12, 12))
    np.savetxt(tmp_path / "g.txt", gram, fmt=f"%.{digits}f")
    found = read(tmp_path / "g.txt", objects="lines")
    assert found.packing.d == 4
    assert np.abs(found.packing.gram - gram).max() < 10.0**-digits + 10 * noise
    assert "rank 4 in floats" in found.notes[0]


def test_pairs_are_not_bases_of_the_plane(tmp_path: Path) -> None:
    """Lists of pairs over C: asked for without a field, read where it is told, in each format."""
    pairs = [[[1, 0], [0, 1]], [[1, 0], [0, -1]], [[3, 0], [0, 4]]]
    np.save(tmp_path / "p.npy", np.array(pairs, dtype=float))
    (tmp_path / "p.json").write_text(json.dumps(pairs))
    (tmp_path / "q.json").write_text(json.dumps({"field": "C", "points": pairs}))
    expected = np.array([[1, 1j], [1, -1j], [3, 4j]]) / np.array([[2**0.5], [2**0.5], [5]])
    for name in ("p.npy", "p.json"):
        with pytest.raises(InputError, match=r"has the shape \(3, 2, 2\), as pairs of real and imaginary parts have"):
            pk.load(tmp_path / name)
        assert np.allclose(pk.load(tmp_path / name, pk.lines(3, 2, "C")).vectors, expected, rtol=0, atol=1e-15)
    assert np.allclose(pk.load(tmp_path / "q.json").vectors, expected, rtol=0, atol=1e-15)
    np.save(tmp_path / "s.npy", np.random.default_rng(0).standard_normal((4, 2, 3)))
    assert "was read as 4 2-dimensional subspaces of R^3" in read(tmp_path / "s.npy").notes[0]


def test_roots_with_rational_products_and_long_unsigned_integers_stay_exact(tmp_path: Path) -> None:
    hexagon = pk.load(written(tmp_path, "1 0\n1/2 sqrt(3)/2\n-1/2 sqrt(3)/2\n"))
    assert hexagon.exact is not None
    assert hexagon.exact.cosine2(0, 1, signed=True) == Fraction(1, 4)
    assert pk.load(written(tmp_path, "1 sqrt(2)\n0 1\n")).exact is None
    np.save(tmp_path / "u.npy", np.array([[2**63 + 1, 1], [1, 2**63]], dtype=np.uint64))
    exact = pk.load(tmp_path / "u.npy").exact
    assert exact is not None
    assert exact.at(0, 1) == (2**64 + 1,)


def test_a_graph_and_squared_overlaps_are_mentioned(tmp_path: Path) -> None:
    pentagon = np.roll(np.eye(5, dtype=int), 1, axis=1)
    np.savetxt(tmp_path / "c5.txt", pentagon + pentagon.T, fmt="%d")
    assert "could be a graph" in read(tmp_path / "c5.txt").notes[0]
    rows = pk.Packing(np.random.default_rng(1).standard_normal((7, 3))).vectors
    np.savetxt(tmp_path / "s.txt", (rows @ rows.T) ** 2)
    assert any("no entry is negative" in note for note in read(tmp_path / "s.txt").notes)


def test_an_export_is_read_as_it_was_by_python_as_by_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bit for bit, with the objects that its name says; what a format cannot hold is left out and said."""
    rng = np.random.default_rng(0)
    packings = [pk.Packing(rng.standard_normal((5, 3)), "vectors"), pk.Packing(rng.standard_normal((5, 3, 4)))]
    with Atlas(tmp_path / "a.sqlite") as atlas:
        for packing in packings:
            atlas.record(SearchResult(packing, Status(Outcome.STOPPED, UNKNOWN), "drawn", 0, 0, 0, 0.0))
        stored = [atlas.best(packing.problem) for packing in packings]
    for form in ("csv", "mat", "npy", "npz", "json"):
        assert (
            run(["atlas", "export", str(tmp_path / form), "--store", str(tmp_path / "a.sqlite"), "--format", form]) == 0
        )
        said = capsys.readouterr().out
        left_out = form in ("csv", "mat")
        assert ("left out: 1 packing, since" in said) is left_out
        for entry in stored[: 2 - left_out]:
            assert entry is not None
            read_back = pk.load(tmp_path / form / f"{entry.problem.space.stem(5)}.{form}")
            assert read_back.space == entry.problem.space
            assert np.array_equal(read_back.vectors, entry.packing.vectors)
