"""Which optimizer has more bumps when a matrix of rank 2 is learned: does the order turn with the start?"""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.toymodels.factorization.recorded import recorded_cells
from packing.toymodels.factorization.sentences import compared

STARTS, PROMINENCE = (1e-2, 1e-3), 0.3
SIZE, STEPS = 20, 400


def recorded(setting: Setting) -> Finding:
    """The recorded runs: 300 targets a start, whole steps of both at one rate, and batches against Adam."""
    cells = {
        (c.config.descent, c.config.step, c.config.batch, c.config.scale): c
        for c in recorded_cells()
        if c.config.rank == 2 and c.config.error == "squared"
    }
    pairs = ((("sgd", 0.05, None), ("adam", 0.05, None)), (("sgd", 0.05, 90), ("adam", 0.005, None)))
    rows = [
        (start, first, second, compared(cells[*first, start], cells[*second, start], PROMINENCE).difference)
        for first, second in pairs
        for start in STARTS
    ]
    return judged(setting, [(start, float(d.value), float(d.error)) for start, *_, d in rows])


def trained(setting: Setting) -> Finding:
    """Other targets and another measure: a vector ends .3 below its best alignment with a target, another .15 above it."""
    runs = setting.pick(400, 150)
    rows = []
    for start in STARTS:
        plain, adam = (given_up(runs, start, optimizer, setting.seed) for optimizer in ("sgd", "adam"))
        difference = plain.astype(float) - adam
        rows.append((start, float(difference.mean()), float(difference.std() / runs**0.5)))
    return judged(setting, rows)


def judged(setting: Setting, rows: list[tuple[float, float, float]]) -> Finding:
    """Whether the differences have the signs stated, and whether they are both at least the gap."""
    gap = float(setting["gap"])
    signs = [value > 0 if start == STARTS[0] else value < 0 for start, value, _ in rows]
    shown = "; ".join(f"{start:g}: {value:+.2f} +- {error:.2f}" for start, value, error in rows)
    return Finding(
        all(signs),
        f"share of runs with a bump, plain steps less Adam, by start: {shown}; at least {gap:g}",
        all(value >= gap for _, value, _ in rows),
    )


def given_up(runs: int, start: float, optimizer: str, seed: int) -> np.ndarray:
    """For each run whether a learned vector gave a target up."""
    rng = np.random.default_rng(seed)
    aims = rng.standard_normal((2, runs, 2, SIZE))
    target = np.einsum("mki,mkj->mij", *aims) / SIZE
    aims /= np.linalg.norm(aims, axis=3, keepdims=True)
    factors = start * rng.standard_normal((2, runs, 2, SIZE))
    mean, square = np.zeros_like(factors), np.zeros_like(factors)
    best = np.full((runs, 2, 2), -1.0)
    for t in range(1, STEPS + 1):
        gap = np.matmul(factors[0].swapaxes(1, 2), factors[1]) - target
        slope = np.stack((np.matmul(factors[1], gap.swapaxes(1, 2)), np.matmul(factors[0], gap)))
        if optimizer == "sgd":
            factors -= 0.1 * slope
        else:
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            factors -= 0.01 * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-12)
        if t % 4 == 0:
            cosines = np.matmul(factors, aims.swapaxes(2, 3)) / np.linalg.norm(factors, axis=3, keepdims=True)
            seen = cosines[0] * cosines[1]
            best = np.maximum(best, seen)
    lost = (best - seen >= PROMINENCE) & (seen[:, ::-1] - seen >= PROMINENCE / 2)
    return lost.any(axis=(1, 2))


CLAIM = Claim(
    id="bumps-by-optimizer",
    kind=Kind.EMPIRICAL,
    statement=(
        "when a random matrix of rank 2 is learned by squared error, plain gradient steps have a bump (a learned vector gives a "
        "target up to another, prominence .3) in more runs than Adam from a start of 1e-2, and in fewer from 1e-3"
    ),
    correction="in more runs from both starts, by a share of at least {gap}",
    constants={"gap": "1/20"},
    mutations=({"gap": "2/5"},),
    expected=Answer.CORRECTED,
    numerical=True,
    reference="Jermyn and Shlegeris, Multi-Component Learning and S-Curves (2022)",
    derivation=(
        "Flow from a small start learns one mode after the other, so that both vectors turn to the first; the smaller the start, "
        "the longer they share it. Adam moves all entries at one pace, and its modes rise almost together."
    ),
    instruments=(Instrument(InstrumentKind.TRAINED, recorded), Instrument(InstrumentKind.NUMERICAL, trained)),
)
