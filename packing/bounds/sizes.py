"""How many points of a sphere, or lines, have all overlaps at most t: the best upper bound, with its certificate."""

from __future__ import annotations

from fractions import Fraction

from packing.bounds import checkers
from packing.bounds.from_certificates import THEOREMS, allowed, shipped
from packing.bounds.sizebound import SizeBound
from packing.bounds.theorems.cap_size import cap_size, describe
from packing.bounds.theorems.closed_size import closed_size
from packing.bounds.theorems.relative import exact_between
from packing.bounds.theorems.trivial import THEOREM as TRIVIAL
from packing.bounds.twopoint.size_certificate import delsarte_certificate
from packing.certificates import Certificate
from packing.errors import InputError, positive_integer
from packing.kernel import SizeStatement
from packing.rigor import Rigor
from packing.space import Space


def largest_code(d: int, cosine: Fraction | str, *, compute: bool = False) -> SizeBound:
    """At most how many points of the unit sphere of R^d have pairwise <x, y> <= `cosine`.

    Args: d >= 1; the cosine rational in [-1, 1), such as 1/2 (kissing) or 0.25. An irrational cosine is rounded up.
    `compute` asks for a three-point bound as well, which takes seconds to minutes.

    >>> largest_code(8, "1/2").exact, largest_code(24, Fraction(1, 2)).upper_bound
    (Fraction(240, 1), 196560)
    """
    overlap = exact_between("the cosine", cosine, -1)
    if positive_integer("d", d) == 1:
        return SizeBound(f"points on the unit sphere of R^1 with <x, y> <= {overlap}", TRIVIAL, 2, attained="always")
    return largest_in(Space.sphere(d), overlap, compute=compute)


def most_lines(d: int, coherence2: Fraction | str, field: str = "R", *, compute: bool = False) -> SizeBound:
    """At most how many lines of F^d have pairwise |<x, y>|^2 <= `coherence2`.

    Args: d >= 1; the square rational in [0, 1); `field` is R, C or H (the quaternions).
    `compute` asks for a three-point bound as well, which takes seconds to minutes.

    >>> most_lines(7, "1/9").exact, most_lines(6, "1/4", "C").exact
    (Fraction(28, 1), Fraction(126, 1))
    """
    overlap = exact_between("the square of the coherence", coherence2, 0)
    if field not in ("R", "C", "H"):
        raise InputError(f"the field must be R, C or H, not {field!r}: write R for real, C for complex lines")
    if positive_integer("d", d) == 1:
        return SizeBound(f"lines of {field}^1 with |<x, y>|^2 <= {overlap}", TRIVIAL, 1, attained="always")
    return largest_in(Space.of_letter(field, d), overlap, compute=compute)


def largest_in(space: Space, overlap: Fraction, *, compute: bool = False) -> SizeBound:
    """The least of the bounds known: Delsarte's, the certificates of the package, Rankin's, caps, three points."""
    certificates = (delsarte_certificate(space, overlap), _shipped(space, overlap))
    checked = (size_bound(space, overlap, certificate) for certificate in certificates if certificate is not None)
    answers = [
        bound for bound in (*checked, closed_size(space, overlap), cap_size(space, overlap)) if bound is not None
    ]
    best = min(answers, key=lambda bound: bound.upper_bound)
    certificate = _three_point(space, overlap, best.upper_bound) if compute else None
    computed = size_bound(space, overlap, certificate) if certificate is not None else None
    return best if computed is None or computed.upper_bound >= best.upper_bound else computed


def _three_point(space: Space, overlap: Fraction, most: int) -> Certificate | None:
    """A three-point certificate that excludes some number of points up to `most`, where the theorem applies."""
    from packing.bounds.threepoint.threepoint_bound import HALF, smallest_excluded

    low = 0 if space.has_lines else -1
    if space.letter not in HALF or space.d < 3 or most < 3 or overlap <= low:
        return None
    return smallest_excluded(space, overlap, HALF[space.letter], most)


def size_bound(space: Space, overlap: Fraction, certificate: Certificate) -> SizeBound | None:
    """What a certificate says about codes of `space` with these overlaps, after the fast check; None if nothing."""
    statement = checkers.check(certificate)
    if not isinstance(statement, SizeStatement):
        return None
    if (statement.space, statement.d) != (space.letter, space.d) or statement.overlap < overlap:
        return None
    theorem = THEOREMS[statement.kind, statement.space]
    attained = "sharp codes" if statement.strict else ""
    return SizeBound(describe(space, overlap), theorem, statement.size, Rigor.CERTIFIED, attained, certificate)


def _shipped(space: Space, overlap: Fraction) -> Certificate | None:
    """The certificate with the least claim among those that come with the package and allow at least these overlaps."""
    wide = [one for one in shipped(space.letter, space.d) if Fraction(one["overlap"]) >= overlap]
    return min(wide, key=allowed, default=None)
