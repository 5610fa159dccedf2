"""The scalars R, C and H: their real dimension, products, conjugates and moduli, and arrays of them.

A quaternion is four real numbers on a last axis of an array: real part, i, j, k. Over R and C arrays are numpy's own.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.errors import InputError
from packing.numeric import Floats

Vectors = npt.NDArray[np.float64] | npt.NDArray[np.complex128]
"""(n, d) rows over R and C; (n, d, 4) over H, the last axis real part, i, j, k."""


class Field(StrEnum):
    """The scalars: R (real), C (complex) or H (quaternions)."""

    REAL = "R"
    COMPLEX = "C"
    QUATERNION = "H"

    @property
    def real_dimension(self) -> int:
        """s, the dimension over R: 1, 2 or 4.

        >>> [field.real_dimension for field in Field]
        [1, 2, 4]
        """
        return {"R": 1, "C": 2, "H": 4}[self.value]

    @property
    def smaller(self) -> tuple[Field, ...]:
        """The fields inside this one, the larger ones first.

        >>> [field.value for field in Field.QUATERNION.smaller]
        ['C', 'R']
        """
        return tuple(field for field in reversed(Field) if field.real_dimension < self.real_dimension)

    @property
    def is_commutative(self) -> bool:
        """Whether x y = y x: over R and C, not over H."""
        return self is not Field.QUATERNION

    def parts_of(self, scalars: Vectors) -> Floats:
        """The real parts of an array of scalars, on a last axis of length s: over H the array itself.

        >>> Field.COMPLEX.parts_of(np.array([1 + 2j])).tolist()
        [[1.0, 2.0]]
        """
        if self is Field.QUATERNION:
            return np.asarray(scalars, dtype=np.float64)
        if self is Field.COMPLEX:
            return np.stack((scalars.real, scalars.imag), axis=-1)
        return np.asarray(scalars.real[..., None], dtype=np.float64)

    def scalars_of(self, parts: Floats) -> Vectors:
        """The array of scalars with the given real parts: the inverse of `parts_of`.

        >>> Field.COMPLEX.scalars_of(np.array([[1.0, -2.0]])).tolist()
        [(1-2j)]
        """
        if self is Field.QUATERNION:
            return np.ascontiguousarray(parts, dtype=np.float64)
        if self is Field.COMPLEX:
            return np.ascontiguousarray(parts, dtype=np.float64).view(np.complex128)[..., 0]
        return np.asarray(parts[..., 0], dtype=np.float64)

    def conjugate(self, scalars: Vectors) -> Vectors:
        """The conjugates of an array of scalars."""
        return scalars * _CONJUGATE if self is Field.QUATERNION else scalars.conj()

    def multiply(self, left: Vectors, right: Vectors) -> Vectors:
        """The products of two arrays of scalars that broadcast against each other.

        >>> Field.QUATERNION.multiply(np.array([0.0, 1, 0, 0]), np.array([0.0, 0, 1, 0])).tolist()        # i j = k
        [0.0, 0.0, 0.0, 1.0]
        """
        if self is not Field.QUATERNION:
            return left * right
        (a, b, c, d), (p, q, r, s) = np.moveaxis(left, -1, 0), np.moveaxis(right, -1, 0)
        return np.stack(
            (
                a * p - b * q - c * r - d * s,
                a * q + b * p + c * s - d * r,
                a * r - b * s + c * p + d * q,
                a * s + b * r - c * q + d * p,
            ),
            axis=-1,
        )

    def invariant(self, products: Vectors) -> Vectors:
        """What changes of phase leave of cyclic products <x, y> <y, z> <z, x>: all over R and C, over H the real part.

        With x q for x a product p becomes conj(q) p q.
        """
        return products[..., 0] if self is Field.QUATERNION else products

    def twisted(self, gram: Vectors) -> tuple[Vectors, ...]:
        """The Gram matrices that semilinear isometries make of one: over C its conjugate, else none."""
        return (gram.conj(),) if self is Field.COMPLEX else ()

    def matrix_singular_values(self, matrices: Vectors) -> Floats:
        """The singular values of matrices of scalars, shape (..., m, k), over H (..., m, k, 4), largest first.

        A quaternion a + bi + (c + di) j acts as the complex 2 x 2 matrix ((a + bi, c + di), (-c + di, a - bi)).

        >>> Field.QUATERNION.matrix_singular_values(np.array([[[0.0, 3, 0, 4]]])).tolist()
        [5.0]
        """
        if self is not Field.QUATERNION:
            return np.asarray(np.linalg.svd(matrices, compute_uv=False))
        left, right = matrices[..., 0] + 1j * matrices[..., 1], matrices[..., 2] + 1j * matrices[..., 3]
        above, below = np.concatenate((left, right), -1), np.concatenate((-right.conj(), left.conj()), -1)
        return np.asarray(np.linalg.svd(np.concatenate((above, below), -2), compute_uv=False)[..., ::2])

    def moduli(self, scalars: Vectors) -> Floats:
        """The absolute values of an array of scalars."""
        return np.asarray(np.linalg.norm(scalars, axis=-1) if self is Field.QUATERNION else np.abs(scalars))


_CONJUGATE = np.array([1.0, -1.0, -1.0, -1.0])


def field_of(vectors: Vectors) -> Field:
    """The scalars of an array of vectors: C where it is complex, H where it has shape (n, d, 4), else R.

    >>> field_of(np.zeros((2, 3, 4))), field_of(np.zeros((2, 3), dtype=complex))
    (<Field.QUATERNION: 'H'>, <Field.COMPLEX: 'C'>)
    """
    if vectors.ndim == 3 and vectors.shape[2] == 4 and not np.iscomplexobj(vectors):
        return Field.QUATERNION
    return Field.COMPLEX if np.iscomplexobj(vectors) else Field.REAL


def parse_field(field: Field | str) -> Field:
    """Return the field named 'R', 'C' or 'H'.

    >>> parse_field("C") is Field.COMPLEX
    True
    """
    try:
        return Field(field)
    except ValueError:
        raise InputError(
            f"the field must be R, C or H, not {field!r}: write R for real, C for complex, H for quaternionic lines"
        ) from None


__dir__ = shown(__name__)
