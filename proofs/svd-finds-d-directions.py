"""Singular vectors never recover more than d directions of n > d features."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import orthogonal_matrix, unit_rows

CASES = [(12, 4), (10, 5), (20, 6)]


def recovered(rows: np.ndarray, tau: float) -> int:
    """How many rows are within cosine tau of a right singular vector."""
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    basis = np.linalg.svd(rows, full_matrices=False)[2]
    return int(np.count_nonzero(np.abs(units @ basis.T).max(axis=1) >= tau))


def features(n: int, d: int, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """A basis, turned, with n - d random directions, and the least tau that its coherence allows."""
    turn = orthogonal_matrix(d, rng)
    units = np.concatenate((turn, unit_rows(n - d, d, rng)))
    gram = np.abs(units @ units.T) - np.eye(n)
    return units, ((1 + float(gram.max())) / 2) ** 0.5 + 1e-9


def counted(setting: Setting) -> Finding:
    """Features of random lengths: never more; a long basis among short features: exactly that many."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for n, d in CASES:
        units, tau = features(n, d, rng)
        most = max(recovered(units * rng.exponential(size=(n, 1)), tau) for _ in range(setting.pick(200, 50)))
        lengths = np.concatenate((np.arange(d, 0, -1.0), np.full(n - d, 1e-7)))
        rows.append((n, d, most, recovered(units * lengths[:, None], tau), setting.number("most", n=n, d=d)))
    return Finding(
        all(most <= said == met for *_, most, met, said in rows),
        f"(n, d, most recovered, recovered of a long basis, stated): {rows}",
    )


def by_angles(setting: Setting) -> Finding:
    """How many singular vectors there are, times how many features of coherence < 2 tau^2 - 1 can be near one."""
    rng = np.random.default_rng(setting.seed + 1)
    rows = []
    for n, d in CASES:
        vectors = np.linalg.matrix_rank(np.linalg.svd(unit_rows(n, d, rng), full_matrices=False)[2])
        tau = float(rng.uniform(0.75, 0.95))
        near = np.concatenate([cone(d, tau, rng) for _ in range(200)])
        least = float(np.abs(near @ near.T).min())  # so two of them are too close together for the coherence
        each = 1 if least >= 2 * tau**2 - 1 - 1e-12 else 2
        rows.append((n, d, int(vectors) * each, setting.number("most", n=n, d=d)))
    return Finding(all(met == said for *_, met, said in rows), f"(n, d, singular vectors, stated): {rows}")


def cone(d: int, tau: float, rng: np.random.Generator) -> np.ndarray:
    """Two unit vectors within cosine tau of e1, opposite each other around it."""
    side = unit_rows(1, d - 1, rng)[0]
    cosine = rng.uniform(tau, 1)
    sine = (1 - cosine**2) ** 0.5
    return np.array([[cosine, *(sine * side)], [cosine, *(-sine * side)]])


CLAIM = Claim(
    id="svd-finds-d-directions",
    kind=Kind.THEOREM,
    statement=(
        "of n features of R^d whose coherence is below 2 tau^2 - 1, singular vectors recover at most {most} within cosine "
        "tau, and that many where d of them are orthogonal and long"
    ),
    constants={"most": "d"},
    mutations=({"most": "d/2"}, {"most": "2*d"}, {"most": "d-1"}, {"most": "n"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="At most d orthonormal vectors; two features within arccos tau of one line have |cos| >= 2 tau^2 - 1.",
    instruments=(Instrument(InstrumentKind.MONTE_CARLO, counted), Instrument(InstrumentKind.NUMERICAL, by_angles)),
)
