"""Below p = 2, with d dividing n, the repeated orthonormal basis is optimal."""

import sympy

from packing.analytic import best_partition
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare, least_energy


def searched(setting: Setting) -> Finding:
    rows = []
    for n, d in [(4, 2), (6, 3), (8, 4), (6, 2)][: setting.pick(4, 3)]:
        for p in (0.8, 1.4, 1.8):
            rows.append(((n, d, p), least_energy(n, d, p, "abs", setting, 30), setting.number("least", n=n, d=d)))
    return compare(rows, "descents against n(n-d)/d", 1e-4)


def derived(setting: Setting) -> Finding:
    """|c|^p >= c^2 and Welch give the floor; d lines with n/d vectors each meet it."""
    n, d = sympy.symbols("n d", positive=True)
    welch, basis = n**2 / d - n, d * (n / d) * (n / d - 1)
    blocks = best_partition(12, 4, 1.7).blocks
    holds = sympy.simplify(welch - setting["least"]) == 0 and sympy.simplify(basis - setting["least"]) == 0
    return Finding(
        bool(holds) and blocks == ((3, 1),) * 4, f"floor {sympy.factor(welch)}, repeated basis {sympy.factor(basis)}"
    )


CLAIM = Claim(
    id="repeated-basis-optimal",
    kind=Kind.THEOREM,
    statement="for 0 < p <= 2 and d | n the least E_p of n unit vectors of F^d is {least}, attained by d orthogonal lines with n/d vectors each",
    constants={"least": "n*(n-d)/d"},
    mutations=({"least": "n*(n-d)/(d+1)"}, {"least": "n*(n-d)/d+1"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="|c|^p >= c^2 for |c| <= 1, and sum c^2 >= n^2/d. For p < 2 equality needs |c| in {0, 1} and tightness.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
