"""What a catalogue lists: a name, what it shows in one line, and the function that makes it, imported when asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from packing.errors import InputError


@dataclass(frozen=True)
class Declaration:
    """A table or figure by name; `place` is the module and function that make it, as "module:function"."""

    name: str
    summary: str
    place: str

    def function(self) -> Callable[..., Any]:
        """The function; its module is imported now."""
        module, _, name = self.place.partition(":")
        found: Callable[..., Any] = getattr(import_module(module), name)
        return found


def named(name: str, declarations: Sequence[Declaration], what: str) -> Declaration:
    """The declaration of that name, or `InputError` with the names there are.

    >>> named("gaps", (Declaration("gap", "", ""), Declaration("gram", "", "")), "figure")
    Traceback (most recent call last):
    packing.errors.InputError: there is no figure 'gaps', only gap, gram: did you mean gap?
    """
    names = [declaration.name for declaration in declarations]
    if name not in names:
        near = get_close_matches(str(name), names, 1)
        hint = f"did you mean {near[0]}?" if near else "choose one of them"
        raise InputError(f"there is no {what} {name!r}, only {', '.join(names)}: {hint}")
    return declarations[names.index(name)]
