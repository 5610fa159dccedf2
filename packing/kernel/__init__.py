"""The checker: accepts or refuses certificates with Python integers and fractions alone.

It imports nothing of the package, no solver and no numpy; it rebuilds every polynomial and matrix from the problem and
trusts no number but those it has checked. A certificate is a dict as read from JSON: numbers are integers or text.
Each kind has one file with a function `check(certificate) -> Statement` that raises `RefusedError` on a bad entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from packing.kernel.statement import EquiangularStatement as EquiangularStatement
from packing.kernel.statement import RefusedError as RefusedError
from packing.kernel.statement import Rejection as Rejection
from packing.kernel.statement import SizeStatement as SizeStatement
from packing.kernel.statement import Statement as Statement

SCHEMA = 1
"""The version of the certificate format that this checker reads."""

KINDS = {
    "delsarte": "delsarte",
    "equiangular": "equiangular",
    "three-point": "threepoint",
    "gram": "gram",
}
"""The kinds of certificate and the file of this folder that checks each."""


def check(certificate: object) -> Statement | Rejection:
    """Return the exact statement that `certificate` proves, or a `Rejection` naming the entry and the reason.

    Never raises on bad input, whatever its shape.

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
    checker = import_module(f"packing.kernel.{KINDS[kind]}")
    try:
        statement: Statement = checker.check(certificate)
    except RefusedError as refusal:
        return refusal.rejection
    return statement
