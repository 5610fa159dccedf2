"""`--sparsity S`, as papers write it, read as `--density 1 - S` by every command that takes a density."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from cyclopts import App

from packing.errors import InputError

_OPTION, _MEANT = "--sparsity", "--density"
_DIGITS = 50


def with_density(app: App, words: list[str]) -> list[str]:
    """The words of a command with each `--sparsity S` as `--density 1 - S`, exactly; a list a,b,.. number by number.

    The words are left alone where the command takes no density. Raises `InputError` where S is no number of [0, 1), or
    a density is given too.
    """
    places = [place for place, word in enumerate(words) if word == _OPTION or word.startswith(f"{_OPTION}=")]
    if not places or not _takes(app, words, _MEANT):
        return words
    if len(places) > 1 or any(word == _MEANT or word.startswith(f"{_MEANT}=") for word in words):
        raise InputError(f"{_OPTION} S says {_MEANT} 1 - S: give one of the two, once")
    (place,) = places
    _, equals, text = words[place].partition("=")
    rest = words[place + 1 :]
    if not equals:
        if not rest:
            raise InputError(f"{_OPTION} needs a number in [0, 1): write {_OPTION} 0.9, or {_MEANT} 0.1")
        text, rest = rest[0], rest[1:]
    return [*words[:place], f"{_MEANT}={','.join(map(_complement, text.split(',')))}", *rest]


def _complement(text: str) -> str:
    try:
        sparsity = Decimal(text) if len(text) <= _DIGITS else Decimal("NaN")
    except InvalidOperation:
        sparsity = Decimal("NaN")
    if not (sparsity.is_finite() and 0 <= sparsity < 1 and sparsity.adjusted() > -_DIGITS):
        raise InputError(
            f"{_OPTION} must be a number in [0, 1), the share of inputs where a feature is 0, not {text!r}: "
            f"write {_OPTION} 0.9, or {_MEANT} 0.1"
        )
    return format(1 - sparsity, "f")


def _takes(app: App, words: list[str], option: str) -> bool:
    """Whether the command that the words begin with takes an option."""
    _, chain, _ = app.parse_commands(words)
    if chain[-1].default_command is None:
        return False
    return any(option in argument.names for argument in chain[-1].assemble_argument_collection())
