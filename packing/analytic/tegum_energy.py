"""Energies of tegum products of k equal blocks in closed form, for symbols n, d, k and p."""

from __future__ import annotations

from typing import Any

import sympy

from packing.analytic.formula import Formula, is_symbolic
from packing.doors import shown
from packing.errors import InputError, positive_integer
from packing.exponents import EnergyKind, exact_exponent, parse_energy

__dir__ = shown(__name__)

BLOCKS = ("basis", "simplex", "tight frame")


def tegum_energy(
    n: Any, d: Any, k: Any, exponent: Any, energy: EnergyKind | str = EnergyKind.ABS, block: str = "simplex"
) -> Formula:
    """The energy at exponent p of n unit vectors of R^d in k equal blocks, which span orthogonal subspaces.

    Each block holds n/k vectors of R^(d/k), all the same:

    * `simplex`: the d/k + 1 vertices of a regular simplex, each k n' = n/(d + k) times. With m = d/k,
      E_p = n (n/(d+k) - 1) + n (n/k - n/(d+k)) m^(-p); the ReLU energy is the first term.
    * `basis`: an orthonormal basis, each vector n/d times: n (n/d - 1), for every k the same. For the ReLU energy half
      of the copies are opposite: n (n/(2d) - 1).
    * `tight frame`: any tight frame of unit vectors, p = 2: n^2/d - n, for every k the same.

    n, d, k and p are numbers or symbols; the condition says which numbers of blocks exist. Raises `InputError` for an
    unknown block, numbers out of range, and where no arrangement exists.

    >>> n, d, k, p = sympy.symbols("n d k p", positive=True)
    >>> formula = tegum_energy(n, d, k, p)
    >>> sympy.factor(formula.expression.subs(p, 2))
    -n*(d - n)/d
    >>> tegum_energy(6, 4, 2, 2).expression, tegum_energy(6, 4, 2, "3/2").expression
    (3, 3*sqrt(2))
    """
    if block not in BLOCKS:
        raise InputError(f"a block is a basis, a simplex or a tight frame, not {block!r}: choose one of them")
    kind = parse_energy(energy)
    n, d, k = (value if is_symbolic(value) else sympy.Integer(positive_integer(name, value)) for name, value in (
        ("n", n), ("d", d), ("k", k)
    ))  # fmt: skip
    p = exponent if is_symbolic(exponent) else exact_exponent(exponent)
    value, condition = _basis(n, d, kind) if block == "basis" else _simplex(n, d, k, p, kind)
    if block == "tight frame":
        if kind is EnergyKind.RELU:
            raise InputError("a tight frame has a known energy of absolute values, not of ReLU: use the energy abs")
        value, condition = n**2 / d - n, sympy.And(sympy.Eq(p, 2), n >= d, _divides(k, n), _divides(k, d))
    if condition == sympy.false:
        raise InputError(f"{k} equal blocks, each a {block}, of {n} vectors in {d} dimensions do not exist: change k")
    return Formula(f"{k} equal blocks, each a {block}", kind.letter(p), "=", value, condition)


def _divides(divisor: sympy.Expr, number: sympy.Expr) -> sympy.Basic:
    return sympy.Eq(sympy.Mod(number, divisor), 0)


def _simplex(
    n: sympy.Expr, d: sympy.Expr, k: sympy.Expr, p: sympy.Expr, kind: EnergyKind
) -> tuple[sympy.Expr, sympy.Basic]:
    copies = n / (d + k)
    parallel = n * (copies - 1)
    across = n * (n / k - copies) * (d / k) ** (-p)
    condition = sympy.And(_divides(k, d), _divides(d + k, n))
    return (parallel + across if kind is EnergyKind.ABS else parallel), condition


def _basis(n: sympy.Expr, d: sympy.Expr, kind: EnergyKind) -> tuple[sympy.Expr, sympy.Basic]:
    lines = d if kind is EnergyKind.ABS else 2 * d
    return n * (n / lines - 1), _divides(lines, n)
