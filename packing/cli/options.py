"""The options that commands share, each declared once; those that name a problem build it once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, Token

from packing.errors import InputError
from packing.problem import Problem
from packing.report.query import Query, query
from packing.space import Distance, Field, Objects, Space, parse_distance, parse_field

if TYPE_CHECKING:
    from packing.formats.layout import Layout

BEST = "best"
"""What stands for the best packings known where a file could."""


MOST = 10**6
"""The most that an integer option takes where nothing else is said: threads, models, steps, restarts."""

MOST_OBJECTS = 10**18
"""The largest n and d: closed forms answer there, and nothing that is counted one by one does."""


def whole_number(most: int) -> Callable[[type, Sequence[Token]], int]:
    """The reader of an integer of at most `most` in absolute value; "2.5" is refused, not rounded."""

    def read(_type: type, tokens: Sequence[Token]) -> int:
        text = tokens[0].value
        try:
            number = int(text) if len(text) <= MOST_DIGITS else most + 1
        except ValueError:
            raise InputError(f"it must be a whole number, not {text!r}: write digits only, such as 20") from None
        if abs(number) > most:
            raise InputError(f"it must be at most {most}, not {text!r}: give a smaller number")
        return number

    return read


MOST_DIGITS = 100
"""A longer text is no number that any option takes."""

Integer = Parameter(converter=whole_number(MOST))
"""How an integer option is read."""

Large = Parameter(converter=whole_number(MOST_OBJECTS))
"""How n, d and the seed are read."""


Flag = Parameter(negative=())
"""How an option without a value is declared."""

Json = Annotated[bool, Parameter(name="--json", negative=(), help="Print one JSON object and nothing else.")]
Seed = Annotated[int, Large, Parameter(help="The seed that decides every random choice.")]
Count = Annotated[int, Large, Parameter(name="-n", help="How many vectors or lines.")]
Dimensions = Annotated[int, Large, Parameter(name="-d", help="In how many dimensions.")]
FieldName = Annotated[str, Parameter(name="--field", help="Lines over R, C (complex) or H (quaternions).")]
MaybeFieldName = Annotated[
    str | None,
    Parameter(name="--field", help="Lines over R, C (complex) or H (quaternions); R, or all kinds, where left out."),
]
Dimension = Annotated[
    int, Integer, Parameter(name="--subspaces", help="Subspaces of this dimension m instead of lines.")
]
DistanceName = Annotated[
    str, Parameter(name="--distance", help="Of subspaces: chordal, or spectral (the largest cosine is made small).")
]
MaybeDimension = Annotated[
    int | None, Integer, Parameter(name="--subspaces", help="Subspaces of this dimension m instead of lines.")
]
Points = Annotated[bool, Parameter(name="--vectors", negative=(), help="Points on the real sphere instead of lines.")]
Counts = Annotated[str | None, Parameter(name="-n", help="Numbers of vectors, such as 12, 2..20 or ..49.")]
AllDimensions = Annotated[str | None, Parameter(name="-d", help="Dimensions, such as 4 or 2..7.")]
Store = Annotated[Path | None, Parameter(help="The atlas of packings; the shipped one without.")]


@Parameter(name="*")
@dataclass(frozen=True)
class KindOptions:
    """The options --field, --vectors, --subspaces and --distance, which say what is packed."""

    field: FieldName = "R"
    vectors: Points = False
    subspaces: Dimension = 1
    distance: DistanceName = Distance.CHORDAL.value

    @cached_property
    def scalars(self) -> Field:
        """The field, or `InputError`."""
        return parse_field(self.field)

    @property
    def objects(self) -> Objects:
        """Lines, points on the sphere, or subspaces."""
        if self.vectors and self.subspaces != 1:
            raise InputError("--vectors are points and --subspaces are not: leave out one of the two")
        if self.vectors:
            return Objects.VECTORS
        return Objects.LINES if self.subspaces == 1 else Objects.SUBSPACES

    def space(self, d: int) -> Space:
        """The space in d dimensions, or `InputError`."""
        return Space(self.objects, d, self.scalars, self.subspaces, parse_distance(self.distance))

    def problem(self, n: int, d: int) -> Problem:
        """The problem of n objects in d dimensions, or `InputError`."""
        return Problem(n, self.space(d))


@Parameter(name="*")
@dataclass(frozen=True)
class LayoutOptions:
    """The options --layout and --rows, which say what the numbers of a file are."""

    layout: Annotated[
        str | None,
        Parameter(
            name="--layout",
            help="What the numbers in the file are: rows, columns, gram, words, generator, graph, seidel; words:3.",
        ),
    ] = None
    rows: Annotated[
        bool, Parameter(name="--rows", negative=(), help="The rows in the file are the vectors: --layout rows.")
    ] = False

    @cached_property
    def told(self) -> Layout | None:
        """The layout, None where none is told; `InputError` for another name."""
        from packing.formats.layout import ROWS, parse_layout

        if self.rows and self.layout is not None:
            raise InputError("--rows is --layout rows: leave out one of the two")
        return ROWS if self.rows else None if self.layout is None else parse_layout(self.layout)


@Parameter(name="*")
@dataclass(frozen=True)
class ProblemOptions:
    """The options -n, -d, --field, --vectors, --subspaces and --distance, which name a problem."""

    n: Count
    d: Dimensions
    field: FieldName = "R"
    vectors: Points = False
    subspaces: Dimension = 1
    distance: DistanceName = Distance.CHORDAL.value

    @cached_property
    def problem(self) -> Problem:
        """The problem, or `InputError`."""
        return KindOptions(self.field, self.vectors, self.subspaces, self.distance).problem(self.n, self.d)


@Parameter(name="*")
@dataclass(frozen=True)
class CellOptions:
    """The options -n and -d as spans, and those that say what is packed, all of which may be left out."""

    n: Counts = None
    d: AllDimensions = None
    field: MaybeFieldName = None
    vectors: Points = False
    subspaces: MaybeDimension = None
    distance: DistanceName = Distance.CHORDAL.value

    def query(
        self, *, exponent: str | None = None, density: float | None = None, seed: int = 0, store: Path | None = None
    ) -> Query:
        """What a table or figure is asked for, or `InputError`."""
        return query(
            n=self.n,
            d=self.d,
            field=self.field,
            vectors=self.vectors,
            exponent=exponent,
            density=density,
            seed=seed,
            store=store,
            subspaces=self.subspaces,
            distance=self.distance,
        )
