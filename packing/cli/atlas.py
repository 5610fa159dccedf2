"""`packing atlas`"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from packing.cli.options import Json, KindOptions, Large, LayoutOptions
from packing.cli.output import show
from packing.cli.progress import progress
from packing.errors import InputError
from packing.files import is_there, made_folder
from packing.problem import Objects, Problem
from packing.report.writers.as_json.problems import problem_json
from packing.report.writers.as_json.records import audit_json, entry_json, fault_json, record_json
from packing.rounding import counted
from packing.space import parse_distance

if TYPE_CHECKING:
    from packing.formats import Layout
    from packing.records.atlas import Atlas
    from packing.records.entry import Entry
    from packing.records.stores import Stores

Action = Literal["best", "export", "import", "history", "check", "site"]

Format = Literal["sloane", "csv", "json", "mat", "npy", "npz"]

NOTHING = "no packing is known: search for one with packing sweep"


def atlas(
    action: Annotated[Action, Parameter(help="What to do with the packings remembered.")],
    file: Annotated[
        Path | None, Parameter(help="The packing to import, what to check, or the folder for an export or a site.")
    ] = None,
    /,
    *,
    n: Annotated[int | None, Large, Parameter(name="-n", help="Only so many vectors.")] = None,
    d: Annotated[int | None, Large, Parameter(name="-d", help="Only so many dimensions.")] = None,
    kind: KindOptions | None = None,
    form: LayoutOptions | None = None,
    store: Annotated[
        Path | None,
        Parameter(help="One atlas alone; without it all that is known: the user's own, the package's, constructions."),
    ] = None,
    table: Annotated[Path | None, Parameter(help="A table (CSV) to hold the packings checked against.")] = None,
    form_out: Annotated[
        Format, Parameter(name="--format", help="Of an export: sloane (text), csv, json, mat, npy or npz.")
    ] = "sloane",
    json: Json = False,
) -> int:
    """The packings remembered: the best, their history, a check, and their way in and out as files or as web pages.

    Example: packing atlas best -n 39 -d 6 --field C

    What somebody else found: packing atlas check points.csv --vectors
    """
    from packing.records.certified import certified_coherence
    from packing.records.shipped import best_of
    from packing.records.stores import Stores, own_store

    what, told = kind or KindOptions(), (form or LayoutOptions()).told
    if table is not None and (action != "check" or file is None):
        raise InputError("a table is held against packings that are checked: packing atlas check FILE --table CSV")
    if form_out != "sloane" and action != "export":
        raise InputError(f"--format says how packings are exported, not how to {action}: leave it out")
    if action == "check" and file is not None:
        return _audit(file, n, d, what, table, told, json)
    if action == "import" and file is not None:
        what = _as_said(file, what)
    wanted, note = _wanted(n, d, what), ""
    with ExitStack() as stack:
        atlases = _opened(store, action, stack)
        if action == "check":
            return _check(atlases, wanted, store or own_store(), json)
        if action == "import":
            note = _import(atlases[0], file, n, d, what, told)
        best = [entry for entry in best_of(atlases) if wanted(entry.problem)]
        chosen = [entry.problem for entry in best]
        named = _problem(n, d, what)
        if action == "site":
            return _site(atlases, chosen if named is None else [named], file, json)
        if action == "best" and store is None:
            return _best(Stores(tuple(atlases), shipped=False), named, chosen, json)
        entries = best
        if action == "history":
            entries = [entry for problem in chosen for atlas in atlases for entry in atlas.history(problem)]
        if action == "export":
            entries, note = _export(entries, file, form_out)
    entries = [replace(entry, certified=certified_coherence(entry.packing).decimal) for entry in entries]
    report = "\n".join(f"{entry} certified <= {entry.certified}" for entry in entries) or NOTHING
    report += f"\n{note}" * bool(note)
    show({"cells": [entry_json(entry) for entry in entries], "store": store or own_store()}, report, as_json=json)
    return 0


def _check(atlases: list[Atlas], wanted: Callable[[Problem], bool], store: Path, json: bool) -> int:
    """Hold every row against what it claims and against its seal; 1 where one is wrong or gone."""
    from packing.records.shipped import best_of

    findings = [fault for atlas in atlases for fault in atlas.faults()]
    wrong = {fault.problem for fault in findings}
    try:
        entries = [entry for entry in best_of(atlases) if wanted(entry.problem)]
    except ValueError:  # a row that cannot be read, which is among the findings
        if not findings:
            raise
        entries = []
    cells = [entry_json(entry, is_wrong=entry.problem in wrong) for entry in entries]
    sound = sum(entry.problem not in wrong for entry in entries)
    count = f"{sound} of {len(entries)} problems hold what they claim, {counted(len(findings), 'finding')}"
    show(
        {"cells": cells, "findings": [fault_json(fault) for fault in findings], "store": store},
        "\n".join([*(f"WRONG {fault}" for fault in findings), count]),
        as_json=json,
    )
    return 1 if findings else 0


def _problem(n: int | None, d: int | None, what: KindOptions) -> Problem | None:
    """The problem named, None where n or d is left out."""
    return None if n is None or d is None else what.problem(n, d)


def _best(stores: Stores, problem: Problem | None, held: list[Problem], json: bool) -> int:
    """Show the best packing known of the problem named, or of every problem that the stores hold and was asked for."""
    from packing.records.stores import own_store

    records = [stores.best_known(each) for each in (held if problem is None else [problem])]
    known = [record for record in records if record is not None]
    cells = [record_json(record) for record in known]
    show({"cells": cells, "store": own_store()}, "\n".join(map(str, known)) or NOTHING, as_json=json)
    return 0


def _wanted(n: int | None, d: int | None, what: KindOptions) -> Callable[[Problem], bool]:
    """Whether a problem was asked for; without numbers, every kind was."""
    space = what.space(max(what.subspaces, 1))

    def wanted(problem: Problem) -> bool:
        fits = (n is None or problem.n == n) and (d is None or problem.d == d)
        every = n is None and d is None
        return fits and (every or (problem.field is space.field and problem.space.kind == space.kind))

    return wanted


def _opened(store: Path | None, action: Action, stack: ExitStack) -> list[Atlas]:
    """The atlas named; without a name the user's own, and after it the one that comes with the package."""
    from packing.records.atlas import Atlas
    from packing.records.shipped import shipped_atlas
    from packing.records.stores import own_store, to_read

    if action == "import":
        return [stack.enter_context(Atlas(store or own_store(made=True)))]
    if store is not None:
        if not is_there(store):
            raise InputError(f"cannot read {store}: there is no such atlas; make one with packing sweep")
        return [stack.enter_context(to_read(store))]
    own = own_store()
    found = [stack.enter_context(to_read(own))] if is_there(own) else []
    return [*found, stack.enter_context(shipped_atlas())]


def _import(
    held: Atlas, file: Path | None, n: int | None, d: int | None, what: KindOptions, told: Layout | None
) -> str:
    """Record a packing from a file once nothing is wrong with it; return how it was read, and which record it beats."""
    from packing.formats import read
    from packing.records.against import against_best_known
    from packing.records.defects import reading_defects
    from packing.search import Outcome, SearchResult, Status
    from packing.search.optimality import UNKNOWN

    if file is None:
        raise InputError("import needs a file: name a .txt, .csv, .json, .npy, .npz or .mat packing")
    problem = _problem(n, d, what)
    reading = read(file, problem, what.objects if what.vectors else None, told)
    packing = reading.packing
    for _, text in reading_defects(reading, packing):
        raise InputError(f"{file} is not {packing.problem}: {text}; correct the file, or n, d and the field")
    compared = against_best_known(packing)
    held.record(SearchResult(packing, Status(Outcome.STOPPED, UNKNOWN), f"imported from {file.name}", 0, 0, 0, 0.0))
    return "\n".join((*reading.notes, compared))


def _as_said(file: Path, what: KindOptions) -> KindOptions:
    """The options with --vectors where the file itself says that it holds points, and no option says otherwise."""
    from packing.formats import said_objects

    if what == KindOptions() and said_objects(file) is Objects.VECTORS:
        return KindOptions(vectors=True)
    return what


def _audit(
    place: Path,
    n: int | None,
    d: int | None,
    what: KindOptions,
    table: Path | None,
    told: Layout | None,
    json: bool,
) -> int:
    """Check packings or a table that somebody else made; 1 where something is wrong."""
    from packing.records.audit import audit
    from packing.records.scores import Meaning
    from packing.records.verdicts import verdicts

    if (n is None) != (d is None):
        raise InputError("a packing has both -n and -d: give the other one too, or neither")
    done = audit(
        place,
        _problem(n, d, what),
        Meaning(what.scalars, what.objects, what.subspaces, parse_distance(what.distance), told),
        table,
    )
    lines = [*map(str, done.cells), *(f"WRONG {found}" for found in done.findings)]
    lines += [f"superseded {found}" for found in done.superseded]
    is_alone = place.is_file() and len(done.cells) == 1
    said = verdicts(done.cells[0]) if is_alone else ()
    count = f"{counted(len(done.cells), 'cell')}, {counted(len(done.findings), 'finding')}"
    notes = list(done.cells[0].notes) if is_alone else []
    answer = audit_json(done) | {"verdicts": list(said)}
    show(answer, "\n".join([*lines, *said, *notes, count]), as_json=json)
    return 1 if done.findings else 0


def _export(entries: list[Entry], folder: Path | None, form: Format) -> tuple[list[Entry], str]:
    """Write each packing that the format holds, named d x n with its kind; return those, and what is said of others."""
    from packing.formats import save
    from packing.formats.saving import check_holds

    if folder is None:
        raise InputError("export needs a folder: name a new one, or one that exists")
    suffix = "txt" if form == "sloane" else form
    written, refused = [], []
    for entry in entries:
        try:
            check_holds(entry.problem.space, f".{suffix}")
            written.append(entry)
        except InputError as defect:
            refused.append(str(defect))
    if refused and not written:
        raise InputError(refused[0])
    place = made_folder(folder)
    for entry in written:
        save(entry.packing, place / f"{entry.problem.space.stem(entry.problem.n)}.{suffix}")
    return written, f"left out: {counted(len(refused), 'packing')}, since {refused[0]}" if refused else ""


def _site(atlases: list[Atlas], chosen: list[Problem], folder: Path | None, json: bool) -> int:
    """Write the cells as web pages."""
    from packing.report.site import build_site

    if folder is None:
        raise InputError("site needs a folder: name a new or an empty one")
    with progress("site", len(chosen), quiet=json) as bar:

        def tell(problem: Problem) -> None:
            bar.move(chosen.index(problem), text=f"site: {problem}")

        cells = build_site(atlases, folder, chosen, tell)
    page = folder / "index.html"
    answer = {"cells": [{**problem_json(known.problem), "page": f"cells/{known.name}.html"} for known in cells]}
    show({**answer, "file": page}, f"{counted(len(cells), 'cell')}: open {page}", as_json=json)
    return 0
