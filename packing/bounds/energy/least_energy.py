"""The best lower bound on the energy of any packing: every theorem is asked, the largest answer is given."""

from __future__ import annotations

from dataclasses import replace

from packing.bounds.energy.closed_forms import closed_forms
from packing.bounds.energy.energy_bound import EnergyBound, EnergyBoundFunction
from packing.bounds.energy.every_potential import few, mean_pair
from packing.bounds.energy.from_others import from_others
from packing.bounds.energy.sign_bound import shipped_signs, sign_energy
from packing.bounds.energy.threepoint_bound import three_point_energy
from packing.bounds.energy.threepoint_shipped import shipped_three_point
from packing.bounds.energy.twopoint import two_point
from packing.bounds.energy.why_not import why_not
from packing.errors import InputError
from packing.objective import Energy
from packing.potentials import Potential
from packing.potentials.recognized import ScaledPotential, as_named
from packing.problem import Problem

QUICK: tuple[EnergyBoundFunction, ...] = (
    few, closed_forms, two_point, mean_pair, shipped_three_point, shipped_signs,
)  # fmt: skip
"""What is asked on each use: formulas, the two-point programme, three-point certificates and floors at hand."""

IN_OTHER_WORDS: tuple[EnergyBoundFunction, ...] = (closed_forms, mean_pair, shipped_three_point, shipped_signs)
"""What is asked about a named potential, too, where what is asked is a multiple of it and a number more."""

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
    same = as_named(potential, problem.space)
    if same is not None and same.is_plain and same.named != potential:  # t^3 of lines is |t|^3
        return tuple(
            replace(bound, potential=potential) for bound in energy_bounds(problem, same.named, compute=compute)
        )
    found = [bound for ask in QUICK for bound in ask(problem, potential)]
    if same is not None and not same.is_plain:
        found += [_scaled(bound, same, potential) for ask in IN_OTHER_WORDS for bound in ask(problem, same.named)]
    if not found:
        raise InputError(f"no floor is found for {potential} and {problem}: {why_not(problem, potential)}")
    found += _from_others(problem, potential, same, max(found).value)
    settled = any(bound.attained for bound in found if bound.value >= max(found).value)
    found += [bound for ask in COMPUTED if compute and not settled for bound in ask(problem, potential)]
    return tuple(sorted(found, key=_order, reverse=True))


def _order(bound: EnergyBound) -> tuple[float, bool]:
    """Bounds rise with their value; of those too small for a float, one above 0 is more than 0."""
    return bound.value, bool(bound.exact.is_positive)


def _from_others(
    problem: Problem, potential: Potential, same: ScaledPotential | None, least: float
) -> list[EnergyBound]:
    """What certificates about other problems say beyond `least`."""
    if same is None or same.is_plain:
        return list(from_others(problem, potential, least))
    shift = problem.n * (problem.n - 1) * same.shift
    enough = float((least - shift) / same.scale)
    return [_scaled(bound, same, potential) for bound in from_others(problem, same.named, enough)]


def _scaled(bound: EnergyBound, same: ScaledPotential, potential: Potential) -> EnergyBound:
    """What a floor of a named potential says of it times a number and a number more; a certificate is of the former."""
    n = bound.problem.n
    exact = same.scale * bound.exact + n * (n - 1) * same.shift
    return replace(bound, potential=potential, exact=exact, certificate=None)
