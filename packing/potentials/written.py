"""Potentials as a user writes them at the command line: the grammar of exact numbers, with functions of the overlap.

atom     = number | "pi" | "t" | "(" sum ")" | root | function "(" sum {"," sum} ")" | "|" sum "|"
function = "exp" | "log" | "abs" | "max" | "min"
"""

from __future__ import annotations

import re

import sympy

from packing.doors import shown
from packing.errors import InputError
from packing.exact_text import MOST_LETTERS, Part, Reader
from packing.potentials.potential import OVERLAP

__dir__ = shown(__name__)

MOST_ARGUMENTS = 6
"""Of a maximum or a minimum."""

_ONE = {"exp": sympy.exp, "log": sympy.log, "abs": sympy.Abs}
_SEVERAL = {"max": sympy.Max, "min": sympy.Min}
_BARS = re.compile(r"\|([^|]*)\|")


def read_written(text: str) -> sympy.Expr:
    """The expression of `OVERLAP` that a text writes; `InputError` for text outside the grammar.

    >>> read_written("max(t, 0)^3 + exp(-2*t)"), read_written("sqrt(t^2) - |t|/2")
    (Max(0, t)**3 + exp(-2*t), Abs(t)/2)
    """
    if len(text) > MOST_LETTERS:
        raise InputError(
            f"the potential must be written with at most {MOST_LETTERS} letters, not {len(text)}: shorten it"
        )
    return _Written("the potential", _BARS.sub(r"abs(\1)", text), frozenset("t")).whole()


class _Written(Reader):
    """A reader for which t is a real number of any sign, and the functions are known."""

    def _symbol(self, letter: str) -> sympy.Symbol:
        return OVERLAP

    def _atom(self) -> Part:
        if self.kind != "name" or self.token not in {*_ONE, *_SEVERAL}:
            return super()._atom()
        name = self._taken()
        if name in _ONE:
            inside = self._bracket()
            if name == "log":
                self._not_zero(inside.value)
            return self._sized(_ONE[name](inside.value), inside.bits + 1)
        return self._several(name)

    def _several(self, name: str) -> Part:
        self._expect("(")
        self._deeper()
        parts = [self._sum()]
        while self.token == ",":
            self._taken()
            parts.append(self._sum())
        self.depth -= 1
        self._expect(")")
        if not 2 <= len(parts) <= MOST_ARGUMENTS:
            raise self._refused(f"{name} is of 2 to {MOST_ARGUMENTS} expressions")
        return self._sized(_SEVERAL[name](*(part.value for part in parts)), sum(part.bits for part in parts))

    def _refused(self, reason: str) -> InputError:
        return InputError(
            f"the potential cannot be read from {self.text.strip()[:40]!r}: {reason}; write it with t, digits, "
            "+ - * / ^, brackets, sqrt, exp, log, abs, max, min, such as t^4 - t^2 or max(t, 0)^3"
        )
