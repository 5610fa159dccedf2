"""Up to p = 3/2 orthogonal axes, some of them twice, interfere least of all n <= 2d vectors."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows
from packing.objective import Energy
from packing.problem import lines
from packing.search import minimize

CASES = [(4, 3), (5, 3), (6, 4), (7, 5), (8, 4)]


def searched(setting: Setting) -> Finding:
    """Descents at p = 3/2 over R and C are not below; doubled axes have just this."""
    rows = []
    for field in ("R", "C"):
        for n, d in CASES[: setting.pick(5, 3)]:
            axes = np.eye(d)[np.arange(n) % d]
            start = minimize(
                lines(n, d, field), Energy(1.5), starts=(), restarts=setting.pick(12, 4), seed=setting.seed
            )
            least, said = Energy(1.5).value(start.packing), setting.number("least", n=n, d=d)
            rows.append((field, n, d, least - said, float(np.sum(np.abs(axes @ axes.T)) - n) - said))
    holds = all(gap > -1e-6 and abs(axes) < 1e-9 for *_, gap, axes in rows)
    return Finding(holds, f"{len(rows)} searches, least excess {min(row[3] for row in rows):.1e}; axes have it exactly")


def lewis(rows: np.ndarray, q: float) -> np.ndarray:
    """Rows y_i of the same kernel with sum |y_i|^(q-2) y_i y_i^T the identity."""
    weights = np.ones(len(rows))
    for _ in range(2000):
        metric = np.linalg.inv((rows * weights[:, None]).T @ rows)
        weights = np.einsum("ij,jk,ik->i", rows, metric, rows) ** (q / 2 - 1) * 0.5 + 0.5 * weights
    return rows @ np.linalg.cholesky(metric)


def rowwise(setting: Setting) -> Finding:
    """E_i >= (a_i/(1-a_i))^(1/2) on random vectors, and the least of (a/(1-a))^(1/2)/a is what the statement says."""
    rng, worst = np.random.default_rng(setting.seed), np.inf
    for _ in range(setting.pick(60, 20)):
        d = int(rng.integers(2, 5))
        n = int(rng.integers(d + 1, 2 * d + 1))
        x = unit_rows(n, d, rng, "R")
        kernel = np.linalg.svd(x @ x.T)[0][:, d:]
        a = np.sum(lewis(kernel, 3.0) ** 2, axis=1) ** 1.5
        energies = np.sum(np.abs(x @ x.T - np.eye(n)) ** 1.5, axis=1)
        worst = min(worst, float(np.min(energies - np.sqrt(a / (1 - a)))))
    grid = np.linspace(1e-3, 1 - 1e-3, 999)
    slope = float(np.min(np.sqrt(grid / (1 - grid)) / grid))
    same = all(abs((n - d) * slope - setting.number("least", n=n, d=d)) < 1e-6 for n, d in CASES)
    return Finding(worst > -1e-6 and same, f"smallest margin of a row {worst:.1e}; least slope {slope:.9f}")


CLAIM = Claim(
    id="axes-until-three-halves",
    kind=Kind.THEOREM,
    statement="for 0 < p <= 3/2 and d <= n <= 2d every n unit vectors of F^d have E_p >= {least}, attained by orthogonal axes, n - d of them twice",
    constants={"least": "2*(n-d)"},
    mutations=({"least": "2*(n-d)+1/10"}, {"least": "3*(n-d)"}, {"least": "19*(n-d)/10"}),
    expected=Answer.TRUE,
    reference="derived here; the position: Lewis, Studia Math. 63 (1978); for p <= 1 and with other weights: Glazyrin and Park, arXiv:1901.06096",
    derivation=(
        "Let the rows y_i span the kernel of the Gram matrix G in the position sum |y_i|^(q-2) y_i y_i^* = 1, q = p/(p-1), and "
        "a_i = |y_i|^q, of sum n - d. Row i of G y = 0 along y_i and Hoelder give a_i <= E_i^(q/p) sum_{j != i} a_j |<u_i, u_j>|^q, "
        "u_i = y_i/|y_i|, and for q >= 2 that sum is at most 1 - a_i. So E_i >= (a_i/(1-a_i))^(p-1), at p = 3/2 at least 2 a_i. "
        "E_p falls with p."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.NUMERICAL, rowwise)),
)
