"""The one error a user causes: each text holds the rule, the offending value and the cure."""

from __future__ import annotations

import math
import numbers

from packing.doors import moved, shown


class InputError(ValueError):
    """Raised where input breaks a rule; the command line turns it into one line and exit code 2."""


class MissingExtraError(InputError):
    """Raised where an optional dependency is needed and not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra '{extra}', which is missing: run pip install 'packing[{extra}]'")


def positive_integer(name: str, value: object, most: int | None = None) -> int:
    """Return `value` as an int >= 1, and <= `most`, or raise `InputError` naming it.

    >>> positive_integer("n", 20)
    20
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or int(value) < 1:
        raise InputError(f"{name} must be a positive integer, not {value!r}: give a whole number of at least 1")
    if most is not None and int(value) > most:
        raise InputError(f"{name} must be at most {most}, not {value!r}: give a smaller number")
    return int(value)


MOST_NUMBERS = 2**26
"""The most numbers that one array may hold: half a gigabyte of doubles."""


def check_room(what: str, *lengths: int) -> None:
    """Raise `InputError` where an array of these lengths, named by `what`, would not fit into memory.

    >>> check_room("the vectors", 40, 8)
    """
    numbers = math.prod(lengths)
    if numbers > MOST_NUMBERS:
        size = f"{numbers:.1e}" if numbers < 10**300 else "more than 1e300"
        raise InputError(f"{what} would be {size} numbers, more than {MOST_NUMBERS}: ask for less")


MOST_EXPONENT = 1000
"""Beyond it the power of an overlap of 1/2 is no number that a double holds."""

MOST_DIMENSIONS = 10**6
"""The most dimensions of a moment: its exact value is a quotient of Gamma functions, written out."""


def positive_exponent(value: object) -> float:
    """Return the exponent p as a finite float > 0, or raise `InputError`.

    >>> positive_exponent(1.5)
    1.5
    """
    p = finite_number("the exponent", value)
    if p <= 0:
        raise InputError(f"the exponent must be greater than 0, not {value!r}: give a number such as 2 or 1.5")
    if p > MOST_EXPONENT:
        raise InputError(f"the exponent must be at most {MOST_EXPONENT}, not {value!r}: give a number such as 2 or 1.5")
    return p


def positive_number(name: str, value: object) -> float:
    """Return `value` as a finite float > 0, or raise `InputError` naming it.

    >>> positive_number("seconds", 0.5)
    0.5
    """
    number = finite_number(name, value)
    if number <= 0:
        raise InputError(f"{name} must be greater than 0, not {value!r}: give a value such as 2 or 0.5")
    return number


def finite_number(name: str, value: object) -> float:
    """Return `value` as a finite float, or raise `InputError` naming it; a truth value is no number.

    >>> finite_number("seconds", 5)
    5.0
    """
    try:
        number = float(value)  # type: ignore[arg-type]
        is_number = not isinstance(value, bool) and getattr(getattr(value, "dtype", None), "kind", "f") != "b"
    except (TypeError, ValueError):
        raise InputError(f"{name} must be a number, not {value!r}: give a value such as 2 or 0.5") from None
    except OverflowError:
        raise InputError(f"{name} must be a number that a double holds: give a value such as 2 or 0.5") from None
    if not is_number:
        raise InputError(f"{name} must be a number, not {value!r}: give a value such as 2 or 0.5")
    if not math.isfinite(number):
        raise InputError(f"{name} must be finite, not {value!r}: give a value such as 2 or 0.5")
    return number


def cosine(value: object) -> float:
    """Return a cosine in [-1, 1), or raise `InputError`.

    >>> cosine(0.5)
    0.5
    """
    number = finite_number("the cosine", value)
    if not -1 <= number < 1:
        raise InputError(f"the cosine must lie in [-1, 1), not {value!r}: give the largest overlap, such as 1/2")
    return number


__getattr__ = moved(
    __name__,
    {
        "exact_number": "packing.exact_numbers:exact_number",
        "exact_between": "packing.exact_numbers:exact_between",
    },
)

__dir__ = shown(__name__)
