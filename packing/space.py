"""The space in which objects are packed, as one value: the sphere S^(d-1), or the lines of F^d over F = R, C, H.

Every room asks the space and none asks for the field. In real coordinates a vector of F^d is a row of `width` = s d
numbers, s = 1, 2, 4 the dimension of F over R: all real parts, then all first imaginary parts, and so on. Then

    <x, y> = sum_k conj(x_k) y_k     has the components     x . K_c y,     c = 0, ..., components - 1,

with K_0 = 1 and signed permutations K_c, antisymmetric for c > 0 (`structure`). What is made small for a pair is

    f = sum_c (x . K_c y)^2 = |<x, y>|^2  of lines,        f = (1 + x . y)/2  of points.

K_c x spans the directions that do not move the line of x. References: Levenshtein, Acta Appl. Math. 29 (1992), for the
Jacobi parameters; Hoggar, Geom. Dedicata 13 (1982), for the quaternions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from packing.doors import shown
from packing.errors import InputError, positive_integer
from packing.field import Field as Field
from packing.field import Vectors as Vectors
from packing.field import field_of as field_of
from packing.field import parse_field as parse_field
from packing.numeric import Floats as Floats
from packing.zonal import RandomLaw, Zonal


class Objects(StrEnum):
    """What is packed: `lines` (overlap |<x, y>|) or `vectors` on the real unit sphere (overlap <x, y>)."""

    LINES = "lines"
    VECTORS = "vectors"


@dataclass(frozen=True)
class Structure:
    """The matrices K_c: (K_c y)_k = sign[c, k] y[index[c, k]], arrays of shape (components, width), frozen."""

    index: npt.NDArray[np.int64]
    sign: Floats

    def apply(self, rows: Floats) -> Floats:
        """K_c y of each real row y, shape (components, *rows.shape)."""
        return np.stack([sign * rows[..., index] for index, sign in zip(self.index, self.sign, strict=True)])

    @cached_property
    def steps(self) -> list[list[tuple[int, bool]]]:
        """For each c and k the coordinate that (K_c y)_k is taken from, and whether with its sign."""
        return [
            list(zip(index, (sign > 0).tolist(), strict=True))
            for index, sign in zip(self.index.tolist(), self.sign, strict=True)
        ]

    def turns(self, row: Sequence[Any]) -> list[list[Any]]:
        """K_c y of one real row y, for all c, whatever its numbers are: exact ones or balls."""
        return [[row[k] if same else -row[k] for k, same in steps] for steps in self.steps]


@dataclass(frozen=True)
class Space:
    """The sphere of R^d (`vectors`), or the projective space of lines in F^d.

    Args: `objects`; `d` >= 1 dimensions over `field`; vectors are points of a real sphere.

    >>> print(Space.lines(3, "C"), Space.lines(3, "C").alpha, Space.sphere(3))
    lines in C^3 1 vectors on S^2
    """

    objects: Objects
    d: int
    field: Field = Field.REAL

    def __post_init__(self) -> None:
        object.__setattr__(self, "objects", parse_objects(self.objects))
        object.__setattr__(self, "d", positive_integer("d", self.d))
        object.__setattr__(self, "field", parse_field(self.field))
        if self.objects is Objects.VECTORS and self.field is not Field.REAL:
            width = self.field.real_dimension * self.d
            raise InputError(
                f"vectors are points on a real sphere, not field '{self.field}': "
                f"the unit sphere of {self.field}^{self.d} is that of R^{width}, so ask for vectors with d = {width}"
            )

    @classmethod
    def sphere(cls, d: int) -> Space:
        """The unit sphere of R^d."""
        return cls(Objects.VECTORS, d)

    @classmethod
    def lines(cls, d: int, field: Field | str = Field.REAL) -> Space:
        """The lines through 0 in F^d."""
        return cls(Objects.LINES, d, parse_field(field))

    @classmethod
    def of_letter(cls, letter: str, d: int) -> Space:
        """The space that certificates call S (sphere), R, C or H (lines).

        >>> print(Space.of_letter("S", 4), Space.of_letter("H", 3))
        vectors on S^3 lines in H^3
        """
        return cls.sphere(d) if letter == "S" else cls.lines(d, letter)

    @property
    def has_lines(self) -> bool:
        """Whether the objects are lines: sign or phase of a vector does not matter."""
        return self.objects is Objects.LINES

    @property
    def letter(self) -> str:
        """S, R, C or H: the name of the space in certificates."""
        return self.field.value if self.has_lines else "S"

    # real coordinates

    @property
    def scalars(self) -> int:
        """s, the dimension of the field over R."""
        return self.field.real_dimension

    @property
    def width(self) -> int:
        """The number of real coordinates of a vector, s d."""
        return self.scalars * self.d

    @property
    def components(self) -> int:
        """How many real numbers x . K_c y the overlap is made of: s of lines, 1 of points."""
        return self.scalars

    @cached_property
    def structure(self) -> Structure:
        """The matrices K_c in real coordinates.

        >>> Space.lines(1, "C").structure.apply(np.array([3.0, 4.0])).tolist()        # <1, z> = z, <i, z> = -i z
        [[3.0, 4.0], [4.0, -3.0]]
        """
        parts, signs = _STRUCTURE[self.scalars]
        index = (np.repeat(parts, self.d, axis=1) * self.d + np.tile(np.arange(self.d), self.scalars)).astype(np.int64)
        sign = np.repeat(signs, self.d, axis=1).astype(np.float64)
        index.setflags(write=False)
        sign.setflags(write=False)
        return Structure(index, sign)

    @property
    def tangent_dimension(self) -> int:
        """The dimension of the space: s (d - 1) of lines, d - 1 of points."""
        return self.scalars * (self.d - 1)

    @property
    def isometries(self) -> int:
        """The dimension of the group of isometries: O(d), PU(d) or PSp(d)."""
        s, d = self.scalars, self.d
        return d * (s - 1) + s * d * (d - 1) // 2 - (s == 2)

    @property
    def forms(self) -> int:
        """The dimension of the self-adjoint d x d matrices over F: d (d+1)/2, d^2, d (2d-1)."""
        return self.d + self.scalars * self.d * (self.d - 1) // 2

    def to_real(self, vectors: Vectors) -> Floats:
        """The rows of an (n, d) array, over H (n, d, 4), in real coordinates, shape (n, width)."""
        return np.moveaxis(self.field.parts_of(vectors), 2, 1).reshape(len(vectors), -1)

    def from_real(self, rows: Floats) -> Vectors:
        """The vectors whose real coordinates are given, shape (n, width): the inverse of `to_real`.

        >>> space = Space.lines(2, "H")
        >>> space.from_real(np.arange(8.0)[None]).tolist()
        [[[0.0, 2.0, 4.0, 6.0], [1.0, 3.0, 5.0, 7.0]]]
        """
        return self.field.scalars_of(np.moveaxis(rows.reshape(len(rows), self.scalars, self.d), 1, 2))

    def embedded(self, vectors: Vectors) -> Vectors:
        """Vectors over a smaller field as vectors over this one; the array itself where it is over this field.

        >>> Space.lines(1, "H").embedded(np.array([[1 + 2j]])).tolist()
        [[[1.0, 2.0, 0.0, 0.0]]]
        """
        given = field_of(vectors)
        missing = self.scalars - given.real_dimension
        if missing < 0:
            raise InputError(f"vectors over {given} are no vectors over {self.field}: take a larger field")
        if missing == 0:
            return vectors
        return self.field.scalars_of(np.pad(given.parts_of(vectors), ((0, 0), (0, 0), (0, missing))))

    def real_span(self, vectors: Vectors) -> Floats:
        """All K_c x in real coordinates, shape (s n, width): over R they span what the vectors span over F."""
        return self.structure.apply(self.to_real(vectors)).reshape(-1, self.width)

    def singular_values(self, vectors: Vectors) -> Floats:
        """The singular values of the (n, d) matrix of the vectors over F, largest first: min(n, d) of them.

        >>> Space.lines(2, "H").singular_values(np.array([[[1.0, 0, 0, 0], [0, 0, 0, 0]]])).tolist()
        [1.0]
        """
        values = np.linalg.svd(self.real_span(vectors), compute_uv=False)
        return np.asarray(values[:: self.scalars])

    def gaussian(self, count: int, rng: np.random.Generator) -> Vectors:
        """`count` standard Gaussian vectors: uniform directions.

        >>> Space.lines(3, "H").gaussian(5, np.random.default_rng(0)).shape
        (5, 3, 4)
        """
        parts: Floats = np.concatenate([rng.standard_normal((count, self.d)) for _ in range(self.scalars)], axis=1)
        return self.from_real(parts)

    def components_of(self, left: Vectors, right: Vectors) -> Floats:
        """x . K_c y of all rows x of `left` and y of `right`: the parts of <x, y>, shape (components, n, m)."""
        if self.field is Field.QUATERNION:
            return np.asarray(self.to_real(left) @ np.swapaxes(self.structure.apply(self.to_real(right)), 1, 2))
        return np.moveaxis(self.field.parts_of(left.conj() @ right.T), 2, 0)

    def inner(self, left: Vectors, right: Vectors) -> Vectors:
        """<x, y> of all rows x of `left` and y of `right`, conjugate in x: shape (n, m), over H (n, m, 4)."""
        if self.field is Field.QUATERNION:
            return np.ascontiguousarray(np.moveaxis(self.components_of(left, right), 0, 2))
        product: Vectors = left.conj() @ right.T
        return product

    def overlaps(self, left: Vectors, right: Vectors) -> Floats:
        """|<x, y>| of lines, <x, y> of points, for all rows x of `left` and y of `right`, shape (n, m).

        >>> Space.lines(1, "H").overlaps(np.array([[[1.0, 0, 0, 0]]]), np.array([[[0, 0.6, 0, 0.8]]])).tolist()
        [[1.0]]
        """
        return self.overlaps_in(self.inner(left, right))

    def overlaps_in(self, products: Vectors) -> Floats:
        """The overlaps of pairs with the given <x, y>: their moduli of lines, the numbers themselves of points."""
        return self.field.moduli(products) if self.has_lines else np.asarray(products.real)

    # the overlap and f

    def overlap_of(self, f: float) -> float:
        """The overlap of a pair from its f: sqrt(f) of lines, 2f - 1 of points.

        >>> Space.lines(2).overlap_of(0.25), Space.sphere(2).overlap_of(0.25)
        (0.5, -0.5)
        """
        return float(np.sqrt(f)) if self.has_lines else 2.0 * f - 1.0

    def f_of(self, overlap: float) -> float:
        """f of a pair from its overlap.

        >>> Space.lines(2).f_of(0.5), Space.sphere(2).f_of(-0.5)
        (0.25, 0.25)
        """
        return overlap * overlap if self.has_lines else 0.5 + 0.5 * overlap

    @property
    def least_overlap(self) -> int:
        """The least that an overlap can be: 0 of lines, -1 of points."""
        return 0 if self.has_lines else -1

    # harmonic analysis

    @property
    def alpha(self) -> Fraction:
        """The Jacobi parameter at x = 1: s (d-1)/2 - 1 of lines, (d-3)/2 of points."""
        return Fraction(self.tangent_dimension, 2) - 1

    @property
    def beta(self) -> Fraction:
        """The Jacobi parameter at x = -1: s/2 - 1 of lines, (d-3)/2 of points."""
        return Fraction(self.scalars, 2) - 1 if self.has_lines else self.alpha

    def variable(self, overlap: Any) -> Any:
        """The variable x in [-1, 1] of an overlap: 2 t^2 - 1 of lines, t of points (floats, arrays, exact numbers)."""
        return 2 * overlap**2 - 1 if self.has_lines else overlap

    @cached_property
    def zonal(self) -> Zonal:
        """The zonal functions, as polynomials in `variable`; d at least 2.

        >>> Space.sphere(3).zonal.polynomial(2)                                          # Legendre: (3x^2 - 1)/2
        (Fraction(-1, 2), Fraction(0, 1), Fraction(3, 2))
        """
        if self.d < 2:
            raise InputError(f"zonal polynomials need d at least 2, not {self.d}: in one dimension all lines agree")
        return Zonal(self.alpha, self.beta)

    @cached_property
    def random_law(self) -> RandomLaw:
        """The law of the overlap of two independent uniform objects; d at least 2."""
        return RandomLaw(self.zonal, self.has_lines)

    @property
    def sphere_twin(self) -> Space | None:
        """The sphere S^s that the lines of F^2 are, with |<x, y>|^2 = (1 + cosine)/2; None for other spaces.

        >>> print(Space.lines(2, "H").sphere_twin, Space.lines(3).sphere_twin)
        vectors on S^4 None
        """
        return Space.sphere(self.scalars + 1) if self.has_lines and self.d == 2 else None

    @property
    def line_twin(self) -> Space | None:
        """The lines of F^2 that the sphere is, for S^1, S^2, S^4; None for other spaces.

        >>> print(Space.sphere(5).line_twin)
        lines in H^2
        """
        field = {2: Field.REAL, 3: Field.COMPLEX, 5: Field.QUATERNION}.get(self.d)
        return Space.lines(2, field) if field is not None and not self.has_lines else None

    # names

    def of(self, n: int) -> str:
        """n objects of the space, in words.

        >>> Space.lines(3, "C").of(13), Space.sphere(4).of(1)
        ('13 lines in C^3', '1 vector on S^3')
        """
        if self.has_lines:
            return f"{n} line{'s' * (n != 1)} in {self.field}^{self.d}"
        return f"{n} vector{'s' * (n != 1)} on S^{self.d - 1}"

    def __str__(self) -> str:
        return self.of(2).removeprefix("2 ")

    @property
    def family(self) -> str:
        """The spaces of all dimensions that this one is of, in words.

        >>> Space.lines(3, "C").family, Space.sphere(4).family
        ('complex lines', 'points on spheres')
        """
        if not self.has_lines:
            return "points on spheres"
        return {1: "real", 2: "complex", 4: "quaternionic"}[self.scalars] + " lines"

    @property
    def tex(self) -> str:
        r"""The space in TeX, in mathematics.

        >>> Space.lines(3, "H").tex, Space.sphere(4).tex
        ('\\mathbb{H}^{3}', 'S^{3}')
        """
        return rf"\mathbb{{{self.field}}}^{{{self.d}}}" if self.has_lines else f"S^{{{self.d - 1}}}"

    @property
    def options(self) -> str:
        """How the command line is asked for the space.

        >>> Space.lines(3, "C").options, Space.sphere(4).options, Space.lines(5).options
        ('-d 3 --field C', '-d 4 --vectors', '-d 5')
        """
        if not self.has_lines:
            return f"-d {self.d} --vectors"
        return f"-d {self.d}" + f" --field {self.field}" * (self.field is not Field.REAL)

    @property
    def json(self) -> dict[str, object]:
        """The space as JSON: its `d`, `field` and `objects`."""
        return {"d": self.d, "field": self.field.value, "objects": self.objects.value}

    def stem(self, n: int) -> str:
        """The stem of a file of n objects.

        >>> Space.lines(3, "C").stem(13), Space.sphere(4).stem(24)
        ('lines_C_3x13', 'points_4x24')
        """
        return f"{f'lines_{self.field}' if self.has_lines else 'points'}_{self.d}x{n}"


_STRUCTURE: dict[int, tuple[list[list[int]], list[list[int]]]] = {
    1: ([[0]], [[1]]),
    2: ([[0, 1], [1, 0]], [[1, 1], [1, -1]]),
    4: (
        [[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0]],
        [[1, 1, 1, 1], [1, -1, -1, 1], [1, 1, -1, -1], [1, -1, 1, -1]],
    ),
}
"""For each s the part that K_c takes part k from, and its sign: conj(x) y in the basis 1, i, j, k."""


def parse_objects(objects: Objects | str) -> Objects:
    """Return the objects named 'lines' or 'vectors'.

    >>> parse_objects("lines") is Objects.LINES
    True
    """
    try:
        return Objects(objects)
    except ValueError:
        raise InputError(f"objects must be 'lines' or 'vectors', not {objects!r}: choose one of the two") from None


__dir__ = shown(__name__)
