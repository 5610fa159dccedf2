"""Ask a checker about each certificate of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from packing import kernel
from packing.certificates.format import Certificate
from packing.certificates.reading import read
from packing.displayed import Displayed
from packing.kernel import Rejection, Statement


@dataclass(frozen=True, repr=False)
class CheckedCertificate(Displayed):
    """What a checker says about one certificate: `name` tells which, `outcome` is a statement or a rejection."""

    name: str
    outcome: Statement | Rejection

    @property
    def accepted(self) -> bool:
        """Whether the certificate proves its statement."""
        return isinstance(self.outcome, Statement)

    def __repr__(self) -> str:
        return f"CheckedCertificate({self.name}: {'accepted' if self.accepted else 'refused'})"

    def __str__(self) -> str:
        return f"{self.name}: {'proves that' if self.accepted else 'refused,'} {self.outcome}"


def verify(
    path: Path | str, check: Callable[[object], Statement | Rejection] = kernel.check
) -> tuple[CheckedCertificate, ...]:
    """The verdict on each certificate of a file, by the kernel or by another checker."""
    return tuple(verdicts(Path(path).name, read(path), check))


def verdicts(
    name: str, certificates: Iterable[Certificate], check: Callable[[object], Statement | Rejection] = kernel.check
) -> Iterable[CheckedCertificate]:
    """Check certificates one by one; the i-th of several is called `name[i]`."""
    members = list(certificates)
    for i, certificate in enumerate(members):
        yield CheckedCertificate(name if len(members) == 1 else f"{name}[{i}]", check(certificate))
