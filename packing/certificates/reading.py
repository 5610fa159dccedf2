"""Read a file of certificates, within limits; nothing is checked here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from packing import kernel
from packing.certificates.format import MOST_BYTES, MOST_DEPTH, Certificate
from packing.errors import InputError
from packing.files import check_readable, read_text


def read(path: Path | str) -> tuple[Certificate, ...]:
    """The certificates of a file, unchecked.

    Raises `InputError` where the file is missing, too large, not JSON, nested too deep, or no certificate.
    """
    source = check_readable(path)
    content = _parsed(source)
    _check_depth(content, source)
    if isinstance(content, dict) and "certificates" in content:
        if type(content.get("schema")) is not int or content["schema"] != kernel.SCHEMA:
            raise InputError(f"cannot read {source}: its schema must be {kernel.SCHEMA}, not {content.get('schema')!r}")
        members = content["certificates"]
        if not isinstance(members, list) or not all(isinstance(member, dict) for member in members) or not members:
            raise InputError(
                f"cannot read {source}: `certificates` must be a list of objects, one or more; write it again"
            )
        return tuple(members)
    if not isinstance(content, dict) or "kind" not in content:
        raise InputError(f"cannot read {source}: a certificate is a JSON object with an entry `kind`; write it again")
    return (content,)


def _parsed(source: Path) -> Any:
    try:
        text = read_text(source, MOST_BYTES)
        return json.loads(text, object_pairs_hook=_without_repetition, parse_constant=_refuse_constant)
    except InputError:
        raise
    except RecursionError:
        raise InputError(f"cannot read {source}: it is nested deeper than {MOST_DEPTH} levels") from None
    except json.JSONDecodeError as mistake:
        where = f"line {mistake.lineno}, column {mistake.colno}"
        raise InputError(f"cannot read {source}: not JSON at {where} ({mistake.msg}); is it cut short?") from None
    except ValueError as mistake:
        cure = "leave one of them" if isinstance(mistake, _RepeatedError) else "write numbers as text"
        raise InputError(f"cannot read {source}: {str(mistake)[:120]}; {cure}") from None


class _RepeatedError(ValueError):
    """An object that says one thing twice."""


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _RepeatedError("an object has an entry twice")
    return members


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no exact number")


def _check_depth(content: Any, source: Path) -> None:
    level: list[Any] = [content] if isinstance(content, (dict, list)) else []
    for _ in range(MOST_DEPTH + 1):
        level = (
            [
                child
                for parent in level
                for child in (parent.values() if isinstance(parent, dict) else parent)
                if isinstance(child, (dict, list))
            ]
            if level
            else []
        )
        if not level:
            return
    raise InputError(f"cannot read {source}: it is nested deeper than {MOST_DEPTH} levels")
