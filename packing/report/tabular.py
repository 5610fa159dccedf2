"""A table as a value: rows of cells under columns, with a caption and how to make it again."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from html import escape
from importlib import import_module
from textwrap import shorten
from typing import Any
from zlib import crc32

from packing.errors import InputError
from packing.references import references
from packing.report.cells import (
    MARKS,
    MEANINGS,
    SETTLED,
    Cell,
    Cited,
    Formula,
    Number,
    plain_cell,
    rigor_of,
    shown,
    sources,
)
from packing.rounding import counted


@dataclass(frozen=True)
class Column:
    """A column: its key in CSV and JSON, its heading, and the heading in LaTeX where mathematics is set differently.

    Fields: `latex`: that heading; `right`: whether cells stand to the right, as numbers do.
    """

    key: str
    heading: str
    latex: str = ""
    right: bool = True


N, D = Column("n", "n", "$n$"), Column("d", "d", "$d$")
"""The number of objects and the dimension, which most tables begin with."""


@dataclass(frozen=True, repr=False)
class Table:
    """Rows under columns with a caption; `label` names it in LaTeX and `provenance` says how to make it again.

    `provenance` is the version and the command, all but its format, which each writer adds (`made_by`). `latex` is the
    caption in LaTeX; without one, mathematics is found in the words. `more` are keys of columns that are made only
    where they are asked for.

    Raises `InputError` for a row of the wrong length: a broken row never leaves a table silently.

    Fields: `rows`: tuples of cells (text, whole numbers, `Number`, `Exact`, `Formula`, None), one for each column.

    >>> print(Table("Squares", (Column("n", "n"), Column("square", "n²")), ((2, 4), (3, 9))))
    Squares
    n  n²
    2   4
    3   9
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    label: str = ""
    provenance: str = ""
    latex: str = ""
    more: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for index, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise InputError(
                    f"every row of '{self.caption}' needs {len(self.columns)} cells, but row {index} has {len(row)}: "
                    f"complete it"
                )

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns."""
        return tuple(column.key for column in self.columns)

    @property
    def references(self) -> tuple[str, ...]:
        """The keys of `references.bib` that the cells rest on, sorted."""
        return tuple(sorted({key for row in self.rows for cell in row for key in sources(cell)}))

    @property
    def footnotes(self) -> tuple[str, ...]:
        """What the marks in the table mean, strongest first."""
        used = {cell.rigor for row in self.rows for cell in row if isinstance(cell, Number | Formula)}
        notes = [f"{MARKS[rigor]} {MEANINGS[rigor]}" for rigor in MEANINGS if rigor in used]
        named = "; ".join(entry.short for entry in references() if entry.key in self.settled)
        return (*notes, f"{SETTLED} the optimum, by a theorem of the literature: {named}") if named else tuple(notes)

    @property
    def settled(self) -> tuple[str, ...]:
        """The keys of the theorems of the literature that prove a number of the table to be the optimum."""
        cells = (cell for row in self.rows for cell in row if isinstance(cell, Number))
        return tuple(sorted({cell.settled for cell in cells if cell.settled}))

    def made_by(self, option: str) -> str:
        """The provenance with the option of a format, such as "--format latex"; nothing where there is none."""
        flat = " ".join(self.provenance.split())
        return f"{flat} {option}" if flat else ""

    def named(self, label: str | None = None, caption: str | None = None) -> Table:
        r"""The table with another label or caption.

        A caption that holds a backslash or a dollar sign is LaTeX, and stands in a manuscript as it is. Raises
        `InputError` for a label that is none, and for LaTeX whose brackets or dollar signs do not match.

        >>> Table("Squares", (Column("n", "n"),), ()).named("tab:squares", "The squares").label
        'tab:squares'
        """
        made = self
        if label is not None:
            made = replace(made, label=checked_label(label), provenance=with_option(made.provenance, "--label", label))
        if caption is not None:
            tex = checked_latex(caption) if re.search(r"[\\$]", caption) else ""
            provenance = with_option(made.provenance, "--caption", caption)
            made = replace(made, caption=caption, latex=tex, provenance=provenance)
        return made

    def select(self, keys: Sequence[str]) -> Table:
        """The table of the named columns, in that order.

        >>> table = Table("Squares", (Column("n", "n"), Column("square", "n²")), ((2, 4), (3, 9)))
        >>> table.select(["square"]).rows
        ((4,), (9,))
        """
        for key in keys:
            if key not in self.keys:
                known = tuple(dict.fromkeys((*self.keys, *self.more)))
                near = get_close_matches(key, known, 1)
                hint = f"did you mean {near[0]}?" if near else "choose among them"
                raise InputError(f"there is no column {key!r}, only {', '.join(known)}: {hint}")
        chosen = [self.keys.index(key) for key in keys]
        return replace(
            self,
            columns=tuple(self.columns[i] for i in chosen),
            rows=tuple(tuple(row[i] for i in chosen) for row in self.rows),
            provenance=with_option(self.provenance, "--columns", ",".join(keys)),
        )

    def records(self) -> list[dict[str, Any]]:
        """The rows by column key: floats in full precision, exact numbers as text, no value as None.

        A column in which a number says how it is known is followed by one, `<key>_rigor`, with those words; one whose
        cells have sources by `<key>_reference`, with their keys.
        """
        marked = [any(rigor_of(row[i]) for row in self.rows) for i in range(len(self.columns))]
        sourced = [
            any(sources(row[i]) and not (isinstance(row[i], Cited) and not row[i].text) for row in self.rows)  # type: ignore[union-attr]
            for i in range(len(self.columns))
        ]
        records = []
        for row in self.rows:
            record: dict[str, Any] = {}
            for key, cell, has_rigor, has_source in zip(self.keys, row, marked, sourced, strict=True):
                record[key] = plain_cell(cell)
                if has_rigor:
                    rigor = rigor_of(cell)
                    record[f"{key}_rigor"] = rigor.value if rigor else None
                if has_source:
                    record[f"{key}_reference"] = ", ".join(sources(cell)) or None
            records.append(record)
        return records

    def to_latex(self, *, cite: bool = False, siunitx: bool = False) -> str:
        r"""The table for a manuscript: booktabs; with `cite` sources as \cite, with `siunitx` numbers in S columns."""
        return str(_writers().render(self, "latex", cite=cite, siunitx=siunitx))

    def to_markdown(self, *, cite: bool = False) -> str:
        """The table in Markdown; with `cite` sources as [@key], as pandoc reads them."""
        return str(_writers().render(self, "markdown", cite=cite))

    def to_pandas(self) -> Any:
        """A DataFrame of `records`; its `attrs` hold caption, label and provenance.

        Raises `InputError` without pandas.
        """
        try:
            pandas = import_module("pandas")
        except ImportError:
            raise InputError("a DataFrame needs pandas, which is not installed: run pip install pandas") from None
        frame = pandas.DataFrame(self.records())
        frame.attrs.update(caption=self.caption, label=self.label, provenance=self.provenance)
        return frame

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Table({shorten(self.caption, 100)!r}, {counted(len(self), 'row')} of {', '.join(self.keys)})"

    def __str__(self) -> str:
        lines = [[column.heading for column in self.columns], *([shown(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, texts)) for texts in zip(*lines, strict=True)]
        aligned = (
            "  ".join(
                text.rjust(width) if column.right else text.ljust(width)
                for text, width, column in zip(line, widths, self.columns, strict=True)
            ).rstrip()
            for line in lines
        )
        return "\n".join([self.caption, *aligned, *self.footnotes])

    def _repr_html_(self) -> str:
        """The table in a notebook."""
        sides = ["right" if column.right else "left" for column in self.columns]
        heading = "".join(f"<th>{escape(column.heading)}</th>" for column in self.columns)
        rows = (
            "".join(
                f'<td style="text-align: {side}">{escape(shown(cell))}</td>'
                for cell, side in zip(row, sides, strict=True)
            )
            for row in self.rows
        )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.footnotes)
        body = "".join(f"<tr>{row}</tr>" for row in (heading, *rows))
        return f"<table><caption>{escape(self.caption)}</caption>{body}</table>{notes}"

    def _repr_latex_(self) -> str:
        """The table where a notebook becomes a PDF."""
        return self.to_latex()


def label_of(command: str) -> str:
    """A label for what a command makes, from its name and options, so that no two of a manuscript are the same.

    >>> label_of("pairs -n 5..8 -d 4 --field C --exponent 1.5 --columns n,field")
    'tab:pairs-n5..8-d4-C-exponent1.5-columns-n-field'
    """
    words = [word for word in shlex.split(command) if word != "--field"]
    plain = [re.sub(r"[^A-Za-z0-9.]+", "-", word).strip("-") for word in words]
    given = re.sub(r"-(n|d|exponent|density|seed)-(?=[\d.])", r"-\1", "-".join(filter(None, plain)))
    is_plain = all(re.fullmatch(r"[A-Za-z0-9.,_-]*", word) for word in words)
    return f"tab:{given}" + ("" if is_plain else f"-{crc32(command.encode(errors='surrogateescape')) % 10**4:04}")


def checked_label(label: str) -> str:
    """The label given, or `InputError`."""
    if re.fullmatch(r"[\w:.+/-]+", label, re.ASCII) is None:
        raise InputError(f"a label is letters, digits and :.+-/_ alone, not {label!r}: write tab:bounds")
    return label


def cited(text: str, *keys: str) -> Cited | str:
    """Words with their sources; the words alone where they have none.

    >>> cited("Welch", "welch1974"), cited("floating point", "")
    (Cited(text='Welch', keys=('welch1974',)), 'floating point')
    """
    known = tuple(entry.key for entry in references() if entry.key in keys)
    return Cited(text, known) if known else text


def with_option(provenance: str, option: str, value: str) -> str:
    """The provenance of a command `packing table` with an option more, in place of the one it had.

    >>> with_option("packing 1: packing table bounds -d 3 --columns n,d", "--columns", "n")
    'packing 1: packing table bounds -d 3 --columns n'
    """
    if ": packing table " not in provenance:
        return provenance
    head, _, command = provenance.partition(": ")
    words = shlex.split(command)
    if option in words:
        at = words.index(option)
        del words[at : at + 2]
    return f"{head}: {shlex.join([*words, option, value])}"


def checked_latex(text: str) -> str:
    """`text` on one line, or `InputError` where its brackets or dollar signs do not match."""
    bare = re.sub(r"\\.", "", " ".join(text.split()))
    depth = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            break
    if depth or bare.count("$") % 2 or bare.endswith("\\") or "%" in bare:
        raise InputError(f"LaTeX must have its brackets and dollar signs in pairs, and % as \\%, not {text!r}: mend it")
    return " ".join(text.split())


def _writers() -> Any:
    """The module above that writes tables, imported when a table is written."""
    return import_module("packing.report.writers.render")
