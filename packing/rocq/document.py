"""A certificate as a file of Rocq: the theory that all share, the numbers of this one, and the theorem."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from importlib.resources import files
from typing import Any

from packing import kernel
from packing.errors import InputError
from packing.kernel import NotChecked, Rejection, Statement, angles, delsarte, energy
from packing.kernel.polynomial import combination, zonal_polynomials
from packing.rocq import terms
from packing.rocq.witness import Witness, witness

KINDS = ("delsarte", "angles", "energy")
"""The kinds of certificate that can be written: two points, and a potential that is a polynomial on each piece."""

SPACES = {"S": "sphere", "R": "real_lines", "C": "complex_lines", "H": "quaternionic_lines"}

HEAD = """(* {sentence}.

   Checked with: coqc FILE. Every number and every step is checked here, but for one theorem, which stands as the
   hypothesis `positive_definite` below: the zonal polynomials P k of this space are positive definite.
   The theorem is `{theorem}`, at the end; `Print Assumptions` shows that nothing else is assumed but the axioms of
   the real numbers in the library of Rocq. *)
"""


def can_follow(certificate: Mapping[str, Any]) -> bool:
    """Whether an accepted certificate is of a kind, and uses no more than the theory, that can be written.

    >>> can_follow({"kind": "gram"})
    False
    """
    kind = certificate.get("kind")
    if kind == "angles":
        entries = angles.read(certificate)
        return not entries.strength and not entries.antipodal
    if kind == "energy":
        return all(piece.polynomial() is not None for piece in energy.read(certificate).potential)
    return kind == "delsarte"


def document(certificate: Mapping[str, Any], *, limit: float = kernel.LIMIT) -> str:
    """The text of a `.v` file that proves the statement of a certificate, for `coqc` of Rocq (Coq 8.16 or later).

    `certificate` is one of kind `delsarte`, `angles` (without strength and not antipodal) or `energy` with a potential
    that is a polynomial on each piece. It is checked by the kernel first, within `limit` seconds of work.

    Raises `InputError` if the kernel refuses it or does not check it, or if it is of another kind. The addition "fewer
    if all are smaller" of a sentence is not part of the file.

    >>> octahedron = {"schema": 1, "kind": "delsarte", "space": "S", "d": 3, "overlap": "0", "at_most": 6}
    >>> text = document(octahedron | {"coefficients": [1, 3, 2]})
    >>> print(text.splitlines()[0])
    (* there are at most 6 points on the unit sphere of R^3 with pairwise <x, y> <= 0.
    """
    kind = certificate.get("kind")
    if kind not in KINDS:
        text = f"a certificate of kind {kind!r} cannot be written for Rocq"
        raise InputError(f"{text}; kinds that can: {', '.join(KINDS)}")
    found = kernel.check(dict(certificate), limit=limit)
    if isinstance(found, NotChecked):
        raise InputError(f"the certificate was {found}; nothing is written for Rocq before a check")
    if isinstance(found, Rejection):
        raise InputError(f"the certificate is refused, so there is nothing to write for Rocq: {found}")
    written = {"delsarte": _largest_overlap, "angles": _angles, "energy": _energy}[kind]
    return written(certificate, found)


def _largest_overlap(certificate: Mapping[str, Any], statement: Statement) -> str:
    entries = delsarte.read(certificate)
    low = Fraction(-1 if entries.space == "S" else 0)
    g = combination(entries.coefficients, zonal_polynomials(entries.space, entries.d, len(entries.coefficients) - 1))
    numbers = [
        *_coefficients("f", entries.coefficients),
        terms.definition("most", "Z", str(entries.at_most)),
        terms.definition("largest", "Q", terms.rational(entries.overlap)),
        terms.definition("below_largest", "witness", terms.witness(_nonpositive(g, low, entries.overlap))),
        "(** the overlaps that may occur, and for each interval the witness that g is at most 0 there *)",
        terms.definition("allowed", "list (Q * Q * witness)", "[(least, largest, below_largest)]"),
    ]
    return _assembled(entries.space, entries.d, _without_addition(statement), numbers, ("size", "size_below"))


def _angles(certificate: Mapping[str, Any], statement: Statement) -> str:
    entries = angles.read(certificate)
    if entries.strength or entries.antipodal:
        text = "a certificate for designs or antipodal codes uses more than positive definite polynomials"
        raise InputError(f"{text}, and cannot be written for Rocq; strength 0 and antipodal 0 can")
    g = combination(entries.coefficients, zonal_polynomials(entries.space, entries.d, len(entries.coefficients) - 1))
    allowed = [
        f"({terms.rational(low)}, {terms.rational(high)}, {terms.witness(_nonpositive(g, low, high))})"
        for low, high in entries.intervals
    ]
    numbers = [
        *_coefficients("f", entries.coefficients),
        terms.definition("most", "Z", str(entries.at_most)),
        "(** the overlaps that may occur, and for each interval the witness that g is at most 0 there *)",
        terms.definition("allowed", "list (Q * Q * witness)", terms.listed(allowed)),
    ]
    return _assembled(entries.space, entries.d, statement.sentence, numbers, ("size",))


def _energy(certificate: Mapping[str, Any], statement: Statement) -> str:
    entries = energy.read(certificate)
    h = energy.in_overlap(entries.space, entries.d, entries.coefficients)
    pieces = []
    for piece in entries.potential:
        potential = piece.polynomial()
        if potential is None:
            text = f"the potential is no polynomial for {piece.low} <= t <= {piece.high}"
            raise InputError(f"{text}, and cannot be written for Rocq; |t|^p and max(t, 0)^p with whole p can")
        shown = witness(_difference(potential, h), piece.low, piece.high)
        ends = f"{terms.rational(piece.low)}, {terms.rational(piece.high)}"
        pieces.append(f"({ends}, {terms.rationals(potential)}, {terms.witness(shown)})")
    numbers = [
        *_coefficients("h", entries.coefficients),
        terms.definition("count", "Z", str(entries.n)),
        terms.definition("least_energy", "Q", terms.rational(entries.at_least)),
        "(** the pieces of the potential F, each with the witness that h is at most F on it *)",
        terms.definition("pieces", "list (Q * Q * poly * witness)", terms.listed(pieces)),
    ]
    argument = "argument_of_points" if entries.space == "S" else "argument_of_lines"
    return _assembled(entries.space, entries.d, statement.sentence, numbers, ("energy",), (argument,))


def _assembled(
    space: str, d: int, sentence: str, numbers: list[str], theory: tuple[str, ...], argument: tuple[str, ...] = ()
) -> str:
    """All parts in order: what is shared, the space, what is known of it, the numbers, the theorem."""
    theorem = theory[-1]
    parts = [
        HEAD.format(sentence=sentence.replace("(*", "( *").replace("*)", "* )"), theorem=theorem),
        *map(_theory, ("polynomials", "sums", SPACES[space], *argument)),
        _parameters(space, d),
        _theory("positive_definite"),
        "\n".join(["(** * The numbers of the certificate *)", "", *numbers]),
        *map(_theory, theory),
        f"End From_positive_definiteness.\n\nPrint Assumptions {theorem}.",
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _parameters(space: str, d: int) -> str:
    """The dimension, the Jacobi parameters, and x = slope y + offset for the overlap y."""
    half = Fraction(d - 3, 2)
    alpha, beta = {
        "S": (half, half),
        "R": (half, Fraction(-1, 2)),
        "C": (Fraction(d - 2), Fraction(0)),
        "H": (Fraction(2 * d - 3), Fraction(1)),
    }[space]
    slope, offset = (1, 0) if space == "S" else (2, -1)
    numbers = {"alpha": alpha, "beta": beta, "slope": Fraction(slope), "offset": Fraction(offset)}
    lines = [terms.definition(name, "Q", terms.rational(number)) for name, number in numbers.items()]
    return "\n".join(["(** * The space *)", "", terms.definition("dimension_of_space", "Z", str(d)), *lines])


def _coefficients(letter: str, values: list[Fraction]) -> list[str]:
    """The coefficient of P_0, and the others."""
    names = (f"{letter}0", letter if letter == "f" else "h_rest")
    return [
        terms.definition(names[0], "Q", terms.rational(values[0])),
        terms.definition(names[1], "list Q", terms.rationals(values[1:])),
    ]


def _nonpositive(g: list[Fraction], low: Fraction, high: Fraction) -> Witness:
    return witness([-c for c in g], low, high)


def _difference(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    size = max(len(p), len(q))
    longer = [[*each, *[Fraction(0)] * (size - len(each))] for each in (p, q)]
    return [a - b for a, b in zip(*longer, strict=True)]


def _without_addition(statement: Statement) -> str:
    """The sentence without "fewer if all are smaller"."""
    return statement.sentence.partition(", and fewer than")[0]


def _theory(name: str) -> str:
    return files("packing.rocq").joinpath(f"theory/{name}.v").read_text(encoding="utf-8")
