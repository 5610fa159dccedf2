"""Difference sets in finite abelian groups: the classical families, complements, and a search for small groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import isqrt, prod

import numpy as np

from packing.constructions.fields import FiniteField, finite_field, prime_power, subspace_points
from packing.constructions.ring import Integers
from packing.errors import InputError

Group = tuple[int, ...]
"""Z_m1 x ... x Z_mr by its orders; an element is a row of r residues."""


@dataclass(frozen=True, eq=False)
class DifferenceSet:
    """k elements of an abelian group of order v whose differences hit each non-zero element lambda times.

    `elements` has shape (k, r). Counting pairs gives k (k-1) = lambda (v-1).

    >>> fano = search((7,), 3)
    >>> fano.parameters, fano.elements.ravel().tolist()
    ((7, 3, 1), [0, 1, 3])
    """

    group: Group
    elements: Integers

    @property
    def parameters(self) -> tuple[int, int, int]:
        """(v, k, lambda)."""
        v, k = prod(self.group), len(self.elements)
        return v, k, k * (k - 1) // (v - 1)

    @property
    def is_valid(self) -> bool:
        """Whether each non-zero element is a difference equally often."""
        orders = np.array(self.group)
        differences = (self.elements[:, None] - self.elements[None, :]) % orders
        weights = np.array([prod(self.group[i + 1 :]) for i in range(len(self.group))])
        counts = np.bincount((differences @ weights).ravel(), minlength=prod(self.group))
        return bool((counts[1:] == self.parameters[2]).all() and counts[0] == len(self.elements))

    def complement(self) -> DifferenceSet:
        """The v - k other elements: a difference set again."""
        inside = {tuple(row) for row in self.elements.tolist()}
        others = [element for element in product(*map(range, self.group)) if element not in inside]
        return DifferenceSet(self.group, np.array(others, dtype=np.int64))


@dataclass(frozen=True)
class DifferenceFamily:
    """A named way to (v, k, .) difference sets: `build` makes the set."""

    name: str
    build: Callable[[], DifferenceSet]


def families(v: int, k: int) -> Iterator[DifferenceFamily]:
    """The classical difference sets with these parameters, k <= v/2 or complements; nothing is built.

    >>> [family.name for family in families(16, 6)]
    ['McFarland', 'Menon']
    """
    if not 2 <= k <= v - 2 or k * (k - 1) % (v - 1):
        return
    if 2 * k > v:
        for family in families(v, v - k):
            yield DifferenceFamily(f"{family.name} complement", partial(_complement, family))
        return
    for name, build in (
        ("Singer", _singer(v, k)),
        ("Paley", _residues(v, k, 2)),
        ("quartic residues", _residues(v, k, 4)),
        ("octic residues", _residues(v, k, 8)),
        ("twin prime powers", _twin(v, k)),
        ("McFarland", _mcfarland(v, k)),
        ("Menon", _menon(v, k)),
    ):
        if build is not None:
            yield DifferenceFamily(name, build)


def search(group: Group, k: int) -> DifferenceSet | None:
    """The first difference set of k elements of `group` in lexicographic order, by backtracking, or None.

    Exhaustive: 0 may be assumed a member, and a partial set is dropped once a difference occurs more than lambda times.
    Meant for groups of order up to about 40.

    >>> search((4, 4), 6).is_valid, search((11,), 4)
    (True, None)
    """
    v = prod(group)
    if not 2 <= k <= v - 1:
        raise InputError(f"a difference set in a group of order {v} has 2 to {v - 1} elements, not {k}: change k")
    if k * (k - 1) % (v - 1):
        return None
    elements = list(product(*map(range, group)))
    index = {element: i for i, element in enumerate(elements)}
    minus = np.array([[index[_subtract(a, b, group)] for b in elements] for a in elements])
    chosen = _extend([0], np.zeros(v, dtype=np.int64), minus, k, k * (k - 1) // (v - 1))
    return None if chosen is None else DifferenceSet(group, np.array([elements[i] for i in chosen], dtype=np.int64))


def _extend(chosen: list[int], counts: Integers, minus: Integers, k: int, most: int) -> list[int] | None:
    if len(chosen) == k:
        return chosen
    v = len(minus)
    for candidate in range(chosen[-1] + 1, v - (k - len(chosen)) + 1):
        grown = counts.copy()
        np.add.at(grown, minus[candidate, chosen], 1)
        np.add.at(grown, minus[chosen, candidate], 1)
        if grown.max() <= most:
            found = _extend([*chosen, candidate], grown, minus, k, most)
            if found is not None:
                return found
    return None


def _subtract(a: Group, b: Group, group: Group) -> Group:
    return tuple((x - y) % m for x, y, m in zip(a, b, group, strict=True))


def _complement(family: DifferenceFamily) -> DifferenceSet:
    return family.build().complement()


def _singer(v: int, k: int) -> Callable[[], DifferenceSet] | None:
    """Hyperplanes of PG(m, q) in Z_v: v = (q^(m+1) - 1)/(q - 1), k = (q^m - 1)/(q - 1). Then v = k q + 1."""
    q = (v - 1) // k
    if (v - 1) % k or prime_power(q) is None:
        return None
    m = _exponent(q, k * (q - 1) + 1)
    return None if m is None or m < 2 else partial(_build_singer, q, m)


def _build_singer(q: int, m: int) -> DifferenceSet:
    """The exponents e < v with Tr(g^e) = 0, Tr from GF(q^(m+1)) to GF(q)."""
    field = finite_field(q ** (m + 1))
    v = (q ** (m + 1) - 1) // (q - 1)
    relative = np.zeros(v, dtype=np.int64)
    for j in range(m + 1):
        relative = field.add(relative, field.powers[np.arange(v) * q**j % (field.q - 1)])
    return DifferenceSet((v,), np.flatnonzero(relative == 0)[:, None])


def _residues(v: int, k: int, e: int) -> Callable[[], DifferenceSet] | None:
    """The e-th powers of GF(v), some with 0: squares where v = 3 mod 4; for v prime, quartic and octic residues.

    Quartic: v = 4 x^2 + 1, with 0 v = 4 x^2 + 9, x odd. Octic: v = 8 a^2 + 1 = 64 b^2 + 9, a and b odd. Reference:
    Lehmer, Canad. J. Math. 5 (1953).
    """
    field = prime_power(v)
    if field is None or (v - 1) % e or k not in ((v - 1) // e, (v - 1) // e + 1):
        return None
    zero, prime = k > (v - 1) // e, field[1] == 1
    fits = {
        2: v % 4 == 3 and not zero,
        4: prime and _odd_square(v - (9 if zero else 1), 4),
        8: prime and not zero and _odd_square(v - 1, 8) and _odd_square(v - 9, 64),
    }
    return partial(_build_residues, v, e, zero) if fits[e] else None


def _build_residues(v: int, e: int, zero: bool) -> DifferenceSet:
    field = finite_field(v)
    powers = np.sort(field.powers[::e])
    chosen = np.concatenate(([0], powers)) if zero else powers
    return DifferenceSet((field.p,) * field.k, field.digits[chosen])


def _twin(v: int, k: int) -> Callable[[], DifferenceSet] | None:
    """In GF(q) x GF(q + 2), q and q + 2 odd prime powers: chi(x) chi(y) = 1 or y = 0; v = q (q + 2), k = (v - 1)/2."""
    q = isqrt(v + 1) - 1
    fits = q > 1 and q % 2 == 1 and v == q * (q + 2) and 2 * k == v - 1
    return partial(_build_twin, q) if fits and prime_power(q) and prime_power(q + 2) else None


def _build_twin(q: int) -> DifferenceSet:
    first, second = finite_field(q), finite_field(q + 2)
    signs = np.outer(first.quadratic_character, second.quadratic_character)
    signs[:, 0] = 1
    x, y = np.nonzero(signs == 1)
    return DifferenceSet(
        (first.p,) * first.k + (second.p,) * second.k, np.concatenate((first.digits[x], second.digits[y]), axis=1)
    )


def _mcfarland(v: int, k: int) -> Callable[[], DifferenceSet] | None:
    """Hyperplanes of GF(q)^(s+1), each in its own coset of Z_(r+1), r = (q^(s+1) - 1)/(q - 1): k = q^s r."""
    for q in range(2, k):
        if k % q == 0 and prime_power(q):
            s = 1
            while q**s < k:
                r = (q ** (s + 1) - 1) // (q - 1)
                if k == q**s * r and v == q ** (s + 1) * (r + 1):
                    return partial(_build_mcfarland, q, s)
                s += 1
    return None


def _build_mcfarland(q: int, s: int) -> DifferenceSet:
    field = finite_field(q)
    normals = subspace_points(q, s + 1)
    space = np.stack(np.meshgrid(*[np.arange(q)] * (s + 1), indexing="ij"), axis=-1).reshape(-1, s + 1)
    blocks = []
    for coset, normal in enumerate(normals):
        hyperplane = space[_dot(field, space, normal) == 0]
        digits = field.digits[hyperplane].reshape(len(hyperplane), -1)
        blocks.append(np.column_stack((np.full(len(hyperplane), coset), digits)))
    return DifferenceSet((len(normals) + 1,) + (field.p,) * (field.k * (s + 1)), np.concatenate(blocks))


def _dot(field: FiniteField, rows: Integers, normal: Integers) -> Integers:
    total = np.zeros(len(rows), dtype=np.int64)
    for column, entry in zip(rows.T, normal, strict=True):
        total = field.add(total, field.multiply(column, entry))
    return total


def _menon(v: int, k: int) -> Callable[[], DifferenceSet] | None:
    """v = 4 u^2, k = 2 u^2 - u with u = 2^a 3^b: products of Z_4 and Z_2^2 x Z_3^2 as functions with values +-1."""
    u = isqrt(v // 4)
    if v != 4 * u * u or k != 2 * u * u - u:
        return None
    threes = 0
    while u % 3 == 0:
        u, threes = u // 3, threes + 1
    twos = u.bit_length() - 1
    return partial(_build_menon, twos, threes) if u == 2**twos and threes <= 1 else None


def _build_menon(twos: int, threes: int) -> DifferenceSet:
    """The product of functions of flat spectrum on two groups is one on their product."""
    squares = np.array([1, 1, 1, -1])  # on Z_2^2: spectrum 2, 2, 2, -2
    group: Group = ()
    signs = np.ones(1, dtype=np.int64)
    if threes:
        group, signs = (2, 2, 3, 3), _turyn()
    for _ in range(twos if threes else twos + 1):
        group, signs = (*group, 2, 2), np.kron(signs, squares)
    fewer = -1 if (signs == -1).sum() < (signs == 1).sum() else 1
    elements = np.array(list(product(*map(range, group))), dtype=np.int64)
    return DifferenceSet(group, elements[signs == fewer])


def _turyn() -> Integers:
    """On Z_2^2 x Z_3^2: 1 - 2 [x in L_g], L_g the four lines through 0 of Z_3^2, with one sign turned.

    A character of Z_3^2 sees just the line it is trivial on, so every coefficient is +-6. Reference: Turyn 1984.
    """
    plane = np.array(list(product(range(3), repeat=2)))
    lines = [(plane @ normal % 3) == 0 for normal in ((1, 0), (0, 1), (1, 1), (1, 2))]
    signs = (1, 1, 1, -1)
    return np.concatenate([sign * (1 - 2 * line.astype(np.int64)) for sign, line in zip(signs, lines, strict=True)])


def _exponent(q: int, power: int) -> int | None:
    m = 0
    while power % q == 0:
        power, m = power // q, m + 1
    return m if power == 1 else None


def _odd_square(value: int, factor: int) -> bool:
    """Whether value = factor x^2 with x odd."""
    root = isqrt(max(value // factor, 0))
    return value == factor * root * root and root % 2 == 1
