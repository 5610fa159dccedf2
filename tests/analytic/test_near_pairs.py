"""The most nearly orthogonal pairs: Turan's number of the largest code, by the library and at the command line."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest

from packing.analytic import near_pairs, orthogonal_pairs
from packing.analytic.extremal import turan
from packing.cli import run
from packing.errors import InputError
from packing.space import Space


@pytest.mark.parametrize(("n", "d", "field"), [(1, 2, "R"), (16, 2, "R"), (13, 3, "C"), (50, 7, "H"), (5, 9, "R")])
def test_at_zero_they_are_the_orthogonal_pairs(n: int, d: int, field: str) -> None:
    assert near_pairs(n, Space.lines(d, field), 0).exact == orthogonal_pairs(n, d, field).exact


@pytest.mark.parametrize(
    ("space", "overlap", "size"),
    [
        (Space.lines(7), "1/9", 28), (Space.lines(3), "1/5", 6), (Space.lines(2, "C"), "1/3", 4),
        (Space.sphere(3), "0", 6), (Space.sphere(5), "-1/5", 6), (Space.sphere(8), "1/2", 240),
    ],
)  # fmt: skip
def test_where_the_code_is_known_the_number_is_exact(space: Space, overlap: str, size: int) -> None:
    for n in (size, 3 * size + 2):
        assert near_pairs(n, space, overlap).exact == turan(n, size)


def test_no_set_of_vectors_has_more() -> None:
    rng = np.random.default_rng(1)
    for n, d, square in ((12, 3, Fraction(1, 4)), (20, 4, Fraction(1, 3)), (9, 2, Fraction(1, 10))):
        upper = near_pairs(n, Space.lines(d), square).upper
        for _ in range(200):
            rows = rng.standard_normal((n, d)) + 3 * rng.standard_normal((d, d))[rng.integers(d, size=n)]
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
            assert np.sum(np.triu(np.square(rows @ rows.T) <= float(square), 1)) <= upper


def test_more_is_allowed_where_more_may_overlap() -> None:
    found = [near_pairs(100, Space.lines(4), square) for square in ("0", "1/16", "1/9", "1/4", "1/3")]
    assert [each.upper for each in found] == sorted(each.upper for each in found)
    assert all(each.lower <= each.upper for each in found)


def test_at_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pairs", "-n", "280", "-d", "7", "--coherence2", "1/9", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["lower"], found["exact"], found["code"]["at_most"]) == (37800, 37800, 28)
    assert run(["pairs", "-n", "25", "-d", "8", "--cosine", "1/2"]) == 0
    assert capsys.readouterr().out.startswith("300 of 300 pairs with <x, y> <= 1/2: Turan's number of a code of 240")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--coherence2 1/9 --cosine 1/2", "give one of the two"),
        ("--coherence2 1/9 --distinct", "--distinct and --out go with orthogonal pairs"),
        ("--compute", "--compute goes with --coherence2 or --cosine"),
        ("--coherence2 2", "square of the coherence"),
        ("--cosine -3", "the cosine"),
    ],
)
def test_bad_input_is_one_line(options: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pairs", "-n", "9", "-d", "3", *options.split()]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_subspaces_are_refused() -> None:
    with pytest.raises(InputError, match="take m = 1"):
        near_pairs(9, Space.subspaces(4, 2), "1/3")
