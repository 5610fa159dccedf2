"""The table of problems that every search is measured on, with the value to reach and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from packing import Problem, lines, vectors


@dataclass(frozen=True)
class Target:
    """A problem and the coherence to reach; `source` says who holds it or which theorem proves it."""

    problem: Problem
    coherence: float
    source: str

    def __str__(self) -> str:
        return str(self.problem).replace(" ", "-")


GAME_OF_SLOANES = "Game of Sloanes, leaderboard of January 2026"

LADDER_CELLS = (
    Target(lines(13, 3, "C"), 0.622143872864, GAME_OF_SLOANES),
    Target(lines(20, 4, "C"), 0.5, "orthoplex bound"),
    Target(lines(26, 4, "C"), 0.571427442329625, GAME_OF_SLOANES),
    Target(lines(17, 5, "C"), 0.393535509440, GAME_OF_SLOANES),
    Target(lines(33, 5, "C"), 0.491015686236, GAME_OF_SLOANES),
    Target(lines(25, 6, "C"), 0.372677996250, GAME_OF_SLOANES),
    Target(lines(36, 7, "C"), 0.353553390593274, GAME_OF_SLOANES),
    Target(lines(45, 7, "C"), 0.353553390593274, "relative bound of equiangular lines"),
)
"""Eight complex cells from easy to hard, where methods differ."""

FIRST_TARGETS = (
    Target(lines(13, 3, "C"), 0.622143872864, GAME_OF_SLOANES),
    Target(lines(17, 5, "C"), 0.393535509440, GAME_OF_SLOANES),
    Target(lines(20, 4, "C"), 0.5, "orthoplex bound"),
    Target(lines(28, 7), 1 / 3, "Welch bound"),
    Target(vectors(7, 3), 0.210138312730604, "Schuette and van der Waerden 1951"),
    Target(vectors(24, 4), 0.5, "24-cell, optimal by Musin 2003 for the kissing number"),
)
"""What a search must reach within 5 seconds of one core."""
