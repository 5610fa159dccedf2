"""`packing energy`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from packing.cli.options import FieldName, Json, KindOptions, Large, Points
from packing.cli.output import show
from packing.errors import InputError
from packing.files import check_writable
from packing.problem import Objects, Problem

if TYPE_CHECKING:
    from packing.configuration import Packing
    from packing.potentials import Potential
    from packing.report.writers.terminal import Page
    from packing.studies.energies import EnergyStudy


def energy(
    file: Annotated[Path | None, Parameter(help="A packing at hand, whose energy is compared with the floor.")] = None,
    /,
    *,
    n: Annotated[int | None, Large, Parameter(name="-n", help="How many vectors or lines.")] = None,
    d: Annotated[int | None, Large, Parameter(name="-d", help="In how many dimensions.")] = None,
    field: FieldName = "R",
    vectors: Points = False,
    energy: Annotated[
        str,
        Parameter(
            help="abs, relu, riesz, log, gauss, or an expression in the overlap t: t^4 - t^2, exp(3*t), max(t, 0)^3.",
            allow_leading_hyphen=True,
        ),
    ] = "abs",
    exponent: Annotated[
        str | None,
        Parameter(
            help="p of |t|^p and max(t, 0)^p, s of |x - y|^-s, the rate a of exp(-a |x - y|^2); exact: 3/2.",
            allow_leading_hyphen=True,
        ),
    ] = None,
    compute: Annotated[bool, Parameter(negative=(), help="Compute what takes seconds to minutes, too.")] = False,
    certify: Annotated[Path | None, Parameter(help="Write the certificate of the best certified bound.")] = None,
    json: Json = False,
) -> int:
    """What no packing of unit vectors has less of, the least energy found, and the gap; of a FILE its own energy.

    Example: packing energy -n 10 -d 4 --vectors --energy relu --exponent 2
    """
    from packing.potentials import potential
    from packing.report.writers.as_json.energies import energy_study_json
    from packing.studies.energies import energy_study, of_packing

    if certify is not None:
        check_writable(certify)
    asked = potential(energy, exponent)
    kind = KindOptions(field, vectors)
    scaled = False
    if file is not None and (n is None) != (d is None):
        raise InputError("a packing has both -n and -d: give the other one too, or neither")
    if file is not None:
        packing, scaled = _read(file, None if n is None or d is None else kind.problem(n, d), vectors, asked)
        found = of_packing(packing, asked, compute=compute)
    elif n is None or d is None:
        raise InputError("an energy is asked of n vectors in d dimensions or of a file: say -n and -d, or name one")
    else:
        found = energy_study(kind.problem(n, d), asked, compute=compute)
    said = _sentences(found, file, scaled)
    if certify is not None:
        said.append(_certified(found, certify, compute))
    show(energy_study_json(found, certify, scaled), _page(found, file, said), as_json=json)
    return 0


def _read(file: Path, problem: Problem | None, vectors: bool, asked: Potential) -> tuple[Packing, bool]:
    """The packing of a file, and whether its rows had to be scaled to length 1."""
    import numpy as np

    from packing.formats import load, read_rows

    signed = vectors or asked.name == "relu"
    packing = load(file, problem, Objects.VECTORS if signed and problem is None else None)
    rows, _ = read_rows(file, problem)
    lengths = np.sqrt(np.sum(np.abs(np.asarray(rows).reshape(packing.n, -1)) ** 2, axis=1))
    return packing, bool(np.any(np.abs(lengths - 1.0) > UNIT))


UNIT = 1e-6
"""Rows whose length differs from 1 by more are said to have been scaled."""


def _certified(found: EnergyStudy, path: Path, compute: bool) -> str:
    """Write the best certificate, and say what it proves where that is less than is proved without one."""
    from packing.bounds import energy_bounds
    from packing.certificates import write
    from packing.rounding import lower

    bounds = energy_bounds(found.problem, found.potential, compute=compute)
    certified = [bound for bound in bounds if bound.certificate is not None]
    if not certified:
        cure = "theory settles it" if found.lower.attained else "add --compute, or take a larger n"
        raise InputError(f"there is no certificate for {found.problem} and {found.potential} to write: {cure}")
    write(path, certified[0].certificate)
    is_less = certified[0].value < found.lower.value * (1 - 1e-9)
    less = f", of the weaker floor {lower(certified[0].exact)} ({certified[0].theorem})" * is_less
    return f"certificate: {path}{less}"


def _page(found: EnergyStudy, file: Path | None, said: list[str]) -> Page:
    from packing.bounds.energy.energy_bound import SMALL
    from packing.report.cells import Exact, Number
    from packing.report.writers.terminal import grid, page
    from packing.rounding import Rounding, digits
    from packing.structure import tegum_sum

    lower, best = found.lower, found.partition
    shown = 10 if 0 < abs(lower.value) < SMALL else 0
    rows: list[tuple[str, Number, Exact | None, str]] = [
        (
            "no packing below",
            Number(lower.value, 10, Rounding.DOWN, exact=lower.exact, significant=shown),
            Exact(lower.exact, _SHORT),
            f"{lower.theorem}, {lower.rigor}, {lower.scope}",
        )
    ]
    if best is not None:
        blocks = f"{tegum_sum(best.blocks)}: {best.rigor}, {best.scope}"
        exact = None if best.exact is None else Exact(best.exact, _SHORT)
        rows.append(
            ("best partition", Number(best.energy, 10, Rounding.UP, exact=best.exact, significant=shown), exact, blocks)
        )
    if found.found is not None and found.found_energy is not None:
        name = "the packing found" if file is None else str(file)
        coherence = digits(found.found.coherence, Rounding.UP, 10)
        rows.append(
            (
                name,
                Number(found.found_energy, 10, Rounding.UP, significant=shown),
                None,
                f"numerical, coherence {coherence}",
            )
        )
    table = grid(f"{found.problem}, sum of {found.potential} over ordered pairs", _HEADS, rows)
    return page(table, *said)


_HEADS = ("", "energy", "exact", "known")
_SHORT = 24
"""A longer exact number is left to the JSON."""


def _sentences(found: EnergyStudy, file: Path | None, scaled: bool) -> list[str]:
    from packing.formats import how_read
    from packing.rounding import Rounding, digits

    said = []
    if found.gap is not None:
        gap = digits(found.gap, Rounding.UP, 3)
        if found.is_met:
            said.append("The floor is met, up to rounding: no packing of unit vectors has less.")
        elif found.lower.attained:
            said.append(f"Vectors with the energy of the floor are known; the least energy at hand is {gap} above it.")
        else:
            said.append(f"The gap is {gap}: the least energy of unit vectors lies in it.")
    if file is not None:
        said += [note for note in (how_read(file, found.problem.space),) if note]
    if scaled:
        said.append("The rows of the file are not of length 1: they were scaled; floors hold for unit vectors.")
    return said
