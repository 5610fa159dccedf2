"""The relative bound for lines of a given largest overlap: Welch's inequality read for the number of lines."""

from __future__ import annotations

from fractions import Fraction

from packing.bounds.size_bound import NoSizeBound, SizeBound
from packing.bounds.theorems.welch import RELATIVE, relative_size
from packing.errors import positive_integer
from packing.exact_numbers import ceiling_between


def relative(d: int, coherence2: Fraction | str | float) -> SizeBound | NoSizeBound:
    """n <= d (1 - t) / (1 - d t) for n lines of R^d, C^d or H^d with |<x, y>|^2 <= t (equiangular or not).

    Args: d >= 1 and t = `coherence2` in [0, 1); what is no fraction is enclosed from above.
    Validity: d t < 1. Equality: equiangular tight frames. Reference: Lemmens and Seidel (1973).

    >>> print(relative(15, "1/25"))
    lines in F^15 with |<x, y>|^2 <= 1/25: n <= 36 (relative bound, proved)
    >>> print(relative(24, "1/25").exact)
    576
    >>> print(relative(25, "1/25"))
    relative bound: needs d t < 1, not 25 * 1/25 = 1
    """
    d, ceiling = positive_integer("d", d), ceiling_between("the square of the coherence", coherence2, 0)
    t = ceiling.above
    if d * t >= 1:
        return NoSizeBound(RELATIVE, f"needs d t < 1, not {d} * {ceiling.text}" + f" = {d * t}" * ceiling.is_exact)
    what = f"lines in F^{d} with |<x, y>|^2 <= {ceiling.text}"
    return SizeBound(what, RELATIVE, relative_size(d, t), attained="equiangular tight frames")
