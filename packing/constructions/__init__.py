"""Exact packings by name: `known(problem)` lists those of one problem, each a `Construction`.

>>> from packing.problem import vectors
>>> for construction in known(vectors(12, 3)):
...     print(construction)
icosahedron: 12 vectors on S^2, coherence sqrt(5)/5
A3 roots: 12 vectors on S^2, coherence 1/2
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from packing.constructions import (
    antiprism,
    beyond_leech,
    bloch,
    bukhcox,
    cell600,
    clifford,
    conference,
    crosspolytopes,
    derived,
    eisenstein,
    fifteen,
    graphs,
    harmonic,
    hyperovals,
    icosahedral,
    johnson,
    kerdock,
    kissing,
    layers,
    mub,
    odd_signs,
    planes,
    polygons,
    quadruples,
    quaternionic,
    roots,
    sections,
    simplices,
    steiner,
    subspaces,
    sums,
    symplectic,
    tremain,
    two_orbits,
    unbiased,
    weyl,
)
from packing.constructions.antiprism import square_antiprism as square_antiprism
from packing.constructions.beyond_leech import split_leech_points as split_leech_points
from packing.constructions.bloch import bloch_lines as bloch_lines
from packing.constructions.bloch import lines_as_points as lines_as_points
from packing.constructions.bloch import points_as_lines as points_as_lines
from packing.constructions.bloch import sphere_lines as sphere_lines
from packing.constructions.bukhcox import repeated_complement as repeated_complement
from packing.constructions.cell600 import cell_600 as cell_600
from packing.constructions.clifford import isoclinic_halves as isoclinic_halves
from packing.constructions.conference import conference_lines as conference_lines
from packing.constructions.conference import core_lines as core_lines
from packing.constructions.construction import Construction as Construction
from packing.constructions.construction import Family as Family
from packing.constructions.crosspolytopes import cross_polytope as cross_polytope
from packing.constructions.crosspolytopes import orthonormal_basis as orthonormal_basis
from packing.constructions.eisenstein import coxeter_todd_lines as coxeter_todd_lines
from packing.constructions.eisenstein import hesse_lines as hesse_lines
from packing.constructions.eisenstein import mitchell_lines as mitchell_lines
from packing.constructions.eisenstein import witting_lines as witting_lines
from packing.constructions.exact import ExactOverlap as ExactOverlap
from packing.constructions.exact import ExactVectors as ExactVectors
from packing.constructions.fifteen import fifteen_lines as fifteen_lines
from packing.constructions.graphs import graph_code as graph_code
from packing.constructions.harmonic import harmonic_lines as harmonic_lines
from packing.constructions.hyperovals import hyperoval_lines as hyperoval_lines
from packing.constructions.icosahedral import dodecahedron as dodecahedron
from packing.constructions.icosahedral import icosahedron as icosahedron
from packing.constructions.johnson import johnson_code as johnson_code
from packing.constructions.kerdock import real_unbiased_bases as real_unbiased_bases
from packing.constructions.kerdock import two_bases as two_bases
from packing.constructions.kissing import kissing_points as kissing_points
from packing.constructions.kissing import largest_kissing as largest_kissing
from packing.constructions.layers import layered_points as layered_points
from packing.constructions.mub import unbiased_bases as unbiased_bases
from packing.constructions.odd_signs import odd_sign_points as odd_sign_points
from packing.constructions.operations import both_signs as both_signs
from packing.constructions.operations import complement as complement
from packing.constructions.operations import complexified as complexified
from packing.constructions.operations import over as over
from packing.constructions.operations import part as part
from packing.constructions.operations import tegum_product as tegum_product
from packing.constructions.planes import turned_planes as turned_planes
from packing.constructions.polygons import polygon as polygon
from packing.constructions.quadruples import quadruple_points as quadruple_points
from packing.constructions.quaternionic import quaternionic_bases as quaternionic_bases
from packing.constructions.roots import root_system as root_system
from packing.constructions.sections import equiangular_lines as equiangular_lines
from packing.constructions.sections import laminated_lines as laminated_lines
from packing.constructions.simplices import simplex as simplex
from packing.constructions.steiner import steiner_lines as steiner_lines
from packing.constructions.subspaces import complements_of as complements_of
from packing.constructions.subspaces import over_smaller_field as over_smaller_field
from packing.constructions.subspaces import pauli_eigenspaces as pauli_eigenspaces
from packing.constructions.subspaces import thickened as thickened
from packing.constructions.sums import copies as copies
from packing.constructions.sums import direct_sum as direct_sum
from packing.constructions.symplectic import symplectic_lines as symplectic_lines
from packing.constructions.tremain import tremain_lines as tremain_lines
from packing.constructions.two_orbits import two_orbit_points as two_orbit_points
from packing.constructions.unbiased import unbiased_subspaces as unbiased_subspaces
from packing.constructions.weyl import hoggar_lines as hoggar_lines
from packing.constructions.weyl import sic as sic
from packing.constructions.weyl import weyl_heisenberg_orbit as weyl_heisenberg_orbit
from packing.doors import shown
from packing.problem import Problem, lines, vectors

ALL: tuple[Family, ...] = (
    simplices.members,
    crosspolytopes.members,
    polygons.members,
    icosahedral.members,
    antiprism.members,
    johnson.members,
    roots.members,
    cell600.members,
    derived.members,
    sections.members,
    graphs.members,
    conference.members,
    harmonic.members,
    steiner.members,
    hyperovals.members,
    tremain.members,
    symplectic.members,
    mub.members,
    kerdock.members,
    eisenstein.members,
    weyl.members,
    fifteen.members,
    quaternionic.members,
    kissing.members,
    quadruples.members,
    layers.members,
    odd_signs.members,
    two_orbits.members,
    beyond_leech.members,
)
"""The built-in families, each `Problem -> Iterable[Construction]`."""


LANDMARKS: tuple[Problem, ...] = (
    *(lines(n, d) for n, d in ((16, 6), (63, 7), (120, 8), (36, 15), (126, 21), (176, 22), (276, 23), (2300, 23))),
    lines(98280, 24),
    *(lines(n, d, "C") for n, d in ((64, 8), (126, 6), (45, 12), (91, 10), (133, 12), (273, 17))),
    *(vectors(n, d) for n, d in ((72, 6), (126, 7), (240, 8), (120, 4), (4320, 16), (56, 20), (112, 21), (162, 21))),
    *(vectors(n, d) for n, d in ((100, 22), (275, 22), (891, 22), (552, 23), (4600, 23), (196560, 24))),
)
"""Problems with a famous solution, most of them beyond the dimensions that one looks through."""


@lru_cache(maxsize=8192)
def known(problem: Problem) -> tuple[Construction, ...]:
    """The constructions of exactly this problem, least coherence first; no vectors are made.

    Besides the members of the families: complements of lines that meet the Welch bound; lines over a smaller field;
    points of S^2 and S^4 as lines of C^2 and H^2; and the two ends of n/2 real lines as n points. The last two only
    where no other construction has the same coherence.

    >>> [construction.name for construction in known(lines(120, 8))]
    ['E8 root lines']
    """
    if problem.m > 1:
        return _subspaces(problem)
    found = {construction.name: construction for construction in native(problem)}
    if problem.has_lines:
        for field in problem.field.smaller:
            for smaller in native(lines(problem.n, problem.d, field)):
                found.setdefault(smaller.name, over(smaller, problem.field))
        values = {construction.coherence for construction in found.values()}
        spheres = bloch.members(problem, known)
        found |= {lines.name: lines for lines in spheres if lines.coherence not in values}
    elif problem.n % 2 == 0 and problem.n > 2:
        values = {construction.coherence for construction in found.values()}
        doubled = (both_signs(half) for half in native(lines(problem.n // 2, problem.d)))
        found |= {points.name: points for points in doubled if points.coherence not in values}
    return tuple(sorted(found.values(), key=lambda construction: (float(construction.coherence), construction.name)))


def reached(problem: Problem) -> tuple[Construction, ...]:
    """What is `known`, and the part of the best larger known packing in as many dimensions, least coherence first.

    Looks at up to max(2n, n + d) vectors, d (d + 1) lines, and subspaces as many as the orthoplex bound lets be, but no
    more than 1000 beyond n, at none where what is known is optimal, and takes a part of what is better than that. A
    start for a search, and a figure to beat.

    Args: `problem`: n points, lines or subspaces.

    >>> print(reached(lines(11, 3, "C"))[0])
    4 unbiased bases, first 11: 11 lines in C^3, coherence sqrt(3)/3
    """
    n, d, here = problem.n, problem.d, known(problem)
    if here and here[0].optimal:
        return here
    beyond = 2 * problem.space.forms if problem.m > 1 else d * (d + 1) if problem.has_lines else 0
    most = min(max(2 * n, n + d, beyond), n + 1000)
    larger = (c for size in range(n + 1, most + 1) for c in known(problem.resized(size)))
    whole = min(larger, key=lambda c: (float(c.coherence), c.problem.n), default=None)
    best = float(here[0].coherence) if here else math.inf
    parts = [] if whole is None or n < 2 or float(whole.coherence) >= best else [part(whole, n)]
    return tuple(sorted((*here, *parts), key=lambda construction: float(construction.coherence)))


def native(problem: Problem) -> Iterator[Construction]:
    """The members of the families; complements and repeated ones where no family reaches the Welch bound itself.

    Nothing is taken over from other problems: no lines over a smaller field, no opposite points of lines.

    Args: `problem`: n lines or points.
    """
    n, d = problem.n, problem.d
    tight = False
    for family in ALL:
        for construction in family(problem):
            tight = tight or construction.optimal == "Welch bound"
            yield construction
    if problem.has_lines and not tight and 1 < n - d < n / 2:
        smaller = lines(n, n - d, problem.field)
        for family in ALL:
            for construction in family(smaller):
                if construction.optimal == "Welch bound":
                    yield complement(construction)
    if not tight:
        yield from bukhcox.members(problem, _of_families)


def _subspaces(problem: Problem) -> tuple[Construction, ...]:
    """The constructions of subspaces, least coherence first, one of each coherence."""
    found: dict[object, Construction] = {}
    families = (
        subspaces.members(problem, known), planes.members(problem), unbiased.members(problem),
        clifford.members(problem, known), sums.members(problem, known),
    )  # fmt: skip
    for construction in chain(*families):
        found.setdefault(construction.coherence, construction)
    return tuple(sorted(found.values(), key=lambda construction: float(construction.coherence)))


def _of_families(problem: Problem) -> Iterator[Construction]:
    for family in ALL:
        yield from family(problem)


__dir__ = shown(__name__)
