"""Independent restarts in threads, taken in the order of their numbers: what is found does not depend on the jobs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count, islice
from typing import TypeVar

Made = TypeVar("Made")


def abreast(work: Callable[[int], Made], jobs: int = 1, most: int | None = None) -> Generator[Made, None, None]:
    """work(0), work(1), ..., up to `most` of them, with `jobs` under way at a time.

    Closed early (`contextlib.closing`), it cancels what has not begun and waits for what has.

    >>> list(abreast(lambda number: number**2, jobs=2, most=5))
    [0, 1, 4, 9, 16]
    """
    numbers = iter(count() if most is None else range(most))
    if jobs == 1:
        yield from map(work, numbers)
        return
    with ThreadPoolExecutor(jobs) as threads:
        running: deque[Future[Made]] = deque(threads.submit(work, number) for number in islice(numbers, jobs))
        try:
            while running:
                made = running.popleft().result()
                running.extend(threads.submit(work, number) for number in islice(numbers, 1))
                yield made
        finally:
            for future in running:
                future.cancel()
