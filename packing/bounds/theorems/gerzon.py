"""The Gerzon number: the dimension of the self-adjoint matrices bounds the number of equiangular lines."""

from __future__ import annotations

from packing.bounds.bound import Theorem
from packing.bounds.size_bound import SizeBound
from packing.errors import positive_integer
from packing.problem import Field, parse_field
from packing.space import Space

THEOREM = Theorem("Gerzon", "lemmens1973")


def gerzon_number(d: int, field: Field | str) -> int:
    """Z(d) = d(d+1)/2, d^2, d(2d-1) over R, C, H: the real dimension of the self-adjoint d x d matrices.

    Args: d >= 1; `field`: "R", "C" or "H".

    >>> gerzon_number(7, Field.REAL), gerzon_number(7, Field.COMPLEX), gerzon_number(7, Field.QUATERNION)
    (28, 49, 91)
    """
    return Space.lines(d, field).forms


def gerzon(d: int, field: Field | str = Field.REAL) -> SizeBound:
    """At most Z(d) lines of F^d are equiangular with angle cosine below 1.

    Proof: the projections x x^* have Gram matrix (1 - a^2) I + a^2 J, which is regular, so they are independent among
    the self-adjoint matrices. Validity: all d >= 1. Equality over C: SICs (conjectured for each d); over R: only
    d = 2, 3, 7, 23 are known; over H: d = 2, 3 are known. Reference: Lemmens and Seidel (1973), who credit Gerzon.

    Args: `field`: "R", "C" or "H".

    >>> print(gerzon(7))
    equiangular lines in R^7: n <= 28 (Gerzon, proved)
    """
    d, field = positive_integer("d", d), parse_field(field)
    what = f"equiangular lines in {field}^{d}"
    attained = {"R": "known for d = 2, 3, 7, 23", "C": "SICs, conjectured for each d", "H": "known for d = 2, 3"}
    return SizeBound(what, THEOREM, gerzon_number(d, field), attained=attained[field])
