"""On the plateau the wrong components stay; they decay when the right one is learned."""

import numpy as np
from scipy.integrate import solve_ivp

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def run(seed: int, projected: bool) -> tuple[float, float, float]:
    """(|A_perp| at 0, mid-plateau, end) of the rank-one flow with target a b^T."""
    rng = np.random.default_rng(seed)
    a, b = rng.standard_normal((2, 20))
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    start = 1e-3 * rng.standard_normal(40)
    start *= np.sign((a @ start[:20] + b @ start[20:]) or 1)
    if (a @ start[:20]) * (b @ start[20:]) < 0:
        start[20:] = -start[20:] if abs(a @ start[:20]) > abs(b @ start[20:]) else start[20:]

    def slope(_, flat):
        p, q = flat[:20], flat[20:]
        if projected:  # only the projected product <a, A><b, B> is trained
            error = 1 - (a @ p) * (b @ q)
            return np.concatenate((error * (b @ q) * a, error * (a @ p) * b))
        return np.concatenate((a * (b @ q) - p * (q @ q), b * (a @ p) - q * (p @ p)))

    path = solve_ivp(slope, (0, 40), start, t_eval=[0, 2, 40], method="DOP853", rtol=1e-10, atol=1e-14).y
    wrong = [float(np.linalg.norm(path[:20, i] - a * (a @ path[:20, i]))) for i in range(3)]
    return wrong[0], wrong[1], wrong[2]


def flowed(setting: Setting) -> Finding:
    rows = [run(setting.seed + i, projected=False) for i in range(3)]
    kept = [abs(plateau / start - 1) < 0.01 for start, plateau, _ in rows]
    gone = [end < 1e-4 * start for start, _, end in rows]
    projected = [run(setting.seed + i, projected=True) for i in range(3)]
    stays = [abs(end / start - 1) < 1e-6 for start, _, end in projected]
    final = stays if int(setting["projected"]) else gone
    return Finding(
        all(kept) and all(final) and all(gone),
        f"relative wrong part at the end: full loss {[f'{e / s:.1e}' for s, _, e in rows]}, projected {[f'{e / s:.3f}' for s, _, e in projected]}",
    )


def derived(setting: Setting) -> Finding:
    """A_perp' = -A_perp |B|^2 in the full flow, 0 in the projected one: finite differences at random points."""
    rng = np.random.default_rng(setting.seed)
    a, b, p, q = rng.standard_normal((4, 5))
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    full = a * (b @ q) - p * (q @ q)
    perp = p - a * (a @ p)
    rate = full - a * (a @ full)
    projected = a * (1 - (a @ p) * (b @ q)) * (b @ q)
    still = projected - a * (a @ projected)
    holds = np.allclose(rate, -perp * (q @ q)) and np.allclose(still, 0) and int(setting["projected"]) == 1
    return Finding(
        bool(holds),
        f"A_perp' + A_perp |B|^2 = {np.abs(rate + perp * (q @ q)).max():.1e}; projected: {np.abs(still).max():.1e}",
    )


CLAIM = Claim(
    id="orthogonal-part-decays",
    kind=Kind.THEOREM,
    statement="wrong components obey A' = -A |B|^2: kept on the plateau, then lost; training only the projected product keeps them ({projected})",
    constants={"projected": 1},
    mutations=({"projected": 0},),
    expected=Answer.TRUE,
    reference="Jermyn and Shlegeris, Multi-Component Learning and S-Curves (2022)",
    derivation="The target has no part orthogonal to a, so only the decay term acts on A_perp.",
    instruments=(Instrument(InstrumentKind.ODE, flowed), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
