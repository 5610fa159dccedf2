"""`packing study`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from packing.cli.bounds import bound_json
from packing.cli.console import Integer, Json, ProblemOptions, Seed, problem_json, show, stages
from packing.errors import positive_integer, positive_number

if TYPE_CHECKING:
    from packing.studies import Study


def study(
    *,
    options: ProblemOptions,
    seconds: Annotated[float, Parameter(help="CPU seconds for the search of a packing.")] = 5.0,
    seed: Seed = 0,
    jobs: Annotated[int, Integer, Parameter(help="Processes for the search.")] = 1,
    models: Annotated[int, Integer, Parameter(help="How many toy models to train.")] = 8,
    plot: Annotated[Path | None, Parameter(help="Also draw the study: FILE.png, .pdf or .svg.")] = None,
    format: Annotated[
        Literal["latex", "markdown"] | None, Parameter(help="Print the tables for a paper instead.")
    ] = None,
    json: Json = False,
) -> int:
    """Bounds, the best packing found, partitions, pairs, moments and trained toy models of one problem.

    Example: packing study -n 20 -d 5 --plot study.png
    """
    from packing.report.figures.style import check_picture, save_figure
    from packing.report.study_page import study_document, study_page
    from packing.studies.study import STAGES
    from packing.studies.study import study as run_study

    problem = options.problem
    positive_number("--seconds", seconds)
    positive_integer("--jobs", jobs)
    positive_integer("--models", models)
    if plot is not None:
        check_picture(plot)
    with stages(str(problem), STAGES) as progress:
        result = run_study(problem, seconds=seconds, seed=seed, jobs=jobs, models=models, progress=progress)
    if plot is not None:
        from packing.report.figures.study import study_figure

        save_figure(study_figure(result), plot)
    if format is not None and not json:
        print(study_document(result, format))
        return 0
    show(study_json(result), study_page(result), as_json=json)
    return 0


def study_json(study: Study) -> dict[str, Any]:
    """The study as one JSON object."""
    found = study.found
    return {
        "problem": problem_json(study.problem),
        "lower_bound": bound_json(study.bounds.best),
        "bounds": [bound_json(bound) for bound in study.bounds.bounds],
        "inapplicable": [{"theorem": o.theorem, "reason": o.reason} for o in study.bounds.inapplicable],
        "found": {
            "coherence": found.packing.coherence,
            "status": found.status,
            "converged": found.status.converged,
            "method": found.method,
            "seed": found.seed,
            "restarts": found.restarts,
            "hits": found.hits,
            "cpu_seconds": found.cpu_seconds,
        },
        "gap": study.gap,
        "constructions": [{"name": c.name, "coherence": c.coherence} for c in study.constructions],
        "partitions": [
            {
                "exponent": float(partition.exponent),
                "blocks": partition.blocks,
                "energy": partition.energy,
                "exact": partition.exact,
                "rigor": partition.rigor,
                "scope": partition.scope,
            }
            for partition in study.partitions
        ],
        "pairs": {
            name: pairs and {"lower": pairs.lower, "upper": pairs.upper, "exact": pairs.exact, "rigor": pairs.rigor}
            for name, pairs in (("parallel", study.pairs), ("distinct", study.distinct_pairs))
        },
        "moments": [
            {
                "exponent": row.exponent,
                "random": {"exact": row.random, "value": float(row.random)},
                "minimum": row.least and {"exact": row.least.exact, "value": row.least.value, "rigor": row.least.rigor},
                "found": row.found,
            }
            for row in study.moments
        ],
        "toy_model": {
            "predicted_blocks": study.toys.predicted,
            "matching": study.toys.matching,
            "moderate": study.toys.moderate.as_dict(),
            "sparse": study.toys.sparse.as_dict(),
        },
        "sentences": study.sentences,
    }
