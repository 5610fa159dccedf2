"""Exact zonal polynomials of the Grassmannian: symmetric polynomials in the m squared cosines of two subspaces.

A symmetric polynomial is a dict {partition: coefficient} over monomial symmetric functions: m_(2,1) = sum y_i^2 y_j.
A partition is a tuple of m integers, the largest first.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, permutations

Partition = tuple[int, ...]
Symmetric = dict[Partition, Fraction]

SCALARS = {"R": 1, "C": 2, "H": 4}
"""s, the dimension over R of each field."""


def zonal_polynomials(space: str, d: int, m: int, degree: int) -> dict[Partition, Symmetric]:
    """P_mu for each partition mu of at most `degree` into at most m parts, with P_mu(1, ..., 1) = 1; d >= 2m.

    Each is positive definite: (P_mu of the squared cosines of X_i and X_j) is a positive semidefinite matrix for all
    m-dimensional subspaces X_1, X_2, ... of F^d, since P_mu is the zonal spherical function of an irreducible part of
    the functions on the Grassmannian (James and Constantine 1974 over R). It is the eigenfunction of the Laplacian

        L = sum_i y_i (1 - y_i) D_i^2 + (a - (a + b) y_i) D_i + s sum_{i != j} y_i (1 - y_i) / (y_i - y_j) D_i

    with a = s/2, b = s (d - 2m + 1)/2 and leading term m_mu. L takes m_kappa to -c(kappa) m_kappa plus terms below it.

    >>> zonal_polynomials("R", 4, 2, 1)[1, 0] == {(1, 0): 1, (0, 0): -1}               # y_1 + y_2 - 1
    True
    """
    everything = partitions(m, degree)
    images = {kappa: laplacian(kappa, SCALARS[space], d) for kappa in everything}
    level = {kappa: eigenvalue(kappa, SCALARS[space], d) for kappa in everything}
    found = {}
    for position, mu in enumerate(everything):
        terms: Symmetric = {}
        pending: Symmetric = {mu: Fraction(1)}
        for kappa in reversed(everything[: position + 1]):
            arrived = pending.pop(kappa, Fraction(0))
            if not arrived:
                continue
            terms[kappa] = arrived if kappa == mu else arrived / (level[kappa] - level[mu])
            for below, weight in images[kappa].items():
                if below != kappa:
                    pending[below] = pending.get(below, Fraction(0)) + terms[kappa] * weight
        one = sum((weight * len(arrangements(kappa)) for kappa, weight in terms.items()), Fraction(0))
        found[mu] = {kappa: weight / one for kappa, weight in terms.items()}
    return found


def partitions(parts: int, degree: int) -> list[Partition]:
    """Partitions of at most `degree` into at most `parts` parts: each before all that dominate or contain it.

    >>> partitions(2, 2)
    [(0, 0), (1, 0), (1, 1), (2, 0)]
    """
    found: list[Partition] = [()]
    for _ in range(parts):
        found = [
            (*start, k) for start in found for k in range(min(degree - sum(start), start[-1] if start else degree) + 1)
        ]
    return sorted(found, key=lambda mu: (sum(mu), mu))


def eigenvalue(mu: Partition, s: int, d: int) -> Fraction:
    """c(mu) = sum_i mu_i (mu_i - 1 + s (d/2 + 1 - i)), i = 1, 2, ...: -L at m_mu."""
    return sum((k * (k - 1 + s * (Fraction(d, 2) - i)) for i, k in enumerate(mu)), Fraction(0))


def laplacian(kappa: Partition, s: int, d: int) -> Symmetric:
    """L m_kappa.

    Write [r, t] for y_i^r y_j^t. Of [p, q] + [q, p], p > q, the last sum of L makes s times

        (p - q) sum_{r=q}^{p-1} [r, p+q-1-r] - p sum_{r=q}^{p} [r, p+q-r] + q sum_{r=q+1}^{p-1} [r, p+q-r],

    and of [p, p] it makes -s p [p, p].
    """
    m = len(kappa)
    a, b = Fraction(s, 2), Fraction(s * (d - 2 * m + 1), 2)
    image: Symmetric = {}

    def add(powers: list[int], weight: Fraction | int) -> None:
        if all(left >= right for left, right in pairwise(powers)):  # the one monomial that stands for m_kappa
            image[tuple(powers)] = image.get(tuple(powers), Fraction(0)) + weight

    for monomial in arrangements(kappa):
        powers = list(monomial)
        for i, k in enumerate(monomial):
            if k:
                add(powers, -k * (k - 1 + a + b))
                add([*powers[:i], k - 1, *powers[i + 1 :]], k * (k - 1 + a))
        for i, j in combinations(range(m), 2):
            p, q = monomial[i], monomial[j]
            if p == q:
                add(powers, -s * p)
            if p <= q:
                continue
            for r in range(q, p + 1):
                rest = [*powers]
                if r < p:
                    rest[i], rest[j] = r, p + q - 1 - r
                    add(rest, s * (p - q))
                rest[i], rest[j] = r, p + q - r
                add(rest, s * (q - p if q < r < p else -p))
    return image


def arrangements(kappa: Partition) -> list[Partition]:
    """The exponents of the monomials of m_kappa, each once.

    >>> arrangements((1, 0))
    [(0, 1), (1, 0)]
    """
    return sorted(set(permutations(kappa)))
