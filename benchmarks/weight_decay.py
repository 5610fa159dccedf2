r"""Loss and mean squared overlap over 1/d under weight decay: `python benchmarks/weight_decay.py`, 10 CPU minutes.

The model of Liu, Liu and Gore, Superposition yields robust neural scaling, arXiv:2505.10465: n = 1000 features
x_i = u_i v_i with u_i = 1 at chance p_i ~ i^-power, sum p_i = 1, v_i uniform on [0, 2]; x' = ReLU(W W^T x + b); Adam,
then decoupled decay g of the rows of W at the learning rate r,

    w_i <- (1 - r g) w_i                      for g >= 0, towards few represented features (weak superposition),
    w_i <- (1 + r |g| (1/|w_i| - 1)) w_i      for g < 0, towards unit norms of all of them (strong superposition).

Claims: strong: loss ~ 1/d whatever the frequencies, mean squared overlap ~ 1/d, as of random rows (1/d) or tight frames
((n - d)/(d (n - 1))); weak: the loss is the frequency left out, (4/3) sum p_i over the features not represented.
n = 1000 features in d = 10 to 80 dimensions, trained for `STEPS` steps of `BATCH` inputs: less than the paper does.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from packing.configuration import Packing
from packing.measure import frame_potential
from packing.problem import Objects
from packing.toymodels.generators import initial_state, sample_features
from packing.toymodels.training import Adam, cosine_rates, descend

Floats32 = npt.NDArray[np.float32]

N, STEPS, BATCH, RATE, WARM_UP = 1000, 2000, 512, 0.02, 100
DIMENSIONS, DECAYS, POWERS = (10, 20, 40, 80), (-1.0, 0.0, 1.0), (0.0, 1.0, 2.0)
REPRESENTED = 0.5
TESTED = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/weight_decay.json"))
    chosen = parser.parse_args()
    rows = []
    started = time.process_time()
    for power in POWERS:
        weights = np.arange(1, N + 1) ** -power
        for decay in DECAYS:
            for d in DIMENSIONS:
                rows.append({"power": power, "decay": decay, "d": d} | measured(weights / weights.sum(), d, decay))
                print(json.dumps(rows[-1]), flush=True)
                chosen.out.write_text(json.dumps(rows, indent=1))
            these = rows[-len(DIMENSIONS) :]
            slope = np.polyfit(np.log(DIMENSIONS), np.log([row["loss"] for row in these]), 1)[0]
            print(f"power {power}, decay {decay}: loss ~ d^{slope:.2f}", flush=True)
    print(f"{time.process_time() - started:.0f} CPU seconds")


def measured(frequency: npt.NDArray[np.float64], d: int, decay: float) -> dict[str, float]:
    """One training: its loss over that of answering 0, how many features it holds, and their mean squared overlap."""
    with threadpool_limits(1, user_api="blas"):
        w, loss = trained(frequency.astype(np.float32), d, decay)
    norms = np.linalg.norm(w, axis=1)
    live = np.flatnonzero(norms >= REPRESENTED)
    overlap = float("nan")
    if live.size > 1:
        rows = Packing(w[live].astype(np.float64), Objects.VECTORS)
        overlap = (frame_potential(rows) - rows.n) / (rows.n * (rows.n - 1))
    return {
        "loss": loss / (4.0 / 3.0 * float(frequency.sum())),
        "left_out": 1.0 - float(frequency[live].sum()),
        "represented": int(live.size),
        "mean_norm": float(norms[live].mean()) if live.size else 0.0,
        "squared_overlap_times_d": overlap * d,
        "welch_times_d": max(0.0, (live.size - d) / (live.size - 1)) if live.size > 1 else float("nan"),
    }


def trained(frequency: Floats32, d: int, decay: float, seed: int = 0) -> tuple[Floats32, float]:
    """W (n, d) after `STEPS` steps, and the loss on fresh inputs."""
    rng = np.random.default_rng(seed)
    state = initial_state(seed, d)
    values = [(rng.normal(size=(N, d)) / np.sqrt(N)).astype(np.float32), np.zeros(N, np.float32)]
    inputs = np.empty((N, BATCH), np.float32)
    rates = cosine_rates(RATE, STEPS) * np.minimum(1.0, np.arange(1, STEPS + 1) / WARM_UP)

    def gradient() -> tuple[float, list[Floats32]]:
        sample_features(state, frequency, inputs)
        return slopes(*values, np.multiply(inputs, 2.0, out=inputs))

    def decayed(step: int) -> None:
        if decay >= 0:
            values[0] *= np.float32(1.0 - rates[step] * decay)
        else:
            norms = np.maximum(np.linalg.norm(values[0], axis=1, keepdims=True), np.float32(1e-6))
            values[0] *= 1.0 + np.float32(rates[step] * -decay) * (1.0 / norms - 1.0)

    descend(gradient, Adam(values), rates, after=decayed)
    losses = []
    for _ in range(TESTED):
        sample_features(state, frequency, inputs)
        losses.append(slopes(*values, 2.0 * inputs)[0])
    return values[0], float(np.mean(losses))


def slopes(w: Floats32, b: Floats32, inputs: Floats32) -> tuple[float, list[Floats32]]:
    """The batch loss and its gradient by W and b."""
    hidden = w.T @ inputs
    gap = w @ hidden + b[:, None]
    live = gap > 0
    np.maximum(gap, 0.0, out=gap)
    gap -= inputs
    share = np.float32(1.0 / inputs.shape[1])
    loss = float(share * np.vdot(gap, gap))
    gap *= live
    gap *= np.float32(2.0) * share
    return loss, [gap @ hidden.T + inputs @ (w.T @ gap).T, gap.sum(axis=1)]


if __name__ == "__main__":
    main()
