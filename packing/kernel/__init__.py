"""The checker: accepts or refuses certificates with Python integers and fractions alone.

It imports nothing of the package, no solver and no numpy; it rebuilds every polynomial and matrix from the problem and
trusts no number but those it has checked. A certificate is a dict as read from JSON: numbers are integers or text.
Each kind has one file with three functions: `read` gives the entries, each within its range, `work` estimates from
them the seconds of a check, and `prove` does it and gives the `Statement`; they raise `RefusedError` on a bad entry. An
entry `statement` is optional; if it is there, it must be the sentence proved. Other entries are remarks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from packing.kernel import entries
from packing.kernel.cost import LIMIT as LIMIT
from packing.kernel.statement import AngleStatement as AngleStatement
from packing.kernel.statement import DistributionStatement as DistributionStatement
from packing.kernel.statement import EnergyStatement as EnergyStatement
from packing.kernel.statement import EquiangularStatement as EquiangularStatement
from packing.kernel.statement import MoreWorkError as MoreWorkError
from packing.kernel.statement import NotChecked as NotChecked
from packing.kernel.statement import Outcome as Outcome
from packing.kernel.statement import RefusedError as RefusedError
from packing.kernel.statement import Rejection as Rejection
from packing.kernel.statement import SizeStatement as SizeStatement
from packing.kernel.statement import Statement as Statement

Checker = Callable[..., Statement]
"""Proves a statement from the entries of a certificate, as its file here has read them, or raises `RefusedError`.

One that raises `MoreWorkError` takes the seconds to spare for that work as `spare`.
"""

SCHEMA = 1
"""The version of the certificate format that this checker reads."""

KINDS = {
    "delsarte": "delsarte",
    "equiangular": "equiangular",
    "three-point": "threepoint",
    "sharp-three-point": "sharp_threepoint",
    "angles": "angles",
    "distribution": "distribution",
    "gram": "gram",
    "grassmann": "grassmann",
    "energy": "energy",
    "sharp-energy": "sharp",
    "three-point-energy": "energy_threepoint",
}
"""The kinds of certificate and the file of this folder that checks each."""


def check(certificate: object, instead: Mapping[str, Checker] | None = None, limit: float = LIMIT) -> Outcome:
    """Return the exact statement that `certificate` proves, or a `Rejection` naming the entry and the reason.

    Never raises, whatever the input. `instead` names other checkers to ask for some kinds. Where a check would take
    longer than about `limit` CPU seconds, estimated before anything is computed, the answer is `NotChecked`.

    >>> print(check({"schema": 1, "kind": "hearsay"}))  # doctest: +ELLIPSIS
    kind: must be one of delsarte, equiangular, three-point, sharp-three-point, angles, ..., not 'hearsay'
    """
    try:
        named = _entries(certificate)
        kind = _kind(named)
        part = import_module(f"packing.kernel.{KINDS[kind]}")
        found = part.read(named)
        seconds = float(part.work(found))
        if not seconds <= limit:
            return NotChecked(seconds, limit)
        prove: Checker = (instead or {}).get(kind) or part.prove
        try:
            statement = prove(found)
        except MoreWorkError as more:
            if not seconds + more.seconds <= limit:
                return NotChecked(seconds + more.seconds, limit)
            statement = prove(found, spare=more.seconds)
        _check_sentence(named, statement)
    except RefusedError as refusal:
        return refusal.rejection
    return statement


def work(certificate: object) -> float:
    """CPU seconds that the check is estimated to take; 0 for what is refused before anything is computed.

    >>> octahedron = {"kind": "delsarte", "space": "S", "d": 3, "overlap": "0", "coefficients": [1, 3, 2], "at_most": 6}
    >>> 0 < work({"schema": 1} | octahedron) < 0.01
    True
    """
    try:
        named = _entries(certificate)
        part = import_module(f"packing.kernel.{KINDS[_kind(named)]}")
        return float(part.work(part.read(named)))
    except RefusedError:
        return 0.0


def _entries(certificate: object) -> dict[str, object]:
    """The named entries of a certificate; a mapping of another class than `dict` is copied first."""
    if type(certificate) is not dict:
        try:
            certificate = dict(certificate) if isinstance(certificate, Mapping) else certificate
        except Exception as defect:  # whatever the methods of a foreign class do
            raise RefusedError("certificate", f"cannot be read: {entries.kind_of(defect)}") from None
    return entries.named(certificate, "certificate")


def _kind(named: Mapping[str, object]) -> str:
    schema = named.get("schema")
    if type(schema) is not int or schema != SCHEMA:
        raise RefusedError("schema", f"must be {SCHEMA}, the version this checker reads")
    return entries.choice(named.get("kind"), "kind", tuple(KINDS))


def _check_sentence(named: Mapping[str, object], statement: Statement) -> None:
    claimed = named.get("statement", statement.sentence)
    if type(claimed) is not str or claimed != statement.sentence:
        words = repr(claimed[:200]) if type(claimed) is str else entries.shown(claimed)
        raise RefusedError("statement", f"says {words}, but what is proved is: {statement.sentence}")


def __dir__() -> list[str]:
    """The checker's own names."""
    return sorted(name for name, value in globals().items() if getattr(value, "__module__", "").startswith(__name__))
