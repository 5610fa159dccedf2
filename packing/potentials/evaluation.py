"""An expression of sympy at arrays of floats, node by node: no program text is made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy

from packing.doors import shown
from packing.errors import InputError

__dir__ = shown(__name__)

Function = Callable[[Any], Any]

_FUNCTIONS: dict[Any, Callable[..., Any]] = {
    sympy.exp: np.exp,
    sympy.log: np.log,
    sympy.sin: np.sin,
    sympy.cos: np.cos,
    sympy.tan: np.tan,
    sympy.acos: np.arccos,
    sympy.asin: np.arcsin,
    sympy.atan: np.arctan,
    sympy.sinh: np.sinh,
    sympy.cosh: np.cosh,
    sympy.tanh: np.tanh,
    sympy.Abs: np.abs,
    sympy.sign: np.sign,
}


def array_function(expression: sympy.Expr, variable: sympy.Symbol) -> Function:
    """The function of arrays that an expression in one variable is; numbers are rounded to floats once.

    Raises `InputError` for a function that has no such form.

    >>> t = sympy.Symbol("t", real=True)
    >>> array_function(sympy.exp(-2 * t) + t**2 / 3, t)(np.array([0.0, 1.0])).round(6).tolist()
    [1.0, 0.468669]
    """
    if expression == variable:
        return lambda t: t
    if not expression.free_symbols:
        number = float(expression)
        return lambda t: number
    if expression.is_Pow and not expression.exp.free_symbols:
        return _power(array_function(expression.base, variable), expression.exp)
    parts = [array_function(part, variable) for part in expression.args]
    if expression.is_Add:
        return lambda t: sum(part(t) for part in parts)
    if expression.is_Mul:
        return lambda t: _product([part(t) for part in parts])
    if expression.is_Pow:
        return lambda t: parts[0](t) ** parts[1](t)
    function = _FUNCTIONS.get(expression.func)
    if function is None or len(parts) != 1:
        raise InputError(f"a potential is of powers, exp, log and trigonometric functions, not {expression.func}")
    return lambda t: function(parts[0](t))


def _power(base: Function, exponent: sympy.Expr) -> Function:
    """A power: whole ones of floats by repeated squaring in C, square roots as such."""
    if exponent.is_Integer and abs(exponent) <= 64:
        whole = int(exponent)
        return lambda t: base(t) ** whole if whole >= 0 else 1.0 / base(t) ** -whole
    if exponent == sympy.Rational(1, 2):
        return lambda t: np.sqrt(base(t))
    number = float(exponent)
    return lambda t: base(t) ** number


def _product(factors: list[Any]) -> Any:
    product = factors[0]
    for factor in factors[1:]:
        product = product * factor
    return product
