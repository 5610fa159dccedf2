"""Counts of orthogonal pairs as formulas in n, d and k, with the conditions under which they hold."""

from __future__ import annotations

from typing import Any

import sympy

from packing.analytic.counts import bases_pairs, equal_blocks_pairs, evenly_spaced_pairs, turan_pairs
from packing.analytic.formula import Formula, is_symbolic
from packing.doors import shown
from packing.errors import positive_integer

__dir__ = shown(__name__)


def pair_theorems(n: Any, d: Any, k: Any = None) -> tuple[Formula, ...]:
    """How many unordered pairs are orthogonal: the most there can be (Turan), and in named arrangements.

    n, d and k are numbers or symbols of sympy; `k` blocks are counted where it is given. Each formula has its
    condition: whole bases need d | n, equal blocks k | n, different lines of the plane d = 2. With numbers those whose
    condition fails are left out. Raises `InputError` for numbers below 1.

    >>> n, d, k = sympy.symbols("n d k", integer=True, positive=True)
    >>> turan, blocks, bases, plane = pair_theorems(n, d, k)
    >>> turan.at(n=13, d=3), blocks.expression, bases.condition
    (56, n**2*(1 - 1/k)/2, Eq(Mod(n, d), 0))
    >>> print(blocks.latex())
    P_k = \\frac{n^{2} \\left(1 - \\frac{1}{k}\\right)}{2} \\quad \\text{if } n \\bmod k = 0
    """
    n, d, k = (_count(name, value) for name, value in (("n", n), ("d", d), ("k", k)))
    formulas = [Formula("Turan", "P", "=", turan_pairs(n, d), n >= 1, "Turan 1941")]
    if k is not None:
        divides = sympy.Eq(sympy.Mod(n, k), 0)
        if divides != sympy.false:
            formulas.append(Formula("equal orthogonal blocks", "P_k", "=", equal_blocks_pairs(n, k), divides))
    whole = sympy.Eq(sympy.Mod(n, d), 0)
    if whole != sympy.false:
        formulas.append(Formula("bases at general angles", "P", "=", bases_pairs(n, d), whole))
    plane = sympy.Eq(d, 2)
    if plane != sympy.false:
        formulas.append(Formula("different lines of the plane", "P", "=", sympy.floor(n / 2), plane))
    return tuple(formulas)


def evenly_spaced(m: Any) -> Formula:
    """The orthogonal pairs of m evenly spaced unit vectors in the plane, for a number or a symbol.

    >>> evenly_spaced(sympy.Symbol("m", integer=True, positive=True)).at(m=12)
    12
    """
    return Formula("evenly spaced vectors", "P", "=", sympy.sympify(evenly_spaced_pairs(m), strict=True), sympy.true)


def _count(name: str, value: Any) -> sympy.Expr | None:
    if value is None or is_symbolic(value):
        return value
    return sympy.Integer(positive_integer(name, value))
