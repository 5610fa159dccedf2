"""When can all positive interference vanish, and what are the configurations?"""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy, least_packing
from packing.measure import positive_interference


def searched(setting: Setting) -> Finding:
    ratio = int(setting["ratio"])
    rows = []
    for d in (2, 3, 4):
        at, above = (
            least_energy(ratio * d, d, 2, "relu", setting, 20),
            least_energy(ratio * d + 1, d, 2, "relu", setting, 20),
        )
        rows.append((d, round(at, 9), round(above, 6)))
    return Finding(
        all(at < 1e-8 and above > 0.1 for _, at, above in rows), f"(d, E+ at {ratio}d, E+ at {ratio}d + 1): {rows}"
    )


def structure(setting: Setting) -> Finding:
    """Found zero-energy configurations with d < n <= 2d: at least n - d dependent components of the graph {c < 0}."""
    rows = []
    for n, d in [(3, 2), (5, 3), (7, 4), (8, 4), (7, 5)]:
        found = least_packing(n, d, 2.0, "relu", setting, 20)
        linked = found.gram < -1e-2
        reach = np.linalg.matrix_power(linked.astype(float) + np.eye(n), n) > 0
        components = {tuple(np.flatnonzero(row)) for row in reach}
        dependent = sum(np.linalg.matrix_rank(found.vectors[list(c)], tol=1e-3) < len(c) for c in components)
        rows.append((n, d, positive_interference(found, 2) < 1e-8, int(dependent)))
    holds = all(zero and dependent >= n - d for n, d, zero, dependent in rows) and setting["ratio"] == 2
    return Finding(bool(holds), f"(n, d, zero energy, dependent components): {rows}")


CLAIM = Claim(
    id="zero-relu-loss",
    kind=Kind.THEOREM,
    statement="E+_p = 0 is possible iff n <= {ratio}d, and then the vectors form at least n - d orthogonal obtuse simplices",
    constants={"ratio": 2},
    mutations=({"ratio": 3},),
    expected=Answer.TRUE,
    reference="Rankin 1955; Davenport and Hajos 1951; W. Kuperberg 2007 for the structure",
    derivation=(
        "Components of the graph {c < 0} are mutually orthogonal. An irreducible positive semidefinite matrix with "
        "off-diagonal entries <= 0 has a simple least eigenvalue, so a component of m vectors has rank m or m - 1; "
        "n - rank >= n - d of them are dependent."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.NUMERICAL, structure)),
)
