"""Values as terms of Rocq: rational numbers, lists, polynomials and witnesses."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from packing.rocq.witness import Witness


def rational(value: Fraction) -> str:
    """A rational number.

    >>> rational(Fraction(-2, 3)), rational(Fraction(5))
    ('(-2 # 3)', '(5 # 1)')
    """
    return f"({value.numerator} # {value.denominator})"


def listed(items: Iterable[str], indent: str = "  ") -> str:
    """A list, an item a line where there are several."""
    separator = f";\n{indent} "
    return f"[{separator.join(items)}]"


def rationals(values: Iterable[Fraction]) -> str:
    """A list of rational numbers, as many to a line as fit.

    >>> rationals([Fraction(1), Fraction(1, 2)])
    '[(1 # 1); (1 # 2)]'
    """
    lines = [""]
    for term in map(rational, values):
        if lines[-1] and len(lines[-1]) + len(term) > 110:
            lines.append("")
        lines[-1] += f"{term}; "
    return "[" + "\n   ".join(line.rstrip() for line in lines).removesuffix(";") + "]"


def witness(shown: Witness) -> str:
    """The witness that a polynomial is at least 0 between the first of its cuts and the last."""
    parts = rationals(shown.square), rationals(shown.rest), rational(shown.cuts[0]), rationals(shown.cuts[1:])
    return f"Witness {' '.join(parts)}"


def definition(name: str, kind: str, term: str) -> str:
    """A definition of a rational term.

    >>> definition("beta", "Q", rational(Fraction(-1, 2)))
    'Definition beta : Q := (-1 # 2)%Q.'
    """
    scope = {"Q": "%Q", "Z": "%Z"}.get(kind, "%Q")
    return f"Definition {name} : {kind} := {term}{scope}."
