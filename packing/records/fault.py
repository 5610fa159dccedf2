"""What cannot be right in a store, a table or a packing: where, by which rule, in words."""

from __future__ import annotations

from dataclasses import dataclass

from packing.problem import Problem


@dataclass(frozen=True)
class Fault:
    """What cannot be right: where, by which rule, in words; `problem` is the one concerned, where it is known."""

    source: str
    rule: str
    text: str
    problem: Problem | None = None

    def __str__(self) -> str:
        return f"{self.source}: {self.text}"
