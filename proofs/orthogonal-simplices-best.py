"""Below p = 2 orthogonal regular simplices interfere least of all n vectors, wherever n - d of them fit."""

import flint
import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.objective import Energy
from packing.problem import lines
from packing.search import minimize

CASES = [(4, 3), (5, 3), (6, 4), (7, 5), (8, 4)]
EXPONENTS = ("3/2", "8/5", "17/10", "7/4")
STEPS = 24


def stated(setting: Setting, n: int, d: int, p: sympy.Rational) -> float:
    """The least over m of the energy that the claim states."""
    return min(setting.number("least", n=n, d=d, m=m, p=p) for m in range(1, 6))


def searched(setting: Setting) -> Finding:
    """Descents over R and C are not below, and meet the floor where the simplices fit."""
    gaps, met = [], []
    for field in ("R", "C"):
        for n, d in CASES[: setting.pick(5, 3)]:
            for p in map(sympy.Rational, EXPONENTS[:: setting.pick(1, 2)]):
                energy = Energy(float(p))
                best = minimize(lines(n, d, field), energy, restarts=setting.pick(12, 4), seed=setting.seed)
                floor = stated(setting, n, d, p)
                gaps.append(energy.value(best.packing) / floor - 1)
                m = min(range(1, 6), key=lambda m, p=p: float((m + 1) * m ** (1 - p)))
                met += [gaps[-1]] if m * (n - d) <= d else []
    holds = min(gaps) > -1e-6 and max(met) < 1e-6
    return Finding(holds, f"{len(gaps)} searches, least excess {min(gaps):.1e}; {len(met)} fit, excess {max(met):.1e}")


def lewis(rows: np.ndarray, q: float) -> np.ndarray:
    """Rows y_i of the same kernel with sum |y_i|^(q-2) y_i y_i^T the identity."""
    weights = np.ones(len(rows))
    for _ in range(2000):
        metric = np.linalg.inv((rows * weights[:, None]).T @ rows)
        weights = np.einsum("ij,jk,ik->i", rows, metric, rows) ** (q / 2 - 1) * 0.5 + 0.5 * weights
    return rows @ np.linalg.cholesky(metric)


def seen_along_rows(setting: Setting) -> Finding:
    """R_l of the proof is at least the energy of a simplex, along each row of kernels at random and of simplices."""
    rng, worst, at_simplices = np.random.default_rng(setting.seed), np.inf, np.inf
    for p in map(sympy.Rational, EXPONENTS):
        s, least = float(p) - 1, stated(setting, 1, 0, p)
        for _ in range(setting.pick(60, 12)):
            n, k = int(rng.integers(4, 10)), int(rng.integers(1, 4))
            worst = min(worst, float(np.min(along_rows(lewis(rng.normal(size=(n, k)), 1 + 1 / s), s))) - least)
        for size in (2, 3, 4):
            at_simplices = min(at_simplices, float(np.min(along_rows(np.repeat(np.eye(2), size, axis=0), s))) - least)
            rows = lewis(np.repeat(np.eye(2), size, axis=0) + 1e-3 * rng.normal(size=(2 * size, 2)), 1 + 1 / s)
            worst = min(worst, float(np.min(along_rows(rows, s))) - least)
    holds = worst > -1e-7 and abs(at_simplices) < 1e-7
    return Finding(
        holds, f"least excess {worst:.1e} along rows of kernels, {at_simplices:.1e} along those of simplices"
    )


def along_rows(rows: np.ndarray, s: float) -> np.ndarray:
    """R_l for rows in Lewis's position; clusters of equal rows are brought to it by their length."""
    lengths = np.linalg.norm(rows, axis=1)
    u, q = rows / lengths[:, None], 1 + 1 / s
    t = np.abs(u @ u.T)
    a = lengths**q
    a = a / float(np.mean(t**2 @ a))
    f = (a / (1 - a)) ** s
    x = (t**q @ a - a) / (1 - a)
    return t**2 @ f + s * f / a * (1 - x)


def two_of_a_kind(setting: Setting) -> Finding:
    """Inequality (3) of the proof for rho = 2, on boxes in b = 1 - s and theta, in ball arithmetic; r masses of 1/r."""
    two, worst, below = flint.arb(2), -np.inf, True
    for i in range(STEPS):
        b = flint.arb(1) / 3 + (flint.arb(i) + flint.arb(0.5, 0.5)) / (6 * STEPS)
        g = b / 2 / (1 - b)
        for j in range(STEPS):
            theta = flint.arb(1) / 8 + (flint.arb(j) + flint.arb(0.5, 0.5)) * 7 / (8 * STEPS)
            y = theta * b / 2
            left = 2 * (1 - b) * (1 - y - b) * (b / (1 - y)) ** b * ((2 - b) / (1 + y)) ** (2 - b) / (1 - y * y)
            excess = left - theta ** (g - 1) * (1 + g) / two**g
            worst, below = max(worst, float(excess.upper())), below and bool(excess < 0)
    same = all(
        abs(min(r ** (2 - float(p)) * (1 - 1 / r) ** (1 - float(p)) for r in range(2, 7)) - stated(setting, 1, 0, p))
        < 1e-9
        for p in map(sympy.Rational, EXPONENTS)
    )
    return Finding(below and same, f"left side - right side < {worst:.3f} on {STEPS**2} boxes; equal masses: {same}")


CLAIM = Claim(
    id="orthogonal-simplices-best",
    kind=Kind.THEOREM,
    statement=(
        "for 0 < p < 2 and n > d every n unit vectors of F^d have E_p >= min over m of {least}, attained by n - d orthogonal "
        "regular simplices of m + 1 vectors and orthonormal vectors, where m (n - d) <= d"
    ),
    constants={"least": "(n-d)*(m+1)*m^(1-p)"},
    mutations=(
        {"least": "(n-d)*(m+1)*m^(1-p)+1/10"},
        {"least": "(n-d)*(m+2)*m^(1-p)"},
        {"least": "(n-d)*(m+1)*m^(1-p)*19/20"},
    ),
    expected=Answer.TRUE,
    reference=(
        "derived here; n = d + 1: Xu and Xu, arXiv:1907.10861; the position: Lewis, Studia Math. 63 (1978); the floor for p <= 1: "
        "Glazyrin and Park, arXiv:1901.06096"
    ),
    derivation=(
        "Let the rows y_i span the kernel of the Gram matrix G in the position sum |y_i|^(q-2) y_i y_i^* = 1, q = p/(p-1), and "
        "a_i = |y_i|^q, of sum n - d. Row i of G y = 0 along y_i and Hoelder give E_i >= (a_i/B_i)^(p-1), "
        "B_i = sum_{j != i} a_j |<u_i, u_j>|^q. Shared among all directions u_l in the parts a_l |<u_i, u_l>|^2, the energy seen along "
        "each is that of masses of sum 1 under a function concave to (2-p)/2 and convex beyond, which is least for equal ones. "
        "Whole: proofs/orthogonal-simplices.md."
    ),
    instruments=(
        Instrument(InstrumentKind.OPTIMIZER, searched),
        Instrument(InstrumentKind.NUMERICAL, seen_along_rows),
        Instrument(InstrumentKind.ENUMERATION, two_of_a_kind),
    ),
)
