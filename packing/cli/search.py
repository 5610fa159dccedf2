"""`packing search`"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from packing.cli.options import BEST, Integer, Json, LayoutOptions, ProblemOptions, Seed
from packing.cli.output import show
from packing.cli.progress import progress
from packing.errors import InputError
from packing.files import check_writable
from packing.formats import BARE, check_suffix, save
from packing.problem import Objects
from packing.report.writers.as_json.search import energy_search_json, exact_json, polished_json, search_json
from packing.rounding import counted

if TYPE_CHECKING:
    from packing.configuration import Packing
    from packing.formats import Layout
    from packing.potentials import Potential
    from packing.problem import Problem
    from packing.records.starts import StartSource
    from packing.search import Energy, EnergyResult, Progress, SearchResult


KNOWN = "known packing"
"""The method of a packing that a search began with."""

_READABLE = 80

Objective = Literal["coherence", "energy"]


def search(
    *,
    options: ProblemOptions,
    seconds: Annotated[float | None, Parameter(help="Time to search; 5 where --restarts is not given.")] = None,
    restarts: Annotated[int | None, Integer, Parameter(help="End after so many restarts.")] = None,
    seed: Seed = 0,
    jobs: Annotated[int, Integer, Parameter(help="Threads to use.")] = 1,
    out: Annotated[
        Path | None, Parameter(help="Write the packing here: .txt, .npy, .npz or .mat; with --digits .txt or .json.")
    ] = None,
    objective: Annotated[Objective, Parameter(help="What to make small: coherence or energy.")] = "coherence",
    exponent: Annotated[
        str | None, Parameter(help="p of the energy E_p, exact: 3/2; 2 where none is given.", allow_leading_hyphen=True)
    ] = None,
    energy: Annotated[
        str | None,
        Parameter(
            help="Make this energy small, named as in packing energy: abs, relu, riesz, log, gauss, t^4 - t^2.",
            allow_leading_hyphen=True,
        ),
    ] = None,
    positive: Annotated[bool, Parameter(negative=(), help="E+_p: only positive overlaps cost energy.")] = False,
    symmetry: Annotated[
        str | None,
        Parameter(
            help="Search within a symmetry: cyclic:7, dihedral:7, antipodal, weyl, pauli, '(1 2 3)(4 5)', a file."
        ),
    ] = None,
    within: Annotated[
        str | None,
        Parameter(help="Search among codebooks with such entries: constant-modulus, roots:4 (QPSK), dft-rows."),
    ] = None,
    fix: Annotated[Path | None, Parameter(help="Keep the vectors of this file and add to them.")] = None,
    start: Annotated[
        str | None, Parameter(help="Go on from the packing in this file, or from 'best', the best that is known.")
    ] = None,
    form: LayoutOptions | None = None,
    from_scratch: Annotated[bool, Parameter(negative=(), help="Begin with no record and no construction.")] = False,
    exact: Annotated[bool, Parameter(negative=(), help="Prove an exact packing beside it; name its number.")] = False,
    digits: Annotated[int | None, Integer, Parameter(help="Polish the packing to so many digits, such as 50.")] = None,
    json: Json = False,
) -> int:
    """The packing of least coherence that a search finds in the time given.

    Example: packing search -n 13 -d 3 --field C --seconds 5 --out p.txt

    Of an energy: packing search -n 7 -d 3 --vectors --energy riesz --exponent 1

    Of subspaces: packing search -n 8 -d 4 --subspaces 2 --field C --out p.npz
    """
    if energy is not None:
        objective = "energy"
        if positive:
            raise InputError("--positive belongs to --objective energy: leave it out, or ask for --energy relu")
    free = symmetry is None and fix is None and within is None
    _check_digits(digits, out, free=objective == "coherence" and free)
    if exact and within is not None:
        raise InputError("--within has an exact coherence of its own where there is one: leave out --exact")
    problem, told = options.problem, (form or LayoutOptions()).told
    if problem.m > 1 and digits is not None:
        raise InputError(f"--digits is for lines and points, not for {problem}: leave it out, or ask for --exact")
    if objective == "energy" and not free:
        raise InputError("--symmetry, --within and --fix belong to the coherence: leave out --objective energy")
    if objective == "coherence" and (exponent is not None or positive):
        raise InputError("--exponent and --positive belong to an energy: add --objective energy")
    if sum(given is not None for given in (symmetry, within, fix, start)) > 1:
        raise InputError("--symmetry, --within, --fix and --start exclude each other: leave all but one out")
    from packing.exact import polish
    from packing.search import COHERENCE, KNOWN_STARTS, Energy, EnergyResult, Extending, minimize, parse_symmetry
    from packing.search.alphabets.alphabet import parse_alphabet

    asked = Energy(_power(exponent, positive)) if energy is None else _energy(energy, exponent)
    measure = COHERENCE if objective == "coherence" else asked
    measure.check(problem)
    alphabet = None if within is None else parse_alphabet(within)
    given = None if fix is None else Extending(_fixed(fix, problem, told))
    kept = given if given is not None else symmetry and parse_symmetry(symmetry, problem.n)
    starts: list[Packing | StartSource] = [] if start is None else [_started(start, problem, told)]
    starts += [] if from_scratch else [*_from_own_store(problem), *KNOWN_STARTS]
    with _progress(problem, objective, seconds, restarts, quiet=json) as tell:
        found = minimize(problem, measure, alphabet or kept or None, starts, None, seconds, seed, restarts, jobs, tell)
    if isinstance(measure, Energy):
        return _show_energy(EnergyResult.of(found), out, as_json=json)
    polished = None if digits is None else polish(found.packing, digits)
    if out is not None:
        save(found.packing, out) if polished is None else polished.decimals.save(out)
    algebraic = None if alphabet is None else alphabet.exact(found.packing)
    answer = search_json(found, out)
    report = _report(found, out)
    if alphabet is not None:
        answer["exact"] = None if algebraic is None else str(algebraic)
        report += _alphabet_report(alphabet.name, answer["exact"])
    if polished is not None:
        answer["polished"] = polished_json(polished)
        report += f"\npolished  {polished.coherence}\n          {polished.status}"
    if exact:
        answer["exact"] = _exact(found.packing if polished is None else polished.decimals.packing, digits)
        report += "".join(f"\n{key:<9} {value}" for key, value in answer["exact"].items() if value is not None)
    show(answer, report, as_json=json)
    return 0


def _power(exponent: str | None, positive: bool) -> Potential:
    """The power p of the size, or of the positive part, of overlaps; 2 where none is given."""
    from packing.potentials import AbsPower, ReluPower

    p: Any = 2 if exponent is None else exponent
    return ReluPower(p) if positive else AbsPower(p)


def _energy(name: str, exponent: str | None) -> Energy:
    """The energy that `packing energy` calls so; of powers p = 2 where none is given."""
    from packing.objective import Energy
    from packing.potentials import potential

    return Energy(potential(name, 2.0 if exponent is None and name in ("abs", "relu") else exponent))


def _check_digits(digits: int | None, out: Path | None, *, free: bool) -> None:
    """Raise `InputError` where the file cannot hold the answer, or digits are asked of a search that is not free."""
    if out is not None:
        check_writable(out)
    if digits is None:
        if out is not None:
            check_suffix(out)
        return
    from packing.exact.decimals import check_decimal_suffix
    from packing.exact.polish import MOST_DIGITS

    if not free:
        raise InputError("--digits polishes an optimum among all packings: leave out --symmetry, --fix and energies")
    if not 1 <= digits <= MOST_DIGITS:
        raise InputError(f"--digits must be between 1 and {MOST_DIGITS}, not {digits}: ask for 50, say")
    if out is not None:
        check_decimal_suffix(out)


def _show_energy(found: EnergyResult, out: Path | None, *, as_json: bool) -> int:
    """Write and show the packing of least energy."""
    if out is not None:
        save(found.packing, out)
    text = f"{found}\nan upper bound on the least energy, from a search in floats"
    show(energy_search_json(found, out), text, as_json=as_json)
    return 0


def _started(start: str, problem: Problem, told: Layout | None) -> Packing:
    """The packing in the file `start`, or the best known where that is asked for."""
    from packing.records import opened

    if start != BEST:
        return _fixed(Path(start), problem, told)
    with opened() as stores:
        known = stores.best_known(problem)
    if known is None or known.packing is None:
        raise InputError(f"no packing of {problem} is known: give --start a file, or leave it out")
    return known.packing


def _from_own_store(problem: Problem) -> list[Packing]:
    """The best packing known with the user's own store, where there is one; what the package knows starts anyway."""
    from packing.records import opened

    with opened() as stores:
        known = stores.best_known(problem) if stores.atlases else None
    return [] if known is None or known.packing is None else [known.packing]


def _fixed(path: Path, problem: Problem, told: Layout | None) -> Packing:
    """The packing in `path`, read as objects of the space of `problem`, which gives the shape that it lacks."""
    from packing.configuration import Packing
    from packing.formats import Form, Layout, held_in, interpret
    from packing.problem import Problem

    held = held_in(path, told)
    if held.numbers.ndim == 1 and told is None:
        size = problem.m * problem.space.width
        count, rest = divmod(held.numbers.size, size)
        if rest or not count:
            what = f"{held.numbers.size} numbers, and {problem.space} have {size} each"
            raise InputError(f"{path} holds {what}: correct d and the field, or give a row a line")
        return interpret(held, Problem(count, problem.space)).packing
    if held.numbers.ndim == 3 and problem.space.scalars == 2 and problem.m == 1:  # pairs of real and imaginary parts
        return interpret(held, Problem(len(held.numbers), problem.space), told=told).packing
    if told is None and held.is_text and held.numbers.shape[0] == problem.d != held.numbers.shape[1]:
        told = Layout(Form.COLUMNS)
    given = interpret(held, told=told).packing
    if problem.m > 1:
        return Packing(given.vectors, problem.space)
    if held.objects is Objects.VECTORS and problem.has_lines:
        raise InputError(f"{path} says that it holds {given.problem}, not lines: add --vectors, or save rows as .npy")
    rows = given.vectors
    space = replace(problem.space, d=rows.shape[1])
    return Packing(space.embedded(rows), space)


def _exact(packing: Packing, digits: int | None) -> dict[str, Any]:
    """What is certain about the coherence, as JSON."""
    from packing.exact import Existence, certified_coherence, met_bound, prove_existence, recognize
    from packing.exact.existence import DIGITS

    proof = prove_existence(packing, max(DIGITS, digits or 0))
    minimal = recognize(proof) if isinstance(proof, Existence) else None
    met = met_bound(proof) if isinstance(proof, Existence) else None
    return exact_json(packing.problem, certified_coherence(packing), proof, minimal, met)


def _report(found: SearchResult, out: Path | None) -> str:
    from packing.rounding import Rounding, attained

    space, coherence = found.packing.space, found.packing.coherence
    far = attained(float(space.distance2(coherence)), 12, Rounding.DOWN) if space.m > 1 else ""
    lines = [
        f"{found.packing.problem}: coherence {attained(coherence, 15)}",
        *([f"distance  {space.distance}, squared {far}"] if far else []),
        f"status    {found.status}",
        _origin(found),
        f"seed      {found.seed}, {found.cpu_seconds:.2f} CPU seconds",
    ]
    if out is not None:
        lines.append(f"written   {out}{_rows_alone(out, found.packing)}")
    return "\n".join(lines)


def _alphabet_report(name: str, exact: str | None) -> str:
    """Among what the packing is the best found, and its exact coherence where it is short enough to read."""
    shown = exact is not None and len(exact) <= _READABLE
    return f"\namong     {name}: the best found of these alone" + (f"\nexact     {exact}" if shown else "")


def _rows_alone(out: Path, packing: Packing) -> str:
    """What a format does not keep: that its rows are points."""
    if out.suffix not in BARE or packing.space.has_lines or packing.space.m > 1:
        return ""
    return ", which holds rows alone: read it with --vectors, or write .npz"


def _origin(found: SearchResult) -> str:
    if found.method == KNOWN:
        unbeaten = f"; {counted(found.restarts, 'restart')} found nothing better" if found.restarts else ""
        return f"known as  the best packing known: given, remembered or constructed{unbeaten}"
    if found.restarts:
        return f"found by  {found.method}; {found.hits} of {counted(found.restarts, 'restart')} reached it"
    return f"known as  {found.method}, which is optimal: no search was needed"


@contextmanager
def _progress(
    problem: Problem, measure: str, seconds: float | None, restarts: int | None, *, quiet: bool
) -> Iterator[Callable[[Progress], None]]:
    """A bar that shows the least value found, and how much of the restarts, else of the seconds, is spent."""
    from packing.numeric import SECONDS
    from packing.rounding import attained

    total = float(restarts or seconds or SECONDS)
    with progress(f"{problem}: preparing", total, quiet=quiet) as bar:

        def tell(found: Progress) -> None:
            text = (
                f"{problem}: {measure} {attained(found.value)}, {counted(found.hits, 'hit')} in "
                f"{counted(found.restarts, 'restart')}"
            )
            bar.move(found.seconds if restarts is None else found.restarts, text=text)

        yield tell
