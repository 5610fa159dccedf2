"""What is known of one problem: the best packing remembered, what no packing beats, and whether the two meet.

The optimum lies between the largest bound b with a proof or a certificate and the exact coherence c of the stored
packing, so it is known up to c - b. It is known exactly where an exact construction has coherence b.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal
from enum import StrEnum
from functools import cached_property

import sympy

from packing.bounds import Bound, Theorem, lower_bounds
from packing.constructions import Construction, known, reached
from packing.errors import InputError
from packing.problem import Problem
from packing.records.atlas import Atlas
from packing.records.entry import Entry
from packing.report.cells import Number, Rounding
from packing.report.remembered import held
from packing.rigor import Rigor

MEETS = Decimal("1e-10")
"""A packing this close to a bound meets it as far as doubles can tell: searches converge to 1e-13 and better."""

PAGE_DECIMALS, TABLE_DECIMALS = 15, 10


class Standing(StrEnum):
    """`optimal`: an exact packing attains the bound; `meets`: a packing of doubles does, to 1e-10; `open`: a gap."""

    OPTIMAL = "optimal"
    MEETS = "meets"
    OPEN = "open"


@dataclass(frozen=True)
class Known:
    """The best packing of a problem, every run in the order of time, the rigorous bounds (best first).

    `construction` is the best exact construction of the problem, None where there is none.
    """

    entry: Entry
    history: tuple[Entry, ...]
    bounds: tuple[Bound, ...]
    construction: Construction | None = None

    def __post_init__(self) -> None:
        if self.excess < 0:
            raise InputError(
                f"{self.problem}: the packing remembered has coherence {self.entry.certified}, below the bound of "
                f"{self.bound.theorem}; one of the two is wrong: please report both"
            )

    @property
    def problem(self) -> Problem:
        """The problem."""
        return self.entry.problem

    @property
    def bound(self) -> Bound:
        """The largest bound."""
        return self.bounds[0]

    @property
    def name(self) -> str:
        """The stem of the problem's files."""
        return file_name(self.problem)

    @cached_property
    def excess(self) -> Decimal:
        """Certified coherence less bound, rounded up to 30 digits; 0 for an optimum that is known exactly."""
        if self._is_attained:
            return Decimal(0)
        difference = sympy.Rational(self.entry.certified) - self.bound.exact
        return Context(prec=30, rounding=ROUND_CEILING).create_decimal(str(difference.evalf(40)))

    @property
    def standing(self) -> Standing:
        """How much of the optimum is known."""
        if self._is_attained:
            return Standing.OPTIMAL
        return Standing.MEETS if self.excess <= MEETS else Standing.OPEN

    @property
    def better(self) -> Construction | None:
        """An exact construction that the packing remembered does not reach, if there is one."""
        made = self.construction
        if made is None or made.rigor is not Rigor.PROVED:
            return None
        return made if float(made.coherence) < float(self.entry.certified) - float(MEETS) else None

    def upper(self, decimals: int = PAGE_DECIMALS) -> Number:
        """The least coherence known, rounded up: the stored packing's, or where that is an exact optimum, its own."""
        if self._is_attained and self.construction is not None:
            exact, rigor = self.construction.coherence, self.construction.rigor
        else:
            exact, rigor = sympy.Rational(self.entry.certified), Rigor.CERTIFIED
        return Number(float(exact), decimals, Rounding.UP, rigor, exact)

    def lower(self, decimals: int = PAGE_DECIMALS) -> Number:
        """The best bound, rounded down."""
        return Number(self.bound.value, decimals, Rounding.DOWN, self.bound.rigor, self.bound.exact)

    @property
    def gap(self) -> str:
        """The excess in two digits, rounded up: 0.022, or 3.1e-15 where it is small."""
        return two_digits_up(self.excess)

    @cached_property
    def _is_attained(self) -> bool:
        """Whether the packing remembered is, in doubles, an exact construction that attains the bound."""
        made = self.construction
        if made is None or made.rigor is not Rigor.PROVED or self.better is not None:
            return False
        if abs(float(made.coherence) - self.bound.value) > float(MEETS):
            return False
        return self.entry.packing.coherence <= self.bound.value + float(MEETS) and bool(
            made.coherence == self.bound.exact or (made.coherence - self.bound.exact).equals(0)
        )


def what_is_known(problem: Problem, atlases: Sequence[Atlas]) -> Known:
    """The best of what the atlases remember of `problem`, with all their runs; `InputError` for a row that is broken.

    >>> from packing import lines
    >>> from packing.search import minimize_coherence
    >>> with Atlas(":memory:") as atlas:
    ...     _ = atlas.record(minimize_coherence(lines(6, 3), restarts=8))
    ...     known = what_is_known(lines(6, 3), [atlas])
    >>> print(known.name, known.standing, known.upper(10), known.lower(10), known.gap)
    lines_R_3x6 optimal 0.4472135955 0.4472135954 0
    """
    best = [entry for entry in (held(problem, atlas) for atlas in atlases) if entry is not None]
    if not best:
        raise InputError(f"no packing of {problem} is remembered: search one with packing search or packing sweep")
    runs = [run for atlas in atlases for run in atlas.history(problem)]
    made = next(iter(reached(problem)), None)
    entry = min(best, key=lambda entry: Decimal(entry.certified))
    return Known(entry, tuple(sorted(runs, key=lambda run: run.moment)), _bounds(problem), made)


def file_name(problem: Problem) -> str:
    """The stem of a problem's files, as `packing atlas export` names them.

    >>> from packing import lines
    >>> file_name(lines(13, 3, "C"))
    'lines_C_3x13'
    """
    kind = f"lines_{problem.field}" if problem.has_lines else "points"
    return f"{kind}_{problem.d}x{problem.n}"


def two_digits_up(number: Decimal) -> str:
    """Two digits of a non-negative number, rounded up.

    >>> [two_digits_up(Decimal(text)) for text in ("0.02174", "3.01e-15", "0")]
    ['0.022', '3.1e-15', '0']
    """
    if not number:
        return "0"
    short = Context(prec=2, rounding=ROUND_CEILING).plus(number)
    return f"{short:f}" if short >= Decimal("1e-4") else f"{short:.1e}"


def _bounds(problem: Problem) -> tuple[Bound, ...]:
    """The rigorous bounds, and the theorems of single problems that a construction names."""
    found = [bound for bound in lower_bounds(problem).bounds if bound.rigor is not Rigor.NUMERICAL]
    for made in known(problem):
        if made.optimal and float(made.coherence) > found[0].value + float(MEETS):
            theorem = Theorem(made.optimal.removesuffix(" bound"), made.reference)
            found.insert(0, Bound(problem, theorem, made.coherence, attained=made.name))
    return tuple(found)
