"""The best norms in the one-sparse loss without bias."""

import numpy as np

from packing.analytic.superposition import one_sparse_loss, optimal_norms
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def pentagon() -> np.ndarray:
    angles = 2 * np.pi * np.arange(5) / 5
    return np.cos(angles[:, None] - angles[None, :])


def solved(setting: Setting) -> Finding:
    """Pentagon, heptagon, Petersen code: norms from the linear system and from the formula."""
    rows = []
    for m in (5, 7, 9):
        angles = 2 * np.pi * np.arange(m) / m
        gram = np.cos(angles[:, None] - angles[None, :])
        sigma = float(np.sum(np.maximum(gram[0], 0) ** 2) - 1)
        rows.append((m, float(optimal_norms(gram)[0]), setting.number("norm", s=sigma)))
    return Finding(all(abs(met - said) < 1e-9 for _, met, said in rows), f"(sides, norm solved, formula): {rows}")


def scanned(setting: Setting) -> Finding:
    """Scan the common norm of the pentagon: where the loss is least."""
    gram = pentagon()
    norms = np.linspace(0.3, 1.5, 2401)
    losses = [one_sparse_loss(a * gram) for a in norms]
    best = float(norms[int(np.argmin(losses))])
    sigma = float(np.sum(np.maximum(gram[0], 0) ** 2) - 1)
    said = setting.number("norm", s=sigma)
    loss = 5 * sigma / (3 * (1 + sigma))
    return Finding(
        abs(best - said) < 1e-3 and abs(min(losses) - loss) < 1e-6,
        f"best norm {best:.4f}, stated {said:.4f}; loss {min(losses):.6f}",
    )


CLAIM = Claim(
    id="best-norms",
    kind=Kind.THEOREM,
    statement="features with equal sums s of squared positive overlaps have best squared norm {norm} in the one-sparse loss, b = 0",
    constants={"norm": "1/(1+s)"},
    mutations=({"norm": "1/(1+2*s)"}, {"norm": "1"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="3 L = n - 2 sum a + a^T K a with K = max(c, 0)^2: K a = 1.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, solved), Instrument(InstrumentKind.NUMERICAL, scanned)),
)
