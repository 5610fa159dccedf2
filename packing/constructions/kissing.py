"""Kissing configurations off the root lattices: 306 and 500 points in R^9 and R^10, 756 in R^12."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np
import sympy

from packing.constructions import beyond_leech, layers, odd_signs, two_orbits
from packing.constructions.beyond_leech import split_leech_points
from packing.constructions.construction import Construction
from packing.constructions.derived import CODES, sharp_code
from packing.constructions.eisenstein import EISENSTEIN, coxeter_todd_lines
from packing.constructions.exact import ExactVectors, integer_vectors
from packing.constructions.fields import finite_field
from packing.constructions.layers import layered_points
from packing.constructions.odd_signs import odd_sign_points
from packing.constructions.operations import both_signs
from packing.constructions.quadruples import QUADRUPLES, quadruple_points
from packing.constructions.ring import Integers
from packing.constructions.roots import root_system
from packing.constructions.sections import LAMINATED, laminated_lines
from packing.constructions.two_orbits import two_orbit_points
from packing.errors import InputError
from packing.problem import Problem, vectors

SIZES = {9: 306, 10: 500, 12: 756}
"""The numbers of points by dimension."""

MOST_BUILT = max(beyond_leech.SIZES)
"""The most dimensions in which kissing configurations are built."""


def kissing_points(d: int) -> Construction:
    """n points of R^d with coherence 1/2: 306 for d = 9, 500 for d = 10, 756 for d = 12.

    For d = 10 the points +-2 e_i and (+-1^4, 0^6) on the 30 blocks of the inversive plane of order 3, any two of which
    share at most 2 places; d = 9 keeps the 18 blocks that avoid a place. For d = 12 the minimal vectors of the
    Coxeter-Todd lattice. Reference: Conway and Sloane, Sphere Packings, Lattices and Groups, chapters 4 and 5.

    >>> print(kissing_points(9))
    inversive plane code, d = 9: 306 vectors on S^8, coherence 1/2
    """
    if d not in SIZES:
        raise InputError(f"a kissing configuration of this kind is built in 9, 10 and 12 dimensions, not {d}: take one")
    name = "Coxeter-Todd minimal vectors" if d == 12 else f"inversive plane code, d = {d}"
    build = _coxeter_todd if d == 12 else partial(_on_blocks, d)
    return Construction(name, vectors(SIZES[d], d), sympy.Rational(1, 2), "conway1999", build)


def largest_kissing(d: int) -> Construction:
    """The largest kissing configuration of R^d that is built here: all touch one more sphere, 2 <= d <= 32.

    In 10 dimensions they are two orbits of lines of C^5 (`two_orbit_points`), in 11 to 15 made of quadruples
    (`quadruple_points`, `layered_points`), in 19 to 21 of octads with odd signs (`odd_sign_points`), in 16 to 18, 22
    and 23 of sections of the Leech lattice (`laminated_lines`), beyond 24 of its points split (`split_leech_points`).

    >>> [largest_kissing(d).problem.n for d in range(2, 16)]
    [6, 12, 24, 40, 72, 126, 240, 306, 510, 582, 840, 1154, 1662, 2564]
    """
    if not 2 <= d <= MOST_BUILT:
        raise InputError(f"kissing configurations are built in 2 to {MOST_BUILT} dimensions, not {d}: choose another d")
    if d in beyond_leech.SIZES:
        return split_leech_points(d)
    if d == 24:
        return sharp_code(next(code for code in CODES if code.d == 24))
    if d in two_orbits.SIZES:
        return two_orbit_points()
    if d in layers.SIZES:
        return layered_points(d)
    if d in odd_signs.SIZES:
        return odd_sign_points(d)
    if d in QUADRUPLES:
        return quadruple_points(d)
    if d in LAMINATED:
        return both_signs(laminated_lines(d))
    if d in SIZES:
        return kissing_points(d)
    letters = {2: "A", 3: "A", 6: "E", 7: "E", 8: "E"}
    return root_system(letters.get(d, "D"), d)


def members(problem: Problem) -> Iterator[Construction]:
    """The kissing configurations in 9, 10 and 12 dimensions."""
    if not problem.has_lines and SIZES.get(problem.d) == problem.n:
        yield kissing_points(problem.d)


def _on_blocks(d: int) -> ExactVectors:
    blocks = [block for block in inversive_plane() if max(block) < d]
    axes = 2 * np.eye(d, dtype=np.int64)
    signs = np.array(list(product((1, -1), repeat=4)), dtype=np.int64)
    rows = np.zeros((len(blocks), 16, d), dtype=np.int64)
    for row, block in enumerate(blocks):
        rows[row][:, list(block)] = signs
    return integer_vectors(np.concatenate((axes, -axes, rows.reshape(-1, d))))


def inversive_plane() -> list[tuple[int, ...]]:
    """The 30 images of GF(3) + infinity under x -> x + b, x -> g x, x -> 1/x on GF(9) + infinity, numbered 9.

    Each three of the 10 points lie in one block.

    >>> len(inversive_plane())
    30
    """
    field = finite_field(9)
    x = np.arange(9)
    inverse = np.empty(10, dtype=np.int64)
    inverse[0], inverse[9] = 9, 0
    inverse[field.powers] = field.powers[-np.arange(8) % 8]
    moves: list[Integers] = [np.append(field.add(x, b), 9) for b in (1, 3)]
    moves += [np.append(field.multiply(x, int(field.powers[1])), 9), inverse]
    found = {(0, 1, 2, 9)}
    waiting = list(found)
    while waiting:
        block = waiting.pop()
        for move in moves:
            image = tuple(sorted(move[list(block)].tolist()))
            if image not in found:
                found.add(image)
                waiting.append(image)
    return sorted(found)


def _coxeter_todd() -> ExactVectors:
    """The six unit multiples of each line, as (x, conj x)/sqrt 2, whose inner products are the real parts."""
    lines = coxeter_todd_lines().vectors
    ring = lines.ring
    units = [sign * EISENSTEIN.power(e) for e in range(3) for sign in (1, -1)]
    rows = np.concatenate([ring.multiply(lines.coefficients, unit) for unit in units])
    return ExactVectors(ring, np.concatenate((rows, ring.conjugate(rows)), axis=1), transitive=True)
