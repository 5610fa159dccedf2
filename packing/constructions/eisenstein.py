"""Lines over the Eisenstein integers: Hesse's 9 in C^3, Witting's 40 in C^4, 45 in C^5 and 126 in C^6."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import sympy

from packing.constructions.construction import Construction
from packing.constructions.exact import ExactVectors
from packing.constructions.ring import Cyclotomic, Integers
from packing.problem import Field, Problem, lines

EISENSTEIN = Cyclotomic(3)
"""Z[w], w = exp(2 pi i/3)."""

_UNITS = EISENSTEIN.power([0, 1, 2])


def hesse_lines() -> Construction:
    """The 9 lines (0, 1, -w^a) of C^3 and their cyclic shifts, coherence 1/2: a SIC, and equality in Welch's bound.

    Reference: Hesse 1844; Zauner 1999.

    >>> hesse_lines().angles
    (ExactOverlap(value=1/2, multiplicity=36),)
    """
    return Construction("Hesse SIC", _in(9, 3), sympy.Rational(1, 2), "zauner1999", _hesse, "Welch bound")


def witting_lines() -> Construction:
    """The 40 lines in C^4 of the Witting polytope, the E_8 lattice over Z[w]; coherence 1/sqrt 3, Levenshtein's bound.

    4 along the axes and 36 with three entries +-w^a on the words of the tetracode. Reference: Coxeter, Regular Complex
    Polytopes (1974).

    >>> witting_lines().angles
    (ExactOverlap(value=sqrt(3)/3, multiplicity=540), ExactOverlap(value=0, multiplicity=240))
    """
    return Construction("Witting lines", _in(40, 4), 1 / sympy.sqrt(3), "coxeter1974", _witting, "Levenshtein bound")


def coxeter_todd_lines() -> Construction:
    """The 126 lines in C^6 of the 756 minimal vectors of the Coxeter-Todd lattice, coherence 1/2, Levenshtein's bound.

    The vectors of Z[w]^6 that are words of the hexacode modulo 2, of norm 4: 2 e_i, and units on a word of weight 4.
    Reference: Conway and Sloane, The Coxeter-Todd lattice, Math. Proc. Camb. Phil. Soc. 93 (1983).

    >>> coxeter_todd_lines().angles
    (ExactOverlap(value=1/2, multiplicity=5040), ExactOverlap(value=0, multiplicity=2835))
    """
    half = sympy.Rational(1, 2)
    return Construction("Coxeter-Todd lines", _in(126, 6), half, "conway1983", _coxeter_todd, "Levenshtein bound")


def mitchell_lines() -> Construction:
    """The 45 lines in C^5 among the Coxeter-Todd lines that are orthogonal to one of them, coherence 1/2.

    >>> mitchell_lines().angles
    (ExactOverlap(value=1/2, multiplicity=720), ExactOverlap(value=0, multiplicity=270))
    """
    half = sympy.Rational(1, 2)
    return Construction("45 reflection lines", _in(45, 5), half, "conway1983", _mitchell, "Levenshtein bound")


_FAMILY: dict[tuple[int, int], Callable[[], Construction]] = {
    (9, 3): hesse_lines,
    (40, 4): witting_lines,
    (45, 5): mitchell_lines,
    (126, 6): coxeter_todd_lines,
}


def members(problem: Problem) -> Iterator[Construction]:
    """The four line systems over the Eisenstein integers."""
    if problem.is_complex and (problem.n, problem.d) in _FAMILY:
        yield _FAMILY[problem.n, problem.d]()


def _in(n: int, d: int) -> Problem:
    return lines(n, d, Field.COMPLEX)


def _hesse() -> ExactVectors:
    rows = np.zeros((3, 3, 3, 2), dtype=np.int64)
    for shift in range(3):
        rows[shift, :, (shift + 1) % 3] = _UNITS[0]
        rows[shift, :, (shift + 2) % 3] = -_UNITS
    return ExactVectors(EISENSTEIN, rows.reshape(9, 3, 2), transitive=True)


def _witting() -> ExactVectors:
    rows = np.zeros((40, 4, 2), dtype=np.int64)
    rows[np.arange(4), np.arange(4)] = EISENSTEIN.power(1) - EISENSTEIN.power(2)  # sqrt(-3)
    words = ((0, 1, -1, 1), (1, 0, -1, -1), (1, -1, 0, 1), (1, 1, 1, 0))  # a tetracode word up to sign for each zero
    row = 4
    for word in words:
        places = np.flatnonzero(word)
        for turns in product(range(3), repeat=2):
            for place, turn in zip(places, (0, *turns), strict=True):
                rows[row, place] = word[place] * _UNITS[turn]
            row += 1
    return ExactVectors(EISENSTEIN, rows, transitive=True)


def _coxeter_todd() -> ExactVectors:
    rows = [2 * axis[:, None] * _UNITS[0][None, :] for axis in np.eye(6, dtype=np.int64)]
    for word in _hexacode():
        places = np.flatnonzero(word)
        if len(places) == 4 and word[places[0]] == 1:
            for signs in product((1, -1), repeat=3):
                row = np.zeros((6, 2), dtype=np.int64)
                for place, sign in zip(places, (1, *signs), strict=True):
                    row[place] = sign * _UNITS[word[place] - 1]
                rows.append(row)
    return ExactVectors(EISENSTEIN, np.array(rows), transitive=True)


def _hexacode() -> Integers:
    """The 64 words (a, b, c, f(1), f(w), f(w^2)), f(x) = a x^2 + b x + c over GF(4) = {0, 1, w, w^2} = {0, 1, 2, 3}."""

    def times(x: int, y: int) -> int:
        return 0 if x * y == 0 else (x + y - 2) % 3 + 1

    def value(a: int, b: int, c: int, x: int) -> int:
        return times(a, times(x, x)) ^ times(b, x) ^ c

    coefficients = product(range(4), repeat=3)
    return np.array([(a, b, c, *(value(a, b, c, x) for x in (1, 2, 3))) for a, b, c in coefficients], dtype=np.int64)


def _mitchell() -> ExactVectors:
    every = _coxeter_todd()
    orthogonal = ~every.inner(slice(0, 1), slice(None))[0].any(axis=1)
    return ExactVectors(EISENSTEIN, every.coefficients[orthogonal], transitive=True)
