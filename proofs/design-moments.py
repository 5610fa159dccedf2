"""Even moments are least at designs."""

import sympy

from packing.analytic import random_moment
from packing.analytic.blocks import systems
from packing.bounds.energy.closed_forms import TIGHT_STRENGTH
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy


def exactly(setting: Setting) -> Finding:
    """sum |c|^2k over all pairs equals n^2 m_2k for k up to the design strength, and is larger beyond."""
    rows = []
    for system in systems():
        strength = TIGHT_STRENGTH.get(system.shape)
        if strength is None:
            continue
        equal = 0
        for k in range(1, 6):
            total = system.n + sum(count * value ** (2 * k) for value, count in system.overlaps)
            gap = sympy.simplify(total - system.n**2 * random_moment(system.d, 2 * k) * setting["factor"])
            if gap != 0:
                break
            equal = k
        rows.append((system.name, strength, equal))
    return Finding(
        all(strength == equal for _, strength, equal in rows), f"(system, strength, equality up to k): {rows}"
    )


def searched(setting: Setting) -> Finding:
    rows = []
    for n, d, k in [(5, 2, 2), (6, 3, 2), (10, 3, 2), (7, 3, 3), (12, 4, 2)]:
        met = least_energy(n, d, 2 * k, "abs", setting, 12) + n
        rows.append(((n, d, k), met / float(n * n * random_moment(d, 2 * k) * setting["factor"])))
    least = min(ratio for _, ratio in rows)
    met = [case for case, ratio in rows if ratio < 1 + 1e-7]
    return Finding(least > 1 - 1e-9 and (5, 2, 2) in met, f"least sum over bound {least:.9f}; met at (n, d, k) = {met}")


CLAIM = Claim(
    id="design-moments",
    kind=Kind.THEOREM,
    statement="n unit vectors of F^d and k >= 1 have sum_ij |<x_i,x_j>|^2k >= w n^2 E|<u,v>|^2k, u, v random, for w = {factor}, with equality iff the lines form a projective k-design",
    constants={"factor": 1},
    mutations=({"factor": "11/10"}, {"factor": "9/10"}),
    expected=Answer.TRUE,
    reference="Welch 1974; Sidelnikov 1974; Venkov 2001",
    derivation="The sum is |sum x_i^(2k tensor)|^2; project on the rotation-invariant vector (Cauchy-Schwarz).",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, exactly), Instrument(InstrumentKind.OPTIMIZER, searched)),
)
