from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from strategies import isometric_copy, packings

from packing import Field, InputError, Objects, Packing
from packing.space import Space


@given(packings())
def test_rows_are_unit_and_the_gram_matrix_is_hermitian(packing: Packing) -> None:
    space, gram = packing.space, packing.gram
    np.testing.assert_allclose(np.linalg.norm(space.to_real(packing.vectors), axis=1), 1, atol=1e-15)
    parts = space.field.parts_of(gram)
    np.testing.assert_array_equal(np.diagonal(parts).T, np.eye(1, space.scalars).repeat(packing.n, axis=0))
    np.testing.assert_allclose(gram, space.field.conjugate(np.swapaxes(gram, 0, 1)), atol=1e-15)
    real = space.real_span(packing.vectors)  # s^2 blocks with the real parts of the Gram matrix on the diagonal
    np.testing.assert_allclose((real @ real.T)[: packing.n, : packing.n], parts[..., 0], atol=1e-15)


@given(packings())
def test_normalising_twice_changes_no_bit(packing: Packing) -> None:
    np.testing.assert_array_equal(Packing(packing.vectors, packing.objects).vectors, packing.vectors)


@given(packings())
def test_coherence_is_the_largest_overlap_by_brute_force(packing: Packing) -> None:
    largest = max(_overlap(packing, i, j) for i in range(packing.n) for j in range(i + 1, packing.n))
    assert packing.coherence == pytest.approx(largest, abs=1e-14)
    assert packing.overlaps.max() == pytest.approx(largest, abs=1e-14)


def _overlap(packing: Packing, i: int, j: int) -> float:
    """Coordinate by coordinate; quaternions by the rules i^2 = j^2 = k^2 = ijk = -1 of sympy."""
    x, y = packing.vectors[i], packing.vectors[j]
    if packing.field is Field.QUATERNION:
        pairs = zip(x.tolist(), y.tolist(), strict=True)
        products = (sympy.Quaternion(*left).conjugate() * sympy.Quaternion(*right) for left, right in pairs)
        return float(sum(products, sympy.Quaternion()).norm())
    product = sum(left.conjugate() * right for left, right in zip(x.tolist(), y.tolist(), strict=True))
    return abs(product) if packing.objects is Objects.LINES else product


@given(packings())
def test_isometries_phases_and_order_do_not_change_the_coherence(packing: Packing) -> None:
    assert isometric_copy(packing, np.random.default_rng(7)).coherence == pytest.approx(packing.coherence, abs=1e-13)


def test_coherence_over_several_blocks_equals_the_gram_matrix() -> None:
    packing = Packing(np.random.default_rng(3).standard_normal((57, 5)))
    blocks = [block for _, _, block in packing.overlap_blocks(size=10)]
    assert len(blocks) == 21
    assert packing.coherence == pytest.approx(np.abs(packing.gram - np.eye(57)).max(), abs=1e-15)


def test_the_inner_product_conjugates_its_first_argument() -> None:
    packing = Packing([[1, 0], [1j, 1]])
    assert packing.gram[0, 1] == pytest.approx(1j / np.sqrt(2))


def test_a_packing_is_a_frozen_copy() -> None:
    rows = np.array([[3.0, 4.0], [1.0, 0.0]])
    packing = Packing(rows)
    rows[0, 0] = 9
    assert packing.vectors[0].tolist() == [0.6, 0.8]
    with pytest.raises(ValueError, match="read-only"):
        packing.vectors[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        packing.gram[0, 0] = 2
    with pytest.raises(AttributeError):
        packing.objects = Objects.VECTORS  # type: ignore[misc]


def test_pickling_keeps_every_bit_and_the_lock() -> None:
    packing = Packing(np.random.default_rng(5).standard_normal((4, 3)), Objects.VECTORS)
    copy = pickle.loads(pickle.dumps(packing))
    np.testing.assert_array_equal(copy.vectors, packing.vectors)
    assert copy.objects is Objects.VECTORS
    assert not copy.vectors.flags.writeable


def test_extreme_scales_are_normalised_without_overflow() -> None:
    packing = Packing([[1e300, 1e300], [3e-310, 4e-310]])
    np.testing.assert_allclose(packing.vectors, [[0.5**0.5, 0.5**0.5], [0.6, 0.8]], rtol=1e-12)


@pytest.mark.parametrize(("objects", "coherence"), [(Objects.LINES, 0.0), (Objects.VECTORS, -1.0)])
def test_a_single_vector_has_the_least_coherence(objects: Objects, coherence: float) -> None:
    assert Packing([[2, 1, 0]], objects).coherence == coherence


def test_field_and_problem_follow_from_the_entries() -> None:
    assert Packing([[1, 0]]).field is Field.REAL
    assert str(Packing([[1, 1j], [1, 0]]).problem) == "2 lines in C^2"


def test_quaternions_stand_on_the_last_axis() -> None:
    packing = Packing(np.array([[[1.0, 0, 0, 0], [0, 1, 0, 0]], [[0, 0, 1, 0], [0, 0, 0, 1]]]))
    assert str(packing.problem) == "2 lines in H^2"
    assert packing.gram[0, 1].tolist() == pytest.approx([0, 0, 1, 0])  # conj(1) j + conj(i) k = j + j, halved


def test_a_space_says_over_which_field() -> None:
    assert Packing([[1, 0], [1, 1]], Space.lines(2, "H")).vectors.shape == (2, 2, 4)
    assert str(Packing([[1, 0], [1, 1]], Space.lines(2, "C")).problem) == "2 lines in C^2"
    with pytest.raises(InputError, match="vectors over C are no vectors over R"):
        Packing([[1, 1j]], Space.lines(2))
    with pytest.raises(InputError, match=r"lines in R\^3 have 3 coordinates, not 2"):
        Packing([[1, 0]], Space.lines(3))
    with pytest.raises(InputError, match="objects must be 'lines', 'vectors' or 'subspaces', not 'points'"):
        Packing([[1, 0]], "points")


@pytest.mark.parametrize(
    "rows",
    [
        [[Fraction(3, 5), Fraction(4, 5)], [1, 0]],
        sympy.Matrix([[3, 4], [1, 0]]),
        [[sympy.Rational(3, 5), sympy.Rational(4, 5)], [sympy.Integer(1), sympy.Integer(0)]],
        np.array([[3, 4], [1, 0]], dtype=np.int8),
    ],
    ids=["fractions", "sympy matrix", "sympy numbers", "int8"],
)
def test_exact_numbers_become_doubles(rows: object) -> None:
    assert Packing(rows) == Packing([[0.6, 0.8], [1, 0]])


def test_exact_complex_numbers_stay_complex() -> None:
    assert Packing([[1 + sympy.I, 0]]) == Packing([[1 + 1j, 0]])


def test_a_packing_is_an_array_a_sequence_and_a_value() -> None:
    packing = Packing([[3, 4], [1, 0]])
    assert np.asarray(packing) is packing.vectors
    assert np.array(packing, dtype=np.float32).tolist() == [[np.float32(0.6), np.float32(0.8)], [1, 0]]
    assert (len(packing), [row.tolist() for row in packing]) == (2, [[0.6, 0.8], [1.0, 0.0]])
    twin = Packing([[0.6, 0.8], [1, -0.0]])
    assert packing == twin
    assert len({packing, twin, Packing([[3, 4], [1, 0]], "vectors")}) == 2
    assert packing != Packing([[4, 3], [1, 0]])
    assert packing != [[0.6, 0.8], [1, 0]]


def test_select_keeps_order_and_objects() -> None:
    packing = Packing(np.eye(3), Objects.VECTORS).select([2, 0])
    np.testing.assert_array_equal(packing.vectors, [[0, 0, 1], [1, 0, 0]])
    assert packing.objects is Objects.VECTORS


@pytest.mark.parametrize(
    ("array", "message"),
    [
        ([[0.0, 0.0], [1.0, 0.0]], "every row of a packing must be non-zero, but row 0 is zero: remove it"),
        ([[1.0, 0.0], [np.nan, 1.0]], "finite, but row 1, column 0 is nan"),
        ([[1.0, -np.inf]], "finite, but row 0, column 1 is -inf"),
        ([1.0, 2.0], r"not shape \(2,\): give one vector a row"),
        (np.zeros((0, 3)), r"n and d at least 1, not shape \(0, 3\)"),
        (np.zeros((3, 0)), r"n and d at least 1, not shape \(3, 0\)"),
        ([["a", "b"]], "needs numbers, not entries of type <U1"),
        (np.array([[None]]), "needs numbers, not entries of type object"),
        ([[1], [1, 2]], "not ragged ones"),
    ],
)
def test_bad_rows_are_refused_with_the_rule_and_the_cure(array: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Packing(array)  # type: ignore[arg-type]


def test_complex_points_are_refused() -> None:
    with pytest.raises(InputError, match="points on a real sphere"):
        Packing([[1j, 0]], Objects.VECTORS)


def test_very_many_vectors_are_shown_without_their_coherence() -> None:
    many = Packing(np.random.default_rng(0).standard_normal((250_000, 3)))
    assert str(many) == repr(many) == "250000 lines in R^3, whose coherence is computed when it is asked for"
    assert "250000 lines" in many._repr_html_() and "mu" not in many._repr_latex_()
    assert "coherence" not in many.__dict__


def test_a_coherence_at_hand_is_shown() -> None:
    many = Packing(np.random.default_rng(0).standard_normal((25_000, 2)))
    assert not many.is_quickly_told
    many.__dict__["coherence"] = 0.5
    assert str(many) == "25000 lines in R^2, coherence 0.5"
