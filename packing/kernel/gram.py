"""Check a Gram certificate: a packing exists, with exactly the overlaps that are listed.

A Hermitian matrix G with unit diagonal is the matrix of inner products of n unit vectors of F^d exactly if it is
positive semidefinite of rank at most d. Its entries lie in Q, or in Q(theta) for a real root theta of a polynomial that
the certificate gives with an interval; over C each is a pair (real part, imaginary part). All arithmetic is exact.

Two points are the same, and two lines, exactly if their overlap is 1. So all are distinct where no listed overlap is 1,
and otherwise the matrix tells how many are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm

from packing.kernel.cost import elimination, fraction, product
from packing.kernel.field_elimination import semidefinite_rank_over
from packing.kernel.gram_entries import Complex, GramEntries
from packing.kernel.number_field import Element, UndecidedError, element_words, root_words
from packing.kernel.statement import RefusedError, Statement


@dataclass(frozen=True)
class GramStatement(Statement):
    """`n` points of a space (S, R or C as in the other certificates), `distinct` of them different, have these overlaps
    and no others."""

    space: str
    d: int
    n: int
    overlaps: tuple[str, ...]
    distinct: int


def check(certificate: Mapping[str, object]) -> GramStatement:
    """The statement proved by the entries `space`, `d`, `gram` (lower triangle), `overlaps` and, if any, `theta`.

    >>> half = {"space": "S", "d": 2, "gram": [["1"], ["-1/2", "1"], ["-1/2", "-1/2", "1"]], "overlaps": ["-1/2"]}
    >>> print(check(half))
    there are 3 points on the unit sphere of R^2 with pairwise <x, y> = -1/2, all distinct
    """
    return prove(read(certificate))


read = GramEntries.read


def work(entries: GramEntries) -> float:
    """Seconds that `prove` is estimated to take: squares of moduli, the elimination, the signs of its pivots."""
    field, n, m = entries.field, len(entries.rows), entries.field.degree
    rank = min(entries.d + 1, n)
    pairs = len({number for row in entries.rows for number in row})
    moduli = n * n * m * 5e-6  # to compare the overlaps with those listed, and to write the matrix in integers
    moduli += 0.0 if entries.space == "S" else pairs * 4 * m * m * fraction(2 * entries.bits)
    if entries.space == "C":
        n, rank = 2 * n, 2 * rank
    bits = _common_bits(entries) + n.bit_length()
    if m == 1:
        return moduli + elimination(n, rank, bits)
    bits += m.bit_length() + (m - 1) * max(map(abs, field.polynomial)).bit_length() // 4
    longest = rank * bits
    inverses = rank * m**3 * fraction(m * longest / 4)
    signs = rank * m * fraction(m * longest / 4) + m * m * longest * product(m * longest / 4) / 100
    return moduli + (2 * m * m + 25) * elimination(n, rank, (m + 2) * bits / 6) + inverses + signs


def prove(entries: GramEntries) -> GramStatement:
    """The statement that the entries prove, or `RefusedError`."""
    field, rows = entries.field, entries.rows
    one, listed = field.constant(1), set(entries.overlaps)
    same, used = set(), set()
    for i, row in enumerate(rows):
        for j, overlap in enumerate(_overlaps(entries, row[:i])):
            if overlap not in listed:
                raise RefusedError(f"gram[{i}][{j}]", "is not one of the overlaps")
            used.add(overlap)
            if overlap == one:
                same.add(i)
    unused = next((i for i, overlap in enumerate(entries.overlaps) if overlap not in used), None)
    if unused is not None:
        raise RefusedError(f"overlaps[{unused}]", "occurs nowhere in the Gram matrix")
    try:
        rank = _rank(entries)
        for overlap in entries.overlaps:
            field.sign(_plus(one, overlap, -1))  # 0 only where it looks 0, so that others differ from 1
    except UndecidedError as problem:
        raise RefusedError("theta.polynomial", f"does not do: {problem}") from None
    if rank is None:
        raise RefusedError("gram", "must be a positive semidefinite matrix")
    if rank > entries.d:
        raise RefusedError("d", f"is {entries.d}, but the Gram matrix has a larger rank")
    return statement(entries, len(rows) - len(same))


def statement(entries: GramEntries, distinct: int) -> GramStatement:
    """What the entries prove once their matrix is known to be semidefinite of rank at most d."""
    space, d, n = entries.space, entries.d, len(entries.rows)
    words = tuple(map(element_words, entries.overlaps))
    what = f"points on the unit sphere of R^{d}" if space == "S" else f"lines of {space}^{d}"
    overlap = "<x, y>" if space == "S" else "|<x, y>|^2"
    values = f"= {words[0]}" if len(words) == 1 else f"in {{{', '.join(words)}}}"
    sentence = f"there are {n} {what} with pairwise {overlap} {values}, "
    sentence += "all distinct" if distinct == n else f"{distinct} of them distinct"
    if any("theta" in text for text in words):
        sentence += root_words(entries.field)
    return GramStatement("gram", sentence, space, d, n, words, distinct)


def _overlaps(entries: GramEntries, row: list[Complex]) -> list[Element]:
    """The overlaps of a row: the inner products between points, the squares of their moduli between lines."""
    if entries.space == "S":
        return [real for real, _ in row]
    field = entries.field
    squares = {
        (real, imaginary): _plus(field.multiply(real, real), field.multiply(imaginary, imaginary))
        for real, imaginary in set(row)
    }
    return [squares[number] for number in row]


def _rank(entries: GramEntries) -> int | None:
    """The rank of the matrix, if it is at most d, and more than d otherwise; None where it is not semidefinite.

    A Hermitian A + i B is semidefinite of rank r exactly if the real matrix [[A, -B], [B, A]] is so of rank 2 r. Its
    rows are taken in turn from the upper and the lower half.
    """
    if entries.space != "C":
        return semidefinite_rank_over(entries.field, [[real for real, _ in row] for row in entries.rows], entries.d)
    rows: list[list[Element]] = []
    for row in entries.rows:
        minus = [_plus(entries.field.constant(0), b, -1) for _, b in row]
        upper = [part for (a, _), c in zip(row, minus, strict=True) for part in (a, c)]
        rows += [upper[:-1], [part for number in row for part in reversed(number)]]
    doubled = semidefinite_rank_over(entries.field, rows, 2 * entries.d)
    return None if doubled is None else (doubled + 1) // 2


def _common_bits(entries: GramEntries) -> int:
    """The bits of the entries over their least common denominator, by the powers of an integral theta."""
    lead, m = abs(entries.field.polynomial[-1]), entries.field.degree
    common = 1
    for denominator in {c.denominator for row in entries.rows for number in row for part in number for c in part}:
        common = lcm(common, denominator)
        if common.bit_length() > 10**6:
            break
    return common.bit_length() + 2 * m * (lead.bit_length() - 1) + entries.bits


def _plus(a: Element, b: Element, factor: int = 1) -> Element:
    return tuple(x + factor * y for x, y in zip(a, b, strict=True))
