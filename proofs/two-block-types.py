"""Large tegum products need at most two types of block, up to a bounded energy."""

from packing.analytic import best_partition
from packing.analytic.heuristics import relaxed_partition
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting

CASES = [(60, 40, 1.8), (150, 64, 1.95), (90, 50, 1.7), (200, 60, 1.9)]


def relaxed(setting: Setting) -> Finding:
    rows = [(case, len(relaxed_partition(*case).types)) for case in CASES]
    return Finding(
        all(types <= setting["types"] for _, types in rows), f"types in the basic optimum of the relaxation: {rows}"
    )


def gaps(setting: Setting) -> Finding:
    """The programme against the relaxation: the gap stays bounded, and its optimum has few types."""
    rows = []
    for case in CASES:
        best = best_partition(*case, search=False)
        kinds = len(set(best.blocks))
        rows.append((case, kinds, round(best.energy - relaxed_partition(*case).value, 3)))
    holds = all(0 - 1e-6 <= gap <= 3 for *_, gap in rows) and max(kinds for _, kinds, _ in rows) <= setting["types"]
    return Finding(holds, f"(case, types in the optimum, gap to the relaxation): {rows}")


CLAIM = Claim(
    id="two-block-types",
    kind=Kind.THEOREM,
    statement="the linear relaxation of the integer program for tegum products has an optimum with at most {types} block types",
    constants={"types": 2},
    mutations=({"types": 1},),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="Two rows, sum x n_i = n and sum x d_i <= d: a basic optimum has at most two positive entries.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, relaxed), Instrument(InstrumentKind.ENUMERATION, gaps)),
)
