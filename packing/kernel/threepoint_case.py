"""The shape of a three-point certificate: which matrices there are, their sizes, and which weights bound the domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isqrt

from packing.kernel.algebraic import RATIONALS, Algebraic, Real, read_real
from packing.kernel.entries import choice, entry, integer
from packing.kernel.number_field import RealField
from packing.kernel.statement import RefusedError
from packing.kernel.threepoint_polynomials import Polynomial, combine, multiply

ONE: Polynomial = {(0, 0, 0, 0): Fraction(1)}
X1: Polynomial = {(1, 0, 0, 0): Fraction(1)}
X2: Polynomial = {(0, 1, 0, 0): Fraction(1)}
X3: Polynomial = {(0, 0, 1, 0): Fraction(1)}
XW: Polynomial = {(0, 0, 0, 1): Fraction(1)}
"""The invariants of the scaled variables: x1 = (U+V+T)/3, x2 = (UV+VT+TU)/3, x3 = UVT, and W."""

Rows = Sequence[Sequence[int | Algebraic]]
"""The lower triangle of a symmetric matrix, row i with i + 1 entries: integers c, or c_0 + c_1 theta + ..."""

SPACES = ("S", "R", "C")
"""Unit sphere of R^d, lines of R^d, lines of C^d."""


@dataclass(frozen=True)
class Case:
    """The code to be excluded, n points of a space with overlaps at most `overlap`, and the degrees of the proof."""

    space: str
    d: int
    n: int
    overlap: Real
    half: int

    @classmethod
    def read(cls, certificate: Mapping[str, object], number: str = "n", field: RealField = RATIONALS) -> Case:
        """The case from its entries, each within the range where the theorem holds; `number` names that of n."""
        space = choice(entry(certificate, "space"), "space", SPACES)
        overlap = read_real(entry(certificate, "overlap"), "overlap", field)
        low = -1 if space == "S" else 0
        if not low < overlap < 1:
            raise RefusedError("overlap", f"must lie strictly between {low} and 1")
        return cls(
            space,
            integer(entry(certificate, "d"), "d", 3, 10_000),
            integer(entry(certificate, number), number, 3, 10**12),
            overlap,
            integer(entry(certificate, "half_degree"), "half_degree", 1, 16),
        )

    @property
    def low(self) -> Fraction:
        """The least overlap there is."""
        return Fraction(-1 if self.space == "S" else 0)

    @property
    def centre(self) -> Real:
        """The middle of the interval [low, overlap] of the scaled variable."""
        return (self.overlap + self.low) / 2

    @property
    def radius(self) -> Real:
        """Half the length of that interval: u = centre + radius U with U in [-1, 1]."""
        return (self.overlap - self.low) / 2

    @property
    def largest_w(self) -> Real:
        """A number >= overlap^(3/2), hence >= |w|, rational where the overlap is; 1 for points, which have no w."""
        if self.space == "S":
            return Fraction(1)
        return self.overlap * Fraction(isqrt(floor(self.overlap * (1 << 128))) + 1, 1 << 64)

    def blocks(self) -> list[tuple[int, int, int]]:
        """(l, k, size) of the matrices F_lk: all of degree at most 2 half in (u, v, t, w)."""
        step = 2 if self.space == "S" else 1
        most = self.half if self.space == "C" else 1
        return [
            (turn, k, self.half - turn - step * k + 1)
            for turn in range(min(most, self.half) + 1)
            for k in range((self.half - turn) // step + 1)
        ]

    def parameters(self, turn: int) -> tuple[Fraction, Fraction]:
        """The Jacobi parameters of the blocks (l, k), l being `turn`."""
        if self.space == "C":
            return Fraction(self.d - 3), Fraction(turn)
        return Fraction(self.d - 4, 2), Fraction(2 * turn - 1, 2)

    def block_sizes(self) -> list[int]:
        """The sizes of the matrices F_lk in their order."""
        return [size for _, _, size in self.blocks()]

    def exponents(self, degree: int) -> list[tuple[int, int, int, int]]:
        """The monomials x1^a x2^b x3^c W^e of degree a + 2b + 3c + 2e at most `degree`; e <= 1 where w^2 = uvt."""
        highest = {"S": 0, "R": min(1, degree // 2), "C": degree // 2}[self.space]
        found = []
        for e in range(highest + 1):
            left = degree - 2 * e
            for c in range(left // 3 + 1):
                for b in range((left - 3 * c) // 2 + 1):
                    found += [(a, b, c, e) for a in range(left - 3 * c - 2 * b + 1)]
        return found

    def square_bases(self, weight_degree: int) -> list[list[tuple[int, int, int, int]]]:
        """The monomials that index the matrices of one weight: even, odd, plane of degree 1, plane of degree 2."""
        half = (2 * self.half - weight_degree) // 2
        return [self.exponents(half - step) if half >= step else [] for step in (0, 3, 1, 2)]

    def square_sizes(self, weight_degree: int) -> list[int]:
        """The sizes of the three matrices of one weight: even, odd, plane."""
        even, odd, first, second = self.square_bases(weight_degree)
        return [len(even), len(odd), len(first) + len(second)]

    def weights(self) -> list[tuple[int, Polynomial]]:
        """(degree, polynomial in the invariants x1, x2, x3, W) of what is >= 0 on the triples of a code."""
        e1, e2, e3 = combine((3, X1)), combine((3, X2)), X3
        square = combine((1, multiply(e1, e1)), (-2, e2))  # U^2 + V^2 + T^2
        squares = combine((1, multiply(e2, e2)), (-2, multiply(e1, e3)))  # U^2 V^2 + V^2 T^2 + T^2 U^2
        found = [
            (0, ONE),
            (2, combine((3, ONE), (-1, square))),
            (4, combine((3, ONE), (-2, square), (1, squares))),
            (6, combine((1, ONE), (-1, square), (1, squares), (-1, multiply(e3, e3)))),
            (2, combine((3, ONE), (-2, e1), (1, e2))),  # (1-U)(1-V) + (1-V)(1-T) + (1-T)(1-U)
            (3, combine((1, ONE), (-1, e1), (1, e2), (-1, e3))),  # (1-U)(1-V)(1-T)
        ]
        s1, s2, s3 = self._elementary()
        if self.space == "S":
            found.append((3, combine((1, ONE), (2, s3), (-1, multiply(s1, s1)), (2, s2))))
            return self._of_low_degree(found)
        w = combine((self.largest_w, XW))
        found.append((2, combine((1, ONE), (2, w), (-1, s1))))
        if self.space == "C":
            found.append((4, combine((1, s3), (-1, multiply(w, w)))))
        return self._of_low_degree(found)

    def symmetric_cube(self) -> Polynomial:
        """The product u v t in the invariants."""
        return self._elementary()[2]

    def _elementary(self) -> tuple[Polynomial, Polynomial, Polynomial]:
        """The elementary symmetric functions of u, v, t in the invariants, where u = centre + radius U."""
        e1, e2, e3, c, r = combine((3, X1)), combine((3, X2)), X3, self.centre, self.radius
        return (
            combine((3 * c, ONE), (r, e1)),
            combine((3 * c * c, ONE), (2 * c * r, e1), (r * r, e2)),
            combine((c**3, ONE), (c * c * r, e1), (c * r * r, e2), (r**3, e3)),
        )

    def _of_low_degree(self, weights: list[tuple[int, Polynomial]]) -> list[tuple[int, Polynomial]]:
        return [(degree, weight) for degree, weight in weights if degree <= 2 * self.half]
