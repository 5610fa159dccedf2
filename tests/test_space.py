"""The space as a value: real coordinates, structure matrices, dimensions and names."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from packing.errors import InputError
from packing.space import Field, Objects, Space

SPACES = [Space.of_letter(letter, d) for letter in "SRCH" for d in (1, 2, 3, 5)]


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_real_coordinates_go_back_and_forth(space: Space) -> None:
    vectors = space.gaussian(7, np.random.default_rng(1))
    rows = space.to_real(vectors)
    assert rows.shape == (7, space.width)
    assert np.array_equal(space.from_real(rows), vectors)


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_the_structure_matrices_are_orthogonal_and_antisymmetric(space: Space) -> None:
    matrices = space.structure.apply(np.eye(space.width))  # row k of the c-th is K_c e_k
    assert np.array_equal(matrices[0], np.eye(space.width))
    for matrix in matrices[1:]:
        assert np.array_equal(matrix.T, -matrix)
        assert np.array_equal(matrix @ matrix.T, np.eye(space.width))


def test_complex_components_are_those_of_numpy() -> None:
    space = Space.lines(4, "C")
    x, y = (space.gaussian(5, np.random.default_rng(seed)) for seed in (1, 2))
    product = x.conj() @ y.T
    by_structure = np.einsum("iw,cjw->cij", space.to_real(x), space.structure.apply(space.to_real(y)))
    assert np.allclose(by_structure, [product.real, product.imag], atol=1e-14)
    assert np.allclose(space.components_of(x, y), by_structure, atol=1e-14)


def quaternion_matrices(vectors: np.ndarray) -> np.ndarray:
    """Quaternions as complex 2 x 2 matrices: the multiplication by an independent route."""
    a, b, c, e = np.moveaxis(vectors, -1, 0)
    return np.moveaxis(np.array([[a + 1j * b, c + 1j * e], [-c + 1j * e, a - 1j * b]]), (0, 1), (-2, -1))


def test_quaternionic_overlaps_are_those_of_complex_matrices() -> None:
    space = Space.lines(3, "H")
    x, y = (space.gaussian(6, np.random.default_rng(seed)) for seed in (3, 4))
    product = np.einsum("ikba,jkbc->ijac", quaternion_matrices(x).conj(), quaternion_matrices(y))
    assert np.allclose(space.overlaps(x, y) ** 2, np.linalg.det(product).real, atol=1e-12)
    assert np.allclose(space.components_of(x, y)[0], product[..., 0, 0].real, atol=1e-12)
    assert np.allclose(space.components_of(x, y)[2], product[..., 0, 1].real, atol=1e-12)


@pytest.mark.parametrize("space", [space for space in SPACES if space.has_lines], ids=str)
def test_a_vector_may_be_turned_within_its_line(space: Space) -> None:
    rng = np.random.default_rng(5)
    x, y = space.gaussian(4, rng), space.gaussian(3, rng)
    weights = rng.standard_normal(space.components)
    weights /= np.linalg.norm(weights)
    turned = space.from_real(np.tensordot(weights, space.structure.apply(space.to_real(x)), 1))
    assert np.allclose(space.overlaps(turned, y), space.overlaps(x, y), atol=1e-12)


def test_dimensions() -> None:
    assert [Space.of_letter(letter, 3).tangent_dimension for letter in "SRCH"] == [2, 2, 4, 8]
    assert [Space.of_letter(letter, 3).forms for letter in "RCH"] == [6, 9, 15]
    assert [Space.of_letter(letter, 3).isometries for letter in "SRCH"] == [3, 3, 8, 21]


def test_overlap_and_f_are_inverse() -> None:
    for space in SPACES:
        assert space.f_of(space.overlap_of(0.3)) == pytest.approx(0.3)
        assert space.overlap_of(space.f_of(0.25)) == pytest.approx(0.25)


def test_the_lines_of_a_plane_are_a_sphere() -> None:
    for letter, d in (("R", 2), ("C", 3), ("H", 5)):
        lines, sphere = Space.lines(2, letter), Space.sphere(d)
        assert lines.sphere_twin == sphere
        assert sphere.line_twin == lines
        assert (lines.alpha, lines.beta) == (sphere.alpha, sphere.beta)
    assert Space.sphere(4).line_twin is None


def test_a_space_is_a_value() -> None:
    space = Space.lines(3, "H")
    assert space == Space(Objects.LINES, 3, Field.QUATERNION)
    assert hash(space) == hash(Space.lines(3, "H"))
    assert pickle.loads(pickle.dumps(space)) == space
    assert Space.lines(np.int64(3)).d == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lines", 3, "Q"), "the field must be R, C or H, not 'Q'"),
        (("lines", 0, "R"), "d must be a positive integer, not 0"),
        (("points", 3, "R"), "objects must be 'lines', 'vectors' or 'subspaces', not 'points'"),
        (("vectors", 3, "C"), "ask for vectors with d = 6"),
        (("vectors", 2, "H"), "ask for vectors with d = 8"),
    ],
)
def test_bad_spaces_are_refused(arguments: tuple[str, int, str], message: str) -> None:
    with pytest.raises(InputError) as error:
        Space(*arguments)  # type: ignore[arg-type]
    assert message in str(error.value)
