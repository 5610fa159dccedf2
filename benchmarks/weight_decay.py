"""Loss and mean squared overlap against 1/d with and without weight decay: `python benchmarks/weight_decay.py`.

After Liu, Liu and Gore, arXiv:2505.10465: n features with power-law frequencies through d dimensions; decay below 0
keeps all of them represented (strong superposition), decay above 0 only the frequent ones (weak). Their claims: in
strong superposition loss ~ 1/d whatever the frequencies, and the mean squared overlap of represented features ~ 1/d: it
is 1/d for random vectors and (n - d)/(d (n - 1)) for tight frames. Features are uniform on [0, 1], theirs on [0, 2].
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from packing.configuration import Packing
from packing.measure import frame_potential
from packing.problem import Objects
from packing.toymodels import AutoencoderConfig, train

N, STEPS, MODELS = 200, 3000, 2
DIMENSIONS, DECAYS, POWERS = (8, 16, 32, 64), (-0.3, 0.0, 0.3), (0.0, 1.0)


def main() -> None:
    rows = []
    for power in POWERS:
        weights = np.arange(1, N + 1) ** -power
        density = np.minimum(1.0, weights / weights.mean() / 50)
        for decay in DECAYS:
            for d in DIMENSIONS:
                config = AutoencoderConfig(
                    N, d, tuple(density.tolist()), models=MODELS, steps=STEPS, weight_decay=decay, seed=1
                )
                trained = train(config)
                live = trained.represented(trained.best)
                overlap = welch = float("nan")
                if live.size > 1:
                    rows_of = Packing(trained.weights[trained.best][live], Objects.VECTORS)
                    overlap = (frame_potential(rows_of) - rows_of.n) / (rows_of.n * (rows_of.n - 1))
                    welch = max(0.0, (rows_of.n - d) / (d * (rows_of.n - 1)))
                rows.append(
                    {
                        "power": power,
                        "decay": decay,
                        "d": d,
                        "loss": float(trained.losses.min() / (density.sum() / 3)),
                        "represented": int(live.size),
                        "squared_overlap_times_d": overlap * d,
                        "welch_times_d": welch * d,
                    }
                )
                print(json.dumps(rows[-1]), flush=True)
    for power in POWERS:
        for decay in DECAYS:
            chosen = [row for row in rows if row["power"] == power and row["decay"] == decay]
            slope = np.polyfit(np.log([row["d"] for row in chosen]), np.log([row["loss"] for row in chosen]), 1)[0]
            print(f"power {power}, decay {decay}: loss ~ d^{slope:.2f}")
    Path("benchmarks/results/weight_decay.json").write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
