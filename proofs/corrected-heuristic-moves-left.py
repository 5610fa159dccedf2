"""The heuristic number of subspaces with the cubic term of Johnson and Lindenstrauss: where it is stationary."""

import itertools

import numpy as np
import sympy
from scipy.optimize import brentq

from packing.analytic.heuristics import corrected_blocks, corrected_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def differentiated(setting: Setting) -> Finding:
    """d ln L/d ln k of the closed form by sympy at random points, against the stated slope."""
    n, d, k, p = sympy.symbols("n d k p", positive=True)
    slope = sympy.lambdify((n, d, k, p), k * sympy.diff(sympy.log(corrected_loss(n, d, k, p)), k), "mpmath")
    rng, rows = np.random.default_rng(setting.seed), []
    while len(rows) < setting.pick(12, 5):
        at = (
            int(rng.integers(10**3, 10**6)),
            int(rng.integers(10**3, 10**5)),
            float(rng.uniform(1, 30)),
            float(rng.uniform(0.3, 4)),
        )
        share = 4 * np.log(at[0] / at[2]) * at[2] / at[1]
        if at[0] > 3 * at[1] and share < 1 / 6:
            eps = brentq(lambda x, share=share: x**2 / 2 - x**3 / 3 - share, 0, 1)
            t = 1 / np.log(at[0] / at[2])
            said = setting.number("slope", p=at[3], q=eps, t=t)
            rows.append((float(slope(*at)), said))
    return Finding(all(abs(met - said) < 1e-8 * (1 + abs(met)) for met, said in rows), f"(slope, stated): {rows[:3]}")


def minimised(setting: Setting) -> Finding:
    """The least of the loss on a fine grid of blocks, against the root of the stated slope; it falls as p rises."""
    n, d, rows = 100_000, 10_000, []
    for p in (0.5, 1.0, 1.5, 1.9, 2.0):
        grid = np.exp(np.linspace(0, np.log(55), 20_001))
        share = 4 * np.log(n / grid) * grid / d
        eps = 0.5 + np.cos((np.arccos(1 - 12 * share) + 4 * np.pi) / 3)
        least = float(grid[np.argmin(p * np.log(eps) - np.log(grid))])
        stated = setting.number(
            "slope", p=sympy.Rational(str(p)), q=float(np.interp(least, grid, eps)), t=1 / np.log(n / least)
        )
        rows.append((p, least, corrected_blocks(n, d, p), stated))
    falls = all(before[1] > after[1] for before, after in itertools.pairwise(rows))
    close = all(abs(least / (k or 0) - 1) < 1e-3 and abs(stated) < 2e-3 for _, least, k, stated in rows)
    one = corrected_blocks(n, d, 2.5) == 1.0
    return Finding(falls and close and one, f"(p, least on a grid, k*, stated slope there): {rows}; at 2.5 one block")


CLAIM = Claim(
    id="corrected-heuristic-moves-left",
    kind=Kind.HEURISTIC,
    statement="with eps^2/2 - eps^3/3 = 4 ln(n/k) k/d the heuristic loss n (n/k) eps^p has d ln L/d ln k = {slope}, q = eps "
    "and t = 1/ln(n/k): interior minima that move left as p rises, 54.3 blocks at p = 1/2 to 7.4 at p = 2 and one at 2.5, "
    "for n = 10^5 in d = 10^4",
    constants={"slope": "-1 + p*(1/2 - q/3)*(1 - t)/(1 - q)"},
    mutations=({"slope": "-1 + p*(1/2 - q/3)*(1 - t)"}, {"slope": "-1 + p*(1/2)*(1 - t)/(1 - q)"}),
    expected=Answer.TRUE,
    reference="derived here, from Toy Models and Tegum Products (Jermyn, 2022)",
    derivation="(eps - eps^2) d eps = dc for c = 4 ln(n/k) k/d, and dc/d ln k = c (1 - 1/ln(n/k)) with "
    "c = eps^2 (1/2 - eps/3).",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, differentiated), Instrument(InstrumentKind.NUMERICAL, minimised)),
)
