"""`kernel.check` answers whatever it is given, and runs no method of a foreign class."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest
from seeds import SEEDS

from packing import kernel
from packing.bounds import checkers
from packing.kernel import Rejection, Statement


class Hostile(Mapping[str, object]):
    """Everything that it is asked raises."""

    def __getitem__(self, key: str) -> object:
        raise RuntimeError(key)

    def __iter__(self) -> Iterator[str]:
        raise MemoryError

    def __len__(self) -> int:
        raise OverflowError


class HostileText(str):
    """A text whose methods raise."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        return hash("kind")

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


class HostileNumber(int):
    """An integer that cannot be compared."""

    def __le__(self, other: object) -> bool:
        raise RuntimeError

    __ge__ = __lt__ = __gt__ = __eq__ = __le__  # type: ignore[assignment]
    __hash__ = int.__hash__


def nested(depth: int) -> Any:
    value: Any = "1"
    for _ in range(depth):
        value = [value]
    return value


def circular() -> list[Any]:
    value: list[Any] = []
    value += [value, value]
    return value


VALUES = [
    Hostile(), HostileText("13"), HostileNumber(3), {HostileText("kind"): 1}, nested(50_000), circular(), 10**5000,
    -(10**5000), b"\xff", "\ud800", "\x00", float("nan"), type, object, lambda: 1, {1: 2}, range(3), NotImplemented,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_any_value_in_any_entry_is_answered(value: Any) -> None:
    for certificate in SEEDS:
        for name in certificate:
            for damaged in (
                {**certificate, name: value},
                {**certificate, name: [value]},
                {**certificate, name: {"p": value}},
            ):
                answer = kernel.check(damaged)
                assert isinstance(answer, Rejection) or name in {"made_by", "theta", "null"}
                assert str(answer).isprintable()
                assert checkers.check(damaged) == answer
    assert isinstance(kernel.check(value), Rejection)


def test_other_mappings_are_read() -> None:
    for certificate in SEEDS:
        for other in (OrderedDict(certificate), MappingProxyType(certificate), {**certificate, 3: 4}):
            assert isinstance(kernel.check(other), Statement)
