from __future__ import annotations

import numpy as np
import pytest

from packing import Field, InputError, Objects, Problem, lines, vectors


def test_a_problem_reads_as_mathematics() -> None:
    assert str(lines(13, 3, "C")) == "13 lines in C^3"
    assert str(lines(1, 4)) == "1 line in R^4"
    assert str(vectors(24, 4)) == "24 vectors on S^3"


def test_equal_problems_are_equal_whatever_built_them() -> None:
    assert lines(np.int64(5), 3, Field.REAL) == Problem(5, 3, "R", "lines")  # type: ignore[arg-type]
    assert len({lines(5, 3), lines(5, 3, "C"), vectors(5, 3)}) == 3
    assert vectors(5, 3).objects is Objects.VECTORS


@pytest.mark.parametrize("n", [0, -4, 2.0, 2.5, "7", None, True])
def test_n_must_be_a_positive_integer(n: object) -> None:
    with pytest.raises(InputError, match=r"n must be a positive integer, not .*: give a whole number"):
        lines(n, 3)  # type: ignore[arg-type]


def test_d_must_be_a_positive_integer() -> None:
    with pytest.raises(InputError, match="d must be a positive integer, not 0"):
        vectors(5, 0)


def test_an_unknown_field_is_named_with_the_cure() -> None:
    with pytest.raises(InputError, match="must be R, C or H, not 'Q': write R for real, C for complex, H for"):
        lines(5, 3, "Q")


def test_unknown_objects_are_named() -> None:
    with pytest.raises(InputError, match="'lines', 'vectors' or 'subspaces', not 'planes'"):
        Problem(5, 3, Field.REAL, "planes")  # type: ignore[arg-type]


def test_points_on_a_complex_sphere_are_sent_to_the_real_one() -> None:
    with pytest.raises(InputError, match=r"vectors with d = 6"):
        Problem(5, 3, Field.COMPLEX, Objects.VECTORS)
