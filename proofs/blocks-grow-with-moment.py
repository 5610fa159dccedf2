"""Does the optimal number of subspaces grow with the moment? It falls."""

import itertools

import sympy

from packing.analytic import best_partition
from packing.analytic.heuristics import welch_block_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def programme(setting: Setting) -> Finding:
    """Numbers of blocks of the best partitions as p grows."""
    rows = {}
    for n, d in [(6, 4), (7, 4), (9, 6), (12, 6)]:
        rows[n, d] = [len(best_partition(n, d, p, search=False).blocks) for p in (1, 1.5, 1.7, 1.9, 2.5, 4)]
    trend = int(setting["trend"])
    grows = all(
        all((b - a) * trend >= 0 for a, b in itertools.pairwise(counts)) and counts[0] != counts[-1]
        for counts in rows.values()
    )
    return Finding(grows, f"blocks at p = 1, 1.5, 1.7, 1.9, 2.5, 4: {rows}")


def welch(setting: Setting) -> Finding:
    """d ln L/d ln k of Welch-tight blocks changes sign at p = 2 from - to +: from many blocks to one."""
    n, d, k, p = sympy.symbols("n d k p", positive=True)
    slope = sympy.simplify(k * sympy.diff(sympy.log(welch_block_loss(n, d, k, p)), k))
    signs = [sympy.sign(slope.subs({n: 30, d: 10, k: 3, p: q})) for q in (1, 3)]
    best = [10 if sign < 0 else 1 for sign in signs]
    return Finding(
        (best[1] - best[0]) * int(setting["trend"]) > 0, f"slope {slope}; best k of 1..10 at p = 1, 3: {best}"
    )


CLAIM = Claim(
    id="blocks-grow-with-moment",
    kind=Kind.FOLKLORE,
    statement="the optimal number of subspaces grows with the moment p: it changes in the direction {trend}",
    constants={"trend": 1},
    mutations=({"trend": -1},),
    expected=Answer.FALSE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022)",
    derivation="Below p = 2 the optimum has up to d blocks, above p = 2 one; see the other claims on partitions.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, programme), Instrument(InstrumentKind.SYMBOLIC, welch)),
)
