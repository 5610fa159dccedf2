"""Three-point energy certificates that come with the package, checked on each use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from packing.bounds import checkers
from packing.bounds.algebraic_values import in_sympy, number_of
from packing.bounds.energy.energy_bound import EnergyBound
from packing.bounds.energy.program_text import program_text
from packing.bounds.energy.threepoint_bound import THEOREM
from packing.bounds.energy.twopoint import seen_as
from packing.certificates import Certificate, read
from packing.errors import InputError
from packing.kernel import EnergyStatement
from packing.potentials import Potential
from packing.problem import Problem
from packing.proofs_folder import proofs_folder
from packing.rigor import Rigor


def shipped_three_point(problem: Problem, potential: Potential) -> Iterator[EnergyBound]:
    """What the certificates `*-three-point-energ*.json` say about n objects and just this potential.

    >>> from packing.potentials import ReluPower
    >>> from packing.problem import vectors
    >>> next(shipped_three_point(vectors(10, 4), ReluPower(2))).exact                      # the Petersen code
    5/3
    """
    seen, f = seen_as(problem, potential)
    if seen.m > 1:
        return
    for certificate in _members(seen.space.letter, seen.d, seen.n):
        if certificate["potential"] == _text(seen, f) and isinstance(checkers.check(certificate), EnergyStatement):
            least = number_of(certificate, "at_least")
            assert least is not None
            yield EnergyBound(problem, potential, in_sympy(least), THEOREM, None, Rigor.CERTIFIED, certificate)


def _text(problem: Problem, potential: Potential) -> object:
    try:
        return program_text(potential, problem.space)
    except InputError:
        return None


@cache
def _members(letter: str, d: int, n: int) -> tuple[Certificate, ...]:
    """The certificates about n objects of a space, unchecked."""
    return tuple(each for each in all_shipped() if (each["space"], each["d"], each["n"]) == (letter, d, n))


@cache
def all_shipped() -> tuple[Certificate, ...]:
    """All three-point certificates of energies that come with the package, unchecked.

    >>> {certificate["kind"] for certificate in all_shipped()}
    {'three-point-energy'}
    """
    paths = sorted((proofs_folder() / "certificates").glob("*-three-point-energ*.json"))
    return tuple(member for path in paths for member in read(path))
