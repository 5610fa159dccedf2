"""How many tight features one neuron with a negative bias can see."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows
from packing.constructions import known
from packing.problem import lines


def constructed(setting: Setting) -> Finding:
    """Random directions in tight frames: the largest count against the bound."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for n, d in [(28, 7), (12, 4), (6, 3)]:
        frame = next(
            c.packing.vectors
            for c in known(lines(n, d))
            if np.allclose(c.packing.vectors.T @ c.packing.vectors, n / d * np.eye(d))
        )
        w = np.asarray(unit_rows(setting.pick(20_000, 5_000), d, rng))
        seen = np.abs(w @ frame.T)
        for theta in (0.3, 0.5, 0.7):
            most = int((seen > theta).sum(axis=1).max())
            rows.append((n, d, theta, most, setting.number("most", n=n, d=d, t=theta)))
    return Finding(
        all(most <= said for *_, most, said in rows),
        f"(n, d, theta, most seen, bound): {[(*row[:4], round(row[4], 2)) for row in rows]}",
    )


def identity(setting: Setting) -> Finding:
    """sum <w, f_i>^2 = n/d exactly; a count m costs m theta^2 of it; met by n/d parallel copies of a basis."""
    copies = np.repeat(np.eye(3), 4, axis=0)
    theta = 1 - 1e-9
    count = int((np.abs(copies @ np.eye(3)[0]) > theta).sum())
    said = setting.number("most", n=12, d=3, t=theta)
    rng = np.random.default_rng(setting.seed)
    w = np.asarray(unit_rows(50, 3, rng))
    total = np.sum((w @ copies.T) ** 2, axis=1)
    return Finding(
        bool(np.allclose(total, 4)) and abs(count - said) < 1e-6,
        f"sum of squares {total.min():.6f}..{total.max():.6f}; repeated basis: {count}, bound {said:.6f}",
    )


CLAIM = Claim(
    id="bias-limits-activity",
    kind=Kind.THEOREM,
    statement="a unit w has |<w, f_i>| > t for at most {most} of n unit features f_i that form a tight frame in R^d",
    constants={"most": "n/(d*t^2)"},
    mutations=({"most": "n/(d*t)/2"}, {"most": "n*t^2/d"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="sum_i <w, f_i>^2 = n/d, and each such feature takes more than t^2 of it.",
    instruments=(Instrument(InstrumentKind.MONTE_CARLO, constructed), Instrument(InstrumentKind.NUMERICAL, identity)),
)
