"""Random mutants of certificates: every field, every kind of damage that a JSON file, or a Python value, can have."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

Certificate = dict[str, Any]
Path = tuple[Any, ...]

WORDS = (
    "",
    " ",
    "-",
    "+1",
    "--1",
    "nan",
    "NaN",
    "inf",
    "-Infinity",
    "1e400",
    "1.5",
    "0x10",
    "1_000",
    " 1",
    "1 ",
    "1\n",
    "1/0",
    "0/0",
    "-1/-2",
    "1/2/3",
    "\u0661",
    "\u00b2",
    "\ud800",
    "1*2^3.5",
    "1*2^99999",
    "7*2^-10001",
    "-0",
    "00",
    "1*2^0",
    "9" * 3999,
    "9" * 5000,
    "1/" + "7" * 2000,
    "theta",
    "S",
    "R",
    "C",
    "H",
    "delsarte",
    "gram",
    "three-point",
    "sharp-three-point",
    "equiangular",
)
"""Texts that are no number, or one at the edge of what is read."""

NUMBERS = (
    0,
    1,
    -1,
    2,
    13,
    60,
    61,
    1000,
    1001,
    10**6,
    10**12 + 1,
    2**64,
    -(2**63),
    10**400,
    -(10**4500),
    10**60,
    7**4000,
)

THINGS: tuple[Any, ...] = (
    None,
    True,
    False,
    0.5,
    -0.0,
    float("nan"),
    float("inf"),
    1e308,
    [],
    {},
    [[]],
    [None],
    ["1"],
    {"p": 1},
    (1, 2),
    b"1",
    {1},
    1j,
    Fraction(1, 2),
    object(),
    [[[[[[["1"]]]]]]],
)
"""Values of another type than the one due; some that no JSON file holds."""


def mutant(certificate: Certificate, rng: random.Random) -> Any:
    """A copy of `certificate` with one to three faults, each at a random place."""
    result = copy.deepcopy(certificate)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        path = rng.choice(_places(result, rng))
        if not path:
            return rng.choice(THINGS)
        holder = result
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = _changed(holder[path[-1]], rng)
        if rng.random() < 0.15:
            _restructure(holder, path[-1], rng)
    return result


def mutants(seeds: list[Certificate], count: int, seed: int) -> Iterator[Any]:
    """`count` mutants, of each of the `seeds` in turn."""
    rng = random.Random(seed)
    for i in range(count):
        yield mutant(seeds[i % len(seeds)], rng)


def _places(value: Any, rng: random.Random) -> list[Path]:
    """Places to change: the nodes down a random branch of each entry, so that short entries are met as often."""
    found: list[Path] = [()] if rng.random() < 0.02 else []
    for name in value:
        path: Path = (name,)
        here = value[name]
        while True:
            found.append(path)
            if not isinstance(here, (list, dict)) or not here:
                break
            step = rng.choice(list(here)) if isinstance(here, dict) else rng.randrange(len(here))
            path, here = (*path, step), here[step]
    return found


def _changed(value: Any, rng: random.Random) -> Any:
    """Another value in place of this one: near it, far from it, or of another type."""
    kind = rng.random()
    if kind < 0.25:
        return rng.choice((*WORDS, *NUMBERS, *THINGS))
    if isinstance(value, bool) or value is None:
        return rng.choice(THINGS)
    if isinstance(value, int):
        step = rng.choice((-1, 1)) * 2 ** rng.randrange(40)
        return rng.choice((value + 1, value - 1, -value, 2 * value, value + step, str(value % 10**9)))
    if isinstance(value, str):
        return _changed_text(value, rng)
    if isinstance(value, list):
        return _changed_list(value, rng)
    return value


def _changed_text(text: str, rng: random.Random) -> Any:
    """A text of numbers with one of them changed, added or dropped; another text where there is no number."""
    words = text.split(" ")
    i = rng.randrange(len(words))
    how = rng.randrange(8)
    if how == 0:
        words[i] = rng.choice(WORDS)
    elif how == 1:
        words.pop(i)
    elif how == 2:
        words.insert(i, rng.choice(words))
    elif how == 3:
        return rng.choice((" ".join(words) + " ", "\t".join(words), text.replace("1", "2"), text[::-1], text[:-1]))
    else:
        words[i] = _near(words[i], rng)
    return " ".join(words)


def _near(word: str, rng: random.Random) -> str:
    """A number near the one that a word spells."""
    try:
        value = Fraction(word)
    except (ValueError, ZeroDivisionError):
        head, star, tail = word.partition("*")
        return f"{head}{rng.randrange(10)}{star}{tail}"
    if value.denominator == 1 and rng.random() < 0.7:
        return str(int(value) + rng.choice((-1, 1)) * 2 ** rng.randrange(70))
    step = Fraction(rng.choice((-1, 1)), 10 ** rng.randrange(15))
    if len(word) > 4000:
        return word[:4000]
    return str(rng.choice((value + step, value * (1 + step), -value, value * 2, 1 / (value + 3), Fraction(0))))


def _changed_list(items: list[Any], rng: random.Random) -> list[Any]:
    found = list(items)
    i = rng.randrange(len(found) + 1)
    how = rng.randrange(7)
    if how == 0 and found:
        found.pop(i - 1)
    elif how == 1 and found:
        found.insert(i, copy.deepcopy(rng.choice(found)))
    elif how == 2:
        rng.shuffle(found)
    elif how == 3:
        found = found[::-1]
    elif how == 4:
        found = found[:i]
    elif how == 5 and found:
        found = found * rng.choice((2, 70))
    else:
        found.insert(i, rng.choice((*WORDS, *THINGS)))
    return found


def _restructure(holder: Any, place: Any, rng: random.Random) -> None:
    """A key that is missing, foreign, renamed or no text; an item that is missing or wrapped."""
    if isinstance(holder, list):
        if rng.random() < 0.5:
            holder.pop(place)
        else:
            holder[place] = [holder[place]]
        return
    how = rng.randrange(4)
    value = holder.pop(place) if how < 3 else holder[place]
    if how == 1:
        holder[str(place).upper()] = value
    elif how == 2:
        holder[rng.choice((7, None, ("space",), b"d"))] = value
    elif how == 3:
        holder[rng.choice(("remark", "theta", "statement", "n", "__class__", "shift"))] = rng.choice(
            (*WORDS, *NUMBERS, *THINGS)
        )
