r"""The sources of theorems and constructions: `references.bib` as values, by key.

>>> print(reference("musin2012").short, reference("musin2012").doi)
Musin and Tarasov 2012 10.1007/s00454-011-9392-2
>>> keys_cited(r"as in \cite{welch1974, rankin1955} and \citep[p. 3]{cohn2007}")
('cohn2007', 'rankin1955', 'welch1974')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from packing.doors import shown
from packing.errors import InputError

_ENTRY = re.compile(r"^@(\w+)\{(\w+),\n(.*?)\n\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"(\w+)\s*=\s*\{(.*?)\},?$", re.MULTILINE)
_CITE = re.compile(r"\\\w*cite\w*\*?(?:\[[^\]]*\])*\{([^}]*)\}")
_NAMED = re.compile(r"^% cites ([\w, ]+)", re.MULTILINE)

_PLACES = ("journal", "booktitle", "publisher", "school", "eprint", "note")
"""Where a source appeared: the first of these fields that it has."""


@dataclass(frozen=True, repr=False)
class Reference:
    """An entry of `references.bib`: its key, its kind ("article", "book", ..), and its BibTeX text as it stands."""

    key: str
    kind: str
    bibtex: str

    @property
    def fields(self) -> dict[str, str]:
        """The fields, in BibTeX's own spelling."""
        return dict(_FIELD.findall(self.bibtex))

    @property
    def doi(self) -> str:
        """The DOI, "" where the entry has none."""
        return self.fields.get("doi", "")

    @property
    def is_doi_checked(self) -> bool:
        """Whether the DOI was resolved and led to this source; true where there is none."""
        return "DOI not resolved" not in self.fields.get("annote", "")

    @property
    def short(self) -> str:
        """Authors and year, for a footnote.

        >>> reference("cohn2016").short
        'Cohn, Kumar and Minton 2016'
        """
        names = [name.partition(",")[0] for name in self.fields.get("author", self.key).split(" and ")]
        if len(names) > 3:
            names = [f"{names[0]} et al."]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return without_tex(f"{listed} {self.fields.get('year', '')}".strip())

    def __str__(self) -> str:
        fields = self.fields
        where = next((fields[name] for name in _PLACES if name in fields), "preprint")
        volume = f" {fields['volume']}" if "volume" in fields else ""
        authors = fields.get("author", "").replace(" and ", "; ")
        return without_tex(f"{authors}: {fields.get('title', '')}. {where}{volume} ({fields.get('year', '')})")

    def __repr__(self) -> str:
        return f"Reference({self.key}: {self.short})"


@cache
def references() -> tuple[Reference, ...]:
    """Every entry, sorted by key."""
    text = files("packing").joinpath("references.bib").read_text(encoding="utf-8")
    return tuple(Reference(found[2], found[1], found[0]) for found in _ENTRY.finditer(text))


def reference(key: str) -> Reference:
    """The entry of that key; `InputError` for a key that there is not."""
    found = {entry.key: entry for entry in references()}
    if key not in found:
        near = get_close_matches(str(key), found, 1)
        hint = f"did you mean {near[0]}?" if near else "packing references lists the keys"
        raise InputError(f"there is no reference {key!r}: {hint}")
    return found[key]


def keys_cited(text: str) -> tuple[str, ...]:
    r"""The keys of this package that a LaTeX text cites, by \cite and its kin or in the head of a table, sorted."""
    named = ",".join((*_CITE.findall(text), *_NAMED.findall(text)))
    wanted = {key.strip() for key in named.split(",")}
    return tuple(entry.key for entry in references() if entry.key in wanted)


def bibtex(keys: Iterable[str] | None = None) -> str:
    """The entries of these keys, of all where None, as BibTeX; `InputError` for a key that there is not.

    >>> print(bibtex(["welch1974"]).splitlines()[0])
    @article{welch1974,
    """
    chosen = references() if keys is None else [reference(key) for key in keys]
    return "\n\n".join(entry.bibtex for entry in chosen)


def without_tex(text: str) -> str:
    """Plain text for the little TeX that the titles and names hold.

    >>> print(without_tex(r"B{\\"o}r{\\"o}czky on $\\mathbf{Z}_4$"))
    Böröczky on Z₄
    """
    for accent, mark in (('\\"', "\u0308"), ("\\'", "\u0301"), ("\\^", "\u0302")):
        text = re.sub(re.escape(accent) + r"\{?(\w)\}?", rf"\1{mark}", text)
    text = text.replace("$", "").replace("\\mathbf", "").replace("_4", "₄").replace("--", "–").replace("\\&", "&")
    return unicodedata.normalize("NFC", text.replace("{", "").replace("}", ""))


__dir__ = shown(__name__)
