"""2d + 1 vectors: pentagon and digons, without biases."""

import sympy

from packing.analytic import best_partition
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy
from packing.exponents import EnergyKind


def searched(setting: Setting) -> Finding:
    rows = []
    for d in (2, 3, 4, 5, 6)[: setting.pick(5, 3)]:
        rows.append((d, least_energy(2 * d + 1, d, 2, "relu", setting, 80)))
    said = setting.number("energy")
    return Finding(
        all(abs(met - said) < 1e-6 for _, met in rows), f"(d, least found): {[(d, round(met, 7)) for d, met in rows]}"
    )


def programme(setting: Setting) -> Finding:
    """The best product of known blocks, exactly."""
    parts = [best_partition(2 * d + 1, d, 2, "relu", search=False) for d in (2, 3, 5, 9)]
    shapes = [partition.blocks for partition in parts]
    holds = all(sympy.simplify(partition.exact - setting["energy"]) == 0 for partition in parts)
    kind = all(partition.kind is EnergyKind.RELU and partition.blocks[0] == (5, 2) for partition in parts)
    return Finding(bool(holds) and kind, f"blocks for d = 2, 3, 5, 9: {shapes}")


CLAIM = Claim(
    id="pentagon-and-digons",
    kind=Kind.CONJECTURE,
    statement="2d + 1 unit vectors of R^d, d >= 2, have E+_2 >= {energy}, attained by a pentagon and orthogonal digons",
    constants={"energy": "(15-5*sqrt(5))/4"},
    mutations=({"energy": 1}, {"energy": "9/10"}),
    expected=Answer.OPEN,
    tested="descents for d <= 6, 80 starts each; d = 2 is proved by plane-pentagons; three-point certificates prove .9285, .8202 and .7038 of .9549 at d = 3, 4, 5",
    reference="conjectured here",
    derivation="The pentagon has 10 cos(72)^2 = (15 - 5 sqrt 5)/4; with trained biases at low density it is not optimal.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.ENUMERATION, programme)),
)
