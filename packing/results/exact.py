"""Exact numbers of sympy as lists, read back through the names of known functions alone."""

from __future__ import annotations

from typing import Any


def written(value: Any) -> Any:
    """An expression as its class and parts; an integer as its digits.

    >>> import sympy
    >>> written(sympy.sqrt(5) / 3)
    ['Mul', ['Rational', '1', '3'], ['Pow', '5', ['Rational', '1', '2']]]
    """
    import sympy

    if isinstance(value, sympy.Integer):
        return str(value)
    if isinstance(value, sympy.Rational):
        return ["Rational", str(value.p), str(value.q)]
    if isinstance(value, sympy.Float):
        return ["Float", str(value), value._prec]
    if isinstance(value, sympy.Symbol):
        return ["Symbol", value.name]
    if isinstance(value, sympy.polys.rootoftools.ComplexRootOf):
        return ["CRootOf", [str(c) for c in value.poly.all_coeffs()], value.index]
    return [type(value).__name__, *map(written, value.args)]


def read(document: Any) -> Any:
    """The expression of such a document; `ValueError` where it is none.

    >>> read(["Mul", ["Rational", "1", "3"], ["Pow", "5", ["Rational", "1", "2"]]])
    sqrt(5)/3
    """
    import sympy

    if isinstance(document, str):
        return sympy.Integer(document)
    name, *parts = document
    match name:
        case "Rational":
            return sympy.Rational(int(parts[0]), int(parts[1]))
        case "Float":
            return sympy.Float(parts[0], precision=int(parts[1]))
        case "Symbol":
            return sympy.Symbol(str(parts[0]))
        case "CRootOf":
            return sympy.CRootOf(sympy.Poly([int(c) for c in parts[0]], sympy.Symbol("x")), int(parts[1]))
    if name == "NegativeInfinity":
        return -sympy.oo
    if name in _CONSTANTS:
        return getattr(sympy, _CONSTANTS[name])
    if name not in _FUNCTIONS:
        raise ValueError(f"{name} is no exact number")
    return getattr(sympy, name)(*map(read, parts))


_CONSTANTS = {"Pi": "pi", "Exp1": "E", "ImaginaryUnit": "I", "Infinity": "oo", "NaN": "nan"}

_FUNCTIONS = {
    "Add", "Mul", "Pow", "exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "gamma", "beta", "binomial",
    "factorial", "Abs", "Max", "Min", "floor", "ceiling", "sec", "csc", "cot", "erf", "hyper", "uppergamma",
    "lowergamma", "Tuple",
}  # fmt: skip
"""The functions of sympy that exact numbers are made of."""
