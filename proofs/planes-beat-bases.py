"""Among different lines of even dimension planes beat overlapping bases as soon as n > d."""

import numpy as np
import sympy

from packing.analytic.rays import orthogonal_sum, pair_count, plane
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import overlapping_bases
from packing.structure import orthogonal_pairs


def counted(setting: Setting) -> Finding:
    rows = []
    for n, d in [(8, 4), (16, 4), (12, 6), (24, 6), (16, 8)]:
        lines = np.zeros((0, 0), dtype=np.int64)
        for _ in range(d // 2):
            lines = orthogonal_sum(lines, plane(2 * n // d))
        bases = len(orthogonal_pairs(overlapping_bases(n, d, setting.seed)))
        rows.append((n, d, pair_count(lines) - bases, setting.exact("gain", n=n, d=d)))
    return Finding(
        all(met == said and met > 0 for *_, met, said in rows), f"(n, d, planes minus bases, stated): {rows}"
    )


def derived(setting: Setting) -> Finding:
    n, d = sympy.symbols("n d", positive=True)
    planes = n**2 * (1 - 2 / d) / 2 + n / 2
    gain = sympy.factor(planes - n * (d - 1) / 2)
    return Finding(
        sympy.simplify(gain - setting["gain"]) == 0, f"planes minus bases: {gain}, positive iff n > d (d > 2)"
    )


CLAIM = Claim(
    id="planes-beat-bases",
    kind=Kind.THEOREM,
    statement="for even d >= 4, d | n, n lines in d/2 orthogonal planes, in orthogonal couples, have {gain} more orthogonal pairs than n/d bases at general angles: more iff n > d",
    constants={"gain": "n*(d-2)*(n-d)/(2*d)"},
    mutations=({"gain": "n*(d-2)*(n-d)/d"}, {"gain": "n*(d-1)*(n-d)/(2*d)"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="n^2 (1 - 2/d)/2 pairs across planes and n/2 inside, against n (d-1)/2.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, counted), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
