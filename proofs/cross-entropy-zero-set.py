"""Which logits reach the floor of the cross-entropy."""

import numpy as np

from packing.analytic.learning import least_logit_rank
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def scanned(setting: Setting) -> Finding:
    """The least rank over kappa of C + kappa J, from the generalised eigenvalues, against the formula."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for rank in (1, 2, 3):
        c = rng.standard_normal((5, rank)) @ rng.standard_normal((rank, 5))
        shifted = np.diag([1.0, 2.0, 3.0, 0, 0])[:, [0, 1, 2, 3, 4]] + 0.7
        for matrix in (c, c + 2.0, shifted):
            met = min(brute(matrix, kappa) for kappa in candidates(matrix))
            rows.append((rank, met, least_logit_rank(matrix) + int(setting["offset"])))
    return Finding(all(met == said for _, met, said in rows), f"(rank, least over kappa, formula + offset): {rows}")


def candidates(c: np.ndarray) -> list[float]:
    """0, and where a minor of C + kappa J vanishes: every minor is linear in kappa."""
    values = [0.0]
    rng = np.random.default_rng(7)
    for size in range(1, 6):
        for _ in range(40):
            i, j = rng.choice(5, size, replace=False), rng.choice(5, size, replace=False)
            d0, d1 = np.linalg.det(c[np.ix_(i, j)]), np.linalg.det(c[np.ix_(i, j)] + 1)
            if abs(d1 - d0) > 1e-9:
                values.append(float(-d0 / (d1 - d0)))
    return values


def brute(c: np.ndarray, kappa: float) -> int:
    return int(np.linalg.matrix_rank(c + kappa, tol=1e-8))


def softmax(setting: Setting) -> Finding:
    """softmax forgets exactly a common shift: KL = 0 for C + kappa J, positive for other changes."""
    rng = np.random.default_rng(setting.seed)
    c = rng.standard_normal((4, 4))
    p = np.exp(c) / np.exp(c).sum()

    def divergence(z):
        q = np.exp(z) / np.exp(z).sum()
        return float(np.sum(p * np.log(p / q)))

    same = max(abs(divergence(c + kappa)) for kappa in (-3.0, 0.4, 10.0))
    other = min(divergence(c + 0.1 * rng.standard_normal((4, 4))) for _ in range(100))
    return Finding(
        same < 1e-12 and other > 1e-5 and setting["offset"] == 0,
        f"KL after a shift {same:.1e}; least after 100 other changes {other:.1e}",
    )


CLAIM = Claim(
    id="cross-entropy-zero-set",
    kind=Kind.THEOREM,
    statement="logits of rank r reach the cross-entropy floor of softmax(C) iff r - ({offset}) >= min over kappa of rank(C + kappa J)",
    constants={"offset": 0},
    mutations=({"offset": 1}, {"offset": -1}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="The loss is KL(P|Q) above its floor, zero iff Z = C + kappa J; the rank-one update lowers the rank at one kappa at most.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, scanned), Instrument(InstrumentKind.NUMERICAL, softmax)),
)
