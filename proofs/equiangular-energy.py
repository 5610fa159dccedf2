"""Above p = 2 equiangular tight frames are minimisers; below they are the maximisers among tight frames."""

import numpy as np
import sympy

from packing.analytic.blocks import systems
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy
from packing.exponents import EnergyKind


def searched(setting: Setting) -> Finding:
    rows = []
    for p in (2.5, 3.7, 6.0):
        met = least_energy(6, 3, p, "abs", setting, 15)
        said = float(setting.exact("energy", n=6, d=3, p=sympy.Rational(str(p))))
        rows.append((p, met, said))
    return Finding(
        all(abs(met - said) < 1e-6 for _, met, said in rows), f"six lines of R^3, (p, least found, stated): {rows}"
    )


def power_mean(setting: Setting) -> Finding:
    """Exact energies of equiangular systems; and random tight frames below p = 2 never exceed that value."""
    exact = []
    for block in systems():
        if "equiangular" in block.name:
            value = block.exact_energy(sympy.Integer(4), EnergyKind.ABS)
            exact.append(sympy.simplify(value - setting.exact("energy", n=block.n, d=block.d, p=4)) == 0)
    rng = np.random.default_rng(setting.seed)
    ratios = []
    for _ in range(20):
        frame = tight(6, 3, rng)
        gram = np.abs(frame @ frame.T)[np.triu_indices(6, 1)]
        ratios.append(2 * float(np.sum(gram**1.5)) / float(setting.exact("energy", n=6, d=3, p=sympy.Rational(3, 2))))
    return Finding(
        all(exact) and max(ratios) <= 1 + 1e-9,
        f"exact at p=4 for named systems: {exact}; at p=1.5 twenty tight frames have ratios up to {max(ratios):.4f}",
    )


def tight(n: int, d: int, rng: np.random.Generator) -> np.ndarray:
    """A unit-norm tight frame by alternating projections."""
    rows = rng.standard_normal((n, d))
    for _ in range(2000):
        u, _, vt = np.linalg.svd(rows, full_matrices=False)
        rows = u @ vt
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        rows /= lengths
        if np.ptp(lengths) < 1e-12:
            break
    return rows


CLAIM = Claim(
    id="equiangular-energy",
    kind=Kind.THEOREM,
    statement="n >= d unit vectors of F^d, n >= 2, have for p > 2 energy E_p at least {energy}, with equality iff equiangular and tight; tight frames have for 0 < p < 2 at most that",
    constants={"energy": "n*(n-1)*((n-d)/(d*(n-1)))^(p/2)"},
    mutations=({"energy": "n^2*((n-d)/(d*(n-1)))^(p/2)"}, {"energy": "n*(n-1)*((n-d)/(d*n))^(p/2)"}),
    expected=Answer.TRUE,
    reference="Welch 1974 and the power mean; derived here",
    derivation="The mean of |c|^p is at least (mean of c^2)^(p/2) for p >= 2, at most for p <= 2.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.SYMBOLIC, power_mean)),
)
