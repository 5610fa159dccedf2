"""Bounds on the same thing are ordered by their number, whatever theorem they come from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction


class Ordered(ABC):
    """A value about a `subject`, compared by its `number` with values about the same subject."""

    @property
    @abstractmethod
    def subject(self) -> object:
        """What the value is about."""

    @property
    @abstractmethod
    def number(self) -> float | Fraction:
        """What it is compared by."""

    def __lt__(self, other: object) -> bool:
        return self.number < other.number if self._is_like(other) else NotImplemented  # type: ignore[attr-defined]

    def __le__(self, other: object) -> bool:
        return self.number <= other.number if self._is_like(other) else NotImplemented  # type: ignore[attr-defined]

    def __gt__(self, other: object) -> bool:
        return self.number > other.number if self._is_like(other) else NotImplemented  # type: ignore[attr-defined]

    def __ge__(self, other: object) -> bool:
        return self.number >= other.number if self._is_like(other) else NotImplemented  # type: ignore[attr-defined]

    def _is_like(self, other: object) -> bool:
        return isinstance(other, Ordered) and type(other) is type(self) and other.subject == self.subject
