"""`packing study`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from packing.cli.options import Flag, Integer, Json, ProblemOptions, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.streams import visible, write
from packing.errors import positive_integer
from packing.numeric import checked_seconds


def study(
    *,
    options: ProblemOptions,
    seconds: Annotated[float | None, Parameter(help="Seconds for the search of a packing; 5 without restarts.")] = None,
    restarts: Annotated[int | None, Integer, Parameter(help="Restarts of the search, the same on any machine.")] = None,
    seed: Seed = 0,
    jobs: Annotated[int, Integer, Parameter(help="Processes for the search.")] = 1,
    models: Annotated[int, Integer, Parameter(help="How many toy models to train.")] = 8,
    plot: Annotated[Path | None, Parameter(help="Also draw the study: FILE.png, .pdf or .svg.")] = None,
    format: Annotated[
        Literal["latex", "markdown"] | None, Parameter(help="Print the tables for a paper instead.")
    ] = None,
    label: Annotated[str | None, Parameter(help="What the labels of the LaTeX tables begin with.")] = None,
    cite: Annotated[bool, Flag, Parameter(help="Cite the sources: \\cite in LaTeX, [@key] in Markdown.")] = False,
    siunitx: Annotated[bool, Flag, Parameter(help="Numbers of LaTeX in the S columns of siunitx.")] = False,
    json: Json = False,
) -> int:
    """Bounds, the best packing found, partitions, pairs, moments and trained toy models of one problem.

    Of subspaces of dimension above 1 the last four are left out, and how the subspaces are spread is told instead.

    Example: packing study -n 20 -d 5 --plot study.png
    """
    from packing.records import opened
    from packing.report.figures.style import check_picture, save_figure
    from packing.report.study_page import study_document, study_page
    from packing.report.tabular import checked_label
    from packing.report.writers.as_json.study import study_json
    from packing.report.writers.render import check_style, parse_format
    from packing.studies.study import STAGES
    from packing.studies.study import study as run_study

    problem = options.problem
    if seconds is not None:
        checked_seconds("--seconds", seconds)
    if restarts is not None:
        positive_integer("--restarts", restarts)
    form = None if format is None or json else parse_format(format)
    check_style(form, cite=cite, siunitx=siunitx)
    if label is not None:
        checked_label(label)
    positive_integer("--jobs", jobs)
    positive_integer("--models", models)
    if plot is not None:
        check_picture(plot)
    with progress(str(problem), len(STAGES), quiet=json) as bar:

        def tell(stage: str) -> None:
            bar.move(STAGES.index(stage), text=f"{problem}: {stage}")

        with opened() as stores:
            result = run_study(
                problem, seconds=seconds, seed=seed, jobs=jobs, models=models, progress=tell, stores=stores,
                restarts=restarts,
            )  # fmt: skip
    if plot is not None:
        from packing.report.figures.study import study_figure

        save_figure(study_figure(result), plot)
    if form is not None:
        text = study_document(result, form, label=label, cite=cite, siunitx=siunitx)
        write(visible(text, keep="\n"))
        return 0
    show(study_json(result), study_page(result), as_json=json)
    return 0
