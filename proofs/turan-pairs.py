"""Turan: the most orthogonal pairs when vectors may be parallel."""

from itertools import combinations

import sympy

from packing.analytic import orthogonal_pairs
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.structure import orthogonal_pairs as counted


def enumerated(setting: Setting) -> Finding:
    """All graphs without d + 1 mutually joined vertices: the largest number of edges."""
    cases = [(n, d) for n in range(2, setting.pick(7, 6)) for d in range(1, n)]
    wrong = [(n, d) for n, d in cases if most_edges(n, d) != bound(setting, n, d)]
    return Finding(not wrong, f"all graphs on up to 6 vertices, {len(cases)} (n, d): differs at {wrong}")


def most_edges(n: int, d: int) -> int:
    edges = list(combinations(range(n), 2))
    cliques = [
        sum(1 << edges.index(pair) for pair in combinations(group, 2)) for group in combinations(range(n), d + 1)
    ]
    return max(
        graph.bit_count() for graph in range(1 << len(edges)) if all(graph & clique != clique for clique in cliques)
    )


def bound(setting: Setting, n: int, d: int) -> sympy.Expr:
    return setting.exact("most", n=n, d=d, r=n % d)


def arranged(setting: Setting) -> Finding:
    """Count the pairs of d orthogonal lines with multiplicities floor and ceil of n/d."""
    cases = [(7, 3), (16, 2), (23, 5), (40, 7), (9, 9), (31, 30)]
    wrong = [(n, d) for n, d in cases if len(counted(orthogonal_pairs(n, d).packing)) != bound(setting, n, d)]
    return Finding(not wrong, f"arrangements counted at (n, d) = {cases}: differs at {wrong}")


CLAIM = Claim(
    id="turan-pairs",
    kind=Kind.THEOREM,
    statement="n vectors != 0 of F^d, n = r mod d with 0 <= r < d, have at most {most} unordered orthogonal pairs, and this is attained",
    constants={"most": "(1-1/d)*n^2/2 - r*(d-r)/(2*d)"},
    mutations=({"most": "(1-1/d)*n^2/2"}, {"most": "(1-1/d)*n^2/2 - r*(d-r)/d"}),
    expected=Answer.TRUE,
    reference="Turan 1941; derived here for orthogonality",
    derivation=(
        "Pairwise orthogonal vectors are independent, so no d + 1 of them are pairwise orthogonal: the orthogonality graph "
        "has no complete subgraph on d + 1 vertices. Turan's graph is realised by d orthogonal lines."
    ),
    instruments=(Instrument(InstrumentKind.ENUMERATION, enumerated), Instrument(InstrumentKind.NUMERICAL, arranged)),
)
