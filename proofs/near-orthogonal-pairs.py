"""How many of the pairs of n vectors can be nearly orthogonal: Turan's number of the largest code."""

from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np

from packing.analytic import near_pairs
from packing.analytic.extremal import turan
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.constructions import known
from packing.problem import lines
from packing.space import Space

DIRECTIONS = 12
"""Lines of the plane at multiples of 15 degrees: those at 60 degrees and more from each other are at most three."""


def enumerated(setting: Setting) -> Finding:
    """All multisets of n lines of the plane at multiples of 15 degrees, one of them at 0: the most pairs at 60 degrees."""
    apart = np.arange(DIRECTIONS)[:, None] - np.arange(DIRECTIONS)
    joined = np.abs(np.sin(np.pi * apart / DIRECTIONS)) >= np.sin(np.pi / 3) - 1e-12
    most = {}
    for n in range(2, setting.pick(8, 6)):
        choices = np.array([(0, *rest) for rest in combinations_with_replacement(range(DIRECTIONS), n - 1)])
        counts = sum(joined[choices[:, i], choices[:, j]] for i in range(n) for j in range(i))
        most[n] = int(np.max(counts))
    exact = all(count == setting.exact("count", n=n, k=3) for n, count in most.items())
    return Finding(exact, f"most pairs at 60 degrees or more among n lines of the plane, by enumeration: {most}")


def copied(setting: Setting) -> Finding:
    """Equal shares of an optimal code, counted: 28 lines of R^7 at 1/3, 6 of R^3 at 1/sqrt(5); and bounds above."""
    rows, exact = [], True
    for code, square, n in ((lines(28, 7), "1/9", 70), (lines(6, 3), "1/5", 20), (lines(16, 6), "1/9", 40)):
        best = min(known(code), key=lambda each: float(each.coherence))
        vectors = np.asarray(best.packing)
        gram = np.abs(vectors @ vectors.conj().T) ** 2
        shares = np.arange(n) % code.n
        joined = gram[np.ix_(shares, shares)] <= float(Fraction(square)) + 1e-9
        count = int((joined.sum() - np.trace(joined)) // 2)
        bound = near_pairs(n, Space.lines(code.d), square).upper
        rows.append((n, code.d, square, count, bound))
        exact &= count == bound == turan(n, code.n) == setting.exact("count", n=n, k=code.n)
    return Finding(exact, f"(n, d, square, pairs in copies of the code, bound): {rows}", numbers={"rows": rows})


CLAIM = Claim(
    id="near-orthogonal-pairs",
    kind=Kind.THEOREM,
    statement="Among n unit vectors at most {count} unordered pairs have |<x, y>|^2 <= s, k the size of the largest code with "
    "overlaps at most s, and copies of that code have as many",
    constants={"count": "(n^2*(k-1) - Mod(n, k)*(k - Mod(n, k)))/(2*k)"},
    mutations=({"count": "n^2*(k-1)/(2*k)"}, {"count": "(n^2*(k-1) - Mod(n, k)*(k - Mod(n, k)))/(2*k) - 1"}),
    expected=Answer.TRUE,
    reference="here, from Turan 1941",
    derivation="Joined where the overlap is at most s, no k + 1 vectors are pairwise joined: Turan's theorem. At s = 0 the code is a "
    "basis and these are the orthogonal pairs.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, enumerated), Instrument(InstrumentKind.ENUMERATION, copied)),
)
