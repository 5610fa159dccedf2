"""Global optimality: an exact packing whose coherence meets a proved lower bound, digit for digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import arb, ctx

from packing.exact.existence import Existence
from packing.exact.zero import bits_of, places_of
from packing.rigor import Rigor

if TYPE_CHECKING:
    from packing.bounds import Bound

DIGITS = 50

FEWEST = 15
"""A bound that is closer than this by accident has not been seen."""


@dataclass(frozen=True)
class MetBound:
    """The coherence of an exact packing is above `bound` by at most 10^-digits, and no packing is below `bound`."""

    bound: Bound
    digits: int

    def __str__(self) -> str:
        return f"no packing is better by more than 1e-{self.digits}: {self.bound.theorem}, {self.bound.rigor}"


def met_bound(proof: Existence) -> MetBound | None:
    """The best lower bound of the problem, where the packing meets it to at least `FEWEST` digits; else None.

    >>> from packing.constructions import known
    >>> from packing.exact import prove_existence
    >>> from packing.problem import lines
    >>> print(met_bound(prove_existence(known(lines(7, 3, "C"))[0].packing)))
    no packing is better by more than 1e-50: Welch, proved
    """
    import sympy

    from packing.bounds import lower_bound

    bound = lower_bound(proof.problem)
    if bound.rigor is Rigor.NUMERICAL:
        return None
    with ctx.workprec(bits_of(2 * DIGITS)):
        exact = arb(str(sympy.N(bound.exact, 2 * DIGITS)))
        above = proof.coherence.upper() - exact
        digits = places_of(above.abs_upper(), DIGITS)
    return MetBound(bound, digits) if digits >= FEWEST else None
