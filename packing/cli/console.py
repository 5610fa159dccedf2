"""What the commands share: the options that name a problem, JSON on standard output, one line for an error."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from cyclopts import Parameter, Token

from packing.errors import InputError
from packing.problem import Objects, Problem, parse_field

if TYPE_CHECKING:
    from rich.console import RenderableType


def _whole_number(_type: type, tokens: Sequence[Token]) -> int:
    """The integer written in a token, or `InputError`: "2.5" is refused, not rounded."""
    text = tokens[0].value
    try:
        return int(text)
    except ValueError:
        raise InputError(f"it must be a whole number, not {text!r}: write digits only, such as 20") from None


BEST = "best"
"""What stands for the best packings known where a file could."""

Integer = Parameter(converter=_whole_number)
"""How every integer option is read."""

Json = Annotated[bool, Parameter(name="--json", negative=(), help="Print one JSON object and nothing else.")]
Seed = Annotated[int, Integer, Parameter(help="The seed that decides every random choice.")]
Vectors = Annotated[int, Integer, Parameter(name="-n", help="How many vectors or lines.")]
Dimensions = Annotated[int, Integer, Parameter(name="-d", help="In how many dimensions.")]


@Parameter(name="*")
@dataclass(frozen=True)
class ProblemOptions:
    """The options -n, -d, --field and --vectors, which name a problem."""

    n: Vectors
    d: Dimensions
    field: Annotated[str, Parameter(help="R for real or C for complex lines.")] = "R"
    vectors: Annotated[bool, Parameter(negative=(), help="Points on the real sphere instead of lines.")] = False

    @cached_property
    def problem(self) -> Problem:
        """The problem, or `InputError`."""
        objects = Objects.VECTORS if self.vectors else Objects.LINES
        return Problem(self.n, self.d, parse_field(self.field), objects)


def show(answer: Mapping[str, Any], report: RenderableType, *, as_json: bool) -> None:
    """Print `answer` as one JSON object, or `report` for a person."""
    if as_json:
        print(json.dumps(plain(answer), ensure_ascii=False, allow_nan=False))
        return
    from rich.console import Console

    Console(highlight=False).print(report, soft_wrap=isinstance(report, str))  # fifty digits stay on one line


def plain(value: Any) -> Any:
    """`value` in JSON's own types: floats in full precision, exact numbers as strings, NaN and infinity as null.

    >>> from fractions import Fraction
    >>> plain({"exact": Fraction(1, 3), "value": np.float64(0.1), "gap": float("nan")})
    {'exact': '1/3', 'value': 0.1, 'gap': None}
    """
    match value:
        case None | bool() | str():
            return str(value) if isinstance(value, str) else value
        case int() | np.integer():
            return int(value)
        case float() | np.floating():
            return float(value) if math.isfinite(value) else None
        case np.bool_():
            return bool(value)
        case Mapping():
            return {str(key): plain(entry) for key, entry in value.items()}
        case np.ndarray() | list() | tuple():
            return [plain(entry) for entry in value]
        case Path():
            return str(value)
        case _:
            return str(value)


@contextmanager
def stages(title: str, names: Sequence[str]) -> Iterator[Callable[[str], None]]:
    """Yield a function that moves a progress bar to the stage named; only where standard error is a terminal."""
    with progress_bar(title, len(names)) as move:
        yield lambda name: move(list(names).index(name), f"{title}: {name}")


@contextmanager
def counted(title: str, total: int, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Yield a function (done, total) that moves a progress bar, which is hidden where `quiet`."""
    with progress_bar(title, total, quiet=quiet) as move:
        yield lambda done, most: move(done, f"{title}: {done} of {most}")


@contextmanager
def progress_bar(title: str, total: float, *, quiet: bool = False) -> Iterator[Callable[[float, str], None]]:
    """Yield a function (done, text) that moves a bar; only where standard error is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done, text: bar.update(task, description=text, completed=done)


def problem_json(problem: Problem) -> dict[str, Any]:
    """The problem as every command's JSON names it."""
    return {"n": problem.n, "d": problem.d, "field": problem.field, "objects": problem.objects}


def say_error(text: str) -> None:
    """Print `text` as one line on standard error."""
    line = " ".join(text.split())
    print(f"packing: {line}", file=sys.stderr)
