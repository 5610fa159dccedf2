"""Floors from certificates about fewer objects, more dimensions, a larger field or another power.

Let e(n) be the least mean of f over the pairs of n objects: the least energy is n(n-1) e(n).

* e(n) >= e(m) for m <= n: the mean over all pairs is the mean, over the choices of m objects, of the means over theirs.
* Packings in R^d are packings in R^(d+1) and in C^d, those in C^d are in H^d: with more room e(n) is no larger.
* The mean of |t|^p is at least that of |t|^q to the power p/q for p >= q (power means), and at least that of |t|^q for
  p <= q, as |t| <= 1; the same holds of max(t, 0).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import sympy

from packing.bounds import checkers
from packing.bounds.algebraic_values import in_sympy, number_of
from packing.bounds.bound import Theorem
from packing.bounds.energy.energy_bound import EnergyBound
from packing.bounds.energy.program_text import program_text
from packing.bounds.energy.sign_bound import shipped_floors
from packing.bounds.energy.threepoint_bound import THEOREM
from packing.bounds.energy.threepoint_shipped import all_shipped
from packing.bounds.energy.twopoint import seen_as
from packing.certificates import Certificate
from packing.doors import shown
from packing.errors import InputError
from packing.kernel import EnergyStatement
from packing.potentials import AbsPower, Potential, ReluPower
from packing.potentials.powers import Power
from packing.problem import Problem
from packing.rigor import Rigor
from packing.space import Space

__dir__ = shown(__name__)

_INSIDE = {"S": "S", "R": "RCH", "C": "CH", "H": "H"}
"""The spaces of the same real vectors, or lines, by the letters of certificates."""

_WORTH = 1e-9
"""A floor that is larger by less, by part, says nothing new."""


class _Known(NamedTuple):
    """A floor at hand: of which objects, of which potential, and its certificate; None where signs were tried."""

    letter: str
    d: int
    n: int
    potential: Power | str
    energy: sympy.Expr
    certificate: Certificate | None


def from_others(problem: Problem, potential: Potential, least: float) -> Iterator[EnergyBound]:
    """The best floor above `least` that follows from what comes with the package about other problems; one at most.

    >>> from packing.problem import lines
    >>> bound = next(from_others(lines(21, 4), AbsPower(3), 0))
    >>> print(bound)
    21 lines in R^4: sum of |t|^3 >= 49.637829221842 (three-point programme of 20, certified)
    """
    seen, f = seen_as(problem, potential)
    if seen.m > 1 or seen.n < 2:
        return
    pairs = sympy.Integer(seen.n * (seen.n - 1))
    worth = least + _WORTH * (1 + abs(least))
    found = [(pairs * mean, known) for known in _floors() for mean in _means(seen, f, known)]
    for energy, known in sorted(found, key=lambda each: -float(each[0])):
        if float(energy) <= worth:
            return
        if known.certificate is None or isinstance(checkers.check(known.certificate), EnergyStatement):
            theorem = Theorem(f"{_name(known)} of {_origin(seen, f, known)}", "cohn2012" if known.certificate else "")
            yield EnergyBound(problem, potential, energy, theorem, None, Rigor.CERTIFIED)
            return


def _means(seen: Problem, f: Potential, known: _Known) -> Iterator[sympy.Expr]:
    """What a floor says of the mean pair; nothing where it is of other packings, or of this very problem."""
    if known.letter not in _INSIDE[seen.space.letter] or known.d < seen.d or not 2 <= known.n <= seen.n:
        return
    mean = known.energy / (known.n * (known.n - 1))
    if isinstance(f, Power):
        if type(f) is type(known.potential):
            at_least = f.exponent >= known.potential.exponent
            yield mean ** (f.exponent / known.potential.exponent) if at_least and mean > 0 else mean
    elif known.potential == _text(seen, f):
        yield mean


def _name(known: _Known) -> str:
    return "all sign matrices" if known.certificate is None else str(THEOREM)


def _origin(seen: Problem, f: Potential, known: _Known) -> str:
    """What the floor is of, where that is not the problem itself."""
    parts = [str(known.n)] * (known.n != seen.n)
    parts += [f"{known.letter if known.letter != 'S' else 'R'}^{known.d}"] * (known.d != seen.d)
    parts += [str(known.potential)] * (isinstance(f, Power) and known.potential != f)
    return ", ".join(parts)


@cache
def _floors() -> tuple[_Known, ...]:
    found = []
    for certificate in all_shipped():
        least = number_of(certificate, "at_least")
        if least is not None:
            power = _power(certificate) or str(certificate["potential"])
            place = (str(certificate["space"]), int(certificate["d"]), int(certificate["n"]))
            found.append(_Known(*place, power, in_sympy(least), certificate))
    for (n, d, p), floor in shipped_floors().items():
        found.append(_Known("R", d, n, AbsPower(p), sympy.Rational(floor.numerator, floor.denominator), None))
    return tuple(found)


def _power(certificate: Certificate) -> Power | None:
    """The power of overlaps that the potential of a certificate is, in all its pieces; None if it is none.

    >>> left = {"from": "-1", "to": "0", "f": ["t", "^2"]}
    >>> pieces = [left, {"from": "0", "to": "1", "f": ["t", "^2"]}]                    # t^2, not max(t, 0)^2
    >>> _power({"space": "S", "d": 3, "potential": pieces})
    >>> _power({"space": "S", "d": 3, "potential": [{**left, "f": ["0"]}, pieces[1]]})
    ReluPower(exponent=2)
    """
    program = certificate["potential"][-1]["f"]
    if len(program) != 2 or program[0] != "t" or not program[1].startswith("^"):
        return None
    kind = AbsPower if len(certificate["potential"]) == 1 else ReluPower
    exponent = Fraction(program[1][1:])
    power = kind(sympy.Rational(exponent.numerator, exponent.denominator))
    space = Space.sphere(certificate["d"]) if kind is ReluPower else Space.lines(certificate["d"])
    same = certificate["space"] == space.letter and program_text(power, space) == certificate["potential"]
    return power if same else None


def _text(problem: Problem, potential: Potential) -> str | None:
    try:
        return str(program_text(potential, problem.space))
    except InputError:
        return None
