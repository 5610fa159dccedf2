"""Do correlated features form local bases, and anticorrelated ones antipodal pairs? Many seeds, exact loss.

Run `python benchmarks/correlated_features.py [STARTS]`. For each (n, d) and density the same starts are trained with
features in sets of neighbours, correlated, anticorrelated and, as the control, independent (pairs of the
same sets are counted). Printed: how pairs within a set lie, in the best model and in all, beside all other pairs.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

from packing.toymodels import AutoencoderConfig, Loss, companions, consecutive_sets, train
from packing.toymodels.geometry.pairs import Pairs

SIZES = ((4, 2, 2), (6, 3, 2), (8, 4, 2), (6, 2, 2), (6, 4, 3), (9, 4, 3))
"""(n, d, features a set)."""

DENSITIES = (0.05, 0.2)


def main(starts: int = 20) -> None:
    """Print one line a setting."""
    print(
        f"{'n, d, set':12s} {'density':8s} {'kind':15s} {'best: within sets':42s} {'all models: within':>30s} | others"
    )
    for n, d, size in SIZES:
        sets = consecutive_sets(n, size)
        for density in DENSITIES:
            base = AutoencoderConfig(n, d, density, loss=Loss.EXACT, models=starts, steps=600)
            kinds = {"correlated": {"correlated": sets}, "anticorrelated": {"anticorrelated": sets}, "independent": {}}
            for kind, changes in kinds.items():
                began = time.process_time()
                trained = train(replace(base, **changes))
                # the control is read as if it had the sets
                read = replace(trained, config=replace(base, correlated=sets)) if not changes else trained
                name = "anticorrelated" if kind == "anticorrelated" else "correlated"
                best, every = companions(read, trained.best), companions(read)
                print(
                    f"{f'{n}, {d}, {size}':12s} {density:<8g} {kind:15s} {getattr(best, name)!s:42s}"
                    f" {shares(getattr(every, name)):>30s} | {shares(every.others):30s}"
                    f" least loss {trained.losses.min():.6g}, {trained.hits(1e-5)} of {starts},"
                    f" {time.process_time() - began:.1f} s",
                    flush=True,
                )


def shares(pairs: Pairs) -> str:
    """Per cent antipodal, orthogonal, side by side, oblique, of the pairs that are represented; and lost, of all."""
    seen, lost = max(1, pairs.represented), pairs.lost
    parts = [round(100 * part / seen) for part in (pairs.antipodal, pairs.orthogonal, pairs.beside, pairs.oblique)]
    return "/".join(map(str, parts)) + f", lost {round(100 * lost / max(1, lost + pairs.represented))}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
