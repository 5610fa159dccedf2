"""The mean interference of random blocks at p = 2."""

import numpy as np
import sympy

from packing.analytic.heuristics import random_block_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import generic_tegum
from packing.claims.instruments import mean
from packing.measure import interference


def derived(setting: Setting) -> Finding:
    rows = [(n, d, k, random_block_loss(n, d, k, 2)) for n, d, k in [(12, 6, 3), (20, 8, 4), (30, 10, 1), (9, 3, 3)]]
    return Finding(
        all(sympy.simplify(value - setting.exact("loss", n=n, d=d, k=k)) == 0 for n, d, k, value in rows),
        f"(n, d, k, exact mean): {rows}",
    )


def sampled(setting: Setting) -> Finding:
    rng = np.random.default_rng(setting.seed)
    rows = []
    for n, d, k in [(12, 6, 3), (20, 8, 4), (16, 4, 2)]:
        seen = mean([interference(generic_tegum(k, n // k, d // k, rng)) for _ in range(setting.pick(2000, 400))])
        rows.append(
            (n, d, k, round(seen.value, 3), round(seen.error, 3), seen.agrees(setting.number("loss", n=n, d=d, k=k)))
        )
    return Finding(
        all(row[-1] for row in rows), f"(n, d, k, mean, error, within 5 errors): {rows}, seed {setting.seed}"
    )


CLAIM = Claim(
    id="random-blocks",
    kind=Kind.THEOREM,
    statement="n random unit vectors of R^d in k equal orthogonal blocks, k | n, d, have mean E_2 = {loss}: more blocks are better",
    constants={"loss": "n*(n-k)/d"},
    mutations=({"loss": "n*(n-1)/d"}, {"loss": "n*(n-d)/d"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="n(n/k - 1) ordered pairs inside blocks, each with E c^2 = k/d.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, derived), Instrument(InstrumentKind.MONTE_CARLO, sampled)),
)
