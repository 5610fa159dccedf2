"""A claim as a value: a statement with its constants, two instruments that test it, and the verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import sympy

from packing.displayed import Displayed
from packing.errors import InputError
from packing.rigor import Rigor

Constant = str | int | float


class Kind(StrEnum):
    """What sort of statement a claim is."""

    THEOREM = "theorem"
    ASYMPTOTIC = "asymptotic"
    HEURISTIC = "heuristic"
    CONJECTURE = "conjecture"
    EMPIRICAL = "empirical"
    FOLKLORE = "folklore"


class Answer(StrEnum):
    """The verdict on a claim; `corrected` is false as stated, with a true statement in its place."""

    TRUE = "true"
    FALSE = "false"
    CORRECTED = "corrected"
    OPEN = "open"


class InstrumentKind(StrEnum):
    """The kinds of instrument."""

    SYMBOLIC = "symbolic"
    ENUMERATION = "enumeration"
    OPTIMIZER = "optimizer"
    CERTIFICATE = "certificate"
    MONTE_CARLO = "Monte Carlo"
    QUADRATURE = "quadrature"
    NUMERICAL = "numerical"
    ODE = "differential equation"
    TRAINED = "trained model"


@dataclass(frozen=True)
class Setting:
    """What an instrument is given: the constants of the claim, the seed, and whether a short run is wanted."""

    constants: Mapping[str, Constant]
    seed: int = 0
    quick: bool = False

    def __getitem__(self, name: str) -> sympy.Expr:
        """The constant `name` as an exact sympy expression, its letters positive symbols."""
        letters = {letter: sympy.Symbol(letter, positive=True) for letter in "dknmpqrst"}
        return sympy.sympify(str(self.constants[name]).replace("^", "**"), locals=letters, rational=True)

    def number(self, name: str, **values: Any) -> float:
        """The constant as a float, with values for its letters."""
        return float(self.exact(name, **values))

    def exact(self, name: str, **values: Any) -> sympy.Expr:
        """The constant with values for its letters."""
        return self[name].subs({sympy.Symbol(letter, positive=True): value for letter, value in values.items()})

    def pick(self, full: Any, quick: Any) -> Any:
        """`quick` in a short run, else `full`."""
        return quick if self.quick else full


@dataclass(frozen=True)
class Finding:
    """What one instrument saw: whether the statement holds, whether its correction does, and the evidence."""

    holds: bool
    evidence: str
    correction_holds: bool | None = None
    numbers: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)


@dataclass(frozen=True)
class Instrument:
    """An independent test of a claim."""

    method: InstrumentKind
    run: Callable[[Setting], Finding]


@dataclass(frozen=True, repr=False)
class Claim(Displayed):
    """A statement about packings and interference, with what tests it.

    `statement` and `correction` are templates whose {names} are `constants`, so sentence and numbers cannot part.
    `expected` is the verdict that the two instruments must agree on. `mutations` are wrong constants under which each
    instrument has to turn. `derivation` is the proof in words, and `numerical` says that it is none: a sketch, or a
    number that was measured. `tested` says how far a surviving conjecture was tried; `source` is the file that it was
    read from.
    """

    id: str
    kind: Kind
    statement: str
    expected: Answer
    reference: str
    instruments: tuple[Instrument, ...]
    constants: Mapping[str, Constant] = field(default_factory=dict, hash=False)
    mutations: tuple[Mapping[str, Constant], ...] = field(default=(), hash=False)
    correction: str = ""
    derivation: str = ""
    numerical: bool = False
    tested: str = ""
    source: Path | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if len({instrument.run for instrument in self.instruments}) < 2:
            raise InputError(
                f"claim {self.id!r} needs two independent instruments, not {len(self.instruments)}: add one"
            )
        if (self.expected is Answer.CORRECTED) != bool(self.correction):
            raise InputError(f"claim {self.id!r} must state a correction iff its expected verdict is 'corrected'")
        for mutation in self.mutations:
            if unknown := set(mutation) - set(self.constants):
                raise InputError(f"claim {self.id!r} has no constant {sorted(unknown)[0]!r}: mutate one that it has")

    @property
    def rigor(self) -> Rigor:
        """How the verdict is known: `proved` by the derivation, or `numerical`, by the instruments alone."""
        measured = self.numerical or self.kind is Kind.EMPIRICAL or self.expected is Answer.OPEN
        return Rigor.PROVED if self.derivation and not measured else Rigor.NUMERICAL

    @property
    def text(self) -> str:
        """The statement with its constants."""
        return self.statement.format(**self.constants)

    @property
    def corrected_text(self) -> str:
        """The correction with its constants; empty where there is none."""
        return self.correction.format(**self.constants)

    def with_constants(self, **constants: Constant) -> Claim:
        """The same claim with other constants: the statement changes with them."""
        return replace(self, constants={**self.constants, **constants}, mutations=())

    def __str__(self) -> str:
        return f"{self.id}: {self.text}"

    __repr__ = __str__


@dataclass(frozen=True)
class Verdict(Displayed):
    """What the instruments of a claim say together.

    All find it true: `true` (`open` for a conjecture, which survives). All find it false: `corrected` where all find
    the correction true, else `false`. Instruments that disagree leave it `open`, with the reason said.
    """

    claim: Claim
    findings: tuple[Finding, ...]
    seconds: float = 0.0

    @property
    def answer(self) -> Answer:
        """The verdict."""
        held = {finding.holds for finding in self.findings}
        if held == {True}:
            return Answer.OPEN if self.claim.kind is Kind.CONJECTURE else Answer.TRUE
        if held == {True, False}:
            return Answer.OPEN
        if self.claim.correction and all(finding.correction_holds for finding in self.findings):
            return Answer.CORRECTED
        return Answer.FALSE

    @property
    def accepted(self) -> bool:
        """Whether the instruments agree with each other and with the verdict on record."""
        return self.answer is self.claim.expected and len({finding.holds for finding in self.findings}) == 1

    @property
    def rigor(self) -> Rigor:
        """How the verdict is known; one that is not that on record is what the instruments saw."""
        return self.claim.rigor if self.accepted else Rigor.NUMERICAL

    @property
    def reason(self) -> str:
        """One sentence: the correction, how far a conjecture was tested, or what went wrong."""
        if len({finding.holds for finding in self.findings}) > 1:
            return "the instruments disagree"
        if not self.accepted:
            return f"found {self.answer}, on record as {self.claim.expected}"
        if self.answer is Answer.CORRECTED:
            return self.claim.corrected_text
        if self.answer is Answer.OPEN:
            return f"survives: {self.claim.tested}" if self.claim.tested else "survives"
        return self.claim.text

    @property
    def evidence(self) -> tuple[str, ...]:
        """What each instrument saw."""
        return tuple(
            f"{instrument.method}: {finding.evidence}"
            for instrument, finding in zip(self.claim.instruments, self.findings, strict=True)
        )

    def __str__(self) -> str:
        return f"{self.answer}: {self.reason}"

    __repr__ = __str__
