"""The checker: accepts or refuses certificates with Python integers and fractions alone.

It imports nothing of the package, no solver and no numpy; it rebuilds every polynomial and matrix from the problem and
trusts no number but those it has checked. A certificate is a dict as read from JSON: numbers are integers or text.
Each kind has one file with a function `check(certificate) -> Statement` that raises `RefusedError` on a bad entry. An
entry `statement` is optional; if it is there, it must be the sentence proved. Other entries are remarks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from packing.kernel.statement import EquiangularStatement as EquiangularStatement
from packing.kernel.statement import RefusedError as RefusedError
from packing.kernel.statement import Rejection as Rejection
from packing.kernel.statement import SizeStatement as SizeStatement
from packing.kernel.statement import Statement as Statement

Checker = Callable[[Mapping[str, object]], Statement]
"""What a file of this folder offers as `check`: it returns a statement or raises `RefusedError`."""

SCHEMA = 1
"""The version of the certificate format that this checker reads."""

KINDS = {
    "delsarte": "delsarte",
    "equiangular": "equiangular",
    "three-point": "threepoint",
    "gram": "gram",
}
"""The kinds of certificate and the file of this folder that checks each."""


def check(certificate: object, instead: Mapping[str, Checker] | None = None) -> Statement | Rejection:
    """Return the exact statement that `certificate` proves, or a `Rejection` naming the entry and the reason.

    Never raises on bad input, whatever its shape. `instead` names other checkers to ask for some kinds.

    >>> print(check({"schema": 1, "kind": "hearsay"}))
    kind: must be one of delsarte, equiangular, three-point, gram, not 'hearsay'
    """
    if not isinstance(certificate, Mapping):
        return Rejection("certificate", f"must be an object with named entries, not {type(certificate).__name__}")
    if type(certificate.get("schema")) is not int or certificate["schema"] != SCHEMA:
        return Rejection("schema", f"must be {SCHEMA}, the version this checker reads")
    kind = certificate.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return Rejection("kind", f"must be one of {', '.join(KINDS)}, not {str(kind)[:40]!r}")
    checker = (instead or {}).get(kind) or import_module(f"packing.kernel.{KINDS[kind]}").check
    try:
        statement: Statement = checker(certificate)
    except RefusedError as refusal:
        return refusal.rejection
    claimed = certificate.get("statement", statement.sentence)
    if claimed != statement.sentence:
        return Rejection("statement", f"says {str(claimed)[:200]!r}, but what is proved is: {statement.sentence}")
    return statement


def __dir__() -> list[str]:
    """The checker's own names."""
    return sorted(name for name, value in globals().items() if getattr(value, "__module__", "").startswith(__name__))
