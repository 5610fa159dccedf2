"""The claims: the generated index of `proofs/`, a page for each claim with its source, and the proofs in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docstrings import SPAN, prose
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

PROOFS = Path(__file__).resolve().parents[2] / "proofs"
ROW = re.compile(
    r"\| \[(?P<id>[^]]+)\]\([^)]+\.py\) \| (?P<statement>.*) \| (?P<kind>[a-z]+) \| \*\*(?P<answer>[a-z]+)\*\*"
)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for path, text in _pages():
        files.append(File.generated(config, path, content=text))
    return files


def _pages() -> Iterator[tuple[str, str]]:
    yield "claims/index.md", "\n".join(map(_linked, (PROOFS / "index.md").read_text().splitlines()))
    for words in sorted(PROOFS.glob("*.md")):
        if words.name != "index.md":
            yield f"claims/{words.name}", "\n".join(map(_shown, words.read_text().splitlines()))
    from packing.claims import claim, claim_ids

    for name in claim_ids():
        source, value = PROOFS / f"{name}.py", claim(name)
        verdict = value.expected.value + (f": {value.corrected_text}" if value.corrected_text else "")
        facts = {
            "kind": value.kind.value,
            "verdict": verdict,
            "known": value.rigor.value,
            "tested": value.tested,
            "reference": value.reference,
        }
        rows = "\n".join(f"| {fact} | {prose(text).replace('|', '&#124;')} |" for fact, text in facts.items() if text)
        statement, why = prose(value.text), prose(value.derivation)
        yield (
            f"claims/{name}.md",
            f"# {name}\n\n**{statement}**\n\n| | |\n|---|---|\n{rows}\n\n{why}\n\n"
            f"```console\n$ packing verify {name}\n```\n\n```python\n{source.read_text()}```\n",
        )


def _shown(line: str) -> str:
    """A line of a proof with <x, y> as text and not as a tag; code stays what it is."""
    if line.startswith("    "):
        return line
    return "".join(span if span.startswith("`") else span.replace("<", "&lt;") for span in SPAN.split(line))


def _linked(line: str) -> str:
    """A line of the index; the rows of the table lead to the pages, and their text is prose."""
    row = ROW.match(line)
    if not row:
        return line
    rest = line[row.end() :]
    correction, _, instruments = rest.rpartition(" | ")
    statement, correction = (
        prose(cell.replace("\\|", "|")).replace("|", "&#124;") for cell in (row["statement"], correction)
    )
    link, answer = f"[{row['id']}]({row['id']}.md)", f"**{row['answer']}**"
    return f"| {link} | {statement} | {row['kind']} | {answer}{correction} | {instruments}"
