"""Above p = 2 every minimiser is undivided: tilting a block into a free direction gains."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_packing
from packing.configuration import Packing
from packing.measure import interference
from packing.structure import tegum_factors


def tilted(setting: Setting) -> Finding:
    """Tilt one triangle of triangle + triangle by +-delta into the other plane: the best signs."""
    angles = 2 * np.pi * np.arange(3) / 3
    plane = np.column_stack((np.cos(angles), np.sin(angles)))
    rows = np.zeros((6, 4))
    rows[:3, :2], rows[3:, 2:] = plane, plane
    changes = []
    for p in (setting.number("least") + 0.1, 3.0, 4.0):
        for delta in (0.03, 0.01):
            best = 0.0
            for signs in np.array(np.meshgrid(*[[-1, 1]] * 3)).T.reshape(-1, 3):
                moved = rows.copy()
                moved[:3, 2:] += delta * signs[:, None] * np.array([0.6, 0.8])
                best = min(best, interference(Packing(moved), p) - interference(Packing(rows), p))
            changes.append((round(p, 2), delta, round(best / delta**2, 4)))
    return Finding(all(change < 0 for *_, change in changes), f"(p, delta, change/delta^2): {changes}")


def searched(setting: Setting) -> Finding:
    """Descent: the number of tegum factors of the best packings."""
    rows = []
    for n, d in [(4, 3), (5, 3), (6, 4), (7, 4)]:
        for p in (setting.number("least") + 0.2, 3.5):
            factors = len(tegum_factors(least_packing(n, d, p, "abs", setting, 8), 1e-3))
            rows.append((n, d, round(p, 2), factors))
    return Finding(all(factors == 1 for *_, factors in rows), f"(n, d, p, factors): {rows}")


CLAIM = Claim(
    id="above-two-undivided",
    kind=Kind.THEOREM,
    statement="for finite p > {least} and n > d every local minimiser of E_p among n unit vectors of F^d is one undivided block",
    constants={"least": 2},
    mutations=({"least": "3/2"}, {"least": 1}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "Of two orthogonal parts of n > d vectors one, X1, interferes; let a be a unit vector of the other. x_i -> (x_i + delta s_i a)/sqrt(1 + delta^2) with "
        "random signs lowers the mean energy inside X1 by p delta^2 E(X1) + o(delta^2), while cross terms are "
        "O(delta^p) = o(delta^2). So some signs gain."
    ),
    instruments=(Instrument(InstrumentKind.NUMERICAL, tilted), Instrument(InstrumentKind.OPTIMIZER, searched)),
)
