"""Does a product of rank 10 reach zero loss under cross-entropy?"""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.toymodels.factorization.design import zero_design
from packing.toymodels.factorization.recorded import ZERO, cells_of, recorded_cells

SIZE, RANK, STEPS, RATE = 16, 8, 6000, 0.5


def recorded(setting: Setting) -> Finding:
    """20000 recorded steps from 30 x 30: plain steps at the steady rates, and Adam."""
    cells = cells_of(zero_design(0), recorded_cells())
    plain = [cell for cell in cells if cell.config.descent == "sgd"]
    steady = [cell for cell in plain if cell.config.step < 1]
    adam = [run for cell in cells if cell.config.descent == "adam" for run in cell.runs]
    met = sum(run.least < ZERO for cell in plain for run in cell.runs)
    powers = [run.power for cell in steady for run in cell.runs]
    reached = sum(run.least < ZERO for run in adam)
    text = f"plain steps at zero: {met} of {sum(len(c.runs) for c in plain)}; Adam: {reached} of {len(adam)}; "
    return finding(setting, met > 0, powers, text, reached > 0)


def descended(setting: Setting) -> Finding:
    """Other sizes, a loop of its own: the loss at T/2 over that at T, for plain steps."""
    rng = np.random.default_rng(setting.seed)
    powers, least = [], np.inf
    for _ in range(setting.pick(6, 3)):
        logits = rng.standard_normal((SIZE, RANK)) @ rng.standard_normal((RANK, SIZE))
        p = np.exp(logits - logits.max())
        p /= p.sum()
        a, b = 0.1 * rng.standard_normal((2, SIZE, RANK))
        losses = []
        for step in range(STEPS + 1):
            z = a @ b.T
            z -= z.max()
            q = np.exp(z)
            total = q.sum()
            if step in (STEPS // 2, STEPS):
                losses.append(float(np.sum(p * (np.log(p) - z + np.log(total)))))
            gap = q / total - p
            a, b = a - RATE * gap @ b, b - RATE * gap.T @ a
        powers.append(float(np.log2(losses[0] / losses[1])))
        least = min(least, losses[1])
    return finding(setting, least < ZERO, powers, f"least loss after {STEPS} steps: {least:.1e}; ", True)


def finding(setting: Setting, reached: bool, powers: list[float], text: str, others: bool) -> Finding:
    """Whether plain steps reach zero, and whether their loss falls with the stated power instead."""
    mean, error = float(np.mean(powers)), float(np.std(powers) / len(powers) ** 0.5)
    near = abs(mean - float(setting["power"])) <= 0.35
    return Finding(reached, f"{text}power of 1/t at the end {mean:.2f} +- {error:.2f}", not reached and others and near)


CLAIM = Claim(
    id="cross-entropy-slow-fall",
    kind=Kind.EMPIRICAL,
    statement=(
        "under cross-entropy over all entries a product of rank 8 or 10 reaches zero loss to random logits of its own rank by plain "
        "gradient steps within some thousand steps, as it does under the squared error"
    ),
    correction=(
        "it does not: the loss falls near 1/t^{power} at steady rates, while Adam comes below 1e-6 in part of the runs of 20000 steps"
    ),
    constants={"power": 1},
    mutations=({"power": 2}, {"power": "1/2"}),
    expected=Answer.CORRECTED,
    numerical=True,
    reference="Jermyn and Shlegeris, Multi-Component Learning and S-Curves (2022)",
    derivation=(
        "The gradient at an entry is q - p, at most about p where q < p: an entry is fitted after a time of order 1/p. Logits of "
        "rank 10 spread p over many powers of ten, so that at time t what is left is of order the mass of entries with p < 1/t, "
        "until t is of order 1/min p."
    ),
    instruments=(Instrument(InstrumentKind.TRAINED, recorded), Instrument(InstrumentKind.OPTIMIZER, descended)),
)
