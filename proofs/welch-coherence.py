"""The Welch bound and its equality case."""

import sympy

from packing.analytic.blocks import simplex, systems
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.problem import lines
from packing.search import minimize_coherence


def searched(setting: Setting) -> Finding:
    rows = []
    for n, d, field in [(5, 3, "R"), (6, 3, "R"), (4, 2, "C"), (9, 3, "C"), (8, 5, "R")]:
        met = minimize_coherence(lines(n, d, field), restarts=6, seconds=60, seed=setting.seed).packing.coherence
        rows.append((n, d, field, met, float(sympy.sqrt(setting.exact("square", n=n, d=d)))))
    below = [row for row in rows if row[3] < row[4] - 1e-9]
    equal = [row[:3] for row in rows if abs(row[3] - row[4]) < 1e-9]
    return Finding(
        not below and {(6, 3, "R"), (4, 2, "C"), (9, 3, "C")} <= set(equal), f"none below: {not below}; met at {equal}"
    )


def exactly(setting: Setting) -> Finding:
    """Equiangular tight systems and simplices by their exact overlaps."""
    blocks = [simplex(d + 1, d) for d in (2, 3, 6)] + [block for block in systems() if "equiangular" in block.name]
    rows = [(block.shape, max(value**2 for value, _ in block.overlaps)) for block in blocks]
    return Finding(
        all(sympy.simplify(square - setting.exact("square", n=n, d=d)) == 0 for (n, d), square in rows),
        f"squared overlaps of equiangular tight systems: {rows}",
    )


CLAIM = Claim(
    id="welch-coherence",
    kind=Kind.THEOREM,
    statement="n >= d lines of F^d, n >= 2, have squared coherence at least {square}, with equality iff equiangular and tight",
    constants={"square": "(n-d)/(d*(n-1))"},
    mutations=({"square": "(n-d)/(d*n)"}, {"square": "(n-d+1)/(d*(n-1))"}),
    expected=Answer.TRUE,
    reference="Welch 1974",
    derivation="sum |c_ij|^2 = |sum x x^*|_F^2 >= n^2/d; the largest is at least the mean.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.SYMBOLIC, exactly)),
)
