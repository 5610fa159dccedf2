"""The best lower bound on the energy of any packing: every theorem is asked, the largest answer is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sympy

from packing.bounds.bound import Theorem
from packing.bounds.energy.closed_forms import closed_forms
from packing.bounds.energy.energy_bound import EnergyBound, EnergyBoundFunction
from packing.bounds.energy.sign_bound import shipped_signs, sign_energy
from packing.bounds.energy.threepoint_bound import three_point_energy
from packing.bounds.energy.threepoint_shipped import shipped_three_point
from packing.bounds.energy.twopoint import two_point
from packing.bounds.energy.why_not import why_not
from packing.errors import InputError
from packing.objective import Energy
from packing.potentials import Gauss, Logarithm, Potential, Riesz
from packing.potentials.recognized import ScaledPower, as_power
from packing.problem import Problem

QUICK: tuple[EnergyBoundFunction, ...] = (closed_forms, two_point, shipped_three_point, shipped_signs)
"""What is asked on each use: formulas, the two-point programme, three-point certificates and floors at hand."""

COMPUTED: tuple[EnergyBoundFunction, ...] = (three_point_energy, sign_energy)
"""What takes seconds or more: three points, and all sign matrices of small order."""

_SAME = 1e-12
"""Bounds this near each other, by part, are one: then one that says where it is attained is given."""


def least_energy(problem: Problem, energy: Energy | Potential, *, compute: bool = False) -> EnergyBound:
    """The best lower bound known here for the energy of n unit vectors, a sum over ordered pairs i != j.

    Args: the problem, of points or lines; an `Energy` or its potential; `compute` True for programmes that take
    seconds to minutes, with certificates. Of equal bounds the one that is known to be attained is given.

    Raises: `InputError` where pairs of the space have no such potential.

    >>> from packing.problem import lines, vectors
    >>> least_energy(lines(5, 3), Energy(1)).exact, least_energy(vectors(10, 2), Energy(2, positive=True)).exact
    (4, 25 - 5*sqrt(5))
    """
    bounds = energy_bounds(problem, energy, compute=compute)
    enough = bounds[0].value - _SAME * (1 + abs(bounds[0].value))
    return next((bound for bound in bounds if bound.attained and bound.value >= enough), bounds[0])


def energy_bounds(problem: Problem, energy: Energy | Potential, *, compute: bool = False) -> tuple[EnergyBound, ...]:
    """All lower bounds on the energy, best first; at least one. See `least_energy`.

    Args: `problem`, n points or lines; an `Energy` or its potential; `compute` True for programmes that take seconds
    to minutes.
    """
    potential = energy.potential if isinstance(energy, Energy) else energy
    potential.check(problem.space)
    same = as_power(potential, problem.space)
    if same is not None and same.is_plain and same.power != potential:  # t^3 of lines is |t|^3
        return tuple(
            replace(bound, potential=potential) for bound in energy_bounds(problem, same.power, compute=compute)
        )
    found = [bound for ask in (_of_one, _of_the_farthest, *QUICK) for bound in ask(problem, potential)]
    if same is not None and not same.is_plain:
        found += [_scaled(bound, same, potential) for bound in closed_forms(problem, same.power)]
    if not found:
        raise InputError(f"no floor is found for {potential} and {problem}: {why_not(problem, potential)}")
    settled = any(bound.attained for bound in found if bound.value >= max(found).value)
    found += [bound for ask in COMPUTED if compute and not settled for bound in ask(problem, potential)]
    return tuple(sorted(found, reverse=True))


def _scaled(bound: EnergyBound, same: ScaledPower, potential: Potential) -> EnergyBound:
    """What a formula for a power says of the power times a number and a number more."""
    n = bound.problem.n
    return replace(bound, potential=potential, exact=same.scale * bound.exact + n * (n - 1) * same.shift)


def _of_the_farthest(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """No pair has less than one as far apart as can be, of potentials that fall with the distance."""
    if isinstance(potential, (Riesz, Logarithm, Gauss)):
        least = potential.exact(-1 if problem.space.has_points else 0, problem.space)
        theorem = Theorem("every pair as far apart as can be", "yudin1992")
        met = problem.n <= 2 if problem.space.has_points else problem.n <= problem.d
        yield EnergyBound(problem, potential, problem.n * (problem.n - 1) * least, theorem, met or None)


def _of_one(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """One object has no pairs."""
    if problem.n == 1:
        theorem = Theorem("no pairs", "benedetto2003")
        yield EnergyBound(problem, potential, sympy.S.Zero, theorem, attained=True)
