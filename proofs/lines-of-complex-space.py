"""Orthogonal pairs among 21 lines of C^3."""

from itertools import product

import numpy as np

from packing.analytic.extremal import four_cycle_free
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def lines() -> list[tuple[tuple[int, int], ...]]:
    """Nine lines (0, 1, -w^k) and the four bases, in Eisenstein integers a + b w."""
    powers = [(1, 0), (0, 1), (-1, -1)]
    minus = [(-a, -b) for a, b in powers]
    zero = (0, 0)
    sic = []
    for shift in range(3):
        for k in range(3):
            entries = [zero, (1, 0), minus[k]]
            sic.append(tuple(entries[(i - shift) % 3] for i in range(3)))
    bases = [tuple((1, 0) if i == j else zero for i in range(3)) for j in range(3)]
    for a, b in product(range(3), repeat=2):
        bases.append(((1, 0), powers[a], powers[b]))
    return sic + bases


def times(x: tuple[int, int], y: tuple[int, int]) -> tuple[int, int]:
    """conj(x) y with conj(a + b w) = (a - b) - b w."""
    a, b = x[0] - x[1], -x[1]
    return (a * y[0] - b * y[1], a * y[1] + b * y[0] - b * y[1])


def exactly(setting: Setting) -> Finding:
    rays = lines()
    pairs = 0
    for i, x in enumerate(rays):
        for y in rays[:i]:
            products = [times(u, v) for u, v in zip(x, y, strict=True)]
            pairs += sum(p[0] for p in products) == 0 and sum(p[1] for p in products) == 0
    return Finding(pairs == setting["pairs"], f"{len(rays)} lines, {pairs} orthogonal pairs in Eisenstein integers")


def in_floats(setting: Setting) -> Finding:
    w = np.exp(2j * np.pi / 3)
    rows = np.array([[a + b * w for a, b in ray] for ray in lines()])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    graph = np.abs(rows.conj() @ rows.T) < 1e-12
    shared = graph.astype(int) @ graph
    np.fill_diagonal(shared, 0)
    pairs, limit = int(graph.sum() // 2), four_cycle_free(21)
    return Finding(
        pairs == setting["pairs"] and shared.max() <= 1 and setting["pairs"] <= limit,
        f"{pairs} pairs, common neighbours at most {shared.max()}, bound ex(21; C4) = {limit}",
    )


CLAIM = Claim(
    id="lines-of-complex-space",
    kind=Kind.THEOREM,
    statement="the 9 SIC lines of Hesse and the 12 unbiased lines of C^3 have {pairs} orthogonal pairs, at most 50 are possible",
    constants={"pairs": 48},
    mutations=({"pairs": 50}, {"pairs": 46}),
    expected=Answer.TRUE,
    reference="derived here; the bound: no four-cycle, OEIS A006855",
    derivation="Two different lines of C^3 have one common orthogonal line, so the graph has no four-cycle.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, exactly), Instrument(InstrumentKind.NUMERICAL, in_floats)),
)
