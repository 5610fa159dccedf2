"""The cells of the recorded studies, at the sizes of the paper: 512 features in 64 dimensions, 1024 neurons.

The table has five axes, bias x learning rate x neurons x l1 x decay of the bias, with two levels each: 8 of the 32
cells, the fractional design 2^(5-2) with l1 = rate x neurons and decay = bias x rate x neurons. Every two axes meet in
all pairs of levels twice. The difference of the means at both levels of an axis is its main effect together with those
interactions of two axes that are confounded with it: l1 x decay with the bias, neurons x l1 with the rate, rate x l1
with the neurons, rate x neurons and bias x decay with l1, bias x l1 with the decay. All else is measured around the
setting of the paper. Training is shorter than the paper's 2^17 steps of 2^13 inputs: 1500 steps of 128.
Reference: Box, Hunter and Hunter, Statistics for Experimenters (2005), chapter 6.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from packing.toymodels.monosemanticity.config import MonosemanticityConfig

Changes = dict[str, Any]
"""Settings of one cell that differ from those of `PAPER`, or of another base."""

PAPER = MonosemanticityConfig(
    features=512, embedding=64, neurons=1024, density=1.0 / 64, bias=-1.0, bias_decay=3.0, batch=128, steps=1500
)
"""The sizes of the paper, from its bias of -1, at the rate .005."""

AXES: dict[str, tuple[float, float]] = {
    "bias": (-0.5, -1.0),
    "learning_rate": (0.0025, 0.005),
    "neurons": (256, 512),
    "l1": (0.0, 0.003),
    "bias_decay": (0.0, 3.0),
}
"""The levels of the five axes."""

ARRAY = tuple((a, b, c, b ^ c, a ^ b ^ c) for a in (0, 1) for b in (0, 1) for c in (0, 1))
"""The level of each axis, cell by cell."""

VARIANTS: tuple[Changes, ...] = (
    {"neurons": 512, "input_noise": 0.02},
    {"neurons": 512, "power_law": 1.1},
    {"neurons": 512, "power_law": 1.1, "bias": 0.0},
)
"""The cells with noise at the inputs, and with frequencies that fall as a power law."""

PRUNED: tuple[Changes, ...] = ({"neurons": 512},)
"""The cell of the study of pruning."""


def fractional_cells() -> tuple[Changes, ...]:
    """The 8 cells of the table, each with all five settings."""
    return tuple({name: AXES[name][level] for name, level in zip(AXES, row, strict=True)} for row in ARRAY)


def settings(changes: Changes, seed: int, base: MonosemanticityConfig = PAPER) -> MonosemanticityConfig:
    """The settings of a cell with this seed: those of `base`, and what the cell changes."""
    return replace(base, **changes, seed=seed)
