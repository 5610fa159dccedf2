"""Tight designs minimise p-frame energies between two even exponents: three lines of the plane, doubled."""

import sympy

from packing.analytic.blocks import repeated, simplex
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy
from packing.exponents import EnergyKind


def outside(setting: Setting) -> tuple[float, list[float], list[float]]:
    low, high = setting.number("low"), setting.number("high")
    return low, [low + 0.3, (low + high) / 2, high - 0.3], [low - 0.4, high + 0.6]


def searched(setting: Setting) -> Finding:
    """Six lines of R^2: inside the range nothing beats the doubled triple, outside something does."""
    _, inside, beyond = outside(setting)
    triple = repeated(simplex(3, 2), 2)
    gaps = {p: triple.value(p, EnergyKind.ABS) - least_energy(6, 2, p, "abs", setting, 20) for p in inside + beyond}
    holds = all(abs(gaps[p]) < 1e-4 for p in inside) and all(gaps[p] > 1e-4 for p in beyond)
    return Finding(
        holds, "doubled triple minus best found: " + ", ".join(f"p={p:.3g}: {gap:.2e}" for p, gap in gaps.items())
    )


def rivals(setting: Setting) -> Finding:
    """Exact energies of six lines: the doubled triple against the hexagon of lines and three times two axes."""
    p = sympy.Symbol("p", positive=True)
    half, side = sympy.Rational(1, 2), sympy.sqrt(3) / 2
    triple = 6 + 24 * half**p
    spread = {"axes": sympy.Integer(12), "hexagon": 12 * side**p + 12 * half**p}
    ties = [
        sympy.simplify((triple - spread[name]).subs(p, setting[end]))
        for name, end in (("axes", "low"), ("hexagon", "high"))
    ]
    _, inside, beyond = outside(setting)
    gaps = {q: float(min(energy.subs(p, q) for energy in spread.values()) - triple.subs(p, q)) for q in inside + beyond}
    holds = ties == [0, 0] and all(gaps[q] > 0 for q in inside) and all(gaps[q] < 0 for q in beyond)
    return Finding(holds, f"ties with axes and hexagon at the ends: {ties}; rivals minus triple by p: {gaps}")


CLAIM = Claim(
    id="tight-design-range",
    kind=Kind.THEOREM,
    statement="three equally spaced lines of R^2, each twice, have least E_p among six lines exactly for {low} <= p <= {high}",
    constants={"low": 2, "high": 4},
    mutations=({"high": 5}, {"high": 3}, {"low": "3/2"}),
    expected=Answer.TRUE,
    reference="Bilyk, Glazyrin, Matzke, Park and Vlasiuk, arXiv:1908.00885 (tight designs); checked here",
    derivation=(
        "Hermite interpolation of |c|^p at the overlaps of the tight 2-design has non-negative coefficients for these p. Below, "
        "axes have 12 against 6 + 24 2^-p; above, lines at multiples of 30 degrees have 12 (3/4)^(p/2) + 12 2^-p, which is less: "
        "(3/4)^(p/2) - 2^-p is 1/2 at p = 4 and falls from there."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.SYMBOLIC, rivals)),
)
