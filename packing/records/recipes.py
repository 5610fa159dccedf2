"""How the packings that come with the package were found: the command behind each, and all of them as one script.

`python -m packing.records.recipes | sh` makes the file again, in some seventeen CPU hours. Searches run for times, not
for steps: on another processor a run of the same seed may end at another packing.
"""

from __future__ import annotations

from dataclasses import dataclass

from packing.doors import shown
from packing.problem import Problem
from packing.records.entry import Entry


@dataclass(frozen=True)
class Recipe:
    """A sweep or a kind of search: the `letter` of its spaces, d and n that it ran over, its seeds, its command.

    A search of single cells has `{cell}` and `{seed}` where its command names them, or is Python.
    """

    letter: str
    d: range
    n: range
    seeds: range
    command: str
    store: str

    def made(self, entry: Entry) -> bool:
        """Whether an entry of the file is one of its results."""
        problem = entry.problem
        inside = problem.space.letter == self.letter and problem.d in self.d and problem.n in self.n
        return inside and entry.seed in self.seeds

    @property
    def is_sweep(self) -> bool:
        """Whether one command found all of its packings."""
        return self.command.startswith("packing sweep")

    @property
    def full(self) -> str:
        """The command with the atlas that it writes to."""
        return f"{self.command} --store {self.store}.sqlite"


def _complex(number: int, store: str, seconds: int, seeds: range) -> Recipe:
    command = f"packing sweep --field C -d 2..7 -n ..49 --seconds {seconds} --total 7200 --seed {number} --resume"
    return Recipe("C", range(2, 8), range(4, 50), seeds, command, store)


def _subspaces(letter: str, m: int, d: str, dimensions: range, last: int) -> Recipe:
    field = " --field C" if letter == "C" else ""
    command = f"packing sweep{field} --subspaces {m} -d {d} -n 3..{last} --passes 2 --seconds 2 --resume"
    return Recipe(f"{letter}{m}", dimensions, range(3, last + 1), range(2), command, "subspaces")


def _search(letter: str, d: range, n: range, seeds: range, options: str) -> Recipe:
    return Recipe(letter, d, n, seeds, f"packing search {{cell}} {options} --seed {{seed}} --out p.npz", "")


def _points(d: int, low: int, high: int, seconds: str, seed: int = 21) -> Recipe:
    command = f"packing sweep --vectors -d {d} -n {low}..{high} --seconds {seconds} --passes 2 --seed {seed}"
    return Recipe("S", range(d, d + 1), range(low, high + 1), range(seed, seed + 2), command, "points-2")


def _lines(d: int, n: int, seconds: int) -> Recipe:
    command = f"packing sweep -d {d} -n {n} --seconds {seconds} --passes 2 --seed 41 --start best"
    return Recipe("R", range(d, d + 1), range(n, n + 1), range(41, 43), command, "real-2")


def _symmetric(d: int, n: int, order: int, seconds: int, seed: int) -> Recipe:
    method = f"SymmetricDescent(orders=({order},))"
    command = f"minimize(vectors({n}, {d}), starts=(), method={method}, seconds={seconds}, seed={seed})"
    return Recipe("S", range(d, d + 1), range(n, n + 1), range(seed, seed + 1), command, "")


def _beyond(letter: str, d: range, low: int | None, high: int, seconds: int, passes: int, store: str) -> Recipe:
    kind = {"S": " --vectors", "R": "", "C": " --field C"}[letter]
    span = f"{d[0]}" if len(d) == 1 else f"{d[0]}..{d[-1]}"
    sizes = f"{low}" if low == high else f"{low or ''}..{high}"
    times = f"--seconds {seconds} --passes {passes} --seed 61 --start best --resume"
    command = f"packing sweep{kind} -d {span} -n {sizes} {times}"
    return Recipe(letter, d, range(low or d[0] + 2, high + 1), range(61, 61 + passes), command, store)


RECIPES: tuple[Recipe, ...] = (
    _search("C", range(2, 8), range(4, 50), range(7, 8), "--start best --seconds 1"),
    _complex(0, "first", 12, range(7)),
    _complex(100, "second", 4, range(100, 200)),
    _complex(200, "third", 4, range(200, 300)),
    _complex(300, "fourth", 4, range(300, 400)),
    _search("C", range(2, 8), range(4, 50), range(400, 401), "--start best --seconds 7"),
    _complex(500, "fifth", 4, range(500, 600)),
    _complex(700, "sixth", 4, range(700, 800)),
    _complex(900, "seventh", 4, range(900, 1000)),
    _search("C", range(16, 17), range(80, 81), range(100), "--start best --seconds 300"),
    Recipe(
        "H", range(2, 5), range(5, 37), range(2),
        "packing sweep --field H -d 2..4 -n 5..36 --seconds 1.5 --total 260", "quaternionic",
    ),
    _subspaces("C", 2, "4..6", range(4, 7), 40),
    _subspaces("C", 3, "6", range(6, 7), 40),
    _subspaces("R", 2, "4..8", range(4, 9), 50),
    _subspaces("R", 3, "6..8", range(6, 9), 50),
    _subspaces("R", 4, "8", range(8, 9), 50),
    Recipe("R", range(3, 9), range(4, 37), range(1), "packing sweep -d 3..8 -n ..36 --seconds 1.2", "real"),
    Recipe("S", range(3, 6), range(4, 25), range(1), "packing sweep --vectors -d 3..5 -n ..24 --seconds 1.5", "points"),
    _points(3, 25, 50, "1"), _points(4, 25, 32, "1.5"), _points(5, 26, 32, "1.5"),
    _points(5, 22, 25, "12"), _points(6, 13, 32, "4"), _points(7, 16, 33, "4"),
    _points(8, 17, 27, "5"), _lines(4, 17, 10), _lines(4, 24, 10), _lines(7, 18, 8),
    _beyond("S", range(3, 4), 25, 130, 3, 2, "points-3"),
    *(
        _beyond("S", range(d, d + 1), low, high, 3, 1, "points-3")
        for d, low, high in ((4, 33, 130), (5, 33, 130), (6, 33, 64), (7, 34, 64), (8, 28, 64), (7, 15, 15))
    ),
    _beyond("R", range(3, 9), 37, 50, 2, 2, "real-3"),
    _beyond("R", range(9, 17), None, 50, 2, 1, "real-3"),
    _beyond("C", range(4, 6), 50, 100, 4, 1, "complex-3"),
    _symmetric(5, 23, 12, 8, 52), _symmetric(6, 18, 4, 3, 71),
)  # fmt: skip
"""Everything that the file is made of, in the order in which it is merged."""


def command_of(entry: Entry) -> str:
    """The command that found a packing of the file; "" for an entry of other hands.

    >>> from packing.problem import lines
    >>> from packing.records.shipped import shipped_entry
    >>> command_of(shipped_entry(lines(20, 3, "H")))
    'packing sweep --field H -d 2..4 -n 5..36 --seconds 1.5 --total 260'
    """
    for recipe in RECIPES:
        if recipe.made(entry):
            return recipe.command.format(cell=_cell(entry.problem), seed=entry.seed)
    return ""


def script() -> str:
    """All sweeps one after the other, and the line that merges what they found into the file."""
    sweeps = [recipe for recipe in RECIPES if recipe.is_sweep]
    stores = list(dict.fromkeys(f"{recipe.store}.sqlite" for recipe in sweeps))
    merged = f"python -m packing.records.shipped {' '.join(stores)}"
    return "\n".join(["set -e", *(recipe.full for recipe in sweeps), merged])


def _cell(problem: Problem) -> str:
    return f"-n {problem.n} {problem.space.options}"


__dir__ = shown(__name__)

if __name__ == "__main__":
    print(script())
