"""The coherence of many random complex vectors."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import unit_rows


def limit(setting: Setting) -> Finding:
    """(n^2/2) (1-s^2)^(d-1) = ln 2 has a closed solution."""
    log_n, d = 2000.0, 1e7
    s2 = -np.expm1((np.log(np.log(2)) + np.log(2) - 2 * log_n) / (d - 1))
    constant = s2 * d / log_n
    return Finding(
        abs(constant - setting.number("constant")) < 0.02, f"s^2 d/ln n = {constant:.4f} at ln n = 2000, d = 1e7"
    )


def sampled(setting: Setting) -> Finding:
    """P(-(d-1) ln(1-L^2) - c ln n + ln 2 <= y) = exp(-e^-y): compare the quartiles."""
    rng = np.random.default_rng(setting.seed)
    n, d, trials = 300, 60, setting.pick(120, 40)
    values = []
    for _ in range(trials):
        rows = unit_rows(n, d, rng, "C")
        gram = np.abs(rows.conj() @ rows.T)
        np.fill_diagonal(gram, 0)
        values.append(-(d - 1) * np.log1p(-(gram.max() ** 2)) - setting.number("constant") * np.log(n) + np.log(2))
    quartiles = np.quantile(values, [0.25, 0.5, 0.75])
    gumbel = -np.log(-np.log([0.25, 0.5, 0.75]))
    worst = float(np.abs(quartiles - gumbel).max())
    return Finding(
        worst < 8 / trials**0.5,
        f"{trials} samples at n=300, d=60: quartiles {quartiles.round(2)}, Gumbel {gumbel.round(2)}",
    )


CLAIM = Claim(
    id="random-coherence-complex",
    kind=Kind.ASYMPTOTIC,
    statement="as n grows and (ln n)/d -> 0 the coherence L of n random unit vectors of C^d is about sqrt({constant} ln n/d): -(d-1) ln(1-L^2) - {constant} ln n + ln 2 tends to a Gumbel law",
    constants={"constant": 2},
    mutations=({"constant": 1}, {"constant": 4}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="The tail is (1-s^2)^(d-1) exactly; n^2/2 pairwise independent pairs and the Chen-Stein method.",
    instruments=(Instrument(InstrumentKind.NUMERICAL, limit), Instrument(InstrumentKind.MONTE_CARLO, sampled)),
)
