"""`packing verify`"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from packing.cli.console import Json, Seed, show

if TYPE_CHECKING:
    from rich.console import RenderableType

REJECTED = 1


def verify(
    *which: Annotated[
        str, Parameter(help="Ids of claims, or files: certificates (.json), claims (.py). All claims if left out.")
    ],
    quick: Annotated[bool, Parameter(negative=(), help="Smaller samples and ranges: under a minute for all.")] = False,
    list: Annotated[bool, Parameter(negative=(), help="Name the claims and what they say, and stop.")] = False,
    seed: Seed = 0,
    json: Json = False,
) -> int:
    """Test claims by two instruments each, or check certificates; exit 1 if one does not end as it should.

    Examples: packing verify tegum-beats-bases
    packing verify --quick
    packing verify proofs/certificates/kissing.json
    """
    from packing.claims import claim, claim_ids, read_claim

    if list:
        known = [claim(name) for name in claim_ids()]
        show({"claims": [{"id": each.id, "statement": each.text} for each in known]}, _names(known), as_json=json)
        return 0
    wanted = which or claim_ids()
    files = [Path(name) for name in wanted if _names_a_file(name) and not name.endswith(".py")]
    claims = [
        read_claim(Path(name)) if name.endswith(".py") else claim(name)
        for name in wanted
        if name.endswith(".py") or not _names_a_file(name)
    ]
    results = [result for path in files for result in _certificates(path)]
    results += _claims(claims, quick=quick, seed=seed, silent=json)
    show({"results": [{key: entry[key] for key in KEYS} for entry in results]}, _page(results), as_json=json)
    return 0 if all(entry["accepted"] for entry in results) else REJECTED


KEYS = ("id", "verdict", "accepted", "reason", "evidence", "seconds")


def _names_a_file(name: str) -> bool:
    return name.endswith(".json") or "/" in name or Path(name).is_file()


def _certificates(path: Path) -> Iterable[dict[str, Any]]:
    from packing import certificates

    for outcome in certificates.verify(path):
        yield {
            "id": outcome.name,
            "verdict": "certified" if outcome.accepted else "rejected",
            "accepted": outcome.accepted,
            "reason": str(outcome.outcome),
            "evidence": [],
            "seconds": None,
        }


def _claims(claims: list[Any], *, quick: bool, seed: int, silent: bool) -> list[dict[str, Any]]:
    """Run the claims under a progress bar on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from packing import claims as library

    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    results = []
    with Progress(*columns, console=Console(stderr=True), disable=silent or not claims, transient=True) as progress:
        task = progress.add_task("claims", total=len(claims))
        for claim in claims:
            progress.update(task, description=claim.id)
            verdict = library.verify(claim, quick=quick, seed=seed)
            progress.advance(task)
            results.append(
                {
                    "id": claim.id,
                    "verdict": verdict.answer,
                    "accepted": verdict.accepted,
                    "reason": verdict.reason,
                    "evidence": verdict.evidence,
                    "seconds": round(verdict.seconds, 3),
                }
            )
    return results


def _names(claims: Iterable[Any]) -> RenderableType:
    from rich.table import Table

    table = Table("claim", "statement", "verdict on record")
    for each in claims:
        table.add_row(each.id, each.text, each.expected)
    return table


def _page(results: list[dict[str, Any]]) -> RenderableType:
    """One claim in full, several as a table."""
    from rich.console import Group
    from rich.table import Table

    if len(results) == 1:
        entry = results[0]
        return Group(
            f"{entry['id']}: {entry['verdict']}", f"  {entry['reason']}", *(f"  {e}" for e in entry["evidence"])
        )
    table = Table("claim", "verdict", "reason", "s")
    for entry in results:
        mark = entry["verdict"] if entry["accepted"] else f"{entry['verdict']} (!)"
        table.add_row(entry["id"], mark, entry["reason"], "" if entry["seconds"] is None else f"{entry['seconds']:.1f}")
    wrong = sum(not entry["accepted"] for entry in results)
    return Group(table, f"{len(results)} checked, {wrong} rejected.")
