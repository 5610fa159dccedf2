"""Is negative interference free? With one active feature yes, with two no."""

import numpy as np
import sympy

from packing.analytic.superposition import cross_error, own_error_of_two
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import mean


def symbolic(setting: Setting) -> Finding:
    """First order: int ReLU(cx)^2 = 0 for c < 0. Second order: E (x - ReLU(x + cy))^2 for c = -s."""
    s = sympy.Symbol("s", positive=True)
    x, y = sympy.symbols("x y", positive=True)
    kept = sympy.integrate(sympy.integrate((s * y) ** 2, (y, 0, x / s)), (x, 0, s))
    kept += sympy.integrate(sympy.integrate((s * y) ** 2, (y, 0, 1)), (x, s, 1))
    lost = sympy.integrate(sympy.integrate(x**2, (y, x / s, 1)), (x, 0, s))
    second = sympy.expand(sympy.simplify(kept + lost))
    free = [cross_error(sympy.Rational(-1, 2)) == 0, second == 0]
    return Finding(
        all(free[: int(setting["active"])]),
        f"one active: {cross_error(sympy.Rational(-1, 2))}; two active: {second}",
        sympy.expand(second - (s**2 / 3 - setting["saving"].subs(sympy.Symbol("s", positive=True), s))) == 0,
    )


def sampled(setting: Setting) -> Finding:
    rng = np.random.default_rng(setting.seed)
    x, y = rng.random((2, setting.pick(400_000, 100_000)))
    rows = []
    for c in (-0.3, -0.7, -1.0):
        seen = mean((x - np.maximum(x + c * y, 0)) ** 2)
        said = c * c / 3 - setting.number("saving", s=sympy.Rational(str(-c)))
        rows.append((c, round(seen.value, 5), round(float(own_error_of_two(c)), 5), seen.agrees(said)))
    first = float(np.mean(np.maximum(-0.7 * x, 0) ** 2))
    second = min(value for _, value, *_ in rows)
    return Finding(
        all([first == 0, second < 1e-3][: int(setting["active"])]),
        f"one active: {first}; two active, (c, mean, formula, correction agrees): {rows}",
        all(row[-1] for row in rows),
    )


CLAIM = Claim(
    id="negative-interference-free",
    kind=Kind.FOLKLORE,
    statement="negative interference of unit features is free for the ReLU model without bias with up to {active} active features, uniform on [0, 1]",
    correction="free with one active feature; with two each costs the other s^2/3 - {saving} at overlap -s",
    constants={"active": 2, "saving": "s^3/6"},
    mutations=({"active": 1}, {"saving": "s^3/3"}, {"saving": "s^2/3"}),
    expected=Answer.CORRECTED,
    reference="Elhage et al., Toy Models of Superposition (2022); derived here",
    derivation="E (x - ReLU(x - s y))^2: the error is s y while x > s y and x after.",
    instruments=(Instrument(InstrumentKind.SYMBOLIC, symbolic), Instrument(InstrumentKind.MONTE_CARLO, sampled)),
)
