"""Ask a checker about each certificate of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from packing import kernel
from packing.certificates.format import Certificate
from packing.certificates.reading import read
from packing.displayed import Displayed
from packing.kernel import NotChecked, Outcome, Statement


@dataclass(frozen=True, repr=False)
class CheckedCertificate(Displayed):
    """What a checker says about one certificate.

    `name` tells which; `outcome` is a statement, a rejection, or `NotChecked`.
    """

    name: str
    outcome: Outcome

    @property
    def accepted(self) -> bool:
        """Whether the certificate proves its statement."""
        return isinstance(self.outcome, Statement)

    @property
    def verdict(self) -> str:
        """`certified`, `rejected` where the check found a fault, or `not checked`."""
        if isinstance(self.outcome, NotChecked):
            return "not checked"
        return "certified" if self.accepted else "rejected"

    def __repr__(self) -> str:
        word = {"certified": "accepted", "rejected": "refused"}.get(self.verdict, self.verdict)
        return f"CheckedCertificate({self.name}: {word})"

    def __str__(self) -> str:
        word = {"certified": "proves that ", "rejected": "refused, "}.get(self.verdict, "")
        return f"{self.name}: {word}{self.outcome}"


def verify(path: Path | str, check: Callable[[object], Outcome] = kernel.check) -> tuple[CheckedCertificate, ...]:
    """The verdict on each certificate of a file, by the kernel or by another checker."""
    return tuple(verdicts(Path(path).name, read(path), check))


def verdicts(
    name: str, certificates: Iterable[Certificate], check: Callable[[object], Outcome] = kernel.check
) -> Iterable[CheckedCertificate]:
    """Check certificates one by one; the i-th of several is called `name[i]`."""
    members = list(certificates)
    for i, certificate in enumerate(members):
        yield CheckedCertificate(name if len(members) == 1 else f"{name}[{i}]", check(certificate))
