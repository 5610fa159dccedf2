"""2d + 1 vectors of at most 21 dimensions: are pentagon and digons best, without biases?"""

import numpy as np
import sympy
from scipy.optimize import minimize

from packing.analytic import best_partition
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy
from packing.exponents import EnergyKind


def searched(setting: Setting) -> Finding:
    rows = []
    for d in (2, 3, int(setting["last"]), 4, 5, 6, 12)[: setting.pick(7, 3)]:
        rows.append((d, least_energy(2 * d + 1, d, 2, "relu", setting, 90)))
    said = setting.number("energy")
    return Finding(
        all(abs(met - said) < 1e-6 for _, met in rows), f"(d, least found): {[(d, round(met, 7)) for d, met in rows]}"
    )


def apex_energy(cosines: np.ndarray, d: int) -> float:
    """The energy of two simplices and an apex, with c and e times d^(1/2) given; `positive-overlaps.md`."""
    c, e = cosines / np.sqrt(d)
    C, D = np.sqrt(max(1 - c * c, 0)), np.sqrt(max(1 - e * e, 0))
    overlaps = c * c - C * C / (d - 1), e * e - D * D / (d - 1), C * D / (d - 1) - c * e, C * D / (d - 1) - c * e
    return 2 * d * c * c + d * (d - 1) * sum(max(t, 0) ** 2 for t in overlaps)


def products(setting: Setting) -> Finding:
    """The best product of known blocks, exactly, and two simplices with an apex in each dimension that is claimed."""
    parts = [best_partition(2 * d + 1, d, 2, "relu", search=False) for d in (2, 3, 5, 9)]
    holds = all(sympy.simplify(partition.exact - setting["energy"]) == 0 for partition in parts)
    kind = all(partition.kind is EnergyKind.RELU and partition.blocks[0] == (5, 2) for partition in parts)
    options = {"xatol": 1e-9, "fatol": 1e-12}
    apex = [
        minimize(apex_energy, [0.5, 1.1], (d,), method="Nelder-Mead", options=options).fun
        for d in range(3, int(setting["last"]) + 1)
    ]
    return Finding(
        bool(holds) and kind and bool(min(apex) > setting.number("energy")),
        f"blocks for d = 2, 3, 5, 9: {[partition.blocks for partition in parts]}; least with an apex {min(apex):.7f}",
    )


CLAIM = Claim(
    id="pentagon-to-21-dimensions",
    kind=Kind.CONJECTURE,
    statement="2d + 1 unit vectors of R^d, 2 <= d <= {last}, have E+_2 >= {energy}, attained by a pentagon and orthogonal digons",
    constants={"energy": "(15-5*sqrt(5))/4", "last": 21},
    mutations=({"energy": 1}, {"energy": "9/10"}, {"last": 24}),
    expected=Answer.OPEN,
    tested="descents for d <= 6 and at d = 12 and 21, 90 starts each; d = 2 is proved by plane-pentagons; three-point certificates prove .9285, .8202 and .7038 of .9549 at d = 3, 4, 5, and too-many-vectors-interfere .5358 for all d; at d = 3 half degrees 6, 7, 8, 9, 10 and 12 of it give .9106, .9285, .9344, .9369, .9401 and .9435",
    reference="conjectured here",
    derivation="By positive-overlaps-split only undivided blocks of 2r + 1 or more vectors of R^r, 3 <= r <= 21, with connected positive overlaps can have less. Two simplices with an apex are such blocks and have more, .97850 to .95499.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.ENUMERATION, products)),
)
