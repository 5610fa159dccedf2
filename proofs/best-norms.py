"""The best norms in the one-sparse loss without bias."""

import numpy as np
import sympy

from packing.analytic.superposition import one_sparse_loss, optimal_norms
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def pentagon() -> np.ndarray:
    angles = 2 * np.pi * np.arange(5) / 5
    return np.cos(angles[:, None] - angles[None, :])


def solved(setting: Setting) -> Finding:
    """Where d/da of n (1/3 - 2 a/3 + (1 + s) a^2/3) vanishes; and the linear system K a = 1 of three polygons."""
    a, s = sympy.symbols("a s", positive=True)
    root = sympy.solve(sympy.diff((1 - a) ** 2 + s * a**2, a), a)[0]
    rows = []
    for m in (5, 7, 8):
        angles = 2 * np.pi * np.arange(m) / m
        code = np.cos(angles[:, None] - angles[None, :])
        squares = float(np.sum(np.maximum(code[0], 0) ** 2) - 1)
        rows.append((m, float(optimal_norms(code)[0]), setting.number("norm", s=squares)))
    holds = sympy.simplify(root - setting["norm"]) == 0 and all(abs(met - said) < 1e-9 for _, met, said in rows)
    return Finding(bool(holds), f"stationary at a = {root}; (sides, norm solved, stated): {rows}")


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
    statement="unit features, each with the same sum s of squared positive overlaps with the others, have best common squared norm {norm} in the one-sparse loss, b = 0",
    constants={"norm": "1/(1+s)"},
    mutations=({"norm": "1/(1+2*s)"}, {"norm": "1/(1+s^2)"}, {"norm": "1-s"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "3 L = n - 2 sum a + a^T K a with K = max(c, 0)^2; at equal a this is n (1 - 2 a + (1 + s) a^2). Different norms "
        "can be better, as K may be indefinite: nine vectors of a regular polygon have 3 L = 4.971 at equal and 4.906 at other norms."
    ),
    instruments=(Instrument(InstrumentKind.SYMBOLIC, solved), Instrument(InstrumentKind.NUMERICAL, scanned)),
)
