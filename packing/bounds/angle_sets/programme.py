"""The door to the programmes as models: what is asked, of which codes, checked before cvxpy is needed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from packing.bounds.angle_sets.allowed import Allowed
from packing.bounds.angle_sets.model import Programme
from packing.bounds.angle_sets.size import check_question
from packing.doors import shown
from packing.errors import InputError, positive_integer
from packing.objective import Energy
from packing.potentials import Potential
from packing.problem import Problem
from packing.space import Space

__dir__ = shown(__name__)

MOST_DEGREE = 40


def programme(
    problem: Problem | Space, objective: str | Iterable[Any] | Energy | Potential, *,
    angles: str | Iterable[Any] | None = None, strength: int = 0, antipodal: bool = False, degree: int = 16,
) -> Programme:  # fmt: skip
    """Delsarte's programme as a cvxpy model, which you may extend, solve with any solver and hand back to the kernel.

    Args: a space and the overlaps that are allowed ("1/4, -1/4", "-1:1/2": see `code_with_angles`) for the size of a
    code; or a problem of n objects and an energy, with `angles` where not all overlaps are allowed. `strength` and
    `antipodal` as in `code_with_angles`; `degree` is the highest k. `objective` is the allowed overlaps, or the
    energy.

    Raises: `MissingExtraError` where cvxpy is not installed; `InputError` for what does not fit.

    >>> from packing.problem import vectors
    >>> model = programme(vectors(6, 3), Energy(2), degree=4)
    >>> round(model.solve(), 5)                                              # the octahedron: n^2/d - n
    6.0
    """
    positive_integer("the degree", degree, MOST_DEGREE)
    space = problem.space if isinstance(problem, Problem) else problem
    check_question(space, strength, antipodal)
    potential: Potential | None = None
    n: int | None = None
    if isinstance(objective, Energy | Potential):
        if not isinstance(problem, Problem):
            raise InputError(f"an energy is one of n objects: give a problem such as vectors(n, {space.d})")
        potential, n = objective.potential if isinstance(objective, Energy) else objective, problem.n
        potential.check(space)
        allowed = Allowed.read(angles if angles is not None else [_whole(space)], space)
    elif isinstance(problem, Problem):
        raise InputError("a size is asked of a space and its overlaps: give problem.space and text such as '-1:1/2'")
    else:
        allowed = Allowed.read(objective, space)
    free = potential is not None and angles is None
    return Programme(
        space, allowed.antipodal() if antipodal else allowed, degree, strength, antipodal, n, potential, free
    )


def _whole(space: Space) -> tuple[Fraction, Fraction]:
    """All overlaps but those nearest to 1."""
    return Fraction(-1 if space.has_points else 0), Fraction(10**6 - 1, 10**6)
