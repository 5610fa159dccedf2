"""The space in which objects are packed, as one value: the sphere S^(d-1), lines of F^d over F = R, C, H, subspaces.

Every room asks the space and none asks for the field. In real coordinates a vector of F^d is a row of `width` = s d
numbers, s = 1, 2, 4 the dimension of F over R: all real parts, then all first imaginary parts, and so on. Then

    <x, y> = sum_k conj(x_k) y_k     has the components     x . K_c y,     c = 0, ..., components - 1,

with K_0 = 1 and signed permutations K_c, antisymmetric for c > 0 (`structure`). What is made small for a pair is

    f = sum_c (x . K_c y)^2 = |<x, y>|^2  of lines,        f = (1 + x . y)/2  of points.

K_c x spans the directions that do not move the line of x. A subspace of dimension m is given by m orthonormal vectors
x_a, and the products <x_a, y_b> of two of them form a matrix with the cosines of the principal angles as singular
values. Then f is the mean of their squares (chordal distance), or the largest of them (spectral distance):

    f = (1/m) sum_ab |<x_a, y_b>|^2,        f = |largest singular value of (<x_a, y_b>)|^2.

References: Levenshtein, Acta Appl. Math. 29 (1992), for the Jacobi parameters; Hoggar, Geom. Dedicata 13 (1982), for
the quaternions; Conway, Hardin, Sloane, Experiment. Math. 5 (1996), for subspaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from packing.coordinates import Structure as Structure
from packing.coordinates import structure_of
from packing.doors import shown
from packing.errors import InputError, positive_integer
from packing.field import Field as Field
from packing.field import Vectors as Vectors
from packing.field import field_of as field_of
from packing.field import parse_field as parse_field
from packing.numeric import Floats as Floats
from packing.objects import Distance as Distance
from packing.objects import Objects as Objects
from packing.objects import parse_distance as parse_distance
from packing.objects import parse_objects as parse_objects
from packing.space_names import SpaceNames
from packing.subspace_law import SubspaceLaw
from packing.zonal import RandomLaw, Zonal


@dataclass(frozen=True, repr=False)
class Space(SpaceNames):
    """The sphere of R^d (`vectors`), the lines in F^d, or the subspaces of dimension m in F^d.

    Args: `objects`; `d` >= 1 dimensions over `field`; `m`, 1 <= m <= d, and `distance` of subspaces. Vectors are points
    of a real sphere. Subspaces of dimension 1 are lines, whatever the distance: the same `Space`, so that every answer
    about them is the same.

    >>> print(Space.lines(3, "C"), Space.lines(3, "C").alpha, Space.sphere(3))
    lines in C^3 1 vectors on S^2
    >>> print(Space("subspaces", 4, m=2), Space("subspaces", 4, m=1) == Space.lines(4))
    2-dimensional subspaces of R^4 True
    """

    objects: Objects
    d: int
    field: Field = Field.REAL
    m: int = 1
    distance: Distance = Distance.CHORDAL

    def __post_init__(self) -> None:
        object.__setattr__(self, "objects", parse_objects(self.objects))
        object.__setattr__(self, "d", positive_integer("d", self.d))
        object.__setattr__(self, "field", parse_field(self.field))
        object.__setattr__(self, "m", positive_integer("m", self.m))
        object.__setattr__(self, "distance", parse_distance(self.distance))
        self._check_dimension()
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
    def subspaces(
        cls, d: int, m: int, field: Field | str = Field.REAL, distance: Distance | str = Distance.CHORDAL
    ) -> Space:
        """The subspaces of dimension m of F^d; of dimension 1 the lines.

        >>> print(Space.subspaces(6, 3, "C", "spectral"))
        3-dimensional subspaces of C^6 (spectral distance)
        """
        return cls(Objects.SUBSPACES, d, parse_field(field), m, parse_distance(distance))

    @classmethod
    def of_letter(cls, letter: str, d: int) -> Space:
        """The space that certificates call S (sphere), R, C or H (lines).

        >>> print(Space.of_letter("S", 4), Space.of_letter("H", 3))
        vectors on S^3 lines in H^3
        """
        return cls.sphere(d) if letter == "S" else cls.lines(d, letter)

    def _check_dimension(self) -> None:
        """Raise `InputError` where m does not fit; make lines of subspaces of dimension 1."""
        if self.objects is not Objects.SUBSPACES and self.m > 1:
            raise InputError(f"{self.objects} have dimension m = 1, not {self.m}: ask for objects 'subspaces'")
        if self.m > self.d:
            raise InputError(
                f"subspaces of {self.field}^{self.d} have a dimension m of at most {self.d}, not {self.m}: "
                "take a smaller m or a larger d"
            )
        if self.objects is Objects.SUBSPACES and self.m == 1:
            object.__setattr__(self, "objects", Objects.LINES)
        if self.m == 1:
            object.__setattr__(self, "distance", Distance.CHORDAL)

    @property
    def is_two_point_homogeneous(self) -> bool:
        """Whether the overlap alone tells one pair from another, up to isometry: of points and lines."""
        return self.m == 1

    @property
    def letter(self) -> str:
        """S, R, C or H: the name of the space in certificates; of subspaces such as C2, which no certificate has."""
        return "S" if self.has_points else self.field.value + str(self.m) * (self.m > 1)

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
        return structure_of(self.scalars, self.d)

    @property
    def tangent_dimension(self) -> int:
        """The dimension of the space: s m (d - m) of subspaces, so s (d - 1) of lines, d - 1 of points.

        >>> Space.subspaces(4, 2, "C").tangent_dimension
        8
        """
        return self.scalars * self.m * (self.d - self.m)

    @property
    def gauge(self) -> int:
        """The dimension of the group that moves the basis of an object and not the object: O(m), U(m), Sp(m).

        >>> Space.lines(3, "H").gauge, Space.subspaces(4, 2, "C").gauge, Space.sphere(3).gauge
        (3, 4, 0)
        """
        s, m = self.scalars, self.m
        return m * (s - 1) + s * m * (m - 1) // 2

    @property
    def isometries(self) -> int:
        """The dimension of the group of isometries: O(d), PU(d) or PSp(d)."""
        s, d = self.scalars, self.d
        return d * (s - 1) + s * d * (d - 1) // 2 - (s == 2)

    @property
    def forms(self) -> int:
        """The dimension of the self-adjoint d x d matrices over F: d (d+1)/2, d^2, d (2d-1)."""
        return self.d + self.scalars * self.d * (self.d - 1) // 2

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one object in an array: (d,) or, of subspaces, (m, d); over H with a last axis 4.

        >>> Space.lines(3).shape, Space.subspaces(5, 2, "H").shape
        ((3,), (2, 5, 4))
        """
        return (self.m,) * (self.m > 1) + (self.d,) + (4,) * (self.field is Field.QUATERNION)

    def to_real(self, vectors: Vectors) -> Floats:
        """Vectors of shape (..., d), over H (..., d, 4), in real coordinates, shape (..., width)."""
        parts = np.swapaxes(self.field.parts_of(vectors), -1, -2)
        return parts.reshape(*parts.shape[:-2], self.width)

    def from_real(self, rows: Floats) -> Vectors:
        """The vectors whose real coordinates are given, shape (..., width): the inverse of `to_real`.

        >>> space = Space.lines(2, "H")
        >>> space.from_real(np.arange(8.0)[None]).tolist()
        [[[0.0, 2.0, 4.0, 6.0], [1.0, 3.0, 5.0, 7.0]]]
        """
        return self.field.scalars_of(np.swapaxes(rows.reshape(*rows.shape[:-1], self.scalars, self.d), -1, -2))

    def embedded(self, vectors: Vectors) -> Vectors:
        """Vectors over a smaller field as vectors over this one; the array itself where it is over this field.

        >>> Space.lines(1, "H").embedded(np.array([[1 + 2j]])).tolist()
        [[[1.0, 2.0, 0.0, 0.0]]]
        """
        given = self.field_of(vectors)
        missing = self.scalars - given.real_dimension
        if missing < 0:
            raise InputError(f"vectors over {given} are no vectors over {self.field}: take a larger field")
        if missing == 0:
            return vectors
        parts = given.parts_of(vectors)
        return self.field.scalars_of(np.pad(parts, ((0, 0),) * (parts.ndim - 1) + ((0, missing),)))

    def field_of(self, vectors: Vectors) -> Field:
        """The scalars of an array of objects of this kind: H where it has an axis more than the objects over R.

        >>> Space.subspaces(4, 2).field_of(np.zeros((9, 2, 4)))
        <Field.REAL: 'R'>
        """
        if np.iscomplexobj(vectors):
            return Field.COMPLEX
        return Field.QUATERNION if vectors.ndim == 3 + (self.m > 1) else Field.REAL

    def real_span(self, vectors: Vectors) -> Floats:
        """All K_c x in real coordinates, shape (s n m, width): over R they span what the vectors span over F."""
        return self.structure.apply(self.to_real(vectors)).reshape(-1, self.width)

    def singular_values(self, vectors: Vectors) -> Floats:
        """The singular values of the (n m, d) matrix of the vectors over F, largest first: min(n m, d) of them.

        >>> Space.lines(2, "H").singular_values(np.array([[[1.0, 0, 0, 0], [0, 0, 0, 0]]])).tolist()
        [1.0]
        """
        values = np.linalg.svd(self.real_span(vectors), compute_uv=False)
        return np.asarray(values[:: self.scalars])

    def gaussian(self, count: int, rng: np.random.Generator) -> Vectors:
        """`count` standard Gaussian objects: uniform directions, m vectors that span a uniform subspace.

        >>> Space.lines(3, "H").gaussian(5, np.random.default_rng(0)).shape
        (5, 3, 4)
        """
        shape = (count, self.m, self.d) if self.m > 1 else (count, self.d)
        parts: Floats = np.concatenate([rng.standard_normal(shape) for _ in range(self.scalars)], axis=-1)
        return self.from_real(parts)

    def components_of(self, left: Vectors, right: Vectors) -> Floats:
        """x . K_c y of all x of `left` and y of `right`: the parts of `inner`, shape (components, n, k, ...)."""
        if self.field is Field.QUATERNION:
            one, other = (self.to_real(side).reshape(-1, self.width) for side in (left, right))
            return self._paired(one @ np.swapaxes(self.structure.apply(other), 1, 2), len(left), len(right), 1)
        return np.moveaxis(self.field.parts_of(self.inner(left, right)), -1, 0)

    def inner(self, left: Vectors, right: Vectors) -> Vectors:
        """<x, y> of all x of `left` and y of `right`, conjugate in x: shape (n, k), over H (n, k, 4).

        Of subspaces the matrices (<x_a, y_b>), shape (n, k, m, m), over H (n, k, m, m, 4).
        """
        if self.field is Field.QUATERNION:
            return np.ascontiguousarray(np.moveaxis(self.components_of(left, right), 0, -1))
        product: Vectors = left.reshape(-1, self.d).conj() @ right.reshape(-1, self.d).T
        return self._paired(product, len(left), len(right))

    def _paired(self, products: Any, n: int, k: int, axis: int = 0) -> Any:
        """Products of the vectors of n and k objects, (n m, k m) from `axis` on, as (n, k, m, m); of lines as it is."""
        if self.m == 1:
            return products
        split = products.reshape(*products.shape[:axis], n, self.m, k, self.m)
        return np.ascontiguousarray(np.swapaxes(split, axis + 1, axis + 2))

    def overlaps(self, left: Vectors, right: Vectors) -> Floats:
        """|<x, y>| of lines, <x, y> of points, sqrt(f) of subspaces, for all x of `left`, y of `right`, shape (n, k).

        >>> Space.lines(1, "H").overlaps(np.array([[[1.0, 0, 0, 0]]]), np.array([[[0, 0.6, 0, 0.8]]])).tolist()
        [[1.0]]
        """
        return self.overlaps_in(self.inner(left, right))

    def overlaps_in(self, products: Vectors) -> Floats:
        """The overlaps of pairs with the given <x, y>: their moduli of lines, the numbers themselves of points.

        Of subspaces the root of the mean squared cosine of the principal angles, or the largest cosine.
        """
        if self.has_points:
            return np.asarray(products.real)
        if self.m == 1:
            return self.field.moduli(products)
        if self.distance is Distance.SPECTRAL:
            return self.field.matrix_singular_values(products)[..., 0]
        return np.asarray(np.sqrt(np.sum(self.field.moduli(products) ** 2, axis=(-1, -2)) / self.m))

    # the overlap and f

    def overlap_of(self, f: float) -> float:
        """The overlap of a pair from its f: sqrt(f) of lines and subspaces, 2f - 1 of points.

        >>> Space.lines(2).overlap_of(0.25), Space.sphere(2).overlap_of(0.25)
        (0.5, -0.5)
        """
        return 2.0 * f - 1.0 if self.has_points else float(np.sqrt(f))

    def f_of(self, overlap: float) -> float:
        """f of a pair from its overlap.

        >>> Space.lines(2).f_of(0.5), Space.sphere(2).f_of(-0.5)
        (0.25, 0.25)
        """
        return 0.5 + 0.5 * overlap if self.has_points else overlap * overlap

    def distance2(self, overlap: float) -> float:
        """The squared distance of a pair from its overlap t: m (1 - t^2) by chordal distance, 1 - t^2 by spectral.

        >>> Space.subspaces(4, 2).distance2(0.5), Space.lines(4).distance2(0.5)
        (1.5, 0.75)
        """
        return self.m * (1.0 - overlap * overlap) if self.distance is Distance.CHORDAL else 1.0 - overlap * overlap

    @property
    def least_overlap(self) -> int:
        """What no overlap is less than: 0, of points -1; 1 by spectral distance where every two subspaces meet."""
        if self.has_points:
            return -1
        return int(self.distance is Distance.SPECTRAL and 2 * self.m > self.d)

    @property
    def least_f(self) -> Fraction:
        """The least that f can be: 0; of subspaces with 2m > d, which meet, (2m - d)/m, or 1 by spectral distance.

        >>> Space.subspaces(3, 2).least_f, Space.subspaces(4, 2).least_f
        (Fraction(1, 2), Fraction(0, 1))
        """
        meeting = max(2 * self.m - self.d, 0) if self.m > 1 else 0
        return Fraction(meeting, self.m) if self.distance is Distance.CHORDAL else Fraction(meeting > 0)

    @property
    def mean_f(self) -> Fraction:
        """The mean of f of a random pair by chordal distance: m/d of subspaces and lines, 1/2 of points.

        >>> Space.subspaces(4, 2).mean_f, Space.lines(3, "C").mean_f
        (Fraction(1, 2), Fraction(1, 3))
        """
        return Fraction(1, 2) if self.has_points else Fraction(self.m, self.d)

    # harmonic analysis

    @property
    def alpha(self) -> Fraction:
        """The Jacobi parameter at x = 1: s (d-1)/2 - 1 of lines, (d-3)/2 of points."""
        return Fraction(self.tangent_dimension, 2) - 1

    @property
    def beta(self) -> Fraction:
        """The Jacobi parameter at x = -1: s/2 - 1 of lines, (d-3)/2 of points."""
        return self.alpha if self.has_points else Fraction(self.scalars, 2) - 1

    def variable(self, overlap: Any) -> Any:
        """The variable x in [-1, 1] of an overlap: 2 f - 1, so 2 t^2 - 1 of lines and subspaces, t of points.

        Overlaps are floats, arrays or exact numbers.
        """
        return overlap if self.has_points else 2 * overlap**2 - 1

    @cached_property
    def zonal(self) -> Zonal:
        """The zonal functions, as polynomials in `variable`, of points and lines; d at least 2.

        >>> Space.sphere(3).zonal.polynomial(2)                                          # Legendre: (3x^2 - 1)/2
        (Fraction(-1, 2), Fraction(0, 1), Fraction(3, 2))
        """
        if not self.is_two_point_homogeneous:
            raise InputError(
                f"zonal polynomials in one variable need points or lines, not {self}: take dimension m = 1"
            )
        if self.d < 2:
            raise InputError(f"zonal polynomials need d at least 2, not {self.d}: in one dimension all lines agree")
        return Zonal(self.alpha, self.beta)

    @cached_property
    def random_law(self) -> RandomLaw | SubspaceLaw:
        """The law of the overlap of two independent uniform objects; d at least 2, and more than m.

        >>> Space.subspaces(4, 2).random_law.variance_f, Space.lines(4).random_law.variance_f
        (Fraction(1, 36), Fraction(1, 16))
        """
        if self.is_two_point_homogeneous:
            return RandomLaw(self.zonal, self.has_lines)
        if self.m == self.d:
            raise InputError(f"the law of an overlap needs d more than m, not {self}: there is one such subspace")
        return SubspaceLaw(self.d, self.m, self.scalars, self.distance)

    @property
    def sphere_twin(self) -> Space | None:
        """The sphere S^s that the lines of F^2 are, with |<x, y>|^2 = (1 + cosine)/2; None for other spaces.

        >>> print(Space.lines(2, "H").sphere_twin, Space.lines(3).sphere_twin)
        vectors on S^4 None
        """
        return Space.sphere(self.scalars + 1) if self.has_lines and self.d == 2 else None

    @property
    def complement(self) -> Space | None:
        """The space of the orthogonal complements, by chordal distance isometric to this one; None of points and m = d.

        The m (1 - f) of a pair is that of their complements.

        >>> print(Space.subspaces(5, 3).complement, "and", Space.subspaces(3, 2, "C").complement)
        2-dimensional subspaces of R^5 and lines in C^3
        """
        if self.has_points or self.m == self.d:
            return None
        return Space.subspaces(self.d, self.d - self.m, self.field, self.distance)

    @property
    def line_twin(self) -> Space | None:
        """The lines of F^2 that the sphere is, for S^1, S^2, S^4; None for other spaces.

        >>> print(Space.sphere(5).line_twin)
        lines in H^2
        """
        field = {2: Field.REAL, 3: Field.COMPLEX, 5: Field.QUATERNION}.get(self.d)
        return Space.lines(2, field) if field is not None and self.has_points else None

    @classmethod
    def of_kind(cls, kind: str, d: int, field: Field | str) -> Space:
        """The space of a `kind`: the inverse of it.

        >>> print(Space.of_kind("subspaces 2 spectral", 5, "C"))
        2-dimensional subspaces of C^5 (spectral distance)
        """
        objects, *rest = kind.split()
        m, distance = rest or (1, Distance.CHORDAL)
        return cls(parse_objects(objects), d, parse_field(field), int(m), parse_distance(distance))


__dir__ = shown(__name__)
