"""The Welch bound, which is the relative bound read for the number of lines."""

from __future__ import annotations

from fractions import Fraction

import sympy

from packing.bounds.bound import ABOUT_LINES, Bound, Inapplicable, Theorem
from packing.bounds.family import Family, Silent, lower
from packing.problem import Problem
from packing.space import Space

THEOREM = Theorem("Welch", "welch1974")
RELATIVE = Theorem("relative bound", "lemmens1973")


def welch(problem: Problem) -> Bound | Inapplicable:
    """mu^2 >= (n - d) / (d (n - 1)).

    Proof: the Gram matrix G has rank <= d and trace n, so n + n (n-1) mu^2 >= tr G^2 >= n^2 / d.
    Validity: lines over R, C or H, n > d. Equality: exactly the equiangular tight frames, so only for n <= Z(d), which
    is d(d+1)/2, d^2, d(2d-1). Reference: Welch (1974); Rankin (1955) for the simplex behind it.

    Args: `problem`: n points, lines or subspaces; the answer is `Inapplicable`, with the reason, where the theorem
    says nothing of it.

    >>> from packing.problem import lines
    >>> welch(lines(28, 7)).exact, welch(lines(15, 3, "H")).exact
    (1/3, sqrt(14)/7)
    """
    return lower(problem, family(problem.space))


def family(space: Space) -> Family | Silent:
    """The theorem on a space; its size bound is the relative bound d (1 - t) / (1 - d t)."""
    if not space.has_lines:
        return Silent(THEOREM, ABOUT_LINES)
    d, most = space.d, space.forms

    def attained(n: int) -> str:
        if d == 1:
            return "always: all lines of one dimension agree"
        if n <= most:
            return "equiangular tight frames"
        return f"never: equiangular tight frames in {space.field}^{d} have n <= {most}"

    return Family(
        THEOREM,
        space,
        d + 1,
        lambda n: sympy.sqrt(sympy.Rational(n - d, d * (n - 1))),
        1 / sympy.sqrt(d),
        attained,
        f"needs n > {d}: fewer lines can be orthogonal",
        inverse=lambda t: relative_size(d, t),
        filled="equiangular tight frames",
        size_theorem=RELATIVE,
    )


def relative_size(d: int, t: Fraction) -> Fraction:
    """d (1 - t) / (1 - d t), for d t < 1.

    >>> relative_size(24, Fraction(1, 25))
    Fraction(576, 1)
    """
    return d * (1 - t) / (1 - d * t)
