"""Orthogonal pairs of the integer rays of R^3 grow like n^(4/3)."""

import numpy as np

from packing.analytic.extremal import four_cycle_free
from packing.analytic.rays import pair_count, small_rays
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def rates(setting: Setting) -> list[tuple[int, int]]:
    return [(len(small_rays(m)), pair_count(small_rays(m))) for m in range(1, setting.pick(8, 6))]


def fitted(setting: Setting) -> Finding:
    """The slope of ln(pairs) in ln(n)."""
    rows = np.array(rates(setting), dtype=float)
    slope = float(np.polyfit(np.log(rows[1:, 0]), np.log(rows[1:, 1]), 1)[0])
    return Finding(
        abs(slope - float(setting["power"])) < 0.08, f"(rays, pairs): {rows.astype(int).tolist()}; slope {slope:.4f}"
    )


def bounded(setting: Setting) -> Finding:
    """pairs/n^power stays within a factor 1.3; far below the bound n^(3/2) without four-cycles."""
    power = float(setting["power"])
    ratios = [pairs / n**power for n, pairs in rates(setting)[1:]]
    room = [four_cycle_free(n) / pairs for n, pairs in rates(setting)]
    return Finding(
        max(ratios) / min(ratios) < 1.3 and room[-1] > 1.3,
        f"pairs/n^{power:.3f}: {np.round(ratios, 3)}; four-cycle bound over pairs: {np.round(room, 2)}",
    )


CLAIM = Claim(
    id="integer-rays-growth",
    kind=Kind.ASYMPTOTIC,
    statement="the integer rays of R^3 with entries up to m have about n^({power}) orthogonal pairs",
    constants={"power": "4/3"},
    mutations=({"power": "3/2"}, {"power": 1}),
    expected=Answer.TRUE,
    reference="Erdos, Hickerson and Pach, Amer. Math. Monthly 96 (1989), for the exponent; measured here",
    derivation="Orthogonality of lines is incidence of points and lines in the plane, where n^(4/3) is the extremal order.",
    instruments=(Instrument(InstrumentKind.ENUMERATION, fitted), Instrument(InstrumentKind.NUMERICAL, bounded)),
)
