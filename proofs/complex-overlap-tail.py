"""The tail of the overlap of random complex vectors."""

import numpy as np
import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows


def derived(setting: Setting) -> Finding:
    """Integrate the Beta(1, d - 1) density of t^2 over (s^2, 1)."""
    s, x = sympy.symbols("s x", positive=True)
    differences = []
    for d in (2, 3, 5, 8):
        tail = sympy.integrate((d - 1) * (1 - x) ** (d - 2), (x, s**2, 1))
        differences.append(sympy.expand(tail - setting.exact("tail", d=d)))
    return Finding(
        all(difference == 0 for difference in differences), f"integral minus stated for d = 2, 3, 5, 8: {differences}"
    )


def sampled(setting: Setting) -> Finding:
    rng = np.random.default_rng(setting.seed)
    size = setting.pick(200_000, 50_000)
    rows = []
    for d, s in [(2, 0.6), (4, 0.5), (9, 0.3)]:
        u, v = unit_rows(size, d, rng, "C"), unit_rows(size, d, rng, "C")
        share = float(np.mean(np.abs(np.sum(u.conj() * v, axis=1)) > s))
        said = float(setting.exact("tail", d=d, s=sympy.Rational(str(s))))
        error = (max(share, 1e-9) * (1 - share) / size) ** 0.5
        rows.append((d, s, share, abs(share - said) < 5 * error))
    return Finding(all(row[-1] for row in rows), f"(d, s, share, within 5 errors): {rows}")


CLAIM = Claim(
    id="complex-overlap-tail",
    kind=Kind.THEOREM,
    statement="P(|<u,v>| > s) = {tail} exactly for random unit vectors of C^d, d >= 2, 0 <= s <= 1",
    constants={"tail": "(1-s^2)^(d-1)"},
    mutations=({"tail": "(1-s^2)^d"}, {"tail": "(1-s)^(d-1)"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="t^2 is Beta(1, d-1) distributed.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, derived), Instrument(InstrumentKind.MONTE_CARLO, sampled)),
)
