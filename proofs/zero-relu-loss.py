"""When can all positive interference vanish, and what are the configurations?"""

from itertools import product

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy, least_packing
from packing.structure import tegum_factors


def searched(setting: Setting) -> Finding:
    """Descents at the largest n and at one more; and the parts of the configurations found on the way."""
    rows = []
    for d in (2, 3, 4):
        most = int(setting.exact("most", d=d))
        at, above = (least_energy(n, d, 2, "relu", setting, 12) for n in (most, most + 1))
        rows.append((d, round(at, 9), round(above, 6)))
    parts = []
    for n, d in [(5, 3), (7, 4), (7, 5)]:
        factors = tegum_factors(least_packing(n, d, 2.0, "relu", setting, 12), 1e-2)
        parts.append((n, d, sum(factor.rank < factor.size for factor in factors)))
    holds = all(at < 1e-8 and above > 0.1 for _, at, above in rows)
    fits = all(count >= setting.number("parts", n=n, d=d) for n, d, count in parts)
    return Finding(holds and fits, f"(d, E+ at the largest n, at one more): {rows}; (n, d, dependent parts): {parts}")


def dependent(rows: np.ndarray) -> int:
    """The number of components of the graph {c < 0} with fewer dimensions than vectors."""
    linked = rows @ rows.T < -1e-2
    reach = np.linalg.matrix_power(linked.astype(float) + np.eye(len(rows)), len(rows)) > 0
    components = {tuple(np.flatnonzero(row)) for row in reach}
    return sum(int(np.linalg.matrix_rank(rows[list(c)], tol=1e-3)) < len(c) for c in components)


def enumerated(setting: Setting) -> Finding:
    """All sets of vectors with entries -1, 0, 1 and no positive overlap, in integers, for d = 2 and 3."""
    rows = []
    for d in (2, 3):
        vectors = np.array([v for v in product((-1, 0, 1), repeat=d) if any(v)])
        free = [sum(1 << int(j) for j in np.flatnonzero(row)) for row in vectors @ vectors.T <= 0]
        sets = list(obtuse(free, (1 << len(vectors)) - 1, 0))
        most = max(len(chosen) for chosen in sets)
        spare = min(dependent(vectors[list(chosen)]) - (len(chosen) - d) for chosen in sets if len(chosen) > d)
        least = min(dependent(vectors[list(c)]) for c in sets if len(c) == d + 1) - setting.number(
            "parts", n=d + 1, d=d
        )
        rows.append((d, len(sets), most, spare, least, most == setting.exact("most", d=d)))
    holds = all(spare >= 0 and least == 0 and agrees for *_, spare, least, agrees in rows)
    return Finding(holds, f"(d, sets, largest, least parts - (n - d), of d + 1 vectors less stated, agrees): {rows}")


def obtuse(free: list[int], allowed: int, first: int):
    """All non-empty sets of vectors that are pairwise free, as increasing tuples."""
    for i in range(first, len(free)):
        if allowed >> i & 1:
            yield (i,)
            for rest in obtuse(free, allowed & free[i], i + 1):
                yield (i, *rest)


CLAIM = Claim(
    id="zero-relu-loss",
    kind=Kind.THEOREM,
    statement=(
        "n unit vectors of R^d with E+_p = 0 exist iff n <= {most}; for n > d at least {parts} of their mutually orthogonal "
        "parts are obtuse simplices, m + 1 vectors of R^m"
    ),
    constants={"most": "2*d", "parts": "n-d"},
    mutations=({"most": "3*d"}, {"most": "2*d-1"}, {"parts": "n-d+1"}),
    expected=Answer.TRUE,
    reference="Rankin 1955; Davenport and Hajos 1951; W. Kuperberg 2007 for the structure",
    derivation=(
        "Components of the graph {c < 0} are mutually orthogonal. An irreducible positive semidefinite matrix with "
        "off-diagonal entries <= 0 has a simple least eigenvalue, so a component of m vectors has rank m or m - 1; "
        "n - rank >= n - d of them are dependent, and each takes a dimension: n - d <= d."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.ENUMERATION, enumerated)),
)
