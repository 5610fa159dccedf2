"""n vectors of R^(n-2), 3 | n: what interferes least at every p > 2 comes from three lines of the plane."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.objective import Energy
from packing.problem import lines
from packing.search import minimize


def gram(n: int, p: float) -> np.ndarray:
    """G_ij = -c |t|^(q-1) sign t with the overlaps t of three lines of the plane, each taken n/3 times."""
    angles = np.pi * (np.arange(n) % 3) / 3
    t = np.cos(angles[:, None] - angles[None, :])
    raised = np.sign(t) * np.abs(t) ** (1 / (p - 1))
    np.fill_diagonal(raised, 0.0)
    return np.eye(n) - raised / float(raised[0] @ t[0])


def attained(setting: Setting) -> Finding:
    """The matrix is a Gram matrix of rank n - 2 with this energy."""
    rows = []
    for n in (6, 9, 12):
        for p in (2.5, 3.0, 5.0, 8.0):
            matrix = gram(n, p)
            values = np.linalg.eigvalsh(matrix)
            energy = float(np.sum(np.abs(matrix - np.eye(n)) ** p))
            rows.append((values[0] > -1e-9, int(np.sum(values > 1e-9)) == n - 2, energy / value(setting, n, p) - 1))
    holds = all(semidefinite and rank and abs(part) < 1e-9 for semidefinite, rank, part in rows)
    return Finding(holds, f"{len(rows)} Gram matrices, largest difference {max(abs(row[2]) for row in rows):.1e}")


def value(setting: Setting, n: int, p: float) -> float:
    return setting.number("energy", n=n, p=p)


def searched(setting: Setting) -> Finding:
    """Descents are not below."""
    rows = []
    for n, p in [(6, 3.0), (6, 5.0), (9, 3.0)][: setting.pick(3, 2)]:
        found = minimize(lines(n, n - 2), Energy(p), starts=(), restarts=setting.pick(40, 15), seed=setting.seed)
        rows.append((n, p, Energy(p).value(found.packing) / value(setting, n, p) - 1))
    return Finding(all(abs(part) < 1e-6 for *_, part in rows), f"(n, p, excess of the least found): {rows}")


CLAIM = Claim(
    id="kernel-of-equiangular-lines",
    kind=Kind.THEOREM,
    statement="for p > 2 and n >= 6 a multiple of 3 every n unit vectors of R^(n-2) have E_p >= {energy}, which is attained",
    constants={"energy": "n^p/(n^2*(1+2^(-1/(p-1)))/3-n)^(p-1)"},
    mutations=(
        {"energy": "n^p/(n^2*(1+2^(-1/p))/3-n)^(p-1)"},
        {"energy": "11*n^p/(n^2*(1+2^(-1/(p-1)))/3-n)^(p-1)/10"},
    ),
    expected=Answer.TRUE,
    reference="derived here; the position: Lewis, Studia Math. 63 (1978)",
    derivation=(
        "With a_i and u_i as in orthogonal-simplices-best and B_i = sum_{j != i} a_j |<u_i, u_j>|^q, E_i >= (a_i/B_i)^(p-1), so by "
        "Hoelder (sum a_i^(2/q))^p <= E (sum a_i B_i)^(p-1). The u_i in the plane are a frame that the weights a_i make tight, so "
        "|t|^q <= h(t), h = h_0 + h_1 P_1 - |h_2| P_2 touching at t^2 = 1/4 and 1, bounds sum a_i B_i by 4 h_0 - h(1) sum a_i^2, "
        "h_0 = (1 + 2^(1-q))/3. Equality: three lines, each n/3 times."
    ),
    instruments=(Instrument(InstrumentKind.NUMERICAL, attained), Instrument(InstrumentKind.OPTIMIZER, searched)),
)
