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


def by_group(setting: Setting) -> Finding:
    """The same lines from the shift and the phases: an orbit of nine, and the eigenvectors of four operators."""
    w = np.exp(2j * np.pi / 3)
    shift, phase = np.roll(np.eye(3), 1, axis=0), np.diag([1, w, w**2])
    first = np.array([0, 1, -1]) / 2**0.5
    powers = [np.linalg.matrix_power(shift, a) @ np.linalg.matrix_power(phase, b) for a in range(3) for b in range(3)]
    orbit = [power @ first for power in powers]
    bases = [np.linalg.eig(operator)[1].T for operator in (shift, phase, shift @ phase, shift @ phase @ phase)]
    rows = np.concatenate((orbit, *bases))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    gram = np.abs(rows.conj() @ rows.T) - np.eye(21)
    graph = gram < 1e-9
    np.fill_diagonal(graph, False)
    shared = graph.astype(int) @ graph
    np.fill_diagonal(shared, 0)
    pairs = int(graph.sum() // 2)
    holds = pairs == setting["pairs"] and shared.max() <= 1 and gram.max() < 0.99
    limit = four_cycle_free(21)
    return Finding(bool(holds), f"{pairs} pairs, common neighbours at most {shared.max()}, ex(21; C4) = {limit}")


CLAIM = Claim(
    id="lines-of-complex-space",
    kind=Kind.THEOREM,
    statement="the 9 SIC lines of Hesse and the 12 unbiased lines of C^3 have {pairs} orthogonal pairs",
    constants={"pairs": 48},
    mutations=({"pairs": 50}, {"pairs": 46}),
    expected=Answer.TRUE,
    reference="derived here; the bound: no four-cycle, OEIS A006855",
    derivation=(
        "Two different lines of C^3 have one common orthogonal line, so the graph of 21 lines has no four-cycle and at most "
        "ex(21; C4) = 50 edges (OEIS A006855)."
    ),
    instruments=(Instrument(InstrumentKind.ENUMERATION, exactly), Instrument(InstrumentKind.NUMERICAL, by_group)),
)
