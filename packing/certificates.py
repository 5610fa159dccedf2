"""Certificates on disk: JSON with exact numbers as text; read with limits on size and depth, written whole.

A file holds one certificate, an object with `schema` and `kind`, or a collection: an object with `schema` and a list
`certificates`. What the other entries mean is the business of the checker of that kind in `packing.kernel`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packing import kernel
from packing.errors import InputError
from packing.files import check_readable, replacing
from packing.kernel import Rejection, Statement

Certificate = dict[str, Any]

MOST_BYTES = 64 * 2**20
"""Files larger than this are not read."""

MOST_DEPTH = 12
"""Lists and objects nested deeper than this are not looked into."""


@dataclass(frozen=True)
class Verdict:
    """What a checker says about one certificate: `name` tells which, `outcome` is a statement or a rejection."""

    name: str
    outcome: Statement | Rejection

    @property
    def accepted(self) -> bool:
        """Whether the certificate proves its statement."""
        return isinstance(self.outcome, Statement)

    def __str__(self) -> str:
        return f"{self.name}: {'proves that' if self.accepted else 'refused,'} {self.outcome}"


def read(path: Path | str) -> tuple[Certificate, ...]:
    """The certificates of a file, unchecked.

    Raises `InputError` where the file is missing, too large, not JSON, nested too deep, or no certificate.
    """
    source = check_readable(path)
    size = source.stat().st_size
    if size > MOST_BYTES:
        raise InputError(f"cannot read {source}: it has {size} bytes, more than {MOST_BYTES}; split it into files")
    content = _parsed(source)
    _check_depth(content, source)
    if isinstance(content, dict) and "certificates" in content:
        if type(content.get("schema")) is not int or content["schema"] != kernel.SCHEMA:
            raise InputError(f"cannot read {source}: its schema must be {kernel.SCHEMA}, not {content.get('schema')!r}")
        members = content["certificates"]
        if not isinstance(members, list) or not all(isinstance(member, dict) for member in members) or not members:
            raise InputError(f"cannot read {source}: `certificates` must be a list of objects; write it again")
        return tuple(members)
    if not isinstance(content, dict) or "kind" not in content:
        raise InputError(f"cannot read {source}: a certificate is a JSON object with an entry `kind`; write it again")
    return (content,)


def write(path: Path | str, certificates: Certificate | Sequence[Certificate]) -> None:
    """Write one certificate, or a collection of them one a line, under a temporary name, then rename.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder, "c.json"), {"schema": 1, "kind": "delsarte"})
    ...     read(Path(folder, "c.json"))
    ({'schema': 1, 'kind': 'delsarte'},)
    """
    if isinstance(certificates, dict):
        text = json.dumps(certificates, indent=1, ensure_ascii=False)
    else:
        members = ",\n".join(json.dumps(member, ensure_ascii=False) for member in certificates)
        text = f'{{"schema": {kernel.SCHEMA}, "certificates": [\n{members}\n]}}'
    with replacing(path) as draft:
        draft.write_text(text + "\n", encoding="utf-8")


def verify(path: Path | str, check: Callable[[object], Statement | Rejection] = kernel.check) -> tuple[Verdict, ...]:
    """The verdict on each certificate of a file, by the kernel or by another checker."""
    return tuple(verdicts(Path(path).name, read(path), check))


def verdicts(
    name: str, certificates: Iterable[Certificate], check: Callable[[object], Statement | Rejection] = kernel.check
) -> Iterable[Verdict]:
    """Check certificates one by one; the i-th of several is called `name[i]`."""
    members = list(certificates)
    for i, certificate in enumerate(members):
        yield Verdict(name if len(members) == 1 else f"{name}[{i}]", check(certificate))


def _parsed(source: Path) -> Any:
    try:
        text = source.read_text(encoding="utf-8")
        return json.loads(text, object_pairs_hook=_without_repetition, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise InputError(f"cannot read {source}: it is not UTF-8 text; a certificate is a JSON file") from None
    except RecursionError:
        raise InputError(f"cannot read {source}: it is nested deeper than {MOST_DEPTH} levels") from None
    except json.JSONDecodeError as mistake:
        where = f"line {mistake.lineno}, column {mistake.colno}"
        raise InputError(f"cannot read {source}: not JSON at {where} ({mistake.msg}); is it cut short?") from None
    except ValueError as mistake:
        raise InputError(f"cannot read {source}: {str(mistake)[:120]}; write numbers as text") from None
    except OSError as mistake:
        raise InputError(f"cannot read {source}: {mistake.strerror or mistake}; check the disk") from None


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("an object has an entry twice")
    return members


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no exact number")


def _check_depth(content: Any, source: Path) -> None:
    level: list[Any] = [content]
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
