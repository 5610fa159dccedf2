"""At p = 2 a partition into tight blocks ties with one block iff all ratios n_i/d_i agree."""

import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy


def derived(setting: Setting) -> Finding:
    """sum n_i^2/d_i - n^2/d as a sum of squares, for two and three blocks."""
    differences = []
    for parts in (2, 3):
        ns, ds = sympy.symbols(f"n1:{parts + 1}", positive=True), sympy.symbols(f"d1:{parts + 1}", positive=True)
        excess = sum(a**2 / b for a, b in zip(ns, ds, strict=True)) - sum(ns) ** 2 / sum(ds)
        squares = sum(
            (ns[i] * ds[j] - ns[j] * ds[i]) ** 2 / (ds[i] * ds[j]) for i in range(parts) for j in range(i + 1, parts)
        ) / sum(ds)
        differences.append(sympy.simplify(excess - setting["factor"] * squares))
    return Finding(all(difference == 0 for difference in differences), f"difference for 2 and 3 blocks: {differences}")


def searched(setting: Setting) -> Finding:
    """Least energies of blocks found by descent: the split costs what the formula says."""
    rows = []
    for (a, k), (b, j) in [((3, 2), (3, 2)), ((5, 2), (4, 3)), ((4, 2), (6, 3)), ((7, 3), (3, 2))]:
        split = least_energy(a, k, 2, "abs", setting, 6) + least_energy(b, j, 2, "abs", setting, 6)
        whole = least_energy(a + b, k + j, 2, "abs", setting, 6)
        said = float(setting["factor"]) * (a * j - b * k) ** 2 / (k * j * (k + j))
        rows.append((((a, k), (b, j)), round(split - whole, 6), round(said, 6)))
    return Finding(all(abs(met - said) < 1e-5 for _, met, said in rows), f"(blocks, cost of splitting, stated): {rows}")


CLAIM = Claim(
    id="ties-at-two",
    kind=Kind.THEOREM,
    statement="splitting into tight blocks, n_i >= d_i, costs sum n_i^2/d_i - n^2/d = w sum_(i<j) (n_i d_j - n_j d_i)^2/(d d_i d_j) at p = 2, with w = {factor}",
    constants={"factor": 1},
    mutations=({"factor": 2}, {"factor": "1/2"}),
    expected=Answer.TRUE,
    reference="Benedetto and Fickus 2003 for tight frames; derived here",
    derivation="E_2 of a tight block is n_i^2/d_i - n_i; the excess is a variance of the ratios n_i/d_i.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, derived), Instrument(InstrumentKind.OPTIMIZER, searched)),
)
