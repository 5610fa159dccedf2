"""Options given by name: an enumeration that says which names there are."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from packing.errors import InputError


class Option(StrEnum):
    """One of a few names."""

    @classmethod
    def named(cls, name: str) -> Self:
        """The choice with this name, or `InputError`.

        >>> Colour = Option("Colour", {"RED": "red", "BLUE": "blue"})
        >>> Colour.named("red") is Colour.RED
        True
        """
        try:
            return cls(name)
        except ValueError:
            names = [choice.value for choice in cls]
            listed = " or ".join(names) if len(names) == 2 else f"one of {', '.join(names)}"
            raise InputError(f"the {cls.word()} must be {listed}, not {name!r}: choose one of them") from None

    @classmethod
    def word(cls) -> str:
        """What the option is called where it is given: the name of the class, else its own word."""
        return cls.__name__.lower()
