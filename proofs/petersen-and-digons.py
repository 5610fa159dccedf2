"""2d + 2 vectors for d >= 4: the Petersen code and digons, without biases; d = 4 is `petersen-least-energy`."""

import numpy as np
import sympy

from packing.analytic.blocks import codes
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import least_energy
from packing.exponents import EnergyKind


def searched(setting: Setting) -> Finding:
    rows = [(d, least_energy(2 * d + 2, d, 2, "relu", setting, 120)) for d in (4, 5, 6, 22)[: setting.pick(4, 2)]]
    return Finding(
        all(abs(met - setting.number("energy")) < 1e-6 for _, met in rows),
        f"(d, least found): {[(d, round(met, 7)) for d, met in rows]}",
    )


def exactly(setting: Setting) -> Finding:
    """The code of the ten pairs of {1..5}: overlaps 1/6 (disjoint or not) and -2/3, rank 4, and its energy."""
    pairs = [(i, j) for i in range(5) for j in range(i)]
    gram = np.array([[6 if a == b else 1 if set(a) & set(b) else -4 for a in pairs] for b in pairs])
    code = next(block for block in codes() if block.name == "Petersen code")
    energy = code.exact_energy(sympy.Integer(2), EnergyKind.RELU)
    direct = sympy.Rational(int(np.sum(np.maximum(gram, 0) ** 2)) - 360, 36)
    rank = np.linalg.matrix_rank(gram)
    return Finding(energy == direct == setting["energy"] and rank == 4, f"energy {direct}, rank {rank}")


CLAIM = Claim(
    id="petersen-and-digons",
    kind=Kind.CONJECTURE,
    statement="2d + 2 unit vectors of R^d, d >= 4, have E+_2 >= {energy}, attained by the Petersen code and orthogonal digons",
    constants={"energy": "5/3"},
    mutations=({"energy": "3/2"}, {"energy": 2}),
    expected=Answer.OPEN,
    tested="descents for d = 4, 5, 6, 22, 120 starts each; d = 4 is proved by petersen-least-energy, a three-point certificate proves 1.5126 at d = 5, too-many-vectors-interfere 1 for all d",
    reference="conjectured here; the code: Bachoc and Vallentin 2009",
    derivation="Ten vectors with overlaps 1/6 (six neighbours) and -2/3 (three): 60/36. By positive-overlaps-split only an undivided block of 2r + 2 vectors of R^r can have less, or two blocks of 2r + 1, which are known with .949 each at least.",
    instruments=(Instrument(InstrumentKind.OPTIMIZER, searched), Instrument(InstrumentKind.SYMBOLIC, exactly)),
)
