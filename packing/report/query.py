"""What a table is asked for: spans of n and d, the field, the objects, an exponent, a density, an atlas, a seed."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from packing.errors import InputError
from packing.problem import Field, Objects


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


def parse_span(text: str, name: str = "a span") -> Span:
    """The span written 2..7, ..49, 3.. or 7; positive numbers, the lower one first.

    >>> print(parse_span("2..7"), parse_span("5"))
    2..7 5
    """
    match = re.fullmatch(r"\s*(?:(\d+)|(\d*)\.\.(\d*))\s*", text, re.ASCII)
    if match is None:
        raise InputError(f"{name} must be a number or a span such as 2..7 or ..49, not {text!r}: write it so")
    single, low, high = match.groups()
    span = Span(*((int(single), int(single)) if single else (int(low) if low else None, int(high) if high else None)))
    if 0 in (span.low, span.high):
        raise InputError(f"{name} counts from 1, not from 0 as in {text!r}: start at 1")
    if span.low is not None and span.high is not None and span.low > span.high:
        raise InputError(f"{name} must not be empty as {text!r} is: write {span.high}..{span.low}")
    return span


@dataclass(frozen=True)
class Query:
    """The options of `packing table`; each table reads those that concern it, None meaning its own choice."""

    n: Span | None = None
    d: Span | None = None
    field: Field | None = None
    objects: Objects | None = None
    exponent: float | None = None
    seed: int = 0
    density: float | None = None
    store: Path | None = None

    def cells(self, d: tuple[int, int], n: tuple[int, int], most: int = 5_000) -> list[tuple[int, int]]:
        """The pairs (n, d) asked for, d by d; open ends are taken from the spans given here.

        >>> Query(d=Span(2, 3)).cells((2, 8), (4, 5))
        [(4, 2), (5, 2), (4, 3), (5, 3)]
        """
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
        words += [f" --exponent {self.exponent:g}"] if self.exponent is not None else []
        words += [f" --density {self.density:g}"] if self.density is not None else []
        words += [f" --store {shlex.quote(str(self.store))}"] if self.store is not None else []
        return "".join(words + ([f" --seed {self.seed}"] if self.seed else []))
