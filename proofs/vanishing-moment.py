"""As p -> 0 the energy counts the pairs that are not orthogonal: Turan's arrangement is best."""

import numpy as np

from packing.analytic import best_partition
from packing.analytic.blocks import line
from packing.analytic.extremal import turan
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.exponents import EnergyKind


def programme(setting: Setting) -> Finding:
    rows = []
    for n, d in [(5, 2), (7, 3), (9, 4), (13, 5), (20, 7)]:
        best = best_partition(n, d, 0.001, search=False)
        rows.append((n, d, best.energy, setting.exact("least", n=n, t=turan(n, d))))
    return Finding(
        all(abs(met - said) < 1e-9 for *_, met, said in rows), f"(n, d, energy at p = 0.001, stated): {rows}"
    )


def limits(setting: Setting) -> Finding:
    """E_p of random vectors at tiny p against n(n-1) minus twice their orthogonal pairs; and Turan's own energy."""
    rng = np.random.default_rng(setting.seed)
    x = np.zeros((7, 3))
    x[:2, 0], x[2:4, 1], x[4:, 2] = 1.0, 1.0, 1.0
    x[6] = rng.standard_normal(3)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    gram = np.abs(x @ x.T)[np.triu_indices(7, 1)]
    energy = 2 * float(np.sum(gram[gram > 1e-12] ** 1e-9))
    pairs = int(np.count_nonzero(gram < 1e-12))
    turan_energy = sum(line(size, EnergyKind.ABS).value(0.5, EnergyKind.ABS) for size in (3, 2, 2))
    holds = abs(energy - (42 - 2 * pairs)) < 1e-6 and turan_energy == float(setting.exact("least", n=7, t=turan(7, 3)))
    return Finding(bool(holds), f"energy at p = 1e-9: {energy:.6f}, 42 - 2 * {pairs}; axes of 3, 2, 2: {turan_energy}")


CLAIM = Claim(
    id="vanishing-moment",
    kind=Kind.THEOREM,
    statement="as p -> 0 the least E_p of n unit vectors of F^d tends to {least}, t = Turan's number of orthogonal pairs, with d balanced axes",
    constants={"least": "n*(n-1)-2*t"},
    mutations=({"least": "n*(n-1)-t"}, {"least": "n^2-2*t"}),
    expected=Answer.TRUE,
    reference="Turan 1941; derived here",
    derivation=(
        "Turan's arrangement has |c| in {0, 1}, so n(n-1) - 2t is reached. A limit X of minimisers as p -> 0 has at most t orthogonal "
        "pairs, and pairs that are not orthogonal in X have |c|^p -> 1."
    ),
    instruments=(Instrument(InstrumentKind.ENUMERATION, programme), Instrument(InstrumentKind.SYMBOLIC, limits)),
)
