"""Exact packings by name: `known(problem)` lists those of one problem, each a `Construction`.

>>> from packing.problem import vectors
>>> for construction in known(vectors(12, 3)):
...     print(construction)
icosahedron: 12 vectors on S^2, coherence sqrt(5)/5
A3 roots: 12 vectors on S^2, coherence 1/2
"""

from __future__ import annotations

from collections.abc import Iterator

from packing.constructions import crosspolytopes, icosahedral, johnson, polygons, roots, simplices
from packing.constructions.construction import Construction as Construction
from packing.constructions.construction import Family as Family
from packing.constructions.construction import both_signs as both_signs
from packing.constructions.construction import complexified as complexified
from packing.constructions.crosspolytopes import cross_polytope as cross_polytope
from packing.constructions.crosspolytopes import orthonormal_basis as orthonormal_basis
from packing.constructions.exact import ExactOverlap as ExactOverlap
from packing.constructions.exact import ExactVectors as ExactVectors
from packing.constructions.icosahedral import dodecahedron as dodecahedron
from packing.constructions.icosahedral import icosahedron as icosahedron
from packing.constructions.johnson import johnson_code as johnson_code
from packing.constructions.polygons import polygon as polygon
from packing.constructions.roots import root_system as root_system
from packing.constructions.simplices import simplex as simplex
from packing.problem import Problem, lines

ALL: tuple[Family, ...] = (
    simplices.members,
    crosspolytopes.members,
    polygons.members,
    icosahedral.members,
    johnson.members,
    roots.members,
)
"""The built-in families, each `Problem -> Iterable[Construction]`."""


def known(problem: Problem) -> tuple[Construction, ...]:
    """The constructions of exactly this problem, least coherence first; no vectors are made.

    Real lines are also complex lines, and the two ends of n/2 real lines are n points: those are included, the latter
    where no family of points has the same coherence.

    >>> [construction.name for construction in known(lines(120, 8))]
    ['E8 root lines']
    """
    found = {construction.name: construction for construction in _members(problem)}
    if problem.is_complex:
        for real in _members(lines(problem.n, problem.d)):
            found.setdefault(real.name, complexified(real))
    elif not problem.has_lines and problem.n % 2 == 0 and problem.n > 2:
        values = {construction.coherence for construction in found.values()}
        doubled = (both_signs(half) for half in _members(lines(problem.n // 2, problem.d)))
        found |= {points.name: points for points in doubled if points.coherence not in values}
    return tuple(sorted(found.values(), key=lambda construction: (float(construction.coherence), construction.name)))


def _members(problem: Problem) -> Iterator[Construction]:
    for family in ALL:
        yield from family(problem)
