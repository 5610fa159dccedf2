"""Docstrings of this package are plain text: before mkdocstrings reads them as Markdown, mark what is not prose.

`<x, y>`, `x_i^*` and `[x]` would be tags, emphasis and links; examples would be quotations.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

SPECIAL = re.compile(r"([\\*_\[\]])")
SPAN = re.compile(r"(`[^`]*`)")
ITEM = re.compile(r"(?:[-*+]|\d+\.) ")


class PlainDocstrings(griffe.Extension):
    """Escape the prose of every docstring and fence its examples."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring:
            obj.docstring.value = marked(obj.docstring.value)


def marked(text: str) -> str:
    """The docstring `text` as Markdown: prose escaped, examples fenced, indented formulas and tables left alone."""
    return "\n\n".join(_block(block) for block in re.split(r"\n[ \t]*\n", text.strip("\n")))


def _block(block: str) -> str:
    lines = block.split("\n")
    first = next((number for number, line in enumerate(lines) if line.lstrip().startswith(">>> ")), None)
    if first is not None:
        fenced = "\n".join(("```pycon", *(line.removeprefix("    ") for line in lines[first:]), "```"))
        return "\n\n".join(part for part in (_block("\n".join(lines[:first])) if first else "", fenced) if part)
    if all(line.startswith(("    ", "|")) for line in lines):
        return block
    return "\n".join(prose(line) for line in lines)


def prose(line: str) -> str:
    """A line of plain text as Markdown; what stands between backticks and a list marker stay what they are."""
    marker = ITEM.match(line)
    head = marker.group() if marker else ""
    spans = SPAN.split(line[len(head) :])
    return head + "".join(span if span.startswith("`") else _escaped(span) for span in spans)


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
