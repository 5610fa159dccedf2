"""Runs of many cells: the same rows by any door, kept as they come, gone on with, and cut off at any byte."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from packing.averages import mean_of, share_of
from packing.errors import InputError
from packing.recording import Recipe, record

KEYS = tuple((a, b) for a in range(3) for b in "xyz")


def squared(key: tuple[int, str]) -> dict[str, Any]:
    return {"key": key, "square": key[0] ** 2}


def read(values: dict[str, Any]) -> dict[str, Any]:
    a, b = values["key"]
    return {"key": (int(a), b), "square": int(values["square"])}


RECIPE = Recipe(squared, lambda row: row["key"], lambda row: row, read, "square of such a run")
ROWS = tuple(map(squared, KEYS))


def test_rows_come_in_the_order_of_the_keys_by_any_number_of_processes(tmp_path: Path) -> None:
    assert record(RECIPE, KEYS) == ROWS
    fractions = Recipe(Fraction, str, lambda row: {"value": str(row)}, lambda values: Fraction(values["value"]), "row")
    keys = ("1/2", "1/3", "5", "2/7", "1/9")  # other processes know no function of a test, but they know `Fraction`
    rows = record(fractions, keys, tmp_path / "rows.jsonl", jobs=2)
    assert rows == tuple(map(Fraction, keys))
    assert sorted(fractions.rows_of(tmp_path / "rows.jsonl")) == sorted(rows)


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    record(RECIPE, KEYS[:4], path)
    before = path.read_text()
    told: list[tuple[int, int]] = []
    assert record(RECIPE, KEYS, path, progress=lambda *done: told.append(done)) == ROWS
    assert path.read_text().startswith(before)
    assert told == [(done, 9) for done in range(5, 10)]
    forbidden = Recipe(lambda key: pytest.fail(f"{key} is made again"), RECIPE.key, RECIPE.plain, read, "row")
    assert record(forbidden, KEYS, path) == ROWS


class Counting(ThreadPoolExecutor):
    """Threads that count the tasks they were given, and those that are not done yet."""

    given = 0
    most = 0

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        self.given += 1
        self.open = [task for task in getattr(self, "open", []) if not task.done()]
        self.open.append(super().submit(work, *arguments, **options))
        self.most = max(self.most, len(self.open))
        return self.open[-1]


def test_an_executor_gets_so_many_tasks_at_once_and_none_after_the_time(tmp_path: Path) -> None:
    with Counting(4) as executor:
        assert record(RECIPE, KEYS, tmp_path / "rows.jsonl", executor=executor, jobs=3) == ROWS
        assert executor.given == len(KEYS)
        assert executor.most <= 3
        assert record(RECIPE, KEYS, tmp_path / "rows.jsonl", executor=executor) == ROWS  # nothing is made again
        assert executor.given == len(KEYS)
        slow = Recipe(_slow, RECIPE.key, RECIPE.plain, read, "row")
        assert record(slow, KEYS, executor=executor, jobs=2, seconds=0.05) == ROWS[:2]


@pytest.mark.parametrize("cut", range(1, 40, 6))
def test_a_file_cut_off_at_any_byte_is_gone_on_with(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    record(RECIPE, KEYS, path)
    whole = path.read_text()
    path.write_text(whole[:-cut])
    assert record(RECIPE, KEYS, path) == ROWS
    assert [json.loads(line) for line in path.read_text().splitlines()] == [json.loads(x) for x in whole.splitlines()]


def test_no_cell_is_begun_after_the_time(tmp_path: Path) -> None:
    slow = Recipe(_slow, RECIPE.key, RECIPE.plain, read, "row")
    assert record(slow, KEYS, seconds=0.05) == ROWS[:1]


def test_another_file_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"key": [0, "x"], "square": 0}\n{"other": 1}\n')
    with pytest.raises(InputError, match=r"line 2 of .*rows.jsonl is no square of such a run: name another file"):
        record(RECIPE, KEYS, path)
    assert path.read_text().endswith('{"other": 1}\n')


def test_a_mean_knows_its_error() -> None:
    mean = mean_of([1.0, 2.0, 6.0])
    assert mean.value == 3.0
    assert mean.error == pytest.approx((14 / 2 / 3) ** 0.5)
    assert share_of([False] * 8).error > 0


def _slow(key: tuple[int, str]) -> dict[str, Any]:
    time.sleep(0.1)
    return squared(key)
