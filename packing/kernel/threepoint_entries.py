"""Read the numbers of a three-point certificate; each refusal names its entry, none of the numbers is believed yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from packing.kernel.algebraic import RATIONALS, Algebraic, Real, read_reals
from packing.kernel.entries import entry, integer, sequence, shown
from packing.kernel.null_vectors import Null
from packing.kernel.number_field import RealField
from packing.kernel.statement import RefusedError
from packing.kernel.threepoint_case import Case, Rows

MOST_TEXT = 100_000
"""Characters in a row of a matrix."""

_INTEGER = re.compile(r"-?[0-9]+", re.ASCII)


@dataclass(frozen=True)
class Entries:
    """The numbers of a certificate: a_k >= 0, and matrices whose entries stand for 2^-shift times.

    The matrices F_lk come in the order of `Case.blocks`; those of the pairs belong to the weights 1 and 1 - U^2; those
    of the triples come by threes (even, odd, plane) in the order of `Case.weights`.
    """

    case: Case
    shift: int
    two_point: list[Real]
    kernels: list[Rows]
    pair_squares: list[Rows]
    triple_squares: list[list[Rows]]

    @classmethod
    def read(cls, certificate: Mapping[str, object]) -> Entries:
        """The entries of `certificate`, of the right shape, or `RefusedError`."""
        case = Case.read(certificate)
        shift = integer(entry(certificate, "shift"), "shift", 0, 2000)
        return cls(case, shift, *read_numbers(certificate, case))

    @property
    def unit(self) -> Fraction:
        """What an entry 1 of a matrix stands for."""
        return Fraction(1, 1 << self.shift)

    @property
    def field(self) -> RealField:
        """The field of all numbers: Q."""
        return RATIONALS

    @property
    def null(self) -> Null:
        """Null vectors of matrices: none are named."""
        return {}

    def matrices(self) -> Iterator[tuple[str, Rows]]:
        """Each matrix with the name of its entry."""
        return named_matrices(self.kernels, self.pair_squares, self.triple_squares)


def named_matrices(
    kernels: list[Rows], pair_squares: list[Rows], triple_squares: list[list[Rows]]
) -> Iterator[tuple[str, Rows]]:
    """Each matrix with the name of its entry."""
    groups = [("kernels", kernels), ("pair_squares", pair_squares)]
    groups += [(f"triple_squares[{i}]", group) for i, group in enumerate(triple_squares)]
    for name, group in groups:
        for i, rows in enumerate(group):
            yield f"{name}[{i}]", rows


def read_numbers(
    certificate: Mapping[str, object], case: Case, digits: int = 100, field: RealField = RATIONALS
) -> tuple[list[Real], list[Rows], list[Rows], list[list[Rows]]]:
    """The entries `two_point`, `kernels`, `pair_squares` and `triple_squares`, of the shapes that `case` asks for."""
    two_point = read_two_point(certificate, 60, field)
    pairs = [len(two_point) // 2 + 1, (len(two_point) - 1) // 2 + 1]
    groups = [case.square_sizes(weight_degree) for weight_degree, _ in case.weights()]
    squares = sequence(entry(certificate, "triple_squares"), "triple_squares", len(groups), len(groups))
    return (
        two_point,
        read_matrices(entry(certificate, "kernels"), "kernels", case.block_sizes(), digits, field),
        read_matrices(entry(certificate, "pair_squares"), "pair_squares", pairs, digits, field),
        [read_matrices(item, f"triple_squares[{i}]", groups[i], digits, field) for i, item in enumerate(squares)],
    )


def read_two_point(certificate: Mapping[str, object], most: int, field: RealField) -> list[Real]:
    """The entry `two_point`: numbers a_k >= 0."""
    found = read_reals(entry(certificate, "two_point"), "two_point", 1, most, field)
    for k, a in enumerate(found):
        if a < 0:
            raise RefusedError(f"two_point[{k}]", "is negative")
    return found


def read_matrices(
    value: object, name: str, sizes: list[int], digits: int = 100, field: RealField = RATIONALS
) -> list[Rows]:
    """Lower triangles of the given sizes; a row is one text of entries with single spaces between.

    An entry is an integer, or in Q(theta) also integers with commas between, the coefficients of 1, theta, ...
    """
    items = sequence(value, name, len(sizes), len(sizes))
    pairs = enumerate(zip(items, sizes, strict=True))
    return [_rows(item, f"{name}[{i}]", size, digits, field) for i, (item, size) in pairs]


def _rows(value: object, name: str, size: int, digits: int, field: RealField) -> Rows:
    rows = []
    for i, text in enumerate(sequence(value, name, size, size)):
        where = f"{name}[{i}]"
        if type(text) is not str or len(text) > MOST_TEXT:
            raise RefusedError(where, f"must be a text of integers of at most {MOST_TEXT} characters")
        words = text.split(" ")
        if len(words) != i + 1:
            raise RefusedError(where, f"must hold {i + 1} integers, not {len(words)}")
        rows.append([_coefficients(word, where, digits, field.degree) for word in words])
    if all(len(numbers) == 1 for row in rows for numbers in row):
        return [[numbers[0] for numbers in row] for row in rows]
    return [[_algebraic(numbers, field) for numbers in row] for row in rows]


def _coefficients(word: str, where: str, digits: int, most: int) -> list[int]:
    """The integers of one entry."""
    parts = word.split(",") if most > 1 else [word]
    for part in parts:
        if not _INTEGER.fullmatch(part) or len(part.lstrip("-")) > digits:
            raise RefusedError(where, f"must hold integers of at most {digits} digits, not {shown(part)}")
    if len(parts) > most:
        raise RefusedError(where, f"must hold entries of at most {most} integers, not {shown(word)}")
    return [int(part) for part in parts]


def _algebraic(numbers: list[int], field: RealField) -> Algebraic:
    return Algebraic(field, tuple(Fraction(c) for c in numbers + [0] * (field.degree - len(numbers))))
