"""`packing references`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from packing.cli.options import Json
from packing.cli.output import show
from packing.cli.streams import visible, write
from packing.errors import InputError
from packing.files import check_writable, read_text, write_text
from packing.references import Reference, bibtex, keys_cited, reference
from packing.references import references as all_references


def references(
    keys: Annotated[tuple[str, ...], Parameter(help="Keys of the sources; all without.")] = (),
    /,
    *,
    cited_in: Annotated[
        tuple[Path, ...], Parameter(name="--for", help="FILE.tex: the sources that it cites, or whose tables it holds.")
    ] = (),
    format: Annotated[Literal["bibtex", "text"] | None, Parameter(help="bibtex or text; text without.")] = None,
    out: Annotated[Path | None, Parameter(help="Write to this file instead of standard output.")] = None,
    json: Json = False,
) -> int:
    """The sources of theorems, constructions and optima: one line each, or BibTeX with DOIs for a manuscript.

    Example: packing references welch1974 --format bibtex

    Example: packing references --for paper.tex --format bibtex --out packing.bib
    """
    if out is not None:
        check_writable(out)
    chosen = _chosen(keys, cited_in)
    if out is not None or (format == "bibtex" and not json):
        text = bibtex(entry.key for entry in chosen) if format != "text" else "\n".join(map(_line, chosen))
        write(visible(text, keep="\n")) if out is None else write_text(out, f"{text}\n")
        return 0
    answer = {"references": [_facts(entry) for entry in chosen]}
    show(answer, "\n".join(map(_line, chosen)), as_json=json)
    return 0


def _chosen(keys: tuple[str, ...], files: tuple[Path, ...]) -> list[Reference]:
    if not keys and not files:
        return list(all_references())
    named = {key: reference(key) for key in keys}
    for file in files:
        found = keys_cited(read_text(file))
        if not found:
            raise InputError(f"{file} cites no source of this package: write its tables with --cite")
        named |= {key: reference(key) for key in found}
    return [named[key] for key in sorted(named)]


def _line(entry: Reference) -> str:
    doubt = "" if entry.is_doi_checked else " (not resolved)"
    return f"{entry.key}  {entry}" + (f" doi:{entry.doi}{doubt}" if entry.doi else "")


def _facts(entry: Reference) -> dict[str, str | bool]:
    named = {"key": entry.key, "short": entry.short, "text": str(entry)}
    return {**named, "doi": entry.doi, "doi_checked": entry.is_doi_checked, "bibtex": entry.bibtex}
