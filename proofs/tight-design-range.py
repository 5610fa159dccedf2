"""Tight designs minimise p-frame energies between two even exponents: three lines of the plane, doubled."""

from packing.analytic.blocks import polygon, repeated, simplex
from packing.analytic.energy import EnergyKind
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy


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
    """The mean energies of the tight designs of 2, 3 and 4 lines cross at the even exponents."""
    low, inside, _ = outside(setting)
    high = setting.number("high")
    means = {m: (lambda p, m=m: (polygon(m, EnergyKind.ABS).value(p, EnergyKind.ABS) + m) / m**2) for m in (2, 3, 4)}
    best = {p: min(means, key=lambda m, p=p: means[m](p)) for p in [low - 0.1, *inside, high + 0.1]}
    ties = [abs(means[2](low) - means[3](low)) < 1e-12, abs(means[3](high) - means[4](high)) < 1e-12]
    holds = all(ties) and all(best[p] == 3 for p in inside) and best[low - 0.1] == 2 and best[high + 0.1] == 4
    return Finding(holds, f"best of 2, 3, 4 lines by mean energy: {best}; ties at the ends: {ties}")


CLAIM = Claim(
    id="tight-design-range",
    kind=Kind.THEOREM,
    statement="three equally spaced lines of R^2, each twice, have least E_p among six lines exactly for {low} <= p <= {high}",
    constants={"low": 2, "high": 4},
    mutations=({"high": 5}, {"low": "3/2"}),
    expected=Answer.TRUE,
    reference="Bilyk, Glazyrin, Matzke, Park and Vlasiuk, arXiv:1908.00885 (tight designs); checked here",
    derivation="Hermite interpolation of |c|^p at the overlaps of the tight 2-design has non-negative coefficients for these p.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.NUMERICAL, rivals)),
)
