"""Recorded text, compared as far as its digits are sure: words to the letter, long decimals up to their last digit.

The last digits of a float differ from one processor to the next, since sums are taken in another order. So two decimals
that are both printed with six digits or more are the same if they differ by at most one unit in the last digit printed,
or by 1e-9 of their size; residues below 1e-12 are all 0. Whole numbers, short decimals, and decimals longer than a
float are compared to the letter.
"""

from __future__ import annotations

import doctest
import importlib
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

DECIMAL = re.compile(r"[-+]?(?:\d+\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)(?!\w)")
ENOUGH = 6
"""Decimals of fewer significant digits are as exact as words."""

FLOAT = 17
"""Decimals of more digits come from exact arithmetic."""

RELATIVE = Decimal("1e-9")
RESIDUE = Decimal("1e-12")

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def same_number(want: str, got: str) -> bool:
    """Whether two decimals are the same up to the last digit of the shorter one.

    >>> same_number("0.434258545910665", "0.434258545910666"), same_number("0.434258545910665", "0.434258546")
    (True, True)
    >>> same_number("0.434258545910665", "0.43426"), same_number("0.5", "0.6"), same_number("1.1e-16", "-2.3e-17")
    (False, False, True)
    """
    one, other = Decimal(want), Decimal(got)
    if one == other or max(abs(one), abs(other)) < RESIDUE:
        return True
    if min(_digits(one), _digits(other)) < ENOUGH or max(_digits(one), _digits(other)) > FLOAT:
        return False
    unit = Decimal(1).scaleb(max(int(one.as_tuple().exponent), int(other.as_tuple().exponent)))
    return abs(one - other) <= max(unit, RELATIVE * abs(one))


def same_text(want: str, got: str) -> bool:
    """Whether two texts have the same words, and decimals that are the same.

    >>> same_text("coherence 0.434258545911, 9 ties", "coherence 0.434258545912, 9 ties")
    True
    >>> same_text("coherence 0.434258545911, 9 ties", "coherence 0.434258545911, 8 ties")
    False
    """
    wanted, gotten = DECIMAL.findall(want), DECIMAL.findall(got)
    return (
        DECIMAL.split(want) == DECIMAL.split(got)
        and len(wanted) == len(gotten)
        and all(map(same_number, wanted, gotten))
    )


class Checker(doctest.OutputChecker):
    """Accepts what doctest accepts, and decimals that are the same up to their last digit.

    >>> checker = Checker()
    >>> checker.check_output("(0.6221438729, ..., True)\\n", "(0.622143873, 8,   True)\\n", FLAGS)
    True
    >>> checker.check_output("(0.6221438729, ..., True)\\n", "(0.622143874, 8, True)\\n", FLAGS)
    False
    """

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        if super().check_output(want, got, optionflags):
            return True
        words = DECIMAL.split(want)
        pattern = [_pattern(words[0], optionflags)]
        for (_, after), _number in zip(pairwise(words), DECIMAL.findall(want), strict=True):
            pattern += [f"({DECIMAL.pattern})", _pattern(after, optionflags)]
        found = re.fullmatch("".join(pattern), got, re.DOTALL)
        return found is not None and all(map(same_number, DECIMAL.findall(want), found.groups()))


def examples_of_module(name: str) -> doctest.TestResults:
    """Run the examples in the docstrings of a module."""
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(Checker(), optionflags=FLAGS)
    for test in doctest.DocTestFinder().find(module, name):
        runner.run(test)
    return runner.summarize()


def examples_of_page(page: Path) -> doctest.TestResults:
    """Run the examples of a page of text."""
    text = page.read_text(encoding="utf-8")
    runner = doctest.DocTestRunner(Checker(), optionflags=FLAGS)
    runner.run(doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, page.name, str(page), 0))
    return runner.summarize()


def _digits(number: Decimal) -> int:
    """The significant digits as printed, with trailing zeros and without leading ones."""
    return len(str(int("".join(map(str, number.as_tuple().digits)))))


def _pattern(words: str, flags: int) -> str:
    parts = words.split("...") if flags & doctest.ELLIPSIS else [words]
    if flags & doctest.NORMALIZE_WHITESPACE:
        return ".*?".join(re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(part)) for part in parts)
    return ".*?".join(map(re.escape, parts))
