"""What a table is asked for: spans of n and d, the field, the objects, an exponent, a density, an atlas, a seed."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any, SupportsIndex

from packing.errors import InputError, positive_integer, positive_number
from packing.problem import Problem
from packing.space import Distance, Field, Objects, Space, parse_distance, parse_field

if TYPE_CHECKING:
    import sympy

MOST = 10**18
"""The largest end of a span."""


@dataclass(frozen=True)
class Span:
    """The whole numbers from `low` to `high`; None leaves an end open."""

    low: int | None = None
    high: int | None = None

    def within(self, low: int, high: int) -> range:
        """The numbers of the span, an open end taken from low..high.

        >>> list(parse_span("..4").within(2, 8))
        [2, 3, 4]
        """
        return range(low if self.low is None else self.low, (high if self.high is None else self.high) + 1)

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return str(self.low)
        return f"{'' if self.low is None else self.low}..{'' if self.high is None else self.high}"


Range = SupportsIndex | str | range | Span | None
"""How a span may be given: a number, text such as "2..7", a range, a `Span`; None leaves the choice."""


def span_of(given: Range, name: str) -> Span | None:
    """The span given, or `InputError`.

    >>> print(span_of(range(2, 8), "n"), span_of(5, "n"), span_of("..4", "n"), span_of(None, "n"))
    2..7 5 ..4 None
    """
    if given is None or isinstance(given, Span):
        return given
    if isinstance(given, str):
        return parse_span(given, name)
    if not isinstance(given, range):
        try:
            return parse_span(str(index(given)), name)
        except TypeError:
            raise InputError(f"{name} must be a number or a span, not {given!r}: write 5 or '2..7'") from None
    if given.step != 1 or not given:
        raise InputError(f"{name} must be a range of step 1 that is not empty, not {given!r}: write range(2, 8)")
    return parse_span(f"{given.start}..{given.stop - 1}", name)


def parse_span(text: str, name: str = "a span") -> Span:
    """The span written 2..7, ..49, 3.. or 7; positive numbers, the lower one first.

    >>> print(parse_span("2..7"), parse_span("5"))
    2..7 5
    """
    match = re.fullmatch(r"\s*(?:(\d+)|(\d*)\.\.(\d*))\s*", text, re.ASCII)
    if match is None:
        raise InputError(f"{name} must be a number or a span such as 2..7 or ..49, not {text!r}: write it so")
    single, low, high = match.groups()
    if any(number and (len(number) > len(str(MOST)) or int(number) > MOST) for number in match.groups()):
        raise InputError(f"{name} must be at most {MOST}, not {text!r}: give smaller numbers")
    span = Span(*((int(single), int(single)) if single else (int(low) if low else None, int(high) if high else None)))
    if 0 in (span.low, span.high):
        raise InputError(f"{name} counts from 1, not from 0 as in {text!r}: start at 1")
    if span.low is not None and span.high is not None and span.low > span.high:
        raise InputError(f"{name} must not be empty as {text!r} is: write {span.high}..{span.low}")
    return span


@dataclass(frozen=True)
class Query:
    """The options of `packing table`; each table reads those that concern it, None meaning its own choice.

    `columns` are the keys asked for, so that a table makes its costly columns only then.
    """

    n: Span | None = None
    d: Span | None = None
    field: Field | None = None
    objects: Objects | None = None
    exponent: sympy.Expr | None = None
    seed: int = 0
    density: float | None = None
    store: Path | None = None
    m: int | None = None
    distance: Distance = Distance.CHORDAL
    columns: tuple[str, ...] = dataclass_field(default=(), compare=False)  # no option that a table may lack

    @property
    def has_subspaces(self) -> bool:
        """Whether subspaces of a dimension above 1 are asked for."""
        return self.objects is Objects.SUBSPACES

    def about(self, kind: str, of_subspaces: bool) -> Query:
        """The query itself, or `InputError` where it asks for subspaces of what is not of any (`kind` in words)."""
        if self.has_subspaces and not of_subspaces:
            raise InputError(f"{kind} is not of subspaces: leave out --subspaces {self.m}")
        if self.m is None and self.distance is not Distance.CHORDAL:
            raise InputError(f"--distance {self.distance} is of subspaces: add --subspaces M")
        return self

    @property
    def is_real(self) -> bool:
        """Whether real vectors are asked for, or nothing is said of the field."""
        return self.field is None or self.field.real_dimension == 1

    def space(self, d: int) -> Space:
        """The space of d dimensions that is asked for; that of real lines where nothing is said."""
        objects, field = self.objects or Objects.LINES, self.field or Field.REAL
        return Space(objects, d, field, self.m or 1, self.distance)

    def problem(self, n: int, d: int) -> Problem:
        """n objects of that space."""
        return Problem(n, self.space(d))

    @property
    def family(self) -> str:
        """What is packed, for a caption.

        >>> query(field="C").family
        'complex lines'
        """
        return self.space(max(2, self.m or 1)).family

    def spaces(self, d: int) -> tuple[Space, ...]:
        """All spaces of d dimensions that the query leaves open: lines over each field, then points; or subspaces.

        >>> [str(space) for space in query(field="C").spaces(3)], len(query().spaces(3))
        (['lines in C^3'], 4)
        """
        if self.has_subspaces:
            fields = Field if self.field is None else (self.field,)
            return tuple(Space.subspaces(d, self.m or 1, field, self.distance) for field in fields)
        spaces = [*(Space.lines(d, field) for field in Field), Space.sphere(d)]
        return tuple(
            space for space in spaces if self.field in (None, space.field) and self.objects in (None, space.objects)
        )

    def cells(self, d: tuple[int, int], n: tuple[int, int], most: int = 5_000) -> list[tuple[int, int]]:
        """The pairs (n, d) asked for, d by d; open ends are taken from the spans given here, d of subspaces from m + 1.

        >>> Query(d=Span(2, 3)).cells((2, 8), (4, 5))
        [(4, 2), (5, 2), (4, 3), (5, 3)]
        """
        if self.has_subspaces:
            d = (max(d[0], (self.m or 1) + 1), max(d[1], (self.m or 1) + 2))
        dimensions, sizes = (self.d or Span()).within(*d), (self.n or Span()).within(*n)
        if len(dimensions) * len(sizes) > most:
            raise InputError(f"the spans hold {len(dimensions) * len(sizes)} pairs (n, d), too many: narrow n or d")
        if not dimensions or not sizes:
            raise InputError(f"no pair (n, d) lies in the spans{self.options}: widen n or d")
        return [(size, dimension) for dimension in dimensions for size in sizes]

    @property
    def options(self) -> str:
        """The options as they are written on the command line, for a provenance line.

        >>> Query(d=Span(2, 7), field=Field.COMPLEX).options
        ' -d 2..7 --field C'
        """
        words = [f" -{name} {span}" for name, span in (("n", self.n), ("d", self.d)) if span is not None]
        words += [f" --field {self.field}"] if self.field is not None else []
        words += [" --vectors"] if self.objects is Objects.VECTORS else []
        words += [f" --subspaces {self.m}"] if self.m is not None else []
        words += [f" --distance {self.distance}"] if self.distance is not Distance.CHORDAL else []
        if self.exponent is not None:
            from packing.exponents import exponent_option

            words += [f" --exponent {shlex.quote(exponent_option(self.exponent))}"]
        words += [f" --density {shortest(self.density)}"] if self.density is not None else []
        words += [f" --store {shlex.quote(str(self.store))}"] if self.store is not None else []
        return "".join(words + ([f" --seed {self.seed}"] if self.seed else []))


def shortest(value: float) -> str:
    """The shortest text that is read back as this float.

    >>> shortest(2.0), shortest(4 / 3)
    ('2', '1.3333333333333333')
    """
    return f"{value:g}" if float(f"{value:g}") == value else repr(float(value))


def query(
    *,
    n: Range = None,
    d: Range = None,
    field: Field | str | None = None,
    vectors: bool = False,
    exponent: Any = None,
    density: float | None = None,
    seed: int = 0,
    store: Path | str | None = None,
    subspaces: int | None = None,
    distance: Distance | str = Distance.CHORDAL,
) -> Query:
    """The query of these options, each checked; `InputError` names the first that is wrong.

    >>> query(n="..20", d=3, field="C").options
    ' -n ..20 -d 3 --field C'
    """
    m = None if subspaces is None else positive_integer("--subspaces", subspaces)
    if vectors and m is not None:
        raise InputError("--vectors are points and --subspaces are not: leave out one of the two")
    return Query(
        n=span_of(n, "-n"),
        d=span_of(d, "-d"),
        field=None if field is None else parse_field(field),
        objects=Objects.VECTORS if vectors else Objects.SUBSPACES if m is not None and m > 1 else None,
        exponent=None if exponent is None else _exact(exponent),
        seed=seed,
        density=None if density is None else positive_number("--density", density),
        store=None if store is None else Path(store),
        m=m,
        distance=parse_distance(distance),
    )


def _exact(exponent: Any) -> sympy.Expr:
    from packing.exponents import exact_exponent

    return exact_exponent(exponent)
