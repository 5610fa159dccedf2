"""The bound for E_p below p = 2 from the kernel of the Gram matrix."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows
from packing.objective import Energy
from packing.problem import lines
from packing.search import minimize

CASES = [(4, 3), (4, 2), (5, 3), (7, 4)]


def searched(setting: Setting) -> Finding:
    """Descents over R and C are never below; at p = 2 and at n = 2d they meet it."""
    rows = []
    for field in ("R", "C"):
        for n, d in CASES:
            for p in (1.0, 1.5, 2.0):
                if p * n >= 2 * d:
                    found = minimize(
                        lines(n, d, field), Energy(p), starts=(), restarts=setting.pick(6, 3), seed=setting.seed
                    )
                    rows.append(((field, n, d, p), Energy(p).value(found.packing) - dense(setting, n, d, p)))
    least = min(gap for _, gap in rows)
    equal = {case for case, gap in rows if abs(gap) < 1e-5}
    due = {case for case, _ in rows if case[3] == 2.0 or case[1] == 2 * case[2]}
    return Finding(
        least > -1e-6 and due <= equal, f"{len(rows)} descents, least excess {least:.2e}; met at {sorted(equal)}"
    )


def dense(setting: Setting, n: int, d: int, p: float) -> float:
    return setting.number("dense", n=n, d=d, p=sympy.Rational(str(p)))


def rowwise(setting: Setting) -> Finding:
    """E_i >= f(x_i), f(x) = (x/(1-x))^(p/2), on random vectors over R and C; and n times the convex hull of f at the mean."""
    rng = np.random.default_rng(setting.seed)
    worst = np.inf
    for trial in range(setting.pick(300, 100)):
        n, d = int(rng.integers(4, 9)), int(rng.integers(2, 4))
        x = unit_rows(n, d, rng, "RC"[trial % 2])
        share = np.clip(1 - np.real(np.einsum("ij,ji->i", x, np.linalg.pinv(x))), 0, 1 - 1e-12)
        p = float(rng.uniform(1, 2))
        rows = np.sum(np.abs(x.conj() @ x.T - np.eye(n)) ** p, axis=1)
        worst = min(worst, float(np.min(rows - (share / (1 - share)) ** (p / 2))))
    hulls = [
        (n, d, p, n * hull(1 - d / n, p), dense(setting, n, d, p)) for n, d, p in [(9, 4, 1.2), (5, 3, 1.5), (9, 2, 1)]
    ]
    same = all(abs(met - said) < 2e-3 for *_, met, said in hulls)
    return Finding(worst > -1e-9 and same, f"smallest margin of a row {worst:.2e}; (n, d, p, n hull, stated): {hulls}")


def hull(at: float, p: float) -> float:
    """The least value at `at` of chords of f over a fine grid that has `at` in it."""
    x = np.union1d(np.linspace(0, 0.99, 500), [at])
    f = (x / (1 - x)) ** (p / 2)
    left, right = x <= at, x > at
    weight = (at - x[left])[:, None] / (x[right][None, :] - x[left][:, None])
    return float(np.min((1 - weight) * f[left][:, None] + weight * f[right][None, :]))


CLAIM = Claim(
    id="kernel-bound",
    kind=Kind.THEOREM,
    statement="for 1 <= p <= 2, n >= d and p n >= 2 d every n unit vectors of F^d, F = R or C, have E_p >= {dense}, met at p = 2 and at n = 2d",
    constants={"dense": "n*((n-d)/d)^(p/2)"},
    mutations=({"dense": "n*((n-d)/d)^(p/3)"}, {"dense": "(n+1)*((n-d)/d)^(p/2)"}, {"dense": "n*((n-d)/d)^(p/2)/2"}),
    expected=Answer.TRUE,
    reference="derived here; for p n < 2 d it is the bound of Glazyrin and Park, arXiv:1901.06096",
    derivation=(
        "Let P project on the kernel of the Gram matrix G, x_i = P_ii. (GP)_ii = 0 gives x_i <= sum_j |g_ij||P_ij| <= "
        "E_i^(1/p) (x_i(1-x_i))^(1/2) by Hoelder, so E_i >= (x_i/(1-x_i))^(p/2); sum x_i >= n - d; f(x) = (x/(1-x))^(p/2) "
        "is convex from 1/2 - p/4 on and its tangent through 0 touches at 1 - p/2, so its convex hull is f itself at the mean "
        "(n-d)/n >= 1 - p/2. Equality: tight frames at p = 2, a basis twice at n = 2d."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.NUMERICAL, rowwise)),
)
