"""How problems, exact numbers, theorems and moments are written on a page."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

from markupsafe import Markup

from packing.problem import Distance, Problem
from packing.records import Better
from packing.references import references
from packing.report.site.known import Known, Standing

if TYPE_CHECKING:
    import sympy

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

_POWER = re.compile(r"\^(-?\d+)")

_LONGEST = 60
"""Longer exact numbers are left to the certificate."""

STANDINGS = {
    Standing.OPTIMAL: "optimal",
    Standing.LITERATURE: "optimal in the literature",
    Standing.MEETS: "meets the bound",
    Standing.OPEN: "open",
}

PUBLISHED = {
    Better.HERE: "below the published",
    Better.TIE: "as published",
    Better.PUBLISHED: "above the published",
    Better.CLAIMED: "above a claim",
}
"""What is here beside a published table; nothing where none has the cell."""


def space(problem: Problem) -> str:
    """Where the objects lie.

    >>> from packing import lines, vectors
    >>> space(lines(13, 3, "C")), space(vectors(24, 4))
    ('ℂ³', 'S³')
    """
    if problem.space.has_points:
        return "S" + str(problem.d - 1).translate(_RAISED)
    return field(problem) + str(problem.d).translate(_RAISED)


def field(problem: Problem) -> str:
    """The scalars.

    >>> from packing import lines
    >>> field(lines(15, 3, "H"))
    'ℍ'
    """
    return unicodedata.lookup(f"DOUBLE-STRUCK CAPITAL {problem.field}")


def objects(problem: Problem) -> str:
    """What is packed, as the pages call it."""
    return "points" if problem.space.has_points else problem.objects.value


def title(problem: Problem) -> str:
    """The problem in words.

    >>> from packing import lines
    >>> title(lines(13, 3, "C")), title(lines(1, 2))
    ('13 lines in ℂ³', '1 line in ℝ²')
    >>> from packing import subspaces
    >>> title(subspaces(18, 4, 2, distance="spectral"))
    '18 2-dimensional subspaces of ℝ⁴ (spectral distance)'
    """
    noun = objects(problem)[: -1 if problem.n == 1 else None]
    if problem.m > 1:
        distance = f" ({problem.distance} distance)" * (problem.distance is not Distance.CHORDAL)
        return f"{problem.n} {problem.m}-dimensional {noun} of {space(problem)}{distance}"
    return f"{problem.n} {noun} {'in' if problem.has_lines else 'on'} {space(problem)}"


def kind(problem: Problem) -> str:
    """The family of problems in which the atlas sets this one."""
    return problem.space.family.capitalize()


def options(problem: Problem) -> str:
    """The options that name the problem on the command line.

    >>> from packing import lines, vectors
    >>> options(lines(13, 3, "C")), options(vectors(24, 4))
    ('-n 13 -d 3 --field C', '-n 24 -d 4 --vectors')
    """
    return f"-n {problem.n} {problem.space.options}"


def in_python(problem: Problem) -> str:
    """The problem as an expression of Python.

    >>> from packing import vectors
    >>> in_python(vectors(24, 4))
    'pk.vectors(24, 4)'
    >>> from packing import subspaces
    >>> in_python(subspaces(18, 4, 2, "C", "spectral"))
    'pk.subspaces(18, 4, 2, "C", distance="spectral")'
    """
    if problem.space.has_points:
        return f"pk.vectors({problem.n}, {problem.d})"
    scalars = f', "{problem.field}"' if problem.space.scalars > 1 else ""
    if problem.m > 1:
        scalars += f', distance="{problem.distance}"' * (problem.distance is not Distance.CHORDAL)
        return f"pk.subspaces({problem.n}, {problem.d}, {problem.m}{scalars})"
    return f"pk.lines({problem.n}, {problem.d}{scalars})"


def formula(exact: sympy.Expr) -> Markup:
    """An exact number as mathematics that browsers set themselves; nothing where it is too long to be of use.

    >>> import sympy
    >>> print(formula(sympy.Rational(1, 3)))
    <math><mfrac><mn>1</mn><mn>3</mn></mfrac></math>
    """
    from sympy.printing.mathml import mathml

    if len(str(exact)) > _LONGEST:
        return Markup("")
    return Markup(f"<math>{html.unescape(mathml(exact, printer='presentation'))}</math>")


def small(text: str) -> Markup:
    """A number as text, a power of ten set as one.

    >>> print(small("3.1e-15"), small("0.022"))
    3.1·10<sup>−15</sup> 0.022
    """
    mantissa, e, exponent = text.partition("e")
    return Markup("{}·10<sup>−{}</sup>").format(mantissa, int(exponent.lstrip("-"))) if e else Markup.escape(text)


def powers(formula: str) -> str:
    """A formula of plain text with its powers raised.

    >>> powers("3x^2 - 5"), powers("|x - y|^-1")
    ('3x² − 5', '|x − y|⁻¹')
    """
    return _POWER.sub(lambda found: found[1].translate(_RAISED), formula).replace("-", "−")


def day(moment: str) -> str:
    """The day of a moment.

    >>> day("2026-01-31T10:20:30+00:00")
    '2026-01-31'
    """
    return moment[:10]


def step(known: Known) -> int:
    """How open a problem is: 0 optimal (in the literature too), 1 on its bound, 2 to 5 as the gap passes `LIMITS`."""
    if known.standing is not Standing.OPEN:
        return 1 if known.standing is Standing.MEETS else 0
    return 2 + sum(float(known.excess) > limit for limit in LIMITS)


LIMITS = (0.003, 0.01, 0.03)


def reference(key: str) -> str:
    """The source of a theorem in one line, by its key.

    >>> reference("bachoc2008")[:60]
    'Bachoc, Christine; Vallentin, Frank: New upper bounds for ki'
    """
    return next((str(entry) for entry in references() if entry.key == key), key)
