"""The rows of the tables of bounds."""

from __future__ import annotations

from packing.bounds.rows import bound_rows, kissing_rows
from packing.problem import lines, vectors


def test_kissing_rows() -> None:
    rows = {row.d: row.bound for row in kissing_rows((2, 3, 4, 8))}
    assert rows[2].upper_bound == 6
    assert rows[8].exact == 240
    assert 12 <= rows[3].upper_bound <= 13
    assert 24 <= rows[4].upper_bound <= 25
    assert all(bound.certificate is not None for bound in rows.values())


def test_bound_rows_name_every_theorem_and_the_winner() -> None:
    problems = [lines(13, 3, "C"), lines(28, 7), vectors(30, 4)]
    for row, problem in zip(bound_rows(problems), problems, strict=True):
        assert row.problem == problem
        values = [value for value in row.values.values() if value is not None]
        assert max(values) == row.best.value == row.values[row.best.theorem.name]
        assert None in row.values.values()
