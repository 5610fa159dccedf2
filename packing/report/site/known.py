"""What a page says of one problem: the best packing known, what no packing beats, and whether the two meet.

The optimum lies between the largest bound b with a proof or a certificate and the exact coherence c of the packing, so
it is known up to c - b. It is known exactly where an exact construction has coherence b.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal
from enum import StrEnum
from functools import cached_property

from packing.bounds import Bound, lower_bounds
from packing.configuration import Packing
from packing.errors import InputError
from packing.exact.digits import Digits, digits_of_record
from packing.problem import Problem
from packing.records import Entry, Optimal, Record, Sourced, best_known, certified_coherence, published_value
from packing.records.atlas import Atlas
from packing.records.best_known import EQUAL
from packing.records.sourced import against_published
from packing.report import best
from packing.report.cells import Number
from packing.report.site.contacts import ContactGraph, contacts
from packing.report.site.energies import PackingEnergy, energies_of
from packing.rigor import Rigor

PAGE_DECIMALS, TABLE_DECIMALS = 15, 10


class Standing(StrEnum):
    """`optimal`: an exact packing attains the bound; `literature`: a theorem of the literature proves it optimal;
    `meets`: a packing of doubles is on the bound, to 1e-10; `open`: a gap that nobody is known to have closed."""

    OPTIMAL = "optimal"
    LITERATURE = "literature"
    MEETS = "meets"
    OPEN = "open"


@dataclass(frozen=True)
class Known:
    """The best packing of a problem, every run in the order of time, the rigorous bounds (best first).

    `remembered` is the best packing in the atlases, None where they have none.
    """

    record: Record
    history: tuple[Entry, ...]
    bounds: tuple[Bound, ...]
    remembered: Entry | None = None

    def __post_init__(self) -> None:
        if self.excess < 0:
            raise InputError(
                f"{self.problem}: the packing known has coherence {self.upper().text}, below the bound of "
                f"{self.bound.theorem}; one of the two is wrong: please report both"
            )

    @property
    def problem(self) -> Problem:
        """The problem."""
        return self.record.problem

    @property
    def bound(self) -> Bound:
        """The largest bound."""
        return self.bounds[0]

    @property
    def name(self) -> str:
        """The stem of the problem's files."""
        return file_name(self.problem)

    @cached_property
    def entry(self) -> Entry | None:
        """What is remembered, where that is the best packing up to rounding, or the literature alone has a better."""
        held = self.remembered
        if held is None or self.record.origin is None:
            return held
        return held if held.packing.coherence <= self.record.coherence + EQUAL else None

    @cached_property
    def packing(self) -> Packing:
        """The packing on the page: the one remembered where it is the best, else that of the record."""
        packing = self.record.packing if self.entry is None else self.entry.packing
        assert packing is not None
        return packing

    @cached_property
    def certified(self) -> str:
        """The coherence of the packing on the page in 15 decimals, rounded up."""
        return certified_coherence(self.packing).decimal if self.entry is None else self.entry.certified

    @cached_property
    def digits(self) -> Digits | None:
        """32 decimals of the best coherence, with its polynomial; None where they are neither exact nor recorded."""
        return digits_of_record(self.record, compute=False)

    @property
    def longest(self) -> str:
        """The coherence with as many decimals as are known: 32, or 15."""
        return self.upper().text if self.digits is None else self.digits.coherence

    @cached_property
    def contacts(self) -> ContactGraph:
        """The contact graph of the packing on the page, with the packing's symmetries."""
        return contacts(self.packing)

    @property
    def symmetry_order(self) -> int | None:
        """How many permutations isometries of the packing make; None where they are too many to count."""
        return None if self.contacts.group is None else self.contacts.group.order

    @cached_property
    def energies(self) -> tuple[PackingEnergy, ...]:
        """Energies of the packing on the page beside their floors."""
        return energies_of(self.packing)

    @property
    def degree(self) -> int | None:
        """The degree of the minimal polynomial, None where that is not known."""
        return None if self.digits is None or self.digits.minimal is None else self.digits.minimal.degree

    @cached_property
    def sourced(self) -> Sourced:
        """The best packing known beside what is published."""
        return Sourced(self.problem, self.record, None, published_value(self.problem))

    @property
    def published_text(self) -> str:
        """How it compares with the published value, in words; empty where no table has the cell."""
        published = self.sourced.published
        return "" if published is None else against_published(self.sourced.held, published)

    @property
    def method(self) -> str:
        """What found the packing on the page, or the construction that it is."""
        return self.record.name if self.entry is None else self.entry.method

    @property
    def moment(self) -> str:
        """When it was found; empty for a construction."""
        return "" if self.entry is None else self.entry.moment

    @cached_property
    def excess(self) -> Decimal:
        """Best coherence less bound, rounded up to 30 digits; 0 for an optimum that is known exactly."""
        if self.record.is_attained:
            return Decimal(0)
        difference = self.record.upper - self.bound.exact
        return Context(prec=30, rounding=ROUND_CEILING).create_decimal(str(difference.evalf(40)))

    @property
    def standing(self) -> Standing:
        """How much of the optimum is known."""
        if self.record.is_attained:
            return Standing.OPTIMAL
        if self.record.optimal is Optimal.LITERATURE:
            return Standing.LITERATURE
        return Standing.MEETS if self.record.meets else Standing.OPEN

    def upper(self, decimals: int = PAGE_DECIMALS) -> Number:
        """The least coherence known, rounded up."""
        return best.upper(self.record, decimals)

    def lower(self, decimals: int = PAGE_DECIMALS) -> Number:
        """The best bound, rounded down."""
        return best.lower(self.record, decimals)

    @property
    def gap(self) -> str:
        """The excess in two digits, rounded up: 0.022, or 3.1e-15 where it is small."""
        return two_digits_up(self.excess)


def what_is_known(problem: Problem, atlases: Sequence[Atlas]) -> Known:
    """The best packing of `problem` with all its runs in the atlases; `InputError` for a row that is broken.

    >>> from packing import lines
    >>> from packing.search import minimize_coherence
    >>> with Atlas(":memory:") as atlas:
    ...     _ = atlas.record(minimize_coherence(lines(6, 3), restarts=8))
    ...     known = what_is_known(lines(6, 3), [atlas])
    >>> print(known.name, known.standing, known.upper(10), known.lower(10), known.gap)
    lines_R_3x6 optimal 0.4472135955 0.4472135954 0
    """
    record = best_known(problem, atlases, shipped=False)
    held = [(atlas, atlas.best(problem)) for atlas in atlases]
    entries = [atlas.verified(entry) for atlas, entry in held if entry is not None]
    if record is None or (record.origin is None and not entries):
        raise InputError(f"no packing of {problem} is known: search one with packing search or packing sweep")
    runs = [run for atlas in atlases for run in atlas.history(problem)]
    bounds = tuple(bound for bound in lower_bounds(problem).bounds if bound.rigor is not Rigor.NUMERICAL)
    remembered = min(entries, key=lambda entry: Decimal(entry.certified), default=None)
    return Known(record, tuple(sorted(runs, key=lambda run: run.moment)), bounds, remembered)


def file_name(problem: Problem) -> str:
    """The stem of a problem's files, as `packing atlas export` names them.

    >>> from packing import lines
    >>> file_name(lines(13, 3, "C"))
    'lines_C_3x13'
    """
    return problem.space.stem(problem.n)


def two_digits_up(number: Decimal) -> str:
    """Two digits of a non-negative number, rounded up.

    >>> [two_digits_up(Decimal(text)) for text in ("0.02174", "3.01e-15", "0")]
    ['0.022', '3.1e-15', '0']
    """
    if not number:
        return "0"
    short = Context(prec=2, rounding=ROUND_CEILING).plus(number)
    return f"{short:f}" if short >= Decimal("1e-4") else f"{short:.1e}"
