"""The sign of a polynomial on a simplex, from its Bernstein coefficients.

A polynomial of degree D is a dict {exponents: coefficient}. On a simplex with vertices v_0, ..., v_m, y = sum b_k v_k,
it is a sum of D!/(i_0! ... i_m!) b^i times Bernstein coefficients, i_0 + ... + i_m = D: it lies between the least and
the largest of them, and takes those of i = D e_k at the vertices. Halving an edge brings them nearer to its values.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import combinations, pairwise
from math import factorial, lcm, prod
from operator import or_

Point = tuple[Fraction, ...]
Simplex = tuple[Point, ...]
Polynomial = dict[tuple[int, ...], Fraction]


def is_nonpositive(polynomial: Polynomial, simplices: list[Simplex], most_work: int) -> bool | None:
    """Whether polynomial(y) <= 0 on all the simplices; None if that is not decided with `most_work` additions.

    A vertex where it is positive says no. Where it only touches 0 inside, no halving decides.

    >>> line = {(0,): Fraction(-1), (1,): Fraction(1)}
    >>> is_nonpositive(line, [((Fraction(0),), (Fraction(1),))], 100)
    True
    """
    degree = max(map(sum, polynomial), default=0)
    pending = [(simplex, bernstein(polynomial, simplex, degree)) for simplex in simplices]
    while pending:
        simplex, numbers = pending.pop()
        if max(numbers) <= 0:
            continue
        size = len(simplex)
        if any(numbers[corner] > 0 for corner in _corners(size, degree)):
            return False
        most_work -= len(numbers) * (degree + 1)
        if most_work < 0:
            return None
        i, j = max(combinations(range(size), 2), key=_squared_length(simplex))
        middle = tuple((x + y) / 2 for x, y in zip(simplex[i], simplex[j], strict=True))
        near_i, near_j = halved(numbers, size, degree, i, j)
        pending.append((_replaced(simplex, j, middle), near_i))
        pending.append((_replaced(simplex, i, middle), near_j))
    return True


def below(simplex: Simplex, height: Callable[[Point], Fraction]) -> list[Simplex]:
    """The part of a simplex where the affine function `height` is <= 0, cut into simplices.

    An edge from below to above is cut where the height is 0, until no simplex has one. Some vertex must lie below; the
    points of height 0 are then limits of points below it.

    >>> [[float(x) for (x,) in part] for part in below(((Fraction(0),), (Fraction(2),)), lambda y: y[0] - 1)]
    [[0.0, 1.0]]
    """
    heights = [height(point) for point in simplex]
    inside = next((k for k, h in enumerate(heights) if h < 0), None)
    outside = next((k for k, h in enumerate(heights) if h > 0), None)
    if inside is None:
        return []
    if outside is None:
        return [simplex]
    share = heights[inside] / (heights[inside] - heights[outside])
    cut = tuple(x + share * (y - x) for x, y in zip(simplex[inside], simplex[outside], strict=True))
    return below(_replaced(simplex, outside, cut), height) + below(_replaced(simplex, inside, cut), height)


def bernstein(polynomial: Polynomial, simplex: Simplex, degree: int) -> list[int]:
    """The Bernstein coefficients on a simplex, times a positive number that makes them integers, as `indices` orders.

    Each y_i is a linear form in b, and 1 = sum b_k brings all terms to the same degree.
    """
    size = len(simplex)
    forms = [{_unit(size, k): vertex[i] for k, vertex in enumerate(simplex)} for i in range(len(simplex[0]))]
    forms.append({_unit(size, k): Fraction(1) for k in range(size)})
    total: Polynomial = {}
    powers: dict[tuple[int, int], Polynomial] = {}

    def power(i: int, k: int) -> Polynomial:
        if k == 0:
            return {(0,) * size: Fraction(1)}
        if (i, k) not in powers:
            powers[i, k] = product(power(i, k - 1), forms[i])
        return powers[i, k]

    for exponents, weight in polynomial.items():
        term = power(len(forms) - 1, degree - sum(exponents))
        for i, k in enumerate(exponents):
            term = product(term, power(i, k))
        for index, value in term.items():
            total[index] = total.get(index, Fraction(0)) + weight * value
    numbers = [
        total.get(index, Fraction(0)) * prod(map(factorial, index)) / factorial(degree)
        for index in indices(size, degree)
    ]
    common = lcm(*(number.denominator for number in numbers))
    return [int(number * common) for number in numbers]


def halved(numbers: list[int], size: int, degree: int, i: int, j: int) -> tuple[list[int], list[int]]:
    """The coefficients on the halves that keep vertex i and vertex j, times the same power of 2 (de Casteljau)."""
    near_i, near_j = list(numbers), list(numbers)
    for line in _lines(size, degree, i, j):
        row = [numbers[position] for position in line]
        last = len(row) - 1
        for step in range(last + 1):
            near_i[line[step]] = row[0] << (degree - step)
            near_j[line[last - step]] = row[-1] << (degree - step)
            row = [left + right for left, right in pairwise(row)]
    return _reduced(near_i), _reduced(near_j)


def product(p: Polynomial, q: Polynomial) -> Polynomial:
    """p q."""
    total: Polynomial = {}
    for left, a in p.items():
        for right, b in q.items():
            index = tuple(x + y for x, y in zip(left, right, strict=True))
            total[index] = total.get(index, Fraction(0)) + a * b
    return total


@lru_cache(maxsize=32)
def indices(size: int, degree: int) -> list[tuple[int, ...]]:
    """The indices (i_0, ..., i_m) of sum `degree`, in the order of the coefficients.

    >>> indices(2, 2)
    [(0, 2), (1, 1), (2, 0)]
    """
    found: list[tuple[int, ...]] = [()]
    for _ in range(size - 1):
        found = [(*start, k) for start in found for k in range(degree - sum(start) + 1)]
    return [(*start, degree - sum(start)) for start in found]


@lru_cache(maxsize=32)
def _corners(size: int, degree: int) -> list[int]:
    places = {index: position for position, index in enumerate(indices(size, degree))}
    return [places[tuple(degree * (k == corner) for k in range(size))] for corner in range(size)]


@lru_cache(maxsize=256)
def _lines(size: int, degree: int, i: int, j: int) -> list[list[int]]:
    """The positions of the indices that agree but for i and j, from the largest i to the largest j."""
    places = {index: position for position, index in enumerate(indices(size, degree))}
    found = []
    for index, position in places.items():
        if index[j] == 0:
            line = [position]
            for step in range(1, index[i] + 1):
                moved = list(index)
                moved[i], moved[j] = index[i] - step, step
                line.append(places[tuple(moved)])
            found.append(line)
    return found


def _squared_length(simplex: Simplex) -> Callable[[tuple[int, int]], Fraction]:
    def length(edge: tuple[int, int]) -> Fraction:
        return sum(((x - y) ** 2 for x, y in zip(simplex[edge[0]], simplex[edge[1]], strict=True)), Fraction(0))

    return length


def _unit(size: int, k: int) -> tuple[int, ...]:
    return tuple(int(place == k) for place in range(size))


def _replaced(simplex: Simplex, k: int, point: Point) -> Simplex:
    return (*simplex[:k], point, *simplex[k + 1 :])


def _reduced(numbers: list[int]) -> list[int]:
    """The numbers without their common power of 2."""
    common = reduce(or_, numbers, 0)
    shift = (common & -common).bit_length() - 1
    return [number >> shift for number in numbers] if shift > 0 else numbers
