"""Blocks of tegum products: n vectors in R^d whose overlaps, and so whose energies, are known exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import sympy

from packing.bounds.energy import sharp_codes
from packing.exponents import EnergyKind
from packing.numeric import Floats
from packing.rigor import Rigor

Overlaps = tuple[tuple[sympy.Expr, int], ...]

MOST_SIDES = 24
"""Polygons with more sides are left out of the list of known blocks, which must be finite."""


@dataclass(frozen=True)
class Block:
    """n vectors that span R^d, by the exact law of their overlaps: pairs (value, number of ordered pairs).

    Two kinds of block have no known overlaps. `given` is an exact energy that a theorem grants at one exponent (a tight
    frame at p = 2); `found` is the energy that a numerical search met, and then the rigor is numerical.

    >>> triangle = simplex(3, 2)
    >>> triangle.exact_energy(sympy.Rational(9, 5), EnergyKind.ABS)
    3*2**(1/5)/2
    >>> triangle.exact_energy(sympy.Integer(1), EnergyKind.RELU)
    0
    """

    n: int
    d: int
    name: str
    overlaps: Overlaps = ()
    given: sympy.Expr | None = None
    found: float | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """(n, d)."""
        return self.n, self.d

    @property
    def rigor(self) -> Rigor:
        """Numerical where the energy was only found, else proved."""
        return Rigor.PROVED if self.found is None else Rigor.NUMERICAL

    def exact_energy(self, p: sympy.Expr, energy: EnergyKind) -> sympy.Expr | None:
        """The energy at exponent p, exact; None where only a float is known."""
        if self.found is not None:
            return None
        if self.given is not None:
            return self.given
        return sympy.Add(*(count * energy.weight(value, p) for value, count in self.overlaps))

    def value(self, p: float, energy: EnergyKind) -> float:
        """The energy at exponent p as a float."""
        if self.found is not None:
            return self.found
        if self.given is not None:
            return float(self.given)
        return math.fsum(count * _weight(value, p, energy) for value, count in self._floats)

    @cached_property
    def _floats(self) -> tuple[tuple[float, int], ...]:
        return tuple((float(value), count) for value, count in self.overlaps)

    def __str__(self) -> str:
        return f"({self.n},{self.d})"


def line(n: int, energy: EnergyKind) -> Block:
    """n copies of one unit vector, for the ReLU energy ceil(n/2) of it and floor(n/2) of its opposite: d = 1."""
    if energy is EnergyKind.ABS:
        return Block(n, 1, "line", _law({1: n * (n - 1)}))
    up, down = (n + 1) // 2, n // 2
    return Block(n, 1, "axis", _law({1: up * (up - 1) + down * (down - 1), -1: 2 * up * down}))


def simplex(n: int, d: int) -> Block:
    """The regular simplex of d + 1 vectors (overlaps -1/d), each floor or ceil of n/(d+1) times; n > d >= 2."""
    copies, left = divmod(n, d + 1)
    squares = left * (copies + 1) ** 2 + (d + 1 - left) * copies**2
    return Block(n, d, "simplex", _law({1: squares - n, sympy.Rational(-1, d): n * n - squares}))


def polygon(sides: int, energy: EnergyKind) -> Block:
    """The regular polygon in R^2: lines at the angles pi j/sides, or for the ReLU energy points at 2 pi j/sides."""
    turn = sympy.pi / sides if energy is EnergyKind.ABS else 2 * sympy.pi / sides
    law: dict[sympy.Expr, int] = {}
    for j in range(1, sides):
        value = sympy.cos(turn * j)
        law[value] = law.get(value, 0) + sides
    return Block(sides, 2, "polygon", _law(law))


def tight_frame(n: int, d: int) -> Block:
    """A unit-norm tight frame: E_2 = n^2/d - n, the least there is; for all n >= d (Benedetto and Fickus 2003)."""
    return Block(n, d, "tight frame", given=sympy.Rational(n * n, d) - n)


def repeated(block: Block, copies: int) -> Block:
    """Every vector of a block `copies` times."""
    law = {value: count * copies**2 for value, count in block.overlaps}
    law[sympy.Integer(1)] = law.get(sympy.Integer(1), 0) + block.n * copies * (copies - 1)
    return Block(block.n * copies, block.d, block.name, _law(law))


@cache
def codes() -> tuple[Block, ...]:
    """The sharp spherical codes of `bounds.energy.sharp_codes` as blocks, for the ReLU energy."""
    return tuple(_named(code) for code in sharp_codes.codes())


@cache
def systems() -> tuple[Block, ...]:
    """The tight systems of lines of `bounds.energy.sharp_codes` as blocks, for the energy of absolute values."""
    return tuple(_named(code) for code in sharp_codes.systems())


@cache
def primitives(energy: EnergyKind) -> tuple[Block, ...]:
    """The polygons of 4 to `MOST_SIDES` sides and the named codes: what may be repeated to make a block."""
    named = codes() if energy is EnergyKind.RELU else systems()
    return (*(polygon(sides, energy) for sides in range(4, MOST_SIDES + 1)), *named)


def line_energies(most: int, energy: EnergyKind) -> Floats:
    """The energies of `line(n)` for n = 0..most: n(n-1), or for ReLU the two opposite halves of it."""
    n = np.arange(most + 1.0)
    if energy is EnergyKind.ABS:
        return n * (n - 1)
    up, down = np.ceil(n / 2), np.floor(n / 2)
    return up * (up - 1) + down * (down - 1)


def simplex_energies(most: int, d: int, p: float, energy: EnergyKind) -> Floats:
    """The energies of `simplex(n, d)` for n = 0..most; infinite where n <= d."""
    n = np.arange(most + 1)
    copies, left = n // (d + 1), n % (d + 1)
    squares = left * (copies + 1.0) ** 2 + (d + 1.0 - left) * copies**2
    values = squares - n + (0.0 if energy is EnergyKind.RELU else d**-p) * (n.astype(float) ** 2 - squares)
    return np.where(n > d, values, np.inf)


def _named(code: sharp_codes.SharpCode) -> Block:
    return Block(code.n, code.d, code.name, code.overlaps)


def _law(counts: dict[sympy.Expr | int, int] | dict[sympy.Expr, int] | dict[int, int]) -> Overlaps:
    return tuple((sympy.sympify(value, strict=True), count) for value, count in counts.items() if count)


def _weight(overlap: float, p: float, energy: EnergyKind) -> float:
    size = abs(overlap) if energy is EnergyKind.ABS else max(overlap, 0.0)
    return float(size**p) if size > 1e-15 else 0.0
