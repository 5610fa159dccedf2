"""Singular vectors never recover more than d directions of n > d features."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows
from packing.claims.instruments import least_packing


def recovered(rows: np.ndarray, tau: float) -> int:
    basis = np.linalg.svd(rows, full_matrices=False)[2]
    return int(np.count_nonzero(np.abs(rows @ basis.T).max(axis=1) >= tau))


def spread(setting: Setting) -> Finding:
    """Spread-out lines: features within cos >= tau of a singular vector, tau with 2 tau^2 - 1 > coherence."""
    rows = []
    for n, d in [(12, 4), (10, 5), (20, 6)]:
        x = least_packing(n, d, 8.0, "abs", setting, 10).vectors
        gram = np.abs(x @ x.T) - np.eye(n)
        tau = ((1 + float(gram.max())) / 2) ** 0.5 + 1e-6
        rng = np.random.default_rng(setting.seed)
        most = max(recovered(x * rng.uniform(0.3, 1.0, (n, 1)), tau) for _ in range(20))
        rows.append((n, d, most, float(setting["factor"]) * d))
    return Finding(
        all(most <= said for _, _, most, said in rows) and setting["factor"] == 1,
        f"(n, d, most recovered, stated): {rows}",
    )


def orthogonality(setting: Setting) -> Finding:
    """The right singular vectors are orthonormal: their number is the rank, at most d."""
    rng = np.random.default_rng(setting.seed)
    counts = []
    for n, d in [(9, 3), (30, 7), (64, 16)]:
        basis = np.linalg.svd(np.asarray(unit_rows(n, d, rng)), full_matrices=False)[2]
        counts.append((n, d, len(basis), float(np.abs(basis @ basis.T - np.eye(len(basis))).max())))
    holds = all(count == float(setting["factor"]) * d and error < 1e-12 for _, d, count, error in counts)
    return Finding(holds, f"(n, d, singular vectors, deviation from orthonormal): {counts}")


CLAIM = Claim(
    id="svd-finds-d-directions",
    kind=Kind.THEOREM,
    statement="singular vectors recover at most w d of n features for w = {factor}, within cosine tau, if the coherence is below 2 tau^2 - 1",
    constants={"factor": 1},
    mutations=({"factor": "1/2"}, {"factor": 2}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="At most d orthonormal vectors; two features within arccos tau of one line have |cos| >= 2 tau^2 - 1.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, spread), Instrument(InstrumentKind.NUMERICAL, orthogonality)),
)
