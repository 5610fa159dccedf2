"""`packing compare`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from packing.cli.options import Integer, Json, KindOptions, LayoutOptions
from packing.cli.output import show
from packing.errors import InputError

if TYPE_CHECKING:
    from packing.report.writers.terminal import Page

Chosen = Annotated[
    int | None,
    Integer,
    Parameter(help="Which model of the file, from 0; the one of least loss else.", show_default=False),
]


def compare(
    one: Annotated[Path, Parameter(help="A packing, or trained models (.npz).")],
    other: Annotated[Path, Parameter(help="Another of the same kind and size.")],
    /,
    *,
    tolerance: Annotated[
        float | None,
        Parameter(
            help="What counts as equal, in every overlap: 1e-6 for packings, 1e-3 for models of a closed loss, "
            ".05 for models trained on batches.",
            show_default=False,
        ),
    ] = None,
    model: Chosen = None,
    other_model: Chosen = None,
    kind: KindOptions | None = None,
    form: LayoutOptions | None = None,
    json: Json = False,
) -> int:
    """Whether two packings, or two trained models, are the same up to isometry and order; distance, labels, symmetries.

    Packings: also up to phases of lines. Models that `packing train --out` and `save_models` keep: up to the order of
    exchangeable features, signs where the loss has them free, the order and positive rescaling of ReLU neurons.

    Example: packing compare mine.txt yours.txt --vectors
    """
    from packing.toymodels.checkpoint import holds_models

    trained = [holds_models(file) for file in (one, other)]
    if all(trained):
        return _models((one, other), (model, other_model), tolerance, json=json)
    if any(trained):
        raise InputError(
            f"{one} and {other} are compared as two packings or as two files of trained models: give two of a kind"
        )
    if model is not None or other_model is not None:
        raise InputError(
            "--model and --other-model choose among trained models, and these are packings: leave them out"
        )
    return _packings((one, other), tolerance, kind or KindOptions(), form or LayoutOptions(), json=json)


def _packings(
    paths: tuple[Path, Path], tolerance: float | None, what: KindOptions, form: LayoutOptions, *, json: bool
) -> int:
    from packing.formats import read, said_objects
    from packing.symmetry import compare as compared
    from packing.symmetry.map_search import TOLERANCE
    from packing.toymodels.gauge.comparison import checked_tolerance

    limit = TOLERANCE if tolerance is None else checked_tolerance(tolerance)
    packings, notes = [], []
    for file in paths:
        objects = what.objects if what.vectors else said_objects(file) if what == KindOptions() else None
        reading = read(file, None, objects, form.told)
        packings.append(reading.packing)
        notes += list(reading.notes)
    found = compared(packings[0], packings[1], limit)
    answer = {
        "same": found.same,
        "distance": found.distance,
        "labels": list(found.labels),
        "symmetry_orders": list(found.symmetry_orders),
        "tolerance": limit,
        "notes": notes,
    }
    said = f"{packings[0].problem}: {found.verdict}" + f", within {limit:g} in every overlap" * found.same
    show(answer, _page(said, list(map(str, paths)), found.labels, found.symmetry_orders, notes), as_json=json)
    return 0


def _models(
    paths: tuple[Path, Path], chosen: tuple[int | None, int | None], tolerance: float | None, *, json: bool
) -> int:
    from packing.toymodels import load_models
    from packing.toymodels.gauge import compare_models, model_classes
    from packing.toymodels.gauge.classes import loss_of
    from packing.toymodels.registry import kind_of

    batches = [load_models(path) for path in paths]
    configs = [batch.config for batch in batches]
    models: list[list[Any]] = [list(kind_of(batch.config).separate(batch)) for batch in batches]
    numbers = []
    for path, several, number in zip(paths, models, chosen, strict=True):
        if number is not None and not 0 <= number < len(several):
            raise InputError(f"{path} has models 0 to {len(several) - 1}, not {number}: choose one of them")
        losses = [loss_of(each) for each in several]
        numbers.append(losses.index(min(losses)) if number is None else number)
    first, second = (several[number] for several, number in zip(models, numbers, strict=True))
    found = compare_models(configs[0], first, second, tolerance, configs[1])
    classes = model_classes(batches[0], tolerance, batches[1])
    answer = {
        "same": found.same,
        "distance": found.distance,
        "attained": found.attained,
        "same_directions": found.same_directions,
        "labels": list(found.labels),
        "label_margins": list(found.margins),
        "symmetry_orders": list(found.symmetry_orders),
        "tolerance": found.tolerance,
        "kind": kind_of(configs[0]).name,
        "models": numbers,
        "classes": classes.as_dict(),
        "notes": [],
    }
    names = [f"model {number} of {path}" for number, path in zip(numbers, paths, strict=True)]
    more = [f"Both files together: {classes}."] if sum(classes.sizes) > 2 else []
    said = f"{names[0]}, {names[1]}: {found.verdict}"
    show(answer, _page(said, names, found.labels, found.symmetry_orders, more), as_json=json)
    return 0


def _page(
    said: str, names: list[str], labels: tuple[str, str], orders: tuple[int | None, int | None], more: list[str]
) -> Page:
    """The verdict, a line for each of the two with its label and symmetries, and what else is to be said."""
    from packing.report.writers.terminal import grid, page

    counts = ["too many to count" if order is None else str(order) for order in orders]
    rows = zip(names, labels, counts, strict=True)
    return page(said, grid("", ("", "label", "symmetries"), rows), *more)
