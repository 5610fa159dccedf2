"""A linear read-out of features of m dimensions prefers no packing of their subspaces."""

import numpy as np

from packing import subspaces
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare, mean
from packing.records.best_known import best_packing

SIZES = [(4, 4, 2), (3, 4, 2), (5, 6, 2), (4, 6, 3)]


def floor(setting: Setting, n: int, d: int, m: int, p: float) -> float:
    """The stated least loss."""
    return setting.number("factor", m=m) * p * (n * m - d)


def parseval(n: int, d: int, m: int, rng: np.random.Generator) -> np.ndarray:
    """Random W (n m, d) with orthonormal columns."""
    return np.linalg.qr(rng.standard_normal((n * m, d)))[0]


def sampled(setting: Setting) -> Finding:
    """Draw inputs: the best four planes of R^4, scaled, two planes with two dropped, and random weights lose the same."""
    rng = np.random.default_rng(setting.seed)
    n, d, m = 4, 4, 2
    planes = best_packing(subspaces(n, d, m)).vectors.reshape(n * m, d) / np.sqrt(n * m / d)
    rows = []
    for p in (0.1, 0.7):
        x = rng.standard_normal((setting.pick(200_000, 50_000), n, m + 2))
        x = (x / np.linalg.norm(x, axis=2, keepdims=True))[:, :, :m]
        x = (x * (rng.random(x.shape[:2]) < p)[:, :, None]).reshape(len(x), n * m)
        for weights in (planes, np.eye(n * m, d), parseval(n, d, m, rng)):
            seen = mean(np.sum((x - x @ weights @ weights.T) ** 2, axis=1))
            rows.append((p, round(seen.value, 4), seen.agrees(floor(setting, n, d, m, p))))
    return Finding(all(row[-1] for row in rows), f"(p, mean loss, at the floor within 5 errors): {rows}")


def computed(setting: Setting) -> Finding:
    """The second moment of a coordinate times |1 - W W^T|^2: random projections attain the floor, others stay above."""
    rng = np.random.default_rng(setting.seed)
    rows, above = [], True
    for n, d, m in SIZES:
        nodes, shares = np.polynomial.legendre.leggauss(20)
        r, part = 0.5 * (nodes + 1), 0.5 * shares
        moment = float(part @ (r**2 * m * r ** (m - 1))) / m
        symmetric = rng.standard_normal((n * m, n * m))
        weights = np.linalg.eigh(symmetric + symmetric.T)[1][:, :d]
        loss = moment * float(np.sum((np.eye(n * m) - weights @ weights.T) ** 2))
        rows.append(((n, d, m), loss, floor(setting, n, d, m, 1.0)))
        for _ in range(20):
            other = rng.standard_normal((n * m, d)) / np.sqrt(n * m)
            above &= moment * float(np.sum((np.eye(n * m) - other @ other.T) ** 2)) > floor(setting, n, d, m, 1.0)
    found = compare(rows, "random projections", 1e-9)
    return Finding(found.holds and above, f"{found.evidence}; 80 other weights lose more: {above}")


CLAIM = Claim(
    id="linear-readout-of-subspaces",
    kind=Kind.THEOREM,
    statement=(
        "a linear tied read-out of n features, active with chance p and uniform in the unit ball of R^m, loses at least "
        "{factor} p (n m - d) in d <= n m dimensions, with equality iff sum W_i W_i^T = 1: the best subspace packing that is a tight "
        "fusion frame, orthogonal blocks with the rest dropped, and any other such weights tie"
    ),
    constants={"factor": "1/(m+2)"},
    mutations=({"factor": "1/(m+1)"}, {"factor": "1/m"}, {"factor": "1/(m+3)"}),
    expected=Answer.TRUE,
    reference="derived here; Eckart and Young (1936)",
    derivation=(
        "Coordinates of features have mean 0, no correlation and second moment p/(m+2), so the loss is that times |1 - W W^T|_F^2 "
        "for the (n m, d) matrix W. W W^T is positive semidefinite of rank at most d: the square is at least n m - d, with equality "
        "iff W W^T is a projection of rank d, that is W^T W = sum W_i W_i^T = 1."
    ),
    instruments=(Instrument(InstrumentKind.MONTE_CARLO, sampled), Instrument(InstrumentKind.NUMERICAL, computed)),
)
