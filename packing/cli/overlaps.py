"""`packing overlaps`"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from packing.cli.options import MOST_DIGITS, Flag, Integer, Json, Seed
from packing.cli.output import show
from packing.cli.progress import ProgressBar, progress
from packing.errors import InputError, finite_number, positive_integer
from packing.report.writers.as_json.overlaps import preview_json

if TYPE_CHECKING:
    from packing.overlaps import GroupOverlaps, Matrix, OverlapStatistics, PairProgress, Settings, Shard


def overlaps(
    file: Annotated[Path, Parameter(help="The matrix: .npy, .npz, .safetensors, .index.json (or .pt with torch).")],
    *,
    tensor: Annotated[str | None, Parameter(help="Which array of the file.")] = None,
    transpose: Annotated[bool, Flag, Parameter(help="The vectors are the columns (of both files).")] = False,
    rows: Annotated[
        str | None, Parameter(help="Use only these rows: FIRST:LAST without LAST, or several by ','.")
    ] = None,
    mask: Annotated[Path | None, Parameter(help="Use only rows that are true in this .npy file.")] = None,
    center: Annotated[bool, Flag, Parameter(help="Subtract the mean of the rows that take part.")] = False,
    min_norm: Annotated[float, Parameter(help="Leave out rows shorter than this.")] = 0.0,
    drop_copies: Annotated[bool, Flag, Parameter(help="Keep the first of each group of copies.")] = False,
    copies_within: Annotated[
        float, Parameter(help="Copies are unless 0 rows of directions so near, up to sign: such as 1e-6.")
    ] = 0.0,
    eps: Annotated[str | None, Parameter(help="Cosines at which to take components, such as 0.01,0.1.")] = None,
    top: Annotated[int, Integer, Parameter(help="How many of the closest pairs to list.")] = 100,
    precision: Annotated[str, Parameter(help="auto, single or double products.")] = "auto",
    spectrum: Annotated[bool, Parameter(help="Also the spectrum of the frame operator (memory d^2).")] = True,
    jobs: Annotated[int | None, Integer, Parameter(help="Threads; all cores where not given.")] = None,
    device: Annotated[bool, Flag, Parameter(help="Compute products on the accelerator that jax sees.")] = False,
    sample: Annotated[int | None, Integer, Parameter(help="A quick estimate from so many random rows.")] = None,
    seed: Seed = 0,
    against: Annotated[Path | None, Parameter(help="Compare with the rows of this second matrix.")] = None,
    against_tensor: Annotated[str | None, Parameter(help="Its array; without --against an array of FILE.")] = None,
    against_transpose: Annotated[bool | None, Parameter(help="Its vectors are columns; else as --transpose.")] = None,
    against_rows: Annotated[str | None, Parameter(help="As --rows, of the second matrix.")] = None,
    against_mask: Annotated[Path | None, Parameter(help="As --mask, of the second matrix.")] = None,
    groups: Annotated[
        Path | None,
        Parameter(help="Principal angles between spans of groups: labels by row, text lines or .npy; negative: none."),
    ] = None,
    matching: Annotated[bool, Parameter(help="Match two matrices one to one (a few more passes).")] = True,
    chance: Annotated[int | None, Integer, Parameter(help="Random dictionaries to match for comparison.")] = None,
    cluster: Annotated[
        str | None, Parameter(help="Count on the workers of this dask scheduler: tcp://host:8786.")
    ] = None,
    checkpoint: Annotated[Path | None, Parameter(help="Save here on the way, and go on from it.")] = None,
    shard: Annotated[str | None, Parameter(help="Count only part K/N, K = 1 .. N, into --checkpoint.")] = None,
    merge: Annotated[list[Path] | None, Parameter(consume_multiple=True, help="Join the parts of all shards.")] = None,
    figure: Annotated[Path | None, Parameter(help="Draw the statistics: .png, .pdf or .svg.")] = None,
    rows_out: Annotated[
        Path | None, Parameter(help="Write a line for each row: .csv, .npz or .parquet (needs pyarrow).")
    ] = None,
    against_rows_out: Annotated[Path | None, Parameter(help="As --rows-out, of the second matrix.")] = None,
    row_top: Annotated[int, Integer, Parameter(help="How many closest rows of each row --rows-out lists.")] = 1,
    json: Json = False,
) -> int:
    """Overlap statistics of the rows of a real matrix, against random rows and the Welch bound.

    Example: packing overlaps embedding.safetensors --tensor wte.weight --figure overlaps.png --rows-out rows.csv
    """
    from packing.cli.overlap_files import Outputs, provenance_json
    from packing.cli.overlap_pages import comparison_page, groups_page, statistics_page
    from packing.overlaps import Settings, compare, open_matrix, preview
    from packing.overlaps.settings import DEFAULT_EPS, parse_precision

    second = against or (file if against_tensor is not None else None)
    listed = rows_out or against_rows_out
    given = {"sample": sample, "against": second, "shard": shard, "merge": merge, "checkpoint": checkpoint}
    given |= {"cluster": cluster, "device": device or None, "jobs": jobs}
    of_rows = {"drop-copies": drop_copies or None, "copies-within": copies_within or None}
    _refuse_mixtures(groups=groups, **given, figure=figure, eps=eps, **of_rows, **{"rows-out": listed})
    alone = {"against-transpose": against_transpose, "against-rows": against_rows, "against-mask": against_mask}
    alone |= {"against-rows-out": against_rows_out}
    _refuse_without_second(second, **alone, chance=chance, matching=None if matching else False)
    if device and (sample is not None or second is not None):
        raise InputError("--device is for all pairs of one matrix: leave it out")
    if jobs is not None:
        positive_integer("--jobs", jobs)
    positive_integer("--row-top", row_top)
    outputs = Outputs(figure, rows_out, against_rows_out)
    masks = [mask, against_mask, groups, *(merge or [])]
    outputs.check([file, second, checkpoint, *masks])
    matrix = _read(file, tensor, transpose, rows, mask)
    levels = DEFAULT_EPS if eps is None else _cosines(eps)
    settings = Settings(levels, top=top, row_top=row_top, precision=parse_precision(precision))
    sources = [(file, tensor)] + ([] if second is None else [(second, against_tensor)])
    chosen: dict[str, Any] = {
        "center": center,
        "drop_copies": drop_copies,
        "copies_within": copies_within,
        "min_norm": min_norm,
    }
    if groups is not None:
        spans = _of_groups(matrix, groups, settings, center, min_norm, jobs, json)
        outputs.save_pairs(spans)
        of = {"rows_out": rows_out} | provenance_json(sources, masks, as_json=json)
        show(spans.answer() | of, groups_page(spans), as_json=json)
        return 0
    if sample is not None:
        glance = preview(matrix, sample, seed=seed, **chosen)
        of = provenance_json(sources, masks, as_json=json)
        show(preview_json(glance) | of, "\n".join(glance.sentences), as_json=json)
        return 0
    if second is not None:
        turned = transpose if against_transpose is None else against_transpose
        other = open_matrix(second, against_tensor, transpose=turned, option="--against-tensor")
        other = _selected(other, against_rows, against_mask, "--against-rows")
        with progress(f"{matrix.n} x {other.n} pairs", quiet=json) as bar:
            both = compare(
                matrix, other, settings, **chosen,
                matching=matching, chance=chance, seed=seed, workers=jobs, progress=_telling(bar),
            )  # fmt: skip
        written, of = outputs.save_comparison(both), provenance_json(sources, masks, as_json=json)
        show(both.answer() | written | of, comparison_page(both), as_json=json)
        return 0
    if shard is not None:
        return _count_part(matrix, settings, _part(shard), checkpoint, chosen, jobs, device, json)
    if cluster is not None:
        opening = (file.resolve(), tensor, transpose, rows, None if mask is None else mask.resolve())
        found = _clustered(cluster, matrix, opening, settings, chosen, spectrum, checkpoint, json)
    else:
        found = _whole(matrix, settings, merge, chosen, spectrum, jobs, device, checkpoint, json)
    written, of = outputs.save(found), provenance_json(sources, masks, as_json=json)
    show(found.answer() | written | of, statistics_page(found), as_json=json)
    return 0


def _of_groups(
    matrix: Matrix, path: Path, settings: Settings, center: bool, min_norm: float, jobs: int | None, quiet: bool
) -> GroupOverlaps:
    from packing.overlaps import group_overlaps, read_groups

    labels = read_groups(path)
    with progress(f"{labels}", quiet=quiet) as bar:
        return group_overlaps(
            matrix, labels, settings, center=center, min_norm=min_norm, workers=jobs, progress=_telling(bar)
        )


def _whole(
    matrix: Matrix,
    settings: Settings,
    parts: list[Path] | None,
    chosen: dict[str, Any],
    spectrum: bool,
    jobs: int | None,
    device: bool,
    checkpoint: Path | None,
    quiet: bool,
) -> OverlapStatistics:
    from packing.overlaps import conclude, load_counts, merge, overlaps, prepare

    if parts is not None:
        prepared = prepare(matrix, settings, device=device, **chosen)
        return conclude(prepared, merge(map(load_counts, parts)), spectrum=spectrum)
    with progress(str(matrix), quiet=quiet) as bar:
        return overlaps(
            matrix,
            settings,
            **chosen,
            spectrum=spectrum,
            workers=jobs,
            device=device,
            checkpoint=checkpoint,
            progress=_telling(bar),
        )


def _clustered(
    address: str,
    matrix: Matrix,
    arguments: tuple[Any, ...],
    settings: Settings,
    chosen: dict[str, Any],
    spectrum: bool,
    checkpoint: Path | None,
    quiet: bool,
) -> OverlapStatistics:
    from packing.cluster import cluster
    from packing.overlaps import overlaps_on_cluster

    with cluster(address) as workers, progress(str(matrix), quiet=quiet) as bar:
        return overlaps_on_cluster(
            matrix, _read, arguments, workers, settings, **chosen,
            spectrum=spectrum, checkpoint=checkpoint, progress=_telling(bar),
        )  # fmt: skip


def _read(file: Path, tensor: str | None, transpose: bool, rows: str | None, mask: Path | None) -> Matrix:
    """The matrix of a file, and the rows of it that are wanted: here, or on a worker of a cluster."""
    from packing.overlaps import open_matrix

    return _selected(open_matrix(file, tensor, transpose=transpose), rows, mask)


def _count_part(
    matrix: Matrix,
    settings: Settings,
    part: Shard,
    path: Path | None,
    chosen: dict[str, Any],
    jobs: int | None,
    device: bool,
    as_json: bool,
) -> int:
    from packing.overlaps import count, prepare

    if path is None:
        raise InputError("--shard needs --checkpoint FILE: the part is written there, to be merged later")
    prepared = prepare(matrix, settings, device=device, **chosen)
    with progress(f"part {part.index + 1} of {part.of}", quiet=as_json) as bar:
        counts = count(prepared, shard=part, workers=jobs, device=device, checkpoint=path, progress=_telling(bar))
    held = int(counts.done.sum())
    answer = {"file": path, "block_rows": held, "of": int(counts.done.size)}
    show(answer, f"{path} holds {held} of {counts.done.size} block rows", as_json=as_json)
    return 0


def _refuse_mixtures(**options: Any) -> None:
    given = {name: value for name, value in options.items() if value is not None}
    for one, others in {
        "groups": (
            *("sample", "against", "shard", "merge", "checkpoint"),
            *("figure", "eps", "drop-copies", "copies-within", "device"),
        ),
        "sample": ("against", "shard", "merge", "figure", "checkpoint", "rows-out"),
        "against": ("shard", "merge", "checkpoint"),
        "shard": ("merge", "figure", "rows-out"),
        "cluster": ("sample", "against", "groups", "shard", "merge", "device", "jobs"),
        "merge": ("checkpoint",),
    }.items():
        for other in others:
            if one in given and other in given:
                raise InputError(f"--{one} and --{other} do not go together: leave one out")


def _refuse_without_second(second: Path | None, **options: Any) -> None:
    for name, value in options.items():
        if value is not None and second is None:
            word = "--no-matching" if name == "matching" else f"--{name}"
            raise InputError(f"{word} is of two matrices: add --against FILE or --against-tensor NAME")


def _selected(matrix: Matrix, rows: str | None, mask: Path | None, option: str = "--rows") -> Matrix:
    import numpy as np

    from packing.overlaps import open_mask

    if mask is not None:
        try:
            matrix = matrix.select(open_mask(mask))
        except InputError as defect:
            raise InputError(f"{option.replace('rows', 'mask')} {mask}: {defect}") from None
    if rows is None:
        return matrix
    return matrix.select(np.concatenate([np.arange(*_range(part, matrix.n, option)) for part in rows.split(",")]))


def _range(text: str, n: int, option: str) -> tuple[int, int]:
    first, colon, last = text.partition(":")
    try:
        bounds = (int(first or 0), int(last) if last else n)
    except ValueError:
        bounds = (-1, -1)
    if not colon or not 0 <= bounds[0] < bounds[1] <= n:
        raise InputError(f"{option} must be FIRST:LAST within 0:{n}, not {text!r}: such as 0:{min(1000, n)}")
    return bounds


def _cosines(text: str) -> tuple[float, ...]:
    return tuple(finite_number("eps", word) for word in text.replace(",", " ").split())


def _part(text: str) -> Shard:
    from packing.overlaps import Shard

    number, _, total = text.partition("/")
    short = len(text) <= MOST_DIGITS and number.isdecimal() and total.isdecimal()
    if not (short and 1 <= int(number) <= int(total)):
        raise InputError(f"--shard must be K/N with K in 1 .. N, not {text!r}: such as 1/8")
    return Shard(int(number) - 1, int(total))


def _telling(bar: ProgressBar) -> Callable[[PairProgress], None] | None:
    """What moves the bar; None where nobody looks, so that nothing is counted for it."""
    return (lambda done: bar.move(done.done, done.total)) if bar.is_shown else None
