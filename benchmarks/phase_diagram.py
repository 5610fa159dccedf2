"""Phase diagrams of the biased ReLU autoencoder over density, by the exact loss: `python benchmarks/phase_diagram.py`.

Arguments: n,d pairs such as `5,2 7,3`; --starts, --out; --least and --most, with --extend for part of a diagram.
Writes one JSON file: per density every structure met with its loss over n p / 3, hits of the best among random starts,
and the bracketed transitions. `--plot FILE` draws the record.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from packing.report.figures.style import save_figure
from packing.report.figures.toymodels import phase_strips_figure
from packing.structure import tegum_sum
from packing.toymodels.autoencoder.phases import DensityPhases, phase_diagram

CASES = ((3, 2), (4, 3), (5, 2), (5, 3), (6, 2), (6, 4), (7, 3), (8, 3), (9, 4), (10, 4), (11, 5), (12, 5))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=[f"{n},{d}" for n, d in CASES])
    parser.add_argument("--starts", type=int, default=60)
    parser.add_argument("--points", type=int, default=24)
    parser.add_argument("--least", type=float, default=0.005, help="the lowest density")
    parser.add_argument("--most", type=float, default=1.0, help="the highest density")
    parser.add_argument("--plot", type=Path, help="only draw the recorded results here")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/phase_diagram.json"))
    parser.add_argument("--extend", action="store_true", help="keep the recorded densities beyond these")
    chosen = parser.parse_args()
    results = json.loads(chosen.out.read_text()) if chosen.out.exists() else {}
    if chosen.plot:
        save_figure(
            phase_strips_figure([strip(case, results[case]) for case in sorted(results, key=_size)]), chosen.plot
        )
        return
    for case in chosen.cases:
        n, d = map(int, case.split(","))
        started = time.process_time()
        with threadpool_limits(1):
            diagram = phase_diagram(n, d, np.geomspace(chosen.least, chosen.most, chosen.points), starts=chosen.starts)
        found = record(diagram) | {"starts": chosen.starts, "cpu_seconds": time.process_time() - started}
        results[case] = joined(results[case], found) if case in results and chosen.extend else found
        chosen.out.write_text(json.dumps(results, indent=1))
        print(case, [(change["below"], change["density"]) for change in results[case]["transitions"]], flush=True)


def _size(case: str) -> tuple[int, int]:
    n, d = map(int, case.split(","))
    return d, n


def strip(case: str, found: dict) -> tuple[str, list[float], list[str]]:
    """The label, the edges and the names of the phases of one recorded diagram."""
    n, d = case.split(",")
    changes, points = found["transitions"], found["points"]
    edges = [points[0]["density"], *(change["density"] for change in changes), points[-1]["density"]]
    blocks = (
        [changes[0]["below"], *(change["above"] for change in changes)]
        if changes
        else [points[0]["structures"][0]["blocks"]]
    )
    return f"n = {n}, d = {d}", edges, [tegum_sum(map(tuple, phase)) for phase in blocks]


def joined(old: dict, new: dict) -> dict:
    """The recorded diagram with the densities of `new` from that one, all others from the old one."""
    low, high = new["points"][0]["density"], new["points"][-1]["density"]

    def merged(key: str) -> list[dict]:
        kept = [entry for entry in old[key] if not low <= entry["density"] <= high]
        return sorted(kept + new[key], key=lambda entry: entry["density"])

    return new | {key: merged(key) for key in ("points", "transitions")} | {
        "starts": max(old["starts"], new["starts"]), "cpu_seconds": old["cpu_seconds"] + new["cpu_seconds"]
    }  # fmt: skip


def record(diagram: DensityPhases) -> dict:
    """The diagram in plain lists."""
    return {
        "points": [
            {
                "density": point.density,
                "hits": point.hits,
                "structures": [
                    {
                        "blocks": state.blocks,
                        "loss": state.loss,
                        "share": state.share,
                        "dimensionality": np.sort(state.model.dimensionality[0]).round(6).tolist(),
                        "biases": np.sort(state.model.biases[0]).round(6).tolist(),
                    }
                    for state in point.states[:5]
                ],
            }
            for point in diagram.points
        ],
        "transitions": [
            {
                "density": change.density,
                "uncertainty": change.uncertainty,
                "below": change.below,
                "above": change.above,
                "continuous": change.continuous,
            }
            for change in diagram.transitions
        ],
    }


if __name__ == "__main__":
    main()
