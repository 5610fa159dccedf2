"""`packing verify`"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from packing.cli.options import Json, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.cli.streams import say_error
from packing.errors import InputError, positive_number
from packing.kernel import LIMIT
from packing.report.writers.as_json.claims import certificate_json, claim_json, verdict_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.claims import Claim
    from packing.report.writers.terminal import FittedTable, Page

REJECTED = 1
NOT_CHECKED = 2
INTERRUPTED = 130


def verify(
    *which: Annotated[
        str,
        Parameter(
            help="Ids of claims, or files: certificates (.json), claims (.py, run as programs). All claims without."
        ),
    ],
    quick: Annotated[bool, Parameter(negative=(), help="Smaller samples and ranges: under a minute for all.")] = False,
    list: Annotated[bool, Parameter(negative=(), help="Name the claims and what they say, and stop.")] = False,
    limit: Annotated[
        float, Parameter(help="CPU seconds of work to allow for a certificate, as estimated before its check.")
    ] = LIMIT,
    rocq: Annotated[
        Path | None,
        Parameter(
            help="Write each accepted certificate that Rocq can follow (delsarte, angles, energy) into this folder, "
            "as a file for coqc."
        ),
    ] = None,
    seed: Seed = 0,
    json: Json = False,
) -> int:
    """Test claims by two instruments each, or check certificates; exit 1 if one does not end as it should.

    A certificate beyond the limit of work is not checked, which is no verdict on it: exit 2, with the limit to name.

    Ctrl-C shows what was tested until then.

    Examples: packing verify tegum-beats-bases
    packing verify --quick
    packing verify proofs/certificates/kissing.json
    packing verify kissing.json --rocq rocq
    """
    from packing.claims import claim, claim_ids, read_claim

    if list:
        known = [claim(name) for name in claim_ids()]
        show({"claims": [claim_json(each) for each in known]}, _names(known), as_json=json)
        return 0
    positive_number("--limit", limit)
    wanted = which or claim_ids()
    files = [Path(name) for name in wanted if _names_a_file(name) and not name.endswith(".py")]
    claims = [
        read_claim(Path(name)) if name.endswith(".py") else claim(name)
        for name in wanted
        if name.endswith(".py") or not _names_a_file(name)
    ]
    if rocq is not None and not files:
        raise InputError("--rocq writes certificates, and none is named; name a file of certificates (.json)")
    results: builtins.list[dict[str, Any]] = []
    try:
        _certificates(results, files, limit=limit, rocq=rocq, quiet=json)
        _claims(results, claims, quick=quick, seed=seed, quiet=json)
    except KeyboardInterrupt:
        show({"results": results}, _page(results), as_json=json)
        say_error(
            f"interrupted: what was tested until now ({counted(len(results), 'result')}) is shown; "
            f"name the others again"
        )
        return INTERRUPTED
    show({"results": results}, _page(results), as_json=json)
    return _exit_status(results)


def _exit_status(results: builtins.list[dict[str, Any]]) -> int:
    """0 if all ended as they should, 1 if one did not; else 2 where some were not checked, and the cure is said."""
    left = [entry for entry in results if entry["verdict"] == "not checked"]
    if left:
        least = max(entry["limit_needed"] for entry in left)
        say_error(f"{counted(len(left), 'certificate')} not checked: the work is beyond the limit; use --limit {least}")
    if any(not entry["accepted"] and entry not in left for entry in results):
        return REJECTED
    return NOT_CHECKED if left else 0


def _names_a_file(name: str) -> bool:
    return name.endswith(".json") or "/" in name or Path(name).is_file()


def _certificates(
    results: list[dict[str, Any]], files: Sequence[Path], *, limit: float, rocq: Path | None, quiet: bool
) -> None:
    """Read all files, then check their certificates under a progress bar, and add each verdict to `results`.

    What is accepted and can be followed by Rocq is written into the folder `rocq`.
    """
    from packing import certificates, kernel
    from packing.rocq import write

    check = partial(kernel.check, limit=limit)
    collections = [(path.name, certificates.read(path)) for path in files]
    total = sum(len(members) for _, members in collections)
    with progress("certificates", total, quiet=quiet) as bar:
        for name, members in collections:
            for certificate, verdict in zip(members, certificates.verdicts(name, members, check), strict=True):
                entry = certificate_json(verdict)
                if rocq is not None:
                    entry["rocq"] = write(certificate, rocq, verdict.name, limit=limit) if verdict.accepted else None
                results.append(entry)
                bar.count(len(results), total)


def _claims(results: list[dict[str, Any]], claims: Sequence[Claim], *, quick: bool, seed: int, quiet: bool) -> None:
    """Run the claims under a progress bar, and add each verdict to `results`."""
    from packing.claims import verify as test

    with progress("claims", len(claims), quiet=quiet) as bar:
        for done, claim in enumerate(claims):
            bar.move(done, text=claim.id)
            results.append(verdict_json(test(claim, quick=quick, seed=seed)))


def _names(claims: Iterable[Claim]) -> FittedTable:
    from packing.report.writers.terminal import grid

    rows = ((each.id, each.text, each.expected.value) for each in claims)
    return grid("", ("claim", "statement", "verdict on record"), rows)


def _page(results: list[dict[str, Any]]) -> Page:
    """One claim in full, several as a table."""
    from packing.report.writers.terminal import grid, page

    written = [entry["rocq"] for entry in results if "rocq" in entry]
    files = [_written(written)] if written else []
    if len(results) == 1:
        entry = results[0]
        lines = (f"  {e}" for e in entry["evidence"])
        return page(f"{entry['id']}: {entry['verdict']}", f"  {entry['reason']}", *lines, *files)
    table = grid("", ("claim", "verdict", "reason", "s"), map(_row, results))
    left = sum(entry["verdict"] == "not checked" for entry in results)
    wrong = sum(not entry["accepted"] for entry in results) - left
    rest = f", {left} not checked" if left else ""
    return page(table, f"{len(results) - left} checked, {wrong} rejected{rest}.", *files)


def _written(paths: Sequence[str | None]) -> str:
    """What was written for Rocq, and what was not."""
    found = [path for path in paths if path is not None]
    if not found:
        return "Nothing was written for Rocq: it can follow the kinds delsarte, angles, and energy of polynomials."
    first = found[0] if len(found) == 1 else f"{counted(len(found), 'file')}, {found[0]} the first"
    rest = f"; {len(paths) - len(found)} of other kinds were not" if len(found) < len(paths) else ""
    return f"Written for Rocq, to be checked by coqc: {first}{rest}."


def _row(entry: dict[str, Any]) -> tuple[str, ...]:
    mark = entry["verdict"] if entry["accepted"] else f"{entry['verdict']} (!)"
    return entry["id"], mark, entry["reason"], "" if entry["seconds"] is None else f"{entry['seconds']:.1f}"
