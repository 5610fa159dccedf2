"""Which logits reach the floor of the cross-entropy."""

import numpy as np
from scipy.optimize import minimize

from packing.analytic.learning import least_logit_rank
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting

RANKS = (1, 2, 3)


def logits(rank: int, rng: np.random.Generator) -> np.ndarray:
    """A 5 x 5 matrix of one rank more than `rank` whose least rank after a common shift is `rank`."""
    return rng.standard_normal((5, rank)) @ rng.standard_normal((rank, 5)) + 0.8


def scanned(setting: Setting) -> Finding:
    """The least rank over kappa of C + kappa J: from the generalised eigenvalues, and where minors vanish."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for rank in RANKS:
        matrix = logits(rank, rng)
        met = min(int(np.linalg.matrix_rank(matrix + kappa, tol=1e-8)) for kappa in candidates(matrix, rng))
        rows.append((rank, met, least_logit_rank(matrix) + int(setting["offset"])))
    return Finding(all(met == said for _, met, said in rows), f"(rank, least over kappa, formula + offset): {rows}")


def candidates(c: np.ndarray, rng: np.random.Generator) -> list[float]:
    """0, and where a minor of C + kappa J vanishes: every minor is linear in kappa."""
    values = [0.0]
    for size in range(1, 6):
        for _ in range(40):
            i, j = rng.choice(5, size, replace=False), rng.choice(5, size, replace=False)
            d0, d1 = np.linalg.det(c[np.ix_(i, j)]), np.linalg.det(c[np.ix_(i, j)] + 1)
            if abs(d1 - d0) > 1e-9:
                values.append(float(-d0 / (d1 - d0)))
    return values


def descended(setting: Setting) -> Finding:
    """KL(softmax(C) | softmax(A B^T)) by descent with r = least rank - 1, and with the least rank."""
    rng = np.random.default_rng(setting.seed + 1)
    offset, rows = int(setting["offset"]), []
    for rank in RANKS[1:]:
        matrix = logits(rank, rng)
        least = {r: min(fitted(matrix, r, rng) for _ in range(setting.pick(6, 3))) for r in (rank - 1, rank)}
        reached = [r for r, value in least.items() if value < 1e-7]
        rows.append((rank, {r: float(f"{value:.1e}") for r, value in least.items()}, reached[:1] == [rank + offset]))
    return Finding(all(row[-1] for row in rows), f"(least rank, KL reached by rank, as stated): {rows}")


def fitted(c: np.ndarray, rank: int, rng: np.random.Generator) -> float:
    """The least KL that a descent over factors of this rank meets."""
    p = np.exp(c) / np.exp(c).sum()

    def divergence(flat):
        a, b = flat.reshape(2, 5, rank)
        z = a @ b.T
        log_q = z - z.max() - np.log(np.exp(z - z.max()).sum())
        gap = np.exp(log_q) - p
        return float(np.sum(p * (np.log(p) - log_q))), np.concatenate(((gap @ b).ravel(), (gap.T @ a).ravel()))

    options = {"maxiter": 4000, "maxfun": 8000, "ftol": 1e-16, "gtol": 1e-10}
    return float(minimize(divergence, rng.standard_normal(10 * rank), jac=True, method="L-BFGS-B", options=options).fun)


CLAIM = Claim(
    id="cross-entropy-zero-set",
    kind=Kind.THEOREM,
    statement=(
        "logits of rank at most r attain the floor of the cross-entropy to softmax(C), over all entries at once, iff "
        "r >= min over kappa of rank(C + kappa J) + {offset}, J all ones"
    ),
    constants={"offset": 0},
    mutations=({"offset": 1}, {"offset": -1}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "The loss is KL(P|Q) above its floor, zero iff Z = C + kappa J. The least rank is that at one kappa or at all others: "
        "every minor is linear in kappa. Attained, not approached: (t + a_i/t)(t + b_j/t) - t^2 tends to "
        "a_i + b_j, so rank 1 comes as near as one likes to some logits of least rank 2."
    ),
    instruments=(Instrument(InstrumentKind.ENUMERATION, scanned), Instrument(InstrumentKind.OPTIMIZER, descended)),
)
