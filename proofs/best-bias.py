"""The best common bias of equiangular features."""

import sympy
from scipy.optimize import minimize_scalar

from packing.analytic.superposition import cross_error, own_error
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def derived(setting: Setting) -> Finding:
    """The derivative of own + (n-1) cross at unit norm vanishes at the stated t = -b."""
    n, m, t = sympy.symbols("n m t", positive=True)
    loss = t**2 - 2 * t**3 / 3 + (n - 1) * (m - t) ** 3 / (3 * m)
    at = sympy.diff(loss, t).subs(t, setting["bias"])
    values = [
        sympy.simplify(at.subs({n: a, m: b}))
        for a, b in [(28, sympy.Rational(1, 3)), (6, sympy.Rational(2, 5)), (50, sympy.Rational(1, 9))]
    ]
    return Finding(all(abs(sympy.N(value, 30)) < 1e-20 for value in values), f"derivative at the stated bias: {values}")


def minimised(setting: Setting) -> Finding:
    rows = []
    for n, m in [(28, 1 / 3), (6, 0.4), (12, 0.25)]:

        def loss(t, n=n, m=m):
            return own_error(1.0, -t) + (n - 1) * float(cross_error(m, -t))

        best = float(minimize_scalar(loss, bounds=(0, 0.9), method="bounded", options={"xatol": 1e-10}).x)
        rows.append((n, round(m, 4), round(best, 6), round(setting.number("bias", n=n, m=sympy.nsimplify(m)), 6)))
    return Finding(all(abs(met - said) < 1e-5 for *_, met, said in rows), f"(n, overlap, minimiser, stated): {rows}")


CLAIM = Claim(
    id="best-bias",
    kind=Kind.THEOREM,
    statement="n >= 2 unit features with <x_i, x_j> = m in (0, 1) for all pairs have best common bias -t in the one-sparse loss, t = {bias}",
    constants={"bias": "m*(n-sqrt(2*n*(1-m)+2*m-1))/(n+2*m-1)"},
    mutations=({"bias": "m"}, {"bias": "m*(n-sqrt(n*(1-m)+2*m-1))/(n+2*m-1)"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "own = t^2 - 2t^3/3, cross = (m-t)^3/(3m): the slope is a concave quadratic, < 0 at t = 0 and > 0 at t = m, so it has one "
        "root in (0, m). For t > m only own is left, which increases to 1/3; b > 0 increases both."
    ),
    instruments=(Instrument(InstrumentKind.SYMBOLIC, derived), Instrument(InstrumentKind.NUMERICAL, minimised)),
)
