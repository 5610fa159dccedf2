"""The linear relaxation of the programme for tegum products needs at most two types of block."""

import numpy as np

from packing.analytic.heuristics import relaxed_partition
from packing.analytic.programme import block_table
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.exponents import EnergyKind

CASES = [(60, 40, 1.8), (150, 64, 1.95), (90, 50, 1.7), (200, 60, 1.9)]


def relaxed(setting: Setting) -> Finding:
    rows = [(case, len(relaxed_partition(*case).types)) for case in CASES]
    return Finding(
        all(types <= setting["types"] for _, types in rows), f"types in the basic optimum of the relaxation: {rows}"
    )


def mixtures(setting: Setting) -> Finding:
    """The least energy of all mixtures of at most so many types, by solving for their amounts, against the relaxation."""
    rows = []
    for n, d, p in [(30, 20, 1.8), (40, 17, 1.95), (23, 14, 1.7)]:
        table = block_table(n, d, p, EnergyKind.ABS)
        shapes = [
            (a, k, float(table[k][a])) for k in range(1, d + 1) for a in range(1, n + 1) if np.isfinite(table[k][a])
        ]
        least = mixed(np.array(shapes), n, d, int(setting["types"]))
        rows.append(((n, d, p), round(least, 6), round(relaxed_partition(n, d, p).value, 6)))
    return Finding(
        all(abs(met - said) < 1e-5 for _, met, said in rows), f"(case, least over mixtures, relaxation): {rows}"
    )


def mixed(shapes: np.ndarray, n: int, d: int, types: int) -> float:
    """min sum x_b e_b over x >= 0 with one or two types, sum x_b n_b = n and sum x_b d_b <= d."""
    size, dims, cost = shapes.T
    amounts = n / size
    best = float(np.min(np.where(amounts * dims <= d + 1e-9, amounts * cost, np.inf)))
    if types < 2:
        return best
    det = np.outer(size, dims) - np.outer(dims, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (n * dims[None, :] - d * size[None, :]) / det
        y = (d * size[:, None] - n * dims[:, None]) / det
        total = x * cost[:, None] + y * cost[None, :]
    return min(best, float(np.min(total[(det != 0) & (x >= 0) & (y >= 0)])))


CLAIM = Claim(
    id="two-block-types",
    kind=Kind.THEOREM,
    statement="the linear relaxation of the integer program for tegum products has an optimum with at most {types} block types",
    constants={"types": 2},
    mutations=({"types": 1},),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="Two rows, sum x n_i = n and sum x d_i <= d: a basic optimum has at most two positive entries.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, relaxed), Instrument(InstrumentKind.ENUMERATION, mixtures)),
)
