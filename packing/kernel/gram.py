"""Check a Gram certificate: a packing exists, with exactly the overlaps that are listed.

A Hermitian matrix G with unit diagonal is the matrix of inner products of n unit vectors of F^d exactly if it is
positive semidefinite of rank at most d. Its entries lie in Q, or in Q(theta) for a real root theta of a polynomial that
the certificate gives with an interval; over C each is a pair (real part, imaginary part). All arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from packing.kernel.entries import choice, entry, integer, rational, sequence
from packing.kernel.number_field import Element, RealField, UndecidedError
from packing.kernel.statement import RefusedError, Statement

Complex = tuple[Element, Element]
"""A real and an imaginary part."""

MOST_POINTS = 1000


@dataclass(frozen=True)
class GramStatement(Statement):
    """`n` points of a space (S, R or C as in the other certificates) have these overlaps and no others."""

    space: str
    d: int
    n: int
    overlaps: tuple[str, ...]


def check(certificate: Mapping[str, object]) -> GramStatement:
    """The statement proved by the entries `space`, `d`, `gram` (lower triangle), `overlaps` and, if any, `theta`.

    >>> half = {"space": "S", "d": 2, "gram": [["1"], ["-1/2", "1"], ["-1/2", "-1/2", "1"]], "overlaps": ["-1/2"]}
    >>> print(check(half))
    there are 3 points on the unit sphere of R^2 with pairwise <x, y> = -1/2
    """
    space = choice(entry(certificate, "space"), "space", ("S", "R", "C"))
    d = integer(entry(certificate, "d"), "d", 1, MOST_POINTS)
    field = _field(certificate)
    rows = _gram(entry(certificate, "gram"), field, is_complex=space == "C")
    listed = sequence(entry(certificate, "overlaps"), "overlaps", 1, 100)
    overlaps = [_element(value, f"overlaps[{i}]", field) for i, value in enumerate(listed)]
    used = set()
    for i, row in enumerate(rows):
        if row[i] != (field.constant(1), field.constant(0)):
            raise RefusedError(f"gram[{i}][{i}]", "must be 1, the square of the norm of a unit vector")
        for j in range(i):
            real, imaginary = row[j]
            square = _plus(field.multiply(real, real), field.multiply(imaginary, imaginary))
            overlap = real if space == "S" else square
            if overlap not in overlaps:
                raise RefusedError(f"gram[{i}][{j}]", "is not one of the overlaps")
            used.add(overlap)
    unused = next((i for i, overlap in enumerate(overlaps) if overlap not in used), None)
    if unused is not None and len(rows) > 1:
        raise RefusedError(f"overlaps[{unused}]", "occurs nowhere in the Gram matrix")
    _check_semidefinite(rows, field, d)
    words = tuple(_words(overlap) for overlap in overlaps)
    return GramStatement("gram", _sentence(space, d, len(rows), words, field), space, d, len(rows), words)


def _field(certificate: Mapping[str, object]) -> RealField:
    """Q(theta) from the entry `theta`, an object with `polynomial` and `interval`; Q where there is none."""
    theta = certificate.get("theta")
    if theta is None:
        return RealField((-1, 1), Fraction(0), Fraction(2))
    if not isinstance(theta, Mapping):
        raise RefusedError("theta", f"must be an object with polynomial and interval, not {type(theta).__name__}")
    items = sequence(theta.get("polynomial"), "theta.polynomial", 2, 33)
    polynomial = tuple(integer(c, f"theta.polynomial[{i}]", -(10**60), 10**60) for i, c in enumerate(items))
    if polynomial[-1] == 0:
        raise RefusedError("theta.polynomial", "must not end with 0: the last coefficient is the leading one")
    ends = sequence(theta.get("interval"), "theta.interval", 2, 2)
    low, high = (rational(end, f"theta.interval[{i}]") for i, end in enumerate(ends))
    if not low < high:
        raise RefusedError("theta.interval", "must have its lower end first")
    at_low = sum(c * low**i for i, c in enumerate(polynomial))
    at_high = sum(c * high**i for i, c in enumerate(polynomial))
    if at_low * at_high >= 0:
        raise RefusedError("theta.interval", "must be one on which the polynomial changes its sign")
    return RealField(polynomial, low, high)


def _gram(value: object, field: RealField, is_complex: bool) -> list[list[Complex]]:
    rows = []
    for i, items in enumerate(sequence(value, "gram", 1, MOST_POINTS)):
        row: list[Complex] = []
        for j, item in enumerate(sequence(items, f"gram[{i}]", i + 1, i + 1)):
            name = f"gram[{i}][{j}]"
            parts = sequence(item, name, 2, 2) if is_complex else [item, "0"]
            row.append((_element(parts[0], name, field), _element(parts[1], name, field)))
        rows.append(row)
    return rows


def _element(value: object, name: str, field: RealField) -> Element:
    """A rational number, or a list of the coefficients of 1, theta, theta^2, ..."""
    items = value if isinstance(value, list) else [value]
    if not 1 <= len(items) <= field.degree:
        raise RefusedError(name, f"must have between 1 and {field.degree} coefficients, not {len(items)}")
    coefficients = [rational(item, name) for item in items]
    return (*coefficients, *(Fraction(0) for _ in range(field.degree - len(items))))


def _check_semidefinite(rows: list[list[Complex]], field: RealField, d: int) -> None:
    """Refuse a Hermitian matrix, given by its lower triangle, unless it is positive semidefinite of rank at most d.

    Elimination: a pivot > 0 is divided out, a pivot 0 asks for a zero column, a negative one refutes.
    """
    rank = 0
    matrix = [list(row) for row in rows]
    try:
        while matrix:
            column = [row.pop(0) for row in matrix]
            (pivot, _), rest = column[0], column[1:]
            del matrix[0]
            sign = field.sign(pivot)
            if sign < 0 or (sign == 0 and any(any(part) for number in rest for part in number)):
                raise RefusedError("gram", "must be a positive semidefinite matrix")
            if sign == 0:
                continue
            rank += 1
            if rank > d:
                raise RefusedError("d", f"is {d}, but the Gram matrix has a larger rank")
            inverse = field.inverse(pivot)
            for i, row in enumerate(matrix):
                a, b = (field.multiply(part, inverse) for part in rest[i])
                if any(a) or any(b):
                    for j in range(i + 1):
                        c, e = rest[j]  # subtract (a + b i) times the conjugate of c + e i
                        real = _plus(field.multiply(a, c), field.multiply(b, e))
                        imaginary = _plus(field.multiply(b, c), field.multiply(a, e), -1)
                        row[j] = (_plus(row[j][0], real, -1), _plus(row[j][1], imaginary, -1))
    except UndecidedError as problem:
        raise RefusedError("theta.polynomial", f"does not do: {problem}") from None


def _plus(a: Element, b: Element, factor: int = 1) -> Element:
    return tuple(x + factor * y for x, y in zip(a, b, strict=True))


def _words(element: Element) -> str:
    """An element as a polynomial in theta."""
    names = ["", "theta", *(f"theta^{i}" for i in range(2, len(element)))][: len(element)]
    terms = [
        str(c) if not name else name if c == 1 else f"({c}) {name}" if "/" in str(c) else f"{c} {name}"
        for c, name in zip(element, names, strict=True)
        if c
    ]
    return " + ".join(terms) or "0"


def _sentence(space: str, d: int, n: int, overlaps: tuple[str, ...], field: RealField) -> str:
    what = f"points on the unit sphere of R^{d}" if space == "S" else f"lines of {space}^{d}"
    overlap = "<x, y>" if space == "S" else "|<x, y>|^2"
    values = f"= {overlaps[0]}" if len(overlaps) == 1 else f"in {{{', '.join(overlaps)}}}"
    where = ""
    if any("theta" in text for text in overlaps):
        where = f", theta a root of {_words(tuple(map(Fraction, field.polynomial))).replace('theta', 'x')}"
        where += f" between {field.low} and {field.high}"
    return f"there are {n} {what} with pairwise {overlap} {values}{where}"
