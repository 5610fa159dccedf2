"""What the numbers of a file may stand for: vectors as rows or columns, a Gram matrix, a code, a graph."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from packing.doors import shown
from packing.errors import InputError


class Form(StrEnum):
    """What a matrix stands for."""

    ROWS = "rows"
    COLUMNS = "columns"
    GRAM = "gram"
    WORDS = "words"
    GENERATOR = "generator"
    GRAPH = "graph"
    SEIDEL = "seidel"


MOST_LETTERS = 16
"""The largest alphabet of a code."""


@dataclass(frozen=True)
class Layout:
    """A form, and of codes the number q of letters; 0 where the largest letter tells it.

    >>> parse_layout("words:3")
    Layout(form=<Form.WORDS: 'words'>, letters=3)
    """

    form: Form
    letters: int = 0

    @property
    def is_code(self) -> bool:
        """Whether the numbers are letters of words."""
        return self.form in (Form.WORDS, Form.GENERATOR)

    @property
    def has_letters(self) -> bool:
        """Whether digits that stand together are single numbers: of codes and of graphs."""
        return self.is_code or self.form in (Form.GRAPH, Form.SEIDEL)

    def __str__(self) -> str:
        return self.form.value + f":{self.letters}" * (self.letters > 0)


ROWS = Layout(Form.ROWS)


def parse_layout(text: Layout | str) -> Layout:
    """A layout by its name: rows, columns, gram, words, generator, graph or seidel; of codes also words:3.

    Raises `InputError` for another name.
    """
    if isinstance(text, Layout):
        return text
    name, colon, letters = text.partition(":")
    try:
        form = Form(name)
        count = int(letters) if colon else 0
    except ValueError:
        count = -1
    else:
        is_code = form in (Form.WORDS, Form.GENERATOR)
        if (not colon) or (is_code and 2 <= count <= MOST_LETTERS):
            return Layout(form, count)
    names = ", ".join(form.value for form in Form)
    raise InputError(
        f"a layout is one of {names}, of words and generator with 2 to {MOST_LETTERS} letters such as words:3, "
        f"not {text[:40]!r}: take one of them"
    )


__dir__ = shown(__name__)
