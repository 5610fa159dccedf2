"""Why the linear programme gives no floor, as far as floats show it."""

from __future__ import annotations

import numpy as np

from packing.doors import shown
from packing.potentials import Potential
from packing.problem import Problem

__dir__ = shown(__name__)

_NEAR, _NEARER = 1e-6, 1e-12
_FALL = 5.0
"""A potential that falls by more between these distances from an end is said to have no least value."""


def why_not(problem: Problem, potential: Potential) -> str:
    """The reason in words, with the cure.

    >>> import sympy
    >>> from packing.potentials import Expression
    >>> from packing.problem import vectors
    >>> why_not(vectors(5, 3), Expression(sympy.log(1 - sympy.Symbol("x")))).partition(";")[0]
    'it has no least value near the overlap 1'
    """
    for piece in potential.pieces(problem.space):
        low, high = float(piece.low), float(piece.high)
        for end, step in ((low, 1.0), (high, -1.0)):
            near, nearer = potential.values(np.array([end + step * _NEAR, end + step * _NEARER]), problem.space)
            if nearer < near - _FALL or nearer == -np.inf:
                needs = "the programme needs a potential bounded from below: add a term that rises"
                return f"it has no least value near the overlap {end:.6g}; {needs}"
        values = potential.values(np.linspace(low, high, 64)[1:-1], problem.space)
        if np.isnan(values).any() or np.isinf(values).mean() > 1 / 2:
            return f"its values between {low:.6g} and {high:.6g} are beyond floats: divide it by a number"
    return "the programme needs a potential bounded from below, n up to 10^12 and 2 <= d <= 10^6: change one of them"
