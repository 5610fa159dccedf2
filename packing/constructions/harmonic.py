"""Harmonic frames: the characters of an abelian group restricted to a difference set, flat and equiangular."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product
from math import lcm

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.difference_sets import DifferenceFamily, DifferenceSet, families
from packing.constructions.exact import ExactVectors
from packing.constructions.ring import Cyclotomic
from packing.errors import InputError
from packing.problem import Field, Problem


def harmonic_lines(difference_set: DifferenceSet, name: str = "harmonic frame") -> Construction:
    """v lines in C^k, (chi(s))_{s in D} for each character chi of the group, coherence sqrt((v-k)/(k(v-1))).

    |sum_{s in D} chi(s)|^2 = k - lambda for each chi != 1: the Welch bound is met. Real exactly if the group is Z_2^r.
    Reference: Xia, Zhou, Giannakis, IEEE Trans. Inform. Theory 51 (2005). Raises `InputError` where the elements are
    no difference set.

    Args: `difference_set` D with parameters (v, k, lambda) in an abelian group; `name` of the construction.

    >>> from packing.constructions.difference_sets import search
    >>> print(harmonic_lines(search((7,), 3)))
    harmonic frame: 7 lines in C^3, coherence sqrt(2)/3
    """
    if not difference_set.is_valid:
        raise InputError(
            f"the {len(difference_set.elements)} elements are no difference set of {difference_set.group}: "
            "each non-zero element must be a difference equally often"
        )
    v, k, _ = difference_set.parameters
    field = Field.REAL if max(difference_set.group) == 2 else Field.COMPLEX
    return _construction(name, Problem(v, k, field), partial(_characters, difference_set))


def members(problem: Problem) -> Iterator[Construction]:
    """The harmonic frames of the classical difference sets and their complements, and those with a basis adjoined."""
    n, d = problem.n, problem.d
    if not problem.has_lines or n < 4:
        return
    for family in families(n, d):
        if problem.is_complex or (problem.field is Field.REAL and _is_real(family, n)):
            yield _construction(f"harmonic, {family.name} difference set", problem, partial(_from_family, family))
    if problem.is_complex and n > d * d:
        for family in families(n - d, d):
            yield _with_basis(problem, family)


def _construction(name: str, problem: Problem, build: partial[ExactVectors]) -> Construction:
    n, d = problem.n, problem.d
    coherence = sympy.sqrt(sympy.Rational(n - d, d * (n - 1)))
    return Construction(name, problem, coherence, "xia2005", build, "Welch bound")


def _with_basis(problem: Problem, family: DifferenceFamily) -> Construction:
    """The standard basis has overlap 1/sqrt d with every flat vector: the orthoplex bound of more than d^2 lines.

    Reference: Bodmann and Haas, Linear Algebra Appl. 511 (2016).
    """
    name = f"harmonic, {family.name} difference set, and a basis"
    coherence = 1 / sympy.sqrt(problem.d)
    return Construction(name, problem, coherence, "bodmann2016", partial(_join_basis, family), "orthoplex bound")


def _is_real(family: DifferenceFamily, n: int) -> bool:
    """Whether the group is Z_2^r: among the families that is Menon's sets without a factor 3."""
    return n & (n - 1) == 0 and family.name.startswith("Menon")


def _from_family(family: DifferenceFamily) -> ExactVectors:
    return _characters(family.build())


def _characters(difference_set: DifferenceSet) -> ExactVectors:
    """Rows chi_a(s) = exp(2 pi i sum_j a_j s_j / m_j), a in the group."""
    orders = np.array(difference_set.group)
    exponent = lcm(*difference_set.group)
    characters = np.array(list(product(*map(range, difference_set.group))), dtype=np.int64)
    exponents = characters @ (difference_set.elements * (exponent // orders)).T
    ring = Cyclotomic(exponent)
    return ExactVectors(ring, ring.power(exponents), transitive=True)


def _join_basis(family: DifferenceFamily) -> ExactVectors:
    """The characters and the standard basis."""
    flat = _from_family(family)
    d = flat.coefficients.shape[1]
    basis = np.zeros((d, d, flat.ring.degree), dtype=np.int64)
    basis[np.arange(d), np.arange(d), 0] = 1
    return ExactVectors(flat.ring, np.concatenate((flat.coefficients, basis)))
