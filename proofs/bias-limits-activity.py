"""How many tight features one neuron with a negative bias can see."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows
from packing.constructions import known
from packing.problem import lines


def constructed(setting: Setting) -> Finding:
    """Random directions, and sums of two features, in tight frames: the largest count against the bound."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for n, d in [(28, 7), (12, 4), (6, 3)]:
        frame = next(
            c.packing.vectors
            for c in known(lines(n, d))
            if np.allclose(c.packing.vectors.T @ c.packing.vectors, n / d * np.eye(d))
        )
        sums = (frame[:, None] + frame[None, :]).reshape(-1, d)
        sums = sums[np.linalg.norm(sums, axis=1) > 0.1]
        sums /= np.linalg.norm(sums, axis=1, keepdims=True)
        w = np.concatenate((sums, np.asarray(unit_rows(setting.pick(20_000, 5_000), d, rng))))
        seen = np.abs(w @ frame.T)
        for theta in (0.3, 0.5, 0.7, 0.5**0.5 - 1e-9):
            most = int((seen > theta).sum(axis=1).max())
            rows.append((n, d, round(theta, 3), most, round(most / setting.number("most", n=n, d=d, t=theta), 6)))
    shares = [share for *_, share in rows]
    return Finding(
        max(shares) <= 1 and max(shares) > 0.99999, f"(n, d, theta, most seen, its share of the bound): {rows}"
    )


def identity(setting: Setting) -> Finding:
    """sum <w, f_i>^2 = n/d; and w = (1, .., 1, 0, ..)/sqrt(k) sees k n/d of a repeated basis, as many as may be."""
    copies = np.repeat(np.eye(3), 4, axis=0)
    rows = []
    for k in (1, 2, 3):
        w = np.array([1.0] * k + [0.0] * (3 - k)) / k**0.5
        t = k**-0.5 - 1e-9
        rows.append((k, int((np.abs(copies @ w) > t).sum()), setting.number("most", n=12, d=3, t=t)))
    rng = np.random.default_rng(setting.seed)
    total = np.sum((np.asarray(unit_rows(50, 3, rng)) @ copies.T) ** 2, axis=1)
    return Finding(
        bool(np.allclose(total, 4)) and all(abs(met - said) < 1e-6 for _, met, said in rows),
        f"sum of squares {total.min():.6f}..{total.max():.6f}; repeated basis, (k, seen, bound): {rows}",
    )


CLAIM = Claim(
    id="bias-limits-activity",
    kind=Kind.THEOREM,
    statement="a unit w has |<w, f_i>| > t > 0 for fewer than {most} of n unit features f_i that form a tight frame in R^d, a constant that no smaller one can replace",
    constants={"most": "n/(d*t^2)"},
    mutations=({"most": "n/(d*t)/2"}, {"most": "n*t^2/d"}, {"most": "2*n/(d*t^2)"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="sum_i <w, f_i>^2 = n/d, and each such feature takes more than t^2 of it. Copies of a basis and w = (1, .., 1, 0, ..)/sqrt(k) come near.",
    instruments=(Instrument(InstrumentKind.MONTE_CARLO, constructed), Instrument(InstrumentKind.NUMERICAL, identity)),
)
