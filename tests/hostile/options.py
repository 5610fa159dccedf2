"""Hostile values for every option of every command: the options are read from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from cyclopts import App

from packing.cli import app

BASES = {
    "study": "-n 4 -d 2 --seconds 0.05 --models 1",
    "bounds": "-n 7 -d 3",
    "maxsize": "-d 3 --cosine 1/2",
    "energy": "-n 6 -d 3 --exponent 3",
    "search": "-n 6 -d 3 --restarts 1",
    "sweep": "-n 4..5 -d 2 --seconds 0.05 --store new.sqlite",
    "atlas": "best -n 6 -d 3",
    "predicates": "-n 6 -d 3",
    "compare": "rows.npy rows.npy",
    "partition": "-n 6 -d 4 --exponent 1.5",
    "pairs": "-n 7 -d 3",
    "moments": "-d 7 --exponent 4",
    "overlaps": "rows.npy",
    "verify": "tegum-pairs --quick",
    "train autoencoder": "-n 4 -d 2 --steps 20 --models 1 --batch 16",
    "train dimensionality": "-n 4 -d 2 --points 2 --steps 20 --models 1",
    "train phases": "-n 3 -d 2 --points 2 --starts 1",
    "train importance": "--points 2 --starts 1",
    "train capacity": "-n 4 -d 2 --models 1",
    "train factorization": "--size 4 --time 1 --models 1",
    "train curves": "--out new.jsonl --seconds 1e-9",
    "train monosemanticity": "--features 6 --embedding 3 --neurons 6 --steps 20 --models 1",
    "train monosemanticity-study": "layers --features 6 --embedding 3 --neurons 6 --steps 5 --density 1 --out n.jsonl",
    "train moments": "-n 3 -d 2 --exponents 2 --seeds 1",
    "train classes": "--setting capacity --models 2 --seeds 1",
    "train dictionary": "-n 6 -d 3 --steps 20",
    "train memorization": "-n 4 -d 2 --most 4 --numbers 2 --models 1 --steps 5",
    "train allocation": "-n 4 -d 2 --ratios 0.8 --kurtoses 9 --models 1",
    "train recovery": "-n 6 -d 3 --density 0.2 --methods svd --seeds 1",
    "table": "constructions -d 2..3",
    "figure": "gap -d 2 -n 3..5 --out new.png",
    "references": "welch1974 --format bibtex",
    "doctor": "--json",
    "completion": "bash",
}
"""A command line of each command that succeeds at once."""

LONG = "9" * 5000

INTEGERS = ("0", "-1", "1000000000", str(10**30), LONG, "1e308", "nan", "inf", "2.5", "", "0x10", "\x1b[31m5")
NUMBERS = ("0", "-1", "nan", "inf", "-inf", "1e308", "1e-308", "1e-320", str(10**30), LONG, "1e400", "", "five", "1/0")
TEXTS = (
    "", " ", ",", "x" * 5000, LONG, "\x1b[31mred\x1b[0m", "[bold]x[/bold]", "[/]", "1e308", "nan", "-1", "1/0", "0",
    "1..1000000000", "..1000000000000000000000", "1000000000", "2..", "9**9**9", "__import__('os')", "\udcff\udcfe",
    "a\nb", "\u202e1/2", "1/" + LONG, "0:1000000000000", "0.5,nan", "1/1000000000",
)  # fmt: skip
PLACES = (
    "", ".", "/", "null", "full", "zero", "pipe", "broken", "circle", "x" * 300, "none/x", "\x1b[31mx",
    "[bold]x[/bold]", "folder", "rows.npy/x", "\udcff", "a\nb", "/proc/self/mem",
)  # fmt: skip


def commands() -> Iterator[tuple[str, App]]:
    """Every command with its words, those of `train` one by one."""
    for name in app:
        if not name.startswith("-"):
            below = [word for word in app[name] if not word.startswith("-")]
            yield from ((f"{name} {word}", app[name][word]) for word in below)
            yield from [] if below else [(name, app[name])]


def cases() -> list[list[str]]:
    """Command lines, each with one hostile value."""
    return [line for command, its in commands() for line in _of(command, its)]


EVERY = 5
"""Of the command lines every so many are taken, from another start for each option, so that all values have a turn."""

SLOW = {"study": 7, "train autoencoder": 7, "table": 7, "figure": 7}
"""The same of commands that take a second where they succeed."""


def _of(command: str, its: App) -> Iterator[list[str]]:
    base = [*command.split(), *BASES[command].split()]
    every = SLOW.get(command, EVERY)
    arguments = [each for each in its.assemble_argument_collection() if each.parse and each.names[0].startswith("-")]
    for start, argument in enumerate(arguments):
        values = _values(argument.hint, argument.names[0])
        yield from (replaced(base, argument.names[0], value) for value in values[start % every :: every])


def replaced(line: Sequence[str], name: str, value: str) -> list[str]:
    """The command line with another value of this option."""
    words = list(line)
    if name in words:
        place = words.index(name)
        del words[place : place + 2]
    return [*words, name, value] if name.startswith("--") is False else [*words, f"{name}={value}"]


def _values(hint: Any, name: str) -> Sequence[str]:
    kinds = set(get_args(hint)) if get_origin(hint) in (Union, UnionType) else {hint}
    if int in kinds:
        return INTEGERS
    if float in kinds:
        return NUMBERS
    if Path in kinds or "pathlib.Path" in str(hint):
        suffix = ".png" if name in ("--plot", "--figure") else ".npy"
        return [place + suffix * (len(place) > 3) for place in PLACES]
    return () if bool in kinds else TEXTS
