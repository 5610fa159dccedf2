"""Densities and importances that fall from feature to feature: uniform, geometric, power law.

As in Elhage et al. (2022), who give feature i the importance r^i, and Jermyn et al. (2022), frequencies like i^-1.1.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from packing.errors import InputError, finite_number, positive_integer, positive_number

Profile = tuple[float, ...]


def uniform(n: int, value: float = 1.0) -> Profile:
    """value, n times.

    >>> uniform(3, 0.4)
    (0.4, 0.4, 0.4)
    """
    return (finite_number("the value", value),) * positive_integer("n", n)


def geometric(n: int, ratio: float, first: float = 1.0) -> Profile:
    """first * ratio^i for i = 0..n-1, ratio > 0.

    >>> geometric(3, 0.5)
    (1.0, 0.5, 0.25)
    """
    step, start = positive_number("the ratio", ratio), finite_number("the first value", first)
    with np.errstate(over="ignore"):
        return _finite(start * np.float64(step) ** np.arange(positive_integer("n", n)))


def power_law(n: int, exponent: float, first: float = 1.0) -> Profile:
    """first * i^-exponent for i = 1..n.

    >>> power_law(4, 1.0)
    (1.0, 0.5, 0.3333333333333333, 0.25)
    """
    power, start = finite_number("the exponent", exponent), finite_number("the first value", first)
    with np.errstate(over="ignore"):
        return _finite(start * np.arange(1.0, positive_integer("n", n) + 1) ** -power)


def read_profile(name: str, text: str, n: int) -> float | Profile:
    """What a text names: "0.4", "0.1,0.2,0.4", "uniform:0.4", "geometric:FIRST,RATIO" or "power:FIRST,EXPONENT".

    One number stands for all features. Raises `InputError` for anything else; a list is checked by who uses it.

    >>> read_profile("importance", "geometric:1,0.5", 3), read_profile("density", "0.4", 3)
    ((1.0, 0.5, 0.25), 0.4)
    """
    kind, colon, rest = text.partition(":")
    values = tuple(finite_number(name, part.strip()) for part in (rest if colon else text).split(","))
    if not colon:
        return values[0] if len(values) == 1 else values
    if kind == "uniform" and len(values) == 1:
        return values[0]
    if kind == "geometric" and len(values) == 2:
        return geometric(n, values[1], values[0])
    if kind == "power" and len(values) == 2:
        return power_law(n, values[1], values[0])
    raise InputError(
        f"{name} must be a number, a list a,b,.., geometric:FIRST,RATIO or power:FIRST,EXPONENT, not {text!r}: "
        "choose one of them"
    )


def _finite(values: npt.NDArray[np.float64]) -> Profile:
    if not np.isfinite(values).all():
        raise InputError("a profile must stay finite, but this one grows beyond all numbers: let it fall instead")
    return tuple(values.tolist())
